"""Cars: who rides in which, exact to the seat, and what becomes of them when a flight is late. Start reading at
`seat_person`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.ids import digest, new_secret
from congress.programme.models import Congress
from congress.registration.models import Registration
from congress.registration.queries import lock_registration
from congress.registration.states import Status
from congress.stay.actions import FIRST_SERVED
from congress.stay.errors import CarFull, InUse, NoSuchTrip, NotComing
from congress.stay.messages import tell_car, tell_no_car
from congress.stay.models import Meal, Ride, StayWish, Trip
from congress.stay.queries import wishes_of
from congress.stay.rules import Car, Passenger, propose_rides
from congress.stay.states import Direction
from congress.stay.transfer_queries import ride_of, riding, trip_by_digest, trips_of, wishes_by_service

TRIP_FACTS = (
    "direction", "place", "service", "starts_at", "window_minutes", "hotel", "vehicle", "plate", "driver",
    "driver_phone", "sign", "seats",
)  # fmt: skip
# a driver's list is of no use once everybody is home
LINK_LIVES = timedelta(days=2)


def save_trip(
    session: Session, congress: Congress, trip: Trip | None, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> Trip:
    """Add a trip or change one: TRIP_FACTS.

    Raises:
        InUse: fewer seats than are taken, or another direction than that of those who ride.
    """
    if trip is not None and trip.taken and (facts["seats"] < trip.taken or facts["direction"] != trip.direction):
        raise InUse
    trip = trip or Trip(congress_id=congress.id, taken=0)
    for name in TRIP_FACTS:
        setattr(trip, name, facts[name])
    session.add(trip)
    session.flush()
    record(session, by, "trip.saved", "trip", trip.id, now=now)
    return trip


def seat_person(session: Session, registration: Registration, trip: Trip, *, by: Actor, now: datetime) -> Ride:
    """Give somebody a seat in the car; the one they had in that direction is free then.

    Raises:
        NotComing, CarFull: as their names say; nothing is changed then.
    """
    ride = _seat(session, registration, trip, now=now)
    record(session, by, "trip.seated", "registration", registration.code, now=now, trip=trip.id)
    return ride


def _seat(session: Session, registration: Registration, trip: Trip, *, now: datetime) -> Ride:
    lock_registration(session, registration.id)
    if registration.status != Status.CONFIRMED:
        raise NotComing
    ride = ride_of(session, registration.id, Direction(trip.direction))
    if ride is not None and ride.struck_at is None:
        if ride.trip_id == trip.id:
            return ride
        _free_seat(session, ride.trip_id)
    # one statement that cannot overshoot, guarded again by the table's CHECK
    taken = session.execute(
        update(Trip)
        .where(Trip.id == trip.id, Trip.taken < Trip.seats)
        .values(taken=Trip.taken + 1)
        .returning(Trip.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        raise CarFull
    ride = ride or Ride(registration_id=registration.id, direction=trip.direction)
    ride.trip_id, ride.changed_at, ride.struck_at, ride.picked_up_at = trip.id, now, None, None
    session.add(ride)
    session.flush()
    tell_car(session, registration, trip, now=now)
    return ride


def _free_seat(session: Session, trip_id: int) -> None:
    session.execute(
        update(Trip).where(Trip.id == trip_id).values(taken=Trip.taken - 1).execution_options(synchronize_session=False)
    )


def unseat_person(
    session: Session, registration: Registration, direction: Direction, *, by: Actor, now: datetime
) -> bool:
    """Take somebody out of their car; they stand struck on the driver's next list."""
    lock_registration(session, registration.id)
    if not strike_ride(session, registration.id, direction, now=now):
        return False
    record(session, by, "trip.unseated", "registration", registration.code, now=now)
    tell_no_car(session, registration, now=now)
    return True


def strike_ride(session: Session, registration_id: int, direction: Direction, *, now: datetime) -> bool:
    """Free the seat of somebody who does not ride; whether there was one."""
    ride = ride_of(session, registration_id, direction)
    if ride is None or ride.struck_at is not None:
        return False
    _free_seat(session, ride.trip_id)
    ride.struck_at = ride.changed_at = now
    session.flush()
    return True


@dataclass(frozen=True)
class ProposedRides:
    """Cars as the rules would give them: (wish, direction, trip), and who finds none."""

    given: Sequence[tuple[StayWish, Direction, Trip]]
    left: Sequence[tuple[StayWish, Direction]]


def proposed_rides(session: Session, congress: Congress) -> ProposedRides:
    """What the rules say to everybody who arrives or leaves at a known time and place and has no car."""
    seated = riding(session, congress.id)
    asking = [
        (wish, direction)
        for wish in wishes_of(session, congress.id)
        for direction, at, place in (
            (Direction.ARRIVAL, wish.arrives_at, wish.arrives_to),
            (Direction.DEPARTURE, wish.leaves_at, wish.leaves_from),
        )
        # who names no station comes by themselves
        if at is not None and place and (wish.registration_id, direction) not in seated
    ]  # fmt: skip
    return _rides_for(session, congress, asking)


