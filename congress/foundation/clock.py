"""The only place that asks what time it is, and the edge between UTC and the congress's time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC. Called at the edge; everything below takes `now` as an argument."""
    return datetime.now(UTC)


def local_day(moment: datetime, zone: ZoneInfo, day_break: int = 0) -> date:
    """The day it is at `moment` in `zone`; what comes before the hour `day_break` belongs to the evening before."""
    return (moment.astimezone(zone) - timedelta(hours=day_break)).date()


def day_bounds(day: date, zone: ZoneInfo, day_break: int = 0) -> tuple[datetime, datetime]:
    """The UTC instants between which it is `day` in `zone`, half open."""
    start = datetime.combine(day, time(day_break), zone)
    end = datetime.combine(day + timedelta(days=1), time(day_break), zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 with the offset of `zone`, to the second unless there is a fraction; None stays None."""
    return moment.astimezone(zone).isoformat() if moment else None
