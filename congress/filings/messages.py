"""What investors are asked and filers are told."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.filings.models import Filing
from congress.foundation.i18n import _, in_language
from congress.foundation.pages import local_time, public_link
from congress.notifications.actions import Recipient, Text, send_message


def link_text(filing: Filing, filer: str, link: str, expires: datetime) -> Text:
    facts = {"title": filing.title, "filer": filer, "link": link, "time": local_time(expires)}
    return Text(
        subject=_("Please confirm a filing of your project"),
        long=_(
            "%(filer)s says that it works with you on the project «%(title)s».\n\n"
            "Confirm or decline here:\n%(link)s\n\n"
            "The code that the page asks for reaches you by another way. The link is good once, until %(time)s.",
            **facts,
        ),
        short=_("[Alumni congress] Please confirm a filing of your project: %(link)s, until %(time)s.", **facts),
    )


def code_text(code: str) -> Text:
    return Text(
        subject=_("Your code for confirming"),
        long=_(
            "Your code for confirming is %(code)s. Give it to nobody; it belongs to the link you were sent.", code=code
        ),
        short=_("[Alumni congress] Your code for confirming is %(code)s.", code=code),
    )


def tell_ending(session: Session, filing: Filing, user: User, *, now: datetime) -> None:
    """The protection ends soon; evidence of a follow-up prolongs it once."""
    with in_language("zh"):
        time = local_time(filing.standing.good_until)
        said = (
            _("The protection of your filing «%(title)s» ends %(time)s.", title=filing.title, time=time)
            if filing.standing.prolonged
            else _(
                "The protection of your filing «%(title)s» ends %(time)s. A follow-up with evidence prolongs it once.",
                title=filing.title,
                time=time,
            )
        )
        _tell(session, filing, user, "filings.ending", said, now=now)


def tell_lapsed(session: Session, filing: Filing, user: User, *, now: datetime) -> None:
    """Others may file the project now."""
    with in_language("zh"):
        said = _("Your filing «%(title)s» has lapsed; others may file the project now.", title=filing.title)
        _tell(session, filing, user, "filings.lapsed", said, now=now)


def _tell(session: Session, filing: Filing, user: User, event: str, said: str, *, now: datetime) -> None:
    if not user.email and not user.phone:
        return
    link = public_link("filings_staff.filing", project=filing.public_id)
    text = Text(
        subject=_("Your filing: %(title)s", title=filing.title),
        long=f"{said}\n\n{link}\n",
        short=_("[Alumni congress] About your filing: %(link)s", link=link),
    )
    send_message(session, Recipient(email=user.email, phone=user.phone, language="zh"), event, text, now=now)
