"""The gate's decisions, pure: whatever the order in which devices tell of a scan, the same one was first."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.checkin.rules import (
    FUTURE_TOLERANCE,
    Door,
    Presented,
    arrivals_by_quarter,
    counted_time,
    decide_entry,
    order_key,
    read_time,
)
from congress.checkin.states import Flag, Result

NOW = datetime(2036, 11, 20, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
seconds = st.integers(-100_000, 100_000).map(lambda count: timedelta(seconds=count))
scans = st.lists(st.tuples(seconds, st.sampled_from(["d1", "d2", "d3"]), st.integers(0, 5)), min_size=1, unique=True)


@given(scans, st.randoms(use_true_random=False))
def test_the_first_of_several_scans_does_not_hang_on_the_order_of_uploads(
    told: list[tuple[timedelta, str, int]], chance: object
) -> None:
    keys = [order_key(NOW + offset, device, seq) for offset, device, seq in told]
    first = min(keys)
    chance.shuffle(keys)  # type: ignore[attr-defined]
    standing = keys[0]
    for key in keys[1:]:
        standing = min(standing, key)
    assert standing == first
    assert keys.count(first) == 1


@given(seconds, st.integers(0, 86_400), st.integers(0, 86_400))
def test_a_wrong_clock_is_put_right_by_what_it_says_when_it_sends(skew: timedelta, ago: int, sent_ago: int) -> None:
    """The device saw the badge `ago` seconds before it sent; its clock is `skew` off at both moments."""
    truly_sent = NOW - timedelta(seconds=sent_ago)
    truly_seen = truly_sent - timedelta(seconds=ago)
    counted, flags = counted_time(truly_seen + skew, offline=True, sent=truly_sent + skew, received=truly_sent)
    assert counted == truly_seen
    assert flags == []


@given(seconds)
def test_online_the_time_of_receipt_counts_whatever_the_device_says(told: timedelta) -> None:
    assert counted_time(NOW + told, offline=False, sent=NOW + told, received=NOW) == (NOW, [])


def test_a_scan_without_an_offset_counts_as_told_and_is_marked() -> None:
    told = NOW - timedelta(hours=1)
    assert counted_time(told, offline=True, sent=None, received=NOW) == (told, [Flag.NO_OFFSET])


def test_a_scan_from_the_future_counts_and_is_marked() -> None:
    just = NOW + FUTURE_TOLERANCE
    assert counted_time(just, offline=True, sent=NOW, received=NOW) == (just, [])
    beyond = just + timedelta(seconds=1)
    assert counted_time(beyond, offline=True, sent=NOW, received=NOW) == (beyond, [Flag.IN_FUTURE])


def presented(status: str = "confirmed", *, revoked: datetime | None = None, holding: str | None = None) -> Presented:
    return Presented(1, NOW - timedelta(days=1), revoked, status, holding)


@pytest.mark.parametrize(
    ("badge", "forum_gate", "result"),
    [
        (presented(), False, Result.ADMITTED),
        (presented(), True, Result.NOT_ENTITLED),
        (presented(holding="confirmed"), True, Result.ADMITTED),
        (presented(holding="waitlisted"), True, Result.NOT_ENTITLED),
        (presented(holding="pending"), True, Result.NOT_ENTITLED),
        (presented(holding="offered"), True, Result.NOT_ENTITLED),
        (presented(revoked=NOW), False, Result.REVOKED),
        (presented(revoked=NOW), True, Result.REVOKED),
        (presented(revoked=NOW + timedelta(seconds=1)), False, Result.ADMITTED),
        (presented("cancelled", revoked=NOW + timedelta(seconds=1)), False, Result.ADMITTED),
        (presented("cancelled"), False, Result.REVOKED),
        (presented("pending"), False, Result.REVOKED),
        (presented("refused"), False, Result.REVOKED),
    ],
)
def test_what_a_badge_is_worth_at_a_gate(badge: Presented, forum_gate: bool, result: Result) -> None:
    assert decide_entry(badge, Door(forum=forum_gate), at=NOW) is result


@pytest.mark.parametrize(
    "text",
    [
        "", "yesterday", "2036-11-20T09:00:00", "2036-11-20", "1999-12-31T00:00:00Z", "2200-01-01T00:00:00Z", None, 5,
        "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2036-11-20T09:00:00+08:00" + " " * 40, True, [],
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_used_is_none_rather_than_a_crash(text: object) -> None:
    assert read_time(text) is None


@given(st.text())
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = read_time(text)
    assert found is None or found.tzinfo is UTC


def test_a_time_is_the_same_in_any_zone() -> None:
    assert read_time("2036-11-20T09:00:00+08:00") == read_time("2036-11-20T01:00:00Z") == NOW


@given(st.lists(seconds))
def test_every_arrival_stands_in_one_quarter_of_an_hour(offsets: list[timedelta]) -> None:
    times = [NOW + offset for offset in offsets]
    quarters = arrivals_by_quarter(times, ZONE)
    assert sum(count for _start, count in quarters) == len(times)
    assert [start for start, _count in quarters] == sorted({start for start, _count in quarters})
    for at in times:
        assert any(start <= at < start + timedelta(minutes=15) for start, _count in quarters)


@pytest.mark.parametrize(
    ("door", "result"),
    [
        (Door(opens_at=NOW), Result.ADMITTED),
        (Door(opens_at=NOW + timedelta(seconds=1)), Result.CLOSED),
        (Door(closes_at=NOW), Result.CLOSED),
        (Door(closes_at=NOW + timedelta(seconds=1)), Result.ADMITTED),
        (Door(exit=True, forum=True, closes_at=NOW), Result.LEFT),
        (Door(forum=True, closes_at=NOW), Result.NOT_ENTITLED),
    ],
)
def test_a_door_has_its_hours_and_an_exit_holds_nobody_back(door: Door, result: Result) -> None:
    assert decide_entry(presented(), door, at=NOW) is result
