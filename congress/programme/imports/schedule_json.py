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
from congress.programme.imports.schedule import Frame, conference_zone, day_change, note_unknown_zone, read_event
from congress.programme.states import Part


def read_schedule_json(
    content: bytes, report: ImportReport, *, zone: tzinfo | None, ours: tzinfo
) -> list[ParsedSession]:
    """Every event, in the order of the file.

    Raises:
        Unreadable: it is no JSON, or no schedule.
    """
    conference = _conference(content)
    note_unknown_zone(conference.get("time_zone_name"), zone, report)
    translations = _object(_object(conference.get("meta")).get("translations"))
    sessions = []
    for day in _list(conference["days"]):
        start = day.get("day_start")
        frame = Frame(
            conference=str(conference.get("acronym") or conference.get("title") or ""),
            day=str(day.get("date") or ""),
            day_change=day_change(conference.get("day_change"), start),
            zone=conference_zone(conference.get("time_zone_name"), start, zone, ours),
        )
        for room, event in _events(day.get("rooms")):
            found = read_event(_with_people(event, room), frame, report)
            if found is not None:
                sessions.append(_with_translations(found, event, translations))
    return sessions


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


def _conference(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreadable(_("The file is no proper JSON.")) from None
    for name in ("schedule", "conference"):
        inner = document.get(name) if isinstance(document, dict) else None
        document = inner if isinstance(inner, dict) else document
    if not isinstance(document, dict) or not isinstance(document.get("days"), list):
        raise Unreadable(_("The file is JSON, but no schedule."))
    return document


def _list(found: object) -> list[dict[str, Any]]:
    """The objects of a list that should hold nothing else."""
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable(_("The file is JSON, but no schedule."))
    return found


def _events(rooms: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(rooms, dict):
        raise Unreadable(_("The file is JSON, but no schedule."))
    for room, events in rooms.items():
        for event in _list(events):
            yield room, event


def _people(event: dict[str, Any]) -> list[dict[str, Any]]:
    people = event.get("persons") or []
    people = [people] if isinstance(people, str | dict) else people
    return [
        {"name": person} if isinstance(person, str) else person
        for person in (people if isinstance(people, list) else [])
        if isinstance(person, dict | str)
    ]


def _with_people(event: dict[str, Any], room: str) -> dict[str, Any]:
    found = _people(event)
    # our own exports say who leads through it
    hosts = [person for person in found if person.get("role") == Part.HOST]
    speakers = [person for person in found if person not in hosts]
    return event | {
        "room": event.get("room") or room,
        "persons": [person.get("public_name") or person.get("name") for person in speakers],
        "hosts": [person.get("public_name") or person.get("name") for person in hosts],
    }
