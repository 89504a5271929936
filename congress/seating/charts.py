"""A plan as it is shown, on screen and on paper: blocks with rows of cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from congress.alumni.rules import stroke_key
from congress.programme.queries import forums_of
from congress.seating.actions import as_guest
from congress.seating.models import SeatBlock, SeatGuest, SeatingPlan, key_of
from congress.seating.queries import Attendee, attendees_of, plan_of, plans_of
from congress.seating.rules import Guest, precedence
from congress.seating.states import BlockKind, Place, PlanState


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One seat: somebody, nobody, or out of use."""

    row: int
    column: int
    person: Attendee | None = None
    closed: bool = False
    by_hand: bool = False


@dataclass(frozen=True, kw_only=True)
class ShownBlock:
    id: int
    kind: BlockKind
    name: str
    name_en: str
    block: SeatBlock
    rows: Sequence[Sequence[Cell]]

    @property
    def seated(self) -> int:
        return sum(cell.person is not None for row in self.rows for cell in row)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Somebody without a seat, as the rules see them."""

    person: Attendee
    guest: Guest


@dataclass(frozen=True, kw_only=True)
class Chart:
    plan: SeatingPlan
    blocks: Sequence[ShownBlock]
    # by precedence
    standing: Sequence[Standing]
    everybody: Sequence[Standing]
    # by the strokes of the surname
    namesakes: Sequence[str]

    @property
    def is_released(self) -> bool:
        return self.plan.state == PlanState.RELEASED


def chart_of(session: Session, plan: SeatingPlan) -> Chart:
    """The plan with the people in it; somebody who is not of the forum any more is not shown."""
    people = attendees_of(session, plan.forum_id)
    known = {guest.key: guest for guest in plan.guests}
    on_platform = any(block.kind == BlockKind.PLATFORM for block in plan.blocks)
    shown = [
        Standing(person=one, guest=as_guest(one, known.get(key), on_platform=on_platform))
        for key, one in people.items()
    ]
    shown.sort(key=lambda one: precedence(one.guest))
    # whoever was placed as a speaker and has registered since keeps that seat
    by_key = people | {key_of(speaker=one.speaker_id): one for one in people.values() if one.speaker_id is not None}
    seated = {by_key[key].key for key, guest in known.items() if guest.spot is not None and key in by_key}
    return Chart(
        plan=plan,
        blocks=[_shown(block, plan.guests, by_key) for block in plan.blocks],
        standing=[one for one in shown if one.person.key not in seated],
        everybody=shown,
        namesakes=_namesakes(shown),
    )


def _namesakes(shown: Sequence[Standing]) -> list[str]:
    """Names under which both a speaker and somebody registered wait to be seated: perhaps one person twice."""
    people = [one.person for one in shown if one.guest.place is not Place.NONE]
    speaking = {one.name for one in people if one.registration_id is None}
    registered = {one.name for one in people if one.speaker_id is None}
    return sorted(speaking & registered, key=stroke_key)


def charts_of(session: Session, congress_id: int) -> list[Chart]:
    """Every plan of a congress that has seats, by the time of its forum."""
    forums = [forum.id for forum in forums_of(session, congress_id)]
    planned = plans_of(session, congress_id)
    return [
        chart_of(session, plan_of(session, forum)) for forum in forums if forum in planned and planned[forum].blocks
    ]


def _shown(block: SeatBlock, guests: Sequence[SeatGuest], people: dict[str, Attendee]) -> ShownBlock:
    here = {guest.spot: guest for guest in guests if guest.block_id == block.id}
    closed = block.closed_spots
    rows = []
    for row in range(1, block.seat_rows + 1):
        cells = []
        for column in range(1, block.seat_columns + 1):
            guest = here.get((row, column))
            cells.append(
                Cell(
                    row=row, column=column, person=people.get(guest.key) if guest else None,
                    closed=(row, column) in closed, by_hand=bool(guest and guest.by_hand),
                )
            )  # fmt: skip
        rows.append(cells)
    return ShownBlock(
        id=block.id, kind=BlockKind(block.kind), name=block.name, name_en=block.name_en, block=block, rows=rows
    )
