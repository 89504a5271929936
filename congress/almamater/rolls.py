"""A school's roll: read from its own table, kept as keyed hashes alone, deleted when the school wishes."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from congress.almamater.models import RollEntry
from congress.almamater.queries import drop_lines, known_lines
from congress.almamater.rules import DEGREES, keyed_hash, trace_of
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.i18n import _
from congress.foundation.tables import ImportRefused, ImportReport, Row, Table
from congress.schools.models import School

COLUMNS = {
    "name": ("name", "姓名"),
    "year": ("year", "graduated", "毕业年份", "毕业年"),
    "degree": ("degree", "学历", "学位"),
    "number": ("number", "student number", "学号"),
}
FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_NAME = 200


def add_to_roll(
    session: Session, school: School, table: Table, report: ImportReport, *, key: bytes, by: Actor, now: datetime
) -> ImportReport:
    """Add the lines of a table to the roll; lines that it holds already are left as they are.

    Raises:
        ImportRefused: a column is missing or a line cannot be read; nothing is stored.
    """
    names = _columns(table, report)
    known = known_lines(session, school.id)
    lines: dict[tuple[str, str], RollEntry | None] = {}
    for row, entry in _entries(table, names, school, report, key=key, now=now):
        line = (entry.by_degree, entry.by_number)
        if line in lines:
            report.error(row.item(), _("This line is there twice; student numbers tell people of one name apart."))
            continue
        lines[line] = None if line in known else entry
        report.count(created=line not in known, changed=False)
    if report.failed:
        raise ImportRefused(report)
    session.add_all(entry for entry in lines.values() if entry is not None)
    session.flush()
    record(session, by, "roll.added", "school", school.code, now=now, lines=report.created)
    return report


def delete_roll(session: Session, school: School, *, by: Actor, now: datetime) -> None:
    """Forget the whole roll; what was decided with it stays decided."""
    drop_lines(session, school.id)
    record(session, by, "roll.deleted", "school", school.code, now=now)


def _columns(table: Table, report: ImportReport) -> dict[str, str]:
    """Field → the column that holds it; raises ImportRefused without the two that are needed."""
    found = {
        field: column
        for field, spellings in COLUMNS.items()
        for column in table.columns
        if column.strip().casefold() in spellings
    }
    for field, word in (("name", "姓名"), ("year", "毕业年份")):
        if field not in found:
            report.error(f"row 1, column {word}", _("This column is missing."))
    if report.failed:
        raise ImportRefused(report)
    for column in table.columns:
        if column and column not in found.values():
            report.note(f"row 1, column {column}", _("This column is not read, and nothing of it is kept."))
    return found


def _entries(
    table: Table, names: dict[str, str], school: School, report: ImportReport, *, key: bytes, now: datetime
) -> Iterator[tuple[Row, RollEntry]]:
    numbers: set[str] = set()
    for row in table.rows:
        told = {field: row.get(column) for field, column in names.items()}
        faults = list(_faults(told, numbers))
        for field, message in faults:
            report.error(row.item(names[field]), message)
        if faults:
            continue
        number = told.get("number", "")
        numbers.add(number)
        degree = DEGREES.get(told.get("degree", ""), "")
        trace = trace_of(key, school.code, told["name"], int(told["year"]), degree)
        yield row, RollEntry(
            school_id=school.id, by_name=trace.by_name, by_year=trace.by_year, by_degree=trace.by_degree,
            by_number=keyed_hash(key, "number", school.code, number) if number else "", added_at=now,
        )  # fmt: skip


def _faults(told: dict[str, str], numbers: set[str]) -> Iterator[tuple[str, object]]:
    name, year, degree, number = (told.get(field, "") for field in COLUMNS)
    if not name:
        yield "name", _("A name is needed.")
    elif len(name) > LONGEST_NAME:
        yield "name", _("The text is too long.")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and FIRST_YEAR <= int(year) <= LAST_YEAR):  # noqa: PLR2004 -- digits of a year
        yield "year", _("A year of four digits is expected.")
    if degree and degree not in DEGREES:
        yield "degree", _("The degree is one of: %(known)s.", known="、".join(DEGREES))
    if number and number in numbers:
        yield "number", _("This number is there twice.")
