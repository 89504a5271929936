"""Long lists, and their end."""

from congress.exports import actions
from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.jobs import job


@job(actions.WORK)
def write_list(batch_id: int) -> None:
    """Write a list as a file; safe to run twice, since a batch is leased."""
    actions.write_export(batch_id)


@job("exports.forget_files", every=3600)
def forget_files() -> int:
    """Remove lists whose days are over. Safe to run twice: a file is removed once."""
    with unit_of_work() as session:
        return actions.forget_exports(session, now=clock.now())
