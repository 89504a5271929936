"""Every question of the yearly reports."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from congress.credit.models import LedgerEntry, Publication
from congress.credit.queries import frozen_at, ledger_statement
from congress.credit.states import PublicationState
from congress.returns.models import MonthlyReturn, ReturnPeriod
from congress.signing.models import Intention
from congress.signing.queries import is_contract, yuan_of
from congress.yearly.errors import NoSuchReport
from congress.yearly.models import YearReport
from congress.yearly.states import ReportState


def counted_statement(session: Session, congress_id: int, period: int, as_of: datetime) -> Select[tuple[LedgerEntry]]:
    """The entries of a counting year as they stood at a moment, without what was frozen then."""
    statement = ledger_statement(congress_id, entities=None, without=frozen_at(session, congress_id, as_of))
    return statement.where(LedgerEntry.period == period, LedgerEntry.recorded_at <= as_of)


def entity_sums(session: Session, statement: Select[tuple[LedgerEntry]]) -> list[tuple[str, str, str, int, int]]:
    """(kind, code, measure, fen, people) of everybody who has an entry among these."""
    listed = statement.order_by(None).subquery()
    key = (listed.c.entity_kind, listed.c.entity_code, listed.c.measure)
    rows = session.execute(select(*key, func.sum(listed.c.amount_fen), func.sum(listed.c.count)).group_by(*key))
    return [(kind, code, measure, int(fen), int(people)) for kind, code, measure, fen, people in rows.tuples()]


def outcome_sums(session: Session, statement: Select[tuple[LedgerEntry]]) -> list[tuple[str, str, int, int, int, int]]:
    """(milestone, measure, fen, people, entries, first entry) of each outcome that came to something, once: at the
    largest over the kinds of entity; in the order of the ledger.
    """
    listed = statement.order_by(None).subquery()
    first = func.min(listed.c.seq)
    rows = session.execute(
        select(
            listed.c.milestone, listed.c.measure, func.sum(listed.c.amount_fen), func.sum(listed.c.count),
            func.count(), first,
        )
        .group_by(listed.c.milestone, listed.c.measure, listed.c.entity_kind)
        .order_by(first)
    )  # fmt: skip
    found: dict[tuple[str, str], tuple[int, int, int, int]] = {}
    for milestone, measure, fen, people, entries, seq in rows.tuples():
        most, heads, together, earliest = found.get((milestone, measure), (0, 0, 0, seq))
        found[milestone, measure] = max(most, int(fen)), max(heads, int(people)), together + entries, earliest
    return [(*key, *values) for key, values in found.items() if values[0] or values[1]]


def category_sums(session: Session, congress_id: int, as_of: datetime) -> dict[str, tuple[int, int]]:
    """Category → (number, fen of CNY) of the contracts that were signed until a moment."""
    rows = session.execute(
        select(Intention.category, func.count(), func.sum(yuan_of()))
        .where(Intention.congress_id == congress_id, is_contract(), Intention.signed_at <= as_of)
        .group_by(Intention.category)
    )
    return {category: (count, int(fen or 0)) for category, count, fen in rows.tuples()}


def boards_of(session: Session, congress_id: int, period: int) -> tuple[list[Publication], int]:
    """The newest final publication of each board of a year, by its slug; and how many more boards are announced."""
    rows = session.scalars(
        select(Publication)
        .where(
            Publication.congress_id == congress_id, Publication.period == period,
            Publication.state.in_([PublicationState.FINAL, PublicationState.ANNOUNCED]),
        )
        .order_by(Publication.id)
    ).all()  # fmt: skip
    final = {one.board: one for one in rows if one.state == PublicationState.FINAL}
    announced = {one.board for one in rows} - set(final)
    return [final[slug] for slug in sorted(final)], len(announced)


def months_between(session: Session, congress_id: int, first: date, last: date) -> Sequence[ReturnPeriod]:
    return session.scalars(
        select(ReturnPeriod)
        .where(ReturnPeriod.congress_id == congress_id, ReturnPeriod.month >= first, ReturnPeriod.month <= last)
        .order_by(ReturnPeriod.month)
    ).all()


def returns_in(session: Session, period_id: int) -> Sequence[MonthlyReturn]:
    return session.scalars(
        select(MonthlyReturn).where(MonthlyReturn.period_id == period_id).order_by(MonthlyReturn.id)
    ).all()


def reports_statement(congress_id: int, *, released: bool = False) -> Select[tuple[YearReport]]:
    statement = select(YearReport).where(YearReport.congress_id == congress_id)
    return statement.where(YearReport.state == ReportState.RELEASED) if released else statement


def reports_of(session: Session, congress_id: int, *, released: bool = False) -> Sequence[YearReport]:
    """Newest first."""
    statement = reports_statement(congress_id, released=released)
    return session.scalars(statement.order_by(YearReport.id.desc())).all()


def report_by_id(session: Session, congress_id: int, public_id: str, *, released: bool = False) -> YearReport:
    """Raises NoSuchReport."""
    statement = reports_statement(congress_id, released=released).where(YearReport.public_id == public_id)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NoSuchReport
    return found


def lock_report(session: Session, report: YearReport) -> None:
    """Hold the row and read how it stands now."""
    session.execute(select(YearReport.id).where(YearReport.id == report.id).with_for_update())
    session.refresh(report, ["state"])
