"""The sign of life of what works in the background: one row for each kind, renewed by a periodic job."""

from datetime import datetime, timedelta

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from congress.foundation.batches import Batch, BatchState
from congress.foundation.db import Base

# the name under which the runner of jobs shows that it is at work
BACKGROUND = "jobs"
EVERY = 10
FRESH = timedelta(seconds=45)


class Heartbeat(Base):
    """When `name` was last seen at work."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]


def renew_heartbeat(session: Session, name: str, *, now: datetime) -> None:
    """Note that `name` is at work."""
    renewed = session.execute(update(Heartbeat).where(Heartbeat.name == name).values(at=now).returning(Heartbeat.name))
    if renewed.scalar_one_or_none() is None:
        session.add(Heartbeat(name=name, at=now))
        session.flush()


def last_beat(session: Session, name: str) -> datetime | None:
    """When `name` was last seen at work."""
    return session.scalars(select(Heartbeat.at).where(Heartbeat.name == name)).one_or_none()


def is_beating(session: Session, name: str, *, now: datetime) -> bool:
    """Whether `name` was seen lately, or holds the lease of a batch: all its hands may be full with long work."""
    last = last_beat(session, name)
    if last is not None and abs(now - last) <= FRESH:
        return True
    working = select(Batch.id).where(Batch.state == BatchState.RUNNING, Batch.leased_until > now).limit(1)
    return session.scalars(working).first() is not None
