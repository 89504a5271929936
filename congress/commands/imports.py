"""Loading files: schools, divisions, a programme, a roster. An error stops an import, and then nothing is stored."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from congress.commands.speaking import (
    OPERATOR,
    as_json_option,
    chosen_congress,
    congress_option,
    file_argument,
    tell,
)
from congress.foundation import clock
from congress.foundation.db import unit_of_work
from congress.foundation.errors import Invalid, TooLarge
from congress.foundation.pages import zone as our_zone
from congress.foundation.tables import ImportRefused, ImportReport, Table, read_table, stream_table
from congress.programme.imported import ProgrammeReport, import_programme
from congress.programme.imports.parsed import find_zone
from congress.programme.imports.read import read_programme
from congress.registration.roster import import_roster
from congress.registration.roster_rows import FIELDS, guessed_field
from congress.schools.imports import import_divisions, import_schools

REHEARSAL = "Tell what would be done, and store nothing."
NOTHING_STORED = "dry run, nothing is stored: "


@contextmanager
def reported(file: Path, report: ImportReport) -> Iterator[None]:
    """A file that cannot be read is a problem of the import like any other."""
    try:
        yield
    except ImportRefused:
        raise
    except (Invalid, TooLarge) as error:
        report.error(file.name, error)
        raise ImportRefused(report) from None


def load_table(file: Path, load: Callable[[Session, Table, ImportReport], ImportReport], *, as_json: bool) -> None:
    report = ImportReport()
    with reported(file, report):
        table = read_table(file, report)
    if report.failed:
        raise ImportRefused(report)
    with unit_of_work() as session:
        load(session, table, report)
    tell_report(report, as_json=as_json)


def tell_report(report: ImportReport, *, as_json: bool, heading: str = "") -> None:
    lines = [f"{heading}created {report.created}, changed {report.changed}, unchanged {report.unchanged}"]
    lines += [f"{problem.level}: {problem.item}: {problem.message}" for problem in report.problems]
    tell("\n".join(lines), report.as_json(), as_json=as_json)


@click.group()
def school() -> None:
    """Schools."""


@school.command("import")
@file_argument
@as_json_option
def school_import(file: Path, *, as_json: bool) -> None:
    """Load schools from a CSV or xlsx file."""
    load_table(file, import_schools, as_json=as_json)


@click.group()
def division() -> None:
    """Prefectures, counties and functional areas."""


@division.command("import")
@file_argument
@as_json_option
def division_import(file: Path, *, as_json: bool) -> None:
    """Load divisions from a CSV or xlsx file."""
    load_table(file, import_divisions, as_json=as_json)


@click.group()
def programme() -> None:
    """The programme."""


def read_zone(_context: click.Context, _option: click.Parameter, name: str | None) -> ZoneInfo | None:
    zone = find_zone(name) if name else None
    if name and zone is None:
        raise click.BadParameter(f"There is no time zone {name!r}; an example is Asia/Shanghai.")
    return zone


@programme.command("import")
@file_argument
@click.option("--time-zone", "zone", metavar="ZONE", callback=read_zone, help="The clock of times without an offset.")
@click.option("--withdraw", is_flag=True, help="Take what the file no longer holds from the public.")
@click.option("--dry-run", is_flag=True, help=REHEARSAL)
@congress_option
@as_json_option
def programme_import(
    file: Path, zone: ZoneInfo | None, slug: str | None, *, withdraw: bool, dry_run: bool, as_json: bool
) -> None:
    """Load a programme: schedule XML or JSON, iCalendar, xlsx or CSV. The same file twice changes nothing."""
    report = ProgrammeReport()
    with reported(file, report):
        found = read_programme(file, report, zone=zone, ours=our_zone())
    with suppress(DryRun), unit_of_work() as session:
        congress = chosen_congress(session, slug)
        import_programme(session, congress, found, report, by=OPERATOR, now=clock.now(), withdraw=withdraw)
        if dry_run:
            raise DryRun
    clashes = f"clashes: {report.room_clashes} in a room, {report.speaker_clashes} of a speaker; "
    tell_report(report, as_json=as_json, heading=(NOTHING_STORED if dry_run else "") + clashes)


class DryRun(Exception):
    """Raised at the end of a rehearsal, so that what it wrote is rolled back."""


@click.group()
def roster() -> None:
    """Lists of people who come."""


def read_mapping(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """`COLUMN=FIELD` each; the last equals sign counts, since a header may hold one."""
    mapping: dict[str, str] = {}
    for text in given:
        column, _equals, field = text.rpartition("=")
        if not column.strip() or field.strip() not in FIELDS:
            raise click.BadParameter(f"{text!r} is not COLUMN=FIELD with one of the fields {', '.join(FIELDS)}.")
        if field.strip() in mapping.values():
            raise click.BadParameter(f"The field {field.strip()} is given two columns.")
        mapping[column.strip()] = field.strip()
    return mapping


@roster.command("import")
@file_argument
@click.option(
    "--map", "mapping", metavar="COLUMN=FIELD", multiple=True, callback=read_mapping, help="Which column is what."
)
@click.option("--dry-run", is_flag=True, help=REHEARSAL)
@congress_option
@as_json_option
def roster_import(file: Path, mapping: dict[str, str], slug: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Register everybody on a list, xlsx or CSV. The same list twice changes nothing; nobody is written to."""
    report = ImportReport()
    with reported(file, report), suppress(DryRun), unit_of_work() as session:
        congress = chosen_congress(session, slug)
        columns, rows = stream_table(file, report, guess=guessed_field)
        import_roster(session, congress, columns, rows, mapping, report, by=OPERATOR, now=clock.now())
        if dry_run:
            raise DryRun
    tell_report(report, as_json=as_json, heading=NOTHING_STORED if dry_run else "")
