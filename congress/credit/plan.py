"""The way to the congress planned backwards, in working days; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from congress.credit.plan_stages import STAGES as STAGES
from congress.foundation.workdays import WorkCalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PlannedStage:
    """One stage with its first and last working day, at the latest."""

    key: str
    days: int
    first: date
    last: date
    provisional: bool


@dataclass(frozen=True)
class Plan:
    """From the cut-off to the congress: what is needed, what there is, and the latest days of each stage."""

    starts_after: date
    opens_on: date
    available: int
    needed: int
    provisional: bool
    stages: Sequence[PlannedStage]

    @property
    def missing(self) -> int:
        """How many working days there are too few; zero when it fits."""
        return max(0, self.needed - self.available)


def plan_backwards(
    *, opens_on: date, starts_after: date, lengths: Mapping[str, int], calendar: WorkCalendar
) -> Plan:  # fmt: skip
    """The latest days of each stage: the last one ends on the working day before the congress opens.

    `starts_after` is the last day on which nothing can be computed yet: the cut-off, or today if that is later.
    """
    stages: list[PlannedStage] = []
    end = opens_on
    for key in reversed(STAGES):
        days = lengths[key]
        if days == 0:
            continue
        last = calendar.before(end, 1)
        first = calendar.before(end, days)
        stages.insert(0, PlannedStage(key, days, first, last, calendar.any_provisional(first, last)))
        end = first
    begin = starts_after + ONE_DAY
    return Plan(
        starts_after=starts_after,
        opens_on=opens_on,
        available=calendar.count(begin, opens_on),
        needed=sum(lengths[key] for key in STAGES),
        provisional=calendar.any_provisional(min(begin, end), opens_on),
        stages=stages,
    )
