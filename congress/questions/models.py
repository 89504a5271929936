"""Versions of a congress's questions, the seats of their choices, and what was answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.questions.rules import Question


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
