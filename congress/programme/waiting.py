"""A programme file between being sent and being stored: read, tried out, kept for the one who looks at it."""

import tempfile
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session as DbSession

from congress.foundation.access import Actor
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.programme.difference import Difference, differences
from congress.programme.errors import NoWaitingFile
from congress.programme.imported import ProgrammeReport, import_programme
from congress.programme.imports.parsed import ParsedSession, find_zone
from congress.programme.imports.read import read_programme
from congress.programme.models import Congress, WaitingFile
from congress.programme.plan import Plan
from congress.programme.plan_queries import waiting_file
from congress.programme.published import draft_plan

LONGEST_FILENAME = 200


@dataclass(frozen=True)
class Trial:
    """What storing a file would do."""

    report: ProgrammeReport
    old: Plan
    new: Plan
    differences: list[Difference]


def keep_file(
    session: DbSession, congress: Congress, content: bytes, filename: str, zone: str, *, by: Actor, now: datetime
) -> WaitingFile:
    """Keep a file until its sender stores it; it takes the place of the one that waited before."""
    found = waiting_file(session, congress.id, by.user_id or 0)
    if found is None:
        found = WaitingFile(congress_id=congress.id, user_id=by.user_id)
        session.add(found)
    found.filename = _plain_name(filename)
    found.zone, found.content, found.sent_at = zone, content, now
    session.flush()
    return found


def file_of(session: DbSession, congress: Congress, by: Actor) -> WaitingFile:
    """Raises NoWaitingFile."""
    found = waiting_file(session, congress.id, by.user_id or 0)
    if found is None:
        raise NoWaitingFile
    return found


def read_file(file: WaitingFile, report: ProgrammeReport, *, ours: tzinfo) -> list[ParsedSession]:
    """The sessions of the file; raises as `read_programme` does."""
    zone = find_zone(file.zone) if file.zone else None
    return read_content(file.content, file.filename, report, zone=zone, ours=ours)


def read_content(
    content: bytes, filename: str, report: ProgrammeReport, *, zone: tzinfo | None, ours: tzinfo
) -> list[ParsedSession]:
    """The sessions of a file that somebody sent; raises as `read_programme` does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _plain_name(filename)
        path.write_bytes(content)
        return read_programme(path, report, zone=zone, ours=ours)


def asked_zone(name: str, field: str) -> ZoneInfo | None:
    """The time zone that somebody asked for, if they did; raises Invalid for one that is none."""
    found = find_zone(name) if name else None
    if name and found is None:
        raise Invalid.field(field, _("There is no such time zone; an example is Asia/Shanghai."))
    return found


def _plain_name(filename: str) -> str:
    """The name without folders; a file keeps it for as long as it waits."""
    return Path(filename.replace("\\", "/")).name[:LONGEST_FILENAME] or "programme"


def try_file(
    session: DbSession, congress: Congress, file: WaitingFile, *, ours: tzinfo, by: Actor, now: datetime,
) -> Trial:  # fmt: skip
    """What storing the file would do; whoever asks throws the transaction away.

    Raises:
        ImportRefused, Unreadable, Invalid, TooLarge: as for storing it.
    """
    report = ProgrammeReport()
    found = read_file(file, report, ours=ours)
    old = draft_plan(session, congress)
    import_programme(session, congress, found, report, by=by, now=now)
    new = draft_plan(session, congress)
    return Trial(report, old, new, differences(old, new))


def store_file(
    session: DbSession, congress: Congress, file: WaitingFile, *, ours: tzinfo, withdraw: bool, by: Actor, now: datetime
) -> ProgrammeReport:
    """Store the file, which then waits no longer; raises as `try_file` does."""
    report = ProgrammeReport()
    found = read_file(file, report, ours=ours)
    import_programme(session, congress, found, report, by=by, now=now, withdraw=withdraw)
    session.delete(file)
    return report
