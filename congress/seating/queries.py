"""Every question about seats."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.programme.models import Category, Forum, SessionSpeaker, Speaker
from congress.programme.models import Session as Item
from congress.registration.models import Holding, Registration
from congress.registration.states import SEATED
from congress.seating.errors import NoSuchPlan
from congress.seating.models import SeatBlock, SeatGuest, SeatingPlan, key_of
from congress.seating.rules import one_person
from congress.seating.states import PlanState


def plans_of(session: Session, congress_id: int) -> dict[int, SeatingPlan]:
    """Forum → its plan with blocks and guests."""
    found = session.scalars(
        select(SeatingPlan)
        .where(SeatingPlan.congress_id == congress_id)
        .options(selectinload(SeatingPlan.blocks), selectinload(SeatingPlan.guests))
    )
    return {plan.forum_id: plan for plan in found}


def plan_of(session: Session, forum_id: int) -> SeatingPlan:
    """The whole plan of a forum, read afresh; raises NoSuchPlan."""
    found = find_plan(session, forum_id)
    if found is None:
        raise NoSuchPlan
    return found


def find_plan(session: Session, forum_id: int) -> SeatingPlan | None:
    return session.scalars(
        select(SeatingPlan)
        .where(SeatingPlan.forum_id == forum_id)
        .options(
            selectinload(SeatingPlan.blocks).options(selectinload(SeatBlock.closed), joinedload(SeatBlock.category)),
            selectinload(SeatingPlan.guests),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def seated_statement(congress_id: int, *, forum: str | None = None) -> Select[tuple[SeatGuest]]:
    """Everybody who has a seat, by forum, block and seat; with who they are."""
    statement = (
        select(SeatGuest)
        .join(SeatBlock, SeatBlock.id == SeatGuest.block_id)
        .join(SeatingPlan, SeatingPlan.id == SeatGuest.plan_id)
        .join(Forum, Forum.id == SeatingPlan.forum_id)
        .where(SeatingPlan.congress_id == congress_id)
        .options(
            joinedload(SeatGuest.registration).joinedload(Registration.category), joinedload(SeatGuest.speaker)
        )
    )  # fmt: skip
    if forum:
        statement = statement.where(Forum.slug == forum)
    return statement.order_by(
        Forum.starts_at, Forum.id, SeatBlock.position, SeatBlock.id, SeatGuest.seat_row, SeatGuest.seat_column
    )


def plans_with_forums(session: Session, congress_id: int) -> dict[int, SeatingPlan]:
    """Plan → itself with its forum and blocks."""
    found = session.scalars(
        select(SeatingPlan)
        .where(SeatingPlan.congress_id == congress_id)
        .options(joinedload(SeatingPlan.forum), selectinload(SeatingPlan.blocks))
    )
    return {plan.id: plan for plan in found}


def lock_plan(session: Session, plan_id: int) -> None:
    """Two people who seat guests at once follow one another."""
    session.execute(select(SeatingPlan.id).where(SeatingPlan.id == plan_id).with_for_update())


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody of the forum, as a plan shows them."""

    key: str
    registration_id: int | None = None
    # somebody registered who speaks too has both
    speaker_id: int | None = None
    # what a sheet calls them: the registration's code, or the speaker's name
    code: str
    name: str
    organisation: str
    title: str
    category: Category | None = None
    stroke_key: str = ""
    # a speaker's is the order in which the programme puts the speakers by hand
    rank: int | None = None


def attendees_of(session: Session, forum_id: int) -> dict[str, Attendee]:
    """Key → everybody who speaks in the forum or holds a seat of it; speakers by rank, the others by strokes.

    Whoever does both stands there once, by their registration.
    """
    speakers = session.scalars(
        select(Speaker)
        .where(
            Speaker.id.in_(
                select(SessionSpeaker.speaker_id)
                .join(Item, Item.id == SessionSpeaker.session_id)
                .where(Item.forum_id == forum_id)
            )
        )
        .order_by(Speaker.position, Speaker.id)
    ).all()
    holders = session.scalars(
        select(Registration)
        .join(Holding, Holding.registration_id == Registration.id)
        .where(Holding.forum_id == forum_id, Holding.status.in_(SEATED))
        .options(joinedload(Registration.category))
        .order_by(Registration.stroke_key, Registration.id)
    ).all()
    same = one_person(*([(one.id, one.name, one.organisation) for one in side] for side in (speakers, holders)))
    ranks = {one.id: rank for rank, one in enumerate(speakers, start=1)}
    speaking = {registration: speaker for speaker, registration in same.items()}
    found = [
        Attendee(
            key=key_of(speaker=one.id), speaker_id=one.id, code=one.name, name=one.name, organisation=one.organisation,
            title=one.title, rank=ranks[one.id],
        )
        for one in speakers
        if one.id not in same
    ]  # fmt: skip
    found += [
        Attendee(
            key=key_of(registration=one.id), registration_id=one.id, speaker_id=speaking.get(one.id), code=one.code,
            name=one.name, organisation=one.organisation, title=one.title, category=one.category,
            stroke_key=one.stroke_key, rank=ranks.get(speaking.get(one.id, 0)),
        )
        for one in holders
    ]  # fmt: skip
    return {one.key: one for one in found}


def released_seats(
    session: Session, registration_ids: Collection[int]
) -> Sequence[tuple[int, int, SeatBlock, int, int]]:  # fmt: skip
    """(registration, forum, block, row, column) of these people in the plans that two people released."""
    rows = session.execute(
        select(SeatGuest.registration_id, SeatingPlan.forum_id, SeatBlock, SeatGuest.seat_row, SeatGuest.seat_column)
        .join(SeatingPlan, SeatingPlan.id == SeatGuest.plan_id)
        .join(SeatBlock, SeatBlock.id == SeatGuest.block_id)
        .where(SeatGuest.registration_id.in_(registration_ids), SeatingPlan.state == PlanState.RELEASED)
        .order_by(SeatGuest.registration_id, SeatingPlan.forum_id)
    )
    return rows.tuples().all()  # type: ignore[return-value]  # a seat that is there is whole


def plans_to_leave(session: Session, registration_id: int, forum_id: int) -> SeatGuest | None:
    """What the forum's plan decided about somebody."""
    return session.scalars(
        select(SeatGuest)
        .join(SeatingPlan, SeatingPlan.id == SeatGuest.plan_id)
        .where(SeatGuest.registration_id == registration_id, SeatingPlan.forum_id == forum_id)
    ).one_or_none()
