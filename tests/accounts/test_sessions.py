"""Sessions: what ends them, and the list of where one is signed in."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from congress.accounts.models import UserSession
from congress.foundation.db import unit_of_work
from tests.factories.accounts import PASSWORD, make_token, make_user, signed_in
from tests.factories.programme import make_congress

MAIL = "a@congress.test"
INSIDE = "/console/registrations"


@pytest.fixture(autouse=True)
def organiser(app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "organiser", email=MAIL)


def browser(app: Flask, device: str = "") -> FlaskClient:
    client = app.test_client()
    answer = client.post("/login", data={"email": MAIL, "password": PASSWORD}, headers={"User-Agent": device})
    assert answer.status_code == 302
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get(INSIDE).status_code == 200


def cookie_of(client: FlaskClient) -> str:
    found = client.get_cookie("session")
    assert found is not None
    return found.value


def with_cookie(app: Flask, value: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("session", value)
    return client


def shift(**columns: timedelta) -> None:
    """Let time pass for all sessions."""
    with unit_of_work() as session:
        for row in session.query(UserSession):
            values = {name: getattr(row, name) - by for name, by in columns.items()}
            session.execute(update(UserSession).where(UserSession.id == row.id).values(**values))


def test_logging_out_ends_each_copy_of_the_cookie(app: Flask) -> None:
    client = browser(app)
    copy = with_cookie(app, cookie_of(client))
    assert is_in(copy)
    client.post("/logout")
    assert not is_in(copy)


def test_a_cookie_from_before_the_login_is_worth_nothing_after(app: Flask, client: FlaskClient) -> None:
    client.get("/login")
    with client.session_transaction() as before:
        before["code_for"] = "x"
    old = cookie_of(client)
    assert client.post("/login", data={"email": MAIL, "password": PASSWORD}).status_code == 302
    assert is_in(client)
    assert not is_in(with_cookie(app, old))


def test_a_session_that_rests_too_long_ends(app: Flask) -> None:
    client = browser(app)
    shift(seen_at=timedelta(hours=11))
    assert is_in(client)
    shift(seen_at=timedelta(hours=13))
    assert not is_in(client)


def test_a_session_ends_after_a_week_however_busy(app: Flask) -> None:
    client = browser(app)
    shift(created_at=timedelta(days=7) - timedelta(minutes=1))
    assert is_in(client)
    shift(created_at=timedelta(minutes=2))
    assert not is_in(client)


def test_use_is_written_down_now_and_then(app: Flask) -> None:
    client = browser(app)
    shift(seen_at=timedelta(minutes=6))
    assert is_in(client)
    with unit_of_work() as session:
        [row] = session.query(UserSession)
        assert row.seen_at - row.created_at < timedelta(minutes=1)


@pytest.mark.parametrize("path", ["/static/img/mark.svg", INSIDE])
def test_an_answer_that_changes_nothing_leaves_the_cookie_alone(app: Flask, path: str) -> None:
    client = browser(app)
    client.get("/account?lang=zh")
    assert client.get(path).headers.getlist("Set-Cookie") == []


def test_the_list_names_the_browsers_and_ends_the_others(app: Flask) -> None:
    here, there = browser(app, "示例浏览器甲"), browser(app, "示例浏览器乙")
    page = here.get("/account?lang=en").get_data(as_text=True)
    assert "示例浏览器甲" in page
    assert "示例浏览器乙" in page
    assert here.post("/account/sessions/end").status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert "示例浏览器乙" not in here.get("/account").get_data(as_text=True)


def test_ending_the_others_ends_old_cookies_without_a_row_too(app: Flask) -> None:
    here, old = browser(app), signed_in(app, MAIL)
    assert is_in(old)
    here.post("/account/sessions/end")
    assert not is_in(old)


def test_one_session_is_ended_by_its_owner_alone(app: Flask) -> None:
    here, there = browser(app), browser(app)
    with unit_of_work() as session:
        last = max(row.id for row in session.query(UserSession))
        make_user(session, "viewer", email="viewer@congress.test")
    assert signed_in(app, "viewer@congress.test").post(f"/account/sessions/{last}/end").status_code == 404
    assert is_in(there)
    assert here.post(f"/account/sessions/{last}/end").status_code == 302
    assert is_in(here)
    assert not is_in(there)


def test_a_program_with_a_token_changes_no_account(app: Flask, client: FlaskClient) -> None:
    with unit_of_work() as session:
        token = make_token(session, make_user(session, "viewer", email="viewer@congress.test"))
    for path in ("/account/sessions/end", "/account/password", "/account/factors/app/new"):
        assert client.post(path, headers=token).status_code == 403


def test_what_changes_an_account_asks_for_the_password_again(app: Flask) -> None:
    client = browser(app)
    assert client.get("/account/factors").status_code == 200
    shift(proven_at=timedelta(minutes=16))
    asked = client.get("/account/factors")
    assert asked.location == "/account/prove?next=/account/factors"
    assert client.post(asked.location, data={"password": "wrong one"}).status_code == 422
    assert client.get("/account/factors").status_code == 302
    right = client.post(asked.location, data={"password": PASSWORD})
    assert right.location == "/account/factors"
    assert client.get("/account/factors").status_code == 200
    elsewhere = client.post("/account/prove?next=//example.test/", data={"password": PASSWORD})
    assert elsewhere.location == "/account"
