"""Promises made to an investor, and what happened to each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.append_only import append_only
from congress.foundation.db import Base
from congress.promises.states import OPEN_STATES, TRANSITIONS, PromiseState
from congress.schools.models import Division
from congress.signing.models import Intention


class Promise(Base):
    """One thing that was promised. The amount is in fen of CNY."""

    __tablename__ = "promises"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount"),
        Index(None, "congress_id", "due_on"),
        Index(None, "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    intention_id: Mapped[int] = mapped_column(ForeignKey("intentions.id"), index=True)
    # who has to keep it; not always the place of the intention itself
    office_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    amount_fen: Mapped[int | None]
    due_on: Mapped[date]
    # the date that was promised at first, so that moving it hides nothing
    first_due_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(200))
    # of the 公平竞争审查, which a privilege needs since 2024-08-01
    review_number: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(String(10), default=PromiseState.PROMISED)
    reminded_on: Mapped[date | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    intention: Mapped[Intention] = relationship(lazy="raise")
    office: Mapped[Division] = relationship(lazy="raise")
    steps: Mapped[list["PromiseStep"]] = relationship(lazy="raise", order_by="PromiseStep.id")

    def move_to(self, new: PromiseState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[PromiseState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new

    def is_overdue(self, today: date) -> bool:
        return self.state in OPEN_STATES and self.due_on < today


class PromiseStep(Base):
    """A move of a promise with what was said; rows are only ever added."""

    __tablename__ = "promise_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


append_only(PromiseStep.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
