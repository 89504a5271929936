"""Placing an order, calling it off, letting it go."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _, pick
from congress.foundation.ids import new_id
from congress.payments.errors import NotOnSale, PaymentsOff
from congress.payments.messages import tell_placed, tell_released
from congress.payments.models import Extra, Order, OrderItem
from congress.payments.places import give_back, take_places
from congress.payments.queries import extras_of, held_quantities, lock_order, order_by_id, terms_of
from congress.payments.rules import new_reference
from congress.payments.settling import settle
from congress.payments.states import Method, OrderState
from congress.registration.models import Registration
from congress.registration.queries import STANDING, lock_registration

# Stripe ends a session after thirty minutes at the earliest and a day at the latest
CHECKOUT_LASTS = timedelta(hours=2)
CHECKOUT_AT_LEAST = timedelta(minutes=31)
# for a payment that was made in the last second and is told a little later
GRACE = timedelta(minutes=5)
MOST_FEN = 99_999_999


def place_order(
    session: Session, registration: Registration, wanted: Mapping[str, int], method: Method, *,
    methods: Collection[Method], by: Actor, now: datetime,
) -> Order:  # fmt: skip
    """Hold what is wanted (slug → how many) until it is paid; amounts come from the extras alone.

    Raises:
        PaymentsOff: nothing is sold, or not in this way.
        StateRefused: the registration does not stand.
        NotOnSale, SoldOut, Invalid: as their names say; nothing is held then.
    """
    terms = terms_of(session, registration.congress_id)
    if not terms.is_open or method not in methods:
        raise PaymentsOff
    lock_registration(session, registration.id)
    if registration.status not in STANDING:
        raise StateRefused
    extras = {extra.slug: extra for extra in extras_of(session, registration.congress_id)}
    chosen = _chosen(session, registration, extras, wanted, now=now)
    amount = sum(extra.price_fen * count for extra, count in chosen)
    if amount > MOST_FEN:
        raise Invalid.field("items", _("One order cannot cost that much; please order in parts."))
    lasts = timedelta(days=terms.transfer_days) if method is Method.TRANSFER else CHECKOUT_LASTS
    order = Order(
        public_id=new_id(), congress_id=registration.congress_id, registration_id=registration.id,
        reference=new_reference(), method=method, state=OrderState.OPEN, amount_fen=amount,
        currency=chosen[0][0].currency, placed_at=now, expires_at=now + lasts,
        items=[
            OrderItem(
                extra_id=extra.id, title_zh=extra.title_zh, title_en=extra.title_en, price_fen=extra.price_fen,
                quantity=count,
            )
            for extra, count in chosen
        ],
    )  # fmt: skip
    session.add(order)
    session.flush()
    record(session, by, "order.placed", "order", order.public_id, now=now, fen=amount, method=method)
    set_committed_value(order, "registration", registration)
    tell_placed(session, order, terms, now=now)
    take_places(session, order, {extra.id: extra.slug for extra in extras.values()})
    session.expire(order)
    return order_by_id(session, order.id)


def _chosen(
    session: Session, registration: Registration, extras: Mapping[str, Extra], wanted: Mapping[str, int], *,
    now: datetime,
) -> list[tuple[Extra, int]]:  # fmt: skip
    held = held_quantities(session, registration.id)
    chosen = []
    for slug, count in wanted.items():
        if count <= 0:
            continue
        extra = extras.get(slug)
        if extra is None:
            raise NotOnSale.named(slug, slug)
        title = pick(extra.title_zh, extra.title_en)
        if not extra.is_sold_at(now):
            raise NotOnSale.named(slug, title)
        if count + held.get(extra.id, 0) > extra.most_each:
            told = _("At most %(count)s of “%(title)s” for one person.", count=extra.most_each, title=title)
            raise Invalid.field("items", told)
        chosen.append((extra, count))
    if not chosen:
        raise Invalid.field("items", _("Nothing is chosen."))
    return chosen


def close_order(session: Session, order: Order, how: OrderState, *, now: datetime) -> bool:
    """Let an order that nobody paid go; its places are free. False where it is not open any more."""
    if order.state != OrderState.OPEN:
        return False
    order.closed = how
    give_back(session, order)
    session.flush()
    settled = settle(session, order, now=now)
    if settled.state == OrderState.EXPIRED:
        tell_released(session, settled, now=now)
    return True


def cancel_order(session: Session, order: Order, *, by: Actor, now: datetime) -> Order:
    """Call off an order that is not paid; raises StateRefused."""
    order = lock_order(session, order.id)
    if not close_order(session, order, OrderState.CANCELLED, now=now):
        raise StateRefused
    record(session, by, "order.cancelled", "order", order.public_id, now=now)
    return order


def expire_order(session: Session, order_id: int, *, now: datetime) -> bool:
    """Release an order whose time is over; False when it was paid or called off meanwhile."""
    order = lock_order(session, order_id)
    if order.expires_at + GRACE > now:
        return False
    return close_order(session, order, OrderState.EXPIRED, now=now)
