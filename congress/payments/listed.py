"""Lists of orders and of money as files; amounts are numbers in yuan."""

from sqlalchemy import Select

from congress.accounts.permissions import is_organiser
from congress.foundation.i18n import _l
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time, one_by_one
from congress.foundation.money import FEN
from congress.payments.books_queries import entries_statement, invoices_statement, lines_statement, pledges_statement
from congress.payments.models import BankLine, Invoice, MoneyEntry, Order, Pledge
from congress.payments.queries import OrderFilter, orders_statement
from congress.payments.states import (
    ENTRY_NAMES,
    INVOICE_NAMES,
    LINE_NAMES,
    METHOD_NAMES,
    ORDER_NAMES,
    PLEDGE_NAMES,
    EntryKind,
    InvoiceState,
    LineState,
    Method,
    OrderState,
    PledgeState,
)


def _orders(scope: Scope) -> Select[tuple[Order]]:
    return orders_statement(scope.congress_id, OrderFilter(**scope.wish)).order_by(Order.id)


def _order(order: Order) -> list[object]:
    return [
        order.reference, order.registration.code, order.registration.name, order.registration.organisation,
        "；".join(f"{item.title} x {item.quantity}" for item in order.items), METHOD_NAMES[Method(order.method)],
        ORDER_NAMES[OrderState(order.state)], order.amount_fen / FEN, order.paid_fen / FEN,
        order.refunded_fen / FEN, order.charged_back_fen / FEN, order.currency, cell_time(order.placed_at),
    ]  # fmt: skip


def _money(scope: Scope) -> Select[tuple[MoneyEntry]]:
    return entries_statement(scope.congress_id).order_by(MoneyEntry.id)


def _entry(one: MoneyEntry) -> list[object]:
    return [
        cell_time(one.recorded_at), ENTRY_NAMES[EntryKind(one.kind)], METHOD_NAMES[Method(one.method)],
        one.order.reference, one.source, one.note, one.amount_fen / FEN, one.currency,
    ]  # fmt: skip


def _invoices(scope: Scope) -> Select[tuple[Invoice]]:
    return invoices_statement(scope.congress_id, scope.wish.get("state")).order_by(Invoice.id)


def _invoice(one: Invoice) -> list[object]:
    return [
        one.order.reference, one.order.registration.name, one.title, one.tax_number, one.amount_fen / FEN,
        INVOICE_NAMES[InvoiceState(one.state)], one.number, cell_time(one.requested_at), cell_time(one.issued_at),
    ]  # fmt: skip


def _pledges(scope: Scope) -> Select[tuple[Pledge]]:
    return pledges_statement(scope.congress_id).order_by(Pledge.id)


def _pledge(one: Pledge) -> list[object]:
    return [
        one.registration.code, one.registration.name, one.recipient, one.purpose, one.amount_fen / FEN, one.currency,
        PLEDGE_NAMES[PledgeState(one.state)], cell_time(one.made_at),
    ]  # fmt: skip


def _bank_lines(scope: Scope) -> Select[tuple[BankLine]]:
    return lines_statement(scope.congress_id, scope.wish.get("state")).order_by(BankLine.id.desc())


def _bank_line(one: BankLine) -> list[object]:
    return [
        one.booked_on.isoformat(), one.transaction, one.payer, one.remark, one.amount_fen / FEN,
        LINE_NAMES[LineState(one.state)], one.order.reference if one.order else "", one.reason,
    ]  # fmt: skip


ORDERS = ListedRows(
    name="orders",
    title=_l("Orders"),
    order=_l("Oldest first"),
    access=is_organiser,
    columns=[
        Column(_l("Reference")),
        Column(_l("Code")),
        Column(_l("Name"), personal=True),
        Column(_l("Organisation"), personal=True),
        Column(_l("Item ordered")),
        Column(_l("Paid by")),
        Column(_l("State")),
        Column(_l("Amount")),
        Column(_l("Paid")),
        Column(_l("Refunded")),
        Column(_l("Taken back by the bank")),
        Column(_l("Currency")),
        Column(_l("Ordered at")),
    ],
    narrowed_by={
        "q": Narrowing(_l("Search"), typed=True),
        "state": Narrowing(_l("State"), ORDER_NAMES),
        "method": Narrowing(_l("Paid by"), METHOD_NAMES),
    },
    statement=_orders,
    cells=one_by_one(_order),
)

LISTS = [
    ORDERS,
    ListedRows(
        name="money",
        title=_l("Money ledger"),
        order=_l("Oldest first"),
        access=is_organiser,
        columns=[
            Column(_l("When")),
            Column(_l("Kind")),
            Column(_l("Paid by")),
            Column(_l("Order")),
            Column(_l("Source")),
            Column(_l("Note")),
            Column(_l("Amount")),
            Column(_l("Currency")),
        ],
        statement=_money,
        cells=one_by_one(_entry),
    ),
    ListedRows(
        name="bank-lines",
        title=_l("Bank statements"),
        order=_l("Newest first"),
        access=is_organiser,
        columns=[
            Column(_l("Booked on")),
            Column(_l("Transaction")),
            Column(_l("Payer"), personal=True),
            Column(_l("Remark"), personal=True),
            Column(_l("Amount")),
            Column(_l("State")),
            Column(_l("Order")),
            Column(_l("Reason")),
        ],
        narrowed_by={"state": Narrowing(_l("State"), LINE_NAMES)},
        statement=_bank_lines,
        cells=one_by_one(_bank_line),
    ),
    ListedRows(
        name="invoices",
        title=_l("Invoices"),
        order=_l("What waits longest stands first"),
        access=is_organiser,
        columns=[
            Column(_l("Order")),
            Column(_l("Name"), personal=True),
            Column(_l("Invoice title"), personal=True),
            Column(_l("Tax number"), personal=True),
            Column(_l("Amount")),
            Column(_l("State")),
            Column(_l("Invoice number")),
            Column(_l("Asked for")),
            Column(_l("Issued at")),
        ],
        narrowed_by={"state": Narrowing(_l("State"), INVOICE_NAMES)},
        statement=_invoices,
        cells=one_by_one(_invoice),
    ),
    ListedRows(
        name="pledges",
        title=_l("Pledges"),
        order=_l("What was pledged first stands first"),
        access=is_organiser,
        columns=[
            Column(_l("Code")),
            Column(_l("Name"), personal=True),
            Column(_l("To whom")),
            Column(_l("Purpose")),
            Column(_l("Amount")),
            Column(_l("Currency")),
            Column(_l("State")),
            Column(_l("Pledged at")),
        ],
        statement=_pledges,
        cells=one_by_one(_pledge),
    ),
]
