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
    DISPUTED = "disputed"
    CHARGED_BACK = "charged_back"


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
    CHARGEBACK = "chargeback"


class DisputeState(StrEnum):
    """拒付 as it goes on: each later one is further on, whichever is told first."""

    INQUIRY = "inquiry"
    INQUIRY_REVIEW = "inquiry_review"
    DROPPED = "dropped"
    ANSWER = "answer"
    REVIEW = "review"
    LOST = "lost"
    WON = "won"


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
    STEP = "step"


class ExtraKind(StrEnum):
    DINNER = "dinner"
    HOTEL = "hotel"
    BOOTH = "booth"
    OTHER = "other"


# where a payer's bank takes, or has taken, the money back
AT_THE_BANK = (OrderState.DISPUTED, OrderState.CHARGED_BACK)
# events come in any order: what an earlier one would have led to may be skipped
TRANSITIONS: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.OPEN: frozenset(
        {
            OrderState.PAID,
            OrderState.PARTLY_REFUNDED,
            OrderState.REFUNDED,
            OrderState.EXPIRED,
            OrderState.CANCELLED,
            OrderState.DISPUTED,
            OrderState.CHARGED_BACK,
        }
    ),
    OrderState.PAID: frozenset({OrderState.PARTLY_REFUNDED, OrderState.REFUNDED, *AT_THE_BANK}),
    # a refund that fails at the bank leaves the money with us again
    OrderState.PARTLY_REFUNDED: frozenset({OrderState.REFUNDED, OrderState.PAID, *AT_THE_BANK}),
    OrderState.REFUNDED: frozenset({OrderState.CANCELLED, *AT_THE_BANK}),
    # a payment that came late: taken while there is a place, else given back
    OrderState.EXPIRED: frozenset({OrderState.PAID, OrderState.PARTLY_REFUNDED, OrderState.REFUNDED, *AT_THE_BANK}),
    # who cancelled does not want the place any more, whatever money is on its way
    OrderState.CANCELLED: frozenset({OrderState.REFUNDED, *AT_THE_BANK}),
    OrderState.DISPUTED: frozenset(OrderState) - {OrderState.DISPUTED, OrderState.OPEN},
    # the bank may change its mind
    OrderState.CHARGED_BACK: frozenset({OrderState.CANCELLED, OrderState.DISPUTED, OrderState.REFUNDED}),
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
HOLDING = frozenset({OrderState.OPEN, OrderState.PAID, OrderState.PARTLY_REFUNDED, OrderState.DISPUTED})
WITH_MONEY = frozenset({OrderState.PAID, OrderState.PARTLY_REFUNDED})

ORDER_NAMES: Mapping[OrderState, LazyString] = {
    OrderState.OPEN: _l("To be paid"),
    OrderState.PAID: _l("Paid"),
    OrderState.PARTLY_REFUNDED: _l("Refunded in part"),
    OrderState.REFUNDED: _l("Refunded"),
    OrderState.EXPIRED: _l("Not paid in time"),
    OrderState.CANCELLED: _l("Cancelled"),
    OrderState.DISPUTED: _l("Disputed at the bank"),
    OrderState.CHARGED_BACK: _l("Taken back by the bank"),
}
DISPUTE_NAMES: Mapping[DisputeState, LazyString] = {
    DisputeState.INQUIRY: _l("The bank asks; an answer is due"),
    DisputeState.INQUIRY_REVIEW: _l("The bank looks at our answer"),
    DisputeState.DROPPED: _l("Closed without a loss"),
    DisputeState.ANSWER: _l("Disputed; an answer is due"),
    DisputeState.REVIEW: _l("Disputed; the bank looks at our answer"),
    DisputeState.LOST: _l("Lost"),
    DisputeState.WON: _l("Won"),
}
# what is said at Stripe → what it means here
DISPUTE_WORDS: Mapping[str, DisputeState] = {
    "warning_needs_response": DisputeState.INQUIRY,
    "warning_under_review": DisputeState.INQUIRY_REVIEW,
    "warning_closed": DisputeState.DROPPED,
    "prevented": DisputeState.DROPPED,
    "needs_response": DisputeState.ANSWER,
    "under_review": DisputeState.REVIEW,
    "lost": DisputeState.LOST,
    "won": DisputeState.WON,
}
ANSWER_DUE = frozenset({DisputeState.INQUIRY, DisputeState.ANSWER})
# a bank that only asks has taken nothing yet: giving the money back settles it
AT_STAKE = frozenset({DisputeState.ANSWER, DisputeState.REVIEW})
UNDECIDED = ANSWER_DUE | AT_STAKE | {DisputeState.INQUIRY_REVIEW}
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
    EntryKind.CHARGEBACK: _l("Taken back by the bank"),
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
    DifferenceKind.STEP: _l("A dispute has gone further than we were told"),
}
EXTRA_NAMES: Mapping[ExtraKind, LazyString] = {
    ExtraKind.DINNER: _l("Dinner"),
    ExtraKind.HOTEL: _l("Hotel night"),
    ExtraKind.BOOTH: _l("Exhibition booth"),
    ExtraKind.OTHER: _l("Other"),
}
