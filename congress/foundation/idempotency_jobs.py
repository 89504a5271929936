"""Stored answers are kept for a day."""

from congress.foundation import clock, idempotency
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job


@job("foundation.forget_answers", every=3600)
def forget_answers() -> None:
    """Remove the answers of yesterday's keys."""
    with unit_of_work() as session:
        idempotency.purge(session, now=clock.now())
