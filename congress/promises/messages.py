"""What offices are told about their promises."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.i18n import _l, in_language
from congress.foundation.pages import public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import Kind, message_kind, with_link
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

ABOVE = message_kind(
    "promises.above",
    subject=_SUBJECT,
    long=with_link(
        _l("%(office)s promised the investor of «%(title)s» what was due on %(day)s; it is %(days)s days overdue."),
        "%(text)s",
    ),
    short=_SHORT,
    promotional=True,
)
LINK = message_kind(
    "promises.link",
    subject=_l("Was this promise to you kept?"),
    long=_l(
        "%(office)s says that it has kept a promise to you for the project «%(title)s».\n\n"
        "Confirm or disagree here:\n%(link)s\n\n"
        "The code that the page asks for reaches you by another way. The link is good once, until %(time)s."
    ),
    short=_l("[Alumni congress] Was a promise to you kept? %(link)s, until %(time)s."),
)
CODE = message_kind(
    "promises.code",
    subject=_l("Your code for answering"),
    long=_l("Your code for answering is %(code)s. Give it to nobody; it belongs to the link you were sent."),
    short=_l("[Alumni congress] Your code for answering is %(code)s."),
)


def tell_due(session: Session, promise: Promise, user: User, *, late: bool, now: datetime) -> None:
    """The promise is due soon, or overdue."""
    _tell(session, promise, user, LATE if late else DUE, now=now)


def tell_above(session: Session, promise: Promise, user: User, *, today: date, now: datetime) -> None:
    """The day has passed some time ago, and the office has neither kept nor refused the promise."""
    days = (today - promise.due_on).days
    _tell(session, promise, user, ABOVE, now=now, office=promise.office.name, days=days)


def _tell(session: Session, promise: Promise, user: User, kind: Kind, *, now: datetime, **more: object) -> None:
    if not user.email and not user.phone:
        return
    link = public_link("promises_staff.promise", promise=promise.public_id)
    is_secret = promise.intention.secrecy == Secrecy.SECRET
    with in_language("zh"):
        # a message passes through many hands
        text = kind.text(
            title=promise.intention.told_title, day=promise.due_on.isoformat(), link=link,
            text="" if is_secret else promise.text, **more,
        )  # fmt: skip
        send_message(session, Recipient(email=user.email, phone=user.phone, language="zh"), kind.key, text, now=now)
