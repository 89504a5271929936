"""Pure decisions: which nights a stay has, who gets which room and which car. They only propose; a person decides."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from congress.stay.states import Direction


def nights_between(arrives: date, leaves: date) -> list[date]:
    """The nights of a stay; the day of leaving is none."""
    return [arrives + timedelta(days=day) for day in range((leaves - arrives).days)]


@dataclass(frozen=True, kw_only=True)
class Sleeper:
    """Somebody who wishes a bed; `first` are those whom the congress serves first, `order` goes by strokes."""

    id: int
    unit: str
    first: bool
    order: str
    arrives: date
    leaves: date
    shared: bool = False
    share_with: int | None = None
    smoking: bool = False
    access: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Rooms of one kind, and how many are free each night."""

    id: int
    hotel: int
    beds: int
    free: Mapping[date, int]
    smoking: bool = False
    accessible: bool = False


@dataclass(frozen=True)
class Placement:
    """Who would share one room of a kind."""

    people: tuple[int, ...]
    kind: int


def propose_rooms(
    sleepers: Sequence[Sleeper], kinds: Sequence[Kind], there: Mapping[str, Mapping[int, int]]
) -> list[Placement]:
    """One room for each party: who is first comes first, a delegation is kept in one hotel, two share a room only
    where each has named the other. `there` says how many of a unit sleep in a hotel already; who is left out finds no
    room.
    """
    free = {kind.id: Counter(kind.free) for kind in kinds}
    together = {unit: Counter(hotels) for unit, hotels in there.items()}
    parties = sorted(_parties(sleepers), key=lambda party: min(_turn(one) for one in party))
    waiting = Counter(party[0].unit for party in parties)
    placed = []
    for party in parties:
        unit, nights = party[0].unit, _nights(party)
        near = together.setdefault(unit, Counter())
        fitting = [
            kind for kind in kinds if kind.beds >= len(party) and all(free[kind.id][night] > 0 for night in nights)
        ]
        room_for = {kind.hotel: 0 for kind in kinds}
        for kind in fitting:
            room_for[kind.hotel] += min(free[kind.id][night] for night in nights)
        best = min(
            fitting, default=None, key=lambda kind: _distance(kind, party, near, room_for[kind.hotel] < waiting[unit])
        )  # fmt: skip
        waiting[unit] -= 1
        if best is None:
            continue
        near[best.hotel] += len(party)
        free[best.id].subtract(nights)
        placed.append(Placement(tuple(one.id for one in party), best.id))
    return placed


def _distance(kind: Kind, party: Sequence[Sleeper], near: Counter[int], tight: bool) -> tuple[object, ...]:
    """How far a kind of room is from what a party needs; access comes first, then the delegation."""
    access, smoking = any(one.access for one in party), all(one.smoking for one in party)
    return kind.accessible != access, -near[kind.hotel], tight, kind.smoking != smoking, kind.beds, kind.id


def _turn(one: Sleeper) -> tuple[bool, str, str, int]:
    return not one.first, one.unit, one.order, one.id


def _parties(sleepers: Sequence[Sleeper]) -> Iterator[tuple[Sleeper, ...]]:
    known = {one.id: one for one in sleepers}
    for one in sleepers:
        other = known.get(one.share_with) if one.shared and one.share_with is not None else None
        if other is None or not other.shared or other.share_with != one.id or other.id == one.id:
            yield (one,)
        elif one.id < other.id:
            yield (one, other)


def _nights(party: Sequence[Sleeper]) -> list[date]:
    return sorted({night for one in party for night in nights_between(one.arrives, one.leaves)})


@dataclass(frozen=True, kw_only=True)
class Passenger:
    """Somebody who arrives or leaves at a time."""

    id: int
    direction: Direction
    unit: str
    first: bool
    order: str
    at: datetime
    place: str
    service: str


@dataclass(frozen=True, kw_only=True)
class Car:
    """A trip with so many seats left; it waits for those of its window."""

    id: int
    direction: Direction
    place: str
    service: str
    starts_at: datetime
    window: timedelta
    free: int

    def fits(self, one: Passenger) -> bool:
        """Whether somebody comes before it starts, or leaves after it, within the window and at the same place."""
        if one.direction is not self.direction or (one.place and self.place and one.place != self.place):
            return False
        wait = self.starts_at - one.at if self.direction is Direction.ARRIVAL else one.at - self.starts_at
        return timedelta(0) <= wait <= self.window


def propose_rides(passengers: Sequence[Passenger], cars: Sequence[Car]) -> dict[int, int]:
    """Passenger → car: who is first comes first, then by time; one's own train or flight, then one's own unit, then the
    shortest wait decide.
    """
    free = {car.id: car.free for car in cars}
    inside: dict[int, Counter[str]] = {car.id: Counter() for car in cars}
    given: dict[int, int] = {}
    for one in sorted(passengers, key=lambda each: (not each.first, each.at, each.unit, each.order, each.id)):
        fitting = [car for car in cars if free[car.id] > 0 and car.fits(one)]
        best = min(
            fitting, default=None,
            key=lambda car: (
                bool(one.service) and car.service != one.service, -inside[car.id][one.unit],
                abs(car.starts_at - one.at), car.id,
            ),
        )  # fmt: skip
        if best is not None:
            given[one.id] = best.id
            free[best.id] -= 1
            inside[best.id][one.unit] += 1
    return given
