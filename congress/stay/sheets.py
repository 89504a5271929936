"""Rooms as a table that an office has: taken out, filled in, and loaded again, all of it or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.documents.xlsx import write_table
from congress.foundation.errors import DomainError
from congress.foundation.i18n import LazyString, _, _l, in_each_language
from congress.foundation.pages import zone
from congress.foundation.tables import ImportRefused, ImportReport, Row, Table
from congress.programme.models import Congress
from congress.registration.models import Registration
from congress.stay.actions import nights_wished, number_room, strike_lodging, take_bed
from congress.stay.models import Lodging, Room, RoomKind
from congress.stay.queries import hotels_of, kind_by_id, lodgings_of, registrations_by_code, wishes_of

# what a column is called; either language is read
COLUMNS: Mapping[str, LazyString] = {
    "code": _l("Code of the registration"),
    "name": _l("Name"),
    "organisation": _l("Organisation"),
    "hotel": _l("Hotel"),
    "kind": _l("Kind of room"),
    "number": _l("Number of the room"),
    "arrives": _l("First night"),
    "leaves": _l("Day of leaving"),
}
NEEDED = ("code", "hotel", "kind")
LONGEST_NUMBER = 20


def write_rooms(out: BinaryIO, session: Session, congress: Congress) -> None:
    """Everybody who comes, by strokes, with the room they have."""
    rooms = {one.registration_id: one for one in lodgings_of(session, congress.id) if one.struck_at is None}
    wishes = {wish.registration_id: wish for wish in wishes_of(session, congress.id)}

    def lines() -> Iterator[Sequence[object]]:
        for one in registrations_by_code(session, congress.id).values():
            lodging, days = rooms.get(one.id), nights_wished(wishes.get(one.id), congress, zone())
            where = ("", "", "")
            if lodging is not None:
                kind, days = lodging.room.kind, (lodging.arrives, lodging.leaves)
                where = (kind.hotel.name, kind.name, lodging.room.number)
            yield [one.code, one.name, one.organisation, *where, *(day.isoformat() for day in days)]

    write_table(out, str(_("Lodging")), [str(name) for name in COLUMNS.values()], lines())


@dataclass(frozen=True)
class _Wanted:
    """What a row asks for."""

    item: str
    who: Registration
    kind: RoomKind | None
    number: str
    arrives: date
    leaves: date

    def is_met_by(self, lodging: Lodging | None) -> bool:
        if self.kind is None or lodging is None:
            return self.kind is None and lodging is None
        days = (lodging.arrives, lodging.leaves) == (self.arrives, self.leaves)
        return days and lodging.room.kind_id == self.kind.id and self.number in {"", lodging.room.number}


def load_rooms(
    session: Session, congress: Congress, table: Table, report: ImportReport, *, by: Actor, now: datetime
) -> None:
    """Give the rooms that the rows say; one number is one room, an empty hotel takes the room away.

    Raises:
        ImportRefused: a row is wrong, or there are not as many rooms; nothing is changed then.
    """
    reader = _Reader(session, congress, table, report)
    wanted = [one for row in table.rows if (one := reader.wanted(row)) is not None]
    if report.failed:
        raise ImportRefused(report)
    standing = {one.registration_id: one for one in lodgings_of(session, congress.id) if one.struck_at is None}
    rooms = {(one.room.kind_id, one.room.number): one.room for one in standing.values() if one.room.number}
    changing = []
    for one in wanted:
        lodging = standing.get(one.who.id)
        met = one.is_met_by(lodging)
        report.count(created=not met and lodging is None, changed=not met and lodging is not None)
        if not met:
            changing.append(one)
            # two may change places where every room is taken
            strike_lodging(session, one.who.id, now=now)
    for one in changing:
        if one.kind is not None:
            try:
                _give(session, congress, one, one.kind.id, rooms, by=by, now=now)
            except DomainError as error:
                report.error(one.item, error)
    if report.failed:
        raise ImportRefused(report)
    record(session, by, "stay.loaded", "congress", congress.slug, now=now, rows=len(wanted))


def _give(
    session: Session, congress: Congress, one: _Wanted, kind_id: int, rooms: dict[tuple[int, str], Room], *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    kind, room = kind_by_id(session, congress.id, kind_id), rooms.get((kind_id, one.number))
    lodging = take_bed(session, one.who, kind, one.arrives, one.leaves, room=room, now=now)
    if one.number and room is None:
        made = session.get_one(Room, lodging.room_id)
        made.kind = kind
        number_room(session, made, one.number, by=by, now=now)
        rooms[kind_id, one.number] = made


class _Reader:
    """Reads one row after the other, and tells what is wrong with it."""

    def __init__(self, session: Session, congress: Congress, table: Table, report: ImportReport) -> None:
        self.report, self.congress = report, congress
        self.columns = {
            field: next((column for column in table.columns if column in {field, *in_each_language(name)}), "")
            for field, name in COLUMNS.items()
        }
        for field in NEEDED:
            if not self.columns[field]:
                report.error("row 1", _("The column “%(column)s” is missing.", column=str(COLUMNS[field])))
        self.people = registrations_by_code(session, congress.id)
        self.wishes = {wish.registration_id: wish for wish in wishes_of(session, congress.id)}
        self.seen: set[str] = set()
        self.kinds = {
            (hotel_name, kind_name): kind
            for hotel in hotels_of(session, congress.id)
            for kind in hotel.kinds
            for hotel_name in {hotel.name, hotel.name_en} - {""}
            for kind_name in {kind.name, kind.name_en} - {""}
        }

    def _cell(self, row: Row, field: str) -> str:
        column = self.columns[field]
        return row.get(column).strip() if column else ""

    def wanted(self, row: Row) -> _Wanted | None:
        code = self._cell(row, "code").upper()
        who = self.people.get(code)
        if who is None or code in self.seen:
            message = _("Nobody who comes has this code.") if who is None else _("This person stands in two rows.")
            self.report.error(row.item(self.columns["code"]), message)
            return None
        self.seen.add(code)
        kind, hotel = None, self._cell(row, "hotel")
        if hotel:
            kind = self.kinds.get((hotel, self._cell(row, "kind")))
            if kind is None:
                self.report.error(row.item(self.columns["kind"]), _("The hotel has no rooms of this kind."))
        number = self._cell(row, "number")
        if len(number) > LONGEST_NUMBER:
            self.report.error(row.item(self.columns["number"]), _("The text is too long."))
        first, last = nights_wished(self.wishes.get(who.id), self.congress, zone())
        arrives, leaves = self._day(row, "arrives", first), self._day(row, "leaves", last)
        return _Wanted(row.item(), who, kind, number, arrives, leaves)

    def _day(self, row: Row, field: str, otherwise: date) -> date:
        text = self._cell(row, field)
        try:
            # a spreadsheet adds the time of the day
            return date.fromisoformat(text.split()[0]) if text else otherwise
        except ValueError:
            self.report.error(row.item(self.columns[field]), _("A day such as 2026-11-20 is expected."))
            return otherwise
