"""What callers and officers are told."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.i18n import _, in_language
from congress.foundation.pages import public_link
from congress.helpdesk.models import HelpCall
from congress.helpdesk.states import STATE_NAMES, CallState
from congress.notifications.actions import Recipient, Text, send_message


def tell_caller(session: Session, call: HelpCall, note: str, *, now: datetime) -> None:
    """Something has happened to the call; `note` is what the officer wrote."""
    mail = "@" in call.contact
    to = Recipient(email=call.contact if mail else None, phone=None if mail else call.contact, language=call.language)
    with in_language(call.language):
        state, link = (
            str(STATE_NAMES[CallState(call.state)]),
            public_link("helpdesk.call", call=call.public_id),
        )
        text = Text(
            subject=_("Your call: %(state)s", state=state),
            long=_(
                "Dear %(name)s,\n\nabout your call “%(subject)s”: %(state)s.\n%(note)s\n\n%(link)s\n",
                name=call.name, subject=call.subject, state=state, note=note, link=link,
            ),
            short=_("[Alumni congress] Your call: %(state)s. %(link)s", state=state, link=link),
        )  # fmt: skip
        send_message(session, to, "helpdesk.changed", text, now=now)


def tell_late(session: Session, call: HelpCall, officer: User, *, now: datetime) -> None:
    """A deadline has passed; the text names the call, not the caller."""
    if not officer.email and not officer.phone:
        return
    to = Recipient(email=officer.email, phone=officer.phone, language="zh")
    with in_language("zh"):
        link = public_link("helpdesk.call", call=call.public_id)
        text = Text(
            subject=_("A call is late: %(subject)s", subject=call.subject),
            long=_("The deadline of this call has passed: %(subject)s\n%(link)s\n", subject=call.subject, link=link),
            short=_("[Alumni congress] A call is late: %(link)s", link=link),
        )
        send_message(session, to, "helpdesk.late", text, now=now)
