"""What contacts and nominees are told, and what they are reminded of."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.delegations.models import Delegation
from congress.foundation.i18n import _, _l, in_language, pick
from congress.foundation.pages import local_time, public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import message_kind
from congress.programme.models import Congress
from congress.registration.models import Registration

GRANTED = message_kind(
    "delegation.granted",
    subject=_l("Name your delegation to %(congress)s"),
    long=_l(
        "Dear %(name)s,\n\nyou are the contact of the delegation “%(delegation)s” to %(congress)s. Please name "
        "its members by %(until)s; the link is yours alone:\n%(link)s\n"
    ),
    short=_l("[Alumni congress] Please name the members of your delegation by %(until)s: %(link)s"),
    promotional=True,
)
NOMINATED = message_kind(
    "delegation.nominated",
    subject=_l("You are nominated for %(congress)s"),
    long=_l(
        "Dear %(name)s,\n\n“%(delegation)s” has nominated you for %(congress)s. Please look at your data, "
        "complete them and agree to their use here; the link is yours alone:\n%(link)s\n"
    ),
    short=_l("[Alumni congress] “%(delegation)s” has nominated you. Please complete your data: %(link)s"),
    promotional=True,
)
CLOSES_SOON = message_kind(
    "delegation.closes_soon",
    subject=_l("Your delegation “%(delegation)s” closes soon"),
    long=_l(
        "Dear %(name)s,\n\nthe list of the delegation “%(delegation)s” closes on %(until)s; %(open)s. The link "
        "is yours alone; the earlier one still works:\n%(link)s\n"
    ),
    short=_l("[Alumni congress] The list of your delegation closes on %(until)s; %(open)s: %(link)s"),
    promotional=True,
)
REMINDED = message_kind(
    "delegation.reminded",
    subject=_l("Please complete your registration"),
    long=_l(
        "Dear %(name)s,\n\n“%(delegation)s” has nominated you, and your data are not complete yet. Please look "
        "at them and agree to their use here; the earlier link still works:\n%(link)s\n"
    ),
    short=_l("[Alumni congress] Your data for the delegation “%(delegation)s” are not complete yet: %(link)s"),
    promotional=True,
)


def tell_contact(session: Session, delegation: Delegation, congress: Congress, code: str, *, now: datetime) -> None:
    """The way to the delegation's page, for the contact alone; nothing goes out where no address is known."""
    if not delegation.email and not delegation.phone:
        return
    to = Recipient(email=delegation.email, phone=delegation.phone, language=delegation.language)
    with in_language(delegation.language):
        title, until = pick(congress.title_zh, congress.title_en), local_time(delegation.deadline)
        link = public_link("delegations.delegation", delegation=code)
        text = GRANTED.text(
            name=delegation.contact_name, delegation=delegation.name, congress=title, until=until, link=link
        )  # fmt: skip
        send_message(session, to, GRANTED.key, text, now=now)


def tell_nominee(
    session: Session, registration: Registration, delegation: Delegation, congress: Congress, code: str, *,
    now: datetime,
) -> None:  # fmt: skip
    """The way to complete one's own data."""
    to = Recipient(email=registration.email, phone=registration.phone, language=registration.language)
    with in_language(registration.language):
        title = pick(congress.title_zh, congress.title_en)
        link = public_link("delegations.nomination", nomination=code)
        text = NOMINATED.text(name=registration.name, delegation=delegation.name, congress=title, link=link)
        send_message(session, to, NOMINATED.key, text, now=now)


def remind_contact(
    session: Session, delegation: Delegation, code: str, *, free: int, waiting: int, now: datetime
) -> None:
    """The deadline is near and something is open."""
    to = Recipient(email=delegation.email, phone=delegation.phone, language=delegation.language)
    with in_language(delegation.language):
        until, link = local_time(delegation.deadline), public_link("delegations.delegation", delegation=code)
        open_now = "；".join(
            said
            for number, said in (
                (free, _("places still free: %(count)s", count=free)),
                (waiting, _("people whose data are not complete yet: %(count)s", count=waiting)),
            )
            if number
        )
        text = CLOSES_SOON.text(
            name=delegation.contact_name, delegation=delegation.name, until=until, open=open_now, link=link
        )  # fmt: skip
        send_message(session, to, CLOSES_SOON.key, text, now=now)


def remind_nominee(
    session: Session, registration: Registration, delegation: Delegation, code: str, *, now: datetime
) -> None:
    """One's own data are not complete yet."""
    to = Recipient(email=registration.email, phone=registration.phone, language=registration.language)
    with in_language(registration.language):
        link = public_link("delegations.nomination", nomination=code)
        text = REMINDED.text(name=registration.name, delegation=delegation.name, link=link)
        send_message(session, to, REMINDED.key, text, now=now)
