"""What delegations do by themselves."""

from congress.delegations.actions import remind_delegations
from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job
from congress.foundation.pages import zone


@job("delegations.remind", every=3600)
def remind() -> int:
    """Remind those who have not completed their data, and contacts near the deadline. Safe to run twice: each is told
    once.
    """
    now = clock.now()
    with unit_of_work() as session:
        return remind_delegations(session, today=clock.local_day(now, zone()), now=now)
