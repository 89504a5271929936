"""Pure decisions about times and rooms."""

from collections.abc import Iterable, Sequence
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


def count_clashes(slots: Sequence[Slot]) -> int:
    """How many unordered pairs overlap; a sweep over starts, quadratic only where things do overlap."""
    running: list[Slot] = []
    clashes = 0
    for slot in sorted(slots, key=lambda one: one.starts_at):
        running = [other for other in running if other.ends_at > slot.starts_at]
        clashes += sum(overlaps(other, slot) for other in running)
        running.append(slot)
    return clashes
