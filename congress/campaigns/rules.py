"""What can be put into a campaign for each reader, and when reminders are due. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from congress.campaigns.states import Occasion

PLACES = ("name", "congress", "code")
# what a worker that stood still did not send by then is of no use any more
LATEST = timedelta(hours=12)


@dataclass(frozen=True)
class Moment:
    """One event that people are told of: `key` names it, `day` is its day, `at` is when they are told."""

    key: str
    day: date
    at: datetime

    def is_due(self, now: datetime) -> bool:
        return self.at <= now < self.at + LATEST


def moments_of(
    occasion: Occasion,
    days: int,
    at: time,
    *,
    starts_on: date,
    ends_on: date,
    forum_days: Iterable[date],
    zone: ZoneInfo,
) -> list[Moment]:
    """When a reminder is told, as the programme stands now: once, or for each day with forums."""

    def moment(key: str, day: date, off: int) -> Moment:
        return Moment(key, day, datetime.combine(day + timedelta(days=off), at, zone))

    if occasion is Occasion.THANKS:
        return [moment("thanks", ends_on, days)]
    if occasion is Occasion.CONGRESS:
        return [moment(f"congress:{days}:{starts_on}", starts_on, -days)]
    return [moment(f"forums:{days}:{day}", day, -days) for day in sorted(set(forum_days))]
