"""Delivering what waits in the outbox, each message under a lease of its own."""

import smtplib
from dataclasses import dataclass, field

import structlog
from flask import current_app
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.db import reading, unit_of_work
from congress.foundation.jobs import job
from congress.notifications.actions import (
    bounce_message,
    finish_message,
    lease_message,
    postpone_message,
    refuse_message,
)
from congress.notifications.delivery import File, deliver, make_files, reason_of
from congress.notifications.models import Message
from congress.notifications.queries import due_messages, message_by_id
from congress.notifications.sending import may_go, needs_template, ready_template
from congress.notifications.sms import Sms, Undeliverable
from congress.notifications.states import Channel, MessageState
from congress.notifications.wechat import TemplateMessage
from congress.settings import Settings

log = structlog.get_logger(__name__)
AT_ONCE = 200


@job("notifications.deliver_due", every=15)
def deliver_due() -> int:
    """Deliver what is due. Safe to run twice and side by side: a message is leased before it is sent."""
    with reading() as session:
        waiting = list(due_messages(session, now=clock.now(), limit=AT_ONCE))
    return sum(_deliver_one(message_id) for message_id in waiting)


@dataclass
class _Try:
    """How one attempt ended: delivered, refused for good, or failed for now."""

    files: list[File] = field(default_factory=list)
    state: MessageState | None = None
    provider_id: str | None = None
    refused: str | None = None
    failure: str = ""


def _deliver_one(message_id: int) -> bool:
    settings: Settings = current_app.extensions["settings"]
    with unit_of_work() as session:
        message = lease_message(session, message_id, now=clock.now())
        if message is None:
            return False
        if not may_go(session, settings, message, now=clock.now()):
            return False
        ready = None
        if needs_template(settings, message):
            ready = ready_template(session, message, now=clock.now())
            if ready is None:
                return False
        session.expunge(message)
    attempt = _attempt(settings, message, ready)
    with unit_of_work() as session:
        held = message_by_id(session, message_id)
        if held is not None:
            _close(session, held, attempt)
        return held is not None and attempt.state is not None


def _attempt(settings: Settings, message: Message, ready: Sms | TemplateMessage | None) -> _Try:
    attempt = _Try()
    try:
        attempt.files = make_files(message.enclosures)
        attempt.state, attempt.provider_id = deliver(settings, message, attempt.files, ready, now=clock.now())
    except Undeliverable as error:
        attempt.refused = error.reason
    except (OSError, smtplib.SMTPException) as error:
        attempt.failure = reason_of(error)
    except Exception as error:  # one message that cannot be made must not hold up the others
        attempt.failure = type(error).__name__
        log.exception("message cannot be made", message=message.id, error=attempt.failure)
    return attempt


def _close(session: Session, message: Message, attempt: _Try) -> None:
    now = clock.now()
    if attempt.state is not None:
        finish_message(session, message, attempt.state, attempt.files, attempt.provider_id, now=now)
    elif attempt.refused is None:
        # the server's own words may hold an address: they stay in the outbox, out of the log
        log.warning("message not delivered", message=message.id, error=attempt.failure.partition(":")[0])
        postpone_message(session, message, attempt.failure, now=now)
    elif message.channel == Channel.MAIL:
        bounce_message(session, message, attempt.refused, address_is_dead=True, by=SYSTEM, now=now)
    else:
        refuse_message(session, message, attempt.refused, by=SYSTEM, now=now)
