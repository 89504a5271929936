"""Pure decisions about planned dates: which kinds a project has, how one stands, who is told next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from congress.deadlines.states import Level, Standing
from congress.outcomes.states import FAMILY_OF, Kind

AHEAD = timedelta(days=30)
LONGEST = 365
# days after the date that pass before a level is told
STANDARD: Mapping[Level, int] = {Level.OWNER: 1, Level.PREFECTURE: 15, Level.PROVINCE: 30}


def kinds_of(category: str) -> list[Kind]:
    """The milestones that an intention of this category works towards; those without a family of their own: all."""
    return [kind for kind, family in FAMILY_OF.items() if family == category] or list(Kind)


def is_climb(days: Mapping[Level, int]) -> bool:
    """Whether each level is told after the one below."""
    return 1 <= days[Level.OWNER] < days[Level.PREFECTURE] < days[Level.PROVINCE] <= LONGEST


def next_level(due_on: date, told: Mapping[Level, date], days: Mapping[Level, int], today: date) -> Level | None:
    """Who is told now, if anybody: the first level that was not, once its time has come.

    Each level has its whole time, also where the one below was told late.
    """
    since, waited = due_on, 0
    for level in Level:
        if level not in told:
            return level if today >= since + timedelta(days=days[level] - waited) else None
        since, waited = told[level], days[level]
    return None


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
