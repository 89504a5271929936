"""When an office is reminded of a promise."""

from datetime import date, timedelta

EARLY = timedelta(days=14)
BETWEEN = timedelta(days=7)


def reminder_is_due(due_on: date, reminded_on: date | None, today: date) -> bool:
    """From two weeks before the date on, once a week."""
    return today >= due_on - EARLY and (reminded_on is None or today >= reminded_on + BETWEEN)
