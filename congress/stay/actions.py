"""Saying what one wishes, keeping hotels, and giving rooms. Start reading at `lodge_person`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.programme.models import Congress
from congress.registration.models import Registration
from congress.registration.queries import lock_registration
from congress.registration.states import Status
from congress.stay.errors import InUse, NoRoomLeft, NotComing, RoomFull
from congress.stay.messages import tell_lodged, tell_moved_out
from congress.stay.models import HandedList, Hotel, Lodging, Ride, Room, RoomKind, RoomNight, StayWish
from congress.stay.queries import (
    hotels_of,
    kind_by_id,
    lock_room,
    lodging_of,
    night_row,
    nights_of_room,
    registrations_by_code,
    sleepers_in,
    units_in_hotels,
    wish_of,
    without_room,
)
from congress.stay.rules import Kind, Placement, Sleeper, nights_between, propose_rooms
from congress.stay.states import RoomWish

WISH_FACTS = (
    "arrives_at", "arrives_to", "arrives_by", "leaves_at", "leaves_from", "leaves_by", "luggage", "room", "share_with",
    "smoking", "access_needs", "diet", "diet_note",
)  # fmt: skip
HOTEL_FACTS = ("position", "name", "name_en", "address", "contact", "phone")
KIND_FACTS = ("name", "name_en", "beds", "smoking", "accessible", "price_fen")
MOST_NIGHTS = 60
FIRST_SERVED = "vip"


def save_wish(
    session: Session, registration: Registration, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> StayWish:
    """Keep what somebody says of their journey, room and food: WISH_FACTS.

    Raises:
        Invalid: one leaves before one comes, shares with oneself, or for too many nights.
    """
    arrives, leaves = facts["arrives_at"], facts["leaves_at"]
    if arrives and leaves and not arrives < leaves <= arrives + timedelta(days=MOST_NIGHTS):
        raise Invalid.field("leaves_at", _("One leaves after one has come, within %(most)s days.", most=MOST_NIGHTS))
    if facts["share_with"] == registration.code:
        raise Invalid.field("share_with", _("This is your own code; give that of the other."))
    wish = wish_of(session, registration.id) or StayWish(registration_id=registration.id)
    for name in WISH_FACTS:
        setattr(wish, name, facts[name])
    wish.changed_at = now
    session.add(wish)
    record(session, by, "stay.wished", "registration", registration.code, now=now)
    session.flush()
    return wish


def nights_wished(wish: StayWish | None, congress: Congress, zone: ZoneInfo) -> tuple[date, date]:
    """The day of coming and that of leaving; who has not said it comes the evening before and goes when it is over."""
    arrives = wish.arrives_at.astimezone(zone).date() if wish and wish.arrives_at else None
    leaves = wish.leaves_at.astimezone(zone).date() if wish and wish.leaves_at else None
    first = arrives or min(congress.starts_on, leaves or congress.starts_on) - timedelta(days=1)
    last = leaves or congress.ends_on
    return first, max(last, first + timedelta(days=1))


def save_hotel(
    session: Session, congress: Congress, hotel: Hotel | None, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> Hotel:
    """Add a hotel or change one: HOTEL_FACTS."""
    hotel = hotel or Hotel(congress_id=congress.id)
    for name in HOTEL_FACTS:
        setattr(hotel, name, facts[name])
    session.add(hotel)
    session.flush()
    record(session, by, "hotel.saved", "hotel", hotel.id, now=now)
    return hotel


def save_kind(
    session: Session, hotel: Hotel, kind: RoomKind | None, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> RoomKind:
    """Add a kind of rooms or change one: KIND_FACTS. Raises InUse where beds would vanish under those who sleep."""
    if kind is not None and facts["beds"] < kind.beds and sleepers_in(session, kind.id):
        raise InUse
    kind = kind or RoomKind(hotel_id=hotel.id)
    for name in KIND_FACTS:
        setattr(kind, name, facts[name])
    session.add(kind)
    session.flush()
    record(session, by, "hotel.kind", "hotel", hotel.id, now=now, room_kind=kind.id)
    return kind


def set_rooms(
    session: Session, kind: RoomKind, first: date, leaves: date, rooms: int, *, by: Actor, now: datetime
) -> None:
    """Say how many rooms of a kind there are in each night from `first` until one leaves.

    Raises:
        Invalid: no night, or too many.
        InUse: more are given already in one of them; nothing is changed then.
    """
    if not first < leaves <= first + timedelta(days=MOST_NIGHTS):
        raise Invalid.field("leaves", _("At least one night, at most %(most)s.", most=MOST_NIGHTS))
    for night in nights_between(first, leaves):
        row = night_row(session, kind.id, night)
        if row is None:
            session.add(RoomNight(kind_id=kind.id, night=night, rooms=rooms, taken=0))
            continue
        changed = session.execute(
            update(RoomNight)
            .where(RoomNight.kind_id == kind.id, RoomNight.night == night, RoomNight.taken <= rooms)
            .values(rooms=rooms)
            .returning(RoomNight.night)
            .execution_options(synchronize_session=False)
        ).scalar_one_or_none()
        if changed is None:
            raise InUse
    session.flush()
    record(session, by, "hotel.rooms", "hotel", kind.hotel_id, now=now, room_kind=kind.id, rooms=rooms)


def lodge_person(
    session: Session, registration: Registration, kind: RoomKind, arrives: date, leaves: date, *,
    room: Room | None = None, by: Actor, now: datetime,
) -> Lodging:  # fmt: skip
    """Give somebody a bed: in a fresh room of the kind, or in the `room` that somebody has already.

    Raises:
        NotComing, NoRoomLeft, RoomFull: as their names say; nothing is changed then.
        Invalid: no night.
    """
    lodging = take_bed(session, registration, kind, arrives, leaves, room=room, now=now)
    record(session, by, "stay.lodged", "registration", registration.code, now=now, hotel=kind.hotel_id)
    return lodging


def take_bed(
    session: Session, registration: Registration, kind: RoomKind, arrives: date, leaves: date, *, room: Room | None,
    now: datetime,
) -> Lodging:  # fmt: skip
    """As `lodge_person`, without the line in the audit trail: for many at once."""
    lock_registration(session, registration.id)
    if registration.status != Status.CONFIRMED:
        raise NotComing
    if not arrives < leaves <= arrives + timedelta(days=MOST_NIGHTS):
        raise Invalid.field("leaves", _("At least one night, at most %(most)s.", most=MOST_NIGHTS))
    lodging = lodging_of(session, registration.id)
    if lodging is not None and lodging.struck_at is None:
        if room is not None and (room.id, arrives, leaves) == (
            lodging.room_id,
            lodging.arrives,
            lodging.leaves,
        ):
            return lodging
        _leave_bed(session, lodging)
    if room is None:
        room = Room(kind_id=kind.id)
        session.add(room)
        session.flush()
    _hold_nights(session, room, kind, nights_between(arrives, leaves))
    if lodging is None:
        lodging = Lodging(registration_id=registration.id)
        session.add(lodging)
    lodging.room_id, lodging.arrives, lodging.leaves = room.id, arrives, leaves
    lodging.changed_at, lodging.struck_at = now, None
    session.flush()
    tell_lodged(session, registration, kind, arrives, leaves, now=now)
    return lodging


def _hold_nights(session: Session, room: Room, kind: RoomKind, nights: Sequence[date]) -> None:
    """A bed in each night; the room itself is taken in the nights in which nobody sleeps there yet. One statement a
    night cannot overshoot, guarded again by the table's CHECK.
    """
    lock_room(session, room.id)
    sleeping = nights_of_room(session, room.id)
    for night in nights:
        if sleeping[night] >= kind.beds:
            raise RoomFull
        if sleeping[night]:
            continue
        taken = session.execute(
            update(RoomNight)
            .where(RoomNight.kind_id == kind.id, RoomNight.night == night, RoomNight.taken < RoomNight.rooms)
            .values(taken=RoomNight.taken + 1)
            .returning(RoomNight.night)
            .execution_options(synchronize_session=False)
        ).scalar_one_or_none()
        if taken is None:
            raise NoRoomLeft


def _leave_bed(session: Session, lodging: Lodging) -> None:
    """Free the bed, and the room in the nights in which nobody else sleeps there."""
    room = lodging.room
    lock_room(session, room.id)
    sleeping = nights_of_room(session, room.id)
    lodging.struck_at = lodging.changed_at
    session.flush()
    for night in lodging.nights:
        if sleeping[night] == 1:
            session.execute(
                update(RoomNight)
                .where(RoomNight.kind_id == room.kind_id, RoomNight.night == night)
                .values(taken=RoomNight.taken - 1)
                .execution_options(synchronize_session=False)
            )


def move_out(session: Session, registration: Registration, *, by: Actor, now: datetime) -> bool:
    """Take somebody's bed away; it stands struck on the hotel's next list. Nothing happens where there is none."""
    lock_registration(session, registration.id)
    if not strike_lodging(session, registration.id, now=now):
        return False
    record(session, by, "stay.moved_out", "registration", registration.code, now=now)
    tell_moved_out(session, registration, now=now)
    return True


def strike_lodging(session: Session, registration_id: int, *, now: datetime) -> bool:
    """Free the bed of somebody who does not come; whether there was one."""
    lodging = lodging_of(session, registration_id)
    if lodging is None or lodging.struck_at is not None:
        return False
    _leave_bed(session, lodging)
    lodging.changed_at = lodging.struck_at = now
    session.flush()
    return True


def number_room(session: Session, room: Room, number: str, *, by: Actor, now: datetime) -> None:
    """The number that the hotel gave the room."""
    room.number = number
    record(session, by, "stay.numbered", "hotel", room.kind.hotel_id, now=now, room=room.id)
    session.flush()


@dataclass(frozen=True)
class Proposed:
    """Rooms as the rules would give them, and who finds none."""

    placements: Sequence[Placement]
    people: Mapping[int, StayWish]
    kinds: Mapping[int, RoomKind]
    left: Sequence[StayWish]


def proposed_rooms(session: Session, congress: Congress, zone: ZoneInfo) -> Proposed:
    """What the rules say to everybody who wishes a room and has none. Nothing is changed."""
    wishes = without_room(session, congress.id)
    ids = {code: one.id for code, one in registrations_by_code(session, congress.id).items()}
    kinds = {kind.id: kind for hotel in hotels_of(session, congress.id) for kind in hotel.kinds}
    sleepers = []
    for wish in wishes:
        who, (arrives, leaves) = wish.registration, nights_wished(wish, congress, zone)
        sleepers.append(
            Sleeper(
                id=who.id, unit=who.organisation, first=who.category.slug == FIRST_SERVED, order=who.stroke_key,
                arrives=arrives, leaves=leaves, shared=wish.room == RoomWish.SHARED, smoking=wish.smoking,
                share_with=ids.get(wish.share_with), access=bool(wish.access_needs),
            )
        )  # fmt: skip
    supply = [
        Kind(
            id=kind.id, hotel=kind.hotel_id, beds=kind.beds, smoking=kind.smoking, accessible=kind.accessible,
            free={row.night: row.rooms - row.taken for row in kind.nights},
        )
        for kind in kinds.values()
    ]  # fmt: skip
    placements = propose_rooms(sleepers, supply, units_in_hotels(session, congress.id))
    placed = {one for placement in placements for one in placement.people}
    people = {wish.registration_id: wish for wish in wishes}
    return Proposed(placements, people, kinds, [wish for wish in wishes if wish.registration_id not in placed])


def fill_rooms(
    session: Session, congress: Congress, zone: ZoneInfo, *, by: Actor, now: datetime
) -> Proposed:  # fmt: skip
    """Give the rooms that the rules propose."""
    proposed = proposed_rooms(session, congress, zone)
    for placement in proposed.placements:
        room: Room | None = None
        kind = kind_by_id(session, congress.id, placement.kind)
        for person in placement.people:
            wish = proposed.people[person]
            arrives, leaves = nights_wished(wish, congress, zone)
            lodging = take_bed(session, wish.registration, kind, arrives, leaves, room=room, now=now)
            room = session.get_one(Room, lodging.room_id)
    record(session, by, "stay.filled", "congress", congress.slug, now=now, rooms=len(proposed.placements))
    return proposed


def let_stays_go(session: Session, congress_id: int, registration_ids: Sequence[int]) -> None:
    """Forget wishes, rooms and cars of these people and what lists said, once the congress is over; counts stay."""
    session.execute(delete(HandedList).where(HandedList.congress_id == congress_id))
    for model in (StayWish, Lodging, Ride):
        session.execute(delete(model).where(model.registration_id.in_(registration_ids)))
