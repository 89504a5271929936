"""When a text message may go out, and how many an operator counts. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_PART = 70
EACH_PART = 67


def wakes_at(moment: datetime, quiet: tuple[int, int], zone: ZoneInfo) -> datetime | None:
    """When the quiet hours end in which the moment lies; None where it lies in none. `quiet` is (21, 8)."""
    start, end = quiet
    local = moment.astimezone(zone)
    is_quiet = start <= local.hour < end if start <= end else local.hour >= start or local.hour < end
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if local.hour >= end else 0)
    return datetime.combine(day, time(end), zone).astimezone(moment.tzinfo)


def sms_parts(text: str) -> int:
    """How many messages the operator counts, as long as no place is filled."""
    return 1 if len(text) <= FIRST_PART else -(-len(text) // EACH_PART)
