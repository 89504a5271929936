"""The same story with localstripe, a Stripe-compatible server that somebody else wrote, as a process of its own.

It has no Checkout Sessions: the payment is made as Checkout makes it, with the order's marks on it.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import stripe
from flask import Flask

from congress.payments.checkout import send_refunds
from congress.payments.gateway import the_gateway
from tests.components.gate_desk import Served
from tests.layouts import free_port
from tests.payments.desk import DINNER, SECRET, Shop, with_stripe
from tests.payments.test_orders import give_back, now
from tests.waiting import eventually

pytestmark = pytest.mark.one_database


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"], cwd=tmp_path,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        eventually(lambda: _answers(address), within=30)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/v1/balance", auth=("sk_test_x", ""), timeout=2).ok
    except requests.ConnectionError:
        return False


def test_a_payment_and_its_refunds_go_through_a_server_that_is_not_ours(
    app: Flask, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "settings", with_stripe(app.extensions["settings"], server))
    shop = Shop(app)
    order = shop.order(dinner=2)
    product = Served(app)
    try:
        requests.post(
            f"{server}/_config/webhooks/product", json={"url": f"{product.address}/webhooks/stripe", "secret": SECRET},
            timeout=5,
        ).raise_for_status()  # fmt: skip
        client = stripe.StripeClient("sk_test_x", base_addresses={"api": server})
        card = client.v1.payment_methods.create(
            {"type": "card", "card": {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"}}
        )
        made = client.v1.payment_intents.create(
            {"amount": 2 * DINNER, "currency": "cny", "metadata": {"order": order}, "payment_method": card.id,
             "confirm": True}
        )  # fmt: skip
        eventually(lambda: shop.look(order).state == "paid", within=30)
        assert shop.look(order).payment_intent == made.id
        give_back(shop, order, 10_000, "one")
        give_back(shop, order, 2 * DINNER - 10_000, "two")
        send_refunds(the_gateway(), now=now())
        assert shop.look(order).state == "refunded"
        told = client.v1.payment_intents.retrieve(made.id, {"expand": ["latest_charge"]})
        assert told.latest_charge.amount_refunded == 2 * DINNER
    finally:
        product.stop()
