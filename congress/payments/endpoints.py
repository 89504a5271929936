"""Extras and orders as JSON."""

from typing import Any

from flask import Blueprint
from pydantic import AwareDatetime, Field

from congress.accounts.permissions import is_alumnus, is_organiser
from congress.foundation.access import PUBLIC
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Invalid, NotFound, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.paging import ListQuery, page_of
from congress.foundation.texts import Line, NonEmptyLine, Slug
from congress.payments.checkout import open_checkout
from congress.payments.errors import (
    NotOnSale,
    PaymentDisputed,
    PaymentServiceDown,
    PaymentsOff,
    SoldOut,
    TooMuchBack,
)
from congress.payments.gateway import methods_open, the_gateway
from congress.payments.models import Extra, Order, Refund
from congress.payments.orders import cancel_order, place_order
from congress.payments.permissions import order_for
from congress.payments.queries import (
    OrderFilter,
    extra_by_slug,
    extras_of,
    extras_sold,
    page_of_orders,
    terms_of,
)
from congress.payments.selling import change_extra, offer_extra
from congress.payments.settling import request_refund
from congress.payments.states import DisputeState, ExtraKind, Method, OrderState, RefundState
from congress.programme.queries import congress_by_slug, released_congress
from congress.registration.queries import visible_registration

blueprint = Blueprint("payments_api", __name__)
EXTRAS = "/congresses/<slug>/extras"
ORDERS = "/congresses/<slug>/orders"
ONE = f"{ORDERS}/<order>"
may_order = is_organiser | is_alumnus
MOST_ITEMS = 20


class Title(Answer):
    zh: str
    en: str


class NewTitle(Body):
    zh: NonEmptyLine
    en: Line = ""


class ExtraOut(Answer):
    slug: str
    kind: ExtraKind
    title: Title
    price_fen: int
    currency: str
    left: int
    most_each: int
    sale_until: AwareDatetime


class ExtraList(Answer):
    items: list[ExtraOut]
    next: str | None


class NewExtra(Body):
    slug: Slug
    kind: str = Field(default=ExtraKind.OTHER, pattern="^(dinner|hotel|booth|other)$")
    title: NewTitle
    price_fen: int = Field(ge=1, le=99_999_999)
    capacity: int = Field(ge=0, le=100_000)
    most_each: int = Field(default=1, ge=1, le=20)
    sale_from: AwareDatetime = Field(strict=False)
    sale_until: AwareDatetime = Field(strict=False)
    allowed_by: Line = ""
    on_sale: bool = False


class ExtraChange(Body):
    title: NewTitle | None = None
    price_fen: int | None = Field(default=None, ge=1, le=99_999_999)
    capacity: int | None = Field(default=None, ge=0, le=100_000)
    most_each: int | None = Field(default=None, ge=1, le=20)
    sale_from: AwareDatetime | None = Field(default=None, strict=False)
    sale_until: AwareDatetime | None = Field(default=None, strict=False)
    allowed_by: Line | None = None
    on_sale: bool | None = None


class Item(Body):
    extra: NonEmptyLine
    quantity: int = Field(default=1, ge=1, le=20)


class NewOrder(Body):
    registration: NonEmptyLine
    items: list[Item] = Field(min_length=1, max_length=MOST_ITEMS)
    method: str = Field(pattern="^(stripe|transfer)$")


class NewRefund(Body):
    items: list[Item] = Field(default=[], max_length=MOST_ITEMS)
    amount_fen: int | None = Field(default=None, ge=1, le=10**11)
    reason: NonEmptyLine
    method: str = Field(default=Method.STRIPE, pattern="^(stripe|transfer)$")


class ItemOut(Answer):
    extra: str
    title: Title
    price_fen: int
    quantity: int
    returned: int


class ReturnedOut(Answer):
    extra: str
    quantity: int


class RefundOut(Answer):
    id: str
    amount_fen: int
    state: RefundState
    reason: str
    items: list[ReturnedOut]


class PaymentDisputeOut(Answer):
    id: str
    amount_fen: int
    reason: str
    state: DisputeState
    answer_until: AwareDatetime | None


