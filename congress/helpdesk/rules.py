"""The deadlines of a call, pure.

No time limit of Hunan's was published; these follow 枣庄 (a first answer within one working day, a solution
within ten), as DOMAIN.md tells, until the province sets its own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from congress.foundation.workdays import WorkCalendar

ANSWER_WORKING_DAYS = 1
SOLVE_WORKING_DAYS = 10


@dataclass(frozen=True)
class Deadlines:
    """Both at the end of a working day."""

    answer_by: datetime
    solve_by: datetime


def deadlines(called_at: datetime, calendar: WorkCalendar, zone: ZoneInfo) -> Deadlines:
    """Counted from the day after the call."""
    day = called_at.astimezone(zone).date()

    def end_of(count: int) -> datetime:
        last = calendar.after(day, count) + timedelta(days=1)
        return datetime.combine(last, time.min, zone).astimezone(UTC)

    return Deadlines(end_of(ANSWER_WORKING_DAYS), end_of(SOLVE_WORKING_DAYS))


def is_late(state: str, deadline: Deadlines, *, now: datetime) -> bool:
    """Nobody answered in time, or it was not solved in time."""
    if state == "new":
        return now >= deadline.answer_by
    return state == "taken" and now >= deadline.solve_by
