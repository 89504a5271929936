"""Pure decisions about times and rooms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations


@dataclass(frozen=True)
class Slot:
    """Something that takes a room or a person for a while; half open."""

    key: str
    starts_at: datetime
    ends_at: datetime


def overlaps(a: Slot, b: Slot) -> bool:
    """Half-open intervals: what ends at ten does not clash with what starts at ten."""
    return a.starts_at < b.ends_at and b.starts_at < a.ends_at


def first_overlap(slots: Iterable[Slot]) -> tuple[Slot, Slot] | None:
    """The first pair, by time, that cannot both be attended."""
    ordered = sorted(slots, key=lambda slot: (slot.starts_at, slot.key))
    return next(((a, b) for a, b in combinations(ordered, 2) if overlaps(a, b)), None)


def clashing_pairs(slots: Iterable[Slot]) -> Iterator[tuple[str, str]]:
    """The keys of each unordered pair that overlaps; a sweep over starts, quadratic only where things do overlap."""
    running: list[Slot] = []
    for slot in sorted(slots, key=lambda one: one.starts_at):
        running = [other for other in running if other.ends_at > slot.starts_at]
        for other in running:
            if overlaps(other, slot):
                yield min(other.key, slot.key), max(other.key, slot.key)
        running.append(slot)
