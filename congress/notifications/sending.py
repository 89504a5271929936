"""Whether a text message may go out now, and as which template of the operator."""

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
from congress.notifications.states import NOT_APPROVED, TemplateState
from congress.settings import Settings

A_MINUTE = timedelta(minutes=1)


def ready_sms(session: Session, settings: Settings, message: Message, *, now: datetime) -> Sms | None:
    """What the gateway is to be given; None where the message rests for a while, or can never go out."""
    until = _rests_until(session, settings, message, now)
    if until is not None:
        rest_message(session, message, until)
        return None
    sms = _as_approved(session, message)
    if sms is None:
        refuse_message(session, message, NOT_APPROVED, by=SYSTEM, now=now)
    return sms


def _rests_until(session: Session, settings: Settings, message: Message, now: datetime) -> datetime | None:
    kind = known_kinds().get(message.kind or "")
    if kind is not None and kind.promotional:
        wakes = wakes_at(now, settings.sms_quiet_hours, settings.timezone)
        if wakes is not None:
            return wakes
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
