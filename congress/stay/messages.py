"""What people are told about their room and their car, in their language: one message for each change."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from congress.foundation.i18n import _, in_language, pick
from congress.foundation.pages import day_title, local_time, public_link
from congress.notifications.actions import Recipient, Text, send_message
from congress.registration.models import Registration
from congress.stay.models import RoomKind, Trip
from congress.stay.states import Direction


def _tell(session: Session, who: Registration, event: str, subject: str, line: str, *, now: datetime) -> None:
    """One sentence with the way to one's page; nothing where there is no address."""
    if not who.email and not who.phone:
        return
    link = public_link("me.me")
    text = Text(
        subject=subject,
        long=_("Dear %(name)s,\n\n%(line)s\n%(link)s\n", name=who.name, line=line, link=link),
        short=_("[Alumni congress] %(line)s", line=line),
    )
    send_message(session, Recipient(who.email, who.phone, who.language), event, text, now=now)


def tell_lodged(
    session: Session, who: Registration, kind: RoomKind, arrives: date, leaves: date, *, now: datetime
) -> None:
    with in_language(who.language):
        line = _(
            "You sleep at %(hotel)s (%(kind)s) from %(first)s to %(last)s. %(address)s",
            hotel=pick(kind.hotel.name, kind.hotel.name_en), kind=pick(kind.name, kind.name_en),
            first=day_title(arrives), last=day_title(leaves), address=kind.hotel.address,
        )  # fmt: skip
        _tell(session, who, "stay.lodged", _("Your hotel"), line.strip(), now=now)


def tell_moved_out(session: Session, who: Registration, *, now: datetime) -> None:
    with in_language(who.language):
        line = _("The room that was kept for you has been given up.")
        _tell(session, who, "stay.moved_out", _("Your hotel"), line, now=now)


def tell_car(session: Session, who: Registration, trip: Trip, *, now: datetime) -> None:
    with in_language(who.language):
        facts = {
            "place": trip.place, "time": local_time(trip.starts_at), "sign": trip.sign or who.name,
            "plate": trip.plate or "–", "phone": " ".join(part for part in (trip.driver, trip.driver_phone) if part),
        }  # fmt: skip
        if trip.direction == Direction.ARRIVAL:
            line = _("Your car waits at %(place)s, %(time)s; sign: %(sign)s; %(plate)s; driver: %(phone)s", **facts)
        else:
            line = _("Your car to %(place)s leaves %(time)s; %(plate)s; driver: %(phone)s", **facts)
        _tell(session, who, "stay.car", _("Your car"), line, now=now)


def tell_no_car(session: Session, who: Registration, *, now: datetime) -> None:
    with in_language(who.language):
        line = _("The car that was to take you does not fit any more; we look for another one and tell you.")
        _tell(session, who, "stay.no_car", _("Your car"), line, now=now)
