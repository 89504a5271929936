"""Working days of China: weekends, public holidays and make-up days 调休, and what the organiser sets by hand.

The holidays come from `chinesecalendar`, which knows a year once the State Council has announced it. Days it
does not know yet are taken by the week alone and are provisional; a setting by hand decides any day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import chinese_calendar
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import Base

SATURDAY = 5
# nobody waits longer than this for a working day; a table that says so is a mistake
LONGEST_BREAK = 60
ONE_DAY = timedelta(days=1)


class DaySetting(Base):
    """What somebody decided about one day; it wins over the package."""

    __tablename__ = "day_settings"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    note: Mapped[str] = mapped_column(String(200))
    set_by: Mapped[int | None]
    set_at: Mapped[datetime]


class NoWorkingDay(ValueError):
    """The settings leave no working day within two months."""


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked; `settings` are those made by hand."""

    settings: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        if day in self.settings:
            return self.settings[day]
        known = _announced(day)
        return day.weekday() < SATURDAY if known is None else known

    def is_provisional(self, day: date) -> bool:
        """Whether nobody knows yet: neither announced nor set by hand."""
        return day not in self.settings and _announced(day) is None

    def any_provisional(self, first: date, last: date) -> bool:
        """Whether one of these days, both ends included, may still turn out otherwise."""
        return any(self.is_provisional(day) for day in days_between(first, last + ONE_DAY))

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; raises NoWorkingDay."""
        return self._step(day, count, ONE_DAY)

    def before(self, day: date, count: int) -> date:
        """The `count`-th working day before `day`; raises NoWorkingDay."""
        return self._step(day, count, -ONE_DAY)

    def _step(self, day: date, count: int, step: timedelta) -> date:
        idle = 0
        while count > 0:
            day += step
            if self.is_working(day):
                count, idle = count - 1, 0
                continue
            idle += 1
            if idle > LONGEST_BREAK:
                raise NoWorkingDay
        return day

    def count(self, first: date, end: date) -> int:
        """How many working days there are from `first` until before `end`."""
        return sum(self.is_working(day) for day in days_between(first, end))


def days_between(first: date, end: date) -> Iterator[date]:
    while first < end:
        yield first
        first += ONE_DAY


def _announced(day: date) -> bool | None:
    """What the package says, None where it knows nothing."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def work_calendar(session: Session) -> WorkCalendar:
    """The calendar with today's settings."""
    return WorkCalendar(dict(session.execute(select(DaySetting.day, DaySetting.working)).tuples().all()))


def day_settings(session: Session) -> dict[date, DaySetting]:
    return {one.day: one for one in session.scalars(select(DaySetting).order_by(DaySetting.day))}


def set_day(session: Session, day: date, *, working: bool, note: str, by: Actor, now: datetime) -> DaySetting:
    """Say whether a day is worked, and on what ground; a second setting replaces the first."""
    setting = session.get(DaySetting, day) or DaySetting(day=day)
    setting.working, setting.note, setting.set_by, setting.set_at = working, note, by.user_id, now
    session.add(setting)
    record(session, by, "day.set", "day", day.isoformat(), now=now, working=working)
    session.flush()
    return setting


def clear_day(session: Session, day: date, *, by: Actor, now: datetime) -> None:
    """Leave the day to the package again; nothing happens where nothing was set."""
    setting = session.get(DaySetting, day)
    if setting is not None:
        session.delete(setting)
        record(session, by, "day.cleared", "day", day.isoformat(), now=now)
        session.flush()
