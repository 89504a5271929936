"""What schedule XML and schedule JSON have in common: days with rooms with events, times in two dialects."""

import html
import re
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from congress.foundation.i18n import _
from congress.foundation.tables import ImportReport
from congress.programme.imports.parsed import (
    LONGEST_TITLE,
    ParsedSession,
    abstract,
    clock,
    duration,
    english,
    find_zone,
    identity,
    in_utc,
    known_kind,
    line,
    moment,
    names,
    note_losses,
)

# what our own exports call themselves
GENERATOR = "Congress"
# where a person's name stands, in this order
NAMES = ("public_name", "full_public_name", "name")
_DATED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d")


@dataclass(frozen=True)
class Frame:
    """Around an event: the conference it belongs to, its day, where the day begins, and the clock of naive times."""

    conference: str
    day: str
    day_change: timedelta
    zone: tzinfo
    # our own exports write a title as it is; others escape it once too often
    exact: bool = False


def read_event(event: dict[str, Any], frame: Frame, report: ImportReport) -> ParsedSession | None:
    """The session of one event, whose texts stand under the names that both formats use; None with an error told."""
    title = line(event.get("title"), sys.maxsize)
    title = (title if frame.exact else line(html.unescape(title), sys.maxsize))[:LONGEST_TITLE].rstrip()
    item = f"event {line(event.get('id') or event.get('guid') or '?')}" + (f", {title}" if title else "")
    if not title:
        report.error(item, _("It has no title."))
        return None
    starts_at = _start(event, frame)
    if starts_at is None:
        report.error(item, _("Its start cannot be read."))
        return None
    ends_at = _end(event, starts_at, frame)
    if ends_at is None:
        report.error(item, _("Its duration cannot be read."))
        return None
    if not (event.get("guid") or event.get("id")):
        report.note(item, _("It has no id of its own and is known by its title."))
    note_losses(report, item, event.get("title"), event.get("room"))
    return ParsedSession(
        identity=_identity(event, frame, title),
        item=item,
        title=title,
        title_en=line(english(event.get("title")), LONGEST_TITLE),
        starts_at=starts_at,
        ends_at=ends_at,
        room=line(event.get("room")),
        label=line(event.get("track")),
        abstract=abstract(event.get("subtitle"), event.get("abstract"), event.get("description")),
        abstract_en=abstract(*(english(event.get(name)) for name in ("subtitle", "abstract", "description"))),
        kind=known_kind(event.get("type")),
        speakers=names(event["persons"]),
        hosts=names(event.get("hosts") or ()),
        source=source_of(frame.conference),
    )


def source_of(conference: str) -> str:
    """What a programme is known by, in whichever format it comes."""
    return identity("schedule", line(conference))


def _identity(event: dict[str, Any], frame: Frame, title: str) -> str:
    """A guid is unique in the world; an id only within its conference."""
    if guid := line(event.get("guid")):
        return identity("guid", guid.lower())
    number = line(event.get("id"))
    return identity("event", frame.conference, number or title)


def _start(event: dict[str, Any], frame: Frame) -> datetime | None:
    """The newer dialect gives the whole moment, the older one a clock time of the day it stands under.

    There the small hours belong to the day before: what begins before the day's change is on the next date.
    """
    given = str(event.get("date") or "")
    if _DATED.match(str(event.get("start") or "")):
        # the second edition of schedule JSON has the whole moment there
        given = str(event["start"])
    try:
        if ":" in given:
            return moment(given, frame.zone)
        since = clock(str(event.get("start") or ""))
        day = date.fromisoformat((given or frame.day).strip()[:10])
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- the clock on the wall; its zone comes next
        if not given and since < frame.day_change:
            since += timedelta(days=1)
        return in_utc(midnight + since, frame.zone)
    except (ValueError, OverflowError):
        return None


def _end(event: dict[str, Any], starts_at: datetime, frame: Frame) -> datetime | None:
    try:
        if event.get("duration") not in (None, ""):
            return starts_at + duration(str(event["duration"]))
        if event.get("end"):
            ends_at = moment(str(event["end"]), frame.zone)
            return ends_at if ends_at >= starts_at else None
    except (ValueError, OverflowError):
        return None
    return None


def day_change(given: object, day_start: object) -> timedelta:
    """Where a day begins: as the conference says, else as the day's own start says, else at midnight."""
    for text in (given, str(day_start or "")[11:19]):
        try:
            return clock(str(text or ""))
        except ValueError:
            continue
    return timedelta(0)


def note_unknown_zone(name: object, given: tzinfo | None, report: ImportReport) -> None:
    """Tell, once for a file, that its own clock is not known and another one was taken."""
    if name and given is None and find_zone(str(name)) is None:
        report.note(line(name), _("There is no such time zone; times without an offset were read by another clock."))


def conference_zone(name: object, day_start: object, given: tzinfo | None, ours: tzinfo) -> tzinfo:
    """The clock of naive times: the one asked for, else the file's own, else the offset of its day, else ours."""
    named = find_zone(str(name)) if name else None
    if given or named:
        return given or named or ours
    try:
        return datetime.fromisoformat(str(day_start or "")).tzinfo or ours
    except ValueError:
        return ours
