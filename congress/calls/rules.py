"""How scores become an order, and who may not score. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Criterion:
    """What is judged, and how much it weighs."""

    zh: str
    en: str
    weight: int


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A proposal with the scores of each reviewer, in the order of the criteria."""

    id: int
    reviews: Sequence[Sequence[int]]
    made_at: datetime


def score_of(criteria: Sequence[Criterion], reviews: Sequence[Sequence[int]]) -> Fraction | None:
    """The mean over the reviewers of each one's weighted mean; None while nobody has scored."""
    whole = sum(one.weight for one in criteria)
    if not reviews or not whole:
        return None
    means = [
        Fraction(sum(one.weight * score for one, score in zip(criteria, scores, strict=True)), whole)
        for scores in reviews
    ]
    return sum(means, Fraction(0)) / len(means)


def ranked(criteria: Sequence[Criterion], proposals: Sequence[Scored]) -> list[tuple[int | None, Scored]]:
    """The best first, with its place; equals share a place, and the earlier one stands first. Who has no score yet
    stands last and has no place.
    """
    scores: Mapping[int, Fraction | None] = {one.id: score_of(criteria, one.reviews) for one in proposals}
    order = sorted(
        proposals, key=lambda one: (scores[one.id] is None, -(scores[one.id] or Fraction(0)), one.made_at, one.id)
    )
    places: list[tuple[int | None, Scored]] = []
    for number, one in enumerate(order, start=1):
        before = order[number - 2] if number > 1 else None
        if scores[one.id] is None:
            places.append((None, one))
        elif before is not None and scores[before.id] == scores[one.id]:
            places.append((places[-1][0], one))
        else:
            places.append((number, one))
    return places


def is_partial(
    *, school: str | None, schools: Collection[str], proposer: int | None, user: int | None, contact: str,
    addresses: Collection[str],
) -> bool:  # fmt: skip
    """Whether a reviewer stands too near to a proposal: of the same school, or the proposer in person."""
    same_person = contact in addresses or (user is not None and proposer == user)
    return same_person or (school is not None and school in schools)
