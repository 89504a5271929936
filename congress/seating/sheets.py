"""A plan as a table that an office has: taken out, filled in, and loaded again, all of it or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.documents.xlsx import write_table
from congress.foundation.i18n import LazyString, _, _l, in_each_language, pick
from congress.foundation.tables import ImportRefused, ImportReport, Row, Table
from congress.seating.actions import as_guest, place_seats
from congress.seating.models import SeatBlock, SeatGuest, SeatingPlan
from congress.seating.queries import Attendee, attendees_of
from congress.seating.rules import Seat, precedence
from congress.seating.states import PLACE_NAMES, BlockKind, Place

# what a column is called; either language is read
COLUMNS: Mapping[str, LazyString] = {
    "code": _l("Code or name"),
    "name": _l("Name"),
    "organisation": _l("Organisation"),
    "category": _l("Category"),
    "place": _l("Belongs"),
    "rank": _l("Precedence"),
    "block": _l("Block"),
    "row": _l("Row"),
    "seat": _l("Seat"),
}
MOST_RANK = 9_999


def write_seats(out: BinaryIO, session: Session, plan: SeatingPlan) -> None:
    """Everybody of the forum in the order of precedence, with the seat they have."""
    people, known = attendees_of(session, plan.forum_id), {guest.key: guest for guest in plan.guests}
    on_platform = any(block.kind == BlockKind.PLATFORM for block in plan.blocks)
    blocks = {block.id: block for block in plan.blocks}
    told = {key: as_guest(one, known.get(key), on_platform=on_platform) for key, one in people.items()}

    def lines() -> Iterator[Sequence[object]]:
        for guest in sorted(told.values(), key=precedence):
            one, decided = people[guest.key], known.get(guest.key)
            block = blocks.get(decided.block_id) if decided and decided.block_id else None
            row, column = decided.spot if decided and decided.spot else (None, None)
            yield [
                one.code, one.name, " ".join(part for part in (one.organisation, one.title) if part),
                pick(one.category.name_zh, one.category.name_en) if one.category else "", PLACE_NAMES[guest.place],
                guest.rank, block.name if block else "", row, column,
            ]  # fmt: skip

    write_table(out, str(_("Seats")), [str(name) for name in COLUMNS.values()], lines())


def load_seats(
    session: Session, plan: SeatingPlan, table: Table, report: ImportReport, *, by: Actor, now: datetime
) -> None:
    """Seat the people of the rows where the rows say; an empty block lets somebody stand up. Repeating it changes
    nothing.

    Raises:
        ImportRefused: a row is wrong; nothing is changed then.
    """
    people = attendees_of(session, plan.forum_id)
    reader = _Reader(plan, people, _columns(table, report), report)
    wanted: dict[str, tuple[Seat | None, int | None, Place]] = {}
    for row in table.rows:
        one = reader.person(row)
        if one is None:
            continue
        if one.key in wanted:
            report.error(row.item(), _("This person stands in two rows."))
        wanted[one.key] = (reader.seat(row), reader.rank(row), reader.place(row, one))
    reader.check_seats(wanted)
    if report.failed:
        raise ImportRefused(report)
    before = {guest.key: (_seat_of(guest), guest.rank, guest.place) for guest in plan.guests}
    for key, (seat, rank, place) in wanted.items():
        known = before.get(key)
        same = known == (seat, rank, place) or (known is None and seat is None and rank is None)
        report.count(created=known is None and not same, changed=known is not None and not same)
    if report.created or report.changed:
        place_seats(session, plan, {key: people[key] for key in wanted}, wanted, by=by, now=now)


def _seat_of(guest: SeatGuest) -> Seat | None:
    return (guest.block_id, *guest.spot) if guest.block_id is not None and guest.spot else None


def _columns(table: Table, report: ImportReport) -> dict[str, str]:
    """Field → the column of the file."""
    found = {
        field: next((column for column in table.columns if column in {field, *in_each_language(name)}), "")
        for field, name in COLUMNS.items()
    }
    for field in ("code", "block", "seat"):
        if not found[field]:
            report.error("row 1", _("The column “%(column)s” is missing.", column=str(COLUMNS[field])))
    return found


class _Reader:
    """Reads one row after the other, and tells what is wrong with it."""

    def __init__(
        self, plan: SeatingPlan, people: Mapping[str, Attendee], columns: Mapping[str, str], report: ImportReport
    ) -> None:
        self.columns, self.report = columns, report
        self.plan = plan
        self.blocks: dict[str, SeatBlock] = {}
        for block in plan.blocks:
            self.blocks |= {block.name: block, block.name_en: block} if block.name_en else {block.name: block}
        self.by_code: dict[str, list[Attendee]] = {}
        for one in people.values():
            for known_as in {one.code, one.name}:
                self.by_code.setdefault(known_as, []).append(one)

    def _cell(self, row: Row, field: str) -> str:
        column = self.columns[field]
        return row.get(column).strip() if column else ""

    def person(self, row: Row) -> Attendee | None:
        text = self._cell(row, "code") or self._cell(row, "name")
        found = self.by_code.get(text, [])
        if len(found) == 1:
            return found[0]
        message = _("Several people are called so; give their code.") if found else _("Nobody of this forum.")
        self.report.error(row.item(self.columns["code"]), message)
        return None

    def seat(self, row: Row) -> Seat | None:
        name = self._cell(row, "block")
        if not name:
            return None
        block = self.blocks.get(name)
        if block is None:
            self.report.error(row.item(self.columns["block"]), _("The plan has no such block."))
            return None
        line, column = self._number(row, "row") or 1, self._number(row, "seat") or 0
        if not block.holds(line, column):
            self.report.error(row.item(self.columns["seat"]), _("There is no such seat in this plan."))
            return None
        if (line, column) in block.closed_spots:
            self.report.error(row.item(self.columns["seat"]), _("This seat is out of use."))
        return (block.id, line, column)

    def rank(self, row: Row) -> int | None:
        return self._number(row, "rank")

    def place(self, row: Row, one: Attendee) -> Place:
        text = self._cell(row, "place")
        if not text:
            return Place.HALL if one.speaker_id is None else Place.PLATFORM
        for place, name in PLACE_NAMES.items():
            if text in {place.value, *in_each_language(name)}:
                return place
        self.report.error(row.item(self.columns["place"]), _("This is no place that a plan knows."))
        return Place.HALL

    def check_seats(self, wanted: Mapping[str, tuple[Seat | None, int | None, Place]]) -> None:
        """Nobody sits on somebody's lap: neither two of the file, nor one of it and one whom it leaves out."""
        taken = {_seat_of(guest): guest.key for guest in self.plan.guests if guest.key not in wanted and guest.spot}
        for key, (seat, _rank, _place) in wanted.items():
            if seat is None:
                continue
            if taken.setdefault(seat, key) != key:
                block = next(one for one in self.plan.blocks if one.id == seat[0])
                self.report.error(f"{block.name} {seat[1]}-{seat[2]}", _("Two people would sit on this seat."))

    def _number(self, row: Row, field: str) -> int | None:
        text = self._cell(row, field)
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or int(text[:9]) > MOST_RANK or not int(text[:9]):
            self.report.error(row.item(self.columns[field]), _("A whole number from 1 is expected."))
            return None
        return int(text)