class OrderOut(Answer):
    id: str
    reference: str
    registration: str
    state: OrderState
    method: Method
    items: list[ItemOut]
    amount_fen: int
    paid_fen: int
    refunded_fen: int
    charged_back_fen: int
    currency: str
    placed_at: AwareDatetime
    expires_at: AwareDatetime
    checkout_url: str | None
    refunds: list[RefundOut]
    disputes: list[PaymentDisputeOut]


class OrderList(Answer):
    items: list[OrderOut]
    next: str | None


class OrderQuery(ListQuery):
    q: str | None = Field(default=None, max_length=200)
    state: OrderState | None = None
    method: Method | None = None


def extra_out(extra: Extra) -> ExtraOut:
    return ExtraOut(
        slug=extra.slug, kind=ExtraKind(extra.kind), title=Title(zh=extra.title_zh, en=extra.title_en),
        price_fen=extra.price_fen, currency=extra.currency, left=extra.left, most_each=extra.most_each,
        sale_until=extra.sale_until,
    )  # fmt: skip


def order_out(order: Order) -> OrderOut:
    return OrderOut(
        id=order.public_id, reference=order.reference, registration=order.registration.code,
        state=OrderState(order.state), method=Method(order.method), amount_fen=order.amount_fen,
        items=[
            ItemOut(
                extra=item.extra.slug, title=Title(zh=item.title_zh, en=item.title_en), price_fen=item.price_fen,
                quantity=item.quantity, returned=item.returned,
            )
            for item in order.items
        ],
        paid_fen=order.paid_fen, refunded_fen=order.refunded_fen, charged_back_fen=order.charged_back_fen,
        currency=order.currency, placed_at=order.placed_at, expires_at=order.expires_at,
        checkout_url=order.checkout_url if order.state == OrderState.OPEN else None,
        refunds=[refund_out(order, one) for one in order.refunds],
        disputes=[
            PaymentDisputeOut(
                id=one.stripe_id, amount_fen=one.amount_fen, reason=one.reason, state=DisputeState(one.state),
                answer_until=one.answer_until,
            )
            for one in order.disputes
        ],
    )  # fmt: skip


def refund_out(order: Order, refund: Refund) -> RefundOut:
    slugs = {item.id: item.extra.slug for item in order.items}
    return RefundOut(
        id=refund.public_id, amount_fen=refund.amount_fen, state=RefundState(refund.state), reason=refund.reason,
        items=[ReturnedOut(extra=slugs[one.item_id], quantity=one.quantity) for one in refund.items],
    )  # fmt: skip


def _by_extra(items: list[Item]) -> dict[str, int]:
    """Extra → how many; raises Invalid."""
    wanted = {item.extra: item.quantity for item in items}
    if len(wanted) != len(items):
        raise Invalid.field("items", _("Each extra is named once."))
    return wanted


def _order(call: Call) -> Order:
    congress = congress_by_slug(call.session, call.path["slug"])
    return order_for(call.session, call.actor, congress.id, call.path["order"])


def _facts(body: Body) -> dict[str, Any]:
    """What was given, in the table's words."""
    facts = {name: value for name, value in body.model_dump().items() if value is not None}
    title = facts.pop("title", None)
    return facts | ({"title_zh": title["zh"], "title_en": title["en"]} if title else {})


@endpoint(blueprint, "GET", EXTRAS, access=PUBLIC, query=ListQuery, answer=ExtraList, errors=[NotFound, Invalid])
def get_extras(call: Call) -> ExtraList:
    """What is sold now, with prices; an organiser sees what is not on sale too."""
    slug = call.path["slug"]
    if is_organiser(call.actor):
        found = list(extras_of(call.session, congress_by_slug(call.session, slug).id))
    else:
        found = extras_sold(call.session, released_congress(call.session, slug).id, now=call.now)
    page = page_of(found, limit=call.query.limit, cursor=call.query.cursor)
    return ExtraList(items=[extra_out(extra) for extra in page.items], next=page.next)


