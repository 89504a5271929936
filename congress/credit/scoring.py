"""Schemes by which totals become points, exact; the patterns that cities publish (see tests/data/scoring_examples.csv).

Points are fractions until they are shown. A scheme knows nothing of weights: it answers parts of full marks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from congress.credit.rule_sets import Component, Composite
from congress.credit.states import Scheme

FULL, LEAST = Fraction(1), Fraction(60, 100)


def completion(done: int, target: int, cap: Fraction | None = None) -> Fraction:
    """What was done of what was meant, at most `cap` where there is one."""
    rate = Fraction(done, target)
    return rate if cap is None else min(rate, cap)


def number_and_value(numbers: tuple[int, int], values: tuple[int, int], cap: Fraction = FULL) -> Fraction:
    """Half by number, half by value (done, target), capped together: as 项目签约 is scored."""
    return min((completion(*numbers) + completion(*values)) / 2, cap)


@dataclass(frozen=True)
class Span:
    """The least and the most that anybody has on one board: what points are measured against."""

    least: int
    most: int


def span_of(totals: Mapping[str, int]) -> Span | None:
    return Span(min(totals.values()), max(totals.values())) if totals else None


def _efficacy(total: int, span: Span) -> Fraction:
    if span.least == span.most:
        return FULL
    return Fraction(total - span.least, span.most - span.least) * (FULL - LEAST) + LEAST


def efficacy(totals: Mapping[str, int]) -> dict[str, Fraction]:
    """功效系数法: the largest has full marks, the smallest sixty of a hundred, the others in between in proportion."""
    span = span_of(totals)
    return {code: _efficacy(total, span) for code, total in totals.items()} if span else {}


def shortfall(full: Fraction, counts: Sequence[tuple[int, int]], minus: Fraction) -> Fraction:
    """Full marks less so much for each one short, by (there are, there should be); never below nothing."""
    return max(Fraction(0), full - minus * sum(max(0, wanted - there) for there, wanted in counts))


def penalised(full: Fraction, counts: Sequence[tuple[int, Fraction]]) -> Fraction:
    """Full marks less a rate for each overdue, each faked, and so on; never below nothing."""
    return max(Fraction(0), full - sum((count * rate for count, rate in counts), Fraction(0)))


def part_of(component: Component, code: str, total: int | None, span: Span | None) -> Fraction | None:
    """An entity's part of full marks for one indicator; None where it takes no part in it."""
    if component.scheme is Scheme.COMPLETION:
        goal = component.targets.get(code)
        cap = Fraction(component.cap_percent, 100) if component.cap_percent else None
        return completion(total or 0, goal, cap) if goal else None
    if total is None or span is None:
        return None
    if component.scheme is Scheme.EFFICACY:
        return _efficacy(total, span)
    return Fraction(total, span.most) if span.most > 0 else None


def score_of(
    components: Sequence[Component], code: str, totals: Mapping[str, int], spans: Mapping[str, Span], deducted: int
) -> int | None:
    """An entity's hundredths of points, from its own totals by board; rounded half up once, at the end.

    None where it takes part in no indicator; the deductions are exact, and nobody falls below nothing.
    """
    parts = [
        (part_of(one, code, totals.get(one.board), spans.get(one.board)), one.weight) for one in components
    ]  # fmt: skip
    points = [part * weight for part, weight in parts if part is not None]
    if not points:
        return None
    return max(0, int((sum(points, Fraction(0)) * 200 - deducted * 2 + 1) // 2))


def composite_scores(composite: Composite, totals: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Everybody's score, from the totals by board and entity."""
    spans = spans_of(totals)
    codes = {code for of_board in totals.values() for code in of_board}
    codes |= {code for component in composite.components for code in component.targets}
    scores = {
        code: score_of(composite.components, code, totals_of(totals, code), spans, composite.deducted(code))
        for code in codes
    }
    return {code: score for code, score in scores.items() if score is not None}


def spans_of(totals: Mapping[str, Mapping[str, int]]) -> dict[str, Span]:
    return {board: span for board, of_board in totals.items() if (span := span_of(of_board))}


def totals_of(totals: Mapping[str, Mapping[str, int]], code: str) -> dict[str, int]:
    """One entity's totals by board."""
    return {board: of_board[code] for board, of_board in totals.items() if code in of_board}
