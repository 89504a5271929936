"""Laying out blocks, proposing, placing, and letting a plan out. Start reading at `propose_seats`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.events import publish
from congress.foundation.i18n import _
from congress.programme.errors import SecondPersonNeeded
from congress.programme.models import Congress, Forum
from congress.programme.queries import forum_with_room
from congress.seating.errors import NoSuchGuest, NoSuchSeat, SeatOutOfUse, SeatTaken
from congress.seating.events import SeatChanged
from congress.seating.labels import seat_label
from congress.seating.models import ClosedSeat, SeatBlock, SeatGuest, SeatingPlan, key_of
from congress.seating.queries import Attendee, attendees_of, find_plan, lock_plan, plan_of
from congress.seating.rules import Guest, Seat, Spot, close_up, propose
from congress.seating.states import TRANSITIONS, BlockKind, Place, PlanState

BLOCK_FACTS = ("kind", "name", "name_en", "seat_rows", "seat_columns", "category_id", "most_rank", "position")
MOST_SEATS = 3_000


def make_plan(session: Session, congress: Congress, forum: Forum, *, by: Actor, now: datetime) -> SeatingPlan:
    """The forum's plan, made where there is none."""
    found = find_plan(session, forum.id)
    if found is not None:
        return found
    session.add(SeatingPlan(congress_id=congress.id, forum_id=forum.id, changed_at=now))
    session.flush()
    record(session, by, "seating.made", "forum", forum.slug, now=now)
    return plan_of(session, forum.id)


