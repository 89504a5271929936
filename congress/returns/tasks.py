"""What monthly returns do by themselves."""

from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job
from congress.foundation.pages import zone
from congress.returns.actions import remind_units


@job("returns.remind_units", every=3600)
def remind() -> int:
    """Remind units whose return is due soon or late. Safe to run twice: each is told once of either."""
    with unit_of_work() as session:
        return remind_units(session, zone=zone(), now=clock.now())
