"""Lists for hotels, drivers and kitchens: their lines, and what has changed since a list was handed over last."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.i18n import _, ngettext, pick
from congress.foundation.ids import digest
from congress.foundation.pages import day_title, local_time, zone
from congress.programme.models import Congress
from congress.stay.models import HandedList, Hotel, Lodging, Meal, Ride, StayWish, Trip
from congress.stay.queries import handed_list, lodgings_of, wishes_of
from congress.stay.states import DIET_NAMES, RIDERS_SORTED, Diet, Direction, ListKind, Mark
from congress.stay.transfer_queries import eaters_of, meals_of, rides_of, tables_of


@dataclass(frozen=True)
class Line:
    """One line of a list; `key` is whom it is about."""

    key: int
    cells: Sequence[str]
    # of what it says, in no language
    fingerprint: str
    mark: Mark = Mark.SAME
    # of a ride: whether the driver has the person in the car
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A list as it is printed: heading, facts above it, columns with shares of the width, and how it is sorted."""

    title: str
    facts: Sequence[str]
    sorted_by: str
    columns: Sequence[str]
    widths: Sequence[float]
    lines: Sequence[Line]
    version: int = 0
    handed_at: datetime | None = None
    large: bool = False
    demo: bool = False


def rooming_sheet(session: Session, congress: Congress, hotel: Hotel) -> Sheet:
    """住宿安排表: who sleeps in which room of the hotel."""
    handed = handed_list(session, ListKind.ROOMING, hotel.id)
    lodgings = lodgings_of(session, congress.id, hotel_id=hotel.id)
    wishes = {wish.registration_id: wish for wish in wishes_of(session, congress.id)}
    said = [_room_line(one, wishes.get(one.registration_id)) for one in lodgings]
    struck = {one.registration_id: one.struck_at for one in lodgings if one.struck_at is not None}
    return Sheet(
        title=_("Rooming list: %(hotel)s", hotel=pick(hotel.name, hotel.name_en)),
        facts=[
            " · ".join(part for part in (hotel.address, hotel.contact, hotel.phone) if part),
            ngettext("%(num)s person", "%(num)s people", len(said) - len(struck)),
        ],
        sorted_by=_("By kind of room, number of the room, and strokes of the surname"),
        columns=[
            _("Number of the room"), _("Kind of room"), _("Name"), _("Organisation"), _("Arrival"),
            _("Departure"), _("Nights"), _("Remarks"),
        ],
        widths=(9, 11, 15, 22, 14, 14, 6, 13),
        lines=_marked(said, struck, handed), demo=congress.is_demo, **_last(handed),
    )  # fmt: skip


def _room_line(lodging: Lodging, wish: StayWish | None) -> Line:
    who, room = lodging.registration, lodging.room
    needs, smokes, service = (wish.access_needs, wish.smoking, wish.arrives_by) if wish else ("", False, "")
    cells = [
        room.number or f"#{room.id}", pick(room.kind.name, room.kind.name_en), who.name, who.organisation,
        day_title(lodging.arrives), day_title(lodging.leaves), str(len(lodging.nights)),
        "；".join(part for part in (needs, _("smokes") if smokes else "", service) if part),
    ]  # fmt: skip
    told = (room.id, room.number, room.kind_id, who.name, who.organisation, lodging.arrives, lodging.leaves)
    return Line(who.id, cells, _fingerprint(*told, needs, smokes, service))


def driver_sheet(session: Session, congress: Congress, trip: Trip) -> Sheet:
    """Whom a driver meets, with phones, trains and luggage, large enough to be read in a car."""
    handed = handed_list(session, ListKind.DRIVER, trip.id)
    riders = rides_of(session, trip)
    said = [_rider_line(ride, wish) for ride, wish in riders]
    struck = {ride.registration_id: ride.struck_at for ride, _wish in riders if ride.struck_at is not None}
    where = " → ".join(part for part in _way(trip) if part)
    return Sheet(
        title=_("Driver's list: %(place)s, %(time)s", place=trip.place, time=local_time(trip.starts_at)),
        facts=[
            where,
            " · ".join(part for part in (trip.service, trip.vehicle, trip.plate) if part),
            " · ".join(part for part in (trip.driver, trip.driver_phone) if part),
            _("Sign: %(sign)s", sign=trip.sign) if trip.sign else "",
            _("%(taken)s of %(seats)s seats", taken=len(said) - len(struck), seats=trip.seats),
        ],
        sorted_by=str(RIDERS_SORTED[Direction(trip.direction)]),
        columns=[_("Name"), _("Phone"), _("Organisation"), _("Train or flight"), _("Time"), _("Luggage")],
        widths=(18, 19, 26, 13, 24, 8),
        lines=_marked(said, struck, handed), large=True, demo=congress.is_demo, **_last(handed),
    )  # fmt: skip


def _way(trip: Trip) -> tuple[str, str]:
    return (trip.place, trip.hotel) if trip.direction == Direction.ARRIVAL else (trip.hotel, trip.place)


def _rider_line(ride: Ride, wish: StayWish | None) -> Line:
    who, luggage, service, at = ride.registration, 0, "", None
    if wish is not None:
        arrives, luggage = ride.direction == Direction.ARRIVAL, wish.luggage
        service, at = (wish.arrives_by, wish.arrives_at) if arrives else (wish.leaves_by, wish.leaves_at)
    cells = [
        who.name, who.phone or "", who.organisation, service, local_time(at, with_place=False), str(luggage),
    ]  # fmt: skip
    told = _fingerprint(who.name, who.phone, who.organisation, service, at, luggage)
    return Line(who.id, cells, told, done=ride.picked_up_at is not None)


