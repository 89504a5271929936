"""What filings do by themselves."""

from congress.filings.actions import let_lapse
from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job


@job("filings.let_lapse", every=3600)
def lapse() -> int:
    """Let filings lapse and remind their filers. Safe to run twice: what lapsed is not open, a reminder is noted."""
    with unit_of_work() as session:
        return let_lapse(session, now=clock.now())
