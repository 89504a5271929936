"""Schedule JSON, the twin of schedule XML."""

from datetime import date
from typing import Any

import orjson

from congress.foundation.i18n import in_language, language, pick
from congress.programme.exports.common import (
    Frame,
    acronym,
    conference_title,
    day_bounds,
    duration,
    guid_of,
    people_of,
    room_guid,
    rooms_of_day,
    slug_of,
    title_of,
    track_of,
)
from congress.programme.imports.schedule import GENERATOR
from congress.programme.plan import Plan, PlanItem
from congress.programme.states import Part

SCHEMA = "https://c3voc.de/schedule/schema.json"
FORMAT_VERSION = "1"


def schedule_json(plan: Plan, frame: Frame) -> bytes:
    """The whole programme; it validates against the format's own schema."""
    days = plan.days(frame.zone)
    conference: dict[str, Any] = {
        "acronym": acronym(plan),
        "title": conference_title(plan),
        "start": plan.starts_on.isoformat(),
        "end": plan.ends_on.isoformat(),
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "time_zone_name": frame.zone.key,
        "url": frame.base + "/programme",
        "tracks": [{"name": pick(zh, en)} for _slug, zh, en in plan.labels()],
        "rooms": [_room(plan, room) for room in plan.used_rooms()],
        "meta": {"translations": _translations(plan)},
        "days": [_day(plan, frame, index, day, items) for index, (day, items) in enumerate(days.items())],
    }
    schedule = {"version": str(plan.version), "base_url": frame.base, "conference": conference}
    generator = {"name": GENERATOR, "version": FORMAT_VERSION}
    return orjson.dumps({"$schema": SCHEMA, "generator": generator, "schedule": schedule})


def _translations(plan: Plan) -> dict[str, Any]:
    """The texts of the other language, by the ids and names that the file has; the format has no place of its own."""
    other = "zh" if language() == "en" else "en"
    with in_language(other):
        theirs = {item.id: _texts(item) for item in plan.items}
        rooms = {room.id: pick(room.name, room.name_en) for room in plan.used_rooms()}
    events = {
        guid_of(plan, item): {
            name: text for name, text in theirs[item.id].items() if text and text != _texts(item)[name]
        }
        for item in plan.items
    }
    return {
        "language": other,
        "events": {guid: texts for guid, texts in events.items() if texts},
        "rooms": {
            pick(room.name, room.name_en): rooms[room.id]
            for room in plan.used_rooms()
            if rooms[room.id] != pick(room.name, room.name_en)
        },
    }


def _texts(item: PlanItem) -> dict[str, str]:
    return {"title": title_of(item), "abstract": pick(item.abstract, item.abstract_en)}


def _room(plan: Plan, room: Any) -> dict[str, Any]:
    return {"name": pick(room.name, room.name_en), "guid": room_guid(plan, room), "capacity": room.capacity}


def _day(plan: Plan, frame: Frame, index: int, day: date, items: list[PlanItem]) -> dict[str, Any]:
    start, end = day_bounds(plan, day, frame.zone)
    rooms = rooms_of_day(plan, items)
    return {
        "index": index,
        "date": day.isoformat(),
        "day_start": start.isoformat(),
        "day_end": end.isoformat(),
        "rooms": {name: [_event(plan, frame, item, name) for item in held] for name, held in rooms.items()},
    }


def _event(plan: Plan, frame: Frame, item: PlanItem, room: str) -> dict[str, Any]:
    start, end = item.starts_at.astimezone(frame.zone), item.ends_at.astimezone(frame.zone)
    return {
        "guid": guid_of(plan, item), "id": item.id, "date": start.isoformat(), "start": f"{start:%H:%M}",
        "end": end.isoformat(), "duration": duration(item), "room": room, "slug": slug_of(plan, item),
        "url": frame.link(item), **_texts(item), "subtitle": None, "track": track_of(plan, item) or None,
        "type": item.kind, "language": language(), "description": None, "links": [],
        "persons": [_person(plan, frame, item, number, name) for number, name in people_of(plan, item)],
    }  # fmt: skip


def _person(plan: Plan, frame: Frame, item: PlanItem, number: int, name: str) -> dict[str, Any]:
    speaker = plan.speaker[number]
    role = Part.HOST if number in item.hosts else Part.SPEAKER
    person: dict[str, Any] = {"id": number, "public_name": name, "role": role}
    if speaker.name_en:
        person["names"] = {"zh": speaker.name, "en": speaker.name_en}
    if biography := pick(speaker.biography, speaker.biography_en):
        person["biography"] = biography
    if speaker.photo:
        person["avatar"] = f"{frame.base}/programme/pictures/{speaker.photo}"
    return person
