"""People, their education and their consents."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.alumni.states import CLAIM_TRANSITIONS, ClaimState
from congress.foundation.db import Base
from congress.schools.models import School


class Person(Base):
    """Somebody, across the years. E-mail and phone are ways to reach them, not what they are known by."""

    __tablename__ = "people"
    __table_args__ = (Index(None, "name"), Index(None, "email"), Index(None, "phone"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    family_name: Mapped[str] = mapped_column(String(100), default="")
    given_name: Mapped[str] = mapped_column(String(100), default="")
    # pinyin, for searching only
    sound: Mapped[str] = mapped_column(String(400), default="", index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    nationality: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]

    educations: Mapped[list["Education"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Education.id", back_populates="person"
    )


class PersonKey(Base):
    """What makes two entries the same person; the unique key decides, also between two requests at once."""

    __tablename__ = "person_keys"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)


class Education(Base):
    """A school that a person says they went to, and what the school says to it."""

    __tablename__ = "educations"
    __table_args__ = (UniqueConstraint("person_id", "school_id"), Index(None, "school_id", "state", "claimed_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    graduated: Mapped[int | None]
    degree: Mapped[str] = mapped_column(String(12), default="")
    state: Mapped[str] = mapped_column(String(10), default=ClaimState.CLAIMED)
    # since when what is claimed now is claimed
    claimed_at: Mapped[datetime]
    # why the school refused
    reason: Mapped[str] = mapped_column(String(500), default="")
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None]

    person: Mapped[Person] = relationship(lazy="raise", back_populates="educations")
    school: Mapped[School] = relationship(lazy="raise")

    def move_to(self, new: ClaimState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in CLAIM_TRANSITIONS[ClaimState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class Consent(Base):
    """A yes to one purpose, and when it was taken back."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "person_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[str] = mapped_column(String(30))
    text_version: Mapped[str] = mapped_column(String(20))
    granted_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
