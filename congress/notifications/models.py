"""The outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from congress.foundation.db import Base
from congress.notifications.states import TRANSITIONS, MessageState


class Message(Base):
    """One message to one address, its text as it will be read. `event` names what it tells of."""

    __tablename__ = "messages"
    __table_args__ = (Index(None, "state", "not_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(String(254), index=True)
    event: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    # documents are made when the message is delivered: {"maker": "registration.badge", "registration": 7}
    enclosures: Mapped[list[Any]]
    # of a letter to many: where one POST takes the reader off the list
    unsubscribe_link: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10), default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]

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
