"""What the formats have in common: stable ids, names of files, titles in the reader's language."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from congress.foundation.i18n import pick
from congress.programme.plain import plain_text
from congress.programme.plan import Plan, PlanItem, PlanRoom, PlanSpeaker

SHORTEST_ACRONYM = 4
IMPORTED = "guid:"


@dataclass(frozen=True)
class Frame:
    """What an export needs beside the plan: the zone, the site's address, and where each session stands."""

    zone: ZoneInfo
    base: str
    link: Callable[[PlanItem], str]


def guid_of(plan: Plan, item: PlanItem) -> str:
    """The id that the session has in every system: the one it came with, else one made from its key."""
    return guid_of_key(plan.slug, item.key)


def guid_of_key(slug: str, key: str) -> str:
    try:
        return str(uuid.UUID(key.removeprefix(IMPORTED))) if key.startswith(IMPORTED) else _made(slug, key)
    except ValueError:
        return _made(slug, key)


def _made(slug: str, key: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"congress:{slug}/{key}"))


def room_guid(plan: Plan, room: PlanRoom) -> str:
    return _made(plan.slug, f"room/{room.name}")


def acronym(plan: Plan) -> str:
    plain = re.sub(r"[^a-z0-9]", "_", plan.slug.lower())
    return plain if len(plain) >= SHORTEST_ACRONYM else f"congress_{plain}"


def slug_of(plan: Plan, item: PlanItem) -> str:
    return f"{acronym(plan)}-session-{item.id}"


def duration(item: PlanItem) -> str:
    minutes = int((item.ends_at - item.starts_at).total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def day_bounds(plan: Plan, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From one break of day to the next."""
    start = datetime.combine(day, time(plan.day_break), zone)
    return start, datetime.combine(day + timedelta(days=1), time(plan.day_break), zone)


def rooms_of_day(plan: Plan, items: list[PlanItem]) -> Mapping[str, list[PlanItem]]:
    """The day's items under the names of their rooms, those without a room under none."""
    rooms: dict[str, list[PlanItem]] = {}
    for room in plan.used_rooms(items):
        # rooms that are called the same in this language share the name and lose nothing
        rooms.setdefault(pick(room.name, room.name_en), []).extend(item for item in items if item.room == room.id)
    without = [item for item in items if item.room not in plan.room]
    return rooms | {"": without} if without else rooms


def title_of(item: PlanItem) -> str:
    return pick(item.zh, item.en)


def abstract_of(item: PlanItem) -> str:
    """For calendars, which show no markup."""
    return plain_text(pick(item.abstract, item.abstract_en))


def room_of(plan: Plan, item: PlanItem) -> str:
    room = plan.room.get(item.room) if item.room is not None else None
    return pick(room.name, room.name_en) if room else ""


def track_of(plan: Plan, item: PlanItem) -> str:
    found = plan.track.get(item.track)
    return pick(found.zh, found.en) if found else item.track


def conference_title(plan: Plan) -> str:
    title = pick(plan.zh, plan.en)
    return f"{title}（演示数据）" if plan.demo and "演示" not in title else title


def english_names(plan: Plan, item: PlanItem) -> dict[str, str]:
    """What the item's room and people are called in English, by their own names."""
    room = plan.room.get(item.room) if item.room is not None else None
    people = [plan.speaker[one] for one in item.people if one in plan.speaker]
    named: list[PlanRoom | PlanSpeaker] = [*([room] if room else []), *people]
    return {one.name: one.name_en for one in named if one.name_en}


def people_of(plan: Plan, item: PlanItem) -> list[tuple[int, str]]:
    """(id, name) of hosts and speakers."""
    found = [plan.speaker[one] for one in item.people if one in plan.speaker]
    return [(one.id, pick(one.name, one.name_en)) for one in found]
