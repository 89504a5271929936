"""What facts and entries make of an order: the one way in which money changes a state.

Whatever has happened is first a fact of Stripe or an entry by a person; `settle` then reads all of it and brings
ledger, places and state in line. It may run at any time and any number of times.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.queries import holders_of
from congress.accounts.states import Role
from congress.foundation.access import SYSTEM, Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.events import publish
from congress.foundation.i18n import _, in_language
from congress.foundation.ids import new_id
from congress.foundation.jobs import after_commit
from congress.payments.errors import PaymentDisputed, TooMuchBack
from congress.payments.events import ItemsReturned
from congress.payments.messages import tell_disputed, tell_given_back, tell_paid, tell_too_late
from congress.payments.models import MoneyEntry, Order, PaymentDispute, Refund, RefundItem
from congress.payments.places import give_back, give_back_some, take_again
from congress.payments.queries import books_of, disputes_of, facts_of, lock_order, promised_back, refund_by_key
from congress.payments.rules import state_of, told_by
from congress.payments.states import (
    ANSWER_DUE,
    AT_STAKE,
    DisputeState,
    EntryKind,
    ExtraKind,
    Method,
    OrderState,
    RefundState,
)


def settle(session: Session, order: Order, *, now: datetime) -> Order:
    """Bring an order in line with what is known of its money."""
    order = lock_order(session, order.id)
    told = told_by(facts_of(session, order.payment_intent))
    disputes = disputes_of(session, order.payment_intent)
    lost_fen = sum(one.amount_fen for one in disputes if one.state == DisputeState.LOST)
    books = books_of(session, order.id)
    # what the facts of Stripe come to is in the ledger, or is added to it
    for kind, wanted, source in (
        (EntryKind.PAYMENT, told.paid_fen, order.payment_intent),
        (EntryKind.REFUND, -told.refunded_fen, order.payment_intent),
        (EntryKind.CHARGEBACK, -lost_fen, disputes[-1].stripe_id if disputes else ""),
    ):
        missing = wanted - books[kind, Method.STRIPE]
        if missing:
            book(session, order, kind, Method.STRIPE, missing, source=source or "", by=SYSTEM, now=now)
            books[kind, Method.STRIPE] = wanted
    back_before = order.refunded_fen
    order.paid_fen = _sum(books, EntryKind.PAYMENT)
    order.refunded_fen = -_sum(books, EntryKind.REFUND)
    order.charged_back_fen = -_sum(books, EntryKind.CHARGEBACK)
    order.at_stake_fen = sum(one.amount_fen for one in disputes if one.state in AT_STAKE)
    if order.left_fen > 0 and order.closed == OrderState.EXPIRED:
        take_again(session, order)
    _move(session, order, now=now)
    if order.refunded_fen > back_before:
        tell_given_back(session, order, now=now)
    _tell_disputes(session, order, disputes, now=now)
    # what a bank disputes or disputed is for a person to decide
    if order.left_fen > 0 and not order.has_places and order.method == Method.STRIPE and not disputes:
        _send_all_back(session, order, now=now)
    session.flush()
    return order


def _sum(books: Counter[tuple[str, str]], kind: EntryKind) -> int:
    """Over all ways of paying."""
    return sum(books[kind, method] for method in Method)


def book(
    session: Session, order: Order, kind: EntryKind, method: Method, amount_fen: int, *, by: Actor, now: datetime,
    source: str = "", note: str = "",
) -> None:  # fmt: skip
    """One more line of the money ledger; refunds are negative."""
    session.add(
        MoneyEntry(
            order_id=order.id, kind=kind, method=method, amount_fen=amount_fen, currency=order.currency,
            source=source, note=note[:200], user_id=by.user_id, recorded_at=now,
        )
    )  # fmt: skip
    session.flush()


def _move(session: Session, order: Order, *, now: datetime) -> None:
    before = order.state
    closed = OrderState(order.closed) if order.closed else None
    new = state_of(
        paid_fen=order.paid_fen, refunded_fen=order.refunded_fen, charged_back_fen=order.charged_back_fen,
        at_stake_fen=order.at_stake_fen, closed=closed, has_places=order.has_places,
    )  # fmt: skip
    if order.paid_fen > 0 and order.left_fen <= 0:
        if order.has_places:
            _tell_returned(session, order, {item.id: item.held for item in order.items}, by=SYSTEM, now=now)
        give_back(session, order)
        order.closed = OrderState.CANCELLED
    if new == before:
        return
    order.move_to(new)
    if before in {OrderState.OPEN, OrderState.EXPIRED} and new in {OrderState.PAID, OrderState.PARTLY_REFUNDED}:
        tell_paid(session, order, now=now)


def _tell_disputes(session: Session, order: Order, disputes: Sequence[PaymentDispute], *, now: datetime) -> None:
    """Each step that somebody has to know of, once: that an answer is due, and how it ended."""
    for one in disputes:
        one.order_id = order.id
        state = DisputeState(one.state)
        if state != one.told and (state in ANSWER_DUE or not one.is_open):
            one.told = state
            tell_disputed(session, order, one, holders_of(session, [Role.ORGANISER]).get(("", ""), []), now=now)


def _send_all_back(session: Session, order: Order, *, now: datetime) -> None:
    """The money came when its place was gone, or was not wanted any more."""
    key = f"late-{order.public_id}"
    left = order.left_fen - promised_back(session, order.id)
    if left <= 0 or refund_by_key(session, key) is not None:
        return
    with in_language("zh"):
        reason = _("Paid after the places were released")
    request_refund(session, order, left, str(reason), key=key, method=Method.STRIPE, by=SYSTEM, now=now)
    tell_too_late(session, order, now=now)


def request_refund(
    session: Session, order: Order, amount_fen: int | None, reason: str, *, key: str, method: Method, by: Actor,
    now: datetime, returned: Mapping[str, int] | None = None,
) -> Refund:  # fmt: skip
    """Give money back: through Stripe by a job, by hand as a note of what was done. The same `key` is one refund.

    Items that are `returned` (slug of the extra → how many) give their places back at once; without an amount their
    price goes back, with one that part of it.

    Raises:
        TooMuchBack: more than is left of the payment, with what is on its way counted.
        PaymentDisputed: the payer's bank may take it back as well.
        Invalid: items that the order does not hold, or an amount beyond their price.
    """
    order = lock_order(session, order.id)
    known = refund_by_key(session, key)
    if known is not None:
        return known
    counts = _counts(order, returned or {})
    amount_fen = _amount(order, counts, amount_fen)
    spare = order.left_fen - promised_back(session, order.id)
    if not 0 < amount_fen <= spare:
        raise TooMuchBack
    if amount_fen > spare - order.at_stake_fen:
        raise PaymentDisputed
    if method is Method.STRIPE and amount_fen > _left_at_stripe(session, order):
        raise TooMuchBack
    refund = Refund(
        public_id=new_id(), order_id=order.id, request_key=key, method=method, amount_fen=amount_fen, reason=reason,
        state=RefundState.REQUESTED, user_id=by.user_id, asked_at=now,
        items=[RefundItem(item_id=item_id, quantity=count) for item_id, count in counts.items()],
    )  # fmt: skip
    session.add(refund)
    if counts:
        _tell_returned(session, order, counts, by=by, now=now)
        give_back_some(session, order, counts)
    session.flush()
    facts = {"items": sum(counts.values())} if counts else {}
    record(session, by, "refund.requested", "order", order.public_id, now=now, fen=amount_fen, method=method, **facts)
    if method is Method.STRIPE:
        after_commit(session, "payments.send_refunds")
        return refund
    refund.state = RefundState.SENT
    book(session, order, EntryKind.REFUND, method, -amount_fen, note=reason, by=by, now=now)
    settle(session, order, now=now)
    return refund


def _left_at_stripe(session: Session, order: Order) -> int:
    books = books_of(session, order.id)
    return sum(books[kind, Method.STRIPE] for kind in EntryKind) - promised_back(session, order.id)


def _counts(order: Order, returned: Mapping[str, int]) -> dict[int, int]:
    """Of which items (by id) how many are given back; raises Invalid."""
    held = {item.extra.slug: item for item in order.items}
    counts = {}
    for slug, count in returned.items():
        item = held.get(slug)
        if count and (item is None or not order.has_places or count > item.held):
            raise Invalid.field("items", _("The order does not hold that many."))
        if item is not None and count:
            counts[item.id] = count
    return counts


def _amount(order: Order, counts: Mapping[int, int], amount_fen: int | None) -> int:
    """What goes back: the price of the items, or the part of it that was said; raises Invalid."""
    price = sum(item.price_fen * counts.get(item.id, 0) for item in order.items)
    if amount_fen is None and not counts:
        raise Invalid.field("amount", _("Choose what is given back, or say an amount."))
    if amount_fen is not None and counts and amount_fen > price:
        raise Invalid.field("amount", _("That is more than the price of what is given back."))
    return price if amount_fen is None else amount_fen


def _tell_returned(
    session: Session, order: Order, counts: Mapping[int, int], *, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Before the places are free: who keeps lists of those who dine looks at what was held."""
    for item in order.items:
        if counts.get(item.id):
            before, after = (f"{item.title_zh} x {count}" for count in (item.held, item.held - counts[item.id]))
            publish(
                session,
                ItemsReturned(
                    registration_id=order.registration_id, kind=ExtraKind(item.extra.kind), before=before, after=after,
                    by=by, at=now,
                ),
            )  # fmt: skip
