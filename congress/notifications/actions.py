"""Writing a message and moving it through the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.jobs import after_commit
from congress.notifications.bounces import Bounce
from congress.notifications.kinds import Text as Text
from congress.notifications.models import BouncingAddress, Enclosed, Message
from congress.notifications.queries import bouncing_addresses, message_by_id, unsent_to_many
from congress.notifications.sms import Receipt
from congress.notifications.states import UNWANTED, Channel, MessageState
from congress.notifications.wechat_links import copy_to_wechat
from congress.notifications.wordings import in_own_words

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8


@dataclass(frozen=True)
class Recipient:
    """Where to reach somebody and in which language; e-mail is preferred where both are known."""

    email: str | None
    phone: str | None
    language: str

    def address(self) -> tuple[Channel, str]:
        if self.email:
            return Channel.MAIL, self.email
        if self.phone:
            return Channel.SMS, self.phone
        raise ValueError("A recipient needs an e-mail address or a phone number.")


def send_message(
    session: Session,
    to: Recipient,
    event: str,
    text: Text,
    *,
    now: datetime,
    enclosures: Sequence[dict[str, Any]] = (),
    unsubscribe_link: str | None = None,
    to_many: bool = False,
    expires_at: datetime | None = None,
) -> Message:
    """Put a message into the outbox inside the caller's transaction; delivery is asked for after the commit.

    `unsubscribe_link` is where one POST takes the reader off the list; what goes `to_many` waits behind all else,
    and what has not gone out when it `expires_at` never does.
    """
    channel, address = to.address()
    by_mail = channel is Channel.MAIL
    text = in_own_words(session, text, to.language)
    message = Message(
        channel=channel,
        address=address,
        event=event,
        subject=" ".join(text.subject.split()) if by_mail else "",
        text=text.long if by_mail else text.short,
        language=to.language,
        enclosures=list(enclosures) if by_mail else [],
        unsubscribe_link=unsubscribe_link,
        to_many=to_many,
        expires_at=expires_at,
        kind=text.kind.key if text.kind else None,
        variables=None if by_mail else dict(text.values),
        not_before=now,
        created_at=now,
    )
    session.add(message)
    copy_to_wechat(session, message, text)
    after_commit(session, "notifications.deliver_due")
    return message


def lease_message(session: Session, message_id: int, *, now: datetime) -> Message | None:
    """Take the message for two minutes, or None when another worker was quicker."""
    free = ((Message.state == MessageState.WAITING) & (Message.not_before <= now)) | (
        (Message.state == MessageState.SENDING) & (Message.leased_until < now)
    )
    taken = session.execute(
        update(Message)
        .where(Message.id == message_id, free)
        .values(state=MessageState.SENDING, leased_until=now + LEASE, attempts=Message.attempts + 1)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return session.get(Message, message_id, populate_existing=True) if taken is not None else None


def finish_message(
    session: Session,
    message: Message,
    state: MessageState,
    files: Sequence[tuple[str, str, bytes]],
    provider_id: str | None = None,
    *,
    now: datetime,
) -> None:
    """Delivered, or kept in the outbox where no channel is configured; its files are kept with it."""
    message.move_to(state)
    message.sent_at, message.arrived_at = now, None
    message.provider_id = provider_id
    message.leased_until = None
    message.last_error = None
    # a letter that came back and is sent again has files from the first time
    session.execute(delete(Enclosed).where(Enclosed.message_id == message.id))
    for filename, media_type, content in files:
        session.add(Enclosed(message_id=message.id, filename=filename, media_type=media_type, content=content))


def postpone_message(session: Session, message: Message, error: str, *, now: datetime) -> None:  # noqa: ARG001 -- actions take the session
    """Try again later, ever more rarely; after eight times it waits for a person in the console."""
    message.leased_until = None
    message.last_error = error[:200]
    if message.attempts >= MOST_ATTEMPTS:
        message.move_to(MessageState.FAILED)
        return
    message.move_to(MessageState.WAITING)
    message.not_before = now + timedelta(seconds=30 * 2**message.attempts)


def rest_message(session: Session, message: Message, until: datetime) -> None:  # noqa: ARG001 -- actions take the session
    """Put back what must not go out yet; that is no attempt."""
    message.move_to(MessageState.WAITING)
    message.leased_until = None
    message.not_before = until
    message.attempts -= 1


def refuse_message(session: Session, message: Message, reason: str, *, by: Actor, now: datetime) -> None:
    """It will not go out as it stands, and no address is to blame: a person looks at it in the console."""
    message.move_to(MessageState.FAILED)
    message.leased_until = None
    message.last_error = reason[:200]
    record(session, by, "message.refused", "message", message.id, now=now)


def bounce_message(
    session: Session, message: Message, reason: str, *, address_is_dead: bool, by: Actor, now: datetime
) -> None:
    """The address's server gave the letter back, at once or by a report; a report that is repeated changes nothing."""
    if message.state == MessageState.BOUNCED:
        return
    message.move_to(MessageState.BOUNCED)
    message.leased_until = None
    message.last_error = reason[:200]
    if address_is_dead and not bouncing_addresses(session, [message.address]):
        session.add(BouncingAddress(address=message.address, reason=reason[:200], created_at=now))
    record(session, by, "message.bounced", "message", message.id, now=now)


def take_bounces(session: Session, bounces: Sequence[Bounce], *, by: Actor, now: datetime) -> int:
    """Believe reports about letters that really went to the address they name; how many did."""
    taken = 0
    for one in bounces:
        message = message_by_id(session, one.message_id)
        if (
            message is not None
            and message.channel == Channel.MAIL
            and message.state in {MessageState.SENT, MessageState.BOUNCED}
            and message.address.casefold() == one.address.casefold()
        ):
            bounce_message(session, message, one.reason, address_is_dead=one.address_is_dead, by=by, now=now)
            taken += 1
    return taken


def take_receipts(session: Session, receipts: Sequence[Receipt], *, by: Actor, now: datetime) -> int:
    """What the gateway tells of messages that it took; how many it told of. Repeating one changes nothing."""
    taken = 0
    for one in receipts:
        message = message_by_id(session, one.message_id) if one.message_id else None
        if message is None or message.channel != Channel.SMS or message.state != MessageState.SENT:
            continue
        if one.state == "failed":
            bounce_message(session, message, one.reason, address_is_dead=False, by=by, now=now)
        else:
            message.arrived_at = message.arrived_at or now
        taken += 1
    return taken


def withdraw_letters(session: Session, address: str) -> int:
    """Letters to many that have not gone out to this address never do; how many."""
    unsent = unsent_to_many(session, address)
    for message in unsent:
        withdraw_message(session, message, UNWANTED)
    return len(unsent)


def withdraw_message(session: Session, message: Message, reason: str) -> None:  # noqa: ARG001 -- actions take the session
    """It never goes out."""
    message.move_to(MessageState.WITHDRAWN)
    message.leased_until = None
    message.last_error = reason


def retry_message(session: Session, message: Message, *, by: Actor, now: datetime) -> None:
    """Put a message that failed or came back in line once more, and give its address another chance."""
    if message.state in {MessageState.FAILED, MessageState.BOUNCED}:
        message.move_to(MessageState.WAITING)
        session.execute(delete(BouncingAddress).where(BouncingAddress.address == message.address))
        message.attempts = 0
        message.not_before = now
        record(session, by, "message.retried", "message", message.id, now=now)
        after_commit(session, "notifications.deliver_due")
