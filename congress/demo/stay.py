"""Two invented hotels, three cars and the meals of the demo, with what its first guests say of journey, room and food."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.programme.models import Congress
from congress.registration.models import Registration
from congress.registration.queries import first_registrations
from congress.stay.actions import fill_rooms, save_hotel, save_kind, save_wish, set_rooms
from congress.stay.lists import hand_over, rooming_sheet
from congress.stay.models import Hotel
from congress.stay.states import Diet, ListKind, RoomWish
from congress.stay.transfers import add_meal, fill_cars, save_trip

GUESTS = 40
# name, English, address; kinds: name, English, beds, rooms each night, yuan
HOTELS = (
    ("示例麓山宾馆（虚构）", "Sample Lushan Hotel", "示例区麓山路0号",
     (("大床房", "Double", 1, 12, 480), ("双床房", "Twin", 2, 6, 450), ("无障碍房", "Accessible", 1, 1, 480))),
    ("示例橘洲酒店（虚构）", "Sample Juzhou Hotel", "示例区湘江路0号",
     (("大床房", "Double", 1, 8, 420), ("双床房", "Twin", 2, 4, 400))),
)  # fmt: skip
# direction, place, train or flight, days and hour from the first day, car, plate, seats
TRIPS = (
    ("arrival", "示例南站", "G9001", -1, 15, "考斯特", "湘A·示例01", 18),
    ("arrival", "示例机场", "ZZ9002", -1, 18, "商务车", "湘A·示例02", 6),
    ("departure", "示例南站", "G9003", 1, 15, "考斯特", "湘A·示例03", 18),
)
MEALS = (("欢迎晚宴", "Welcome dinner", -1, 18, "示例宴会厅"), ("自助午餐", "Lunch", 0, 12, "示例餐厅"))


def load_stay(session: Session, congress: Congress, *, zone: ZoneInfo, now: datetime) -> None:
    """Rooms and seats are given by the rules; the first hotel has its list."""
    by: dict[str, Any] = {"by": SYSTEM, "now": now}
    hotels = [_load_hotel(session, congress, number, **by) for number in range(len(HOTELS))]

    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(congress.starts_on + timedelta(days=day), time(hour, minute), zone)

    for direction, place, service, day, hour, vehicle, plate, seats in TRIPS:
        facts = {
            "direction": direction, "place": place, "service": service, "starts_at": at(day, hour),
            "window_minutes": 90, "hotel": HOTELS[0][0], "vehicle": vehicle, "plate": plate, "seats": seats,
            "driver": "示例司机", "driver_phone": "0731-00000003", "sign": "校友回湘（示例）",
        }  # fmt: skip
        save_trip(session, congress, None, facts, **by)
    for name, name_en, day, hour, place in MEALS:
        meal = {"name": name, "name_en": name_en, "starts_at": at(day, hour), "place": place}
        add_meal(session, congress, meal | {"forum_id": None, "hotel_id": None}, **by)
    guests = first_registrations(session, congress.id, GUESTS)
    for number, guest in enumerate(guests):
        mate = guests[number ^ 1].code if number % 6 < 2 and number ^ 1 < len(guests) else ""  # noqa: PLR2004 -- two of six
        train = number % 4 < 3  # noqa: PLR2004 -- three of four
        came = at(-1, 14, number % 50) if train else at(-1, 17, number % 50)
        _say(session, guest, came, at(1, 16, 30), train=train, mate=mate, number=number, **by)
    fill_rooms(session, congress, zone, **by)
    fill_cars(session, congress, **by)
    sheet = rooming_sheet(session, congress, hotels[0])
    hand_over(session, congress, ListKind.ROOMING, hotels[0].id, sheet, **by)


def _load_hotel(session: Session, congress: Congress, number: int, **by: Any) -> Hotel:
    name, name_en, address, kinds = HOTELS[number]
    facts = {
        "position": number, "name": name, "name_en": name_en, "address": address, "contact": "示例经理",
        "phone": f"0731-0000001{number}",
    }  # fmt: skip
    hotel = save_hotel(session, congress, None, facts, **by)
    for kind_name, kind_en, beds, rooms, yuan in kinds:
        kind_facts = {
            "name": kind_name, "name_en": kind_en, "beds": beds, "smoking": False, "accessible": kind_en == "Accessible",
            "price_fen": yuan * 100,
        }  # fmt: skip
        kind = save_kind(session, hotel, None, kind_facts, **by)
        first, last = congress.starts_on - timedelta(days=1), congress.ends_on + timedelta(days=1)
        set_rooms(session, kind, first, last, rooms, **by)
    return hotel


def _say(
    session: Session, guest: Registration, came: datetime, leaves: datetime, *, train: bool, mate: str, number: int,
    **by: Any,
) -> None:  # fmt: skip
    diets = (Diet.ORDINARY, Diet.ORDINARY, Diet.ORDINARY, Diet.HALAL, Diet.ORDINARY, Diet.VEGETARIAN)
    facts = {
        "arrives_at": came, "arrives_to": "示例南站" if train else "示例机场",
        "arrives_by": "G9001" if train else "ZZ9002", "leaves_at": leaves, "leaves_from": "示例南站",
        "leaves_by": "G9003", "luggage": number % 3, "room": RoomWish.SHARED if mate else RoomWish.OWN,
        "share_with": mate, "smoking": False, "access_needs": "轮椅（示例）" if number == 10 else "",  # noqa: PLR2004 -- one of them
        "diet": diets[number % len(diets)], "diet_note": "花生过敏（示例）" if number == 9 else "",  # noqa: PLR2004 -- another
    }  # fmt: skip
    save_wish(session, guest, facts, **by)
