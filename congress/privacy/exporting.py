"""Making an export: at once while it is small, by a worker when it is large. Its file is there for a day."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.batches import (
    Batch,
    BatchState,
    batch_by_public_id,
    batch_folder,
    batches_with_file,
    finish_batch,
    lease_batch,
    queue_batch,
    remove_batch_file,
)
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import in_language, language
from congress.foundation.jobs import after_commit
from congress.foundation.personal import find_subject
from congress.privacy.errors import NoSuchFile
from congress.privacy.export import export_json, export_pdf

WORK = "privacy.make_export"
LIVES = timedelta(days=1)
FORMATS = {"json": "application/json", "pdf": "application/pdf"}
# rows that are written while one waits
SMALL = 400


def queue_export(session: Session, start: dict[str, int], form: str, rows: int, *, by: Actor, now: datetime) -> Batch:
    """Ask for an export; whose it is stands in the trail as a number."""
    wish = {"start": start, "format": form, "language": language()}
    batch = queue_batch(session, WORK, wish, by, congress_id=None, now=now)
    batch.total = 1
    record(session, by, "person.exported", "rights", batch.public_id, now=now, format=form)
    if rows > SMALL:
        after_commit(session, WORK, batch_id=batch.id)
    return batch


def make_export(batch_id: int) -> None:
    """Write the file, unless somebody else does; a second attempt begins afresh and replaces the file whole."""
    with unit_of_work() as session:
        batch = lease_batch(session, batch_id, now=clock.now())
        if batch is None:
            return
        session.expunge(batch)
    form, organiser = batch.wish["format"], current_app.extensions["settings"].organiser_name
    with reading() as session, in_language(batch.wish["language"]):
        subject = find_subject(session, **batch.wish["start"])
        now = clock.now()
        content = (
            export_json(subject, made_at=now)
            if form == "json"
            else export_pdf(subject, organiser=organiser, made_at=now)
        )
    folder = batch_folder()
    name = f"personal-data-{batch.public_id}.{form}"
    partial = folder / f"{name}.{batch.attempts}"
    partial.write_bytes(content)
    partial.replace(folder / name)
    with unit_of_work() as session:
        finish_batch(session, batch_id, state=BatchState.DONE, file=name)


def export_for(session: Session, actor: Actor, public_id: str, *, now: datetime) -> Batch:
    """An export that the actor asked for and whose day is not over; raises NoSuchFile."""
    batch = batch_by_public_id(session, public_id)
    is_own = batch is not None and batch.work == WORK and batch.user_id == actor.user_id
    if batch is None or not is_own or batch.created_at <= now - LIVES:
        raise NoSuchFile
    return batch


def forget_exports(session: Session, start: dict[str, int]) -> None:
    """Remove every export of whom `start` names, whoever asked for it."""
    for batch in batches_with_file(session, WORK):
        if batch.wish.get("start") == start:
            remove_batch_file(session, batch)
