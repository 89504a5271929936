"""Every question about planned dates; who may see one is part of the question."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.deadlines.errors import NoSuchDate
from congress.deadlines.models import OverdueRule, PlannedDate
from congress.deadlines.rules import AHEAD, Reached, standing_of
from congress.deadlines.states import Show, Standing
from congress.foundation.access import Actor
from congress.outcomes.models import Milestone
from congress.outcomes.states import MilestoneState
from congress.programme.models import Congress
from congress.schools.models import Division
from congress.signing.climb import STANDARD, Level
from congress.signing.models import Intention, IntentionSchool
from congress.signing.queries import visible_to
from congress.signing.states import State

WAITING = (MilestoneState.FILED, MilestoneState.JOINT)


def _whole() -> Select[tuple[PlannedDate]]:
    intention = joinedload(PlannedDate.intention)
    return select(PlannedDate).options(
        intention.joinedload(Intention.division).joinedload(Division.parent),
        intention.selectinload(Intention.schools).joinedload(IntentionSchool.school),
        selectinload(PlannedDate.steps),
        selectinload(PlannedDate.notices),
    )


def _facts(*states: MilestoneState) -> Select[tuple[int]]:
    """The milestones of a planned date's kind in these states, inside a question about planned dates."""
    return (
        select(Milestone.amount_fen)
        .where(
            Milestone.intention_id == PlannedDate.intention_id, Milestone.kind == PlannedDate.kind,
            Milestone.state.in_(states),
        )
        .correlate(PlannedDate)
    )  # fmt: skip


def _is_open() -> ColumnElement[bool]:
    """Planned, its project alive, and not reached yet."""
    accepted = _facts(MilestoneState.ACCEPTED)
    arrived = accepted.with_only_columns(func.coalesce(func.sum(Milestone.amount_fen), 0)).scalar_subquery()
    alive = select(Intention.id).where(Intention.state != State.ENDED)
    return and_(
        PlannedDate.needed,
        PlannedDate.intention_id.in_(alive),
        not_(and_(accepted.exists(), arrived >= PlannedDate.amount_fen)),
    )


def dates_statement(
    actor: Actor, congress_id: int, *, show: Show, today: date
) -> Select[tuple[PlannedDate]]:  # fmt: skip
    """The planned dates of intentions that the actor may see; what a list shows of them."""
    seen = select(Intention.id).where(Intention.congress_id == congress_id, visible_to(actor))
    statement = _whole().where(PlannedDate.intention_id.in_(seen), _is_open())
    if show is Show.OVERDUE:
        return statement.where(PlannedDate.due_on < today)
    if show is Show.COMING:
        return statement.where(PlannedDate.due_on >= today, PlannedDate.due_on <= today + AHEAD)
    if show is Show.MOVED:
        return statement.where(PlannedDate.due_on != PlannedDate.first_due_on)
    return statement


def overdue_dates(
    session: Session, actor: Actor, congress_id: int, *, today: date, limit: int
) -> Sequence[PlannedDate]:  # fmt: skip
    """What the actor sees that is overdue, the longest first."""
    statement = dates_statement(actor, congress_id, show=Show.OVERDUE, today=today)
    return session.scalars(statement.order_by(PlannedDate.due_on, PlannedDate.id).limit(limit)).all()


def overdue_and_unfiled(session: Session, today: date) -> Sequence[PlannedDate]:
    """What is overdue and waits for no verifier, in every congress; held, so that nobody is told twice."""
    return session.scalars(
        _whole()
        .where(_is_open(), PlannedDate.due_on < today, not_(_facts(*WAITING).exists()))
        .order_by(PlannedDate.id)
        .with_for_update(of=PlannedDate)
    ).all()


def date_for(session: Session, actor: Actor, congress: Congress, public_id: str) -> PlannedDate:
    """The planned date, if the actor may see its intention; else NoSuchDate."""
    seen = select(Intention.id).where(Intention.congress_id == congress.id, visible_to(actor))
    found = session.scalars(
        _whole()
        .where(PlannedDate.public_id == public_id, PlannedDate.intention_id.in_(seen))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchDate
    return found


def hold_date(session: Session, planned: PlannedDate) -> None:
    """Lock the row and read how it stands now."""
    session.execute(select(PlannedDate.id).where(PlannedDate.id == planned.id).with_for_update())
    session.refresh(planned, ["due_on", "needed"])


def dates_of(session: Session, intention_id: int) -> Sequence[PlannedDate]:
    return session.scalars(
        _whole()
        .where(PlannedDate.intention_id == intention_id)
        .order_by(PlannedDate.due_on, PlannedDate.id)
        .execution_options(populate_existing=True)
    ).all()


def standings_of(session: Session, planned: Collection[PlannedDate], today: date) -> Mapping[str, Standing]:
    """How each of these dates stands, by its public id."""
    accepted = Milestone.state == MilestoneState.ACCEPTED
    rows = session.execute(
        select(
            Milestone.intention_id,
            Milestone.kind,
            func.count().filter(accepted),
            func.coalesce(func.sum(case((accepted, Milestone.amount_fen), else_=0)), 0),
            func.count().filter(Milestone.state.in_(WAITING)),
        )
        .where(Milestone.intention_id.in_({one.intention_id for one in planned}))
        .group_by(Milestone.intention_id, Milestone.kind)
    )
    reached = {
        (intention, kind): Reached(count, int(fen), waiting > 0)
        for intention, kind, count, fen, waiting in rows.tuples()
    }
    return {
        one.public_id: standing_of(
            one.due_on, one.amount_fen, needed=one.needed, today=today,
            reached=reached.get((one.intention_id, one.kind), Reached()),
        )
        for one in planned
    }  # fmt: skip


def rule_of(session: Session, congress_id: int) -> Mapping[Level, int]:
    """After how many days each level is told."""
    found = session.get(OverdueRule, congress_id)
    if found is None:
        return STANDARD
    return {
        Level.OWNER: found.owner_days, Level.PREFECTURE: found.prefecture_days, Level.PROVINCE: found.province_days,
    }  # fmt: skip
