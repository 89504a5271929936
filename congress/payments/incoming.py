"""What Stripe tells: checked, kept once, turned into facts. Nothing is decided from the order in which it comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import update
from sqlalchemy.orm import Session

from congress.foundation.db import unique_or
from congress.payments.disputes import Claim, keep_claim, read_claim
from congress.payments.errors import BadEvent, BadSignature
from congress.payments.models import Order, StripeEvent, StripeFact
from congress.payments.orders import close_order
from congress.payments.queries import hold_order, lock_order, order_of_checkout, order_of_payment, refund_by_stripe_id
from congress.payments.settling import settle
from congress.payments.states import EventOutcome, FactKind, OrderState, RefundState

TOLERANCE = 300
LARGEST = 512 * 1024
MOST_FEN = 10**12
REFUND_EVENTS = frozenset({"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"})
# a warning of fraud is a matter for a person
WATCHED = ("radar.",)


class _KnownAlready(Exception):
    """This event was taken before."""


@dataclass(frozen=True)
class Event:
    """A checked event."""

    id: str
    type: str
    is_live: bool
    thing: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class News:
    """What an object of Stripe says, in our words."""

    order: str | None
    payment_intent: str | None
    paid_fen: int | None = None
    currency: str = ""
    checkout: str | None = None
    charge: tuple[str, int] | None = None
    refund: tuple[str, int, bool] | None = None
    dispute: Claim | None = None
    session_ended: bool = False


def read_event(body: bytes, signature: str | None, secret: str) -> Event:
    """The event of a signed body.

    Raises:
        BadSignature: wrong, missing, or older than five minutes.
        BadEvent: signed, but no event.
    """
    import stripe  # noqa: PLC0415 -- 14 MB that only paying needs

    if len(body) > LARGEST or not signature or not signature.isascii():
        raise BadSignature
    try:
        stripe.WebhookSignature.verify_header(body, signature, secret, TOLERANCE)
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        raise BadSignature from None
    try:
        told = orjson.loads(body)
        event = Event(told["id"], told["type"], told["livemode"] is True, told["data"]["object"])
    except (ValueError, KeyError, TypeError):
        raise BadEvent from None
    if not (_is_text(event.id) and _is_text(event.type) and isinstance(event.thing, dict)):
        raise BadEvent
    return event


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 255  # noqa: PLR2004 -- the longest id of Stripe


def _text(thing: Mapping[str, Any], name: str) -> str | None:
    """An id; where an object is expanded, its own."""
    value = thing.get(name)
    if isinstance(value, dict):
        value = value.get("id")
    return value if _is_text(value) else None


def _fen(thing: Mapping[str, Any], name: str) -> int:
    value = thing.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_FEN else 0


def _order(thing: Mapping[str, Any]) -> str | None:
    marks = thing.get("metadata")
    return _text(marks, "order") if isinstance(marks, dict) else None


def news_of(kind: str, thing: Mapping[str, Any]) -> News | None:
    """What an event of this kind says of money; None where it says nothing."""
    own, currency = _text(thing, "id"), str(thing.get("currency") or "")
    if own is None:
        return None
    if kind in {"checkout.session.completed", "checkout.session.async_payment_succeeded"}:
        paid = _fen(thing, "amount_total") if thing.get("payment_status") == "paid" else None
        return News(
            order=_text(thing, "client_reference_id") or _order(thing), payment_intent=_text(thing, "payment_intent"),
            paid_fen=paid, currency=currency, checkout=own,
        )  # fmt: skip
    if kind == "checkout.session.expired":
        return News(order=_text(thing, "client_reference_id"), payment_intent=None, checkout=own, session_ended=True)
    if kind == "payment_intent.succeeded":
        paid = _fen(thing, "amount_received") or _fen(thing, "amount")
        return News(order=_order(thing), payment_intent=own, paid_fen=paid, currency=currency)
    if kind in {"charge.succeeded", "charge.refunded"}:
        is_paid = thing.get("paid") is True and thing.get("captured") is not False
        return News(
            order=_order(thing), payment_intent=_text(thing, "payment_intent"), currency=currency,
            paid_fen=_fen(thing, "amount") if is_paid else None, charge=(own, _fen(thing, "amount_refunded")),
        )  # fmt: skip
    if kind in REFUND_EVENTS:
        failed = thing.get("status") in {"failed", "canceled"}
        return News(
            order=None, payment_intent=_text(thing, "payment_intent"), refund=(own, _fen(thing, "amount"), failed)
        )
    if kind.startswith("charge.dispute."):
        return News(order=None, payment_intent=_text(thing, "payment_intent"), dispute=read_claim(own, thing))
    return None


def take_event(session: Session, event: Event, *, expects_live: bool, now: datetime) -> EventOutcome:
    """Keep the event and what follows from it, in one transaction; the same event again changes nothing."""
    kept = StripeEvent(event_id=event.id, type=event.type[:100], outcome=EventOutcome.IGNORED, received_at=now)
    try:
        with unique_or(session, _KnownAlready()):
            session.add(kept)
    except _KnownAlready:
        return EventOutcome.IGNORED
    news = news_of(event.type, event.thing)
    is_blind = news is not None and news.dispute is not None and news.payment_intent is None
    if event.type.startswith(WATCHED) or is_blind:
        kept.outcome = EventOutcome.LOOK
        kept.note = (_text(event.thing, "charge") or _text(event.thing, "id") or "")[:200]
        return EventOutcome.LOOK
    if news is None:
        return EventOutcome.IGNORED
    if event.is_live != expects_live:
        kept.outcome, kept.note = EventOutcome.MISMATCH, "livemode"
        return EventOutcome.MISMATCH
    kept.outcome, kept.note, order = take_news(session, news, now=now)
    kept.order_id = order.id if order is not None else None
    return EventOutcome(kept.outcome)


def take_news(session: Session, news: News, *, now: datetime) -> tuple[EventOutcome, str, Order | None]:
    """Keep the facts and settle the order that they belong to, if it is known by now."""
    order = order_of_payment(session, public_id=news.order, payment_intent=news.payment_intent)
    if order is None and news.checkout is not None:
        order = order_of_checkout(session, news.checkout)
    if order is not None:
        order = hold_order(session, order.id)
        fault = _fault(order, news)
        if fault:
            return EventOutcome.MISMATCH, fault, order
        _link(order, news)
    elif news.refund is None and news.dispute is None:
        return EventOutcome.FOREIGN, "", None
    _keep_facts(session, news, now=now)
    if order is None:
        return EventOutcome.FOREIGN, "", None
    if news.session_ended:
        order.checkout_open = False
        close_order(session, lock_order(session, order.id), OrderState.EXPIRED, now=now)
    settle(session, order, now=now)
    return EventOutcome.TAKEN, "", order


def _fault(order: Order, news: News) -> str:
    """What of the news does not fit the order; nothing is taken then."""
    if order.payment_intent and news.payment_intent and order.payment_intent != news.payment_intent:
        return "payment"
    if order.checkout_session and news.checkout and order.checkout_session != news.checkout:
        return "checkout"
    if news.paid_fen is not None and news.currency.lower() != order.currency.lower():
        return "currency"
    if news.paid_fen is not None and news.paid_fen != order.amount_fen:
        return "amount"
    return ""


def _link(order: Order, news: News) -> None:
    order.payment_intent = order.payment_intent or news.payment_intent
    order.checkout_session = order.checkout_session or news.checkout


def _keep_facts(session: Session, news: News, *, now: datetime) -> None:
    payment = news.payment_intent
    if payment is None:
        return
    if news.paid_fen is not None:
        _keep(session, payment, FactKind.PAYMENT, payment, news.paid_fen)
    if news.charge is not None:
        _keep(session, news.charge[0], FactKind.CHARGE, payment, news.charge[1])
    if news.refund is not None:
        refund, amount, failed = news.refund
        _keep(session, refund, FactKind.REFUND, payment, amount, failed=failed)
        known = refund_by_stripe_id(session, refund)
        if failed and known is not None:
            known.state = RefundState.FAILED
    if news.dispute is not None:
        keep_claim(session, news.dispute, payment, now=now)


def _keep(
    session: Session, object_id: str, kind: FactKind, payment: str, amount: int, *, failed: bool = False
) -> None:  # fmt: skip
    """A fact only grows: the later of two tellings need not be the one that comes later."""
    fact = StripeFact(object_id=object_id, kind=kind, payment_intent=payment, amount_fen=amount, failed=failed)
    try:
        with unique_or(session, _KnownAlready()):
            session.add(fact)
    except _KnownAlready:
        known = update(StripeFact).where(StripeFact.object_id == object_id)
        session.execute(known.where(StripeFact.amount_fen < amount).values(amount_fen=amount))
        if failed:
            session.execute(known.values(failed=True))
