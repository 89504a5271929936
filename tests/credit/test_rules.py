"""Counting, pure: nothing is lost in dividing, periods close when they say, and those who are level share a place."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.credit.rules import (
    apportion_outcome,
    board_by_slug,
    counting_period,
    cut_off,
    period_of_day,
    rank,
    rule_set,
)
from congress.credit.states import Measure
from congress.foundation.shares import MILLION, equal_shares
from congress.outcomes.events import Claimant
from congress.outcomes.states import Kind

ZONE = ZoneInfo("Asia/Shanghai")
RULES = rule_set()
KINDS = ["university", "school", "prefecture", "county"]


@st.composite
def claims(draw: st.DrawFn) -> list[Claimant]:
    """Some of each kind, whose shares sum to a million within the kind."""
    found = []
    for kind in draw(st.lists(st.sampled_from(KINDS), min_size=1, unique=True)):
        count = draw(st.integers(1, 7))
        cuts = sorted(draw(st.lists(st.integers(1, MILLION - 1), min_size=count - 1, max_size=count - 1, unique=True)))
        shares = [after - before for before, after in zip([0, *cuts], [*cuts, MILLION], strict=True)]
        found += [Claimant(kind=kind, code=f"{kind}-{n}", share=share) for n, share in enumerate(shares)]
    return found


@given(st.integers(0, 10**15), claims())
def test_what_the_entities_of_a_kind_get_is_exactly_what_arrived(amount: int, claimants: list[Claimant]) -> None:
    parts = apportion_outcome(amount, 0, claimants, Measure.INVESTMENT)
    for kind in {one.kind for one in claimants}:
        own = [part for part in parts if part.kind == kind]
        assert sum(part.amount_fen for part in own) == amount
        for part in own:
            # nobody is a whole fen away from the exact share
            assert abs(part.amount_fen * MILLION - amount * part.share) < MILLION
    assert all(part.count == 0 for part in parts)


@given(st.integers(0, 10**6), claims())
def test_people_are_counted_whole(heads: int, claimants: list[Claimant]) -> None:
    parts = apportion_outcome(5, heads, claimants, Measure.TALENT)
    for kind in {one.kind for one in claimants}:
        assert sum(part.count for part in parts if part.kind == kind) == heads
    assert all(part.amount_fen == 0 for part in parts)


@given(st.integers(0, 10**12), claims(), st.randoms(use_true_random=False))
def test_the_order_in_which_claimants_are_named_changes_nothing(
    amount: int, claimants: list[Claimant], chance: object
) -> None:
    shuffled = list(claimants)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    before = {(part.kind, part.code): part.amount_fen for part in apportion_outcome(amount, 0, claimants, "investment")}
    after = {(part.kind, part.code): part.amount_fen for part in apportion_outcome(amount, 0, shuffled, "investment")}
    assert before == after


@given(st.integers(1, 10**12), claims())
def test_a_counter_entry_takes_back_to_the_fen(amount: int, claimants: list[Claimant]) -> None:
    there = apportion_outcome(amount, 0, claimants, Measure.DONATION)
    back = apportion_outcome(-amount, 0, claimants, Measure.DONATION)
    assert [part.amount_fen for part in back] == [-part.amount_fen for part in there]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 11, 999])
def test_equal_shares_differ_by_one_at_most(count: int) -> None:
    shares = equal_shares(count)
    assert sum(shares) == MILLION
    assert max(shares) - min(shares) <= 1


@pytest.mark.parametrize(
    ("day", "period"),
    [(date(2025, 10, 31), 2025), (date(2025, 11, 1), 2026), (date(2025, 12, 31), 2026), (date(2026, 1, 1), 2026)],
)
def test_the_counting_year_runs_from_november_to_october(day: date, period: int) -> None:
    assert period_of_day(day, RULES) == period


def test_what_is_accepted_in_time_counts_for_the_period_in_which_it_happened() -> None:
    limit = cut_off(2026, RULES, ZONE)
    last_day = date(2026, 10, 31)
    assert counting_period(last_day, limit - timedelta(microseconds=1), RULES, ZONE) == 2026
    assert counting_period(last_day, limit, RULES, ZONE) == 2027
    assert counting_period(last_day, cut_off(2027, RULES, ZONE), RULES, ZONE) == 2028
    # the moment is one of the congress's own zone
    assert limit.astimezone(ZONE).hour == 0
    assert limit.tzinfo is UTC


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 3000))
def test_an_outcome_counts_in_one_period_that_was_still_open(day: date, later: int) -> None:
    accepted = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=later)
    period = counting_period(day, accepted, RULES, ZONE)
    assert period >= period_of_day(day, RULES)
    assert accepted < cut_off(period, RULES, ZONE)
    if period > period_of_day(day, RULES):
        assert accepted >= cut_off(period - 1, RULES, ZONE)


def test_those_who_are_level_share_a_place_and_stand_in_official_order() -> None:
    order = {"a": 3, "b": 1, "c": 2, "d": 4}
    standings = rank({"a": 50, "b": 70, "c": 50, "d": 20, "e": 0, "f": -5}, order, places=10)
    assert [(one.place, one.code, one.tied) for one in standings] == [
        (1, "b", False), (2, "c", True), (2, "a", True), (4, "d", False),
    ]  # fmt: skip


def test_a_tie_over_the_last_place_is_published_whole_and_what_lies_beyond_is_not() -> None:
    standings = rank({"a": 9, "b": 5, "c": 5, "d": 5, "e": 4}, {}, places=2)
    assert [(one.code, one.placed) for one in standings] == [
        ("a", True), ("b", True), ("c", True), ("d", True), ("e", False),
    ]  # fmt: skip


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(-3, 6)), st.integers(1, 5))
def test_a_place_is_one_more_than_those_who_are_ahead(totals: dict[str, int], places: int) -> None:
    for one in rank(totals, {}, places):
        assert one.place == 1 + sum(total > one.total for total in totals.values())
        assert one.placed == (one.place <= places)
        assert one.tied == (list(totals.values()).count(one.total) > 1)


def test_the_twelve_boards_of_2024_are_data() -> None:
    assert len(RULES.boards) == 12
    assert {board.entity_kind for board in RULES.boards} == set(KINDS)
    for slug in ("investment-university", "donation-school", "talent-county"):
        assert board_by_slug(slug, RULES) is not None
    assert board_by_slug("gossip-county", RULES) is None


def test_each_measure_has_a_milestone_that_counts_and_a_registration_counts_for_none() -> None:
    assert set(RULES.measures.values()) == {board.measure for board in RULES.boards}
    assert set(RULES.measures) <= {kind.value for kind in Kind}
    assert Kind.REGISTERED not in RULES.measures


def test_a_version_that_never_was_is_no_rule() -> None:
    with pytest.raises(FileNotFoundError):
        rule_set("1999-1")
