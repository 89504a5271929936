"""What is typed about stays, cars and meals; the shape only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, DateTimeLocalField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from congress.foundation.forms import BaseForm, LineField, NumberField, at_most
from congress.foundation.i18n import _l
from congress.foundation.pages import zone
from congress.stay.models import StayWish, Trip
from congress.stay.states import DIET_NAMES, DIRECTION_NAMES, ROOM_WISH_NAMES

NEEDED = _l("This field is needed.")
AS_TYPED = "%Y-%m-%dT%H:%M"
WHOLE = _l("A whole number is expected that can be right.")
MOST_ROOMS, MOST_BEDS, MOST_SEATS, MOST_MINUTES, MOST_LUGGAGE = 2_000, 6, 60, 720, 30
FEN = 100


def instant(typed: datetime | None) -> datetime | None:
    """What was typed as a time at the venue."""
    return typed.replace(tzinfo=zone()) if typed else None


def local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(zone()).replace(tzinfo=None) if moment else None


def _service(text: str | None) -> str:
    """A train or flight as a timetable writes it."""
    return "".join((text or "").split()).upper()


def _number(label: object, least: int, most: int, *, needed: bool = True, **more: Any) -> NumberField:
    first = InputRequired(NEEDED) if needed else Optional()
    return NumberField(label, [first, NumberRange(least, most, WHOLE)], **more)


def _moment(label: object, *, needed: bool = False) -> DateTimeLocalField:
    return DateTimeLocalField(label, [InputRequired(NEEDED) if needed else Optional()], format=AS_TYPED)


class WishForm(BaseForm):
    """One's journey, room and food."""

    arrives_at = _moment(_l("Arrival"))
    arrives_to = LineField(
        _l("Station or airport of arrival"), [at_most(60)], description=_l("Leave it empty if you need no car.")
    )
    arrives_by = LineField(_l("Train or flight of arrival"), [at_most(20)], filters=[_service])
    leaves_at = _moment(_l("Departure"))
    leaves_from = LineField(
        _l("Station or airport of departure"), [at_most(60)], description=_l("Leave it empty if you need no car.")
    )
    leaves_by = LineField(_l("Train or flight of departure"), [at_most(20)], filters=[_service])
    luggage = _number(_l("Pieces of luggage"), 0, MOST_LUGGAGE, needed=False)
    room = SelectField(
        _l("Lodging"), choices=[SelectChoice(wish.value, name) for wish, name in ROOM_WISH_NAMES.items()]
    )
    share_with = LineField(
        _l("Code of the one I share with"), [at_most(10)], filters=[_service],
        description=_l("A room is shared only where each of the two has named the other."),
    )  # fmt: skip
    smoking = BooleanField(_l("I smoke"))
    access_needs = LineField(
        _l("What I need to get about"),
        [at_most(200)],
        description=_l("Such as a wheelchair; seen by the office alone."),
    )
    diet = SelectField(_l("Food"), choices=[SelectChoice(diet.value, name) for diet, name in DIET_NAMES.items()])
    diet_note = LineField(_l("About the food"), [at_most(200)], description=_l("Such as an allergy."))

    def facts(self) -> dict[str, Any]:
        same = (
            "arrives_to", "arrives_by", "leaves_from", "leaves_by", "room", "share_with", "smoking", "access_needs",
            "diet", "diet_note",
        )  # fmt: skip
        return {name: self[name].data for name in same} | {
            "arrives_at": instant(self.arrives_at.data), "leaves_at": instant(self.leaves_at.data),
            "luggage": self.luggage.data or 0,
        }  # fmt: skip

    def fill(self, wish: StayWish | None) -> None:
        if wish is not None:
            self.process(None, obj=wish)
            self.arrives_at.data, self.leaves_at.data = local(wish.arrives_at), local(wish.leaves_at)


class HotelForm(BaseForm):
    name = LineField(_l("Name in Chinese"), [DataRequired(NEEDED), at_most(120)])
    name_en = LineField(_l("Name in English"), [at_most(120)])
    address = LineField(_l("Address"), [at_most(200)])
    contact = LineField(_l("Contact"), [at_most(120)])
    phone = LineField(_l("Phone"), [at_most(40)])
    position = _number(_l("Place in the order"), 0, MOST_ROOMS, needed=False)

    def facts(self) -> dict[str, Any]:
        same = ("name", "name_en", "address", "contact", "phone")
        return {name: self[name].data for name in same} | {"position": self.position.data or 0}


