"""How often one address may try what guesses or costs."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import unit_of_work
from congress.foundation.limits import limiter
from tests.factories.programme import make_congress


@pytest.fixture
def counted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The limits are on, and nothing has been counted yet."""
    with unit_of_work() as session:
        make_congress(session)
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    yield
    limiter.reset()


@pytest.mark.usefixtures("counted")
def test_one_address_asks_for_few_codes_a_minute_and_another_is_not_held_up(client: FlaskClient) -> None:
    def ask(number: int, origin: str) -> int:
        asked = {"address": f"a{number}@example.test"}
        return client.post("/login/code", data=asked, environ_base={"REMOTE_ADDR": origin}).status_code

    answers = [ask(number, "192.0.2.1") for number in range(25)]
    assert answers[:20] == [302] * 20
    assert answers[20:] == [429] * 5
    assert ask(0, "192.0.2.2") == 302
