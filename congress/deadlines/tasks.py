"""What planned dates do by themselves."""

from congress.deadlines.actions import remind_owners
from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job
from congress.foundation.pages import zone


@job("deadlines.remind_owners", every=3600)
def remind() -> int:
    """Tell of overdue dates whoever is next. Safe to run twice: each level is told of one day once."""
    with unit_of_work() as session:
        return remind_owners(session, zone=zone(), now=clock.now())
