"""Lists and files about money that leave the product."""

import io
from collections.abc import Iterator, Sequence

from flask import Response, current_app
from sqlalchemy.orm import Session

from congress.foundation.documents.xlsx import XLSX, write_table
from congress.foundation.errors import NotFound
from congress.foundation.i18n import _
from congress.foundation.pages import zone
from congress.foundation.uploads import SUFFIX, path_of
from congress.payments.models import Invoice, Order
from congress.payments.queries import OrderFilter, orders_statement
from congress.payments.states import METHOD_NAMES, ORDER_NAMES, Method, OrderState
from congress.programme.models import Congress
from congress.settings import Settings

FEN = 100


def _download(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def invoice_file(invoice: Invoice) -> Response:
    """The electronic invoice as it was uploaded; always a download."""
    if invoice.upload is None:
        raise NotFound
    settings: Settings = current_app.extensions["settings"]
    content = path_of(settings.instance_dir / "uploads", invoice.upload).read_bytes()
    kind = invoice.upload.media_type
    return _download(content, kind, f"invoice-{invoice.public_id}{SUFFIX[kind]}")


def order_list(session: Session, congress: Congress, wish: OrderFilter) -> tuple[Response, int]:
    """The filtered orders as a spreadsheet, and how many there are; amounts are numbers in yuan."""
    columns = [
        str(text)
        for text in (
            _("Reference"), _("Code"), _("Name"), _("Organisation"), _("Item ordered"), _("Paid by"), _("State"),
            _("Amount"), _("Paid"), _("Refunded"), _("Ordered at"),
        )
    ]  # fmt: skip
    found = session.scalars(orders_statement(congress.id, wish).order_by(Order.id)).all()
    out = io.BytesIO()
    count = write_table(out, str(_("Orders")), columns, _rows(found))
    return _download(out.getvalue(), XLSX, f"orders-{congress.slug}.xlsx"), count


def _rows(found: Sequence[Order]) -> Iterator[list[object]]:
    for order in found:
        yield [
            order.reference, order.registration.code, order.registration.name, order.registration.organisation,
            "；".join(f"{item.title} x {item.quantity}" for item in order.items), METHOD_NAMES[Method(order.method)],
            ORDER_NAMES[OrderState(order.state)], order.amount_fen / FEN, order.paid_fen / FEN,
            order.refunded_fen / FEN, f"{order.placed_at.astimezone(zone()):%Y-%m-%d %H:%M}",
        ]  # fmt: skip
