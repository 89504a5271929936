"""Extras, orders, facts, the money ledger, statements, invoices, pledges."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from congress.foundation.append_only import append_only
from congress.foundation.db import Base
from congress.foundation.i18n import pick
from congress.foundation.uploads import Upload
from congress.payments.states import (
    INVOICE_TRANSITIONS,
    PLEDGE_TRANSITIONS,
    TRANSITIONS,
    UNDECIDED,
    InvoiceState,
    OrderState,
    PledgeState,
)
from congress.registration.models import Registration


class PaymentTerms(Base):
    """Whether a congress sells anything, and to whom one pays; without a row nothing is sold."""

    __tablename__ = "payment_terms"

    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"), primary_key=True)
    is_open: Mapped[bool] = mapped_column(default=False)
    # 承办单位, whose account it is
    payee: Mapped[str] = mapped_column(String(200), default="")
    bank: Mapped[str] = mapped_column(String(200), default="")
    account: Mapped[str] = mapped_column(String(40), default="")
    transfer_days: Mapped[int] = mapped_column(default=7)

    @property
    def takes_transfers(self) -> bool:
        return bool(self.payee and self.account)


class Extra(Base):
    """Something with a price. `taken` never exceeds `capacity`; the database itself refuses."""

    __tablename__ = "extras"
    __table_args__ = (
        UniqueConstraint("congress_id", "slug"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="places"),
        CheckConstraint("price_fen > 0", name="price"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    slug: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(10))
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    price_fen: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    # how many one registration may have
    most_each: Mapped[int] = mapped_column(default=1)
    sale_from: Mapped[datetime]
    sale_until: Mapped[datetime]
    # 文号 of what allows the charge
    allowed_by: Mapped[str] = mapped_column(String(200))
    on_sale: Mapped[bool] = mapped_column(default=False)

    @property
    def left(self) -> int:
        return self.capacity - self.taken

    def is_sold_at(self, now: datetime) -> bool:
        return self.on_sale and self.sale_from <= now < self.sale_until


class Order(Base):
    """What a registration asks for and pays. What is paid and refunded is copied from the ledger."""

    __tablename__ = "orders"
    __table_args__ = (Index(None, "congress_id", "state"), Index(None, "state", "expires_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    # what a payer writes into the remark of a transfer
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    method: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(16), default=OrderState.OPEN)
    # why it was closed, while it holds no places
    closed: Mapped[str | None] = mapped_column(String(16))
    has_places: Mapped[bool] = mapped_column(default=True)
    amount_fen: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    paid_fen: Mapped[int] = mapped_column(default=0)
    refunded_fen: Mapped[int] = mapped_column(default=0)
    # what the payer's bank has taken back, and what a dispute may still take
    charged_back_fen: Mapped[int] = mapped_column(default=0, server_default="0")
    at_stake_fen: Mapped[int] = mapped_column(default=0, server_default="0")
    placed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    checkout_session: Mapped[str | None] = mapped_column(String(255), unique=True)
    checkout_url: Mapped[str | None] = mapped_column(Text)
    # whether the session may still take money at Stripe
    checkout_open: Mapped[bool] = mapped_column(default=False)
    payment_intent: Mapped[str | None] = mapped_column(String(255), unique=True)

    registration: Mapped[Registration] = relationship(lazy="raise")
    items: Mapped[list["OrderItem"]] = relationship(lazy="raise", order_by="OrderItem.id")
    refunds: Mapped[list["Refund"]] = relationship(lazy="raise", order_by="Refund.id")
    invoices: Mapped[list["Invoice"]] = relationship(lazy="raise", order_by="Invoice.id")
    disputes: Mapped[list["PaymentDispute"]] = relationship(lazy="raise", order_by="PaymentDispute.id")

    @property
    def left_fen(self) -> int:
        return self.paid_fen - self.refunded_fen - self.charged_back_fen

    def move_to(self, new: OrderState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in TRANSITIONS[OrderState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class OrderItem(Base):
    """A line of an order, with title and price as they were when it was placed."""

    __tablename__ = "order_items"
    __table_args__ = (UniqueConstraint("order_id", "extra_id"), CheckConstraint("quantity > 0", name="quantity"))

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    extra_id: Mapped[int] = mapped_column(ForeignKey("extras.id"), index=True)
    title_zh: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    price_fen: Mapped[int]
    quantity: Mapped[int]
    # how many were given back one by one, their places with them
    returned: Mapped[int] = mapped_column(default=0, server_default="0")

    extra: Mapped[Extra] = relationship(lazy="raise")

    @property
    def title(self) -> str:
        return pick(self.title_zh, self.title_en)

    @property
    def held(self) -> int:
        return self.quantity - self.returned


class StripeFact(Base):
    """One object of Stripe as far as it is known; amounts only grow, a failure stays."""

    __tablename__ = "stripe_facts"

    object_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    payment_intent: Mapped[str] = mapped_column(String(255), index=True)
    amount_fen: Mapped[int]
    failed: Mapped[bool] = mapped_column(default=False)


class PaymentDispute(Base):
    """拒付: a payer's bank wants a payment back. The order is known once its payment is."""

    __tablename__ = "payment_disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    stripe_id: Mapped[str] = mapped_column(String(255), unique=True)
    payment_intent: Mapped[str] = mapped_column(String(255), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    amount_fen: Mapped[int]
    # Stripe's word for what the payer says
    reason: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[str] = mapped_column(String(16), index=True)
    # by when Stripe wants our answer
    answer_until: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    # the last state that those who keep the money were told of
    told: Mapped[str] = mapped_column(String(16), default="")

    order: Mapped[Order | None] = relationship(lazy="raise", overlaps="disputes")

    @property
    def is_open(self) -> bool:
        return self.state in UNDECIDED


class StripeEvent(Base):
    """An event of Stripe that came in, once; what it held of persons is not kept."""

    __tablename__ = "stripe_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(String(255), unique=True)
    type: Mapped[str] = mapped_column(String(100))
    outcome: Mapped[str] = mapped_column(String(10), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    received_at: Mapped[datetime]


class MoneyEntry(Base):
    """One line of the money ledger, never changed or removed. Refunds are negative."""

    __tablename__ = "money_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    method: Mapped[str] = mapped_column(String(10))
    amount_fen: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    # Stripe's id or the bank's transaction number
    source: Mapped[str] = mapped_column(String(255), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    user_id: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(index=True)

    order: Mapped[Order] = relationship(lazy="raise")


class Refund(Base):
    """Money that goes back, and why; through Stripe it is sent by a job."""

    __tablename__ = "refunds"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="amount"), Index(None, "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    # made with the form: two clicks carry the same one
    request_key: Mapped[str] = mapped_column(String(60), unique=True)
    method: Mapped[str] = mapped_column(String(10))
    amount_fen: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    stripe_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    error: Mapped[str] = mapped_column(String(200), default="")
    user_id: Mapped[int | None]
    asked_at: Mapped[datetime]

    order: Mapped[Order] = relationship(lazy="raise", overlaps="refunds")
    items: Mapped[list["RefundItem"]] = relationship(lazy="raise", order_by="RefundItem.item_id")


class RefundItem(Base):
    """What was given back with the money, and how many of it."""

    __tablename__ = "refund_items"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("order_items.id", ondelete="CASCADE"), primary_key=True)
    quantity: Mapped[int]

    item: Mapped[OrderItem] = relationship(lazy="raise")


class BankLine(Base):
    """A row of a bank statement; the bank's transaction number makes it known again."""

    __tablename__ = "bank_lines"
    __table_args__ = (UniqueConstraint("congress_id", "transaction"), Index(None, "congress_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    transaction: Mapped[str] = mapped_column(String(100))
    booked_on: Mapped[date]
    amount_fen: Mapped[int]
    payer: Mapped[str] = mapped_column(String(200), default="")
    remark: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10))
    # what it was matched with, or what it nearly fits
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
    imported_at: Mapped[datetime]

    order: Mapped[Order | None] = relationship(lazy="raise")


class Invoice(Base):
    """发票: what somebody asked for, and the file that they got."""

    __tablename__ = "invoices"
    __table_args__ = (Index(None, "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    # 统一社会信用代码; a natural person has none
    tax_number: Mapped[str] = mapped_column(String(18), default="")
    amount_fen: Mapped[int]
    number: Mapped[str] = mapped_column(String(40), default="")
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    reversal: Mapped[str] = mapped_column(String(200), default="")
    requested_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    reversed_at: Mapped[datetime | None]

    order: Mapped[Order] = relationship(lazy="raise", overlaps="invoices")
    upload: Mapped[Upload | None] = relationship(lazy="raise")

    def move_to(self, new: InvoiceState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in INVOICE_TRANSITIONS[InvoiceState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class Pledge(Base):
    """捐赠认捐: a promise that goes on to the recipient's own account; never a checkout."""

    __tablename__ = "pledges"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="amount"), Index(None, "congress_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    congress_id: Mapped[int] = mapped_column(ForeignKey("congresses.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(500), default="")
    amount_fen: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    state: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship(lazy="raise")

    def move_to(self, new: PledgeState) -> None:
        """Raises ValueError for a step that the table does not know."""
        if new not in PLEDGE_TRANSITIONS[PledgeState(self.state)]:
            raise ValueError(f"{self.state} does not lead to {new}")
        self.state = new


class Reconciliation(Base):
    """One day of the ledger held against Stripe's own books."""

    __tablename__ = "reconciliations"
    __table_args__ = (UniqueConstraint("day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    charges: Mapped[int]
    refunds: Mapped[int]
    paid_fen: Mapped[int]
    refunded_fen: Mapped[int]
    disputes: Mapped[int] = mapped_column(default=0, server_default="0")
    made_at: Mapped[datetime]

    differences: Mapped[list["Difference"]] = relationship(lazy="raise", order_by="Difference.id")


class Difference(Base):
    """Something that a reconciliation found, until somebody has settled it with a reason."""

    __tablename__ = "money_differences"
    __table_args__ = (UniqueConstraint("reconciliation_id", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reconciliation_id: Mapped[int] = mapped_column(ForeignKey("reconciliations.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    object_id: Mapped[str] = mapped_column(String(255))
    ours_fen: Mapped[int | None]
    theirs_fen: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    settled_reason: Mapped[str] = mapped_column(String(200), default="")
    settled_at: Mapped[datetime | None]


append_only(MoneyEntry.__table__)  # type: ignore[arg-type]  # a mapped class always has a Table
