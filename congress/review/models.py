"""What was asked of whoever is under review."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.foundation.uploads import Upload
from congress.registration.models import Registration


class ReviewQuestion(Base):
    """Something that is missing, and what the person sent; at most one of a registration waits."""

    __tablename__ = "review_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    answered_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(lazy="raise")
    upload: Mapped[Upload | None] = relationship(lazy="raise")
