"""What people are told about their money, in their language."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.i18n import _, in_language
from congress.foundation.money import exact_yuan
from congress.foundation.pages import local_time, public_link
from congress.notifications.actions import Recipient, Text, send_message
from congress.payments.models import Order, PaymentTerms
from congress.payments.states import Method


def order_link(order: Order) -> str:
    return public_link("payments.order", code=order.registration.code, order=order.public_id)


def _tell(session: Session, order: Order, event: str, subject: str, line: str, *, now: datetime) -> None:
    """One sentence with the way to the order; nothing where there is no address."""
    who = order.registration
    if not who.email and not who.phone:
        return
    text = Text(
        subject=subject,
        long=_("Dear %(name)s,\n\n%(line)s\n%(link)s\n", name=who.name, line=line, link=order_link(order)),
        short=_("[Alumni congress] %(line)s", line=line),
    )
    send_message(
        session, Recipient(email=who.email, phone=who.phone, language=who.language), event, text, now=now
    )  # fmt: skip


def _titles(order: Order) -> str:
    return "；".join(f"{item.title} x {item.quantity}" for item in order.items)


def tell_placed(session: Session, order: Order, terms: PaymentTerms, *, now: datetime) -> None:
    """How to pay, and until when the places are kept."""
    with in_language(order.registration.language):
        until, amount = local_time(order.expires_at), exact_yuan(order.amount_fen)
        if order.method == Method.TRANSFER:
            line = _(
                "Your order (%(items)s) is kept until %(until)s. Please transfer ¥%(amount)s to %(payee)s, %(bank)s, "
                "account %(account)s, with this reference in the remark: %(reference)s",
                items=_titles(order), until=until, amount=amount, payee=terms.payee, bank=terms.bank,
                account=terms.account, reference=order.reference,
            )  # fmt: skip
        else:
            line = _(
                "Your order (%(items)s, ¥%(amount)s) is kept until %(until)s. Please pay it on its page.",
                items=_titles(order), until=until, amount=amount,
            )  # fmt: skip
        _tell(session, order, "payments.placed", _("Your order %(number)s", number=order.reference), line, now=now)


def tell_paid(session: Session, order: Order, *, now: datetime) -> None:
    with in_language(order.registration.language):
        line = _(
            "We have your payment of ¥%(amount)s for: %(items)s. You can ask for an invoice on the order's page.",
            amount=exact_yuan(order.paid_fen),
            items=_titles(order),
        )
        _tell(session, order, "payments.paid", _("Paid: order %(number)s", number=order.reference), line, now=now)


def tell_released(session: Session, order: Order, *, now: datetime) -> None:
    with in_language(order.registration.language):
        line = _("Your order was not paid in time; its places are free again. You may order once more.")
        subject = _("Released: order %(number)s", number=order.reference)
        _tell(session, order, "payments.released", subject, line, now=now)


def tell_too_late(session: Session, order: Order, *, now: datetime) -> None:
    with in_language(order.registration.language):
        line = _(
            "Your payment of ¥%(amount)s came after the places had been released; all of it goes back to you.",
            amount=exact_yuan(order.left_fen),
        )
        subject = _("Your payment goes back: order %(number)s", number=order.reference)
        _tell(session, order, "payments.too_late", subject, line, now=now)


def tell_given_back(session: Session, order: Order, *, now: datetime) -> None:
    with in_language(order.registration.language):
        line = _(
            "¥%(amount)s of your order have been given back in all. Banks take up to ten working days to show it.",
            amount=exact_yuan(order.refunded_fen),
        )
        subject = _("Refund: order %(number)s", number=order.reference)
        _tell(session, order, "payments.given_back", subject, line, now=now)


def tell_invoice(session: Session, order: Order, *, reversed_: bool, now: datetime) -> None:
    with in_language(order.registration.language):
        if reversed_:
            line = _("Your invoice has been reversed; a new one can be asked for on the order's page.")
        else:
            line = _("Your invoice has been issued; you can fetch it on the order's page.")
        subject = _("Invoice: order %(number)s", number=order.reference)
        _tell(session, order, "payments.invoice", subject, line, now=now)
