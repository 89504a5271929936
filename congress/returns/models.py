"""Months, the returns of their units, and what happened to each."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.append_only import append_only
from congress.foundation.db import Base
from congress.returns.rules import Line, lines_from
from congress.returns.states import OPEN_STATES, TRANSITIONS, ReturnState


class ReturnPeriod(Base):
    """A month that is reported on; `lines` is its template, kept as it was when the month was opened."""

    __tablename__ = "return_periods"
    __table_args__ = (UniqueConstraint("congress_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    # its first day
    month: Mapped[date]
    lines: Mapped[list[Any]]
    due_on: Mapped[date]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime]

    @property
    def template(self) -> list[Line]:
        return lines_from(self.lines)

    @property
    def slug(self) -> str:
        return f"{self.month:%Y-%m}"


class MonthlyReturn(Base):
    """What one unit reports of one month; it is there, empty, from the day on which the month is opened."""

    __tablename__ = "monthly_returns"
    __table_args__ = (
        UniqueConstraint("period_id", "unit_kind", "code"),
        CheckConstraint("decided_by IS NULL OR decided_by <> filed_by", name="two_people"),
        Index(None, "code"),
        Index(None, "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("return_periods.id"))
    unit_kind: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(120))
    # the prefecture that a county belongs to, else empty
    parent_code: Mapped[str] = mapped_column(String(20), default="")
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default=ReturnState.DUE)
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    nil: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    # 分管负责人: a name that answers for the figures, not an account
    signed_by: Mapped[str] = mapped_column(String(100), default="")
    signed_post: Mapped[str] = mapped_column(String(100), default="")
    contact: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    filed_at: Mapped[datetime | None]
    # filed first after its due date
    was_late: Mapped[bool] = mapped_column(default=False)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    # how often the unit was reminded since the return is due
    reminders: Mapped[int] = mapped_column(default=0)

    period: Mapped[ReturnPeriod] = relationship(lazy="raise")
    steps: Mapped[list["ReturnStep"]] = relationship(lazy="raise", order_by="ReturnStep.id")

    def move_to(self, new: ReturnState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[ReturnState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new

    def is_late(self, today: date) -> bool:
        return self.state in OPEN_STATES and self.due_on < today


class ReturnStep(Base):
    """Something that happened to a return; rows are only ever added."""

    __tablename__ = "return_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("monthly_returns.id"), index=True)
    step: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    who: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


append_only(ReturnStep.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
