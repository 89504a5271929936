"""Delivering what waits in the outbox, each message under a lease of its own."""

import smtplib

import structlog
from flask import current_app

from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.db import reading, unit_of_work
from congress.foundation.jobs import job
from congress.notifications.actions import bounce_message, finish_message, lease_message, postpone_message
from congress.notifications.delivery import Undeliverable, deliver, make_files, reason_of
from congress.notifications.queries import due_messages, message_by_id

log = structlog.get_logger(__name__)
AT_ONCE = 200


@job("notifications.deliver_due", every=15)
def deliver_due() -> int:
    """Deliver what is due. Safe to run twice and side by side: a message is leased before it is sent."""
    with reading() as session:
        waiting = list(due_messages(session, now=clock.now(), limit=AT_ONCE))
    return sum(_deliver_one(message_id) for message_id in waiting)


def _deliver_one(message_id: int) -> bool:
    with unit_of_work() as session:
        message = lease_message(session, message_id, now=clock.now())
        if message is None:
            return False
        session.expunge(message)
    files, failure, refused = [], None, None
    try:
        files = make_files(message.enclosures)
        state = deliver(current_app.extensions["settings"], message, files)
    except Undeliverable as error:
        refused = error.reason
    except (OSError, smtplib.SMTPException) as error:
        failure = reason_of(error)
    except Exception as error:  # one message that cannot be made must not hold up the others
        failure = type(error).__name__
        log.exception("message cannot be made", message=message_id, error=failure)
    with unit_of_work() as session:
        held = message_by_id(session, message_id)
        if held is None:
            return False
        if refused is not None:
            bounce_message(session, held, refused, address_is_dead=True, by=SYSTEM, now=clock.now())
            return False
        if failure is not None:
            # the server's own words may hold an address: they stay in the outbox, out of the log
            log.warning("message not delivered", message=message_id, error=failure.partition(":")[0])
            postpone_message(session, held, failure, now=clock.now())
            return False
        finish_message(session, held, state, files, now=clock.now())
    return True
