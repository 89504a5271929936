"""Requests, numbers of identity documents, and until when what is kept."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.privacy.states import TRANSITIONS, RequestState
from congress.registration.models import Registration


class RightsRequest(Base):
    """What somebody asked for about their own data, and by when it is to be answered."""

    __tablename__ = "rights_requests"
    __table_args__ = (Index(None, "state", "answer_by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    # whom it is about; a letter may come before it is known who that is
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    # which of the rights
    claim: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(10))
    # as the letter says
    sender: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default=RequestState.OPEN)
    received_on: Mapped[date]
    answer_by: Mapped[date]
    answer: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    def move_to(self, new: RequestState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[RequestState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class IdentityTerms(Base):
    """Whether a congress asks for numbers of identity documents, and why; without a row it does not."""

    __tablename__ = "identity_terms"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    is_asked: Mapped[bool] = mapped_column(default=False)
    why_zh: Mapped[str] = mapped_column(String(300), default="")
    why_en: Mapped[str] = mapped_column(String(300), default="")


class IdentityNumber(Base):
    """The number of somebody's document, sealed; there is none without the consent that stands beside it."""

    __tablename__ = "identity_numbers"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    # by which a number is found again without opening any
    digest: Mapped[str] = mapped_column(String(64), index=True)
    masked: Mapped[str] = mapped_column(String(20))
    consent_version: Mapped[str] = mapped_column(String(20))
    consented_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship(lazy="raise")


class RetentionDate(Base):
    """The last day on which a congress keeps one kind of data; without a row the default counts."""

    __tablename__ = "retention_dates"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    until: Mapped[date]


class PolicePass(Base):
    """That somebody passed the police check 背景核查; of whoever did not, nothing is kept."""

    __tablename__ = "police_passes"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    noted_at: Mapped[datetime]
