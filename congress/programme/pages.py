"""The public programme as a reader sees it: lines in their language, grouped by time, room or track."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from congress.foundation.i18n import _, language, pick
from congress.foundation.pages import day_title, zone
from congress.programme.models import Sponsor
from congress.programme.plan import Plan, PlanItem, PlanSpeaker
from congress.programme.states import KIND_NAMES, SPONSOR_LEVEL_NAMES, Kind, SponsorLevel

MOST_LINES = 250
BY = ("time", "room", "track", "list")


@dataclass(frozen=True)
class Line:
    """One session in a list."""

    id: int
    starts: str
    ends: str
    iso: str
    iso_end: str
    title: str
    room: str
    track: str
    people: str
    kind: str


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Wish:
    """What a reader asked to see; whatever an address says that is not there counts as not asked."""

    day: date | None
    by: str
    room: int | None
    track: str | None
    q: str
    page: int


def read_wish(plan: Plan, asked: dict[str, str], *, now: datetime) -> Wish:
    """The wish that an address holds. Without one: the day that is, or the first."""
    days = list(plan.days(zone()))
    by = asked.get("by", "time") if asked.get("by") in BY else "time"
    try:
        day = date.fromisoformat(asked.get("day", ""))
    except ValueError:
        day = None
    room = int(asked["room"]) if asked.get("room", "").isdecimal() and len(asked["room"]) < 16 else None  # noqa: PLR2004 -- what fits a column
    track = asked.get("track") or None
    q = asked.get("q", "").strip()[:80]
    if day not in days:
        day = None
    if day is None and by != "list" and not q and not room and not track and days:
        today = plan.day_of(now, zone())
        day = today if today in days else days[0]
    page = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < 6 else 1  # noqa: PLR2004 -- no programme has more
    return Wish(
        day=day,
        by=by,
        room=room if room in plan.room else None,
        track=track if any(track == slug for slug, _zh, _en in plan.labels()) else None,
        q=q,
        page=max(page, 1),
    )


def chosen(plan: Plan, wish: Wish) -> list[PlanItem]:
    """The items that fit the wish, by time."""
    items: Iterable[PlanItem] = plan.items
    if wish.day is not None:
        items = plan.days(zone()).get(wish.day, [])
    if wish.room is not None:
        items = [item for item in items if item.room == wish.room]
    if wish.track is not None:
        items = [item for item in items if item.track == wish.track]
    if wish.q:
        items = [item for item in items if matches(plan, item, wish.q.casefold())]
    return list(items)


def matches(plan: Plan, item: PlanItem, q: str) -> bool:
    """Whether title, abstract, room or a speaker says it, in either language."""
    speakers = [plan.speaker[one] for one in item.people if one in plan.speaker]
    told = [item.zh, item.en, item.abstract, item.abstract_en]
    for one in speakers:
        told += [one.name, one.name_en, one.organisation, one.organisation_en]
    if item.room in plan.room:
        told += [plan.room[item.room].name, plan.room[item.room].name_en]
    return any(q in text.casefold() for text in told)


def line_of(plan: Plan, item: PlanItem) -> Line:
    start, end = item.starts_at.astimezone(zone()), item.ends_at.astimezone(zone())
    return Line(
        id=item.id,
        starts=f"{start:%H:%M}",
        ends=f"{end:%H:%M}",
        iso=start.isoformat(timespec="minutes"),
        iso_end=end.isoformat(timespec="minutes"),
        title=pick(item.zh, item.en),
        room=room_name(plan, item.room),
        track=track_name(plan, item.track),
        people=names_of(plan, item.people),
        kind="" if item.kind == Kind.TALK else str(KIND_NAMES[Kind(item.kind)]),
    )


def groups(plan: Plan, wish: Wish, items: Sequence[PlanItem]) -> list[Group]:
    """The items under headings: hours of the day, rooms, tracks, or days."""
    if wish.by == "room":
        found = [
            Group(room_title(plan, room.id), [line_of(plan, item) for item in items if item.room == room.id])
            for room in plan.used_rooms(items)
        ]
        without = [line_of(plan, item) for item in items if item.room not in plan.room]
        return [*found, Group(_("Without a room"), without)] if without else found
    if wish.by == "track":
        present = {item.track for item in items}
        found = [
            Group(pick(zh, en), [line_of(plan, item) for item in items if item.track == slug])
            for slug, zh, en in plan.labels()
            if slug in present
        ]
        without = [line_of(plan, item) for item in items if not item.track]
        return [*found, Group(_("For everybody"), without)] if without else found
    days: dict[date, list[Line]] = {}
    for item in items:
        days.setdefault(plan.day_of(item.starts_at, zone()), []).append(line_of(plan, item))
    return [Group(day_title(day), lines) for day, lines in days.items()]


def at_the_same_time(plan: Plan, item: PlanItem, marked: Iterable[int]) -> list[PlanItem]:
    """What else somebody marked that overlaps with a session, by time."""
    others = [one for one in plan.items if one.id in set(marked) and one.id != item.id]
    return [one for one in others if one.starts_at < item.ends_at and item.starts_at < one.ends_at]


def room_name(plan: Plan, room: int | None) -> str:
    found = plan.room.get(room) if room is not None else None
    return pick(found.name, found.name_en) if found else ""


def room_title(plan: Plan, room: int | None) -> str:
    """The room with its venue."""
    found = plan.room.get(room) if room is not None else None
    if found is None:
        return ""
    return " · ".join(part for part in (pick(found.name, found.name_en), pick(found.venue, found.venue_en)) if part)


def track_name(plan: Plan, track: str) -> str:
    found = plan.track.get(track)
    return pick(found.zh, found.en) if found else track


def names_of(plan: Plan, ids: Iterable[int]) -> str:
    names = [speaker_name(plan.speaker[one]) for one in ids if one in plan.speaker]
    return ("、" if language() == "zh" else ", ").join(names)


def speaker_name(speaker: PlanSpeaker) -> str:
    return pick(speaker.name, speaker.name_en)


def speaker_office(speaker: PlanSpeaker) -> str:
    """Unit and title, in the order in which each language says them."""
    unit, title = pick(speaker.organisation, speaker.organisation_en), pick(speaker.title, speaker.title_en)
    if language() == "zh":
        return " ".join(part for part in (unit, title) if part)
    return ", ".join(part for part in (title, unit) if part)


def now_and_next(plan: Plan, now: datetime) -> tuple[list[Line], list[Line]]:
    """What runs now, and what begins next on the same day of the programme."""
    running = [item for item in plan.items if item.starts_at <= now < item.ends_at]
    later = [item for item in plan.items if item.starts_at > now]
    if not later or plan.day_of(later[0].starts_at, zone()) != plan.day_of(now, zone()):
        coming: list[PlanItem] = []
    else:
        coming = [item for item in later if item.starts_at == later[0].starts_at]
    return [line_of(plan, item) for item in running], [line_of(plan, item) for item in coming]


def sponsor_groups(sponsors: Iterable[Sponsor]) -> list[tuple[str, list[Sponsor]]]:
    """The sponsors under the names of their levels, in their order."""
    found: dict[str, list[Sponsor]] = {}
    for one in sponsors:
        found.setdefault(str(SPONSOR_LEVEL_NAMES[SponsorLevel(one.level)]), []).append(one)
    return list(found.items())
