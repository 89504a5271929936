"""Clashes found by sweeps, compared with the plainest possible search over every pair."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, permutations

import pytest

from congress.programme.clashes import Found, blocked, find_clashes, worth_telling
from congress.programme.plan import Plan, PlanForum, PlanItem, PlanRoom, PlanSpeaker
from congress.programme.states import Clash

NINE = datetime(2036, 11, 20, 1, tzinfo=UTC)
ROOMS = (
    PlanRoom(id=1, name="一号厅", venue="甲馆", capacity=100),
    PlanRoom(id=2, name="二号厅", venue="乙馆"),
    PlanRoom(id=3, name="前厅", venue="甲馆", shared=True),
)
WAY = {("甲馆", "乙馆"): 30}


def plan_of(*items: PlanItem, forums: tuple[PlanForum, ...] = ()) -> Plan:
    return Plan(
        slug="2036", zh="大会", en="", place_zh="", place_en="", starts_on=date(2036, 11, 20),
        ends_on=date(2036, 11, 21), demo=False, day_break=4, rooms=ROOMS, tracks=(), forums=forums,
        speakers=tuple(PlanSpeaker(id=number, name=f"示例{number}") for number in range(1, 6)), items=items,
    )  # fmt: skip


def item(number: int, start: int, minutes: int, *, room: int | None = None, **people: tuple[int, ...]) -> PlanItem:
    begins = NINE + timedelta(minutes=start)
    return PlanItem(
        id=number, key=str(number), zh=f"议程{number}", en="", kind="talk", starts_at=begins,
        ends_at=begins + timedelta(minutes=minutes), room=room, forum=None, track="", **people,
    )  # fmt: skip


def by_brute_force(plan: Plan) -> Iterator[Found]:
    """Every pair, asked in the words of the rule."""
    shared = {room.id for room in plan.rooms if room.shared}
    venue = {room.id: room.venue for room in plan.rooms}
    for a, b in combinations(sorted(plan.items, key=lambda one: (one.starts_at, one.id)), 2):
        if max(a.starts_at, b.starts_at) < min(a.ends_at, b.ends_at) or (
            a.starts_at < b.ends_at and b.starts_at < a.ends_at
        ):
            if a.room is not None and a.room == b.room and a.room not in shared:
                yield Found(Clash.ROOM, a.id, b.id, a.room)
            for person in set(a.people) & set(b.people):
                leads = person in (*a.hosts, *b.hosts)
                yield Found(Clash.HOST if leads else Clash.SPEAKER, a.id, b.id, person)
    for a, b in permutations(plan.items, 2):
        gap = (b.starts_at - a.ends_at).total_seconds() / 60
        for person in set(a.people) & set(b.people):
            apart = {venue.get(a.room), venue.get(b.room)} == {"甲馆", "乙馆"}
            if apart and 0 <= gap < 30 and a.starts_at <= b.starts_at:
                yield Found(Clash.TRAVEL, a.id, b.id, person)


@pytest.mark.parametrize("seed", range(25))
def test_the_sweeps_find_what_brute_force_finds(seed: int) -> None:
    chance = random.Random(seed)
    items = []
    for number in range(1, 70):
        people = tuple(chance.sample(range(1, 6), chance.randint(0, 2)))
        hosts = people[:1] if chance.random() < 0.3 else ()
        items.append(
            item(
                number, chance.randrange(0, 2880, 15), chance.choice((0, 15, 30, 45, 90, 600)),
                room=chance.choice((1, 2, 3, None)), speakers=people, hosts=hosts,
            )
        )  # fmt: skip
    plan = plan_of(*items)
    found = find_clashes(plan, distances=WAY)
    assert len(found) == len(set(found))
    assert set(found) == set(by_brute_force(plan))
    assert found


def kinds(plan: Plan, **more: dict) -> list[Clash]:
    return [one.kind for one in find_clashes(plan, **more)]


def test_what_ends_at_ten_gives_way_to_what_begins_at_ten() -> None:
    assert kinds(plan_of(item(1, 0, 60, room=1), item(2, 60, 60, room=1))) == []


def test_a_shared_room_takes_two_things_at_once() -> None:
    assert kinds(plan_of(item(1, 0, 60, room=3), item(2, 30, 60, room=3))) == []
    assert kinds(plan_of(item(1, 0, 60, room=1), item(2, 30, 60, room=1))) == [Clash.ROOM]


def test_a_dinner_across_midnight_clashes_with_the_small_hours() -> None:
    dinner, dawn = item(1, 13 * 60, 300, room=1), item(2, 16 * 60, 60, room=1)
    assert kinds(plan_of(dinner, dawn)) == [Clash.ROOM]


def test_a_host_who_speaks_elsewhere_is_a_clash_of_hosts() -> None:
    assert kinds(plan_of(item(1, 0, 60, hosts=(1,)), item(2, 30, 60, speakers=(1,)))) == [Clash.HOST]
    assert kinds(plan_of(item(1, 0, 60, speakers=(1,)), item(2, 30, 60, speakers=(1,)))) == [Clash.SPEAKER]


def test_the_way_between_venues_takes_its_time_in_either_direction() -> None:
    there = plan_of(item(1, 0, 60, room=1, speakers=(1,)), item(2, 75, 60, room=2, speakers=(1,)))
    back = plan_of(item(1, 0, 60, room=2, speakers=(1,)), item(2, 75, 60, room=1, speakers=(1,)))
    assert kinds(there, distances=WAY) == kinds(back, distances=WAY) == [Clash.TRAVEL]
    enough = plan_of(item(1, 0, 60, room=1, speakers=(1,)), item(2, 90, 60, room=2, speakers=(1,)))
    assert kinds(enough, distances=WAY) == []


@pytest.mark.parametrize(("capacity", "taken", "clashes"), [(100, 100, 0), (101, 0, 1), (50, 101, 1)])
def test_a_forum_larger_than_its_room_is_told(capacity: int, taken: int, clashes: int) -> None:
    forum = PlanForum(
        id=7, slug="opening", zh="开幕式", en="", starts_at=NINE, ends_at=NINE + timedelta(hours=1), room=1, track=None,
        capacity=capacity,
    )  # fmt: skip
    assert kinds(plan_of(forums=(forum,)), taken={"opening": taken}) == [Clash.CAPACITY] * clashes


def test_levels_say_what_is_refused_told_or_let_be() -> None:
    found = find_clashes(plan_of(item(1, 0, 60, room=1, speakers=(1,)), item(2, 30, 60, room=1, speakers=(1,))))
    assert [one.kind for one in blocked(found, {"room": "block"})] == [Clash.ROOM]
    assert [one.kind for one in worth_telling(found, {"room": "allow"})] == [Clash.SPEAKER]
    assert blocked(found, {}) == []
    assert worth_telling(found, {"room": "nonsense"}) == found
