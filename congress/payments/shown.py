"""What pages of other slices show of payments."""

from flask import Flask

from congress.foundation import clock
from congress.foundation.db import reading
from congress.payments.queries import extras_sold
from congress.payments.states import DISPUTE_NAMES, INVOICE_NAMES, LINE_NAMES, ORDER_NAMES, PLEDGE_NAMES, REFUND_NAMES
from congress.programme.queries import current_congress


def extras_on_sale() -> bool:
    """Whether there is anything to buy now; the way through registering has no step of paying where there is not."""
    with reading() as session:
        congress = current_congress(session)
        return congress is not None and bool(extras_sold(session, congress.id, now=clock.now()))


def show_payments(app: Flask) -> None:
    app.jinja_env.globals["extras_on_sale"] = extras_on_sale
    app.jinja_env.filters.update(
        order_name=ORDER_NAMES.__getitem__,
        payment_dispute_name=DISPUTE_NAMES.__getitem__,
        refund_name=REFUND_NAMES.__getitem__,
        invoice_name=INVOICE_NAMES.__getitem__,
        line_name=LINE_NAMES.__getitem__,
        pledge_name=PLEDGE_NAMES.__getitem__,
    )
