"""Pages as the contract words them: the login asked for, never a 404, and the language kept."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from congress.foundation.db import unit_of_work
from tests.factories.accounts import make_user
from tests.factories.programme import make_congress

BEHIND_THE_LOGIN = ["/me", "/console/", "/gate/", "/school/", "/division/", "/service/"]


@pytest.mark.parametrize("path", BEHIND_THE_LOGIN)
def test_a_page_that_needs_a_login_leads_to_it_and_keeps_the_language(client: FlaskClient, path: str) -> None:
    led = client.get(f"{path}?lang=en")
    assert led.status_code == 302
    assert led.location.startswith("/login?")
    assert "lang=en" in led.location.split("&")
    assert client.get(path, headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize(("chosen", "wished"), [("en", "zh"), ("zh", "en")])
def test_a_language_chosen_before_holds_behind_a_redirect_too(client: FlaskClient, chosen: str, wished: str) -> None:
    client.get(f"/login?lang={chosen}")
    page = client.get("/me", headers={"Accept-Language": wished}, follow_redirects=True)
    assert f'<html lang="{chosen}' in page.text


def test_the_page_after_the_login_is_in_the_language_of_the_login(client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_congress(session)
        user = make_user(session, "officer", email="officer@example.test")
    client.get("/login?lang=en")
    with client.session_transaction() as cookie:
        cookie.update({"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())})
    page = client.get("/service/")
    assert page.status_code == 200
    assert "No call here" in page.text
