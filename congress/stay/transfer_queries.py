"""Every question about cars and meals."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from congress.programme.models import Congress
from congress.registration.models import Holding, Registration
from congress.registration.states import SEATED, Status
from congress.seating.models import SeatBlock, SeatGuest, SeatingPlan
from congress.seating.states import BlockKind
from congress.stay.errors import NoSuchMeal, NoSuchTrip
from congress.stay.models import Lodging, Meal, Ride, Room, RoomKind, StayWish, Trip
from congress.stay.states import Direction


def trips_of(session: Session, congress_id: int) -> Sequence[Trip]:
    """By time."""
    return session.scalars(
        select(Trip)
        .where(Trip.congress_id == congress_id)
        .order_by(Trip.starts_at, Trip.id)
        .execution_options(populate_existing=True)
    ).all()


def trip_by_id(session: Session, congress_id: int, trip_id: int) -> Trip:
    """Raises NoSuchTrip."""
    found = session.scalars(
        select(Trip)
        .where(Trip.congress_id == congress_id, Trip.id == trip_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchTrip
    return found


def trip_by_digest(session: Session, digest: str) -> tuple[Trip, Congress] | None:
    """The trip of a driver's link, and its congress."""
    return (
        session.execute(
            select(Trip, Congress).join(Congress, Congress.id == Trip.congress_id).where(Trip.link_digest == digest)
        )
        .tuples()
        .one_or_none()
    )


def rides_of(session: Session, trip: Trip) -> Sequence[tuple[Ride, StayWish | None]]:
    """Everybody in the car, struck ones too, with what they said of their journey: by time, then strokes."""
    when = StayWish.arrives_at if trip.direction == Direction.ARRIVAL else StayWish.leaves_at
    found = session.execute(
        select(Ride, StayWish)
        .join(Ride.registration)
        .outerjoin(StayWish, StayWish.registration_id == Ride.registration_id)
        .where(Ride.trip_id == trip.id)
        .options(contains_eager(Ride.registration))
        .order_by(when.nulls_last(), Registration.stroke_key, Registration.id)
    )
    return [(ride, wish) for ride, wish in found.tuples()]


def rides_statement(congress_id: int) -> Select[tuple[Ride]]:
    """Every seat in a car, by time of the car and strokes."""
    return (
        select(Ride)
        .join(Ride.trip)
        .join(Ride.registration)
        .where(Trip.congress_id == congress_id, Ride.struck_at.is_(None))
        .options(contains_eager(Ride.trip), contains_eager(Ride.registration))
        .order_by(Trip.starts_at, Trip.id, Registration.stroke_key, Registration.id)
    )


def ride_of(session: Session, registration_id: int, direction: Direction) -> Ride | None:
    return session.scalars(
        select(Ride)
        .where(Ride.registration_id == registration_id, Ride.direction == direction)
        .options(joinedload(Ride.trip))
        .execution_options(populate_existing=True)
    ).one_or_none()


def rides_of_people(session: Session, registration_ids: Collection[int]) -> Sequence[Ride]:
    """The cars of these people, there and back; struck ones are none."""
    return session.scalars(
        select(Ride)
        .where(Ride.registration_id.in_(registration_ids), Ride.struck_at.is_(None))
        .options(joinedload(Ride.trip))
        .order_by(Ride.registration_id, Ride.direction)
    ).all()


def riding(session: Session, congress_id: int) -> set[tuple[int, str]]:
    """(registration, direction) of everybody who has a seat in a car."""
    found = session.execute(
        select(Ride.registration_id, Ride.direction)
        .join(Ride.trip)
        .where(Trip.congress_id == congress_id, Ride.struck_at.is_(None))
    )
    return set(found.tuples())


def riders_by_trip(session: Session, congress_id: int) -> dict[int, list[str]]:
    """Trip → the codes of those who ride in it."""
    found = session.execute(
        select(Ride.trip_id, Registration.code)
        .join(Ride.trip)
        .join(Ride.registration)
        .where(Trip.congress_id == congress_id, Ride.struck_at.is_(None))
        .order_by(Ride.trip_id, Registration.stroke_key, Registration.id)
    )
    riders: dict[int, list[str]] = {}
    for trip, code in found.tuples():
        riders.setdefault(trip, []).append(code)
    return riders


def wishes_by_service(session: Session, congress_id: int, service: str) -> Sequence[StayWish]:
    """Everybody who comes by this train or flight."""
    return session.scalars(
        select(StayWish)
        .join(StayWish.registration)
        .where(Registration.congress_id == congress_id, Registration.status == Status.CONFIRMED)
        .where(StayWish.arrives_by == service, StayWish.arrives_at.is_not(None))
        .options(contains_eager(StayWish.registration).joinedload(Registration.category))
        .order_by(StayWish.id)
    ).all()


def meals_of(session: Session, congress_id: int) -> Sequence[Meal]:
    """By time."""
    return session.scalars(select(Meal).where(Meal.congress_id == congress_id).order_by(Meal.starts_at, Meal.id)).all()


def meal_by_id(session: Session, congress_id: int, meal_id: int) -> Meal:
    """Raises NoSuchMeal."""
    found = session.scalars(select(Meal).where(Meal.congress_id == congress_id, Meal.id == meal_id)).one_or_none()
    if found is None:
        raise NoSuchMeal
    return found


def eaters_of(session: Session, meal: Meal, *, day: date) -> Sequence[tuple[int, StayWish | None]]:
    """(registration, what they wish) of those whom a meal is for and who are there by then; `day` is the meal's, at the
    venue.
    """
    statement = (
        select(Registration.id, StayWish)
        .outerjoin(StayWish, StayWish.registration_id == Registration.id)
        .where(Registration.congress_id == meal.congress_id, Registration.status == Status.CONFIRMED)
        .where(StayWish.arrives_at.is_(None) | (StayWish.arrives_at <= meal.starts_at))
        .where(StayWish.leaves_at.is_(None) | (StayWish.leaves_at >= meal.starts_at))
        .order_by(Registration.id)
    )
    if meal.forum_id is not None:
        holders = select(Holding.registration_id).where(Holding.forum_id == meal.forum_id, Holding.status.in_(SEATED))
        statement = statement.where(Registration.id.in_(holders))
    if meal.hotel_id is not None:
        lodged = (
            select(Lodging.registration_id)
            .join(Room, Room.id == Lodging.room_id)
            .join(RoomKind, RoomKind.id == Room.kind_id)
            .where(RoomKind.hotel_id == meal.hotel_id, Lodging.struck_at.is_(None))
            .where(Lodging.arrives <= day, Lodging.leaves >= day)
        )
        statement = statement.where(Registration.id.in_(lodged))
    return [(registration, wish) for registration, wish in session.execute(statement).tuples()]


def tables_of(session: Session, forum_id: int) -> dict[int, str]:
    """Registration → the name of the round table at which it sits in the forum."""
    found = session.execute(
        select(SeatGuest.registration_id, SeatBlock.name)
        .join(SeatBlock, SeatBlock.id == SeatGuest.block_id)
        .join(SeatingPlan, SeatingPlan.id == SeatGuest.plan_id)
        .where(SeatingPlan.forum_id == forum_id, SeatBlock.kind == BlockKind.TABLE)
        .where(SeatGuest.registration_id.is_not(None))
    )
    return {registration: name for registration, name in found.tuples() if registration is not None}
