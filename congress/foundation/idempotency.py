"""The same POST twice does one thing: key, effect and stored answer commit in one transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from congress.foundation.db import Base, is_unique_violation
from congress.foundation.errors import IdempotencyKeyReused, Invalid, RequestInProgress
from congress.foundation.i18n import _

KEPT = timedelta(hours=24)
LONGEST_KEY = 200


class IdempotencyRecord(Base):
    """The answer that a key was given. `owner` is the token or the user that sent it."""

    __tablename__ = "idempotency_records"
    __table_args__ = (UniqueConstraint("owner", "path", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(40))
    path: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    body_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    content_type: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Ask:
    """What identifies a request: who, where, which key, what body."""

    owner: str
    path: str
    key: str
    body: bytes

    @property
    def body_hash(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def check_key(key: str) -> None:
    """Raises Invalid for a key that is empty, too long or not printable ASCII."""
    if not key or len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise Invalid.field("Idempotency-Key", _("The key must be 1 to 200 printable ASCII characters."))


def first_answer(session: Session, ask: Ask, *, now: datetime) -> IdempotencyRecord | None:
    """The stored answer of an earlier request with this key, or None.

    Raises:
        IdempotencyKeyReused: the key came with another body.
    """
    known = session.scalars(
        select(IdempotencyRecord).where(
            IdempotencyRecord.owner == ask.owner,
            IdempotencyRecord.path == ask.path,
            IdempotencyRecord.key == ask.key,
            IdempotencyRecord.created_at > now - KEPT,
        )
    ).one_or_none()
    if known is not None and known.body_hash != ask.body_hash:
        raise IdempotencyKeyReused
    return known


def claim(session: Session, ask: Ask, *, now: datetime) -> IdempotencyRecord:
    """Take the key inside the transaction of its effect; a concurrent second waits here for the first.

    Raises:
        RequestInProgress: the first is still at work after the wait, or has just finished; asking again helps.
    """
    session.execute(
        delete(IdempotencyRecord).where(
            IdempotencyRecord.owner == ask.owner,
            IdempotencyRecord.path == ask.path,
            IdempotencyRecord.key == ask.key,
            IdempotencyRecord.created_at <= now - KEPT,
        )
    )
    taken = IdempotencyRecord(owner=ask.owner, path=ask.path, key=ask.key, body_hash=ask.body_hash, created_at=now)
    session.add(taken)
    try:
        session.flush()
    except IntegrityError as error:
        if is_unique_violation(error):
            raise RequestInProgress from error
        raise
    except OperationalError as error:
        raise RequestInProgress from error
    return taken


def purge(session: Session, *, now: datetime) -> None:
    """Forget answers older than a day."""
    session.execute(delete(IdempotencyRecord).where(IdempotencyRecord.created_at <= now - KEPT))
