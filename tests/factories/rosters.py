"""Lists of people as files, loaded as a worker would."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from congress.foundation.access import SYSTEM
from congress.foundation.db import db, unit_of_work
from congress.foundation.tables import ImportReport, stream_table
from congress.programme.queries import congress_by_slug
from congress.registration.roster import import_roster
from congress.registration.roster_rows import guessed_field
from congress.registration.rosters import load_roster

NOW = datetime(2036, 1, 1, tzinfo=UTC)


def load_list(path: Path, **mapping: str) -> ImportReport:
    """Store everybody of a file at the congress 2036; raises ImportRefused."""
    report = ImportReport()
    with unit_of_work() as session:
        columns, found = stream_table(path, report, guess=guessed_field)
        congress = congress_by_slug(session, "2036")
        import_roster(session, congress, columns, found, mapping, report, by=SYSTEM, now=NOW)
    return report


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.created, report.changed, report.unchanged


def work() -> None:
    """What the worker does with the newest list that was brought."""
    with db.engine.connect() as connection:
        batch_id = connection.execute(text("SELECT max(id) FROM batches")).scalar_one()
    load_roster(batch_id)
