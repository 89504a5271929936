"""Slips and their tasks."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.registration.models import Registration


class ChangeSlip(Base):
    """One change of one person, as it was and as it is, and when the last paper was done."""

    __tablename__ = "change_slips"
    __table_args__ = (Index(None, "congress_id", "closed_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    # by field, in words that do not change later
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(lazy="raise")
    tasks: Mapped[list["SlipTask"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="SlipTask.id", passive_deletes=True
    )

    @property
    def done(self) -> int:
        return sum(task.done_at is not None for task in self.tasks)


class SlipTask(Base):
    """One paper that is to be printed again, or a list to be put right, and who has done it."""

    __tablename__ = "slip_tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    slip_id: Mapped[int] = mapped_column(ForeignKey("change_slips.id", ondelete="CASCADE"), index=True)
    paper: Mapped[str] = mapped_column(String(20))
    done_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # as they were called then
    done_name: Mapped[str] = mapped_column(String(120), default="")
    done_at: Mapped[datetime | None]
