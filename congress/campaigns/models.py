"""Campaigns and reminders, who got which, and who wants none."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.accounts.models import User
from congress.campaigns.states import REMINDER_TRANSITIONS, TRANSITIONS, CampaignState, ReminderState
from congress.foundation.db import Base
from congress.notifications.models import Message
from congress.registration.models import Registration


class Campaign(Base):
    """One letter to many. `version` counts its changes, so that nobody releases words they have not read."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), index=True)
    subject_zh: Mapped[str] = mapped_column(String(200))
    subject_en: Mapped[str] = mapped_column(String(200), default="")
    text_zh: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(String(30))
    # {status, category, forum, track, school, came}: slugs and codes, empty where it is not narrowed
    audience: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default=CampaignState.DRAFT, index=True)
    version: Mapped[int] = mapped_column(default=0)
    written_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime | None]

    writer: Mapped[User] = relationship(lazy="raise", foreign_keys=[written_by])
    releaser: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[released_by])

    def may_become(self, new: CampaignState) -> bool:
        return new in TRANSITIONS[CampaignState(self.state)]


class CampaignLetter(Base):
    """That somebody was written to, once; the secret of the link by which they take themselves off the list."""

    __tablename__ = "campaign_letters"
    __table_args__ = (UniqueConstraint("campaign_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    # none once the outbox has let it go
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"), index=True)
    address: Mapped[str] = mapped_column(String(254), index=True)
    secret: Mapped[str] = mapped_column(String(26), unique=True)
    created_at: Mapped[datetime]

    campaign: Mapped[Campaign] = relationship(lazy="raise")
    registration: Mapped[Registration] = relationship(lazy="raise")
    message: Mapped[Message | None] = relationship(lazy="raise")


class Unsubscribed(Base):
    """An address that wants no campaigns. Answers to what its owner does themselves still go there."""

    __tablename__ = "campaign_unsubscribed"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(254), unique=True)
    created_at: Mapped[datetime]


class Reminder(Base):
    """One entry of a congress's schedule: what is said by itself, so many days off, at which time of the day.

    Nothing goes out before a second person let the entry run; `version` counts its changes.
    """

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("congress_id", "occasion", "days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    occasion: Mapped[str] = mapped_column(String(10))
    days: Mapped[int]
    at: Mapped[time]
    state: Mapped[str] = mapped_column(String(10), default=ReminderState.OFF, index=True)
    version: Mapped[int] = mapped_column(default=0)
    written_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime | None]

    writer: Mapped[User] = relationship(lazy="raise", foreign_keys=[written_by])
    releaser: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[released_by])

    def may_become(self, new: ReminderState) -> bool:
        return new in REMINDER_TRANSITIONS[ReminderState(self.state)]


class ReminderLetter(Base):
    """That somebody was reminded or thanked. `key` names the event and its day, so that nobody is told of one twice,
    and of a forum that moved to another day once more.
    """

    __tablename__ = "reminder_letters"
    __table_args__ = (UniqueConstraint("registration_id", "key"), Index(None, "reminder_id", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminders.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(254), index=True)
    secret: Mapped[str] = mapped_column(String(26), unique=True)
    created_at: Mapped[datetime]

    message: Mapped[Message | None] = relationship(lazy="raise")
