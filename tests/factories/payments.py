"""Something bought, paid, invoiced and pledged, for tests that only ask."""

from datetime import UTC, date, datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.foundation.uploads import INVOICE_MAGIC, keep_upload
from congress.payments.bank import confirm_payment
from congress.payments.invoicing import issue_invoice, request_invoice
from congress.payments.models import BankLine, Difference, Reconciliation
from congress.payments.orders import place_order
from congress.payments.pledging import make_pledge
from congress.payments.selling import offer_extra, set_terms
from congress.payments.states import DifferenceKind, LineState, Method
from congress.programme.models import Congress
from congress.registration.models import Registration
from congress.settings import Settings

ACCOUNT = {"payee": "示例承办单位", "bank": "示例银行长沙分行", "account": "6200 0000 0000 0001"}
OFFERED = {"most_each": 4, "allowed_by": "示例价〔2036〕1号", "on_sale": True}
# what our own reader and any other takes for an electronic invoice
INVOICE_XML = '<?xml version="1.0" encoding="UTF-8"?><EInvoice><Number>示例</Number></EInvoice>'.encode()


def sell_something(session: Session, congress: Congress, registration: Registration) -> dict[str, str]:
    """A dinner that the registration has ordered and paid, with all that may follow; the parts of its addresses."""
    now = datetime.now(UTC)
    settings: Settings = current_app.extensions["settings"]
    set_terms(session, congress, ACCOUNT | {"is_open": True}, by=SYSTEM, now=now)
    window = {"sale_from": now - timedelta(days=1), "sale_until": now + timedelta(days=30)}
    facts = {"kind": "dinner", "title_zh": "示例晚宴", "title_en": "Sample dinner", "price_fen": 30_000, "capacity": 50}
    offer_extra(session, congress, "dinner", OFFERED | window | facts, by=SYSTEM, now=now)
    order = place_order(
        session, registration, {"dinner": 1}, Method.TRANSFER, methods=[Method.TRANSFER], by=SYSTEM, now=now
    )
    confirm_payment(session, order, order.amount_fen, "示例流水", "示例", by=SYSTEM, now=now)
    invoice = request_invoice(session, order, "示例（虚构）公司", "", by=SYSTEM, now=now)
    kept = keep_upload(
        session, INVOICE_XML, "invoice.xml", SYSTEM, folder=settings.instance_dir / "uploads", largest=10_000,
        now=now, kinds=INVOICE_MAGIC,
    )  # fmt: skip
    issue_invoice(session, order, invoice, "示例发票号", kept, by=SYSTEM, now=now)
    pledge = make_pledge(session, registration, "示例大学教育基金会", "奖学金", 100_000, by=SYSTEM, now=now)
    line = BankLine(
        congress_id=congress.id, transaction="示例流水2", booked_on=date(2036, 1, 1), amount_fen=1,
        state=LineState.UNMATCHED, imported_at=now,
    )  # fmt: skip
    difference = Difference(kind=DifferenceKind.MISSING_THERE, object_id="示例", ours_fen=1, theirs_fen=None)
    day = Reconciliation(
        day=date(2036, 1, 1), charges=0, refunds=0, paid_fen=0, refunded_fen=0, made_at=now, differences=[difference]
    )
    session.add_all([line, day])
    session.flush()
    return {
        "order": order.public_id, "extra": "dinner", "invoice": invoice.public_id, "pledge": pledge.public_id,
        "int:line": str(line.id), "int:difference": str(difference.id),
    }  # fmt: skip
