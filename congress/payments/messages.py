"""What people are told about their money, in their language."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.foundation.i18n import _l, in_language
from congress.foundation.money import exact_yuan
from congress.foundation.pages import local_time, public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import Kind, message_kind, note
from congress.payments.models import Order, PaymentDispute, PaymentTerms
from congress.payments.states import DISPUTE_NAMES, DisputeState, Method

PLACED = message_kind(
    "payments.placed",
    subject=_l("Your order %(number)s"),
    **note(_l("Your order (%(items)s, ¥%(amount)s) is kept until %(until)s. Please pay it on its page.")),
)
PLACED_BY_TRANSFER = message_kind(
    "payments.placed_by_transfer",
    subject=_l("Your order %(number)s"),
    **note(
        _l(
            "Your order (%(items)s) is kept until %(until)s. Please transfer ¥%(amount)s to %(payee)s, %(bank)s, "
            "account %(account)s, with this reference in the remark: %(reference)s"
        )
    ),
)
PAID = message_kind(
    "payments.paid",
    subject=_l("Paid: order %(number)s"),
    **note(_l("We have your payment of ¥%(amount)s for: %(items)s. You can ask for an invoice on the order's page.")),
)
RELEASED = message_kind(
    "payments.released",
    subject=_l("Released: order %(number)s"),
    **note(_l("Your order was not paid in time; its places are free again. You may order once more.")),
)
TOO_LATE = message_kind(
    "payments.too_late",
    subject=_l("Your payment goes back: order %(number)s"),
    **note(_l("Your payment of ¥%(amount)s came after the places had been released; all of it goes back to you.")),
)
GIVEN_BACK = message_kind(
    "payments.given_back",
    subject=_l("Refund: order %(number)s"),
    **note(_l("¥%(amount)s of your order have been given back in all. Banks take up to ten working days to show it.")),
)
INVOICE = message_kind(
    "payments.invoice",
    subject=_l("Invoice: order %(number)s"),
    **note(_l("Your invoice has been issued; you can fetch it on the order's page.")),
)
INVOICE_REVERSED = message_kind(
    "payments.invoice_reversed",
    subject=_l("Invoice: order %(number)s"),
    **note(_l("Your invoice has been reversed; a new one can be asked for on the order's page.")),
)


DISPUTED = message_kind(
    "payments.disputed",
    subject=_l("Disputed at the bank: order %(number)s"),
    long=_l(
        "The payer's bank wants ¥%(amount)s of order %(number)s back. Please answer at Stripe by %(until)s; without an "
        "answer the money is lost.\n\n%(link)s"
    ),
    short=_l("The bank wants ¥%(amount)s of order %(number)s back; please answer at Stripe by %(until)s."),
)
DISPUTE_CLOSED = message_kind(
    "payments.dispute_closed",
    subject=_l("Dispute decided: order %(number)s"),
    long=_l("The dispute about ¥%(amount)s of order %(number)s is decided: %(outcome)s.\n\n%(link)s"),
    short=_l("The dispute about ¥%(amount)s of order %(number)s is decided: %(outcome)s."),
)


def order_link(order: Order) -> str:
    return public_link("payments.order", code=order.registration.code, order=order.public_id)


def _tell(session: Session, order: Order, kind: Kind, *, now: datetime, **facts: str) -> None:
    """One sentence with the way to the order, in the reader's language; nothing where there is no address."""
    who = order.registration
    if not who.email and not who.phone:
        return
    text = kind.text(name=who.name, number=order.reference, link=order_link(order), **facts)
    send_message(
        session, Recipient(email=who.email, phone=who.phone, language=who.language),
        kind.key, text, now=now,
    )  # fmt: skip


def _titles(order: Order) -> str:
    return "；".join(f"{item.title} x {item.quantity}" for item in order.items)


def tell_placed(session: Session, order: Order, terms: PaymentTerms, *, now: datetime) -> None:
    """How to pay, and until when the places are kept."""
    with in_language(order.registration.language):
        facts = {
            "items": _titles(order), "until": local_time(order.expires_at), "amount": exact_yuan(order.amount_fen),
        }  # fmt: skip
        if order.method == Method.TRANSFER:
            _tell(
                session, order, PLACED_BY_TRANSFER, now=now, payee=terms.payee, bank=terms.bank,
                account=terms.account, reference=order.reference, **facts,
            )  # fmt: skip
        else:
            _tell(session, order, PLACED, now=now, **facts)


def tell_paid(session: Session, order: Order, *, now: datetime) -> None:
    with in_language(order.registration.language):
        _tell(session, order, PAID, now=now, amount=exact_yuan(order.paid_fen), items=_titles(order))


def tell_released(session: Session, order: Order, *, now: datetime) -> None:
    with in_language(order.registration.language):
        _tell(session, order, RELEASED, now=now)


def tell_too_late(session: Session, order: Order, *, now: datetime) -> None:
    with in_language(order.registration.language):
        _tell(session, order, TOO_LATE, now=now, amount=exact_yuan(order.left_fen))


def tell_given_back(session: Session, order: Order, *, now: datetime) -> None:
    with in_language(order.registration.language):
        _tell(session, order, GIVEN_BACK, now=now, amount=exact_yuan(order.refunded_fen))


def tell_disputed(
    session: Session, order: Order, dispute: PaymentDispute, office: Sequence[User], *, now: datetime
) -> None:
    """Those who keep the money hear what is at stake and until when, and later how it ended."""
    kind = DISPUTED if dispute.is_open else DISPUTE_CLOSED
    with in_language("zh"):
        until = local_time(dispute.answer_until) if dispute.answer_until else "–"
        text = kind.text(
            number=order.reference, amount=exact_yuan(dispute.amount_fen), until=until,
            outcome=DISPUTE_NAMES[DisputeState(dispute.state)],
            link=public_link("payments_staff.order", order=order.public_id),
        )  # fmt: skip
        for one in office:
            if one.email or one.phone:
                recipient = Recipient(email=one.email, phone=one.phone, language="zh")
                send_message(session, recipient, kind.key, text, now=now)


def tell_invoice(session: Session, order: Order, *, reversed_: bool, now: datetime) -> None:
    with in_language(order.registration.language):
        _tell(session, order, INVOICE_REVERSED if reversed_ else INVOICE, now=now)
