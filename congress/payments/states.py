"""Where an order and all that hangs on it stand."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class OrderState(StrEnum):
    OPEN = "open"
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Method(StrEnum):
    STRIPE = "stripe"
    TRANSFER = "transfer"


class RefundState(StrEnum):
    REQUESTED = "requested"
    SENT = "sent"
    FAILED = "failed"


class InvoiceState(StrEnum):
    REQUESTED = "requested"
    ISSUED = "issued"
    REVERSED = "reversed"


class LineState(StrEnum):
    UNMATCHED = "unmatched"
    NEAR = "near"
    MATCHED = "matched"
    SET_ASIDE = "set_aside"


class PledgeState(StrEnum):
    MADE = "made"
    PASSED_ON = "passed_on"
    WITHDRAWN = "withdrawn"


class EntryKind(StrEnum):
    PAYMENT = "payment"
    REFUND = "refund"


class FactKind(StrEnum):
    """What Stripe tells about: a payment, what a charge gave back in all, or one refund."""

    PAYMENT = "payment"
    CHARGE = "charge"
    REFUND = "refund"


class EventOutcome(StrEnum):
    TAKEN = "taken"
    IGNORED = "ignored"
    MISMATCH = "mismatch"
    FOREIGN = "foreign"
    LOOK = "look"


class DifferenceKind(StrEnum):
    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    AMOUNT = "amount"


class ExtraKind(StrEnum):
    DINNER = "dinner"
    HOTEL = "hotel"
    BOOTH = "booth"
    OTHER = "other"


# events come in any order: what an earlier one would have led to may be skipped
TRANSITIONS: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.OPEN: frozenset(
        {
            OrderState.PAID,
            OrderState.PARTLY_REFUNDED,
            OrderState.REFUNDED,
            OrderState.EXPIRED,
            OrderState.CANCELLED,
        }
    ),
    OrderState.PAID: frozenset({OrderState.PARTLY_REFUNDED, OrderState.REFUNDED}),
    # a refund that fails at the bank leaves the money with us again
    OrderState.PARTLY_REFUNDED: frozenset({OrderState.REFUNDED, OrderState.PAID}),
    OrderState.REFUNDED: frozenset({OrderState.CANCELLED}),
    # a payment that came late: taken while there is a place, else given back
    OrderState.EXPIRED: frozenset({OrderState.PAID, OrderState.PARTLY_REFUNDED, OrderState.REFUNDED}),
    # who cancelled does not want the place any more, whatever money is on its way
    OrderState.CANCELLED: frozenset({OrderState.REFUNDED}),
}
INVOICE_TRANSITIONS: Mapping[InvoiceState, frozenset[InvoiceState]] = {
    InvoiceState.REQUESTED: frozenset({InvoiceState.ISSUED}),
    InvoiceState.ISSUED: frozenset({InvoiceState.REVERSED}),
    InvoiceState.REVERSED: frozenset(),
}
PLEDGE_TRANSITIONS: Mapping[PledgeState, frozenset[PledgeState]] = {
    PledgeState.MADE: frozenset({PledgeState.PASSED_ON, PledgeState.WITHDRAWN}),
    PledgeState.PASSED_ON: frozenset(),
    PledgeState.WITHDRAWN: frozenset(),
}

# these hold the places that they name
HOLDING = frozenset({OrderState.OPEN, OrderState.PAID, OrderState.PARTLY_REFUNDED})
WITH_MONEY = frozenset({OrderState.PAID, OrderState.PARTLY_REFUNDED})

ORDER_NAMES: Mapping[OrderState, LazyString] = {
    OrderState.OPEN: _l("To be paid"),
    OrderState.PAID: _l("Paid"),
    OrderState.PARTLY_REFUNDED: _l("Refunded in part"),
    OrderState.REFUNDED: _l("Refunded"),
    OrderState.EXPIRED: _l("Not paid in time"),
    OrderState.CANCELLED: _l("Cancelled"),
}
METHOD_NAMES: Mapping[Method, LazyString] = {
    Method.STRIPE: _l("Card, Alipay or WeChat Pay"),
    Method.TRANSFER: _l("Bank transfer"),
}
REFUND_NAMES: Mapping[RefundState, LazyString] = {
    RefundState.REQUESTED: _l("On its way"),
    RefundState.SENT: _l("Sent back"),
    RefundState.FAILED: _l("Failed"),
}
INVOICE_NAMES: Mapping[InvoiceState, LazyString] = {
    InvoiceState.REQUESTED: _l("Requested"),
    InvoiceState.ISSUED: _l("Issued"),
    InvoiceState.REVERSED: _l("Reversed by a red invoice"),
}
LINE_NAMES: Mapping[LineState, LazyString] = {
    LineState.UNMATCHED: _l("No order found"),
    LineState.NEAR: _l("Nearly fits"),
    LineState.MATCHED: _l("Matched"),
    LineState.SET_ASIDE: _l("Set aside"),
}
PLEDGE_NAMES: Mapping[PledgeState, LazyString] = {
    PledgeState.MADE: _l("Pledged"),
    PledgeState.PASSED_ON: _l("Passed on to the recipient"),
    PledgeState.WITHDRAWN: _l("Withdrawn"),
}
ENTRY_NAMES: Mapping[EntryKind, LazyString] = {
    EntryKind.PAYMENT: _l("Payment"),
    EntryKind.REFUND: _l("Refund"),
}
EVENT_NAMES: Mapping[EventOutcome, LazyString] = {
    EventOutcome.TAKEN: _l("Taken"),
    EventOutcome.IGNORED: _l("Not ours to act on"),
    EventOutcome.MISMATCH: _l("Does not fit its order"),
    EventOutcome.FOREIGN: _l("Belongs to no order"),
    EventOutcome.LOOK: _l("To be looked at"),
}
DIFFERENCE_NAMES: Mapping[DifferenceKind, LazyString] = {
    DifferenceKind.MISSING_HERE: _l("Stripe has it, our ledger had not"),
    DifferenceKind.MISSING_THERE: _l("Our ledger has it, Stripe has not"),
    DifferenceKind.AMOUNT: _l("The amounts differ"),
}
EXTRA_NAMES: Mapping[ExtraKind, LazyString] = {
    ExtraKind.DINNER: _l("Dinner"),
    ExtraKind.HOTEL: _l("Hotel night"),
    ExtraKind.BOOTH: _l("Exhibition booth"),
    ExtraKind.OTHER: _l("Other"),
}
