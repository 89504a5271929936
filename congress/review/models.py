"""What was asked of whoever is under review, along which offices a review runs, and who has said yes."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
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


class ReviewStep(Base):
    """An office that says a word on whoever went to a school of this kind; without any the organisers decide."""

    __tablename__ = "review_steps"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    school_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    office: Mapped[str] = mapped_column(String(12), primary_key=True)


class SchoolCounty(Base):
    """The county whose education office a school is under; without a row it is the prefecture's own."""

    __tablename__ = "school_counties"

    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), index=True)


class ReviewMark(Base):
    """One office's yes."""

    __tablename__ = "review_marks"
    __table_args__ = (UniqueConstraint("registration_id", "office"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    office: Mapped[str] = mapped_column(String(12))
    said_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    said_at: Mapped[datetime]
