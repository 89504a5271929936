"""The outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from congress.foundation.db import Base
from congress.notifications.states import TEMPLATE_TRANSITIONS, TRANSITIONS, MessageState, TemplateState


class Message(Base):
    """One message to one address, its text as it will be read. `event` names what it tells of."""

    __tablename__ = "messages"
    __table_args__ = (Index(None, "state", "not_before"), Index(None, "channel", "sent_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(String(254), index=True)
    event: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    # documents are made when the message is delivered: {"maker": "registration.badge", "registration": 7}
    enclosures: Mapped[list[Any]]
    # operators send a registered template with its variables, never a text
    kind: Mapped[str | None] = mapped_column(String(60))
    variables: Mapped[dict[str, Any] | None]
    # what goes to many lets everything pass that concerns one
    to_many: Mapped[bool] = mapped_column(default=False, server_default=false())
    # where one POST takes the reader off the list
    unsubscribe_link: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10), default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    # from then on it would be of no use
    expires_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    # what the operator calls it, and when its receipt said that it arrived
    provider_id: Mapped[str | None] = mapped_column(String(80))
    arrived_at: Mapped[datetime | None]

    def move_to(self, new: MessageState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[MessageState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class BouncingAddress(Base):
    """An address whose server says that it takes no letters; until a message is sent there again by hand.

    Letters still go there: a forged report must not be able to cut anybody off.
    """

    __tablename__ = "bouncing_addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(254), unique=True)
    reason: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]


class Enclosed(Base):
    """A file that went out with a message, kept so that the outbox shows what was sent."""

    __tablename__ = "message_enclosures"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    filename: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(60))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Wording(Base):
    """What organisers wrote for a kind of message instead of the built-in words, which hold where a text is empty.

    Each change is a version of its own; the newest that a second person released is in use.
    """

    __tablename__ = "message_wordings"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    subject_zh: Mapped[str] = mapped_column(String(200), default="")
    subject_en: Mapped[str] = mapped_column(String(200), default="")
    long_zh: Mapped[str] = mapped_column(Text, default="")
    long_en: Mapped[str] = mapped_column(Text, default="")
    short_zh: Mapped[str] = mapped_column(String(500), default="")
    short_en: Mapped[str] = mapped_column(String(500), default="")
    written_by: Mapped[int]
    written_at: Mapped[datetime]
    released_by: Mapped[int | None]
    released_at: Mapped[datetime | None]


class WeChatLink(Base):
    """That the owner of an address wishes to read by WeChat too what goes there."""

    __tablename__ = "wechat_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(String(254), unique=True)
    openid: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class WeChatTemplate(Base):
    """The official account's template for a kind of message: its number, and which place stands in which field.

    Only places: no word goes out that was not released with the kind or approved with the template.
    """

    __tablename__ = "wechat_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), unique=True)
    number: Mapped[str] = mapped_column(String(60))
    fields: Mapped[dict[str, Any]]
    changed_by: Mapped[int | None]
    changed_at: Mapped[datetime]


class SmsTemplate(Base):
    """The text of a kind of message as the operator knows it: under a signature and a number, approved or not."""

    __tablename__ = "sms_templates"
    __table_args__ = (UniqueConstraint("kind", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(String(500))
    signature: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(10), default=TemplateState.DRAFT)
    reason: Mapped[str] = mapped_column(String(200), default="")
    changed_by: Mapped[int]
    changed_at: Mapped[datetime]

    def may_become(self, new: TemplateState) -> bool:
        return new in TEMPLATE_TRANSITIONS[TemplateState(self.state)]
