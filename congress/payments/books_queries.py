"""Every question about statements, invoices, pledges and the books."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.payments.errors import NoSuchOrder
from congress.payments.models import (
    BankLine,
    Difference,
    Invoice,
    MoneyEntry,
    Order,
    Pledge,
    Reconciliation,
    StripeEvent,
)
from congress.payments.states import EventOutcome, InvoiceState

LIST_SIZE = 50


def entries_statement(congress_id: int) -> Select[tuple[MoneyEntry]]:
    return (
        select(MoneyEntry)
        .join(Order, Order.id == MoneyEntry.order_id)
        .where(Order.congress_id == congress_id)
        .options(joinedload(MoneyEntry.order))
    )


def lines_statement(congress_id: int, state: str | None) -> Select[tuple[BankLine]]:
    statement = (
        select(BankLine)
        .where(BankLine.congress_id == congress_id)
        .options(joinedload(BankLine.order).joinedload(Order.registration))
    )
    return statement.where(BankLine.state == state) if state else statement


def known_lines(session: Session, congress_id: int) -> Mapping[str, BankLine]:
    """The lines that were imported before, by the bank's transaction number."""
    found = session.scalars(select(BankLine).where(BankLine.congress_id == congress_id))
    return {line.transaction: line for line in found}


def line_by_id(session: Session, congress_id: int, line_id: int) -> BankLine:
    """The line, held; raises NoSuchOrder."""
    found = session.scalars(
        select(BankLine)
        .where(BankLine.congress_id == congress_id, BankLine.id == line_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NoSuchOrder
    return found


def invoice_for(session: Session, order: Order, public_id: str) -> Invoice:
    """An invoice of the order, with its file; raises NoSuchOrder."""
    found = session.scalars(
        select(Invoice)
        .where(Invoice.order_id == order.id, Invoice.public_id == public_id)
        .options(joinedload(Invoice.upload))
    ).one_or_none()
    if found is None:
        raise NoSuchOrder
    return found


def standing_invoice(session: Session, order_id: int) -> Invoice | None:
    """The invoice that is requested or issued and not reversed."""
    return session.scalars(
        select(Invoice).where(Invoice.order_id == order_id, Invoice.state != InvoiceState.REVERSED)
    ).one_or_none()


def invoices_statement(congress_id: int, state: str | None) -> Select[tuple[Invoice]]:
    statement = (
        select(Invoice)
        .join(Order, Order.id == Invoice.order_id)
        .where(Order.congress_id == congress_id)
        .options(joinedload(Invoice.order).joinedload(Order.registration))
    )
    return statement.where(Invoice.state == state) if state else statement


def pledges_statement(congress_id: int) -> Select[tuple[Pledge]]:
    return select(Pledge).where(Pledge.congress_id == congress_id).options(joinedload(Pledge.registration))


def pledges_of(session: Session, registration_id: int) -> Sequence[Pledge]:
    return session.scalars(select(Pledge).where(Pledge.registration_id == registration_id).order_by(Pledge.id)).all()


def pledge_by_public_id(session: Session, congress_id: int, public_id: str) -> Pledge:
    """The pledge; raises NoSuchOrder."""
    found = session.scalars(pledges_statement(congress_id).where(Pledge.public_id == public_id)).one_or_none()
    if found is None:
        raise NoSuchOrder
    return found


def events_to_look_at(session: Session, *, since: datetime) -> Sequence[StripeEvent]:
    """Events that a person has to understand, newest first."""
    return session.scalars(
        select(StripeEvent)
        .where(StripeEvent.outcome.in_([EventOutcome.MISMATCH, EventOutcome.LOOK]), StripeEvent.received_at >= since)
        .order_by(StripeEvent.id.desc())
        .limit(LIST_SIZE)
    ).all()


def reconciliations(session: Session) -> Sequence[Reconciliation]:
    """The latest days with what they found."""
    return session.scalars(
        select(Reconciliation)
        .options(selectinload(Reconciliation.differences))
        .order_by(Reconciliation.day.desc())
        .limit(LIST_SIZE)
    ).all()


def is_reconciled(session: Session, day: date) -> bool:
    return session.scalar(select(Reconciliation.id).where(Reconciliation.day == day)) is not None


def difference_by_id(session: Session, difference_id: int) -> Difference:
    """The difference; raises NoSuchOrder."""
    found = session.get(Difference, difference_id)
    if found is None:
        raise NoSuchOrder
    return found
