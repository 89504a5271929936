"""Delegations, their quotas and their people."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.db import Base
from congress.programme.models import Category, Congress
from congress.registration.models import Registration


class Delegation(Base):
    """What one unit may send, and who speaks for it. Only the digests of the contact's links are kept."""

    __tablename__ = "delegations"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    unit: Mapped[str] = mapped_column(String(10))
    # of the school or place; empty for other units
    unit_code: Mapped[str] = mapped_column(String(20), default="")
    name: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    deadline: Mapped[datetime]
    link_digest: Mapped[str] = mapped_column(String(64), unique=True)
    # of the link that a reminder carries; the first one goes on working
    reminder_digest: Mapped[str | None] = mapped_column(String(64), unique=True, index=True)
    # of this deadline
    reminded_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    congress: Mapped[Congress] = relationship(lazy="raise")
    quotas: Mapped[list["Quota"]] = relationship(lazy="raise", order_by="Quota.id")


class Quota(Base):
    """How many of one category a delegation may send, and how many it has named."""

    __tablename__ = "delegation_quotas"
    __table_args__ = (
        UniqueConstraint("delegation_id", "category_id"),
        CheckConstraint("used >= 0 AND used <= places", name="places"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id", ondelete="CASCADE"))
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"))
    places: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)

    category: Mapped[Category] = relationship(lazy="raise")


class Nominee(Base):
    """One person whom a delegation sends. Only the digests of their links are kept."""

    __tablename__ = "nominees"

    id: Mapped[int] = mapped_column(primary_key=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id", ondelete="CASCADE"), index=True)
    quota_id: Mapped[int] = mapped_column(ForeignKey("delegation_quotas.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), unique=True)
    is_head: Mapped[bool] = mapped_column(default=False)
    # given by hand; None stands after all who have one
    rank: Mapped[int | None]
    link_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    reminder_digest: Mapped[str | None] = mapped_column(String(64), unique=True, index=True)
    reminded_at: Mapped[datetime | None]
    nominated_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(lazy="raise")
    delegation: Mapped[Delegation] = relationship(lazy="raise")
    quota: Mapped[Quota] = relationship(lazy="raise")
