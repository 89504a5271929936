"""Schemes by which totals become points, exact; the patterns that cities publish (see tests/data/scoring_examples.csv).

Points are fractions until they are shown. A scheme knows nothing of weights: it answers parts of full marks.
"""

from collections.abc import Mapping, Sequence
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


def efficacy(totals: Mapping[str, int]) -> dict[str, Fraction]:
    """功效系数法: the largest has full marks, the smallest sixty of a hundred, the others in between in proportion."""
    if not totals:
        return {}
    least, most = min(totals.values()), max(totals.values())
    if least == most:
        return dict.fromkeys(totals, FULL)
    return {code: Fraction(total - least, most - least) * (FULL - LEAST) + LEAST for code, total in totals.items()}


def shortfall(full: Fraction, counts: Sequence[tuple[int, int]], minus: Fraction) -> Fraction:
    """Full marks less so much for each one short, by (there are, there should be); never below nothing."""
    return max(Fraction(0), full - minus * sum(max(0, wanted - there) for there, wanted in counts))


def penalised(full: Fraction, counts: Sequence[tuple[int, Fraction]]) -> Fraction:
    """Full marks less a rate for each overdue, each faked, and so on; never below nothing."""
    return max(Fraction(0), full - sum((count * rate for count, rate in counts), Fraction(0)))


def component_points(component: Component, totals: Mapping[str, int]) -> dict[str, Fraction]:
    """Each entity's points from one indicator, weight included."""
    if component.scheme is Scheme.EFFICACY:
        parts = efficacy(totals)
    elif component.scheme is Scheme.COMPLETION:
        cap = Fraction(component.cap_percent, 100) if component.cap_percent else None
        parts = {code: completion(totals.get(code, 0), goal, cap) for code, goal in component.targets.items()}
    else:
        most = max(totals.values(), default=0)
        parts = {code: Fraction(total, most) for code, total in totals.items()} if most > 0 else {}
    return {code: part * component.weight for code, part in parts.items()}


def composite_scores(composite: Composite, totals: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Each entity's score in hundredths of a point, rounded half up once, at the end; deductions are exact."""
    scores: dict[str, Fraction] = {}
    for component in composite.components:
        for code, points in component_points(component, totals.get(component.board, {})).items():
            scores[code] = scores.get(code, Fraction(0)) + points
    for one in composite.deductions:
        if one.entity in scores:
            scores[one.entity] -= Fraction(one.hundredths, 100)
    return {code: max(0, int((score * 200 + 1) // 2)) for code, score in scores.items()}
