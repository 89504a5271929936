"""Hotels, rooms, cars and meals as JSON."""

from datetime import date, datetime

from flask import Blueprint

from congress.accounts.permissions import is_organiser
from congress.foundation.endpoint import Answer, Call, endpoint
from congress.foundation.errors import NotFound
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, page_of
from congress.programme.queries import congress_by_slug
from congress.stay.lists import meal_counts
from congress.stay.queries import hotels_of, lodgings_of
from congress.stay.transfer_queries import riders_by_trip, trips_of

blueprint = Blueprint("stay_api", __name__)
BASE = "/congresses/<slug>"


class NightOut(Answer):
    night: date
    rooms: int
    taken: int


class RoomKindOut(Answer):
    id: str
    name: dict[str, str]
    beds: int
    smoking: bool
    accessible: bool
    price_fen: int | None
    nights: list[NightOut]


class HotelOut(Answer):
    id: str
    name: dict[str, str]
    address: str
    contact: str
    phone: str
    kinds: list[RoomKindOut]


class HotelList(Answer):
    items: list[HotelOut]
    next: str | None = None


class LodgingOut(Answer):
    registration: str
    name: str
    hotel: str
    kind: str
    # people of one room share it
    room: str
    number: str
    arrives: date
    leaves: date


class LodgingList(Answer):
    items: list[LodgingOut]
    next: str | None = None


class TripOut(Answer):
    id: str
    direction: str
    place: str
    service: str
    starts_at: datetime
    hotel: str
    vehicle: str
    plate: str
    seats: int
    taken: int
    riders: list[str]


class TripList(Answer):
    items: list[TripOut]
    next: str | None = None


class MealOut(Answer):
    id: str
    name: dict[str, str]
    starts_at: datetime
    place: str
    expected: int
    diets: dict[str, int]


class MealList(Answer):
    items: list[MealOut]
    next: str | None = None


@endpoint(
    blueprint, "GET", f"{BASE}/hotels", access=is_organiser, scope="registrations:read", query=ListQuery,
    answer=HotelList, errors=[NotFound],
)  # fmt: skip
def list_hotels(call: Call) -> HotelList:
    """The hotels with their kinds of rooms, and how many are given each night."""
    congress = congress_by_slug(call.session, call.path["slug"])
    page = page_of(hotels_of(call.session, congress.id), limit=call.query.limit, cursor=call.query.cursor)
    items = [
        HotelOut(
            id=str(hotel.id), name={"zh": hotel.name, "en": hotel.name_en}, address=hotel.address,
            contact=hotel.contact, phone=hotel.phone,
            kinds=[
                RoomKindOut(
                    id=str(kind.id), name={"zh": kind.name, "en": kind.name_en}, beds=kind.beds, smoking=kind.smoking,
                    accessible=kind.accessible, price_fen=kind.price_fen,
                    nights=[NightOut.model_validate(night) for night in kind.nights],
                )
                for kind in hotel.kinds
            ],
        )
        for hotel in page.items
    ]  # fmt: skip
    return HotelList(items=items, next=page.next)


@endpoint(
    blueprint, "GET", f"{BASE}/lodgings", access=is_organiser, scope="registrations:read", query=ListQuery,
    answer=LodgingList, errors=[NotFound],
)  # fmt: skip
def list_lodgings(call: Call) -> LodgingList:
    """Who sleeps where: by hotel, kind and number of the room, then strokes of the surname."""
    congress = congress_by_slug(call.session, call.path["slug"])
    standing = [one for one in lodgings_of(call.session, congress.id) if one.struck_at is None]
    page = page_of(standing, limit=call.query.limit, cursor=call.query.cursor)
    items = [
        LodgingOut(
            registration=one.registration.code, name=one.registration.name, hotel=str(one.room.kind.hotel_id),
            kind=str(one.room.kind_id), room=str(one.room_id), number=one.room.number, arrives=one.arrives,
            leaves=one.leaves,
        )
        for one in page.items
    ]  # fmt: skip
    return LodgingList(items=items, next=page.next)


@endpoint(
    blueprint, "GET", f"{BASE}/trips", access=is_organiser, scope="registrations:read", query=ListQuery,
    answer=TripList, errors=[NotFound],
)  # fmt: skip
def list_trips(call: Call) -> TripList:
    """The cars by time, with the codes of those who ride."""
    congress = congress_by_slug(call.session, call.path["slug"])
    page = page_of(trips_of(call.session, congress.id), limit=call.query.limit, cursor=call.query.cursor)
    riders = riders_by_trip(call.session, congress.id)
    items = [
        TripOut(
            id=str(trip.id), direction=trip.direction, place=trip.place, service=trip.service,
            starts_at=trip.starts_at.astimezone(zone()), hotel=trip.hotel, vehicle=trip.vehicle, plate=trip.plate,
            seats=trip.seats, taken=trip.taken, riders=riders.get(trip.id, []),
        )
        for trip in page.items
    ]  # fmt: skip
    return TripList(items=items, next=page.next)


@endpoint(
    blueprint, "GET", f"{BASE}/meals", access=is_organiser, scope="registrations:read", query=ListQuery,
    answer=MealList, errors=[NotFound],
)  # fmt: skip
def list_meals(call: Call) -> MealList:
    """The meals by time, with how many are expected and what they eat."""
    congress = congress_by_slug(call.session, call.path["slug"])
    page = page_of(meal_counts(call.session, congress), limit=call.query.limit, cursor=call.query.cursor)
    items = [
        MealOut(
            id=str(one.meal.id), name={"zh": one.meal.name, "en": one.meal.name_en},
            starts_at=one.meal.starts_at.astimezone(zone()), place=one.meal.place, expected=one.total,
            diets={diet.value: count for diet, count in one.by_diet.items()},
        )
        for one in page.items
    ]  # fmt: skip
    return MealList(items=items, next=page.next)
