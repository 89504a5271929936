"""The only door to Stripe. Nothing here touches the database, and nothing calls it inside a transaction."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import structlog
from flask import current_app

from congress.foundation.money import exact_yuan
from congress.payments.errors import PaymentServiceDown, PaymentsOff
from congress.payments.models import PaymentTerms
from congress.payments.states import Method
from congress.settings import Settings

log = structlog.get_logger(__name__)
T = TypeVar("T")
METHODS = ["card", "alipay", "wechat_pay"]
LIVE = ("sk_live_", "rk_live_")
LOCALES = {"zh": "zh", "en": "en"}


class Refused(Exception):
    """Stripe understood and says no; asking again would not help."""


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """What a Checkout Session is opened for."""

    order: str
    reference: str
    language: str
    currency: str
    amount_fen: int
    # (title, fen, quantity)
    lines: tuple[tuple[str, int, int], ...]
    expires_at: datetime
    page: str


@dataclass(frozen=True)
class Checkout:
    """A session at Stripe, and the page where one pays."""

    id: str
    url: str


class Gateway:
    """Stripe under one key."""

    def __init__(self, key: str, base: str | None) -> None:
        import stripe  # noqa: PLC0415 -- 14 MB that only paying needs

        addresses: Any = {"api": base.rstrip("/")} if base else {}
        self._client = stripe.StripeClient(key, base_addresses=addresses, max_network_retries=2)
        self.is_live = is_live(key)

    def open_checkout(self, purchase: Purchase) -> Checkout:
        """The order's one session; asking again answers the same.

        Raises:
            PaymentServiceDown, Refused: as their names say.
        """
        marks = {"order": purchase.order, "reference": purchase.reference}
        parameters: Any = {
            "mode": "payment",
            "client_reference_id": purchase.order,
            "line_items": [
                {
                    "quantity": quantity,
                    "price_data": {
                        "currency": purchase.currency.lower(), "unit_amount": fen, "product_data": {"name": title},
                    },
                }
                for title, fen, quantity in purchase.lines
            ],
            "payment_method_types": METHODS,
            "payment_method_options": {"wechat_pay": {"client": "web"}},
            "expires_at": int(purchase.expires_at.timestamp()),
            "success_url": purchase.page,
            "cancel_url": purchase.page,
            "locale": LOCALES[purchase.language],
            "metadata": marks,
            "payment_intent_data": {"metadata": marks, "description": purchase.reference},
        }  # fmt: skip
        key = f"checkout-{purchase.order}"
        made = _asked(lambda: self._client.v1.checkout.sessions.create(parameters, {"idempotency_key": key}))
        if (made.amount_total, made.currency) != (purchase.amount_fen, purchase.currency.lower()) or not made.url:
            log.error("checkout differs from its order", order=purchase.order, told=exact_yuan(made.amount_total or 0))
            raise Refused("The session does not say what the order says.")
        return Checkout(made.id, made.url)

    def close_checkout(self, checkout_session: str) -> Mapping[str, Any]:
        """End a session, so that nobody pays any more; what it is then, also where it had been paid already."""
        sessions = self._client.v1.checkout.sessions
        try:
            return _plain(_asked(lambda: sessions.expire(checkout_session)))
        except Refused:
            return _plain(_asked(lambda: sessions.retrieve(checkout_session)))

    def send_refund(self, refund: str, payment_intent: str, amount_fen: int, order: str) -> Mapping[str, Any]:
        """Give back part or all of a payment; asking again with the same refund answers the same."""
        parameters: Any = {
            "payment_intent": payment_intent, "amount": amount_fen, "metadata": {"order": order, "refund": refund},
        }  # fmt: skip
        options: Any = {"idempotency_key": f"refund-{refund}"}
        return _plain(_asked(lambda: self._client.v1.refunds.create(parameters, options)))

    def charges_between(self, start: datetime, end: datetime) -> Iterator[Mapping[str, Any]]:
        return self._listed(self._client.v1.charges.list, start, end)

    def refunds_between(self, start: datetime, end: datetime) -> Iterator[Mapping[str, Any]]:
        return self._listed(self._client.v1.refunds.list, start, end)

    def disputes_between(self, start: datetime, end: datetime) -> Iterator[Mapping[str, Any]]:
        return self._listed(self._client.v1.disputes.list, start, end)

    @staticmethod
    def _listed(ask: Callable[[Any], Any], start: datetime, end: datetime) -> Iterator[Mapping[str, Any]]:
        span = {"gte": int(start.timestamp()), "lt": int(end.timestamp())}
        listed = _asked(lambda: list(ask({"created": span, "limit": 100}).auto_paging_iter()))
        return (_plain(one) for one in listed)


def _plain(answer: Any) -> Mapping[str, Any]:
    plain: Mapping[str, Any] = answer.to_dict()
    return plain


def _asked(call: Callable[[], T]) -> T:
    import stripe  # noqa: PLC0415 -- 14 MB that only paying needs

    try:
        return call()
    except (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError) as error:
        log.warning("refused by the payment service", code=error.code, status=error.http_status)
        raise Refused(str(error.user_message or error.code or "refused")) from error
    except stripe.StripeError as error:
        log.warning("payment service not reached", error=type(error).__name__)
        raise PaymentServiceDown from error


def is_live(key: str) -> bool:
    return key.startswith(LIVE)


def settings_here() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def takes_cards() -> bool:
    """Whether one can pay through Stripe: what has no webhook secret could never hear of a payment."""
    settings = settings_here()
    return bool(settings.stripe_secret_key and settings.stripe_webhook_secret)


def methods_open(terms: PaymentTerms) -> list[Method]:
    """The ways of paying that are set up."""
    ways = {Method.STRIPE: takes_cards(), Method.TRANSFER: terms.takes_transfers}
    return [method for method, is_open in ways.items() if is_open]


def the_gateway() -> Gateway:
    """The configured door; raises PaymentsOff where there is none."""
    settings = settings_here()
    if not settings.stripe_secret_key:
        raise PaymentsOff
    return Gateway(settings.stripe_secret_key, settings.stripe_api_base)
