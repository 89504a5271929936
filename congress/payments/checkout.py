"""What is asked of Stripe, between transactions: opening and closing sessions, sending refunds.

Each step reads, closes the transaction, asks, and writes the answer in another one. A step that dies in the middle
is repeated: every question carries a key under which Stripe answers the same again.
"""

from datetime import datetime

from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import StateRefused
from congress.foundation.i18n import in_language
from congress.payments.errors import PaymentServiceDown
from congress.payments.gateway import Gateway, Purchase, Refused
from congress.payments.incoming import news_of, take_news
from congress.payments.messages import order_link
from congress.payments.orders import CHECKOUT_AT_LEAST
from congress.payments.queries import (
    lock_order,
    order_by_id,
    orders_to_close,
    refund_with_order,
    requested_refunds,
)
from congress.payments.states import Method, OrderState, RefundState


def open_checkout(gateway: Gateway, order_id: int, *, now: datetime) -> None:
    """Make sure that the order has its page for paying.

    Raises:
        StateRefused: it is not open, or too little time is left.
        PaymentServiceDown: try again; the order stands.
    """
    with reading() as session:
        order = order_by_id(session, order_id)
        if order.checkout_session is not None and order.state == OrderState.OPEN:
            return
        in_time = order.expires_at - now >= CHECKOUT_AT_LEAST
        if order.state != OrderState.OPEN or order.method != Method.STRIPE or not in_time:
            raise StateRefused
        with in_language(order.registration.language):
            purchase = Purchase(
                order=order.public_id, reference=order.reference, language=order.registration.language,
                currency=order.currency, amount_fen=order.amount_fen, expires_at=order.expires_at,
                lines=tuple((item.title, item.price_fen, item.quantity) for item in order.items),
                page=order_link(order),
            )  # fmt: skip
    try:
        made = gateway.open_checkout(purchase)
    except Refused as refusal:
        raise PaymentServiceDown from refusal
    with unit_of_work() as session:
        order = lock_order(session, order_id)
        order.checkout_session, order.checkout_url, order.checkout_open = made.id, made.url, True


def close_checkouts(gateway: Gateway, *, now: datetime) -> int:
    """End the sessions of orders that are closed; one that was paid in the last moment is taken as what it is."""
    with reading() as session:
        waiting = list(orders_to_close(session))
    for order_id, checkout in waiting:
        try:
            told = gateway.close_checkout(checkout)
        except Refused:
            told = {}
        with unit_of_work() as session:
            order = lock_order(session, order_id)
            order.checkout_open = False
            news = news_of("checkout.session.completed", told) if told.get("payment_status") == "paid" else None
            if news is not None:
                take_news(session, news, now=now)
    return len(waiting)


def send_refunds(gateway: Gateway, *, now: datetime) -> int:
    """Ask Stripe for every refund that was decided; how many went out."""
    with reading() as session:
        waiting = list(requested_refunds(session))
    return sum(_send_refund(gateway, refund_id, now=now) for refund_id in waiting)


def _send_refund(gateway: Gateway, refund_id: int, *, now: datetime) -> bool:
    with reading() as session:
        refund = refund_with_order(session, refund_id)
        if refund.state != RefundState.REQUESTED or refund.order.payment_intent is None:
            return False
        asked = (refund.public_id, refund.order.payment_intent, refund.amount_fen, refund.order.public_id)
    try:
        told, error = gateway.send_refund(*asked), ""
    except Refused as refusal:
        told, error = {}, str(refusal)
    with unit_of_work() as session:
        refund = refund_with_order(session, refund_id)
        lock_order(session, refund.order_id)
        refund = refund_with_order(session, refund_id)
        if refund.state != RefundState.REQUESTED:
            return False
        failed = bool(error) or told.get("status") in {"failed", "canceled"}
        refund.state = RefundState.FAILED if failed else RefundState.SENT
        refund.error = error[:200]
        refund.stripe_id = told.get("id")
        session.flush()
        news = news_of("refund.created", told)
        if news is not None:
            take_news(session, news, now=now)
    return not failed
