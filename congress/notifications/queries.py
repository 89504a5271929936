"""Every question to the outbox."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from congress.notifications.models import (
    BouncingAddress,
    Enclosed,
    Message,
    SmsTemplate,
    WeChatLink,
    WeChatTemplate,
    Wording,
)
from congress.notifications.states import Channel, MessageState


def outbox(
    *, q: str | None = None, state: str | None = None, channel: str | None = None, kind: str | None = None
) -> Select[tuple[Message]]:
    """Messages, to be ordered newest first; `q` looks into address and subject, `kind` is the part of the event
    before its dot.
    """
    statement = select(Message)
    if state:
        statement = statement.where(Message.state == state)
    if channel:
        statement = statement.where(Message.channel == channel)
    if kind:
        statement = statement.where(Message.event.startswith(f"{kind}.", autoescape=True))
    if q:
        statement = statement.where(
            or_(Message.address.contains(q, autoescape=True), Message.subject.contains(q, autoescape=True))
        )
    return statement


def message_by_id(session: Session, message_id: int) -> Message | None:
    return session.get(Message, message_id)


def due_messages(session: Session, *, now: datetime, limit: int) -> Sequence[int]:
    """Ids of messages to deliver: waiting and due, or left in the hands of a worker that died.

    Letters to many come last: a code must not wait behind thousands of them.
    """
    waiting = (Message.state == MessageState.WAITING) & (Message.not_before <= now)
    abandoned = (Message.state == MessageState.SENDING) & (Message.leased_until < now)
    order = (Message.to_many, Message.id)
    return session.scalars(select(Message.id).where(or_(waiting, abandoned)).order_by(*order).limit(limit)).all()


def messages_to(session: Session, addresses: Iterable[str | None], *, limit: int = 50) -> Sequence[Message]:
    """What was sent to any of the addresses, newest first."""
    known = [address for address in addresses if address]
    return session.scalars(
        select(Message).where(Message.address.in_(known)).order_by(Message.id.desc()).limit(limit)
    ).all()


def bouncing_addresses(session: Session, addresses: Iterable[str | None]) -> Sequence[BouncingAddress]:
    """Which of the addresses take no letters."""
    known = {address for address in addresses if address}
    return session.scalars(
        select(BouncingAddress).where(BouncingAddress.address.in_(known)).order_by(BouncingAddress.address)
    ).all()


def enclosure_by_id(session: Session, enclosed_id: int) -> Enclosed | None:
    return session.get(Enclosed, enclosed_id)


def state_counts(session: Session) -> Mapping[str, int]:
    """How many messages stand in each state."""
    rows = session.execute(select(Message.state, func.count()).group_by(Message.state))
    return dict(rows.tuples().all())


def failed_count(session: Session) -> int:
    """How many messages wait for a person, since they failed too often."""
    failed = select(func.count()).select_from(Message).where(Message.state == MessageState.FAILED)
    return session.scalar(failed) or 0


def enclosures_of(session: Session, message_id: int) -> Sequence[Enclosed]:
    return session.scalars(select(Enclosed).where(Enclosed.message_id == message_id).order_by(Enclosed.id)).all()


def wordings_of(session: Session, kind: str) -> Sequence[Wording]:
    """Every version, the newest first."""
    return session.scalars(select(Wording).where(Wording.kind == kind).order_by(Wording.version.desc())).all()


def wording_in_use(session: Session, kind: str) -> Wording | None:
    statement = select(Wording).where(Wording.kind == kind, Wording.released_at.is_not(None))
    return session.scalars(statement.order_by(Wording.version.desc()).limit(1)).first()


def newest_wordings(session: Session) -> Mapping[str, Wording]:
    """The newest version of each kind that anybody wrote for, released or not."""
    newest = select(func.max(Wording.id)).group_by(Wording.kind)
    return {one.kind: one for one in session.scalars(select(Wording).where(Wording.id.in_(newest)))}


def sms_templates(session: Session, kind: str | None = None) -> Mapping[tuple[str, str], SmsTemplate]:
    """What the operator knows, by kind and language."""
    statement = select(SmsTemplate)
    if kind:
        statement = statement.where(SmsTemplate.kind == kind)
    return {(one.kind, one.language): one for one in session.scalars(statement)}


def wechat_openid(session: Session, address: str) -> str | None:
    """Where the owner of an address reads by WeChat."""
    return session.scalars(select(WeChatLink.openid).where(WeChatLink.address == address)).one_or_none()


def wechat_links_of(session: Session, user_id: int) -> Sequence[WeChatLink]:
    return session.scalars(select(WeChatLink).where(WeChatLink.user_id == user_id).order_by(WeChatLink.id)).all()


def wechat_template(session: Session, kind: str) -> WeChatTemplate | None:
    return session.scalars(select(WeChatTemplate).where(WeChatTemplate.kind == kind)).one_or_none()


def unsent_by_wechat(session: Session, openids: Iterable[str]) -> Sequence[Message]:
    """What has not gone there, and might still; held until the end of the transaction."""
    unsent = Message.state.in_([MessageState.WAITING, MessageState.FAILED])
    statement = select(Message).where(Message.channel == Channel.WECHAT, Message.address.in_(openids), unsent)
    return session.scalars(statement.with_for_update()).all()


def sent_since(session: Session, channel: str, moment: datetime) -> int:
    """How many messages a channel took since then."""
    sent = select(func.count()).select_from(Message).where(Message.channel == channel, Message.sent_at > moment)
    return session.scalar(sent) or 0


def sent_to_since(session: Session, address: str, moment: datetime) -> tuple[int, datetime | None]:
    """How many messages went to an address since then, and when the first of them did."""
    went = select(func.count(), func.min(Message.sent_at)).where(Message.address == address, Message.sent_at > moment)
    count, first = session.execute(went).one()
    return count, first


def unsent_to_many(session: Session, address: str) -> Sequence[Message]:
    """Letters to many that have not gone out to the address, and might still; held until the end of the transaction."""
    unsent = Message.state.in_([MessageState.WAITING, MessageState.FAILED, MessageState.BOUNCED])
    statement = select(Message).where(Message.address == address, Message.unsubscribe_link.is_not(None), unsent)
    return session.scalars(statement.with_for_update()).all()
