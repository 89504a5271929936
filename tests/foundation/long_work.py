"""The worker of tests/foundation/test_jobs.py: the product's, with a long job whose first attempt dies."""

import os
import signal

from congress.foundation import clock
from congress.foundation.batches import BatchState, finish_batch, lease_batch, report_progress
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job
from worker import app as celery

app = celery
DEADLY = "tests.die_then_finish"


@job(DEADLY)
def die_then_finish(batch_id: int) -> None:
    """Killed without warning half-way through the first time, done the second time."""
    with unit_of_work() as session:
        batch = lease_batch(session, batch_id, now=clock.now())
        if batch is None:
            return
        first = batch.attempts == 1
    with unit_of_work() as session:
        report_progress(session, batch_id, done=1, total=2, now=clock.now())
    if first:
        os.kill(os.getpid(), signal.SIGKILL)
    with unit_of_work() as session:
        report_progress(session, batch_id, done=2, total=2, now=clock.now())
        finish_batch(session, batch_id, state=BatchState.DONE, file=None)
