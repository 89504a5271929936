"""iCalendar (RFC 5545): every VEVENT is a session, also where events share a UID."""

import json
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from icalendar import Calendar
from icalendar.cal import Component

from congress.foundation.i18n import _
from congress.foundation.tables import ImportReport
from congress.programme.imports.parsed import (
    LONGEST_TITLE,
    ParsedSession,
    Unreadable,
    abstract,
    find_zone,
    identity,
    in_utc,
    known_kind,
    line,
    names,
    note_losses,
    paired,
)
from congress.programme.imports.schedule import note_unknown_zone, source_of
from congress.programme.imports.sheet import split_names

_BEGINS = re.compile(rb"^BEGIN:VEVENT\s*$", re.MULTILINE | re.IGNORECASE)


def read_calendar(content: bytes, report: ImportReport, *, zone: tzinfo | None, ours: tzinfo) -> list[ParsedSession]:
    """Every event that was not called off, in the order of the file.

    Raises:
        Unreadable: it is no calendar.
    """
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, IndexError, KeyError, AttributeError, TypeError):
        raise Unreadable(_("The file is no calendar that can be read.")) from None
    events = sum(len(calendar.walk("VEVENT")) for calendar in calendars)
    if events != len(_BEGINS.findall(content)):
        # the library passes over what has no end
        raise Unreadable(_("The calendar is damaged or cut off."))
    sessions = []
    for calendar in calendars:
        source = f"{calendar.get('PRODID', '')} {calendar.get('X-WR-CALNAME', '')}"
        named = str(calendar.get("X-WR-TIMEZONE", ""))
        note_unknown_zone(named, zone, report)
        own = line(calendar.get(ACRONYM))
        for event in calendar.walk("VEVENT"):
            found = _session(event, source, zone or find_zone(named) or ours, report)
            if found is not None:
                sessions.append(_as_written(found, event, own) if own else found)
    return sessions


def _as_written(found: ParsedSession, event: Component, acronym: str) -> ParsedSession:
    """An event of our own export: beside what calendars show, it holds what it was written from."""

    def written(field: str) -> str:
        # the library leaves a property that it does not know as it stands in the file (RFC 5545 3.3.11)
        text = str(event.get(own_name(field), ""))
        return re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], text)

    return replace(
        found,
        identity=identity("guid", line(event.get("UID")).partition("@")[0].lower()),
        source=source_of(acronym),
        title=line(written("title"), LONGEST_TITLE) or found.title,
        title_en=line(written("title_en"), LONGEST_TITLE),
        room=line(written("room")),
        abstract=abstract(written("abstract")),
        abstract_en=abstract(written("abstract_en")),
        kind=known_kind(written("kind")),
        speakers=split_names(written("speakers")),
        hosts=split_names(written("hosts")),
        english=_english(written("english")),
    )


def _english(text: str) -> tuple[tuple[str, str], ...]:
    try:
        told = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return ()
    return paired(told.items()) if isinstance(told, dict) else ()


def own_name(field: str) -> str:
    """The property under which our own export repeats a field exactly."""
    return f"X-CONGRESS-{field.upper().replace('_', '-')}"


ACRONYM = own_name("acronym")


def _session(event: Component, source: str, zone: tzinfo, report: ImportReport) -> ParsedSession | None:
    title = line(event.get("SUMMARY"), LONGEST_TITLE)
    uid = line(event.get("UID"), 255)
    item = ", ".join(part for part in (f"event {uid[:40]}" if uid else "", title) if part) or "event"
    if line(event.get("STATUS")).upper() == "CANCELLED":
        report.note(item, _("It is marked as cancelled and was passed over."))
        return None
    if not title:
        report.error(item, _("It has no title."))
        return None
    times = _times(event, zone)
    if times is None:
        report.error(item, _("Its start or end cannot be read."))
        return None
    _note_unknown_clock(event, item, report)
    note_losses(report, item, event.get("SUMMARY"), event.get("LOCATION"))
    if not uid:
        report.note(item, _("It has no id of its own and is known by its title."))
    if event.get("RRULE") or event.get("RDATE"):
        report.note(item, _("It repeats; only its first occurrence was taken."))
    return ParsedSession(
        identity=identity("calendar", source, uid or title, line(_moment_text(event))),
        item=item,
        title=title,
        starts_at=times[0],
        ends_at=times[1],
        room=line(event.get("LOCATION")),
        label=line(_categories(event)),
        abstract=abstract(event.get("DESCRIPTION")),
        speakers=_people(event),
        source=identity("calendar", source),
    )


def _note_unknown_clock(event: Component, item: str, report: ImportReport) -> None:
    for name in ("DTSTART", "DTEND"):
        found = event.get(name)
        zone = getattr(found, "params", {}).get("TZID")
        moment = getattr(found, "dt", None)
        if zone and isinstance(moment, datetime) and moment.tzinfo is None:
            report.note(item, _("There is no time zone %(name)s; its time was read by another clock.", name=line(zone)))
            return


def _moment_text(event: Component) -> str:
    """Which occurrence of a repeated event this one stands for; empty for the event itself."""
    occurrence = event.get("RECURRENCE-ID")
    return str(getattr(occurrence, "dt", occurrence or ""))


def _times(event: Component, zone: tzinfo) -> tuple[datetime, datetime] | None:
    try:
        start = _dated(event, "DTSTART")
        if start is None:
            return None
        starts_at = _as_moment(start, zone)
        end, length = _dated(event, "DTEND"), _dated(event, "DURATION")
        if end is not None:
            ends_at = _as_moment(end, zone)
        elif isinstance(length, timedelta):
            ends_at = starts_at + length
        else:
            # RFC 5545 3.6.1: a date alone lasts a day, a moment alone no time at all
            ends_at = starts_at if isinstance(start, datetime) else starts_at + timedelta(days=1)
    except (ValueError, OverflowError, TypeError):
        return None
    return (starts_at, ends_at) if ends_at >= starts_at else None


def _dated(event: Component, name: str) -> Any:
    found = event.get(name)
    # a property that stands twice comes as a list, one that could not be read as text
    found = found[0] if isinstance(found, list) else found
    return getattr(found, "dt", None)


def _as_moment(found: Any, zone: tzinfo) -> datetime:
    if isinstance(found, datetime):
        return in_utc(found, zone)
    if isinstance(found, date):
        return in_utc(datetime.combine(found, time(), zone), zone)
    raise TypeError(found)


def _categories(event: Component) -> object:
    found = event.get("CATEGORIES")
    found = found[0] if isinstance(found, list) else found
    categories = getattr(found, "cats", None)
    return categories[0] if categories else found


def _people(event: Component) -> tuple[str, ...]:
    """Who attends by name is who speaks; where nobody does, conference calendars name the speaker as organiser."""
    for name in ("ATTENDEE", "ORGANIZER"):
        found = event.get(name) or []
        named = names(_name(one) for one in (found if isinstance(found, list) else [found]))
        if named:
            return named
    return ()


def _name(person: Any) -> object:
    name = getattr(person, "params", {}).get("CN")
    return name[0] if isinstance(name, list) else name
