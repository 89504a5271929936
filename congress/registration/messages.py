"""What people are told about their registration, in their language."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.i18n import _, in_language, pick
from congress.foundation.pages import local_time, public_link
from congress.notifications.actions import Recipient, Text, send_message
from congress.programme.models import Congress, Forum
from congress.questions.models import FollowUp
from congress.registration.models import Invitation, Registration


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
        title = _title(registration)
        if registration.status == "confirmed":
            text = Text(
                subject=_("You are registered for %(congress)s", congress=title),
                long=_(
                    "Dear %(name)s,\n\nyou are registered for %(congress)s. Your code is %(code)s.\n"
                    "Your badge, your agenda and a calendar file are enclosed; show the QR code at the gate.\n"
                    "You can see and change everything here:\n%(link)s\n",
                    name=registration.name,
                    congress=title,
                    code=registration.code,
                    link=_link(),
                ),
                short=_(
                    "[Alumni congress] You are registered, code %(code)s. Badge and agenda: %(link)s",
                    code=registration.code,
                    link=_link(),
                ),
            )
            makers = ("registration.badge", "registration.agenda", "registration.calendar")
            files = [{"maker": maker, "registration": registration.id} for maker in makers]
        else:
            text = Text(
                subject=_("Your registration for %(congress)s is under review", congress=title),
                long=_(
                    "Dear %(name)s,\n\nwe have received your registration for %(congress)s (code %(code)s). "
                    "We will write to you as soon as it has been reviewed.\n%(link)s\n",
                    name=registration.name,
                    congress=title,
                    code=registration.code,
                    link=_link(),
                ),
                short=_("[Alumni congress] Your registration %(code)s is under review.", code=registration.code),
            )
            files = []
        send_message(session, to, "registration.received", text, enclosures=files, now=now)


def tell_invited(session: Session, invitation: Invitation, congress: Congress, code: str, *, now: datetime) -> None:
    """The way in for somebody who is invited; nothing goes out where no address is known."""
    if not invitation.email and not invitation.phone:
        return
    to = Recipient(email=invitation.email, phone=invitation.phone, language=invitation.language)
    with in_language(invitation.language):
        title = pick(congress.title_zh, congress.title_en)
        link = public_link("registration.register", invitation=code)
        until = local_time(invitation.expires_at)
        text = Text(
            subject=_("You are invited to %(congress)s", congress=title),
            long=_(
                "Dear %(name)s,\n\nyou are invited to %(congress)s. Please register here by %(until)s; "
                "%(whose)s:\n%(link)s\n",
                name=invitation.label or _("guest"),
                congress=title,
                until=until,
                whose=_whose(invitation),
                link=link,
            ),
            short=_(
                "[Alumni congress] You are invited. Please register by %(until)s: %(link)s", until=until, link=link
            ),
        )
        send_message(session, to, "registration.invited", text, now=now)


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
        text = Text(
            subject=_("You are already registered"),
            long=_(
                "Dear %(name)s,\n\nsomebody registered again with your name and address. You already have a "
                "registration (code %(code)s); nothing was changed. You can see and change it here:\n%(link)s\n",
                name=registration.name,
                code=registration.code,
                link=_link(),
            ),
            short=_(
                "[Alumni congress] You are already registered, code %(code)s: %(link)s",
                code=registration.code,
                link=_link(),
            ),
        )
        send_message(session, to, "registration.known", text, now=now)


def tell_promoted(
    session: Session, registration: Registration, forum: Forum, *, offered_until: datetime | None, now: datetime
) -> None:
    """A seat has come free for somebody on the waitlist."""
    to = _recipient(registration)
    if to is None:
        return
    with in_language(registration.language):
        title = pick(forum.title_zh, forum.title_en)
        if offered_until is None:
            subject = _("You have a seat: %(forum)s", forum=title)
            line = _(
                "A seat has come free and is yours: %(forum)s, %(time)s.", forum=title, time=local_time(forum.starts_at)
            )
        else:
            subject = _("A seat is offered to you: %(forum)s", forum=title)
            line = _(
                "A seat has come free: %(forum)s, %(time)s. Please accept it before %(until)s.",
                forum=title,
                time=local_time(forum.starts_at),
                until=local_time(offered_until),
            )
        text = Text(subject=subject, long=f"{line}\n{_link()}\n", short=_("[Alumni congress] %(line)s", line=line))
        send_message(session, to, "registration.promoted", text, now=now)


def tell_follow_up(session: Session, registration: Registration, follow_up: FollowUp, *, now: datetime) -> None:
    """Something more is asked of whoever comes; the same words ask and remind."""
    to = _recipient(registration)
    if to is None:
        return
    with in_language(registration.language):
        title, until = pick(follow_up.title_zh, follow_up.title_en), local_time(follow_up.answer_by)
        link = public_link("follow_ups.answers", code=registration.code, follow_up=follow_up.key)
        text = Text(
            subject=_("Please answer: %(title)s", title=title),
            long=_(
                "Dear %(name)s,\n\nso that your visit can be prepared, please answer “%(title)s” "
                "by %(until)s:\n%(link)s\n",
                name=registration.name, title=title, until=until, link=link,
            ),
            short=_(
                "[Alumni congress] Please answer “%(title)s” by %(until)s: %(link)s",
                title=title, until=until, link=link,
            ),
        )  # fmt: skip
        send_message(session, to, "registration.follow_up", text, now=now)


def tell_changed(session: Session, registration: Registration, line: str, *, event: str, now: datetime) -> None:
    """One sentence about a change, already in the reader's language."""
    to = _recipient(registration)
    if to is None:
        return
    with in_language(registration.language):
        text = Text(
            subject=_("A change to your registration"),
            long=_("Dear %(name)s,\n\n%(line)s\n%(link)s\n", name=registration.name, line=line, link=_link()),
            short=_("[Alumni congress] %(line)s", line=line),
        )
        send_message(session, to, event, text, now=now)
