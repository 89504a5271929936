"""The rules of counting, pure: measures, periods, apportionment, ranking. Versions are data (`rule_sets.py`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from congress.credit.rule_sets import Board as Board
from congress.credit.rule_sets import RuleSet as RuleSet
from congress.credit.rule_sets import rule_set as rule_set
from congress.credit.states import COUNTED_MEASURES, EntityKind, Measure
from congress.foundation.shares import apportion
from congress.outcomes.events import Claimant


def period_of_day(day: date, rules: RuleSet) -> int:
    """The counting year that a day lies in, by the number of the year it ends in."""
    return day.year + 1 if day.month >= rules.first_month else day.year


def cut_off(period: int, rules: RuleSet, zone: ZoneInfo) -> datetime:
    """The moment from which nothing is accepted for the period any more."""
    end = date(period, rules.first_month, 1) + timedelta(days=rules.cut_off_days)
    return datetime.combine(end, time.min, zone).astimezone(UTC)


def first_day_of(period: int, rules: RuleSet) -> date:
    """The first day of a counting year."""
    return date(period - 1, rules.first_month, 1)


def period_before(opening: date, rules: RuleSet) -> int:
    """The last counting year that is over when a congress opens: the one its boards are about."""
    return period_of_day(opening, rules) - 1


def last_day_of(period: int, rules: RuleSet) -> date:
    """The last day before the cut-off: from the next one on the boards of the period can be computed."""
    return date(period, rules.first_month, 1) + timedelta(days=rules.cut_off_days - 1)


def counting_period(occurred_on: date, accepted_at: datetime, rules: RuleSet, zone: ZoneInfo) -> int:
    """The period of `occurred_on` if it was accepted before that one's cut-off, else the next that is open."""
    period = period_of_day(occurred_on, rules)
    while accepted_at >= cut_off(period, rules, zone):
        period += 1
    return period


@dataclass(frozen=True)
class Part:
    """What one entity gets of an outcome."""

    kind: str
    code: str
    share: int
    amount_fen: int
    count: int


def apportion_outcome(amount_fen: int, count: int, claimants: Sequence[Claimant], measure: Measure) -> list[Part]:
    """Each claimant's part; within each kind the parts add up to exactly the outcome (DESIGN: Credit).

    Claimants of a kind are taken in the order of their codes, so that the same outcome always gives the same
    parts. People are counted in whole numbers, by the same method.
    """
    parts = []
    for kind in dict.fromkeys(claimant.kind for claimant in claimants):
        members = sorted((one for one in claimants if one.kind == kind), key=lambda one: one.code)
        weights = [one.share for one in members]
        counted = measure in COUNTED_MEASURES
        amounts = [0] * len(members) if counted else apportion(amount_fen, weights)
        counts = apportion(count, weights) if counted else [0] * len(members)
        parts += [
            Part(one.kind, one.code, one.share, amount, heads)
            for one, amount, heads in zip(members, amounts, counts, strict=True)
        ]
    return parts


def entity_kind(kind: str) -> EntityKind:
    """The kind that a school or a division is credited as: functional and statistical areas are counties."""
    return EntityKind(kind) if kind in {*EntityKind} else EntityKind.COUNTY


def with_decisions(
    claimants: Sequence[Claimant], decided: Mapping[str, Mapping[str, int]]
) -> list[Claimant]:  # fmt: skip
    """The claimants, those of a kind that a dispute was decided about by its decision."""
    kept = [one for one in claimants if one.kind not in decided]
    return kept + [
        Claimant(kind=kind, code=code, share=share)
        for kind, shares in decided.items()
        for code, share in shares.items()
    ]


@dataclass(frozen=True)
class Standing:
    """One line of a board. `place` is shared by those who are level; `placed` says whether it is published."""

    code: str
    total: int
    place: int
    placed: bool
    tied: bool


def rank(totals: Mapping[str, int], official_order: Mapping[str, int], places: int) -> list[Standing]:
    """Entities by their totals, largest first; nothing is ranked that came to nothing.

    Those who are level share a place and stand in official order; a tie over the last place is published
    whole, and the secretariat sees that it is one (PRACTICE.md: boards).
    """
    ordered = sorted(
        ((code, total) for code, total in totals.items() if total > 0),
        key=lambda pair: (-pair[1], official_order.get(pair[0], 1 << 30), pair[0]),
    )
    by_total: dict[int, int] = {}
    for position, (_code, total) in enumerate(ordered, start=1):
        by_total.setdefault(total, position)
    values = [total for _code, total in ordered]
    return [
        Standing(code, total, by_total[total], by_total[total] <= places, values.count(total) > 1)
        for code, total in ordered
    ]


def level_at_the_edge(standings: Sequence[Standing], places: int) -> list[Standing]:
    """Those who are level over the last place, where publishing them all makes more than the places there are."""
    placed = [one for one in standings if one.placed]
    if len(placed) <= places:
        return []
    return [one for one in placed if one.place == placed[-1].place]


def board_by_slug(slug: str, rules: RuleSet) -> Board | None:
    return next((board for board in rules.boards if board.slug == slug), None)


def as_facts(board: Board) -> dict[str, Any]:
    return {
        "slug": board.slug,
        "measure": board.measure.value,
        "entity_kind": board.entity_kind,
        "places": board.places,
        "title": {"zh": board.zh, "en": board.en},
        **({"cap_fen": board.cap_fen} if board.cap_fen is not None else {}),
        **({"minimum_evidence": board.minimum_evidence} if board.minimum_evidence else {}),
    }
