"""What callers and officers are told."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.i18n import _l, in_language
from congress.foundation.pages import public_link
from congress.helpdesk.models import HelpCall
from congress.helpdesk.states import STATE_NAMES, CallState
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import message_kind

CHANGED = message_kind(
    "helpdesk.changed",
    subject=_l("Your call: %(state)s"),
    long=_l("Dear %(name)s,\n\nabout your call “%(subject)s”: %(state)s.\n%(note)s\n\n%(link)s\n"),
    short=_l("[Alumni congress] Your call: %(state)s. %(link)s"),
)
LATE = message_kind(
    "helpdesk.late",
    subject=_l("A call is late: %(subject)s"),
    long=_l("The deadline of this call has passed: %(subject)s\n%(link)s\n"),
    short=_l("[Alumni congress] A call is late: %(link)s"),
)


def tell_caller(session: Session, call: HelpCall, note: str, *, now: datetime) -> None:
    """Something has happened to the call; `note` is what the officer wrote."""
    mail = "@" in call.contact
    to = Recipient(email=call.contact if mail else None, phone=None if mail else call.contact, language=call.language)
    with in_language(call.language):
        text = CHANGED.text(
            name=call.name, subject=call.subject, state=STATE_NAMES[CallState(call.state)], note=note,
            link=public_link("helpdesk.call", call=call.public_id),
        )  # fmt: skip
        send_message(session, to, CHANGED.key, text, now=now)


def tell_late(session: Session, call: HelpCall, officer: User, *, now: datetime) -> None:
    """A deadline has passed; the text names the call, not the caller."""
    if not officer.email and not officer.phone:
        return
    to = Recipient(email=officer.email, phone=officer.phone, language="zh")
    with in_language("zh"):
        text = LATE.text(subject=call.subject, link=public_link("helpdesk.call", call=call.public_id))
        send_message(session, to, LATE.key, text, now=now)
