"""Every question to the help desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.accounts.models import RoleGrant, User
from congress.accounts.states import Role
from congress.foundation.access import Actor
from congress.helpdesk.errors import NoSuchCall
from congress.helpdesk.models import HelpCall
from congress.helpdesk.permissions import answers_calls
from congress.helpdesk.states import OPEN_STATES, CallState


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    """Officers and organisers see every call, everybody else their own."""
    return true() if answers_calls(actor) else HelpCall.caller_id == actor.user_id


def _whole() -> Select[tuple[HelpCall]]:
    return select(HelpCall).options(
        joinedload(HelpCall.division), joinedload(HelpCall.officer), selectinload(HelpCall.steps)
    )


def call_for(session: Session, actor: Actor, congress_id: int, public_id: str) -> HelpCall:
    """The whole call, if the actor may see it; else NoSuchCall."""
    found = session.scalars(
        _whole()
        .where(HelpCall.congress_id == congress_id, HelpCall.public_id == public_id, _visible_to(actor))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchCall
    return found


def lock_call(session: Session, call_id: int) -> None:
    """Hold the call's row, so that of two officers at once one takes it."""
    session.execute(select(HelpCall.id).where(HelpCall.id == call_id).with_for_update())


def calls_statement(actor: Actor, congress_id: int, *, state: str | None = None) -> Select[tuple[HelpCall]]:
    """The calls that the actor may see, with place and officer."""
    statement = (
        select(HelpCall)
        .options(joinedload(HelpCall.division), joinedload(HelpCall.officer))
        .where(HelpCall.congress_id == congress_id, _visible_to(actor))
    )
    return statement.where(HelpCall.state == state) if state else statement


def _late(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(HelpCall.state == CallState.NEW, HelpCall.answer_by <= now),
        and_(HelpCall.state == CallState.TAKEN, HelpCall.solve_by <= now),
    )


def late_calls(session: Session, *, now: datetime) -> Sequence[HelpCall]:
    """Calls whose deadline has passed and of which nobody was told yet; their rows are held."""
    return session.scalars(
        select(HelpCall).where(_late(now), HelpCall.escalated_at.is_(None)).order_by(HelpCall.id).with_for_update()
    ).all()


def officers(session: Session) -> Sequence[User]:
    holds = select(RoleGrant.user_id).where(RoleGrant.role == Role.OFFICER)
    return session.scalars(select(User).where(User.id.in_(holds), User.is_active).order_by(User.id)).all()


@dataclass(frozen=True)
class DeskFigures:
    """How the desk does: calls by state, late ones, and of the answered ones how many were in time."""

    by_state: dict[str, int]
    late: int
    answered: int
    answered_in_time: int
    rating: float | None


def desk_figures(session: Session, congress_id: int, *, now: datetime) -> DeskFigures:
    own = HelpCall.congress_id == congress_id
    rows = session.execute(select(HelpCall.state, func.count()).where(own).group_by(HelpCall.state)).tuples().all()
    late = session.scalar(select(func.count()).select_from(HelpCall).where(own, _late(now))) or 0
    answered, in_time = session.execute(
        select(func.count(), func.count().filter(HelpCall.taken_at <= HelpCall.answer_by))
        .select_from(HelpCall)
        .where(own, HelpCall.taken_at.is_not(None))
    ).one()
    rating = session.scalar(select(func.avg(HelpCall.rating)).where(own))
    return DeskFigures(dict(rows), late, answered, in_time, float(rating) if rating is not None else None)


def open_calls_of(session: Session, user_id: int, congress_id: int) -> int:
    """How many calls of this user still wait; one person is kept from flooding the desk."""
    return (
        session.scalar(
            select(func.count())
            .select_from(HelpCall)
            .where(HelpCall.caller_id == user_id, HelpCall.congress_id == congress_id, HelpCall.state.in_(OPEN_STATES))
        )
        or 0
    )
