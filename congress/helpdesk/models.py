"""Calls and what happened to them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.accounts.models import User
from congress.foundation.append_only import append_only
from congress.foundation.db import Base
from congress.helpdesk.rules import Deadlines
from congress.helpdesk.states import TRANSITIONS, CallState
from congress.schools.models import Division


class HelpCall(Base):
    """One call of an alumnus."""

    __tablename__ = "help_calls"
    __table_args__ = (
        CheckConstraint("rating IS NULL OR (rating >= 1 AND rating <= 5)", name="rating"),
        Index(None, "state", "answer_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    caller_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    # as the caller wants to be called and reached
    name: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(5))
    field: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    division_id: Mapped[int | None] = mapped_column(ForeignKey("divisions.id"))
    state: Mapped[str] = mapped_column(String(10))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    called_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    solve_by: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None]
    rating: Mapped[int | None]
    # when all officers were told that it is late
    escalated_at: Mapped[datetime | None]

    division: Mapped[Division | None] = relationship(lazy="raise")
    officer: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[officer_id])
    steps: Mapped[list["CallStep"]] = relationship(lazy="raise", order_by="CallStep.id")

    @property
    def deadlines(self) -> Deadlines:
        return Deadlines(self.answer_by, self.solve_by)

    def move_to(self, new: CallState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[CallState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class CallStep(Base):
    """Something that happened to a call; rows are only ever added."""

    __tablename__ = "help_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("help_calls.id"), index=True)
    step: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    who: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


append_only(CallStep.__table__, erasable=("text", "who"))  # type: ignore[arg-type]  # a mapped class always has a Table
