"""Versions of a congress's questions, the seats of their choices, follow-ups, and what was answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.questions.rules import Question, in_words


class FormVersion(Base):
    """All questions of a congress at one time: a draft until it is released, and then frozen."""

    __tablename__ = "form_versions"
    __table_args__ = (UniqueConstraint("congress_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    version: Mapped[int]
    content: Mapped[list[Any]]
    released_at: Mapped[datetime | None]

    @property
    def questions(self) -> list[Question]:
        return [Question.from_json(facts) for facts in self.content]


class ChoiceSeat(Base):
    """How many took a choice, and how many may; the database itself refuses one more."""

    __tablename__ = "choice_seats"
    __table_args__ = (
        UniqueConstraint("congress_id", "question", "option"),
        CheckConstraint("taken >= 0 AND (capacity IS NULL OR taken <= capacity)", name="seats"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    question: Mapped[str] = mapped_column(String(10))
    option: Mapped[str] = mapped_column(String(60))
    capacity: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)


class AnswerSheet(Base):
    """What one registration answered, under the version it was asked with."""

    __tablename__ = "answer_sheets"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    form_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id"), index=True)
    answers: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime]

    form: Mapped[FormVersion] = relationship(lazy="raise")

    @property
    def told(self) -> dict[str, str]:
        """Question → answer in words, with nothing sealed in them."""
        return in_words(self.form.questions, self.answers)


class FollowUp(Base):
    """Questions that are asked later, of those who are confirmed; empty `category` and `forum` narrow nothing."""

    __tablename__ = "follow_ups"
    __table_args__ = (UniqueConstraint("congress_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    key: Mapped[str] = mapped_column(String(10))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    category: Mapped[str] = mapped_column(String(20), default="")
    forum: Mapped[str] = mapped_column(String(60), default="")
    answer_by: Mapped[datetime]
    opened_at: Mapped[datetime | None]


class FollowUpSheet(Base):
    """That one registration was asked a follow-up, and what it answered."""

    __tablename__ = "follow_up_sheets"

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id"), primary_key=True, autoincrement=False)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    form_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id"), index=True)
    # when a message last asked for the answer
    told_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered_at: Mapped[datetime | None]

    follow_up: Mapped[FollowUp] = relationship(lazy="raise")
    form: Mapped[FormVersion] = relationship(lazy="raise")

    @property
    def told(self) -> dict[str, str]:
        """Question → answer in words, with nothing sealed in them."""
        return in_words(self.form.questions, self.answers)


class AnswerFile(Base):
    """The file that answers one question. It lies here and not on the disk, so that it goes with the answer."""

    __tablename__ = "answer_files"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    question: Mapped[str] = mapped_column(String(10), primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sent_at: Mapped[datetime]


Sheet = AnswerSheet | FollowUpSheet
