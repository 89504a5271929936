"""Wrong passwords make those wait who guess, and never the owner of the account."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from congress.accounts.actions import check_login, proven_hash
from congress.accounts.lockout import Place, network_of, welcome
from congress.accounts.models import LoginPlace, User
from congress.accounts.rules import (
    FIRST_WAIT,
    FREE_TRIES,
    FREE_TRIES_OF_STRANGERS,
    LONGEST_WAIT,
    wait_after,
)
from congress.foundation.db import unit_of_work
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.programme import make_congress

NOW = datetime(2036, 11, 1, tzinfo=UTC)
MAIL = "a@congress.test"
HERE = Place("the browser of this desk", "192.0.2.1")
MOMENT = timedelta(microseconds=1)


def log_in(session: Session, place: Place = HERE, *, now: datetime = NOW, right: bool = True) -> User | None:
    proven = proven_hash(session, MAIL, PASSWORD) if right else None
    return check_login(session, MAIL, proven, place, now=now)


def guess(session: Session, times: int, place: Place = HERE, *, now: datetime = NOW) -> None:
    for _try in range(times):
        assert log_in(session, place, now=now, right=False) is None


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(failures, 5) for failures in (0, 4, 5, 6, 7, 9, 10, 1000)]
    assert waits == [timedelta(0), timedelta(0), FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, 16 * FIRST_WAIT,
                     LONGEST_WAIT, LONGEST_WAIT]  # fmt: skip


def test_who_guesses_waits_and_the_right_password_does_not_help_before(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    guess(session, FREE_TRIES - 1)
    assert log_in(session) is user
    guess(session, 1)
    assert log_in(session) is None
    assert log_in(session, now=NOW + FIRST_WAIT - MOMENT) is None
    assert log_in(session, now=NOW + FIRST_WAIT) is user
    guess(session, 1, now=NOW + FIRST_WAIT)
    assert log_in(session, now=NOW + 3 * FIRST_WAIT - MOMENT) is None
    assert log_in(session, now=NOW + 3 * FIRST_WAIT) is user


def test_tries_are_forgotten_after_a_day(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    guess(session, FREE_TRIES - 1)
    tomorrow = NOW + timedelta(days=1, seconds=1)
    guess(session, FREE_TRIES - 1, now=tomorrow)
    assert log_in(session, now=tomorrow) is user


def test_a_thousand_tries_from_elsewhere_do_not_keep_the_owner_from_a_browser_that_is_known(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    welcome(session, user, HERE, now=NOW)
    for number in range(1000):
        guess(session, 1, Place("", f"198.51.{number // 250}.{number % 250}"))
    assert log_in(session, Place(HERE.browser, "203.0.113.9")) is user
    assert log_in(session, Place("a browser that nobody knows", "203.0.113.9")) is None


def test_one_address_does_not_keep_the_owner_from_a_new_browser_either(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    guess(session, 1000, Place("", "198.51.100.1"))
    assert log_in(session, Place("", "203.0.113.9")) is user


def test_many_addresses_together_get_few_tries_and_leave_few_rows(session: Session) -> None:
    make_user(session, "organiser", email=MAIL)
    for number in range(FREE_TRIES_OF_STRANGERS):
        guess(session, 1, Place("", f"198.51.100.{number}"))
    assert log_in(session, Place("", "203.0.113.1")) is None
    guess(session, 100, Place("", "203.0.113.2"))
    assert session.query(LoginPlace).count() == FREE_TRIES_OF_STRANGERS
    assert log_in(session, Place("", "203.0.113.1"), now=NOW + FIRST_WAIT) is not None


def test_a_known_browser_that_guesses_waits_too(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    welcome(session, user, HERE, now=NOW)
    guess(session, FREE_TRIES)
    assert log_in(session) is None
    assert log_in(session, Place("", "203.0.113.9")) is user


def test_the_name_of_an_address_in_a_cookie_is_no_known_browser(session: Session) -> None:
    make_user(session, "organiser", email=MAIL)
    guess(session, FREE_TRIES, Place("", "198.51.100.1"))
    assert log_in(session, Place("network 198.51.100.1", "198.51.100.1")) is None


def test_nobody_and_the_closed_are_told_the_same(session: Session) -> None:
    assert log_in(session) is None
    user = make_user(session, "organiser", email=MAIL)
    user.is_active = False
    assert log_in(session) is None


def test_a_password_that_was_changed_meanwhile_is_not_taken(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    proven = proven_hash(session, MAIL, PASSWORD)
    user.password_hash = "another"
    assert check_login(session, MAIL, proven, HERE, now=NOW) is None


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("no address", "no address")],
)
def test_an_office_of_ipv6_is_one_address(address: str, counted: str) -> None:
    assert network_of(address) == counted


@pytest.fixture
def organiser(app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "organiser", email=MAIL)


def post(client: FlaskClient, password: str, network: str = "192.0.2.1") -> int:
    data = {"email": MAIL, "password": password}
    return client.post("/login", data=data, environ_base={"REMOTE_ADDR": network}).status_code


def test_a_wrong_password_is_counted_although_the_page_refuses(organiser: None, client: FlaskClient) -> None:
    for _try in range(FREE_TRIES):
        assert post(client, "wrong one") == 422
    assert post(client, PASSWORD) == 422
    assert post(client, PASSWORD, "192.0.2.2") == 302


def test_a_browser_is_known_after_its_first_login(organiser: None, app: Flask, client: FlaskClient) -> None:
    assert post(client, PASSWORD) == 302
    client.post("/logout")
    stranger = app.test_client()
    for number in range(FREE_TRIES_OF_STRANGERS):
        assert post(stranger, "wrong one", f"198.51.100.{number}") == 422
    assert post(stranger, PASSWORD, "203.0.113.1") == 422
    assert post(client, PASSWORD, "198.51.100.1") == 302
