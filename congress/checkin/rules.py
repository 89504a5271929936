"""The decisions at the gate, pure: what a scan is worth, and which of several was first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from congress.checkin.states import Flag, Result
from congress.foundation.clock import day_bounds, local_day
from congress.registration.states import HoldingStatus, Status

FUTURE_TOLERANCE = timedelta(minutes=5)
# a device that has said nothing for so long is called silent
SILENT_AFTER = timedelta(minutes=2)
# badges from here on are nobody's: they are printed for drills
FIRST_TEST_NUMBER = 4_000_000_000
# in the place of a day where everybody enters once, whatever the day
ONCE = 0
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Presented:
    """What the database knows of a badge that was presented, as far as a gate asks."""

    badge_id: int
    issued_at: datetime
    revoked_at: datetime | None
    registration_status: str
    holding: str | None


def read_time(text: object) -> datetime | None:
    """The moment an ISO 8601 text with an offset names, or None where it cannot be used."""
    if not isinstance(text, str) or len(text) > 40:  # noqa: PLR2004 -- longer than any ISO time
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return None
    return moment if EARLIEST <= moment < LATEST else None


def counted_time(
    told: datetime, *, offline: bool, sent: datetime | None, received: datetime
) -> tuple[datetime, list[Flag]]:
    """The moment that counts, and what is odd about it.

    Online it is the time of receipt. Offline it is the device's time, corrected by how far the device's clock
    was from ours when it sent (DESIGN: Scans); without that, it is taken as told.
    """
    if not offline:
        return received, []
    flags = [] if sent else [Flag.NO_OFFSET]
    corrected = told + (received - sent) if sent else told
    if corrected > received + FUTURE_TOLERANCE:
        flags.append(Flag.IN_FUTURE)
    return corrected, flags


@dataclass(frozen=True)
class Door:
    """What of a gate the decision asks for."""

    forum: bool = False
    exit: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        return (self.opens_at is None or self.opens_at <= at) and (self.closes_at is None or at < self.closes_at)


ANY_TIME = Door()


@dataclass(frozen=True)
class EachDay:
    """At this gate everybody enters once on each day of the programme, which ends at an hour of the next morning."""

    zone: ZoneInfo
    day_break: int = 0

    def number(self, at: datetime) -> int:
        """The day that moment belongs to, as an entry's key holds it."""
        return number_of_day(local_day(at, self.zone, self.day_break))

    def within(self, day: date, door: Door) -> Door:
        """The same door, shut on all other days."""
        begins, ends = day_bounds(day, self.zone, self.day_break)
        return replace(door, opens_at=max(begins, door.opens_at or begins), closes_at=min(ends, door.closes_at or ends))


def number_of_day(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def day_of_number(number: int) -> date | None:
    """None for an entry that is once for all days."""
    return date(number // 10_000, number // 100 % 100, number % 100) if number else None


@dataclass(frozen=True)
class Drill:
    """When a gate rehearses: what is read then counts for nothing."""

    since: datetime
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


def drill_of(since: datetime | None, until: datetime | None, opens_at: datetime | None) -> Drill | None:
    """A drill that somebody forgot to end is over when the gate opens in earnest."""
    if since is None:
        return None
    ends = [end for end in (until, opens_at) if end is not None and end > since]
    return Drill(since, min(ends, default=None))


def decide_entry(badge: Presented, door: Door, *, at: datetime) -> Result:
    """What stands against entering at that moment; the first reason wins, in the order gate staff read."""
    cancelled = badge.registration_status != Status.CONFIRMED
    if badge.revoked_at is not None and badge.revoked_at <= at:
        return Result.REVOKED
    if cancelled and badge.revoked_at is None:
        return Result.REVOKED
    if door.exit:
        # nobody is held back
        return Result.LEFT
    if door.forum and badge.holding != HoldingStatus.CONFIRMED:
        return Result.NOT_ENTITLED
    if not door.is_open(at):
        return Result.CLOSED
    return Result.ADMITTED


def order_key(at: datetime, device: str, seq: int) -> tuple[datetime, str, int]:
    """Which of two valid scans was first: by time, then device, then the device's own count."""
    return at, device, seq


def quarter_of(at: datetime, zone: ZoneInfo) -> datetime:
    """The beginning of the quarter of an hour, in the congress's zone."""
    local = at.astimezone(zone)
    return local.replace(minute=local.minute - local.minute % 15, second=0, microsecond=0)


def arrivals_by_quarter(times: Iterable[datetime], zone: ZoneInfo) -> list[tuple[datetime, int]]:
    """(beginning of the quarter, arrivals), by time."""
    return sorted(Counter(quarter_of(at, zone) for at in times).items())
