"""Every question about monthly returns."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, selectinload

from congress.accounts.models import User
from congress.accounts.queries import Holders
from congress.accounts.states import Role, ScopeKind
from congress.credit.models import LedgerEntry
from congress.credit.queries import frozen_at, ledger_statement
from congress.foundation.access import Actor
from congress.foundation.clock import day_bounds
from congress.returns.errors import NoSuchReturn
from congress.returns.models import MonthlyReturn, ReturnPeriod
from congress.returns.rules import KindTotals, last_day
from congress.returns.states import OPEN_STATES, UNIT_NAMES, ReturnState

SCHOOL_KINDS = ("university", "school")
DIVISION_KINDS = ("prefecture", "county", "functional")
FILERS = (Role.SCHOOL, Role.DIVISION)


def _own(actor: Actor) -> ColumnElement[bool]:
    """A school's and a place's own; departments report through the organisers."""
    schools, places = actor.scopes(Role.SCHOOL, "school"), actor.scopes(Role.DIVISION, "division")
    return or_(
        and_(MonthlyReturn.unit_kind.in_(SCHOOL_KINDS), MonthlyReturn.code.in_(schools)),
        and_(MonthlyReturn.unit_kind.in_(DIVISION_KINDS), MonthlyReturn.code.in_(places)),
    )


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    """Organisers see every return, a prefecture its counties' beside its own."""
    if actor.has(Role.ORGANISER):
        return true()
    places = actor.scopes(Role.DIVISION, "division")
    return or_(_own(actor), MonthlyReturn.parent_code.in_(places))


def may_file(actor: Actor, found: MonthlyReturn) -> bool:
    if actor.has(Role.ORGANISER):
        return True
    role, kind = (
        (Role.SCHOOL, ScopeKind.SCHOOL) if found.unit_kind in SCHOOL_KINDS else (Role.DIVISION, ScopeKind.DIVISION)
    )
    return found.code in actor.scopes(role, kind)


def _whole() -> Select[tuple[MonthlyReturn]]:
    return (
        select(MonthlyReturn)
        .join(MonthlyReturn.period)
        .options(contains_eager(MonthlyReturn.period), selectinload(MonthlyReturn.steps))
        .execution_options(populate_existing=True)
    )


def return_for(session: Session, actor: Actor, congress_id: int, public_id: str) -> MonthlyReturn:
    """The return, if the actor may see it; else NoSuchReturn."""
    found = session.scalars(
        _whole().where(
            ReturnPeriod.congress_id == congress_id, MonthlyReturn.public_id == public_id, _visible_to(actor)
        )
    ).one_or_none()
    if found is None:
        raise NoSuchReturn
    return found


def lock_return(session: Session, return_id: int) -> None:
    session.execute(select(MonthlyReturn.id).where(MonthlyReturn.id == return_id).with_for_update())


def returns_statement(
    actor: Actor, congress_id: int, *, period_id: int | None = None, state: str | None = None,
    late_on: date | None = None,
) -> Select[tuple[MonthlyReturn]]:  # fmt: skip
    """The returns that the actor may see: of one month, in one state, or those that are late on a day."""
    statement = _whole().where(ReturnPeriod.congress_id == congress_id, _visible_to(actor))
    if period_id is not None:
        statement = statement.where(MonthlyReturn.period_id == period_id)
    if state:
        statement = statement.where(MonthlyReturn.state == state)
    if late_on:
        statement = statement.where(MonthlyReturn.state.in_(OPEN_STATES), MonthlyReturn.due_on < late_on)
    return statement


def returns_of(session: Session, actor: Actor, period_id: int) -> Sequence[MonthlyReturn]:
    """All returns of a month that the actor may see, in the order of the official lists."""
    return session.scalars(
        _whole().where(MonthlyReturn.period_id == period_id, _visible_to(actor)).order_by(MonthlyReturn.id)
    ).all()


