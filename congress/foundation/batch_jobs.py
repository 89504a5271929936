"""Finding long work that a dead worker or a broken broker left behind."""

import structlog
from flask import current_app

from congress.foundation import clock
from congress.foundation.batches import give_up_batches, waiting_batches
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import after_commit, job

log = structlog.get_logger(__name__)


@job("foundation.resume_batches", every=20)
def resume_batches() -> int:
    """Send the job of each batch that nobody works on; a batch's `work` is the name of its job.

    Safe to run twice: who works on a batch holds its lease, and a job that finds it held goes home.
    """
    with unit_of_work() as session:
        now = clock.now()
        give_up_batches(session, now=now)
        waiting = waiting_batches(session, now=now)
        for batch in waiting:
            if batch.work in current_app.extensions["celery"].tasks:
                after_commit(session, batch.work, batch_id=batch.id)
            else:
                log.error("no job works on this batch", batch=batch.id, work=batch.work)
    return len(waiting)
