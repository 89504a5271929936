"""Promises made to an investor, and what happened to each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.append_only import append_only
from congress.foundation.db import Base
from congress.foundation.uploads import Upload
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
    words: Mapped[list["InvestorWord"]] = relationship(lazy="raise", order_by="InvestorWord.id")
    notices: Mapped[list["PromiseNotice"]] = relationship(lazy="raise", order_by="PromiseNotice.id")

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

    evidence: Mapped[list["PromiseEvidence"]] = relationship(lazy="raise", order_by="PromiseEvidence.id")


class PromiseEvidence(Base):
    """A file that shows what was said at a step; rows are only ever added."""

    __tablename__ = "promise_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("promise_steps.id"), index=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), unique=True)

    upload: Mapped[Upload] = relationship(lazy="raise")


class InvestorWord(Base):
    """What the investor says of a promise that its office calls kept; rows are only ever added."""

    __tablename__ = "promise_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id"), index=True)
    confirmed: Mapped[bool]
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class PromiseLink(Base):
    """An investor asked for their word: the hashes of link and code, never the address they went to."""

    __tablename__ = "promise_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id"), index=True)
    link_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    code_sha256: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    # answered, or replaced by a newer one
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class PromiseNotice(Base):
    """A level above the office was told that this day has passed: once for each day and level."""

    __tablename__ = "promise_notices"
    __table_args__ = (UniqueConstraint("promise_id", "due_on", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id"))
    due_on: Mapped[date]
    level: Mapped[str] = mapped_column(String(12))
    told_on: Mapped[date]
    at: Mapped[datetime]


for guarded in (PromiseStep, PromiseEvidence, InvestorWord, PromiseNotice):
    append_only(guarded.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
