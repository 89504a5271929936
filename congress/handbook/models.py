"""What the handbook says beside the programme, and the secret addresses of personal calendars."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from congress.foundation.db import Base


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
