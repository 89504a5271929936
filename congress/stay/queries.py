"""Every question about wishes and rooms."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from congress.registration.models import Registration
from congress.registration.states import Status
from congress.stay.errors import NoSuchHotel, NoSuchRoom
from congress.stay.models import HandedList, Hotel, Lodging, Ride, Room, RoomKind, RoomNight, StayWish
from congress.stay.states import ListKind, RoomWish

STANDS = Lodging.struck_at.is_(None)
SLEEPS_IN_ROOM = joinedload(Lodging.room).joinedload(Room.kind).joinedload(RoomKind.hotel)


def wish_of(session: Session, registration_id: int) -> StayWish | None:
    return session.scalars(select(StayWish).where(StayWish.registration_id == registration_id)).one_or_none()


def wishes_of(session: Session, congress_id: int) -> Sequence[StayWish]:
    """What everybody who comes to the congress wishes, by the strokes of the name."""
    return session.scalars(
        select(StayWish)
        .join(StayWish.registration)
        .where(Registration.congress_id == congress_id, Registration.status == Status.CONFIRMED)
        .options(contains_eager(StayWish.registration).joinedload(Registration.category))
        .order_by(Registration.stroke_key, Registration.id)
    ).all()


def hotels_of(session: Session, congress_id: int) -> Sequence[Hotel]:
    return session.scalars(_whole().where(Hotel.congress_id == congress_id).order_by(Hotel.position, Hotel.id)).all()


def hotel_by_id(session: Session, congress_id: int, hotel_id: int) -> Hotel:
    """The hotel with its kinds of rooms and their nights, read afresh; raises NoSuchHotel."""
    found = session.scalars(_whole().where(Hotel.congress_id == congress_id, Hotel.id == hotel_id)).one_or_none()
    if found is None:
        raise NoSuchHotel
    return found


def _whole() -> Select[tuple[Hotel]]:
    kinds = selectinload(Hotel.kinds).selectinload(RoomKind.nights)
    return select(Hotel).options(kinds).execution_options(populate_existing=True)


def kind_by_id(session: Session, congress_id: int, kind_id: int) -> RoomKind:
    """Raises NoSuchRoom."""
    found = session.scalars(
        select(RoomKind)
        .join(RoomKind.hotel)
        .where(Hotel.congress_id == congress_id, RoomKind.id == kind_id)
        .options(contains_eager(RoomKind.hotel), selectinload(RoomKind.nights))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchRoom
    return found


def room_by_id(session: Session, congress_id: int, room_id: int) -> Room:
    """Raises NoSuchRoom."""
    found = session.scalars(
        select(Room)
        .join(Room.kind)
        .join(RoomKind.hotel)
        .where(Hotel.congress_id == congress_id, Room.id == room_id)
        .options(contains_eager(Room.kind).contains_eager(RoomKind.hotel))
    ).one_or_none()
    if found is None:
        raise NoSuchRoom
    return found


def lock_room(session: Session, room_id: int) -> None:
    """Two who move into one room follow one another."""
    session.execute(select(Room.id).where(Room.id == room_id).with_for_update())


def nights_of_room(session: Session, room_id: int) -> Counter[date]:
    """How many people sleep in the room each night, read afresh."""
    found = session.scalars(
        select(Lodging).where(Lodging.room_id == room_id, STANDS).execution_options(populate_existing=True)
    )
    return Counter(night for lodging in found for night in lodging.nights)


def sleepers_in(session: Session, kind_id: int) -> int:
    """How many people sleep in rooms of a kind."""
    given = select(func.count()).select_from(Lodging).join(Lodging.room).where(Room.kind_id == kind_id, STANDS)
    return session.scalar(given) or 0


def lodging_of(session: Session, registration_id: int) -> Lodging | None:
    """Somebody's bed, struck or not, with its room and hotel."""
    return session.scalars(
        select(Lodging)
        .where(Lodging.registration_id == registration_id)
        .options(SLEEPS_IN_ROOM)
        .execution_options(populate_existing=True)
    ).one_or_none()


