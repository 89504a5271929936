"""What those concerned are told about overdue projects."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.deadlines.models import PlannedDate
from congress.foundation.i18n import _l, in_language
from congress.foundation.pages import public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import message_kind, with_link
from congress.outcomes.states import KIND_NAMES, Kind
from congress.signing.climb import Level

_SAID = _l("«%(title)s»: «%(kind)s» was planned for %(day)s and is %(days)s days overdue.")
_ABOUT = {
    "subject": _l("Overdue: %(title)s"),
    "short": _l("[Alumni congress] Overdue since %(day)s: %(link)s"),
}
OWNER = message_kind(
    "deadlines.owner",
    long=with_link(_SAID, _l("File the fact with its evidence, or say why it takes longer and set a new date.")),
    promotional=True,
    **_ABOUT,
)
ABOVE = message_kind(
    "deadlines.above",
    long=with_link(
        _SAID, _l("Its school and place were told before and have neither filed the fact nor set a new date.")
    ),
    promotional=True,
    **_ABOUT,
)


def tell_overdue(
    session: Session, planned: PlannedDate, level: Level, user: User, *, today: date, now: datetime
) -> None:
    """The day has passed and nobody has filed the fact."""
    if not user.email and not user.phone:
        return
    kind = OWNER if level is Level.OWNER else ABOVE
    link = public_link("deadlines_staff.planned", planned=planned.public_id)
    with in_language("zh"):
        text = kind.text(
            title=planned.intention.told_title, kind=KIND_NAMES[Kind(planned.kind)], day=planned.due_on.isoformat(),
            days=(today - planned.due_on).days, link=link,
        )  # fmt: skip
        recipient = Recipient(email=user.email, phone=user.phone, language="zh")
        send_message(session, recipient, f"deadlines.{level}", text, now=now)
