"""Certificates of attendance."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.registration.models import Registration


class Certificate(Base):
    """That one was issued, and the code by which anybody who holds it can ask. What it says is not kept here."""

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), unique=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    issued_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship(lazy="raise")
