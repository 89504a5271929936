"""What offices are told about their promises."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.i18n import _l, in_language
from congress.foundation.pages import public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import message_kind, with_link
from congress.promises.models import Promise
from congress.signing.states import Secrecy

_SUBJECT = _l("Promise to an investor: %(title)s")
_SHORT = _l("[Alumni congress] Promise due on %(day)s: %(link)s")
DUE = message_kind(
    "promises.due",
    subject=_SUBJECT,
    long=with_link(_l("A promise to the investor of «%(title)s» is due on %(day)s."), "%(text)s"),
    short=_SHORT,
    promotional=True,
)
LATE = message_kind(
    "promises.late",
    subject=_SUBJECT,
    long=with_link(_l("A promise to the investor of «%(title)s» was due on %(day)s and is overdue."), "%(text)s"),
    short=_SHORT,
    promotional=True,
)


def tell_due(session: Session, promise: Promise, user: User, *, late: bool, now: datetime) -> None:
    """The promise is due soon, or overdue."""
    if not user.email and not user.phone:
        return
    link = public_link("promises_staff.promise", promise=promise.public_id)
    kind, is_secret = LATE if late else DUE, promise.intention.secrecy == Secrecy.SECRET
    with in_language("zh"):
        # a message passes through many hands
        text = kind.text(
            title=promise.intention.told_title, day=promise.due_on.isoformat(), link=link,
            text="" if is_secret else promise.text,
        )  # fmt: skip
        send_message(session, Recipient(email=user.email, phone=user.phone, language="zh"), kind.key, text, now=now)
