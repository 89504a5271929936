"""Hotels, cars and meals for tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.programme.models import Congress
from congress.registration.models import Registration
from congress.stay.actions import lodge_person, save_hotel, save_kind, save_wish, set_rooms
from congress.stay.models import Hotel, RoomKind, Trip
from congress.stay.queries import kind_by_id
from congress.stay.transfers import add_meal, make_link, save_trip, seat_person
from tests.factories.programme import OPENING

NOW = datetime(2036, 11, 1, tzinfo=UTC)
EVENING, LAST = date(2036, 11, 19), date(2036, 11, 21)
ARRIVAL = OPENING - timedelta(hours=12)
BY: dict[str, Any] = {"by": SYSTEM, "now": NOW}


def make_hotel(session: Session, congress: Congress, name: str = "示例酒店") -> Hotel:
    facts = {
        "position": 0, "name": name, "name_en": "Sample Hotel", "address": "示例路1号", "contact": "示例经理",
        "phone": "0731-00000002",
    }  # fmt: skip
    return save_hotel(session, congress, None, facts, **BY)


def make_kind(session: Session, hotel: Hotel, *, beds: int = 2, rooms: int = 2, **more: Any) -> RoomKind:
    """A kind of room with so many for the two nights of the congress."""
    facts = {
        "name": "双床房",
        "name_en": "Twin",
        "beds": beds,
        "smoking": False,
        "accessible": False,
        "price_fen": 45_000,
    }
    kind = save_kind(session, hotel, None, facts | more, **BY)
    set_rooms(session, kind, EVENING, LAST, rooms, **BY)
    return kind_by_id(session, hotel.congress_id, kind.id)


def make_trip(session: Session, congress: Congress, **more: Any) -> Trip:
    """A car with four seats that waits an hour for a train."""
    facts = {
        "direction": "arrival", "place": "示例南站", "service": "G1001", "starts_at": ARRIVAL + timedelta(minutes=30),
        "window_minutes": 60, "hotel": "示例酒店", "vehicle": "商务车", "plate": "湘A00001", "driver": "示例司机",
        "driver_phone": "19900000001", "sign": "示例大会", "seats": 4,
    }  # fmt: skip
    return save_trip(session, congress, None, facts | more, **BY)


def wish(session: Session, registration: Registration, **more: Any) -> None:
    """Somebody comes by the train of `make_trip`, stays for two nights and eats everything."""
    facts = {
        "arrives_at": ARRIVAL, "arrives_to": "示例南站", "arrives_by": "G1001",
        "leaves_at": OPENING + timedelta(hours=30), "leaves_from": "", "leaves_by": "", "luggage": 1, "room": "own",
        "share_with": "", "smoking": False, "access_needs": "", "diet": "ordinary", "diet_note": "",
    }  # fmt: skip
    save_wish(session, registration, facts | more, **BY)


def host(session: Session, congress: Congress, registration: Registration) -> dict[str, str]:
    """A room, a car and a meal for somebody; the parts of their addresses."""
    kind = make_kind(session, make_hotel(session, congress))
    wish(session, registration)
    lodging = lodge_person(session, registration, kind, EVENING, LAST, **BY)
    trip, spare = make_trip(session, congress), make_trip(session, congress)
    ride = seat_person(session, registration, trip, **BY)
    facts = {"name": "示例晚宴", "name_en": "Dinner", "starts_at": OPENING, "place": "示例厅"}
    meal = add_meal(session, congress, facts | {"forum_id": None, "hotel_id": None}, **BY)
    return {
        "int:hotel": str(kind.hotel_id), "int:kind": str(kind.id), "hotel_room": str(lodging.room_id),
        "int:trip": str(trip.id), "spare_trip": str(spare.id), "int:rider": str(ride.id), "int:meal": str(meal.id),
        "ride_secret": make_link(session, trip, **BY),
    }  # fmt: skip
