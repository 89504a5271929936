"""What pages and papers of other slices show of somebody's room and cars."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import Flask
from sqlalchemy.orm import Session

from congress.foundation.i18n import _, pick
from congress.foundation.pages import day_title, local_time
from congress.stay.models import Lodging, Ride
from congress.stay.queries import standing_lodgings
from congress.stay.states import DIET_NAMES, DIRECTION_NAMES, MARK_NAMES, RIDERS_SORTED, ROOM_WISH_NAMES, Direction
from congress.stay.transfer_queries import rides_of_people


@dataclass(frozen=True)
class OwnStay:
    """The room and the cars that somebody has."""

    lodging: Lodging | None
    rides: Sequence[Ride]


def stays_of(session: Session, registration_ids: Collection[int]) -> dict[int, OwnStay]:
    """Registration → room and cars, in two questions however many they are."""
    beds = {one.registration_id: one for one in standing_lodgings(session, registration_ids)}
    rides: dict[int, list[Ride]] = {}
    for ride in rides_of_people(session, registration_ids):
        rides.setdefault(ride.registration_id, []).append(ride)
    return {one: OwnStay(beds.get(one), rides.get(one, [])) for one in registration_ids}


def stay_lines(session: Session, registration_id: int) -> list[str]:
    """Room and cars in one line each, for a paper."""
    stay, lines = stays_of(session, [registration_id])[registration_id], []
    if stay.lodging is not None:
        room, hotel = stay.lodging.room, stay.lodging.room.kind.hotel
        parts = [pick(hotel.name, hotel.name_en), room.number or pick(room.kind.name, room.kind.name_en)]
        days = f"{day_title(stay.lodging.arrives)} – {day_title(stay.lodging.leaves)}"
        lines.append(_("Hotel: %(hotel)s", hotel="  ·  ".join([*parts, days])))
    for ride in stay.rides:
        trip = ride.trip
        way = _("from") if trip.direction == Direction.ARRIVAL else _("to")
        parts = [f"{way} {trip.place}", local_time(trip.starts_at, with_place=False), trip.plate, trip.driver_phone]
        lines.append(_("Car: %(car)s", car="  ·  ".join(part for part in parts if part)))
    return lines


def show_stay(app: Flask) -> None:
    app.jinja_env.filters.update(
        room_wish_name=ROOM_WISH_NAMES.__getitem__,
        diet_name=DIET_NAMES.__getitem__,
        direction_name=DIRECTION_NAMES.__getitem__,
        riders_sorted=RIDERS_SORTED.__getitem__,
        mark_name=MARK_NAMES.__getitem__,
    )
