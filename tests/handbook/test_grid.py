"""How the grid tears a day: no page holds more than it can, and sessions are cut only where nothing else helps."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from congress.handbook.grid import _lanes, _windows
from congress.programme.plan import PlanItem

NINE = datetime(2036, 11, 20, 1, tzinfo=UTC)


def item(number: int, start: int, minutes: int) -> PlanItem:
    begins = NINE + timedelta(minutes=start)
    return PlanItem(
        id=number, key=str(number), zh="示例", en="", kind="talk", starts_at=begins,
        ends_at=begins + timedelta(minutes=minutes), room=1, forum=None, track="",
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_every_minute_of_every_session_is_on_some_page(seed: int) -> None:
    chance = random.Random(seed)
    items = sorted(
        (item(n, chance.randrange(0, 900, 5), chance.choice((10, 15, 45, 90, 240))) for n in range(60)),
        key=lambda one: one.starts_at,
    )
    longest = timedelta(hours=chance.choice((3, 4, 6)))
    windows = _windows(items, longest)
    for window in windows:
        assert timedelta(0) < window.end - window.start <= longest + timedelta(minutes=15)
    for before, after in pairwise(windows):
        assert before.end <= after.start
    for one in items:
        shown = sum(
            (max(timedelta(0), min(one.ends_at, w.end) - max(one.starts_at, w.start)) for w in windows), timedelta(0)
        )
        assert shown == one.ends_at - one.starts_at


def test_the_page_ends_in_the_break() -> None:
    items = [item(n, 30 * n, 30) for n in range(6)] + [item(9 + n, 300 + 30 * n, 30) for n in range(6)]
    first, second = _windows(items, timedelta(hours=5))
    assert first.end == NINE + timedelta(hours=3)
    assert second.start == NINE + timedelta(hours=5)


def test_what_runs_at_once_in_one_room_stands_side_by_side() -> None:
    lanes = _lanes([item(1, 0, 60), item(2, 30, 60), item(3, 60, 30)])
    assert [(one.id, lane, count) for one, lane, count in lanes] == [(1, 0, 2), (2, 1, 2), (3, 0, 2)]
