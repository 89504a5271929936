"""Whether what goes out as a template may go now, and as which template of the operator or of WeChat."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.foundation.places import filled
from congress.notifications.actions import refuse_message, rest_message
from congress.notifications.kinds import known_kinds
from congress.notifications.models import Message
from congress.notifications.queries import sms_sent_since, sms_templates
from congress.notifications.rules import wakes_at
from congress.notifications.sms import Sms, reference_of
from congress.notifications.states import NO_TEMPLATE, NOT_APPROVED, Channel, TemplateState
from congress.notifications.wechat import TemplateMessage
from congress.notifications.wechat_links import as_template_message
from congress.settings import Settings

A_MINUTE = timedelta(minutes=1)


def needs_template(settings: Settings, message: Message) -> bool:
    """Whether it goes to somebody who delivers nothing but templates; kept here it needs none."""
    ways = {Channel.SMS: settings.sms_gateway_url, Channel.WECHAT: settings.wechat_app_id}
    return bool(ways.get(Channel(message.channel)))


def ready_template(
    session: Session, settings: Settings, message: Message, *, now: datetime
) -> Sms | TemplateMessage | None:
    """What is to be handed over; None where the message rests for a while, or can never go out."""
    until = _rests_until(session, settings, message, now)
    if until is not None:
        rest_message(session, message, until)
        return None
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
    if kind is not None and kind.promotional:
        wakes = wakes_at(now, settings.sms_quiet_hours, settings.timezone)
        if wakes is not None:
            return wakes
    if message.channel != Channel.SMS:
        return None
    is_full = sms_sent_since(session, now - A_MINUTE) >= settings.sms_per_minute
    return now + A_MINUTE if is_full else None


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
