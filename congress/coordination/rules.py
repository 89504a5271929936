"""Which events share days; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event of the calendar, from its first day to its last; `key` is what it is known by everywhere."""

    key: str
    zh: str
    en: str
    starts_on: date
    ends_on: date
    place_zh: str = ""
    place_en: str = ""
    giver: str = ""
    link: str = ""
    public: bool = True


@dataclass(frozen=True)
class Clash:
    """Two events that share days, the earlier first."""

    first: Entry
    second: Entry

    @property
    def starts_on(self) -> date:
        return max(self.first.starts_on, self.second.starts_on)

    @property
    def ends_on(self) -> date:
        return min(self.first.ends_on, self.second.ends_on)

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on + timedelta(days=1)).days

    @property
    def in_one_place(self) -> bool:
        """Whether they meet in one city; a venue is told with its city before it."""
        a, b = self.first.place_zh, self.second.place_zh
        return bool(a and b) and (a.startswith(b) or b.startswith(a))


def clashes(entries: Iterable[Entry]) -> list[Clash]:
    """Each pair that shares a day, by its first shared day; a sweep over first days."""
    running: list[Entry] = []
    found: list[Clash] = []
    for entry in sorted(entries, key=lambda one: (one.starts_on, one.key)):
        running = [other for other in running if other.ends_on >= entry.starts_on]
        found += [Clash(other, entry) for other in running]
        running.append(entry)
    return sorted(found, key=lambda one: (one.starts_on, one.first.key, one.second.key))
