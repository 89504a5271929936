"""What people are told about their registration, in their language."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.i18n import _, _l, in_language, pick
from congress.foundation.pages import local_time, public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import message_kind, note
from congress.programme.models import Congress, Forum
from congress.questions.models import FollowUp
from congress.registration.models import Invitation, Registration

RECEIVED = message_kind(
    "registration.received",
    subject=_l("You are registered for %(congress)s"),
    long=_l(
        "Dear %(name)s,\n\nyou are registered for %(congress)s. Your code is %(code)s.\n"
        "Your badge, your agenda and a calendar file are enclosed; show the QR code at the gate.\n"
        "You can see and change everything here:\n%(link)s\n"
    ),
    short=_l("[Alumni congress] You are registered, code %(code)s. Badge and agenda: %(link)s"),
)
UNDER_REVIEW = message_kind(
    "registration.under_review",
    subject=_l("Your registration for %(congress)s is under review"),
    long=_l(
        "Dear %(name)s,\n\nwe have received your registration for %(congress)s (code %(code)s). "
        "We will write to you as soon as it has been reviewed.\n%(link)s\n"
    ),
    short=_l("[Alumni congress] Your registration %(code)s is under review."),
)
INVITED = message_kind(
    "registration.invited",
    subject=_l("You are invited to %(congress)s"),
    long=_l(
        "Dear %(name)s,\n\nyou are invited to %(congress)s. Please register here by %(until)s; %(whose)s:\n%(link)s\n"
    ),
    short=_l("[Alumni congress] You are invited. Please register by %(until)s: %(link)s"),
    promotional=True,
)
KNOWN = message_kind(
    "registration.known",
    subject=_l("You are already registered"),
    long=_l(
        "Dear %(name)s,\n\nsomebody registered again with your name and address. You already have a "
        "registration (code %(code)s); nothing was changed. You can see and change it here:\n%(link)s\n"
    ),
    short=_l("[Alumni congress] You are already registered, code %(code)s: %(link)s"),
)
PROMOTED = message_kind(
    "registration.promoted",
    subject=_l("You have a seat: %(forum)s"),
    **note(_l("A seat has come free and is yours: %(forum)s, %(time)s.")),
)
OFFERED = message_kind(
    "registration.offered",
    subject=_l("A seat is offered to you: %(forum)s"),
    **note(_l("A seat has come free: %(forum)s, %(time)s. Please accept it before %(until)s.")),
)
FOLLOW_UP = message_kind(
    "registration.follow_up",
    subject=_l("Please answer: %(title)s"),
    long=_l(
        "Dear %(name)s,\n\nso that your visit can be prepared, please answer “%(title)s” by %(until)s:\n%(link)s\n"
    ),
    short=_l("[Alumni congress] Please answer “%(title)s” by %(until)s: %(link)s"),
    promotional=True,
)
CHANGED = message_kind(
    "registration.changed",
    subject=_l("A change to your registration"),
    long=_l("Dear %(name)s,\n\n%(line)s\n%(link)s\n"),
    # operators let through no template that is one free sentence
    short=_l("[Alumni congress] There is a change to your registration; please read it here: %(link)s"),
)


def _recipient(registration: Registration) -> Recipient | None:
    if not registration.email and not registration.phone:
        return None
    return Recipient(email=registration.email, phone=registration.phone, language=registration.language)


def _link() -> str:
    return public_link("me.me")


def _title(registration: Registration) -> str:
    return pick(registration.congress.title_zh, registration.congress.title_en)


def tell_received(session: Session, registration: Registration, *, now: datetime) -> None:
    """The confirmation with badge, agenda and calendar file; or that the registration is under review."""
    to = _recipient(registration)
    if to is None:
        return
    with in_language(registration.language):
        confirmed = registration.status == "confirmed"
        text = (RECEIVED if confirmed else UNDER_REVIEW).text(
            name=registration.name, congress=_title(registration), code=registration.code, link=_link()
        )  # fmt: skip
        makers = ("registration.badge", "registration.agenda", "registration.calendar") if confirmed else ()
        files = [{"maker": maker, "registration": registration.id} for maker in makers]
        send_message(session, to, RECEIVED.key, text, enclosures=files, now=now)


def tell_invited(session: Session, invitation: Invitation, congress: Congress, code: str, *, now: datetime) -> None:
    """The way in for somebody who is invited; nothing goes out where no address is known."""
    if not invitation.email and not invitation.phone:
        return
    to = Recipient(email=invitation.email, phone=invitation.phone, language=invitation.language)
    with in_language(invitation.language):
        title = pick(congress.title_zh, congress.title_en)
        link = public_link("registration.register", invitation=code)
        until = local_time(invitation.expires_at)
        text = INVITED.text(
            name=invitation.label or _("guest"), congress=title, until=until, whose=_whose(invitation), link=link
        )  # fmt: skip
        send_message(session, to, INVITED.key, text, now=now)


def _whose(invitation: Invitation) -> str:
    if invitation.uses > 1:
        return str(_("the link serves %(uses)d of your people", uses=invitation.uses))
    return str(_("the link is yours alone"))


def tell_known(session: Session, registration: Registration, *, now: datetime) -> None:
    """Somebody registered again: the page said what it says to anybody, the way to the first one goes by message."""
    to = _recipient(registration)
    if to is None:
        return
    with in_language(registration.language):
        text = KNOWN.text(name=registration.name, code=registration.code, link=_link())
        send_message(session, to, KNOWN.key, text, now=now)


def tell_promoted(
    session: Session, registration: Registration, forum: Forum, *, offered_until: datetime | None, now: datetime
) -> None:
    """A seat has come free for somebody on the waitlist."""
    to = _recipient(registration)
    if to is None:
        return
    with in_language(registration.language):
        facts = {
            "name": registration.name, "forum": pick(forum.title_zh, forum.title_en),
            "time": local_time(forum.starts_at), "link": _link(),
        }  # fmt: skip
        if offered_until is None:
            text = PROMOTED.text(**facts)
        else:
            text = OFFERED.text(until=local_time(offered_until), **facts)
        send_message(session, to, PROMOTED.key, text, now=now)


def tell_follow_up(session: Session, registration: Registration, follow_up: FollowUp, *, now: datetime) -> None:
    """Something more is asked of whoever comes; the same words ask and remind."""
    to = _recipient(registration)
    if to is None:
        return
    with in_language(registration.language):
        title, until = pick(follow_up.title_zh, follow_up.title_en), local_time(follow_up.answer_by)
        link = public_link("follow_ups.answers", code=registration.code, follow_up=follow_up.key)
        text = FOLLOW_UP.text(name=registration.name, title=title, until=until, link=link)
        send_message(session, to, FOLLOW_UP.key, text, now=now)


def tell_changed(session: Session, registration: Registration, line: str, *, event: str, now: datetime) -> None:
    """One sentence about a change, already in the reader's language."""
    to = _recipient(registration)
    if to is None:
        return
    with in_language(registration.language):
        text = CHANGED.text(name=registration.name, line=line, link=_link())
        send_message(session, to, event, text, now=now)