def save_block(
    session: Session, plan: SeatingPlan, block_id: int | None, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> SeatBlock:
    """Make a block, or change the one of this id: BLOCK_FACTS. Who sat beyond its new edge stands up.

    Raises:
        NoSuchSeat: there is no such block.
        Invalid: the plan would have too many seats.
    """
    _touch(session, plan, now=now)
    block = _block(plan, block_id) if block_id is not None else SeatBlock(plan_id=plan.id)
    for name in BLOCK_FACTS:
        setattr(block, name, facts[name])
    if block.kind in {BlockKind.TABLE, BlockKind.SIGNING}:
        block.seat_rows = 1
    others = sum(one.seat_rows * one.seat_columns for one in plan.blocks if one is not block)
    if others + block.seat_rows * block.seat_columns > MOST_SEATS:
        raise Invalid.field("seat_rows", _("A plan has at most %(count)s seats.", count=MOST_SEATS))
    session.add(block)
    for guest in plan.guests:
        if block_id is not None and guest.block_id == block_id and not block.holds(*(guest.spot or (0, 0))):
            guest.sit(None, None)
    session.flush()
    _note(session, plan, "seating.block", by=by, now=now, block=block.name)
    return block


def remove_block(session: Session, plan: SeatingPlan, block_id: int, *, by: Actor, now: datetime) -> None:
    """Take a block away; who sat in it stands up. Raises NoSuchSeat."""
    _touch(session, plan, now=now)
    block = _block(plan, block_id)
    for guest in plan.guests:
        if guest.block_id == block.id:
            guest.sit(None, None)
    session.flush()
    for seat in block.closed:
        session.delete(seat)
    session.delete(block)
    session.flush()
    _note(session, plan, "seating.block", by=by, now=now, block=block.name)


def close_seats(
    session: Session, plan: SeatingPlan, seats: list[Seat], *, closed: bool, by: Actor, now: datetime
) -> None:
    """Take seats out of use, or back into it; both may be said twice.

    Raises:
        NoSuchSeat, SeatTaken: nothing is changed then.
    """
    _touch(session, plan, now=now)
    taken = _taken(plan)
    for block_id, row, column in seats:
        block = _seat(plan, block_id, row, column)
        known = next((one for one in block.closed if (one.seat_row, one.seat_column) == (row, column)), None)
        if closed and (block_id, row, column) in taken:
            raise SeatTaken
        if closed and known is None:
            session.add(ClosedSeat(block_id=block_id, seat_row=row, seat_column=column))
        elif not closed and known is not None:
            session.delete(known)
    session.flush()
    _note(session, plan, "seating.closed" if closed else "seating.opened", by=by, now=now, seats=len(seats))


def set_precedence(
    session: Session, plan: SeatingPlan, key: str, *, rank: int | None, place: Place, by: Actor, now: datetime
) -> None:
    """Say by hand where somebody stands in the order and where they belong; raises NoSuchGuest."""
    _touch(session, plan, now=now)
    guest = _guest(session, plan, key)
    guest.rank, guest.place = rank, place
    session.flush()
    _note(session, plan, "seating.rank", by=by, now=now, guest=key)


def place_guest(
    session: Session, plan: SeatingPlan, key: str, seat: Seat | None, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Seat somebody by hand, or let them stand up; whoever sat there takes the seat that becomes free.

    Raises:
        NoSuchGuest, NoSuchSeat, SeatOutOfUse: as their names say.
    """
    was_released = plan.state == PlanState.RELEASED
    _touch(session, plan, now=now)
    guest = _guest(session, plan, key)
    before = (guest.block_id, guest.spot)
    other = None
    if seat is not None:
        block_id, row, column = seat
        if (row, column) in _seat(plan, block_id, row, column).closed_spots:
            raise SeatOutOfUse
        other = next((one for one in plan.guests if (one.block_id, one.spot) == (block_id, (row, column))), None)
    sat = {one: _called(plan, one) for one in (guest, other) if one is not None}
    # no two sit on one seat, not even between two statements
    for one in (guest, other):
        if one is not None:
            one.sit(None, None)
    session.flush()
    guest.by_hand = seat is not None
    if seat is not None:
        guest.sit(seat[0], seat[1:])
    if other is not None and other is not guest:
        other.sit(*before)
        other.by_hand = other.spot is not None
    session.flush()
    _note(session, plan, "seating.placed", by=by, now=now, guest=key)
    if was_released:
        for one, called in sat.items():
            _tell_moved(session, plan, one, called, by=by, now=now)


def _called(plan: SeatingPlan, guest: SeatGuest) -> str:
    """What the seat of somebody is called, empty for none."""
    if guest.block_id is None or guest.spot is None:
        return ""
    return seat_label(_block(plan, guest.block_id), *guest.spot)


def _tell_moved(
    session: Session, plan: SeatingPlan, guest: SeatGuest, before: str, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    after = _called(plan, guest)
    if guest.registration_id is not None and after != before:
        forum = forum_with_room(session, plan.forum_id).slug
        publish(
            session,
            SeatChanged(
                registration_id=guest.registration_id, forum=forum, before=before, after=after, by=by, at=now
            ),
        )  # fmt: skip


def place_seats(
    session: Session, plan: SeatingPlan, people: Mapping[str, Attendee],
    wanted: Mapping[str, tuple[Seat | None, int | None, Place]], *, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Seat many at once as a sheet says: seat, rank and place of each; the caller has checked the seats."""
    _touch(session, plan, now=now)
    known = {guest.key: guest for guest in plan.guests}
    guests = {key: known.get(key) or _new_guest(session, plan, people[key]) for key in wanted}
    for guest in guests.values():
        guest.sit(None, None)
    session.flush()
    for key, (seat, rank, place) in wanted.items():
        guests[key].rank, guests[key].place, guests[key].by_hand = rank, place, seat is not None
        if seat is not None:
            guests[key].sit(seat[0], seat[1:])
    session.flush()
    _note(session, plan, "seating.loaded", by=by, now=now, guests=len(wanted))


@dataclass(frozen=True)
class Proposed:
    """What the rules did: how many have a seat, and who has none."""

    seated: int
    standing: list[str]


def propose_seats(
    session: Session, plan: SeatingPlan, *, afresh: bool = False, by: Actor, now: datetime
) -> Proposed:  # fmt: skip
    """Seat everybody of the forum by the rules; what a person chose stays, unless it is asked `afresh`."""
    _touch(session, plan, now=now)
    people = attendees_of(session, plan.forum_id)
    known = {guest.key: guest for guest in plan.guests}
    for guest in plan.guests:
        if afresh or not guest.by_hand or guest.key not in people:
            guest.sit(None, None)
            guest.by_hand = False
    session.flush()
    kept = {guest.key for guest in plan.guests if guest.spot is not None}
    on_platform = any(block.kind == BlockKind.PLATFORM for block in plan.blocks)
    zones = [block.zone(without=_spots(plan, block)) for block in plan.blocks]
    asked = [
        as_guest(one, known.get(key), on_platform=on_platform) for key, one in people.items() if key not in kept
    ]  # fmt: skip
    given = propose(zones, asked)
    for key, (block_id, *spot) in given.items():
        guest = known.get(key) or _new_guest(session, plan, people[key])
        guest.sit(block_id, (spot[0], spot[1]))
    session.flush()
    _note(session, plan, "seating.proposed", by=by, now=now, seated=len(given))
    standing = [one.key for one in asked if one.key not in given and one.place is not Place.NONE]
    return Proposed(len(kept) + len(given), standing)


def as_guest(one: Attendee, known: SeatGuest | None, *, on_platform: bool) -> Guest:
    """What the rules know of somebody; who speaks belongs on the platform where there is one."""
    usual = Place.PLATFORM if one.speaker_id is not None and on_platform else Place.HALL
    return Guest(
        key=one.key,
        place=Place(known.place) if known and known.place else usual,
        rank=known.rank if known and known.rank is not None else one.rank,
        category=one.category.id if one.category else None,
        category_position=one.category.position if one.category else 0,
        order=one.stroke_key,
    )


def leave_seat(session: Session, plan: SeatingPlan, guest: SeatGuest) -> None:
    """Somebody will not come: their seat is given up and the row closes."""
    _hold(session, plan)
    block_id, spot = guest.block_id, guest.spot
    session.delete(guest)
    session.flush()
    if block_id is None or spot is None:
        return
    block = _block(plan, block_id)
    row = {one.key: one for one in plan.guests if one is not guest and one.block_id == block_id and one.spot}
    moved = close_up(block.zone(), {key: one.spot for key, one in row.items() if one.spot}, spot[0])
    for key in moved:
        row[key].sit(None, None)
    session.flush()
    for key, seat in moved.items():
        row[key].sit(block_id, seat)
    session.flush()


def submit_plan(session: Session, plan: SeatingPlan, *, by: Actor, now: datetime) -> None:
    """Ask a second person to release the plan; raises StateRefused."""
    _move(plan, PlanState.PROPOSED)
    plan.proposed_by, plan.proposed_name = by.user_id, by.display_name[:120]
    _note(session, plan, "seating.submitted", by=by, now=now)


def release_plan(session: Session, plan: SeatingPlan, *, by: Actor, now: datetime) -> None:
    """Let the guests see their seats.

    Raises:
        SecondPersonNeeded: whoever proposed it cannot release it.
        StateRefused: nobody has proposed it.
    """
    if plan.state == PlanState.PROPOSED and (by.user_id is None or by.user_id == plan.proposed_by):
        raise SecondPersonNeeded
    _move(plan, PlanState.RELEASED)
    plan.released_name, plan.released_at = by.display_name[:120], now
    _note(session, plan, "seating.released", by=by, now=now)


def _move(plan: SeatingPlan, state: PlanState) -> None:
    if state not in TRANSITIONS[PlanState(plan.state)]:
        raise StateRefused
    plan.move_to(state)


def _touch(session: Session, plan: SeatingPlan, *, now: datetime) -> None:
    """Whatever a person changes reopens the plan: two people have to look at it again."""
    _hold(session, plan)
    _join_doubles(session, plan)
    if plan.state != PlanState.DRAFT:
        plan.move_to(PlanState.DRAFT)
    plan.changed_at = now


def _hold(session: Session, plan: SeatingPlan) -> None:
    """Nobody else changes the plan until the commit; what was read before the wait is read again."""
    lock_plan(session, plan.id)
    plan_of(session, plan.forum_id)


def _join_doubles(session: Session, plan: SeatingPlan) -> None:
    """Who was placed as a speaker and is registered now keeps that place under the registration, and no second one."""
    known = {guest.key: guest for guest in plan.guests}
    for key, one in attendees_of(session, plan.forum_id).items():
        spoken = known.get(key_of(speaker=one.speaker_id))
        if spoken is None or one.registration_id is None:
            continue
        if key in known:
            session.delete(known[key])
            session.flush()
        spoken.speaker_id, spoken.registration_id = None, one.registration_id
        session.flush()
    plan_of(session, plan.forum_id)


def _note(session: Session, plan: SeatingPlan, act: str, *, by: Actor, now: datetime, **facts: Any) -> None:
    record(session, by, act, "seating", plan.id, now=now, **facts)


def _block(plan: SeatingPlan, block_id: int) -> SeatBlock:
    found = next((block for block in plan.blocks if block.id == block_id), None)
    if found is None:
        raise NoSuchSeat
    return found


def _seat(plan: SeatingPlan, block_id: int, row: int, column: int) -> SeatBlock:
    block = _block(plan, block_id)
    if not block.holds(row, column):
        raise NoSuchSeat
    return block


def _spots(plan: SeatingPlan, block: SeatBlock) -> frozenset[Spot]:
    return frozenset(guest.spot for guest in plan.guests if guest.block_id == block.id and guest.spot)


def _taken(plan: SeatingPlan) -> set[Seat]:
    return {(guest.block_id, *guest.spot) for guest in plan.guests if guest.block_id is not None and guest.spot}


def _guest(session: Session, plan: SeatingPlan, key: str) -> SeatGuest:
    found = next((guest for guest in plan.guests if guest.key == key), None)
    if found is not None:
        return found
    one = attendees_of(session, plan.forum_id).get(key)
    if one is None:
        raise NoSuchGuest
    return _new_guest(session, plan, one)


def _new_guest(session: Session, plan: SeatingPlan, one: Attendee) -> SeatGuest:
    speaker = one.speaker_id if one.registration_id is None else None
    guest = SeatGuest(plan_id=plan.id, registration_id=one.registration_id, speaker_id=speaker, place="")
    session.add(guest)
    return guest
