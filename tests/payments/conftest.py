"""A shop with Stripe set up, and one without."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.payments.desk import Shop, with_stripe
from tests.payments.stripe_double import StripeDouble


@pytest.fixture
def shop(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setitem(app.extensions, "settings", with_stripe(app.extensions["settings"]))
    return Shop(app)


@pytest.fixture
def double(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeDouble]:
    """A Stripe that the shop talks to; its events reach the shop's webhook at once."""
    server = StripeDouble()
    server.tell = shop.tell
    monkeypatch.setitem(shop.app.extensions, "settings", with_stripe(shop.app.extensions["settings"], server.address))
    yield server
    server.stop()
