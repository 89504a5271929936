"""The audit trail: who did what to which record. Rows are only ever added; the database itself refuses more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from congress.foundation.access import Actor
from congress.foundation.append_only import append_only
from congress.foundation.db import Base


class AuditEntry(Base):
    """One act or one look at sensitive data. `facts` names fields and codes, never personal data."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "object_kind", "object_id"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(120))
    act: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]]


def record(session: Session, by: Actor, act: str, kind: str, object_id: object, *, now: datetime, **facts: Any) -> None:
    """Add to the trail inside the caller's transaction; an act that is rolled back leaves none."""
    session.add(
        AuditEntry(
            at=now,
            user_id=by.user_id,
            actor=f"user:{by.user_id}" if by.user_id else (by.display_name or "anonymous"),
            act=act,
            object_kind=kind,
            object_id=str(object_id),
            facts=facts,
        )
    )


def trail_of(session: Session, kind: str, object_id: str, *, limit: int = 50) -> Sequence[AuditEntry]:
    """What was done to one object, newest first."""
    return session.scalars(
        select(AuditEntry)
        .where(AuditEntry.object_kind == kind, AuditEntry.object_id == object_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    ).all()


def audit_statement(*, act: str | None = None, who: int | None = None, thing: str | None = None) -> Select[Any]:
    """The trail narrowed by act, user and the id of the object."""
    statement = select(AuditEntry)
    if act:
        statement = statement.where(AuditEntry.act == act)
    if who is not None:
        statement = statement.where(AuditEntry.user_id == who)
    if thing:
        statement = statement.where(AuditEntry.object_id == thing)
    return statement


append_only(AuditEntry.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
