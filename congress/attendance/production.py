"""The attendance list as a PDF, drawn by a worker: it may have thousands of rows."""

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Session

from congress.attendance.lists import draw_attendance
from congress.attendance.register import register_of
from congress.foundation import clock
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.batches import Batch, BatchState, finish_batch, lease_batch, queue_batch
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import in_language
from congress.foundation.jobs import after_commit
from congress.programme.models import Congress
from congress.settings import Settings

WORK = "attendance.draw_list"


def queue_list(session: Session, congress: Congress, language: str, *, by: Actor, now: datetime) -> Batch:
    batch = queue_batch(session, WORK, {"language": language}, by, congress_id=congress.id, now=now)
    batch.total = 1
    record(session, by, "attendance.exported", "congress", congress.slug, now=now, format="pdf")
    after_commit(session, WORK, batch_id=batch.id)
    return batch


def draw_list(batch_id: int) -> None:
    """Draw the list, unless somebody else does; a second attempt begins afresh and replaces the file whole."""
    with unit_of_work() as session:
        batch = lease_batch(session, batch_id, now=clock.now())
        if batch is None:
            return
        session.expunge(batch)
    settings: Settings = current_app.extensions["settings"]
    folder: Path = settings.instance_dir / "batches"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"attendance-{batch.public_id}.pdf"
    partial = folder / f"{name}.{batch.attempts}"
    with reading() as session, partial.open("wb") as out, in_language(batch.wish["language"]):
        congress = session.get_one(Congress, batch.congress_id)
        register = register_of(session, congress.id)
        draw_attendance(out, register, congress, organiser=settings.organiser_name, now=clock.now())
    partial.replace(folder / name)
    with unit_of_work() as session:
        finish_batch(session, batch_id, state=BatchState.DONE, file=name)
