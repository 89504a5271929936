"""A table that comes as a file: kept, tried out on a worker, stored on a worker; all of it or nothing."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.batches import Batch, BatchState, batch_folder, finish_batch, lease_batch, queue_batch
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid, TooLarge
from congress.foundation.i18n import _, in_language, language
from congress.foundation.ids import new_id
from congress.foundation.jobs import after_commit
from congress.foundation.noticed import write_noticed
from congress.foundation.tables import ImportRefused, ImportReport, Row, stream_table
from congress.programme.models import Congress
from congress.registration.errors import RosterBusy, RosterForgotten, RosterNotTried
from congress.registration.models import RosterFile
from congress.registration.roster_queries import content_of
from congress.registration.subjects import PEOPLE, SUBJECTS

WORK = "registration.load_roster"
# content and findings are personal data: they go after a day
LIVES = timedelta(days=1)
# nothing renews the lease while the one long transaction runs: SQLite has one writer
LEASE = timedelta(minutes=15)
SAMPLES = 3
MOST_PROBLEMS = 300
TELL_EVERY = 500


class Rehearsed(Exception):
    """Raised at the end of a trial, so that what it wrote is rolled back."""


def keep_roster(
    session: Session, congress: Congress, content: bytes, filename: str, *, subject: str = PEOPLE, by: Actor,
    now: datetime,
) -> RosterFile:  # fmt: skip
    """Keep a list that can be read, with its headings and first rows, until its bringer says what the columns are.

    Raises:
        Invalid, TooLarge: it is no table, has no rows, or a heading twice.
    """
    report = ImportReport()
    with _as_file(content) as path:
        columns, rows = stream_table(path, report, guess=SUBJECTS[subject].guess)
        if report.failed:
            raise Invalid.field("file", f"{report.problems[0].item}: {report.problems[0].message}")
        samples, count = [], 0
        for count, row in enumerate(rows, start=1):
            if count <= SAMPLES:
                samples.append([row.get(column) for column in columns])
    if not count:
        raise Invalid.field("file", _("There are no rows below the headings."))
    roster = RosterFile(
        public_id=new_id(), congress_id=congress.id, user_id=by.user_id, columns=columns, samples=samples, rows=count,
        filename=Path(filename.replace("\\", "/")).name[:200] or subject, subject=subject,
        headings=headings_of(columns), content=content, created_at=now,
    )  # fmt: skip
    session.add(roster)
    session.flush()
    record(session, by, "roster.brought", "roster", roster.public_id, now=now, rows=count)
    return roster


def headings_of(columns: Iterable[str]) -> str:
    """One digest for lists with the same headings, in whatever order."""
    return hashlib.sha256("\x00".join(sorted(filter(None, columns))).encode()).hexdigest()


def suggested_mapping(roster: RosterFile, remembered: Mapping[str, str]) -> dict[str, str]:
    """Column → field: as last time, else by the heading; a field is suggested once."""
    suggested: dict[str, str] = {}
    guess = SUBJECTS[roster.subject].guess
    for column in filter(None, roster.columns):
        field = remembered.get(column, guess(column))
        suggested[column] = "" if field in suggested.values() else field
    return suggested


def try_roster(session: Session, roster: RosterFile, mapping: dict[str, str], *, by: Actor, now: datetime) -> None:
    """Have a worker say what storing the list would do.

    Raises:
        Invalid: a field has two columns, or one that is needed has none.
        RosterBusy, RosterForgotten: it is being worked on, or its day is over.
    """
    fields = [field for field in mapping.values() if field]
    if len(set(fields)) < len(fields):
        raise Invalid.field("mapping", _("Two columns are said to be the same thing; only one can be."))
    lacking = SUBJECTS[roster.subject].lacks(fields)
    if lacking:
        raise Invalid.field("mapping", lacking)
    roster.mapping, roster.report = mapping, None
    _queue(session, roster, store=False, by=by, now=now)


def store_roster(session: Session, roster: RosterFile, *, by: Actor, now: datetime) -> None:
    """Have a worker store the list that was tried out.

    Raises:
        RosterNotTried: it was not tried out yet, or with an error, or is stored already.
        RosterBusy, RosterForgotten: it is being worked on, or its day is over.
    """
    if not may_be_stored(roster):
        raise RosterNotTried
    _queue(session, roster, store=True, by=by, now=now)


def may_be_stored(roster: RosterFile) -> bool:
    return roster.report is not None and not roster.report["errors"] and roster.stored_at is None


def is_busy(roster: RosterFile) -> bool:
    return roster.batch is not None and roster.batch.state in {BatchState.QUEUED, BatchState.RUNNING}


def _queue(session: Session, roster: RosterFile, *, store: bool, by: Actor, now: datetime) -> None:
    if is_busy(roster):
        raise RosterBusy
    if roster.created_at <= now - LIVES:
        raise RosterForgotten
    wish = {"roster": roster.id, "store": store, "language": language()}
    batch = queue_batch(session, WORK, wish, by, congress_id=roster.congress_id, now=now)
    batch.total = roster.rows
    roster.batch_id = batch.id
    after_commit(session, WORK, batch_id=batch.id)


def load_roster(batch_id: int) -> None:
    """Try the list out or store it, unless somebody else does. A second attempt after a kill begins afresh: a list
    that was stored says so in the same transaction.
    """
    with unit_of_work() as session:
        batch = lease_batch(session, batch_id, now=clock.now())
        if batch is None:
            return
        batch.leased_until = clock.now() + LEASE
        session.flush()
        session.expunge(batch)
    with reading() as session:
        roster = session.get_one(RosterFile, batch.wish["roster"])
        content = content_of(session, roster)
        session.expunge(roster)
    if content is None:
        with unit_of_work() as session:
            finish_batch(session, batch_id, state=BatchState.FAILED, file=None)
        return
    with in_language(batch.wish["language"]), _as_file(content) as path:
        _load(path, roster, batch)
    progress_file(batch).unlink(missing_ok=True)


def _load(path: Path, roster: RosterFile, batch: Batch) -> None:
    report = ImportReport()
    by, now = Actor(user_id=roster.user_id), clock.now()
    try:
        with suppress(ImportRefused, Rehearsed), unit_of_work() as session:
            congress = session.get_one(Congress, roster.congress_id)
            subject = SUBJECTS[roster.subject]
            columns, rows = stream_table(path, report, guess=subject.guess)
            told = _telling(rows, batch)
            subject.load(session, congress, columns, told, roster.mapping or {}, report, by=by, now=now)
            if not batch.wish["store"]:
                raise Rehearsed
            session.get_one(RosterFile, roster.id).stored_at = now
            _finish(session, path, roster, batch, report)
            return
    except (Invalid, TooLarge) as error:
        report.error(roster.filename, error)
    with unit_of_work() as session:
        _finish(session, path, roster, batch, report)


def _finish(session: Session, path: Path, roster: RosterFile, batch: Batch, report: ImportReport) -> None:
    found = session.get_one(RosterFile, roster.id)
    found.report = {
        "created": report.created, "changed": report.changed, "unchanged": report.unchanged,
        "errors": sum(problem.level == "error" for problem in report.problems), "noticed": len(report.problems),
        # what stops the import is read first
        "problems": [vars(one) for one in sorted(report.problems, key=lambda one: one.level)[:MOST_PROBLEMS]],
    }  # fmt: skip
    file = f"{roster.subject}-{batch.public_id}.xlsx" if report.problems else None
    if file:
        partial = batch_folder() / f"{file}.{batch.attempts}"
        with partial.open("wb") as out:
            write_noticed(out, path, report, SUBJECTS[roster.subject].guess)
        partial.replace(batch_folder() / file)
    finish_batch(session, batch.id, state=BatchState.DONE, file=file)


@contextmanager
def _as_file(content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(content)
        yield path


def _telling(rows: Iterable[Row], batch: Batch) -> Iterator[Row]:
    """The rows, while a small file tells how far they have come: the database takes no second writer meanwhile."""
    for done, row in enumerate(rows, start=1):
        if done % TELL_EVERY == 0:
            progress_file(batch).write_text(str(done), encoding="ascii")
        yield row


def progress_file(batch: Batch) -> Path:
    return batch_folder() / f"rows-{batch.public_id}.progress"


def rows_done(batch: Batch) -> int:
    """How many rows a worker has gone through so far."""
    try:
        return int(progress_file(batch).read_text(encoding="ascii") or 0)
    except FileNotFoundError:
        return 0
