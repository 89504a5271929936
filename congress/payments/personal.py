"""What payments keep about persons. Vouchers are kept as the law on accounting asks."""

from congress.foundation.i18n import _l
from congress.foundation.personal import Ground, PersonalTable, acts_in_office
from congress.payments.models import (
    BankLine,
    Invoice,
    MoneyEntry,
    Order,
    OrderItem,
    PaymentDispute,
    Pledge,
    Refund,
    RefundItem,
)

PAYING = _l("To settle what was ordered and paid")
BOOKS = Ground(_l("Accounting vouchers and books must be kept: 会计档案管理办法, thirty years."), years=30)

TABLES = [
    PersonalTable(
        model=Order,
        title=_l("Your orders"),
        purpose=PAYING,
        found_by={"registration_id": "registration"},
        gives={"id": "order"},
        shown=("public_id", "reference", "method", "state", "amount_fen", "paid_fen", "refunded_fen", "placed_at"),
        filled={"checkout_url": None},
        kept=BOOKS,
    ),
    PersonalTable(
        model=OrderItem,
        title=_l("What you ordered"),
        purpose=PAYING,
        found_by={"order_id": "order"},
        shown=("title_zh", "price_fen", "quantity"),
        kept=BOOKS,
    ),
    PersonalTable(
        model=MoneyEntry,
        title=_l("Your payments in the money ledger"),
        purpose=PAYING,
        found_by={"order_id": "order"},
        shown=("kind", "method", "amount_fen", "source", "recorded_at"),
        kept=BOOKS,
    ),
    PersonalTable(
        model=Refund,
        title=_l("Your refunds"),
        purpose=PAYING,
        found_by={"order_id": "order"},
        gives={"id": "refund"},
        shown=("amount_fen", "reason", "state", "asked_at"),
        scrubbed=("reason",),
        kept=BOOKS,
    ),
    PersonalTable(
        model=RefundItem,
        title=_l("What you gave back"),
        purpose=PAYING,
        found_by={"refund_id": "refund"},
        shown=("quantity",),
        kept=BOOKS,
    ),
    PersonalTable(
        model=PaymentDispute,
        title=_l("What your bank asked back"),
        purpose=PAYING,
        found_by={"order_id": "order"},
        shown=("amount_fen", "reason", "state", "opened_at"),
        kept=BOOKS,
    ),
    PersonalTable(
        model=Invoice,
        title=_l("Your invoices"),
        purpose=PAYING,
        found_by={"order_id": "order"},
        shown=("title", "tax_number", "amount_fen", "number", "state", "requested_at", "issued_at"),
        kept=BOOKS,
    ),
    PersonalTable(
        model=BankLine,
        title=_l("Your transfers"),
        purpose=PAYING,
        found_by={"order_id": "order"},
        shown=("booked_on", "amount_fen", "payer", "remark", "state"),
        kept=BOOKS,
    ),
    PersonalTable(
        model=Pledge,
        title=_l("What you pledged"),
        purpose=PAYING,
        found_by={"registration_id": "registration"},
        shown=("recipient", "purpose", "amount_fen", "state", "made_at"),
        scrubbed=("purpose",),
        kept=Ground(_l("A pledge that was passed on is the recipient's record; your name in it goes."), years=3),
    ),
    acts_in_office(MoneyEntry, "user_id", "kind", "recorded_at"),
    acts_in_office(Refund, "user_id", "asked_at"),
]
