"""发票: asked for by who paid, issued elsewhere, handed over here; reversed 红冲 by another one, never deleted."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.uploads import Upload
from congress.payments.books_queries import standing_invoice
from congress.payments.messages import tell_invoice
from congress.payments.models import Invoice, Order
from congress.payments.queries import lock_order
from congress.payments.states import INVOICE_TRANSITIONS, WITH_MONEY, InvoiceState


def request_invoice(
    session: Session, order: Order, title: str, tax_number: str, *, by: Actor, now: datetime
) -> Invoice:  # fmt: skip
    """An invoice over what is paid and not given back; raises StateRefused."""
    order = lock_order(session, order.id)
    if order.state not in WITH_MONEY or standing_invoice(session, order.id) is not None:
        raise StateRefused(_("There is nothing to invoice, or an invoice is there already."))
    invoice = Invoice(
        public_id=new_id(), order_id=order.id, state=InvoiceState.REQUESTED, title=title, tax_number=tax_number,
        amount_fen=order.left_fen, requested_at=now,
    )  # fmt: skip
    session.add(invoice)
    session.flush()
    record(session, by, "invoice.requested", "order", order.public_id, now=now)
    return invoice


def issue_invoice(
    session: Session, order: Order, invoice: Invoice, number: str, upload: Upload, *, by: Actor, now: datetime
) -> None:
    """Hand the file over, and tell; raises StateRefused."""
    order = lock_order(session, order.id)
    _step(invoice, InvoiceState.ISSUED)
    invoice.number, invoice.upload_id, invoice.issued_at = number, upload.id, now
    upload.attached = True
    record(session, by, "invoice.issued", "order", order.public_id, now=now, number=number)
    tell_invoice(session, order, reversed_=False, now=now)


def reverse_invoice(
    session: Session, order: Order, invoice: Invoice, reason: str, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    """A red invoice 红字发票 has been made out elsewhere; another one may be asked for. Raises StateRefused."""
    order = lock_order(session, order.id)
    _step(invoice, InvoiceState.REVERSED)
    invoice.reversal, invoice.reversed_at = reason, now
    record(session, by, "invoice.reversed", "order", order.public_id, now=now)
    tell_invoice(session, order, reversed_=True, now=now)


def _step(invoice: Invoice, new: InvoiceState) -> None:
    if new not in INVOICE_TRANSITIONS[InvoiceState(invoice.state)]:
        raise StateRefused
    invoice.move_to(new)
