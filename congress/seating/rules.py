"""Which seat is the first, which the second, and who is proposed for it. Pure.

Columns are counted from the left as the audience sees the stage. Who faces the audience (platform, signing table)
therefore has the left hand at the higher column, who sits in the audience at the lower one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from congress.alumni.rules import folded
from congress.seating.states import BlockKind, Place

Spot = tuple[int, int]
Seat = tuple[int, int, int]
# what each place may be given
TAKEN_BY: Mapping[Place, frozenset[BlockKind]] = {
    Place.HALL: frozenset({BlockKind.ROWS, BlockKind.TABLE}),
    Place.PLATFORM: frozenset({BlockKind.PLATFORM}),
    Place.HOST: frozenset({BlockKind.SIGNING}),
    Place.GUEST: frozenset({BlockKind.SIGNING}),
    Place.NONE: frozenset(),
}


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A block of seats, whom it is for, and which of its seats cannot be given."""

    id: int
    kind: BlockKind
    rows: int
    columns: int
    category: int | None = None
    most_rank: int | None = None
    closed: frozenset[Spot] = field(default_factory=frozenset)


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody to be seated; `order` is what equals go by."""

    key: str
    place: Place = Place.HALL
    rank: int | None = None
    category: int | None = None
    category_position: int = 0
    order: str = ""


def one_person(
    speakers: Iterable[tuple[int, str, str]], registered: Iterable[tuple[int, str, str]]
) -> dict[int, int]:  # fmt: skip
    """Speaker → registration of the same person: the same name with the same unit, which nobody else has.

    A name alone is not enough (PRACTICE.md, People and registration): that is for a person to judge.
    """
    known: dict[tuple[str, str], list[int]] = {}
    for registration, name, unit in registered:
        known.setdefault((folded(name), folded(unit)), []).append(registration)
    same: dict[int, int] = {}
    for speaker, name, unit in speakers:
        found = known.get((folded(name), folded(unit)), [])
        if folded(unit) and len(found) == 1 and found[0] not in same.values():
            same[speaker] = found[0]
    return same


def precedence(guest: Guest) -> tuple[bool, int, int, str, str]:
    """Ranks set by hand come first, then the categories in their order, then the strokes of the surname."""
    return (guest.rank is None, guest.rank or 0, guest.category_position, guest.order, guest.key)


def centre_out(count: int, *, towards: int) -> list[int]:
    """The places of a row from the most honoured outwards: No. 1 in the middle, No. 2 at No. 1's left hand, No. 3 at
    the right, also where the number is even. `towards` is +1 where the left hand is at the higher place, else -1.
    """
    middle = (count + 1) // 2 if towards > 0 else count // 2 + 1
    order, step = [middle], 1
    while len(order) < count:
        order += [place for place in (middle + towards * step, middle - towards * step) if 1 <= place <= count]
        step += 1
    return order[:count]


def seats_in_order(zone: Zone, place: Place = Place.HALL) -> list[Spot]:
    """The open seats, the most honoured first."""
    order: list[Spot] = []
    for row in range(1, zone.rows + 1):
        free = [column for column in range(1, zone.columns + 1) if (row, column) not in zone.closed]
        if not free:
            continue
        if zone.kind is BlockKind.TABLE:
            columns = free
        elif zone.kind is BlockKind.SIGNING:
            columns = _side(zone, free, place)
        else:
            towards = 1 if zone.kind is BlockKind.PLATFORM else -1
            columns = [free[number - 1] for number in centre_out(len(free), towards=towards)]
        order += [(row, column) for column in columns]
    return order


def _side(zone: Zone, free: Sequence[int], place: Place) -> list[int]:
    """The host's side is at the signers' left hand, the guests' at the right; the first of each sits in the middle."""
    half = zone.columns // 2
    if place is Place.HOST:
        return [column for column in free if column > zone.columns - half]
    return [column for column in reversed(free) if column <= half]


def propose(zones: Sequence[Zone], guests: Iterable[Guest]) -> dict[str, Seat]:
    """A seat (block, row, column) for as many as there are seats for; the blocks are filled in their order."""
    waiting = sorted(guests, key=precedence)
    given: dict[str, Seat] = {}
    for zone in zones:
        for place in Place:
            if zone.kind not in TAKEN_BY[place]:
                continue
            here = [one for one in waiting if one.place is place and one.key not in given and _admits(zone, one)]
            for guest, (row, column) in zip(here, seats_in_order(zone, place), strict=False):
                given[guest.key] = (zone.id, row, column)
    return given


def _admits(zone: Zone, guest: Guest) -> bool:
    if zone.category is not None and guest.category != zone.category:
        return False
    return zone.most_rank is None or (guest.rank is not None and guest.rank <= zone.most_rank)


def close_up(zone: Zone, seated: Mapping[str, Spot], row: int) -> dict[str, Spot]:
    """Where those in a row sit once nobody's absence leaves a gap in it: in the order they had, without holes.

    At a signing table each side stands for its party, and nobody moves.
    """
    if zone.kind is BlockKind.SIGNING:
        return {}
    order = {spot: number for number, spot in enumerate(seats_in_order(zone)) if spot[0] == row}
    present = sorted((key for key, spot in seated.items() if spot in order), key=lambda key: order[seated[key]])
    return dict(zip(present, order, strict=False))
