"""What the people of a congress are reminded of, and thanked for, in their language."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from congress.campaigns.rules import LATEST, Moment
from congress.campaigns.states import Occasion
from congress.foundation.i18n import _, _l, in_language, pick
from congress.foundation.pages import clock_time, congress_days, day_title, public_link
from congress.notifications.actions import Recipient, Text, send_message
from congress.notifications.kinds import Kind, message_kind
from congress.notifications.models import Message
from congress.notifications.wordings import in_own_words
from congress.programme.models import Forum
from congress.registration.models import Registration

KINDS: Mapping[Occasion, Kind] = {
    Occasion.CONGRESS: message_kind(
        "reminders.congress",
        subject=_l("%(congress)s is near"),
        long=_l(
            "Dear %(name)s,\n\nwe expect you at %(congress)s, %(days)s. Your code is %(code)s; "
            "please have your badge at hand. Your times are enclosed as a calendar file.\n"
            "Your badge, your agenda and the way there:\n%(link)s\n\n"
            "If you cannot come, please say so there, so that somebody else gets your seat.\n"
        ),
        short=_l("[Alumni congress] We expect you: %(days)s, code %(code)s. Badge and agenda: %(link)s"),
        promotional=True,
    ),
    Occasion.FORUMS: message_kind(
        "reminders.forums",
        subject=_l("Your forums on %(day)s"),
        long=_l(
            "Dear %(name)s,\n\nyou hold a seat on %(day)s:\n%(forums)s\n\n"
            "Please be there ten minutes early. Your badge and your agenda:\n%(link)s\n"
        ),
        short=_l("[Alumni congress] %(day)s: %(forums)s. Badge and agenda: %(link)s"),
        promotional=True,
    ),
    Occasion.THANKS: message_kind(
        "reminders.thanks",
        subject=_l("Thank you for coming to %(congress)s"),
        long=_l(
            "Dear %(name)s,\n\nthank you for coming to %(congress)s. "
            "Your certificate of attendance is here:\n%(link)s\n"
        ),
        short=_l("[Alumni congress] Thank you for coming. Your certificate of attendance: %(link)s"),
        promotional=True,
    ),
}


def reminder_text(occasion: Occasion, moment: Moment, registration: Registration, forums: Sequence[Forum]) -> Text:
    """As the reader of the moment reads it."""
    congress = registration.congress
    name, title = registration.name, pick(congress.title_zh, congress.title_en)
    kind, link = KINDS[occasion], public_link("me.me")
    if occasion is Occasion.CONGRESS:
        return kind.text(name=name, congress=title, days=congress_days(congress), code=registration.code, link=link)
    if occasion is Occasion.FORUMS:
        return kind.text(name=name, day=day_title(moment.day), forums=_said(forums), link=link)
    lang = registration.language
    link = public_link("attendance.own_certificate", code=registration.code, lang=lang)
    return kind.text(name=name, congress=title, link=link)


def _said(forums: Sequence[Forum]) -> str:
    said = (
        _(
            "%(time)s “%(forum)s”, %(room)s", time=clock_time(one.starts_at), forum=pick(one.title_zh, one.title_en),
            room=pick(one.room.name, one.room.name_en),
        )
        for one in forums
    )  # fmt: skip
    return str(_("; ")).join(map(str, said))


def reminder_as_read(
    session: Session,
    occasion: Occasion,
    moment: Moment,
    registration: Registration,
    forums: Sequence[Forum],
    language: str,
) -> Text:
    """The preview: in the words that are in use, in one language."""
    with in_language(language):
        return in_own_words(session, reminder_text(occasion, moment, registration, forums), language)


def _of_use_until(occasion: Occasion, moment: Moment, forums: Sequence[Forum]) -> datetime:
    if occasion is Occasion.FORUMS:
        return max(one.starts_at for one in forums)
    return moment.at + LATEST


def remind(
    session: Session,
    occasion: Occasion,
    moment: Moment,
    registration: Registration,
    forums: Sequence[Forum],
    secret: str,
    *,
    now: datetime,
) -> Message:
    """Send it. What lies ahead has a calendar file, thanks have a way off the list."""
    to = Recipient(email=registration.email, phone=registration.phone, language=registration.language)
    kind = KINDS[occasion]
    with in_language(registration.language):
        text = reminder_text(occasion, moment, registration, forums)
        unsubscribe = files = None
        if occasion is Occasion.THANKS:
            unsubscribe = public_link("campaigns.unsubscribe", secret=secret)
        else:
            files = [{"maker": "registration.calendar", "registration": registration.id}]
        return send_message(
            session, to, kind.key, text, enclosures=files or (), unsubscribe_link=unsubscribe, to_many=True,
            expires_at=_of_use_until(occasion, moment, forums), now=now,
        )  # fmt: skip