def _last(handed: HandedList | None) -> dict[str, Any]:
    return {"version": handed.version, "handed_at": handed.handed_at} if handed else {}


def _marked(said: Sequence[Line], struck: Mapping[int, datetime], handed: HandedList | None) -> list[Line]:
    """Each line with its mark; what was struck before the last list went out was seen there and is gone."""
    lines = []
    for line in said:
        if line.key in struck:
            if handed is None or struck[line.key] > handed.handed_at:
                lines.append(replace(line, mark=Mark.STRUCK))
        elif handed is None or handed.lines.get(str(line.key)) == line.fingerprint:
            lines.append(line)
        else:
            lines.append(replace(line, mark=Mark.CHANGED if str(line.key) in handed.lines else Mark.NEW))
    return lines


def _fingerprint(*facts: object) -> str:
    return digest("\n".join(map(str, facts)))[:16]


def hand_over(
    session: Session, congress: Congress, kind: ListKind, subject_id: int, sheet: Sheet, *, by: Actor, now: datetime
) -> HandedList:
    """Note that the hotel or the driver has this list; later ones mark what differs from it."""
    handed = handed_list(session, kind, subject_id) or HandedList(
        congress_id=congress.id, kind=kind, subject_id=subject_id, version=0
    )
    standing = {str(line.key): line.fingerprint for line in sheet.lines if line.mark is not Mark.STRUCK}
    handed.version, handed.handed_at, handed.lines = handed.version + 1, now, standing
    session.add(handed)
    record(session, by, "stay.handed", kind, subject_id, now=now, version=handed.version)
    session.flush()
    return handed


@dataclass(frozen=True)
class Count:
    """How many portions of what a meal needs; `tables` says where those sit who eat otherwise than most."""

    meal: Meal
    by_diet: Mapping[Diet, int]
    notes: Sequence[str]
    tables: Sequence[str]

    @property
    def total(self) -> int:
        return sum(self.by_diet.values())


def meal_counts(session: Session, congress: Congress) -> list[Count]:
    """Each meal with portions for those who are expected; who has said nothing eats everything."""
    return [_counted(session, meal) for meal in meals_of(session, congress.id)]


def _counted(session: Session, meal: Meal) -> Count:
    eaters = eaters_of(session, meal, day=meal.starts_at.astimezone(zone()).date())
    seats = tables_of(session, meal.forum_id) if meal.forum_id is not None else {}
    portions = Counter(Diet(wish.diet) if wish else Diet.ORDINARY for _who, wish in eaters)
    notes = Counter(wish.diet_note for _who, wish in eaters if wish and wish.diet_note)
    tables = Counter(
        (seats[who], Diet(wish.diet)) for who, wish in eaters if wish and wish.diet != Diet.ORDINARY and who in seats
    )  # fmt: skip
    return Count(
        meal, {diet: portions[diet] for diet in Diet}, [f"{note} × {count}" for note, count in sorted(notes.items())],
        [f"{table}: {DIET_NAMES[diet]} × {count}" for (table, diet), count in sorted(tables.items())],
    )  # fmt: skip


def kitchen_sheet(session: Session, congress: Congress) -> Sheet:
    """How many eat what, meal by meal; it names nobody."""
    lines = []
    for count in meal_counts(session, congress):
        meal = count.meal
        cells = [
            local_time(meal.starts_at, with_place=False), pick(meal.name, meal.name_en), meal.place, str(count.total),
            *(str(count.by_diet[diet]) for diet in Diet), "；".join([*count.notes, *count.tables]),
        ]  # fmt: skip
        lines.append(Line(meal.id, cells, ""))
    return Sheet(
        title=_("Meals: %(congress)s", congress=pick(congress.title_zh, congress.title_en)),
        facts=[_("Expected: whose registration is confirmed and who is there at that time.")],
        sorted_by=_("By time"),
        columns=[
            _("Time"), _("Meal"), _("Where it is served"), _("In all"), *(str(DIET_NAMES[diet]) for diet in Diet),
            _("Remarks"),
        ],
        widths=(16, 13, 16, 7, 11, 9, 11, 10, 17),
        lines=lines, demo=congress.is_demo,
    )  # fmt: skip


def arrivals_sheet(session: Session, congress: Congress) -> Sheet:
    """Who arrives when, by which train or flight."""
    coming = [wish for wish in wishes_of(session, congress.id) if wish.arrives_at is not None]
    lines = []
    for wish in sorted(coming, key=lambda one: one.arrives_at or one.changed_at):
        who = wish.registration
        cells = [
            local_time(wish.arrives_at, with_place=False), wish.arrives_to, wish.arrives_by, who.name,
            who.organisation, who.phone or "", local_time(wish.leaves_at, with_place=False),
        ]  # fmt: skip
        lines.append(Line(who.id, cells, ""))
    return Sheet(
        title=_("Who arrives when"),
        facts=[ngettext("%(num)s person", "%(num)s people", len(lines))],
        sorted_by=_("By time of arrival, then strokes of the surname"),
        columns=[
            _("Arrival"), _("Station or airport"), _("Train or flight"), _("Name"), _("Organisation"), _("Phone"),
            _("Departure"),
        ],
        widths=(18, 14, 11, 14, 22, 14, 18),
        lines=lines, demo=congress.is_demo,
    )  # fmt: skip
