"""Schedule JSON, as c3voc describes it and frab and pretalx write it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from congress.foundation.i18n import _
from congress.foundation.tables import ImportReport
from congress.programme.imports.parsed import (
    LONGEST_SPEAKER,
    LONGEST_TITLE,
    ParsedSession,
    Unreadable,
    abstract,
    line,
    paired,
)
from congress.programme.imports.schedule import (
    GENERATOR,
    NAMES,
    Frame,
    conference_zone,
    day_change,
    note_unknown_zone,
    read_event,
)
from congress.programme.states import Part


def read_schedule_json(
    content: bytes, report: ImportReport, *, zone: tzinfo | None, ours: tzinfo
) -> list[ParsedSession]:
    """Every event, in the order of the file.

    Raises:
        Unreadable: it is no JSON, or no schedule.
    """
    document = _document(content)
    schedule = _object(document.get("schedule")) or document
    conference = _object(schedule.get("conference")) or schedule
    days = _days(schedule, conference)
    note_unknown_zone(conference.get("time_zone_name"), zone, report)
    translations = _object(_object(conference.get("meta")).get("translations"))
    tracks = {str(one["slug"]): one.get("name") for one in _objects(conference.get("tracks")) if one.get("slug")}
    sessions = []
    for day, events in days:
        start = day.get("day_start")
        frame = Frame(
            conference=str(conference.get("acronym") or conference.get("title") or ""),
            day=str(day.get("date") or ""),
            day_change=day_change(conference.get("day_change"), start),
            zone=conference_zone(conference.get("time_zone_name"), start, zone, ours),
            exact=_object(document.get("generator")).get("name") == GENERATOR,
        )
        for room, event in events:
            found = read_event(_plain(event, room, tracks), frame, report)
            if found is not None:
                sessions.append(_with_translations(found, event, translations))
    return sessions


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreadable(_("The file is no proper JSON.")) from None
    if not isinstance(document, dict):
        raise Unreadable(_("The file is JSON, but no schedule."))
    return document


def _days(
    schedule: dict[str, Any], conference: dict[str, Any]
) -> list[tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]]:
    """Each day with its events and their rooms; the second edition of the format has them all beside its days."""
    days = _list(conference.get("days"))
    beside = schedule.get("events")
    if beside is None and days and not any("rooms" in day for day in days):
        raise Unreadable(_("The file is JSON, but no schedule."))
    return [
        *((day, list(_events(day.get("rooms")))) for day in days),
        ({}, [("", event) for event in _list(beside or [])]),
    ]


def _events(rooms: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rooms by their names, or a list of rooms that say theirs; a day may have none."""
    if isinstance(rooms, list):
        rooms = {str(room.get("name") or ""): room.get("events") for room in _list(rooms)}
    rooms = rooms or {}
    if not isinstance(rooms, dict):
        raise Unreadable(_("The file is JSON, but no schedule."))
    for room, events in rooms.items():
        for event in _list(events or []):
            yield room, event


def _list(found: object) -> list[dict[str, Any]]:
    """The objects of a list that should hold nothing else."""
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable(_("The file is JSON, but no schedule."))
    return found


def _objects(found: object) -> list[dict[str, Any]]:
    """The objects among what a list holds, where it is one."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _object(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _with_translations(found: ParsedSession, event: dict[str, Any], told: dict[str, Any]) -> ParsedSession:
    """Our own exports hold the texts of the other language too; a file in English then tells which are the Chinese."""
    texts = _object(_object(told.get("events")).get(str(event.get("guid"))))
    title, text = line(texts.get("title"), LONGEST_TITLE), abstract(texts.get("abstract"))
    room = line(_object(told.get("rooms")).get(found.room))
    names = [_object(_object(person).get("names")) for person in _people(event)]
    pairs = [(one.get("zh"), one.get("en")) for one in names]
    if told.get("language") == "en":
        return replace(
            found, title_en=title or found.title_en, abstract_en=text or found.abstract_en,
            english=paired([(found.room, room), *pairs]),
        )  # fmt: skip
    if told.get("language") != "zh":
        return found
    own = {line(en, LONGEST_SPEAKER): line(zh, LONGEST_SPEAKER) for zh, en in pairs}
    return replace(
        found, title=title or found.title, title_en=found.title if title else "", abstract=text or found.abstract,
        abstract_en=found.abstract if text else "", room=room or found.room,
        speakers=tuple(own.get(name) or name for name in found.speakers),
        hosts=tuple(own.get(name) or name for name in found.hosts),
        english=paired([(room, found.room), *pairs]),
    )  # fmt: skip


def _people(event: dict[str, Any]) -> list[dict[str, Any]]:
    people = event.get("persons") or event.get("participants") or []
    people = people if isinstance(people, list) else [people]
    return _objects([{"name": person} if isinstance(person, str) else person for person in people])


def _plain(event: dict[str, Any], room: str, tracks: dict[str, Any]) -> dict[str, Any]:
    """The event with its texts under the names that schedule XML has, too."""
    people = _people(event)
    # our own exports say who leads through it
    hosts = [person for person in people if person.get("role") == Part.HOST]
    track = _object(event.get("track"))
    return event | {
        "room": _own_name(event.get("room")) or room,
        "track": tracks.get(str(track.get("slug"))) or _own_name(event.get("track")),
        "persons": [_called(person) for person in people if person not in hosts],
        "hosts": [_called(person) for person in hosts],
    }


def _own_name(value: object) -> object:
    return _object(value).get("name") or value


def _called(person: dict[str, Any]) -> object:
    return next((person[name] for name in NAMES if person.get(name)), "")
