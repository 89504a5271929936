"""What the handbook says beside the programme, who read it, and the secret addresses of personal calendars."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from congress.foundation.db import Base
from congress.handbook.states import REVIEW_TRANSITIONS, ReviewState


class HandbookText(Base):
    """One chapter that somebody wrote, in two languages."""

    __tablename__ = "handbook_texts"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    chapter: Mapped[str] = mapped_column(String(20), primary_key=True)
    zh: Mapped[str] = mapped_column(Text, default="")
    en: Mapped[str] = mapped_column(Text, default="")


class AgendaFeed(Base):
    """The address at which a calendar program reads one registration's agenda; whoever knows the secret may."""

    __tablename__ = "agenda_feeds"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(60), unique=True)
    created_at: Mapped[datetime]


class HandbookReview(Base):
    """One round of reading: who read what the handbook printed, and who let it out or sent it back."""

    __tablename__ = "handbook_reviews"
    __table_args__ = (UniqueConstraint("congress_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    # part of the handbook → digest of what it printed
    parts: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(String(400), default="")
    first_by: Mapped[int | None]
    first_name: Mapped[str] = mapped_column(String(120))
    first_at: Mapped[datetime]
    second_by: Mapped[int | None]
    second_name: Mapped[str] = mapped_column(String(120), default="")
    second_at: Mapped[datetime | None]

    def move_to(self, new: ReviewState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in REVIEW_TRANSITIONS[ReviewState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new
