"""Pure sums over projects: rates, groups, the funnel."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from congress.outcomes.rules import rate
from congress.outcomes.states import Kind
from congress.reports.states import By, Rate
from congress.signing.states import State

KIND_OF: Mapping[Rate, Kind] = {
    Rate.STARTED: Kind.STARTED,
    Rate.ARRIVED: Kind.CAPITAL_ARRIVED,
    Rate.PRODUCING: Kind.IN_PRODUCTION,
}
FULFILLED_STATES = frozenset({State.FULFILLING, State.FULFILLED})


@dataclass(frozen=True)
class Project:
    """An investment intention and what is accepted of it; money in fen of CNY, foreign money by its recorded rate."""

    public_id: str
    title: str
    state: str
    place: str
    prefecture: str
    industry: str
    # (kind, code) of the schools with a share
    schools: frozenset[tuple[str, str]]
    amount_fen: int
    # the year it was signed in, None before
    year: int | None
    reached: frozenset[str]
    arrived_fen: int

    def counts_in(self, rate: Rate) -> bool:
        """Whether it is among those above the line of a rate."""
        return KIND_OF[rate] in self.reached if rate in KIND_OF else self.state in FULFILLED_STATES

    def keys(self, by: By) -> list[str]:
        """The groups it stands in: with several schools it stands whole in each."""
        if by is By.PREFECTURE:
            return [self.prefecture]
        if by is By.INDUSTRY:
            return [self.industry]
        if by is By.YEAR:
            return [str(self.year)]
        return sorted(code for kind, code in self.schools if kind == by)

    def is_of(self, codes: frozenset[str]) -> bool:
        """Whether it is a unit's own: a school's by its share, a place's by where it lies."""
        return not codes.isdisjoint({self.place, self.prefecture, *(code for _kind, code in self.schools)})


@dataclass(frozen=True)
class Figures:
    """What was signed, and of it what came true, by number and by money in fen."""

    signed: int
    signed_fen: int
    by_number: Mapping[Rate, int]
    by_money: Mapping[Rate, int]

    def rate_by_number(self, which: Rate) -> str:
        return rate(self.by_number[which], self.signed)

    def rate_by_money(self, which: Rate) -> str:
        return rate(self.by_money[which], self.signed_fen)

    def share_by_money(self, which: Rate) -> float:
        """Per cent as a number, for drawing alone."""
        return round(100 * self.by_money[which] / self.signed_fen, 1) if self.signed_fen else 0.0

    def share_by_number(self, which: Rate) -> float:
        """Per cent as a number, for drawing alone."""
        return round(100 * self.by_number[which] / self.signed, 1) if self.signed else 0.0


@dataclass(frozen=True)
class Step:
    """A step of the funnel: how many projects came that far, and their money in fen."""

    name: str
    count: int
    fen: int


def signed_of(projects: Iterable[Project]) -> list[Project]:
    """What was once signed, also what ended since: who drops a contract makes no rate better."""
    return [one for one in projects if one.year is not None]


def figures_of(projects: Iterable[Project]) -> Figures:
    signed = signed_of(projects)
    among = {which: [one for one in signed if one.counts_in(which)] for which in Rate}
    money = {which: sum(one.amount_fen for one in found) for which, found in among.items()}
    money[Rate.ARRIVED] = sum(one.arrived_fen for one in signed)
    return Figures(
        signed=len(signed),
        signed_fen=sum(one.amount_fen for one in signed),
        by_number={which: len(found) for which, found in among.items()},
        by_money=money,
    )


def grouped(projects: Iterable[Project], by: By) -> dict[str, Figures]:
    """The figures of each group that has signed anything."""
    groups: defaultdict[str, list[Project]] = defaultdict(list)
    for one in signed_of(projects):
        for key in one.keys(by):
            groups[key].append(one)
    return {key: figures_of(found) for key, found in groups.items()}


def funnel_of(projects: Sequence[Project]) -> list[Step]:
    """From lead to money: each step counts what came at least that far."""
    signed = signed_of(projects)
    registered = [one for one in signed if Kind.REGISTERED in one.reached]
    arrived = [one for one in signed if Kind.CAPITAL_ARRIVED in one.reached]
    return [
        Step("lead", len(projects), sum(one.amount_fen for one in projects)),
        Step("signed", len(signed), sum(one.amount_fen for one in signed)),
        Step("registered", len(registered), sum(one.amount_fen for one in registered)),
        Step("arrived", len(arrived), sum(one.arrived_fen for one in signed)),
    ]
