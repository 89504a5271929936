"""How scores become an order, and who stands too near to score."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from congress.calls.rules import Criterion, Scored, is_partial, ranked, score_of

FITS, GOOD = Criterion("契合", "Fits", 3), Criterion("质量", "Quality", 1)
NOON = datetime(2036, 9, 1, 4, tzinfo=UTC)


def scored(number: int, *reviews: tuple[int, int]) -> Scored:
    return Scored(id=number, reviews=reviews, made_at=NOON + timedelta(hours=number))


def test_a_score_is_the_mean_over_reviewers_of_each_ones_weighted_mean() -> None:
    assert score_of([FITS, GOOD], [(5, 1), (3, 3)]) == Fraction(7, 2)
    assert score_of([FITS, GOOD], []) is None


def test_equals_share_a_place_and_the_unscored_stand_last_without_one() -> None:
    order = ranked(
        [FITS, GOOD], [scored(1), scored(2, (3, 3)), scored(3, (5, 5)), scored(4, (3, 3)), scored(5, (1, 1))]
    )
    assert [(place, one.id) for place, one in order] == [(1, 3), (2, 2), (2, 4), (4, 5), (None, 1)]


@pytest.mark.parametrize(
    ("facts", "partial"),
    [
        ({}, False),
        ({"school": "A", "schools": {"B"}}, False),
        ({"school": "A", "schools": {"A"}}, True),
        ({"school": None, "schools": {"A"}}, False),
        ({"proposer": 7, "user": 7}, True),
        ({"proposer": None, "user": None}, False),
        ({"contact": "a@example.test", "addresses": {"a@example.test"}}, True),
    ],
)
def test_whoever_stands_too_near_may_not_score(facts: dict[str, object], partial: bool) -> None:
    nobody = {"school": None, "schools": set(), "proposer": None, "user": 1, "contact": "x", "addresses": set()}
    assert is_partial(**(nobody | facts)) is partial
