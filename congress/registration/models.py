"""Registrations, what they hold, and the badges they wear."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.alumni.models import Person
from congress.foundation.batches import Batch
from congress.foundation.db import Base
from congress.foundation.uploads import Upload
from congress.programme.models import Category, Congress, Forum
from congress.registration.states import HOLDING_TRANSITIONS, TRANSITIONS, HoldingStatus, InvitationState, Status


class Registration(Base):
    """One person's place at one congress; name, title and unit as they were when it was made."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("congress_id", "person_id"),
        # the console's list, newest first and by strokes
        Index("ix_registrations_congress_id_id", "congress_id", "id"),
        Index("ix_registrations_congress_id_stroke_key", "congress_id", "stroke_key", "id"),
        Index(None, "congress_id", "status"),
        Index(None, "congress_id", "office_number", unique=True),
        # whoever is looked for by a part of a name, read from the index alone
        Index(
            "ix_registrations_looked_at",
            "congress_id",
            "status",
            "category_id",
            "name",
            "sound",
            "organisation",
            "code",
            "email",
            "phone_tail",
        ),
        Index(None, "congress_id", "phone_tail"),
        Index(None, "email"),
        Index(None, "phone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    status: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    # the name of the delegation one belongs to; empty for who comes alone
    delegation: Mapped[str] = mapped_column(String(200), default="", server_default="")
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    # what a gate searches by
    phone_tail: Mapped[str] = mapped_column(String(4), default="")
    sound: Mapped[str] = mapped_column(String(400), default="")
    # what lists by 姓氏笔画 are sorted by
    stroke_key: Mapped[str] = mapped_column(String(70), default="")
    language: Mapped[str] = mapped_column(String(5))
    # what the office that brings lists knows this person by
    office_number: Mapped[str | None] = mapped_column(String(60))
    answers: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    # the highest badge number of the person; lanes are numbers mod devices
    number: Mapped[int | None]

    congress: Mapped[Congress] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    category: Mapped[Category] = relationship(lazy="raise")
    holdings: Mapped[list["Holding"]] = relationship(lazy="raise", order_by="Holding.id")
    badges: Mapped[list["Badge"]] = relationship(lazy="raise", order_by="Badge.id")

    def move_to(self, new: Status) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[Status(self.status)]:
            raise ValueError(f"{self.status} does not lead to {new}")
        self.status = new


class Holding(Base):
    """A registration's claim on one forum. The waitlist goes by `id`: who asked first stands first."""

    __tablename__ = "holdings"
    __table_args__ = (UniqueConstraint("registration_id", "forum_id"), Index(None, "forum_id", "status", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    status: Mapped[str] = mapped_column(String(10))
    offered_until: Mapped[datetime | None]
    created_at: Mapped[datetime]

    forum: Mapped[Forum] = relationship(lazy="raise")
    registration: Mapped[Registration] = relationship(lazy="raise", overlaps="holdings")

    def move_to(self, new: HoldingStatus) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in HOLDING_TRANSITIONS[HoldingStatus(self.status)]:
            raise ValueError(f"{self.status} does not lead to {new}")
        self.status = new


class Badge(Base):
    """One issue of a person's badge. A reissue keeps the number and raises the serial."""

    __tablename__ = "badges"
    __table_args__ = (UniqueConstraint("congress_id", "number", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    serial: Mapped[int]
    category_letter: Mapped[str] = mapped_column(String(1))
    # what is typed where nothing scans
    code: Mapped[str] = mapped_column(String(12), unique=True)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    printed_at: Mapped[datetime | None]


class CredentialPhoto(Base):
    """证件照: a photo that somebody gave for the review and the badge; the pixels alone, never a public file."""

    __tablename__ = "credential_photos"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]


class BadgePrint(Base):
    """That a badge came out of a printer: when, at which desk (none for a batch), by whom. Rows are only added."""

    __tablename__ = "badge_prints"

    id: Mapped[int] = mapped_column(primary_key=True)
    badge_id: Mapped[int] = mapped_column(ForeignKey("badges.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    desk: Mapped[str] = mapped_column(String(120), default="")
    user_id: Mapped[int | None]


class Deputy(Base):
    """Somebody came in another's place 替会: who had been expected, and why."""

    __tablename__ = "deputies"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    # who was expected, as the registration had it
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(200))
    # the letter that says so
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    at: Mapped[datetime]

    upload: Mapped[Upload | None] = relationship(lazy="raise")


class Invitation(Base):
    """A way in, for one person or several: a category, perhaps a seat. Only the digest of its code is kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    # who is meant, as the organiser calls them
    label: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    # the forum whose seat it holds until it is used, withdrawn or has expired
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), index=True)
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="SET NULL"), index=True)
    # how many may register with its code, and how many have; only a code for one names who came
    uses: Mapped[int] = mapped_column(default=1, server_default="1")
    used: Mapped[int] = mapped_column(default=0, server_default="0")
    # when its last use was taken
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    # when the reserved seat went back after the invitation had expired
    released_at: Mapped[datetime | None]

    category: Mapped[Category] = relationship(lazy="raise")
    forum: Mapped[Forum | None] = relationship(lazy="raise")
    registration: Mapped[Registration | None] = relationship(lazy="raise")

    def state(self, now: datetime) -> InvitationState:
        if self.used_at is not None:
            return InvitationState.USED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= now else InvitationState.OPEN


class RosterFile(Base):
    """A table that somebody brought: looked at, tried out, stored. Its content is kept for a day; which column was
    what is remembered for the next table with these headings.
    """

    __tablename__ = "roster_files"
    __table_args__ = (Index(None, "congress_id", "headings"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    # what it is a list of
    subject: Mapped[str] = mapped_column(String(12), default="people", server_default="people")
    filename: Mapped[str] = mapped_column(String(200))
    columns: Mapped[list[str]] = mapped_column(JSON)
    headings: Mapped[str] = mapped_column(String(64))
    samples: Mapped[list[list[str]]] = mapped_column(JSON)
    rows: Mapped[int]
    content: Mapped[bytes | None] = mapped_column(deferred=True)
    mapping: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    stored_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    batch: Mapped[Batch | None] = relationship(lazy="raise")
