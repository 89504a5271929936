"""What in a plan cannot or should not be: pure, by sweeps, so that a thousand sessions take milliseconds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from congress.programme.plan import Plan, PlanItem
from congress.programme.states import Clash, Level

DEFAULT_LEVEL = Level.WARN


@dataclass(frozen=True)
class Found:
    """One clash: of two sessions (the earlier first) in a room or with a person, or of one forum with its room."""

    kind: Clash
    first: int
    second: int
    about: int


def level_of(levels: Mapping[str, str], kind: Clash) -> Level:
    """How much a kind of clash weighs at this congress."""
    try:
        return Level(levels.get(kind, DEFAULT_LEVEL))
    except ValueError:
        return DEFAULT_LEVEL


def find_clashes(
    plan: Plan, *, taken: Mapping[str, int] | None = None, distances: Mapping[tuple[str, str], int] | None = None
) -> list[Found]:
    """Every clash of the plan, by time. `taken` is how many seats each forum has given away; `distances` the minutes
    between two venues, whichever is named first.
    """
    found = [*_in_rooms(plan), *_of_people(plan), *_on_the_way(plan, distances or {}), *_too_full(plan, taken or {})]
    start = {item.id: item.starts_at for item in plan.items}
    start |= {-forum.id: forum.starts_at for forum in plan.forums}
    return sorted(found, key=lambda one: (start[one.first], one.kind, one.first, one.second, one.about))


def overlapping(items: Iterable[PlanItem]) -> Iterator[tuple[PlanItem, PlanItem]]:
    """Each pair that shares some time, the earlier first; half open: what ends at ten gives way to what starts then."""
    running: list[PlanItem] = []
    for item in sorted(items, key=lambda one: (one.starts_at, one.id)):
        running = [other for other in running if other.ends_at > item.starts_at]
        yield from ((other, item) for other in running if other.starts_at < item.ends_at)
        running.append(item)


def _in_rooms(plan: Plan) -> Iterator[Found]:
    by_room: dict[int, list[PlanItem]] = {}
    for item in plan.items:
        if item.room in plan.room and not plan.room[item.room].shared:
            by_room.setdefault(plan.room[item.room].id, []).append(item)
    for room, items in by_room.items():
        yield from (Found(Clash.ROOM, a.id, b.id, room) for a, b in overlapping(items))


def _by_person(plan: Plan) -> dict[int, list[PlanItem]]:
    by_person: dict[int, list[PlanItem]] = {}
    for item in plan.items:
        for person in item.people:
            by_person.setdefault(person, []).append(item)
    return by_person


def _of_people(plan: Plan) -> Iterator[Found]:
    for person, items in _by_person(plan).items():
        for a, b in overlapping(items):
            leads = person in a.hosts or person in b.hosts
            yield Found(Clash.HOST if leads else Clash.SPEAKER, a.id, b.id, person)


def _on_the_way(plan: Plan, distances: Mapping[tuple[str, str], int]) -> Iterator[Found]:
    """Somebody leaves one venue and must be at another sooner than the way takes."""
    if not distances:
        return
    longest = timedelta(minutes=max(distances.values()))
    for person, items in _by_person(plan).items():
        ordered = sorted(items, key=lambda one: (one.ends_at, one.id))
        for a in ordered:
            for b in items:
                gap = b.starts_at - a.ends_at
                if a.id == b.id or not timedelta(0) <= gap < longest or a.starts_at > b.starts_at:
                    continue
                minutes = _minutes(plan, a, b, distances)
                if minutes is not None and gap < timedelta(minutes=minutes):
                    yield Found(Clash.TRAVEL, a.id, b.id, person)


def _minutes(plan: Plan, a: PlanItem, b: PlanItem, distances: Mapping[tuple[str, str], int]) -> int | None:
    if a.room not in plan.room or b.room not in plan.room:
        return None
    here, there = plan.room[a.room].venue, plan.room[b.room].venue
    return distances.get((here, there), distances.get((there, here)))


def _too_full(plan: Plan, taken: Mapping[str, int]) -> Iterator[Found]:
    """More seats are offered or taken than the room holds; such a clash names the forum by its negative id."""
    for forum in plan.forums:
        room = plan.room.get(forum.room)
        wanted = max(forum.capacity, taken.get(forum.slug, 0))
        if room is not None and room.capacity is not None and wanted > room.capacity:
            yield Found(Clash.CAPACITY, -forum.id, -forum.id, room.id)


def clashes_of(found: Sequence[Found], item: int) -> list[Found]:
    """Those that one session takes part in."""
    return [one for one in found if item in (one.first, one.second)]


def blocked(found: Iterable[Found], levels: Mapping[str, str]) -> list[Found]:
    """Those that the congress's rules refuse."""
    return [one for one in found if level_of(levels, one.kind) is Level.BLOCK]


def worth_telling(found: Iterable[Found], levels: Mapping[str, str]) -> list[Found]:
    """Those that the congress's rules do not simply allow."""
    return [one for one in found if level_of(levels, one.kind) is not Level.ALLOW]


def sessions_named(found: Iterable[Found]) -> set[int]:
    return set(chain.from_iterable((one.first, one.second) for one in found))
