"""Every question about orders and money."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.foundation.access import Actor
from congress.foundation.paging import Page, paginate
from congress.payments.errors import NoSuchExtra, NoSuchOrder
from congress.payments.models import (
    Extra,
    MoneyEntry,
    Order,
    OrderItem,
    PaymentDispute,
    PaymentTerms,
    Refund,
    RefundItem,
    StripeFact,
)
from congress.payments.rules import Fact
from congress.payments.states import (
    UNDECIDED,
    EntryKind,
    FactKind,
    Method,
    OrderState,
    RefundState,
)
from congress.registration.models import Registration
from congress.registration.queries import own_registrations


def terms_of(session: Session, congress_id: int) -> PaymentTerms:
    """The congress's terms; where none are stored nothing is sold."""
    return session.get(PaymentTerms, congress_id) or PaymentTerms(
        congress_id=congress_id, is_open=False, payee="", bank="", account="", transfer_days=7
    )


def extras_of(session: Session, congress_id: int) -> Sequence[Extra]:
    return session.scalars(select(Extra).where(Extra.congress_id == congress_id).order_by(Extra.id)).all()


def extra_by_slug(session: Session, congress_id: int, slug: str) -> Extra:
    """The extra; raises NoSuchExtra."""
    found = session.scalars(select(Extra).where(Extra.congress_id == congress_id, Extra.slug == slug)).one_or_none()
    if found is None:
        raise NoSuchExtra
    return found


def extras_sold(session: Session, congress_id: int, *, now: datetime) -> list[Extra]:
    """What anybody may buy at this moment."""
    if not terms_of(session, congress_id).is_open:
        return []
    return [extra for extra in extras_of(session, congress_id) if extra.is_sold_at(now)]


def held_quantities(session: Session, registration_id: int) -> Mapping[int, int]:
    """How many of each extra (by id) a registration holds."""
    rows = session.execute(
        select(OrderItem.extra_id, func.sum(OrderItem.quantity - OrderItem.returned))
        .join(Order, Order.id == OrderItem.order_id)
        .where(
            Order.registration_id == registration_id,
            Order.has_places.is_(True),
            OrderItem.quantity > OrderItem.returned,
        )
        .group_by(OrderItem.extra_id)
    )
    return {extra_id: int(count) for extra_id, count in rows}


def _whole() -> Select[tuple[Order]]:
    return select(Order).options(
        joinedload(Order.registration).joinedload(Registration.congress),
        selectinload(Order.items).joinedload(OrderItem.extra),
        selectinload(Order.refunds).selectinload(Refund.items).joinedload(RefundItem.item).joinedload(OrderItem.extra),
        selectinload(Order.invoices),
        selectinload(Order.disputes),
    )


def order_by_id(session: Session, order_id: int) -> Order:
    return session.scalars(_whole().where(Order.id == order_id)).one()


