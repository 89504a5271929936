"""The rules of counting, pure: measures, periods, apportionment, ranking. Versions are data (`rule_sets.py`)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from congress.credit.rule_sets import AnyBoard as AnyBoard
from congress.credit.rule_sets import Board as Board
from congress.credit.rule_sets import Component
from congress.credit.rule_sets import RuleSet as RuleSet
from congress.credit.rule_sets import rule_set as rule_set
from congress.credit.states import COUNTED_MEASURES, EntityKind, Measure, Scheme
from congress.foundation.shares import apportion
from congress.outcomes.events import Claimant
from congress.outcomes.rules import STANDARD_LEVELS, LevelLine


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


def board_by_slug(slug: str, rules: RuleSet) -> AnyBoard | None:
    return next((board for board in rules.every_board if board.slug == slug), None)


def as_facts(board: AnyBoard, rules: RuleSet, codes: Collection[str] = ()) -> dict[str, Any]:
    """A board as the file and the API tell it; targets of these entities alone."""
    facts: dict[str, Any] = {
        "slug": board.slug,
        "measure": str(board.measure),
        "entity_kind": board.entity_kind,
        "places": board.places,
        "title": {"zh": board.zh, "en": board.en},
    }
    if isinstance(board, Board):
        return facts | _limits(board)
    behind = {one.slug: one for one in rules.parts_of(board)}
    return facts | {"components": [_component(one, behind[one.board], codes) for one in board.components]}


def _limits(board: Board) -> dict[str, Any]:
    limits = {
        "cap_fen": board.cap_fen, "minimum_evidence": board.minimum_evidence or None,
        "levels": list(board.levels) or None,
    }  # fmt: skip
    return {name: value for name, value in limits.items() if value is not None}


def _component(one: Component, behind: Board, codes: Collection[str]) -> dict[str, Any]:
    targets = {code: goal for code, goal in one.targets.items() if code in codes}
    return {
        "board": one.board,
        "measure": behind.measure.value,
        "title": {"zh": behind.zh, "en": behind.en},
        "scheme": one.scheme.value,
        "weight": one.weight,
        **({"cap_percent": one.cap_percent} if one.cap_percent is not None else {}),
        **({"targets": targets} if targets else {}),
        **_limits(behind),
    }


def _of_levels(board: Board, basis: Mapping[str, str], levels: Sequence[LevelLine]) -> dict[str, str]:
    """What a board of some levels counts, with their names."""
    if not board.levels:
        return {}
    named = {one.key: one for one in levels}
    zh = "、".join(named[key].zh if key in named else key for key in board.levels)
    en = ", ".join(named[key].en if key in named else key for key in board.levels)
    return {
        "counts_zh": f"{basis['counts_zh']}只计以下层次：{zh}。",
        "counts_en": f"{basis['counts_en']} Of these levels alone: {en}.",
    }


SCHEME_WORDS: Mapping[Scheme, tuple[str, str]] = {
    Scheme.SUM: ("与最高者之比", "in proportion to the largest"),
    Scheme.COMPLETION: ("目标完成率", "rate of completion of its target"),
    Scheme.EFFICACY: (
        "功效系数法，最高者满分、最低者六成",
        "efficacy coefficient: the largest in full, the smallest at sixty per cent",
    ),
}  # fmt: skip


def basis_of(board: AnyBoard, rules: RuleSet, levels: Sequence[LevelLine] = STANDARD_LEVELS) -> dict[str, str]:
    """口径 of a board; of a composite score how its points arise, then what each of its measures counts."""
    if isinstance(board, Board):
        basis = rules.basis[board.measure]
        return {**basis, **_of_levels(board, basis, levels)}
    behind = {one.slug: one for one in rules.parts_of(board)}
    told: dict[str, list[str]] = {"zh": [], "en": []}
    for one in board.components:
        (zh, en), cap = SCHEME_WORDS[one.scheme], one.cap_percent
        told["zh"].append(f"{behind[one.board].zh}{one.weight}分（{zh}{f'，至多{cap}%' if cap else ''}）")
        told["en"].append(
            f"{behind[one.board].en} {one.weight} points ({en}{f', at most {cap} per cent' if cap else ''})"
        )
    measures = dict.fromkeys(one.measure for one in behind.values())
    joined = {
        f"{part}_{language}": (" " if language == "en" else "").join(
            dict.fromkeys(rules.basis[measure][f"{part}_{language}"] for measure in measures)
        )
        for part in ("counts", "statistics")
        for language in ("zh", "en")
    }
    zh, en = "；".join(told["zh"]), "; ".join(told["en"])
    return joined | {
        "counts_zh": f"综合评分：{zh}；减去按规则扣的分。{joined['counts_zh']}",
        "counts_en": f"Composite score: {en}; less what the rules deduct. {joined['counts_en']}",
    }