def own_returns(session: Session, actor: Actor, congress_id: int) -> Sequence[MonthlyReturn]:
    """The actor's own, what must be filed first at first, then the newest month."""
    is_open = MonthlyReturn.state.in_(OPEN_STATES)
    return session.scalars(
        _whole()
        .where(ReturnPeriod.congress_id == congress_id, _own(actor))
        .order_by(is_open.desc(), ReturnPeriod.month.desc(), MonthlyReturn.id)
    ).all()


def next_to_file(session: Session, actor: Actor, congress_id: int) -> MonthlyReturn | None:
    return next((one for one in own_returns(session, actor, congress_id) if one.state in OPEN_STATES), None)


def period_of(session: Session, congress_id: int, month: date | None) -> ReturnPeriod:
    """The month's period; raises NoSuchReturn where it was not opened."""
    found = session.scalars(
        select(ReturnPeriod).where(ReturnPeriod.congress_id == congress_id, ReturnPeriod.month == month)
    ).one_or_none()
    if found is None:
        raise NoSuchReturn
    return found


def periods_of(session: Session, congress_id: int) -> Sequence[ReturnPeriod]:
    """The months, newest first."""
    return session.scalars(
        select(ReturnPeriod).where(ReturnPeriod.congress_id == congress_id).order_by(ReturnPeriod.month.desc())
    ).all()


def last_contacts(session: Session, congress_id: int) -> dict[tuple[str, str], MonthlyReturn]:
    """The newest return of each unit (kind, code) that names somebody to call."""
    rows = session.scalars(
        _whole()
        .where(ReturnPeriod.congress_id == congress_id, MonthlyReturn.phone != "")
        .order_by(ReturnPeriod.month, MonthlyReturn.id)
    )
    return {(one.unit_kind, one.code): one for one in rows}


def open_returns(session: Session) -> Sequence[MonthlyReturn]:
    """What still has to be filed, anywhere; their rows are held."""
    return session.scalars(
        _whole()
        .where(MonthlyReturn.state.in_(OPEN_STATES))
        .order_by(MonthlyReturn.id)
        .with_for_update(of=MonthlyReturn)
    ).all()


def filers_of(known: Holders, found: MonthlyReturn) -> list[User]:
    kind = ScopeKind.SCHOOL if found.unit_kind in SCHOOL_KINDS else ScopeKind.DIVISION
    return known.get((kind, found.code), [])


Ledger = dict[str, dict[str, tuple[int, int]]]


def ledger_of_month(session: Session, congress_id: int, month: date, *, zone: ZoneInfo, now: datetime) -> Ledger:
    """By code and measure: (fen, people) of the entries recorded in the month, frozen ones left out."""
    start, _noon = day_bounds(month, zone)
    _midnight, end = day_bounds(last_day(month), zone)
    counted = ledger_statement(congress_id, entities=None, without=frozen_at(session, congress_id, now))
    listed = counted.where(LedgerEntry.recorded_at >= start, LedgerEntry.recorded_at < end).subquery()
    rows = session.execute(
        select(
            listed.c.entity_code, listed.c.measure, func.sum(listed.c.amount_fen), func.sum(listed.c.count)
        ).group_by(listed.c.entity_code, listed.c.measure)
    )
    found: Ledger = {}
    for code, measure, fen, people in rows.tuples():
        found.setdefault(code, {})[measure] = (int(fen), int(people))
    return found


def totals_of(rows: Sequence[MonthlyReturn], today: date) -> list[KindTotals]:
    """By kind of unit, in a fixed order; figures are of what was filed and is not sent back."""
    totals = {kind: KindTotals(kind) for kind in UNIT_NAMES}
    for one in rows:
        total = totals[one.unit_kind]
        total.units += 1
        total.late += one.is_late(today)
        total.in_time += one.filed_at is not None and not one.was_late
        if one.state in OPEN_STATES:
            continue
        total.filed += 1
        total.accepted += one.state == ReturnState.ACCEPTED
        total.nil += one.nil
        for key, value in one.figures.items():
            total.figures[key] = total.figures.get(key, 0) + value
    return [total for total in totals.values() if total.units]