@endpoint(
    blueprint, "POST", EXTRAS, access=is_organiser, scope="payments:write", body=NewExtra, answer=ExtraOut, status=201,
    errors=[NotFound],
)  # fmt: skip
def post_extra(call: Call) -> ExtraOut:
    """Offer something with a price; it is sold once it is on sale and the congress sells at all."""
    congress = congress_by_slug(call.session, call.path["slug"])
    facts = _facts(call.body)
    return extra_out(offer_extra(call.session, congress, facts.pop("slug"), facts, by=call.actor, now=call.now))


@endpoint(
    blueprint, "PATCH", f"{EXTRAS}/<extra>", access=is_organiser, scope="payments:write", body=ExtraChange,
    answer=ExtraOut, errors=[NotFound],
)  # fmt: skip
def patch_extra(call: Call) -> ExtraOut:
    """Change an extra; what was ordered keeps its price."""
    extra = extra_by_slug(call.session, congress_by_slug(call.session, call.path["slug"]).id, call.path["extra"])
    change_extra(call.session, extra, _facts(call.body), by=call.actor, now=call.now)
    return extra_out(extra)


@endpoint(
    blueprint, "GET", ORDERS, access=is_organiser, scope="payments:read", query=OrderQuery, answer=OrderList,
    errors=[NotFound, Invalid],
)  # fmt: skip
def get_orders(call: Call) -> OrderList:
    """Orders, newest first."""
    congress = congress_by_slug(call.session, call.path["slug"])
    asked = call.query
    wish = OrderFilter(q=asked.q, state=asked.state, method=asked.method)
    page = page_of_orders(call.session, congress.id, wish, limit=asked.limit, cursor=asked.cursor)
    return OrderList(items=[order_out(order) for order in page.items], next=page.next)


@endpoint(
    blueprint, "POST", ORDERS, access=may_order, scope="payments:write", body=NewOrder, answer=OrderOut, status=201,
    errors=[NotFound, PaymentsOff, NotOnSale, SoldOut, StateRefused],
)  # fmt: skip
def post_order(call: Call) -> OrderOut:
    """Hold places until they are paid; prices are ours alone."""
    body: NewOrder = call.body
    wanted = _by_extra(body.items)
    registration = visible_registration(call.session, call.actor, call.path["slug"], body.registration)
    order = place_order(
        call.session, registration, wanted, Method(body.method),
        methods=methods_open(terms_of(call.session, registration.congress_id)), by=call.actor, now=call.now,
    )  # fmt: skip
    return order_out(order)


@endpoint(blueprint, "GET", ONE, access=may_order, scope="payments:read", answer=OrderOut, errors=[NotFound])
def get_order(call: Call) -> OrderOut:
    """One order: the actor's own, or any for an organiser."""
    return order_out(_order(call))


@endpoint(
    blueprint, "POST", f"{ONE}/checkout", access=may_order, scope="payments:write", answer=OrderOut, writes=False,
    errors=[NotFound, PaymentsOff, StateRefused, PaymentServiceDown],
)  # fmt: skip
def post_checkout(call: Call) -> OrderOut:
    """The page where the order is paid; asking again answers the same one."""
    order_id = _order(call).id
    # Stripe is asked between transactions: this call opens its own
    open_checkout(the_gateway(), order_id, now=call.now)
    return order_out(_order(call))


@endpoint(
    blueprint, "POST", f"{ONE}/cancel", access=may_order, scope="payments:write", answer=OrderOut,
    errors=[NotFound, StateRefused],
)  # fmt: skip
def post_cancel(call: Call) -> OrderOut:
    """Call off an order that is not paid."""
    return order_out(cancel_order(call.session, _order(call), by=call.actor, now=call.now))


@endpoint(
    blueprint, "POST", f"{ONE}/refunds", access=is_organiser, scope="payments:write", body=NewRefund, answer=RefundOut,
    status=201, errors=[NotFound, TooMuchBack, PaymentDisputed],
)  # fmt: skip
def post_refund(call: Call) -> RefundOut:
    """Give back part or all of what was paid, or the price of items whose places become free; an Idempotency-Key
    keeps it from happening twice.
    """
    body: NewRefund = call.body
    order = _order(call)
    refund = request_refund(
        call.session, order, body.amount_fen, body.reason, key=new_id(), method=Method(body.method),
        returned=_by_extra(body.items), by=call.actor, now=call.now,
    )  # fmt: skip
    return refund_out(order, refund)