class KindForm(BaseForm):
    """A kind of rooms; it shares its page with the hotel's own form."""

    def __init__(self, **given: Any) -> None:
        super().__init__(prefix="kind-", **given)

    name = LineField(_l("Name in Chinese"), [DataRequired(NEEDED), at_most(60)], description=_l("Such as 大床房."))
    name_en = LineField(_l("Name in English"), [at_most(60)])
    beds = _number(_l("People in a room"), 1, MOST_BEDS)
    smoking = BooleanField(_l("Smoking is allowed"))
    accessible = BooleanField(_l("Fit for a wheelchair"))
    price = _number(
        _l("Price of a night in yuan"), 0, MOST_ROOMS * FEN, needed=False, description=_l("For information alone.")
    )

    def facts(self) -> dict[str, Any]:
        price = self.price.data
        same = ("name", "name_en", "beds", "smoking", "accessible")
        return {name: self[name].data for name in same} | {"price_fen": None if price is None else price * FEN}


class NightsForm(BaseForm):
    """How many rooms there are from one day to another."""

    first = DateField(_l("First night"), [InputRequired(NEEDED)])
    leaves = DateField(_l("Day of leaving"), [InputRequired(NEEDED)])
    rooms = _number(_l("Rooms each night"), 0, MOST_ROOMS)


class LodgeForm(BaseForm):
    """A bed for somebody: a fresh room of a kind, or one in which somebody sleeps."""

    where = SelectField(_l("Lodging"), choices=[])
    arrives = DateField(_l("First night"), [InputRequired(NEEDED)])
    leaves = DateField(_l("Day of leaving"), [InputRequired(NEEDED)])

    def offer(self, rooms: Sequence[tuple[str, str]]) -> None:
        self.where.choices = [SelectChoice(key, name) for key, name in rooms]


class NumberForm(BaseForm):
    number = LineField(_l("Number of the room"), [at_most(20)])


class TripForm(BaseForm):
    """A car at a time and place."""

    direction = SelectField(
        _l("Direction"), choices=[SelectChoice(way.value, name) for way, name in DIRECTION_NAMES.items()]
    )
    place = LineField(_l("Station or airport"), [DataRequired(NEEDED), at_most(60)])
    service = LineField(_l("Train or flight"), [at_most(20)], filters=[_service])
    starts_at = _moment(_l("Leaves at"), needed=True)
    window_minutes = _number(
        _l("Takes those within so many minutes"), 0, MOST_MINUTES,
        description=_l("Who arrives at most so long before it leaves; who departs at most so long after."),
    )  # fmt: skip
    hotel = LineField(_l("Hotel"), [at_most(120)])
    vehicle = LineField(_l("Vehicle"), [at_most(60)])
    plate = LineField(_l("Plate"), [at_most(20)])
    seats = _number(_l("Seats"), 1, MOST_SEATS)
    driver = LineField(_l("Driver"), [at_most(60)])
    driver_phone = LineField(_l("Driver's phone"), [at_most(40)])
    sign = LineField(_l("Text of the sign"), [at_most(60)])

    def facts(self) -> dict[str, Any]:
        same = (
            "direction", "place", "service", "window_minutes", "hotel", "vehicle", "plate", "seats", "driver",
            "driver_phone", "sign",
        )  # fmt: skip
        return {name: self[name].data for name in same} | {"starts_at": instant(self.starts_at.data)}

    def fill(self, trip: Trip) -> None:
        self.process(None, obj=trip)
        self.starts_at.data = local(trip.starts_at)


class RiderForm(BaseForm):
    code = LineField(_l("Code of the registration"), [DataRequired(NEEDED), at_most(10)], filters=[_service])


class LateForm(BaseForm):
    """A train or flight that comes at another time."""

    service = LineField(_l("Train or flight"), [DataRequired(NEEDED), at_most(20)], filters=[_service])
    arrives_at = _moment(_l("Arrives now at"), needed=True)


class MealForm(BaseForm):
    name = LineField(_l("Name in Chinese"), [DataRequired(NEEDED), at_most(60)])
    name_en = LineField(_l("Name in English"), [at_most(60)])
    starts_at = _moment(_l("Starts"), needed=True)
    place = LineField(_l("Where it is served"), [DataRequired(NEEDED), at_most(120)])
    whom = SelectField(_l("For whom"), choices=[])

    def offer(self, groups: Sequence[tuple[str, str]]) -> None:
        self.whom.choices = [SelectChoice("", str(_l("Everybody"))), *(SelectChoice(*group) for group in groups)]

    def facts(self) -> dict[str, Any]:
        kind, _sep, number = self.whom.data.partition(":")
        chosen = {f"{one}_id": int(number) if one == kind else None for one in ("forum", "hotel")}
        same = {name: self[name].data for name in ("name", "name_en", "place")}
        return same | chosen | {"starts_at": instant(self.starts_at.data)}


class SheetForm(BaseForm):
    """A sheet with rooms."""

    file = FileField(_l("Sheet (xlsx or CSV)"))
    only_check = BooleanField(_l("Only check it, change nothing"))
