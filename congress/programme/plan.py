"""The programme as one value: what pages, feeds, exports and papers are drawn from, and what a release keeps.

It knows no database and no language: both titles stand in it, and the reader's is picked where it is drawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from congress.foundation.clock import local_day


@dataclass(frozen=True, kw_only=True)
class PlanRoom:
    id: int
    name: str
    name_en: str = ""
    venue: str = ""
    venue_en: str = ""
    capacity: int | None = None
    shared: bool = False
    position: int = 0
    plan: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanTrack:
    slug: str
    zh: str
    en: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanForum:
    id: int
    slug: str
    zh: str
    en: str
    starts_at: datetime
    ends_at: datetime
    room: int
    track: str | None
    capacity: int
    summary_zh: str = ""
    summary_en: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanSpeaker:
    id: int
    name: str
    name_en: str = ""
    title: str = ""
    title_en: str = ""
    organisation: str = ""
    organisation_en: str = ""
    biography: str = ""
    biography_en: str = ""
    photo: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanItem:
    """One session; `track` is that of its forum, else the label that an imported programme gave it."""

    id: int
    key: str
    zh: str
    en: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    room: int | None
    forum: str | None
    track: str
    speakers: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()
    abstract: str = ""
    abstract_en: str = ""

    @property
    def people(self) -> tuple[int, ...]:
        return (*self.hosts, *(one for one in self.speakers if one not in self.hosts))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole programme. `items` go by time; `version` is 0 while nothing has been released as a whole."""

    slug: str
    zh: str
    en: str
    place_zh: str
    place_en: str
    starts_on: date
    ends_on: date
    demo: bool
    day_break: int
    rooms: tuple[PlanRoom, ...]
    tracks: tuple[PlanTrack, ...]
    forums: tuple[PlanForum, ...]
    speakers: tuple[PlanSpeaker, ...]
    items: tuple[PlanItem, ...]
    version: int = 0
    as_of: datetime | None = field(default=None, compare=False)

    @cached_property
    def _days(self) -> dict[str, dict[date, list[PlanItem]]]:
        return {}

    @cached_property
    def room(self) -> dict[int, PlanRoom]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def forum(self) -> dict[str, PlanForum]:
        return {forum.slug: forum for forum in self.forums}

    @cached_property
    def speaker(self) -> dict[int, PlanSpeaker]:
        return {speaker.id: speaker for speaker in self.speakers}

    @cached_property
    def item(self) -> dict[int, PlanItem]:
        return {item.id: item for item in self.items}

    @cached_property
    def track(self) -> dict[str, PlanTrack]:
        return {track.slug: track for track in self.tracks}

    def items_of(self, speaker: int) -> list[PlanItem]:
        return [item for item in self.items if speaker in item.people]

    def day_of(self, moment: datetime, zone: ZoneInfo) -> date:
        """The day of the programme: what begins before the break of day still belongs to the evening before."""
        return local_day(moment, zone, self.day_break)

    def days(self, zone: ZoneInfo) -> dict[date, list[PlanItem]]:
        """Each day with something on it, and its items by time; counted once for each zone."""
        if zone.key not in self._days:
            days: dict[date, list[PlanItem]] = {}
            for item in self.items:
                days.setdefault(self.day_of(item.starts_at, zone), []).append(item)
            self._days[zone.key] = days
        return self._days[zone.key]

    def used_rooms(self, items: Iterable[PlanItem] | None = None) -> list[PlanRoom]:
        """The rooms in which something happens, in the order that was set by hand."""
        used = {item.room for item in (self.items if items is None else items)}
        return [room for room in self.rooms if room.id in used]

    def labels(self) -> list[tuple[str, str, str]]:
        """Each track or label that some item stands under: what an address calls it, and its two titles."""
        present = {item.track for item in self.items if item.track}
        known = [(track.slug, track.zh, track.en) for track in self.tracks if track.slug in present]
        return [*known, *((label, label, "") for label in sorted(present - set(self.track)))]


KINDS = {"rooms": PlanRoom, "tracks": PlanTrack, "forums": PlanForum, "speakers": PlanSpeaker, "items": PlanItem}
MOMENTS = {"starts_at", "ends_at"}
DAYS = {"starts_on", "ends_on"}


def to_json(plan: Plan) -> dict[str, Any]:
    """What a release keeps of the plan."""
    return {name: _plain(value) for name, value in asdict(plan).items() if name not in {"version", "as_of"}}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def from_json(content: Mapping[str, Any], *, version: int, as_of: datetime | None) -> Plan:
    """The plan that `to_json` wrote."""
    facts: dict[str, Any] = {}
    for name, value in content.items():
        if name in KINDS:
            facts[name] = tuple(KINDS[name](**_read(row)) for row in value)
        else:
            facts[name] = date.fromisoformat(value) if name in DAYS else value
    return Plan(**facts, version=version, as_of=as_of)


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    facts = dict(row)
    for name, value in row.items():
        if name in MOMENTS:
            facts[name] = datetime.fromisoformat(value)
        elif isinstance(value, list):
            facts[name] = tuple(value)
    return facts
