"""What the rights' slice does by itself."""

from flask import current_app

from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.audit import record
from congress.foundation.batches import batches_with_file, remove_batch_file
from congress.foundation.db import reading, unit_of_work
from congress.foundation.jobs import job
from congress.privacy import exporting
from congress.privacy.retention import AT_ONCE, let_early_answers_go, let_go, retention_report
from congress.privacy.states import Kept
from congress.settings import Settings

DAY = 86_400.0


@job(exporting.WORK)
def make_export(batch_id: int) -> None:
    """Write an export; safe to run twice, since a batch is leased."""
    exporting.make_export(batch_id)


@job("privacy.remove_exports", every=3600)
def remove_exports() -> int:
    """Remove exports whose day is over. Safe to run twice: a file is removed once."""
    with unit_of_work() as session:
        old = batches_with_file(session, exporting.WORK, before=clock.now() - exporting.LIVES)
        return sum(remove_batch_file(session, batch) for batch in old)


@job("privacy.keep_dates", every=DAY)
def keep_dates() -> int:
    """Let go what is due, in portions of its own transaction. Safe to run twice: what is gone is not due again."""
    settings: Settings = current_app.extensions["settings"]
    now, zone = clock.now(), settings.timezone
    with reading() as session:
        report = [due for due in retention_report(session, zone=zone, now=now) if due.is_due]
        persons_due = frozenset(due.congress.id for due in report if due.kind is Kept.PERSONS)
        work = [(due, due.congress.slug, list(due.ids)) for due in report]
    with unit_of_work() as session:
        gone = let_early_answers_go(session, zone=zone, now=now)
    for due, slug, ids in work:
        for start in range(0, len(ids), AT_ONCE):
            with unit_of_work() as session:
                count = let_go(session, due, ids[start : start + AT_ONCE], others_due=persons_due, zone=zone, now=now)
                if count:
                    record(session, SYSTEM, "retention.kept", "congress", slug, now=now, data=due.kind, rows=count)
            gone += count
    return gone
