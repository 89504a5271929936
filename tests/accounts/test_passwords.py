"""What a password must be, when it has to change, and how a forgotten one is set anew."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from congress.accounts.actions import change_password, issue_reset_link, password_is_due, reset_password, use_login_link
from congress.accounts.errors import CodeRefused, LinkRefused
from congress.accounts.models import User
from congress.accounts.queries import user_by_address
from congress.accounts.rules import FREE_TRIES_OF_STRANGERS, POLICIES, PolicyName, password_faults
from congress.foundation.access import SYSTEM, Actor
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid
from congress.notifications.models import Message
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.programme import make_congress

NOW = datetime(2036, 11, 1, tzinfo=UTC)
MAIL = "a@congress.test"
STRICT = POLICIES[PolicyName.DENGBAO]
GOOD = ["Tangerine-47-boat", "Orchard-58-lamp", "Meadow-69-stone", "Harbour-70-cloud", "Lantern-81-river",
        "Granite-92-field", "Juniper-13-coast"]  # fmt: skip


@pytest.fixture
def strict(app: Flask) -> Iterator[None]:
    """The installation follows GB/T 22239."""
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, password_policy="DENGBAO")
    yield
    app.extensions["settings"] = before


@pytest.mark.parametrize(
    ("password", "plain", "strict"),
    [
        ("Kettle-12-b", 0, 0), ("kettle12boat", 0, 1), ("kettle-12-boat", 0, 0), ("short-1A", 1, 1),
        ("aaaaaaaaaaaa", 1, 2),
        ("示例密码示例密码一二三四", 0, 1), ("Jia-wei-2036", 0, 1), ("x" * 201, 1, 2),
    ],
)  # fmt: skip
def test_a_password_is_judged_by_the_policy(password: str, plain: int, strict: int) -> None:
    about = ("Jia", "wei.jia")
    assert len(password_faults(password, POLICIES[PolicyName.PLAIN], about=about)) == plain
    assert len(password_faults(password, STRICT, about=about)) == strict


def test_all_faults_are_told_at_once(strict: None, session: Session) -> None:
    user = make_strict(session)
    with pytest.raises(Invalid) as refused:
        change_password(session, user, "kongkong", by=SYSTEM, now=NOW)
    assert refused.value.errors
    assert refused.value.errors[0]["message"].count("密码") == 2


def make_strict(session: Session) -> User:
    user = make_user(session, "organiser", email=MAIL, password=GOOD[0])
    user.must_change_password = False
    return user


def test_the_last_five_passwords_do_not_come_back(strict: None, session: Session) -> None:
    user = make_strict(session)
    own = Actor(user_id=user.id)
    for password in GOOD[1:6]:
        change_password(session, user, password, by=own, now=NOW)
    for password in GOOD[1:6]:
        with pytest.raises(Invalid):
            change_password(session, user, password, by=own, now=NOW)
    change_password(session, user, GOOD[0], by=own, now=NOW)


def test_a_password_is_due_after_ninety_days_and_after_somebody_else_set_it(strict: None, session: Session) -> None:
    user = make_strict(session)
    own = Actor(user_id=user.id)
    change_password(session, user, GOOD[1], by=own, now=NOW)
    assert not password_is_due(user, now=NOW + timedelta(days=90))
    assert password_is_due(user, now=NOW + timedelta(days=90, seconds=1))
    change_password(session, user, GOOD[2], by=SYSTEM, now=NOW)
    assert password_is_due(user, now=NOW)


def test_without_the_policy_no_password_is_ever_due(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    change_password(session, user, "another good password", by=SYSTEM, now=NOW)
    assert not password_is_due(user, now=NOW + timedelta(days=4000))


def test_whoever_has_a_password_due_gets_no_other_page_before(strict: None, client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "organiser", email=MAIL, password=GOOD[0])
    assert client.post("/login", data={"email": MAIL, "password": GOOD[0]}).location == "/account/password"
    assert client.get("/console/registrations").location == "/account/password"
    refused = client.post("/account/password", data={"password": GOOD[0], "again": GOOD[0]})
    assert refused.status_code == 422
    differing = client.post("/account/password", data={"password": GOOD[1], "again": GOOD[2]})
    assert differing.status_code == 422
    assert client.post("/account/password", data={"password": GOOD[1], "again": GOOD[1]}).location == "/console/"
    assert client.get("/console/registrations").status_code == 200


def test_a_link_sets_a_password_once_and_for_half_an_hour(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    first = issue_reset_link(session, user, now=NOW)
    second = issue_reset_link(session, user, now=NOW)
    assert first
    assert second
    session.flush()
    for secret, now in ((first, NOW), (second, NOW + timedelta(minutes=30)), ("nothing", NOW)):
        with pytest.raises(LinkRefused):
            reset_password(session, secret, "another good password", now=now)
    with pytest.raises(CodeRefused):
        use_login_link(session, second, now=NOW)
    epoch = user.session_epoch
    reset_password(session, second, "another good password", now=NOW + timedelta(minutes=29))
    assert user.session_epoch == epoch + 1
    session.flush()
    session.expire_all()
    with pytest.raises(LinkRefused):
        reset_password(session, second, "yet another password", now=NOW)


def newest_link() -> str:
    with reading() as session:
        message = session.query(Message).filter_by(event="accounts.reset").order_by(Message.id.desc()).first()
        assert message is not None
        found = re.search(r"http://congress\.test(/login/reset/\S+)", message.text)
        assert found is not None
        return found[1]


def test_a_forgotten_password_is_set_by_mail_in_the_middle_of_an_attack(app: Flask, client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "organiser", email=MAIL)
    for number in range(FREE_TRIES_OF_STRANGERS):
        app.test_client().post(
            "/login", data={"email": MAIL, "password": "wrong one"},
            environ_base={"REMOTE_ADDR": f"198.51.100.{number}"},
        )  # fmt: skip
    assert client.post("/login", data={"email": MAIL, "password": PASSWORD}).status_code == 422
    assert client.post("/login/forgotten", data={"email": "A@congress.test"}).location == "/login"
    link, new = newest_link(), "another good password"
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "short", "again": "short"}).status_code == 422
    assert client.post(link, data={"password": new, "again": new}).location == "/login"
    assert client.post("/login", data={"email": MAIL, "password": new}).status_code == 302
    assert client.get(link).status_code == 422


def test_the_page_says_the_same_of_everybody(app: Flask, client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "alumnus", email="alumnus@congress.test")
        make_user(session, "viewer", email="closed@congress.test").is_active = False
        make_user(session, "organiser", email=MAIL)
    answers = [
        client.post("/login/forgotten", data={"email": email})
        for email in (MAIL, "nobody@congress.test", "alumnus@congress.test", "closed@congress.test")
    ]
    assert {(answer.status_code, answer.location) for answer in answers} == {(302, "/login")}
    with reading() as session:
        assert [message.address for message in session.query(Message)] == [MAIL]
        assert user_by_address(session, MAIL) is not None
