"""Planned dates, how they were moved, who was told, and after how many days that is."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.append_only import append_only
from congress.foundation.db import Base
from congress.signing.models import Intention


class PlannedDate(Base):
    """The day by which one kind of milestone is to be reached. Of money: how much in total, or anything for 0."""

    __tablename__ = "planned_dates"
    __table_args__ = (
        UniqueConstraint("intention_id", "kind", "amount_fen"),
        CheckConstraint("amount_fen >= 0", name="amount"),
        Index(None, "congress_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id"))
    kind: Mapped[str] = mapped_column(String(20))
    amount_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    due_on: Mapped[date]
    # the day that was planned at first, so that moving it hides nothing
    first_due_on: Mapped[date]
    needed: Mapped[bool] = mapped_column(default=True)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    intention: Mapped[Intention] = relationship(lazy="raise")
    steps: Mapped[list["PlannedStep"]] = relationship(lazy="raise", order_by="PlannedStep.id")
    notices: Mapped[list["OverdueNotice"]] = relationship(lazy="raise", order_by="OverdueNotice.id")


class PlannedStep(Base):
    """Why a planned date was moved or dropped, and which day it was before; rows are only ever added."""

    __tablename__ = "planned_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    planned_date_id: Mapped[int] = mapped_column(ForeignKey("planned_dates.id"), index=True)
    act: Mapped[str] = mapped_column(String(10))
    was_due_on: Mapped[date]
    due_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class OverdueNotice(Base):
    """A level was told that this day has passed: once for each day and level. Rows are only ever added."""

    __tablename__ = "overdue_notices"
    __table_args__ = (UniqueConstraint("planned_date_id", "due_on", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    planned_date_id: Mapped[int] = mapped_column(ForeignKey("planned_dates.id"))
    due_on: Mapped[date]
    level: Mapped[str] = mapped_column(String(12))
    told_on: Mapped[date]
    at: Mapped[datetime]


class OverdueRule(Base):
    """After how many days each level is told; without a row the standard holds."""

    __tablename__ = "overdue_rules"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    owner_days: Mapped[int]
    prefecture_days: Mapped[int]
    province_days: Mapped[int]


for guarded in (PlannedStep, OverdueNotice):
    append_only(guarded.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
