"""What those concerned are told about overdue projects."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.deadlines.models import PlannedDate
from congress.deadlines.states import Level
from congress.foundation.i18n import _, in_language
from congress.foundation.pages import public_link
from congress.notifications.actions import Recipient, Text, send_message
from congress.outcomes.states import KIND_NAMES, Kind


def tell_overdue(
    session: Session, planned: PlannedDate, level: Level, user: User, *, today: date, now: datetime
) -> None:
    """The day has passed and nobody has filed the fact."""
    if not user.email and not user.phone:
        return
    link = public_link("deadlines_staff.planned", planned=planned.public_id)
    with in_language("zh"):
        about = {
            "title": planned.intention.title, "kind": KIND_NAMES[Kind(planned.kind)], "day": planned.due_on.isoformat(),
            "days": (today - planned.due_on).days,
        }  # fmt: skip
        said = _("«%(title)s»: «%(kind)s» was planned for %(day)s and is %(days)s days overdue.", **about)
        asked = (
            _("File the fact with its evidence, or say why it takes longer and set a new date.")
            if level is Level.OWNER
            else _("Its school and place were told before and have neither filed the fact nor set a new date.")
        )
        text = Text(
            subject=_("Overdue: %(title)s", title=planned.intention.title),
            long=f"{said}\n{asked}\n\n{link}\n",
            short=_("[Alumni congress] Overdue since %(day)s: %(link)s", day=about["day"], link=link),
        )
        recipient = Recipient(email=user.email, phone=user.phone, language="zh")
        send_message(session, recipient, f"deadlines.{level}", text, now=now)
