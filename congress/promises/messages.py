"""What offices are told about their promises."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.i18n import _, in_language
from congress.foundation.pages import public_link
from congress.notifications.actions import Recipient, Text, send_message
from congress.promises.models import Promise


def tell_due(session: Session, promise: Promise, user: User, *, late: bool, now: datetime) -> None:
    """The promise is due soon, or overdue."""
    if not user.email and not user.phone:
        return
    link = public_link("promises_staff.promise", promise=promise.public_id)
    with in_language("zh"):
        about = {"title": promise.intention.title, "day": promise.due_on.isoformat()}
        said = (
            _("A promise to the investor of «%(title)s» was due on %(day)s and is overdue.", **about)
            if late
            else _("A promise to the investor of «%(title)s» is due on %(day)s.", **about)
        )
        text = Text(
            subject=_("Promise to an investor: %(title)s", title=promise.intention.title),
            long=f"{said}\n\n{promise.text}\n\n{link}\n",
            short=_("[Alumni congress] Promise due on %(day)s: %(link)s", day=about["day"], link=link),
        )
        event = "promises.late" if late else "promises.due"
        send_message(session, Recipient(email=user.email, phone=user.phone, language="zh"), event, text, now=now)
