"""A month as a sheet: out as the office reads it, and in again, whole or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.documents.xlsx import write_table
from congress.foundation.errors import DomainError
from congress.foundation.i18n import LANGUAGES, LazyString, _, _l, in_language, pick
from congress.foundation.tables import ImportRefused, ImportReport, Row, Table
from congress.outcomes.forms import MOST_WAN
from congress.returns.actions import KEPT, file_return
from congress.returns.forms import LONGEST_NAME, MOST_COUNT, PHONE, to_kept, to_typed
from congress.returns.models import MonthlyReturn, ReturnPeriod
from congress.returns.queries import may_file, returns_of
from congress.returns.rules import WAN, Line
from congress.returns.states import STATE_NAMES, UNIT_NAMES, ReturnState

COLUMNS: Mapping[str, LazyString] = {
    "code": _l("Code of the unit"),
    "name": _l("Unit"),
    "nil": _l("Nothing to report"),
    "signed_by": _l("Signed off by"),
    "signed_post": _l("Position of who signs off"),
    "contact": _l("Who can be asked"),
    "phone": _l("Phone for questions"),
    "note": _l("Explanations"),
}
YES = {"是", "√", "yes", "1"}
LONGEST_NOTE = 2000


def write_month(out: BinaryIO, session: Session, actor: Actor, period: ReturnPeriod) -> int:
    """What the actor may see of the month; answers how many units there are."""
    lines = period.template
    head = [str(COLUMNS["code"]), str(COLUMNS["name"]), str(_("Kind of unit")), *map(_title, lines)]
    head += [str(COLUMNS[field]) for field in ("nil", *KEPT, "note")] + [str(_("State")), str(_("Due on"))]
    rows = returns_of(session, actor, period.id)
    return write_table(out, period.slug, head, (_cells(one, lines) for one in rows))


def _title(line: Line) -> str:
    """A line as a column, its unit named."""
    label = pick(line.zh, line.en)
    return f"{label} ({_('ten thousand yuan')})" if line.unit == WAN else label


def _cells(one: MonthlyReturn, lines: Sequence[Line]) -> list[object]:
    figures = [_number(to_typed(line, one.figures[line.key])) if line.key in one.figures else None for line in lines]
    yes = str(_("yes")) if one.nil else ""
    known = [one.code, one.name, str(UNIT_NAMES[one.unit_kind]), *figures, yes]
    kept = [getattr(one, field) for field in KEPT]
    return [*known, *kept, one.note, str(STATE_NAMES[ReturnState(one.state)]), one.due_on.isoformat()]


def _number(value: Decimal | int) -> object:
    """A cell that is a number, unless its digits would not survive that."""
    return float(value) if Decimal(str(float(value))) == value else str(value)


def load_month(
    session: Session, period: ReturnPeriod, table: Table, *, zone: ZoneInfo, by: Actor, now: datetime
) -> ImportReport:
    """File every row that says something new; raises ImportRefused with all that is wrong."""
    reader = _Reader(table, period.template, {one.code: one for one in returns_of(session, by, period.id)}, by)
    for row, found, facts in reader.rows():
        if facts is None or _says_the_same(found, facts):
            reader.report.count(created=False, changed=False)
            continue
        was_new = found.filed_at is None
        try:
            file_return(session, found, facts, zone=zone, by=by, now=now)
        except DomainError as error:
            reader.report.error(row.item(), error)
            continue
        reader.report.count(created=was_new, changed=True)
    if reader.report.failed:
        raise ImportRefused(reader.report)
    return reader.report


def _says_the_same(found: MonthlyReturn, facts: Mapping[str, Any]) -> bool:
    return found.filed_at is not None and all(getattr(found, field) == value for field, value in facts.items())


class _Reader:
    """Rows of a sheet in the language that it was written in."""

    def __init__(self, table: Table, lines: Sequence[Line], known: Mapping[str, MonthlyReturn], by: Actor) -> None:
        self.table, self.lines, self.known, self.by, self.report = table, lines, known, by, ImportReport()
        said: dict[str, set[str]] = {field: {field} for field in [*COLUMNS, *(line.key for line in lines)]}
        for code in LANGUAGES:
            with in_language(code):
                for field, name in COLUMNS.items():
                    said[field].add(str(name))
                for line in lines:
                    said[line.key].add(_title(line))
        self.columns = {field: next((c for c in table.columns if c in names), "") for field, names in said.items()}
        for field in ("code", "signed_by", "contact", "phone"):
            if not self.columns[field]:
                self.report.error("row 1", _("The column %(name)s is missing.", name=COLUMNS[field]))

    def rows(self) -> Any:
        seen: set[str] = set()
        for row in self.table.rows:
            code = self._cell(row, "code")
            found = self.known.get(code)
            if found is None or not may_file(self.by, found):
                self.report.error(self._item(row, "code"), _("There is no such unit that you file for."))
            elif code in seen:
                self.report.error(self._item(row, "code"), _("This unit is there twice."))
            else:
                seen.add(code)
                yield row, found, self._facts(row)

    def _facts(self, row: Row) -> dict[str, Any] | None:
        """What the row reports; None where it says nothing yet, or what it says is refused."""
        figures = {line.key: self._figure(row, line) for line in self.lines}
        nil = self._cell(row, "nil").lower() in YES
        if not nil and not any(self._cell(row, line.key) for line in self.lines):
            return None
        texts = {field: self._cell(row, field) for field in (*KEPT, "note")}
        problems = len(self.report.problems)
        for field, text in texts.items():
            if field in {"signed_by", "contact", "phone"} and not text:
                self.report.error(self._item(row, field), _("This field is needed."))
            longest = LONGEST_NOTE if field == "note" else LONGEST_NAME
            if len(text) > longest:
                message = _("At most %(length)s characters are accepted.", length=longest)
                self.report.error(self._item(row, field), message)
        if texts["phone"] and not PHONE.fullmatch(texts["phone"]):
            self.report.error(self._item(row, "phone"), _("A phone number has digits, spaces and hyphens."))
        refused = len(self.report.problems) > problems or None in figures.values()
        return None if refused else {"figures": figures, "nil": nil, **texts}

    def _figure(self, row: Row, line: Line) -> int | None:
        text = self._cell(row, line.key).replace(",", "")
        try:
            typed = Decimal(text or 0)
        except InvalidOperation:
            typed = Decimal("NaN")
        most = MOST_WAN if line.unit == WAN else MOST_COUNT
        if not typed.is_finite() or not 0 <= typed <= most or to_typed(line, to_kept(line, typed)) != typed:
            self.report.error(self._item(row, line.key), _("This number is not possible."))
            return None
        return to_kept(line, typed)

    def _cell(self, row: Row, field: str) -> str:
        return row.get(self.columns[field]).strip() if self.columns[field] else ""

    def _item(self, row: Row, field: str) -> str:
        return row.item(self.columns[field] or None)
