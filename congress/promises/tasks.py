"""What promises do by themselves."""

from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job
from congress.foundation.pages import zone
from congress.promises.actions import climb, remind_offices


@job("promises.remind_offices", every=3600)
def remind() -> int:
    """Remind offices of promises that are due soon or overdue. Safe to run twice: each is told once a week."""
    with unit_of_work() as session:
        return remind_offices(session, zone=zone(), now=clock.now())


@job("promises.climb", every=3600)
def climb_overdue() -> int:
    """Tell the levels above of what stays open past its day. Safe to run twice: each level hears of a day once."""
    with unit_of_work() as session:
        return climb(session, zone=zone(), now=clock.now())
