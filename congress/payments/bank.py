"""对公转账: reading a bank's statement, matching it with orders, and deciding by hand what nearly fits."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.tables import ImportRefused, ImportReport, Row, Table
from congress.payments.books_queries import known_lines
from congress.payments.models import BankLine, Order
from congress.payments.queries import likely_orders, lock_order, order_by_reference
from congress.payments.rules import read_fen, references_in
from congress.payments.settling import book, settle
from congress.payments.states import EntryKind, LineState, Method, OrderState

# what banks call the columns, and what they hold
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "transaction": ("交易流水号", "流水号", "银行流水号", "交易编号", "Transaction"),
    "booked_on": ("交易日期", "记账日期", "入账日期", "日期", "Date"),
    "amount": ("收入金额", "贷方发生额", "贷方金额", "收入", "交易金额", "金额", "Amount"),
    "payer": ("对方户名", "付款人名称", "付款人", "对方名称", "Payer"),
    "remark": ("附言", "用途", "摘要", "备注", "Remark"),
}
NEEDED = ("transaction", "booked_on", "amount")
DATE_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")


def import_statement(
    session: Session, congress_id: int, table: Table, report: ImportReport, *, by: Actor, now: datetime
) -> list[BankLine]:
    """All lines of money that came in, or none; a transaction that is known is left as it is.

    Raises:
        ImportRefused: a column or a value cannot be read; the report names row and column.
    """
    columns = _columns(table, report)
    known = dict(known_lines(session, congress_id))
    lines = []
    for row in table.rows:
        line = _read(row, columns, report, congress_id, now=now) if columns else None
        if line is None:
            continue
        if line.transaction in known:
            if known[line.transaction].amount_fen != line.amount_fen:
                told = _("This transaction was imported with another amount.")
                report.error(row.item(columns["amount"][0]), told)
            report.count(created=False, changed=False)
            continue
        known[line.transaction] = line
        lines.append(line)
        report.count(created=True, changed=False)
    if report.failed:
        raise ImportRefused(report)
    session.add_all(lines)
    session.flush()
    for line in lines:
        _match(session, line, by=by, now=now)
    record(session, by, "statement.imported", "congress", congress_id, now=now, lines=len(lines))
    return lines


def _columns(table: Table, report: ImportReport) -> dict[str, list[str]]:
    """Field → the columns that hold it; a remark may be spread over several."""
    found = {field: [name for name in names if name in table.columns] for field, names in COLUMNS.items()}
    for field in NEEDED:
        if not found[field]:
            names = ", ".join(COLUMNS[field])
            report.error("row 1", _("A column is missing, one of: %(names)s.", names=names))
    return {} if report.failed else found


def _read(
    row: Row, columns: dict[str, list[str]], report: ImportReport, congress_id: int, *, now: datetime
) -> BankLine | None:
    """None for money that goes out, and for what cannot be read."""
    transaction, raw_amount = row.get(columns["transaction"][0]), row.get(columns["amount"][0])
    if not raw_amount:
        return None
    try:
        amount = read_fen(raw_amount)
    except ValueError:
        report.error(row.item(columns["amount"][0]), _("This is no amount in yuan."))
        return None
    if amount <= 0:
        return None
    booked_on = _day(row.get(columns["booked_on"][0]))
    if booked_on is None:
        report.error(row.item(columns["booked_on"][0]), _("This is no date."))
    if not transaction or len(transaction) > 100:  # noqa: PLR2004 -- the column's width
        report.error(row.item(columns["transaction"][0]), _("The bank's transaction number is missing or too long."))
    if booked_on is None or not transaction:
        return None
    payer = row.get(columns["payer"][0]) if columns["payer"] else ""
    remark = " ".join(filter(None, (row.get(name) for name in columns["remark"])))
    return BankLine(
        congress_id=congress_id, transaction=transaction, booked_on=booked_on, amount_fen=amount, payer=payer[:200],
        remark=remark[:500], state=LineState.UNMATCHED, imported_at=now,
    )  # fmt: skip


def _day(text: str) -> date | None:
    plain = text.split(" ", maxsplit=1)[0].split("T", maxsplit=1)[0]
    for form in DATE_FORMS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 -- a day of a bank, without a time
        except ValueError:
            continue
    return None


def _match(session: Session, line: BankLine, *, by: Actor, now: datetime) -> None:
    """Reference and amount decide; anything less is shown to a person."""
    order = order_by_reference(session, line.congress_id, references_in(line.remark))
    if order is None:
        likely = likely_orders(session, line.congress_id, amount_fen=line.amount_fen, payer=line.payer)
        if len(likely) == 1:
            line.state, line.order_id = LineState.NEAR, likely[0].id
        return
    line.order_id = order.id
    payable = order.state in {OrderState.OPEN, OrderState.EXPIRED} and order.method == Method.TRANSFER
    if not payable or line.amount_fen != order.amount_fen or not _take(session, line, order, "", by=by, now=now):
        line.state = LineState.NEAR


def _take(session: Session, line: BankLine, order: Order, reason: str, *, by: Actor, now: datetime) -> bool:
    """Book the line for the order; False, and nothing booked, where the order's places are gone."""
    with session.begin_nested() as attempt:
        book(
            session, order, EntryKind.PAYMENT, Method.TRANSFER, line.amount_fen, source=line.transaction, note=reason,
            by=by, now=now,
        )  # fmt: skip
        settled = settle(session, order, now=now)
        if not settled.has_places:
            attempt.rollback()
            return False
        line.state, line.order_id, line.reason = LineState.MATCHED, order.id, reason
    return True


def confirm_line(
    session: Session, line: BankLine, order: Order, reason: str, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Somebody with the right says that this money is for this order, and why.

    Raises:
        StateRefused: the line is matched already, or the order cannot be paid any more.
    """
    order = lock_order(session, order.id)
    if line.state == LineState.MATCHED or order.state not in {OrderState.OPEN, OrderState.EXPIRED}:
        raise StateRefused
    if not _take(session, line, order, reason, by=by, now=now):
        raise StateRefused(_("The order's places are gone; give the money back instead."))
    record(session, by, "order.confirmed", "order", order.public_id, now=now, line=line.transaction)


def set_aside(session: Session, line: BankLine, reason: str, *, by: Actor, now: datetime) -> None:
    """The line is not for us; raises StateRefused where it is matched."""
    if line.state == LineState.MATCHED:
        raise StateRefused
    line.state, line.reason = LineState.SET_ASIDE, reason
    record(session, by, "line.set_aside", "bank_line", line.id, now=now)


def confirm_payment(
    session: Session, order: Order, amount_fen: int, source: str, reason: str, *, by: Actor, now: datetime
) -> None:
    """Money that is in the account and in no statement yet, or that came in cash; with a reason.

    Raises:
        Invalid: another amount than the order's.
        StateRefused: the order cannot be paid any more.
    """
    order = lock_order(session, order.id)
    if order.state not in {OrderState.OPEN, OrderState.EXPIRED}:
        raise StateRefused
    if amount_fen != order.amount_fen:
        raise Invalid.field("amount", _("The order is about another amount."))
    with session.begin_nested():
        book(
            session, order, EntryKind.PAYMENT, Method.TRANSFER, amount_fen, source=source, note=reason, by=by, now=now
        )  # fmt: skip
        if not settle(session, order, now=now).has_places:
            raise StateRefused(_("The order's places are gone; give the money back instead."))
    record(session, by, "order.confirmed", "order", order.public_id, now=now)
