"""iCalendar (RFC 5545) with the zone inside; an event keeps its id when its time changes."""

import json
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone, vText

from congress.foundation.i18n import pick
from congress.programme.exports.common import (
    Frame,
    abstract_of,
    acronym,
    conference_title,
    english_names,
    guid_of,
    people_of,
    title_of,
    track_of,
)
from congress.programme.imports.ical import ACRONYM, own_name
from congress.programme.imports.sheet import join_names
from congress.programme.plan import Plan, PlanItem


def calendar_of(plan: Plan, items: Sequence[PlanItem], frame: Frame, *, name: str, now: datetime) -> bytes:
    """The given items as one calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Congress//Programme//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", frame.zone.key)
    calendar.add(ACRONYM, acronym(plan))
    if items:
        first = min(item.starts_at for item in items).astimezone(frame.zone)
        last = max(item.ends_at for item in items).astimezone(frame.zone)
        calendar.add_component(Timezone.from_tzinfo(frame.zone, first_date=first.date(), last_date=last.date()))
    for item in items:
        calendar.add_component(_event(plan, item, frame, now))
    return bytes(calendar.to_ical())


def _event(plan: Plan, item: PlanItem, frame: Frame, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{guid_of(plan, item)}@{urlsplit(frame.base).hostname or 'localhost'}")
    event.add("dtstamp", now)
    event.add("dtstart", item.starts_at.astimezone(frame.zone))
    event.add("dtend", item.ends_at.astimezone(frame.zone))
    event.add("summary", f"{title_of(item)}（演示数据）" if plan.demo else title_of(item))
    room = plan.room.get(item.room) if item.room is not None else None
    if room is not None:
        where = (pick(room.name, room.name_en), pick(room.venue, room.venue_en), pick(plan.place_zh, plan.place_en))
        event.add("location", ", ".join(part for part in where if part))
    if item.track:
        event.add("categories", [track_of(plan, item)])
    people = "、".join(name for _number, name in people_of(plan, item))
    told = [conference_title(plan), people, abstract_of(item)]
    event.add("description", "\n\n".join(part for part in told if part))
    event.add("url", frame.link(item))
    for field, text in _as_it_is(plan, item).items():
        if text:
            event.add(own_name(field), vText(text))
    return event


def _as_it_is(plan: Plan, item: PlanItem) -> dict[str, str]:
    """What an import takes instead of the texts above, which are made for people: both languages, whoever reads."""
    people = {one: plan.speaker[one].name for one in item.people if one in plan.speaker}
    room = plan.room.get(item.room) if item.room is not None else None
    english = english_names(plan, item)
    return {
        "title": item.zh,
        "title_en": item.en,
        "room": room.name if room else "",
        "kind": item.kind,
        "abstract": item.abstract,
        "abstract_en": item.abstract_en,
        "hosts": join_names(people[one] for one in item.hosts if one in people),
        "speakers": join_names(name for one, name in people.items() if one not in item.hosts),
        "english": json.dumps(english, ensure_ascii=False) if english else "",
    }
