"""What people are told about their room and their car, in their language: one message for each change."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from congress.foundation.i18n import _l, in_language, pick
from congress.foundation.pages import day_title, local_time, public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import Kind, message_kind, note
from congress.registration.models import Registration
from congress.stay.models import RoomKind, Trip
from congress.stay.states import Direction

LODGED = message_kind(
    "stay.lodged",
    subject=_l("Your hotel"),
    **note(_l("You sleep at %(hotel)s (%(kind)s) from %(first)s to %(last)s. %(address)s")),
)
MOVED_OUT = message_kind(
    "stay.moved_out", subject=_l("Your hotel"), **note(_l("The room that was kept for you has been given up."))
)
CAR = message_kind(
    "stay.car",
    subject=_l("Your car"),
    **note(_l("Your car waits at %(place)s, %(time)s; sign: %(sign)s; %(plate)s; driver: %(phone)s")),
)
CAR_BACK = message_kind(
    "stay.car_back",
    subject=_l("Your car"),
    **note(_l("Your car to %(place)s leaves %(time)s; %(plate)s; driver: %(phone)s")),
)
NO_CAR = message_kind(
    "stay.no_car",
    subject=_l("Your car"),
    **note(_l("The car that was to take you does not fit any more; we look for another one and tell you.")),
)


def _tell(session: Session, who: Registration, what: Kind, *, now: datetime, **facts: str) -> None:
    """One sentence with the way to one's page; nothing where there is no address."""
    if not who.email and not who.phone:
        return
    text = what.text(name=who.name, link=public_link("me.me"), **facts)
    send_message(session, Recipient(who.email, who.phone, who.language), what.key, text, now=now)


def tell_lodged(
    session: Session, who: Registration, kind: RoomKind, arrives: date, leaves: date, *, now: datetime
) -> None:
    with in_language(who.language):
        _tell(
            session, who, LODGED, now=now, hotel=pick(kind.hotel.name, kind.hotel.name_en),
            kind=pick(kind.name, kind.name_en), first=day_title(arrives), last=day_title(leaves),
            address=kind.hotel.address,
        )  # fmt: skip


def tell_moved_out(session: Session, who: Registration, *, now: datetime) -> None:
    with in_language(who.language):
        _tell(session, who, MOVED_OUT, now=now)


def tell_car(session: Session, who: Registration, trip: Trip, *, now: datetime) -> None:
    kind = CAR if trip.direction == Direction.ARRIVAL else CAR_BACK
    with in_language(who.language):
        _tell(
            session, who, kind, now=now, place=trip.place, time=local_time(trip.starts_at),
            sign=trip.sign or who.name, plate=trip.plate or "–",
            phone=" ".join(part for part in (trip.driver, trip.driver_phone) if part),
        )  # fmt: skip


def tell_no_car(session: Session, who: Registration, *, now: datetime) -> None:
    with in_language(who.language):
        _tell(session, who, NO_CAR, now=now)
