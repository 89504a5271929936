"""What units are told about their returns."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.i18n import _, in_language
from congress.foundation.pages import public_link
from congress.notifications.actions import Recipient, Text, send_message
from congress.returns.models import MonthlyReturn


def tell_due(session: Session, found: MonthlyReturn, user: User, *, late: bool, now: datetime) -> None:
    """The return is due soon, or late."""
    with in_language("zh"):
        about = {"month": found.period.slug, "unit": found.name, "day": found.due_on.isoformat()}
        said = (
            _("The return %(month)s of %(unit)s was due on %(day)s and is late.", **about)
            if late
            else _("The return %(month)s of %(unit)s is due on %(day)s.", **about)
        )
        _send(session, found, user, said, "returns.late" if late else "returns.due", now=now)


def tell_questions(session: Session, found: MonthlyReturn, user: User, questions: str, *, now: datetime) -> None:
    with in_language("zh"):
        said = _(
            "The return %(month)s of %(unit)s was sent back: %(questions)s",
            month=found.period.slug, unit=found.name, questions=questions,
        )  # fmt: skip
        _send(session, found, user, said, "returns.sent_back", now=now)


def _send(session: Session, found: MonthlyReturn, user: User, said: str, event: str, *, now: datetime) -> None:
    if not user.email and not user.phone:
        return
    link = public_link("returns.filing", filing=found.public_id)
    text = Text(
        subject=_("Monthly return %(month)s", month=found.period.slug),
        long=f"{said}\n\n{link}\n",
        short=_("[Alumni congress] Monthly return %(month)s: %(link)s", month=found.period.slug, link=link),
    )
    send_message(session, Recipient(email=user.email, phone=user.phone, language="zh"), event, text, now=now)