def standing_lodgings(session: Session, registration_ids: Collection[int]) -> Sequence[Lodging]:
    """The beds of these people, with room and hotel; struck ones are none."""
    return session.scalars(
        select(Lodging).where(Lodging.registration_id.in_(registration_ids), STANDS).options(SLEEPS_IN_ROOM)
    ).all()


def lodgings_of(session: Session, congress_id: int, *, hotel_id: int | None = None) -> Sequence[Lodging]:
    """Every bed of a congress, or of one hotel, struck ones too."""
    return session.scalars(lodgings_statement(congress_id, hotel_id=hotel_id)).all()


def lodgings_statement(congress_id: int, *, hotel_id: int | None = None) -> Select[tuple[Lodging]]:
    """Beds by hotel, kind, number of the room, and strokes, with whoever sleeps in them."""
    conditions: list[ColumnElement[bool]] = [Hotel.congress_id == congress_id]
    if hotel_id is not None:
        conditions.append(Hotel.id == hotel_id)
    return (
        select(Lodging)
        .join(Lodging.room)
        .join(Room.kind)
        .join(RoomKind.hotel)
        .join(Lodging.registration)
        .where(*conditions)
        .options(
            contains_eager(Lodging.room).contains_eager(Room.kind).contains_eager(RoomKind.hotel),
            contains_eager(Lodging.registration).joinedload(Registration.category),
        )
        .order_by(Hotel.position, Hotel.id, RoomKind.id, Room.number, Room.id, Registration.stroke_key, Registration.id)
    )


def without_room(session: Session, congress_id: int) -> list[StayWish]:
    """Who wishes a room and has none."""
    lodged = set(
        session.scalars(
            select(Lodging.registration_id)
            .join(Lodging.registration)
            .where(Registration.congress_id == congress_id, STANDS)
        )
    )
    wishing = (wish for wish in wishes_of(session, congress_id) if wish.room != RoomWish.NONE)
    return [wish for wish in wishing if wish.registration_id not in lodged]


def units_in_hotels(session: Session, congress_id: int) -> Mapping[str, Mapping[int, int]]:
    """Unit → hotel → how many of it sleep there."""
    found = session.execute(
        select(Registration.organisation, RoomKind.hotel_id, func.count())
        .select_from(Lodging)
        .join(Lodging.registration)
        .join(Lodging.room)
        .join(Room.kind)
        .where(Registration.congress_id == congress_id, STANDS)
        .group_by(Registration.organisation, RoomKind.hotel_id)
    )
    there: dict[str, dict[int, int]] = {}
    for unit, hotel, count in found.tuples():
        there.setdefault(unit, {})[hotel] = count
    return there


def handed_list(session: Session, kind: ListKind, subject_id: int) -> HandedList | None:
    """What a hotel or a driver was told last."""
    return session.scalars(
        select(HandedList).where(HandedList.kind == kind, HandedList.subject_id == subject_id)
    ).one_or_none()


def night_row(session: Session, kind_id: int, night: date) -> RoomNight | None:
    return session.get(RoomNight, (kind_id, night), populate_existing=True)


def registrations_by_code(session: Session, congress_id: int) -> dict[str, Registration]:
    """Code → everybody who comes, by the strokes of the name."""
    found = session.scalars(
        select(Registration)
        .where(Registration.congress_id == congress_id, Registration.status == Status.CONFIRMED)
        .order_by(Registration.stroke_key, Registration.id)
    )
    return {one.code: one for one in found}


def registrations_with_stay(session: Session, congress_id: int) -> Sequence[int]:
    """The registrations of a congress of which wish, room or car is kept."""
    return session.scalars(
        select(Registration.id).where(
            Registration.congress_id == congress_id,
            Registration.id.in_(
                select(StayWish.registration_id).union(select(Lodging.registration_id), select(Ride.registration_id))
            ),
        )
    ).all()
