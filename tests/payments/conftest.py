"""A shop with Stripe set up, and one without."""

import pytest
from flask import Flask

from tests.payments.desk import Shop, with_stripe


@pytest.fixture
def shop(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setitem(app.extensions, "settings", with_stripe(app.extensions["settings"]))
    return Shop(app)
