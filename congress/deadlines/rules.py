"""Pure decisions about planned dates: which kinds a project has, how one stands, who is told next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from congress.deadlines.states import Standing
from congress.outcomes.states import FAMILY_OF, Kind
from congress.signing.climb import Level

AHEAD = timedelta(days=30)
LONGEST = 365


def kinds_of(category: str) -> list[Kind]:
    """The milestones that an intention of this category works towards; those without a family of their own: all."""
    return [kind for kind, family in FAMILY_OF.items() if family == category] or list(Kind)


def is_climb(days: Mapping[Level, int]) -> bool:
    """Whether each level is told after the one below."""
    return 1 <= days[Level.OWNER] < days[Level.PREFECTURE] < days[Level.PROVINCE] <= LONGEST


@dataclass(frozen=True)
class Reached:
    """What was accepted of one kind of milestone, and whether something waits for a verifier."""

    accepted: int = 0
    amount_fen: int = 0
    waiting: bool = False


def standing_of(due_on: date, amount_fen: int, *, needed: bool, reached: Reached, today: date) -> Standing:
    if not needed:
        return Standing.DROPPED
    if reached.accepted and reached.amount_fen >= amount_fen:
        return Standing.MET
    if reached.waiting:
        return Standing.WAITING
    return Standing.OVERDUE if due_on < today else Standing.AHEAD
