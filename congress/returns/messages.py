"""What units are told about their returns."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.i18n import LazyString, _l, in_language
from congress.foundation.pages import public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import Kind, message_kind, with_link
from congress.returns.models import MonthlyReturn


def _kind(key: str, line: LazyString) -> Kind:
    return message_kind(
        key,
        subject=_l("Monthly return %(month)s"),
        long=with_link(line),
        short=_l("[Alumni congress] Monthly return %(month)s: %(link)s"),
        promotional=True,
    )


DUE = _kind("returns.due", _l("The return %(month)s of %(unit)s is due on %(day)s."))
LATE = _kind("returns.late", _l("The return %(month)s of %(unit)s was due on %(day)s and is late."))
SENT_BACK = _kind("returns.sent_back", _l("The return %(month)s of %(unit)s was sent back: %(questions)s"))


def tell_due(session: Session, found: MonthlyReturn, user: User, *, late: bool, now: datetime) -> None:
    """The return is due soon, or late."""
    _send(session, found, user, LATE if late else DUE, {"day": found.due_on.isoformat()}, now=now)


def tell_questions(session: Session, found: MonthlyReturn, user: User, questions: str, *, now: datetime) -> None:
    _send(session, found, user, SENT_BACK, {"questions": questions}, now=now)


def _send(
    session: Session, found: MonthlyReturn, user: User, kind: Kind, facts: dict[str, str], *, now: datetime
) -> None:
    if not user.email and not user.phone:
        return
    link = public_link("returns.filing", filing=found.public_id)
    with in_language("zh"):
        text = kind.text(month=found.period.slug, unit=found.name, link=link, **facts)
        send_message(session, Recipient(email=user.email, phone=user.phone, language="zh"), kind.key, text, now=now)
