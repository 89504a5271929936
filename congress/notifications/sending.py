"""Whether a message may go out now, and as which template of the operator or of WeChat."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.foundation.places import filled
from congress.notifications.actions import refuse_message, rest_message, withdraw_message
from congress.notifications.kinds import known_kinds
from congress.notifications.models import Message
from congress.notifications.queries import sent_since, sent_to_since, sms_templates
from congress.notifications.rules import wakes_at
from congress.notifications.sms import Sms, reference_of
from congress.notifications.states import NO_TEMPLATE, NOT_APPROVED, SECRET_EVENTS, TOO_LATE, Channel, TemplateState
from congress.notifications.wechat import TemplateMessage
from congress.notifications.wechat_links import as_template_message
from congress.settings import Settings

A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)


def may_go(session: Session, settings: Settings, message: Message, *, now: datetime) -> bool:
    """Whether it goes out now; what is of no use any more never does, and what must wait is put back."""
    if message.expires_at is not None and message.expires_at <= now:
        withdraw_message(session, message, TOO_LATE)
        return False
    until = _rests_until(session, settings, message, now) if _way(settings, message) else None
    if until is not None:
        rest_message(session, message, until)
    return until is None


def _way(settings: Settings, message: Message) -> str | None:
    """What is configured for its channel."""
    ways = {
        Channel.MAIL: settings.smtp_url, Channel.SMS: settings.sms_gateway_url, Channel.WECHAT: settings.wechat_app_id,
    }  # fmt: skip
    return ways[Channel(message.channel)]


def needs_template(settings: Settings, message: Message) -> bool:
    """Whether it goes to somebody who delivers nothing but templates; kept here it needs none."""
    return message.channel != Channel.MAIL and _way(settings, message) is not None


def ready_template(session: Session, message: Message, *, now: datetime) -> Sms | TemplateMessage | None:
    """What is to be handed over; None where it can never go out."""
    ready: Sms | TemplateMessage | None
    if message.channel == Channel.SMS:
        ready, missing = _as_approved(session, message), NOT_APPROVED
    else:
        ready, missing = as_template_message(session, message), NO_TEMPLATE
    if ready is None:
        refuse_message(session, message, missing, by=SYSTEM, now=now)
    return ready


def _rests_until(session: Session, settings: Settings, message: Message, now: datetime) -> datetime | None:
    kind = known_kinds().get(message.kind or "")
    if message.channel != Channel.MAIL and kind is not None and kind.promotional:
        wakes = wakes_at(now, settings.sms_quiet_hours, settings.timezone)
        if wakes is not None:
            return wakes
    if _is_full(session, settings, message, now):
        return now + A_MINUTE
    # codes have limits of their own at the door, where nobody can shut out somebody else
    if message.event not in SECRET_EVENTS:
        count, first = sent_to_since(session, message.address, now - AN_HOUR)
        if first is not None and count >= settings.messages_per_address:
            return first + AN_HOUR
    return None


def _is_full(session: Session, settings: Settings, message: Message, now: datetime) -> bool:
    """Whether the minute holds no more; of mail only what goes to many waits for that."""
    if message.channel == Channel.SMS:
        return sent_since(session, Channel.SMS, now - A_MINUTE) >= settings.sms_per_minute
    if message.channel == Channel.MAIL and message.to_many:
        return sent_since(session, Channel.MAIL, now - A_MINUTE) >= settings.mail_per_minute
    return False


def _as_approved(session: Session, message: Message) -> Sms | None:
    """The message as a template that the operator approved, if that template says what the message says."""
    template = sms_templates(session, message.kind).get((message.kind or "", message.language))
    if template is None or template.state != TemplateState.APPROVED or message.variables is None:
        return None
    try:
        says_the_same = filled(template.text, message.variables) == message.text
    except KeyError:
        return None
    if not says_the_same:
        return None
    return Sms(
        reference=reference_of(message.id), phone=message.address, signature=template.signature,
        template=template.number, variables=message.variables,
    )  # fmt: skip