def order_by_public_id(session: Session, congress_id: int, public_id: str) -> Order:
    """The whole order; raises NoSuchOrder."""
    found = session.scalars(
        _whole().where(Order.congress_id == congress_id, Order.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NoSuchOrder
    return found


def own_order(session: Session, actor: Actor, congress_id: int, public_id: str) -> Order:
    """The order, if it is of one of the actor's registrations; else NoSuchOrder."""
    found = order_by_public_id(session, congress_id, public_id)
    if found.registration_id not in {one.id for one in own_registrations(session, actor, congress_id)}:
        raise NoSuchOrder
    return found


def orders_of(session: Session, registration_ids: Collection[int]) -> Sequence[Order]:
    """The whole orders of these registrations, newest first."""
    statement = _whole().where(Order.registration_id.in_(registration_ids)).order_by(Order.id.desc())
    return session.scalars(statement).all()


def registrations_with_orders(session: Session, registration_ids: Collection[int]) -> set[int]:
    """The ids of those of the registrations that have ordered something."""
    statement = select(Order.registration_id).where(Order.registration_id.in_(registration_ids)).distinct()
    return set(session.scalars(statement))


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """What a list of orders is narrowed by."""

    q: str | None = None
    state: str | None = None
    method: str | None = None


def orders_statement(congress_id: int, wish: OrderFilter) -> Select[tuple[Order]]:
    """The whole orders that fit; `q` looks at the reference, and at code and name of who ordered."""
    statement = _whole().where(Order.congress_id == congress_id)
    if wish.state:
        statement = statement.where(Order.state == wish.state)
    if wish.method:
        statement = statement.where(Order.method == wish.method)
    if wish.q:
        fits = or_(Registration.code == wish.q.upper(), Registration.name.icontains(wish.q, autoescape=True))
        who = select(Registration.id).where(Registration.congress_id == congress_id, fits)
        statement = statement.where(or_(Order.reference == wish.q.upper(), Order.registration_id.in_(who)))
    return statement


def page_of_orders(
    session: Session, congress_id: int, wish: OrderFilter, *, limit: int, cursor: str | None
) -> Page[Order]:
    """Newest first."""
    return paginate(
        session, orders_statement(congress_id, wish), [Order.id], limit=limit, cursor=cursor, descending=True
    )


def order_counts(session: Session, congress_id: int) -> Mapping[str, int]:
    rows = session.execute(
        select(Order.state, func.count()).where(Order.congress_id == congress_id).group_by(Order.state)
    )
    return dict(rows.tuples().all())


def money_left(session: Session, congress_id: int) -> int:
    """Paid, and neither refunded nor taken back, over all orders of the congress."""
    left = func.sum(Order.paid_fen - Order.refunded_fen - Order.charged_back_fen)
    statement = select(left).where(Order.congress_id == congress_id)
    return int(session.scalar(statement) or 0)


def lock_order(session: Session, order_id: int) -> Order:
    """Hold the order's row, and read it whole afresh."""
    session.execute(select(Order.id).where(Order.id == order_id).with_for_update())
    statement = _whole().where(Order.id == order_id).execution_options(populate_existing=True)
    return session.scalars(statement).unique().one()


def hold_order(session: Session, order_id: int) -> Order:
    """Hold the order's row and read it alone afresh, where what hangs on it is not looked at."""
    held = select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(held).one()


def due_orders(session: Session, *, before: datetime) -> Sequence[int]:
    """The ids of the orders that nobody paid before this moment."""
    return session.scalars(select(Order.id).where(Order.state == OrderState.OPEN, Order.expires_at <= before)).all()


def open_orders_of(session: Session, registration_id: int) -> Sequence[Order]:
    return session.scalars(
        _whole().where(Order.registration_id == registration_id, Order.state == OrderState.OPEN)
    ).all()


def orders_to_close(session: Session) -> Sequence[tuple[int, str]]:
    """(id, checkout session) of closed orders whose session may still take money."""
    rows = session.execute(
        select(Order.id, Order.checkout_session).where(
            Order.checkout_open.is_(True), Order.state.not_in([OrderState.OPEN]), Order.checkout_session.is_not(None)
        )
    )
    return [(order_id, str(checkout)) for order_id, checkout in rows]


def order_of_payment(session: Session, *, public_id: str | None, payment_intent: str | None) -> Order | None:
    """The order that something of Stripe names, by our id or by the payment that it is known to have."""
    if public_id is not None:
        found = session.scalars(select(Order).where(Order.public_id == public_id)).one_or_none()
        if found is not None:
            return found
    if payment_intent is None:
        return None
    return session.scalars(select(Order).where(Order.payment_intent == payment_intent)).one_or_none()


def order_of_checkout(session: Session, checkout_session: str) -> Order | None:
    return session.scalars(select(Order).where(Order.checkout_session == checkout_session)).one_or_none()


def order_by_reference(session: Session, congress_id: int, references: Collection[str]) -> Order | None:
    """The order that one of the references names; None where they name several."""
    found = session.scalars(_whole().where(Order.congress_id == congress_id, Order.reference.in_(references))).all()
    return found[0] if len(found) == 1 else None


def likely_orders(session: Session, congress_id: int, *, amount_fen: int, payer: str) -> Sequence[Order]:
    """Open transfer orders of this amount by somebody, or of a unit, of the payer's name."""
    who = select(Registration.id).where(or_(Registration.name == payer, Registration.organisation == payer))
    return session.scalars(
        _whole()
        .where(
            Order.congress_id == congress_id,
            Order.method == Method.TRANSFER,
            Order.state == OrderState.OPEN,
            Order.amount_fen == amount_fen,
            Order.registration_id.in_(who),
        )
        .limit(2)
    ).all()


def facts_of(session: Session, payment_intent: str | None) -> list[Fact]:
    """What is known of one payment."""
    if payment_intent is None:
        return []
    rows = session.execute(
        select(StripeFact.kind, StripeFact.amount_fen, StripeFact.failed).where(
            StripeFact.payment_intent == payment_intent
        )
    )
    return [Fact(FactKind(kind), amount, failed) for kind, amount, failed in rows]


def known_facts(session: Session, object_ids: Collection[str]) -> Mapping[str, int]:
    """The amounts of those of Stripe's objects that we know."""
    rows = session.execute(
        select(StripeFact.object_id, StripeFact.amount_fen).where(StripeFact.object_id.in_(object_ids))
    )
    return dict(rows.tuples().all())


def disputes_of(session: Session, payment_intent: str | None) -> Sequence[PaymentDispute]:
    """What banks want back of one payment, oldest first."""
    if payment_intent is None:
        return []
    return session.scalars(
        select(PaymentDispute).where(PaymentDispute.payment_intent == payment_intent).order_by(PaymentDispute.id)
    ).all()


def dispute_by_stripe_id(session: Session, stripe_id: str) -> PaymentDispute | None:
    return session.scalars(select(PaymentDispute).where(PaymentDispute.stripe_id == stripe_id)).one_or_none()


def disputes_known(session: Session, stripe_ids: Collection[str]) -> Mapping[str, tuple[int, str]]:
    """(amount, state) of those of Stripe's disputes that we know."""
    rows = session.execute(
        select(PaymentDispute.stripe_id, PaymentDispute.amount_fen, PaymentDispute.state).where(
            PaymentDispute.stripe_id.in_(stripe_ids)
        )
    )
    return {stripe_id: (amount, state) for stripe_id, amount, state in rows}


def oldest_open_dispute(session: Session) -> datetime | None:
    """When the oldest of the disputes began that are not decided yet."""
    return session.scalar(select(func.min(PaymentDispute.opened_at)).where(PaymentDispute.state.in_(UNDECIDED)))


def open_disputes(session: Session, congress_id: int) -> Sequence[PaymentDispute]:
    """The disputes of a congress that are not decided yet; what is due first stands first."""
    return session.scalars(
        select(PaymentDispute)
        .join(Order, Order.id == PaymentDispute.order_id)
        .where(Order.congress_id == congress_id, PaymentDispute.state.in_(UNDECIDED))
        .options(joinedload(PaymentDispute.order))
        .order_by(PaymentDispute.answer_until, PaymentDispute.id)
    ).all()


def books_of(session: Session, order_id: int) -> Counter[tuple[str, str]]:
    """What the ledger says of an order, by kind of entry and way of paying; refunds are negative."""
    rows = session.execute(
        select(MoneyEntry.kind, MoneyEntry.method, func.sum(MoneyEntry.amount_fen))
        .where(MoneyEntry.order_id == order_id)
        .group_by(MoneyEntry.kind, MoneyEntry.method)
    )
    return Counter({(kind, method): int(amount) for kind, method, amount in rows})


def entries_of(session: Session, order_id: int) -> Sequence[MoneyEntry]:
    return session.scalars(select(MoneyEntry).where(MoneyEntry.order_id == order_id).order_by(MoneyEntry.id)).all()


def stripe_payments_between(session: Session, start: datetime, end: datetime) -> Mapping[str, int]:
    """What the ledger recorded of Stripe's payments in a span: payment → fen."""
    rows = session.execute(
        select(MoneyEntry.source, func.sum(MoneyEntry.amount_fen))
        .where(
            MoneyEntry.method == Method.STRIPE,
            MoneyEntry.kind == EntryKind.PAYMENT,
            MoneyEntry.recorded_at >= start,
            MoneyEntry.recorded_at < end,
        )
        .group_by(MoneyEntry.source)
    )
    return {source: int(amount) for source, amount in rows}


def refund_by_key(session: Session, request_key: str) -> Refund | None:
    return session.scalars(select(Refund).where(Refund.request_key == request_key)).one_or_none()


def refund_by_stripe_id(session: Session, stripe_id: str) -> Refund | None:
    return session.scalars(select(Refund).where(Refund.stripe_id == stripe_id)).one_or_none()


def refund_with_order(session: Session, refund_id: int) -> Refund:
    return session.scalars(
        select(Refund)
        .where(Refund.id == refund_id)
        .options(joinedload(Refund.order))
        .execution_options(populate_existing=True)
    ).one()


def requested_refunds(session: Session) -> Sequence[int]:
    """The ids of refunds that are still to be sent to Stripe."""
    return session.scalars(select(Refund.id).where(Refund.state == RefundState.REQUESTED)).all()


def promised_back(session: Session, order_id: int) -> int:
    """What is on its way back and not in the ledger yet."""
    statement = select(func.sum(Refund.amount_fen)).where(
        Refund.order_id == order_id, Refund.state == RefundState.REQUESTED
    )
    return int(session.scalar(statement) or 0)