def _rides_for(
    session: Session, congress: Congress, asking: Sequence[tuple[StayWish, Direction]]
) -> ProposedRides:  # fmt: skip
    trips = {trip.id: trip for trip in trips_of(session, congress.id)}
    given = propose_rides(
        [_passenger(number, wish, direction) for number, (wish, direction) in enumerate(asking)],
        [_car(trip) for trip in trips.values()],
    )
    return ProposedRides(
        [(*asking[number], trips[trip]) for number, trip in sorted(given.items())],
        [one for number, one in enumerate(asking) if number not in given],
    )


def _passenger(number: int, wish: StayWish, direction: Direction) -> Passenger:
    who, arrives = wish.registration, direction is Direction.ARRIVAL
    at = wish.arrives_at if arrives else wish.leaves_at
    if at is None:
        raise ValueError("Only who has said a time can be met.")
    return Passenger(
        id=number, direction=direction, unit=who.organisation, first=who.category.slug == FIRST_SERVED,
        order=who.stroke_key, at=at, place=wish.arrives_to if arrives else wish.leaves_from,
        service=wish.arrives_by if arrives else wish.leaves_by,
    )  # fmt: skip


def _car(trip: Trip) -> Car:
    return Car(
        id=trip.id, direction=Direction(trip.direction), place=trip.place, service=trip.service,
        starts_at=trip.starts_at, window=timedelta(minutes=trip.window_minutes), free=trip.seats - trip.taken,
    )  # fmt: skip


def fill_cars(session: Session, congress: Congress, *, by: Actor, now: datetime) -> ProposedRides:
    """Give the seats that the rules propose."""
    proposed = proposed_rides(session, congress)
    for wish, _direction, trip in proposed.given:
        _seat(session, wish.registration, trip, now=now)
    record(session, by, "trip.filled", "congress", congress.slug, now=now, seats=len(proposed.given))
    return proposed


@dataclass(frozen=True)
class Late:
    """What a late train or flight meant: how many come by it, how many changed cars, how many have none now."""

    people: int
    moved: int
    without: int


def note_late(
    session: Session, congress: Congress, service: str, arrives_at: datetime, zone: ZoneInfo, *, by: Actor,
    now: datetime,
) -> Late:  # fmt: skip
    """A train or flight comes at another time that day: whose car does not wait so long gets another, or none."""
    day = arrives_at.astimezone(zone).date()
    coming = [
        wish
        for wish in wishes_by_service(session, congress.id, service)
        if wish.arrives_at and abs((wish.arrives_at.astimezone(zone).date() - day).days) <= 1
    ]
    missed = []
    for wish in coming:
        wish.arrives_at = arrives_at
        ride = ride_of(session, wish.registration_id, Direction.ARRIVAL)
        if ride and ride.struck_at is None and not _car(ride.trip).fits(_passenger(0, wish, Direction.ARRIVAL)):
            missed.append((wish, Direction.ARRIVAL))
    session.flush()
    found = _rides_for(session, congress, missed)
    for wish, _direction, trip in found.given:
        _seat(session, wish.registration, trip, now=now)
    for wish, direction in found.left:
        strike_ride(session, wish.registration_id, direction, now=now)
        tell_no_car(session, wish.registration, now=now)
    record(session, by, "trip.late", "congress", congress.slug, now=now, service=service, people=len(coming))
    return Late(len(coming), len(found.given), len(found.left))


def make_link(session: Session, trip: Trip, *, by: Actor, now: datetime) -> str:
    """The secret of the driver's link, told once; an earlier one leads nowhere any more."""
    secret = new_secret()
    trip.link_digest = digest(secret)
    record(session, by, "trip.link_made", "trip", trip.id, now=now)
    session.flush()
    return secret


def revoke_link(session: Session, trip: Trip, *, by: Actor, now: datetime) -> None:
    trip.link_digest = None
    record(session, by, "trip.link_revoked", "trip", trip.id, now=now)
    session.flush()


def driver_trip(session: Session, secret: str, *, zone: ZoneInfo, now: datetime) -> Trip:
    """The trip that a driver's link leads to; raises NoSuchTrip once it is revoked or the congress is over."""
    found = trip_by_digest(session, digest(secret))
    if found is None or now.astimezone(zone).date() > found[1].ends_on + LINK_LIVES:
        raise NoSuchTrip
    return found[0]


def tick_rider(session: Session, trip: Trip, ride: Ride, *, inside: bool, by: Actor, now: datetime) -> None:
    """The driver says that somebody is in the car, or takes it back; saying it twice changes nothing."""
    if inside is (ride.picked_up_at is not None):
        return
    ride.picked_up_at = now if inside else None
    act = "trip.picked_up" if inside else "trip.not_picked_up"
    record(session, by, act, "trip", trip.id, now=now, ride=ride.id)
    session.flush()


MEAL_FACTS = ("starts_at", "name", "name_en", "place", "forum_id", "hotel_id")


def add_meal(session: Session, congress: Congress, facts: Mapping[str, Any], *, by: Actor, now: datetime) -> Meal:
    """A meal of the congress: MEAL_FACTS."""
    meal = Meal(congress_id=congress.id, **{name: facts[name] for name in MEAL_FACTS})
    session.add(meal)
    session.flush()
    record(session, by, "meal.added", "meal", meal.id, now=now)
    return meal


def remove_meal(session: Session, meal: Meal, *, by: Actor, now: datetime) -> None:
    record(session, by, "meal.removed", "meal", meal.id, now=now)
    session.delete(meal)
    session.flush()
