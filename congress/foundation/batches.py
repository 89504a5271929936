"""Long work: a row first, so that progress can be seen, a killed worker is noticed, and nothing is lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask import Response, current_app, send_file
from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from congress.foundation.access import Actor
from congress.foundation.db import Base
from congress.foundation.documents.docx import DOCX
from congress.foundation.errors import NotFound
from congress.foundation.i18n import LazyString, _l
from congress.foundation.ids import new_id

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": DOCX,
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class BatchState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


BATCH_STATE_NAMES: Mapping[BatchState, LazyString] = {
    BatchState.QUEUED: _l("Waiting"),
    BatchState.RUNNING: _l("Being made"),
    BatchState.DONE: _l("Done"),
    BatchState.FAILED: _l("Failed"),
}


class Batch(Base):
    """One long piece of work: `work` is the name of its job, which takes `batch_id`; `file` names what it made under
    `instance/batches`.
    """

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int | None]
    work: Mapped[str] = mapped_column(String(60))
    wish: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default=BatchState.QUEUED, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    file: Mapped[str | None] = mapped_column(String(120))
    user_id: Mapped[int | None]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


def queue_batch(
    session: Session, work: str, wish: dict[str, Any], by: Actor, *, congress_id: int | None, now: datetime
) -> Batch:
    """Write the row of a long job; the caller asks for the job that works it off."""
    batch = Batch(public_id=new_id(), congress_id=congress_id, work=work, wish=wish, user_id=by.user_id, created_at=now)
    session.add(batch)
    session.flush()
    return batch


def batch_by_public_id(session: Session, public_id: str) -> Batch | None:
    return session.scalars(select(Batch).where(Batch.public_id == public_id)).one_or_none()


def batches_of_work(session: Session, work: str, congress_id: int, *, limit: int = 20) -> Sequence[Batch]:
    """The newest pieces of one kind of work."""
    return session.scalars(
        select(Batch).where(Batch.work == work, Batch.congress_id == congress_id).order_by(Batch.id.desc()).limit(limit)
    ).all()


def batches_of_user(session: Session, work: str, user_id: int, *, limit: int = 20) -> Sequence[Batch]:
    """The newest pieces of one kind of work that somebody asked for."""
    return session.scalars(
        select(Batch).where(Batch.work == work, Batch.user_id == user_id).order_by(Batch.id.desc()).limit(limit)
    ).all()


def latest_batches(session: Session, *, limit: int) -> Sequence[Batch]:
    """The newest long work of every kind."""
    return session.scalars(select(Batch).order_by(Batch.id.desc()).limit(limit)).all()


def batches_with_file(session: Session, work: str, *, before: datetime | None = None) -> Sequence[Batch]:
    """Work of one kind whose file is there, of what was asked for before a moment."""
    statement = select(Batch).where(Batch.work == work, Batch.file.is_not(None))
    return session.scalars(statement.where(Batch.created_at <= before) if before else statement).all()


def batch_folder() -> Path:
    """Where the files of long work lie."""
    folder: Path = current_app.extensions["settings"].instance_dir / "batches"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def remove_batch_file(session: Session, batch: Batch) -> bool:
    """Remove what a batch made; the row stays and says that it was."""
    if batch.file:
        (batch_folder() / batch.file).unlink(missing_ok=True)
        batch.file = None
        session.flush()
    return True


def send_batch_file(batch: Batch) -> Response:
    """The file of a batch as a download; NotFound while there is none."""
    folder = batch_folder()
    if not batch.file or not (folder / batch.file).is_file():
        raise NotFound
    media_type = MEDIA_TYPES.get(Path(batch.file).suffix, "application/pdf")
    return send_file(folder / batch.file, mimetype=media_type, as_attachment=True, download_name=batch.file)


def lease_batch(session: Session, batch_id: int, *, now: datetime) -> Batch | None:
    """Take the batch for a minute, or None if somebody holds it, it is finished, or it failed too often."""
    free = (Batch.state == BatchState.QUEUED) | ((Batch.state == BatchState.RUNNING) & (Batch.leased_until < now))
    taken = session.execute(
        update(Batch)
        .where(Batch.id == batch_id, free, Batch.attempts < MOST_ATTEMPTS)
        .values(state=BatchState.RUNNING, leased_until=now + LEASE, attempts=Batch.attempts + 1)
        .returning(Batch.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return session.get(Batch, batch_id, populate_existing=True) if taken is not None else None


def report_progress(session: Session, batch_id: int, *, done: int, total: int, now: datetime) -> None:
    """Tell how far the work is and hold the lease for another minute."""
    session.execute(update(Batch).where(Batch.id == batch_id).values(done=done, total=total, leased_until=now + LEASE))


def finish_batch(session: Session, batch_id: int, *, state: BatchState, file: str | None) -> None:
    session.execute(update(Batch).where(Batch.id == batch_id).values(state=state, file=file, leased_until=None))


def give_up_batches(session: Session, *, now: datetime) -> int:
    """Mark as failed what was tried often enough and is held by nobody; answers how many."""
    given_up = session.execute(
        update(Batch)
        .where(Batch.state == BatchState.RUNNING, Batch.leased_until < now, Batch.attempts >= MOST_ATTEMPTS)
        .values(state=BatchState.FAILED, leased_until=None)
        .returning(Batch.id)
        .execution_options(synchronize_session=False)
    )
    return len(given_up.all())


def waiting_batches(session: Session, *, now: datetime) -> list[Batch]:
    """Batches that nobody works on: just queued, or left behind by a worker that died."""
    left = (Batch.state == BatchState.RUNNING) & (Batch.leased_until < now)
    return list(session.scalars(select(Batch).where((Batch.state == BatchState.QUEUED) | left).order_by(Batch.id)))
