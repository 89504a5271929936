"""What investors are asked and filers are told."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.filings.models import Filing
from congress.foundation.i18n import _l, in_language
from congress.foundation.pages import local_time, public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import Kind, message_kind, with_link

LINK = message_kind(
    "filings.link",
    subject=_l("Please confirm a filing of your project"),
    long=_l(
        "%(filer)s says that it works with you on the project «%(title)s».\n\n"
        "Confirm or decline here:\n%(link)s\n\n"
        "The code that the page asks for reaches you by another way. The link is good once, until %(time)s."
    ),
    short=_l("[Alumni congress] Please confirm a filing of your project: %(link)s, until %(time)s."),
)
CODE = message_kind(
    "filings.code",
    subject=_l("Your code for confirming"),
    long=_l("Your code for confirming is %(code)s. Give it to nobody; it belongs to the link you were sent."),
    short=_l("[Alumni congress] Your code for confirming is %(code)s."),
)
_ABOUT = {
    "subject": _l("Your filing: %(title)s"),
    "short": _l("[Alumni congress] About your filing: %(link)s"),
}
ENDING = message_kind(
    "filings.ending",
    long=with_link(
        _l("The protection of your filing «%(title)s» ends %(time)s. A follow-up with evidence prolongs it once.")
    ),
    promotional=True,
    **_ABOUT,
)
ENDING_AGAIN = message_kind(
    "filings.ending_again",
    long=with_link(_l("The protection of your filing «%(title)s» ends %(time)s.")),
    promotional=True,
    **_ABOUT,
)
LAPSED = message_kind(
    "filings.lapsed",
    long=with_link(_l("Your filing «%(title)s» has lapsed; others may file the project now.")),
    **_ABOUT,
)


def tell_ending(session: Session, filing: Filing, user: User, *, now: datetime) -> None:
    """The protection ends soon; evidence of a follow-up prolongs it once."""
    _tell(session, filing, user, ENDING_AGAIN if filing.standing.prolonged else ENDING, now=now)


def tell_lapsed(session: Session, filing: Filing, user: User, *, now: datetime) -> None:
    """Others may file the project now."""
    _tell(session, filing, user, LAPSED, now=now)


def _tell(session: Session, filing: Filing, user: User, kind: Kind, *, now: datetime) -> None:
    if not user.email and not user.phone:
        return
    with in_language("zh"):
        link = public_link("filings_staff.filing", project=filing.public_id)
        text = kind.text(title=filing.title, time=local_time(filing.standing.good_until), link=link)
    send_message(session, Recipient(email=user.email, phone=user.phone, language="zh"), kind.key, text, now=now)
