"""A congress that sells a dinner and a hotel night, people who buy, and Stripe's events about it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import stripe
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.access import SYSTEM
from congress.foundation.db import reading, unit_of_work
from congress.notifications.queries import messages_to
from congress.payments.models import Order
from congress.payments.orders import place_order
from congress.payments.queries import entries_of, extra_by_slug, order_by_public_id
from congress.payments.selling import offer_extra, set_terms
from congress.payments.states import Method
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code
from congress.settings import Settings
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.programme import make_congress

C = "/api/v1/congresses/2036"
SECRET = "whsec_for_the_tests_alone"
SHAPES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "stripe_shapes.json").read_text("utf-8"))
DINNER, HOTEL = 30_000, 45_000
DOCUMENT = "示例价〔2036〕1号"


def with_stripe(settings: Settings, base: str | None = None) -> Settings:
    return replace(
        settings, stripe_secret_key="sk_test_of_the_tests", stripe_webhook_secret=SECRET,
        stripe_api_base=base or "http://127.0.0.1:9",
    )  # fmt: skip


def event(kind: str, thing: Mapping[str, Any], *, name: str | None = None, livemode: bool = False) -> dict[str, Any]:
    """An event in the published shape."""
    own = name or f"evt_{secrets.token_hex(8)}"
    return SHAPES["event"] | {"id": own, "type": kind, "livemode": livemode, "data": {"object": dict(thing)}}


def signed(body: bytes, *, secret: str = SECRET, at: datetime | None = None) -> dict[str, str]:
    moment = int((at or datetime.now(UTC)).timestamp())
    text = body.decode("utf-8", "surrogateescape")
    return {"Stripe-Signature": stripe.WebhookSignature.generate_signature_header(text, secret, moment)}


class Shop:
    """Everything that a test about money needs."""

    def __init__(self, app: Flask, *, dinners: int = 10) -> None:
        self.app = app
        with unit_of_work() as session:
            congress = make_congress(session)
            now = datetime.now(UTC)
            account = {"payee": "示例承办单位", "bank": "示例银行长沙分行", "account": "6200 0000 0000 0001"}
            set_terms(session, congress, account | {"is_open": True}, by=SYSTEM, now=now)
            common = {
                "most_each": 4, "sale_from": now - timedelta(days=1), "sale_until": now + timedelta(days=30),
                "allowed_by": DOCUMENT, "on_sale": True,
            }  # fmt: skip
            for slug, title, price, capacity in (
                ("dinner", "欢迎晚宴", DINNER, dinners), ("hotel", "酒店一晚", HOTEL, 50)
            ):  # fmt: skip
                facts = {"kind": slug, "title_zh": title, "title_en": slug, "price_fen": price, "capacity": capacity}
                offer_extra(session, congress, slug, common | facts, by=SYSTEM, now=now)
            self.tokens = {
                role: make_token(session, make_user(session, role)) for role in ("organiser", "alumnus")
            }  # fmt: skip
        self.code = self.register("alumnus@congress.test")

    def register(self, email: str, name: str = "示例校友甲") -> str:
        body = {"name": name, "email": email, "consent": True, "organisation": "示例（虚构）公司"}
        answer = self.app.test_client().post(f"{C}/registrations", json=body, headers=self.tokens["organiser"])
        assert answer.status_code == 201, answer.json
        code: str = answer.json["code"]
        return code

    def order(
        self, *, code: str | None = None, method: Method = Method.STRIPE, now: datetime | None = None, **wanted: int
    ) -> str:
        """Place an order; its public id."""
        with unit_of_work() as session:
            congress = the_congress(session)
            who = registration_by_code(session, congress.id, code or self.code)
            made = place_order(
                session, who, wanted or {"dinner": 1}, method, methods=list(Method), by=SYSTEM,
                now=now or datetime.now(UTC),
            )  # fmt: skip
            return made.public_id

    def look(self, order: str) -> Order:
        """The order as it is now, kept beyond the question."""
        with reading() as session:
            found = order_by_public_id(session, the_congress(session).id, order)
            session.expunge(found)
            return found

    def taken(self, extra: str = "dinner") -> int:
        with reading() as session:
            return extra_by_slug(session, the_congress(session).id, extra).taken

    def ledger(self, order: str) -> list[tuple[str, int]]:
        with reading() as session:
            found = order_by_public_id(session, the_congress(session).id, order)
            return [(entry.kind, entry.amount_fen) for entry in entries_of(session, found.id)]

    def told(self, email: str = "alumnus@congress.test") -> list[str]:
        with reading() as session:
            return [message.event for message in messages_to(session, [email])]

    def tell(self, told: Mapping[str, Any], **how: Any) -> Any:
        """Send an event as Stripe does."""
        body = json.dumps(told).encode()
        return self.app.test_client().post("/webhooks/stripe", data=body, headers=signed(body, **how))

    def browser(self, who: str) -> FlaskClient:
        return signed_in(self.app, f"{who}@congress.test")


class Life:
    """What Stripe tells of one payment of an order."""

    def __init__(self, order: Order, *, amount: int | None = None, currency: str = "cny") -> None:
        self.order, self.amount, self.currency = order.public_id, amount or order.amount_fen, currency
        self.number = order.public_id[:10]
        self.payment, self.charge_id = f"pi_{self.number}", f"ch_{self.number}"
        self.marks = {"order": order.public_id}

    def checkout(self, *, paid: bool = True) -> dict[str, Any]:
        return SHAPES["checkout.session"] | {
            "id": f"cs_test_{self.number}", "client_reference_id": self.order, "amount_total": self.amount,
            "currency": self.currency, "payment_intent": self.payment if paid else None, "metadata": self.marks,
            "payment_status": "paid" if paid else "unpaid", "status": "complete" if paid else "expired",
        }  # fmt: skip

    def intent(self) -> dict[str, Any]:
        return SHAPES["payment_intent"] | {
            "id": self.payment, "amount": self.amount, "amount_received": self.amount, "currency": self.currency,
            "metadata": self.marks, "status": "succeeded",
        }  # fmt: skip

    def charge(self, refunded: int = 0) -> dict[str, Any]:
        return SHAPES["charge"] | {
            "id": self.charge_id, "payment_intent": self.payment, "amount": self.amount, "currency": self.currency,
            "amount_captured": self.amount, "captured": True, "paid": True, "amount_refunded": refunded,
            "metadata": self.marks,
        }  # fmt: skip

    def refund(self, amount: int, name: str = "re_one", status: str = "succeeded") -> dict[str, Any]:
        return SHAPES["refund"] | {
            "id": f"{name}_{self.number}", "charge": self.charge_id, "payment_intent": self.payment, "amount": amount,
            "currency": self.currency, "status": status,
        }  # fmt: skip

    def dispute(self, status: str, *, amount: int | None = None, due_by: int = 2_000_000_000) -> dict[str, Any]:
        return SHAPES["dispute"] | {
            "id": f"dp_{self.number}", "charge": self.charge_id, "payment_intent": self.payment,
            "amount": amount or self.amount, "currency": self.currency, "status": status,
            "reason": "product_not_received",
            "evidence_details": SHAPES["dispute"]["evidence_details"] | {"due_by": due_by},
        }  # fmt: skip

    def events(self, partial: int) -> list[dict[str, Any]]:
        """Six events: paid, given back in part and then in whole, and the session's end."""
        return [
            event("checkout.session.completed", self.checkout(), name=f"evt_1{self.number}"),
            event("payment_intent.succeeded", self.intent(), name=f"evt_2{self.number}"),
            event("charge.succeeded", self.charge(), name=f"evt_3{self.number}"),
            event("charge.refunded", self.charge(partial), name=f"evt_4{self.number}"),
            event("charge.refunded", self.charge(self.amount), name=f"evt_5{self.number}"),
            event("checkout.session.expired", self.checkout(paid=False), name=f"evt_6{self.number}"),
        ]
