"""The door: codes, passwords, roles, and sessions that end when rights change."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from congress.accounts.actions import (
    CODE_LIVES,
    CODE_TRIES,
    CODES_AN_HOUR,
    alumnus_user,
    change_password,
    check_grants,
    create_user,
    issue_login_code,
    revoke_token,
    set_active,
    set_grants,
    use_login_code,
    use_login_link,
)
from congress.accounts.addresses import Address, normal_email, normal_phone, read_address
from congress.accounts.errors import AccountExists, CodeRefused, RolesRefused
from congress.accounts.queries import tokens_of, user_by_address
from congress.accounts.sessions import forget_cached_tokens
from congress.accounts.states import ADMINISTRATORS, SCOPE_OF_ROLE, Role
from congress.foundation.access import SYSTEM, Grant
from congress.foundation.db import unit_of_work
from congress.foundation.errors import Invalid, RateLimited
from tests.factories.accounts import PASSWORD, make_token, make_user
from tests.factories.programme import make_congress

KEY = b"key"
NOW = datetime(2036, 11, 1, tzinfo=UTC)
MAIL = Address(email="jia@example.test")


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def enter(session: Session, code: str, now: datetime = NOW, address: Address = MAIL) -> bool:
    return use_login_code(session, address, code, key=KEY, now=now)


def test_a_code_is_good_for_one_use(session: Session) -> None:
    code, _link = issue_login_code(session, MAIL, key=KEY, now=NOW)
    assert len(code) == 6
    assert enter(session, code)
    assert not enter(session, code)


def test_a_code_is_good_for_five_minutes(session: Session) -> None:
    assert timedelta(minutes=5) == CODE_LIVES
    code, _link = issue_login_code(session, MAIL, key=KEY, now=NOW)
    assert not enter(session, code, NOW + CODE_LIVES)
    assert enter(session, code, NOW + CODE_LIVES - timedelta(microseconds=1))


def test_after_five_wrong_tries_the_right_code_is_refused_too(session: Session) -> None:
    assert CODE_TRIES == 5
    code, _link = issue_login_code(session, MAIL, key=KEY, now=NOW)
    for _try in range(CODE_TRIES):
        assert not enter(session, wrong(code))
    assert not enter(session, code)


def test_the_fifth_try_may_still_be_the_right_one(session: Session) -> None:
    code, _link = issue_login_code(session, MAIL, key=KEY, now=NOW)
    for _try in range(CODE_TRIES - 1):
        assert not enter(session, wrong(code))
    assert enter(session, code)


def test_a_new_code_ends_the_one_before_and_an_address_has_its_own(session: Session) -> None:
    first, _link = issue_login_code(session, MAIL, key=KEY, now=NOW)
    second, _link = issue_login_code(session, MAIL, key=KEY, now=NOW)
    other = Address(email="yi@example.test")
    assert not enter(session, second, address=other)
    if first != second:
        assert not enter(session, first)
    assert enter(session, second)


def test_six_codes_an_hour_are_enough(session: Session) -> None:
    for _code in range(CODES_AN_HOUR):
        issue_login_code(session, MAIL, key=KEY, now=NOW)
    with pytest.raises(RateLimited):
        issue_login_code(session, MAIL, key=KEY, now=NOW + timedelta(minutes=59))
    issue_login_code(session, MAIL, key=KEY, now=NOW + timedelta(minutes=61))


def test_a_link_is_good_once_and_for_as_long_as_its_code(session: Session) -> None:
    _code, link = issue_login_code(session, MAIL, key=KEY, now=NOW)
    with pytest.raises(CodeRefused):
        use_login_link(session, link, now=NOW + CODE_LIVES)
    assert use_login_link(session, link, now=NOW) == "jia@example.test"
    for secret in (link, "nothing", ""):
        with pytest.raises(CodeRefused):
            use_login_link(session, secret, now=NOW)


def test_a_used_code_takes_its_link_along_and_the_other_way_round(session: Session) -> None:
    code, link = issue_login_code(session, MAIL, key=KEY, now=NOW)
    assert enter(session, code)
    session.flush()
    with pytest.raises(CodeRefused):
        use_login_link(session, link, now=NOW)
    code, link = issue_login_code(session, MAIL, key=KEY, now=NOW)
    use_login_link(session, link, now=NOW)
    session.expire_all()
    assert not enter(session, code)


def test_the_user_behind_an_address_comes_into_being_once(session: Session) -> None:
    made = alumnus_user(session, MAIL, now=NOW)
    assert [grant.role for grant in made.grants] == [Role.ALUMNUS]
    assert alumnus_user(session, MAIL, now=NOW).id == made.id


def test_nobody_of_the_staff_comes_in_by_a_code(session: Session) -> None:
    make_user(session, "organiser", email=MAIL.text)
    with pytest.raises(CodeRefused):
        alumnus_user(session, MAIL, now=NOW)


@pytest.mark.parametrize("administrator", sorted(ADMINISTRATORS))
def test_an_administrators_role_is_held_alone(administrator: str) -> None:
    check_grants([Grant(administrator)])
    for other in set(Role) - {administrator}:
        with pytest.raises(RolesRefused):
            check_grants([Grant(administrator), Grant(other)])


@pytest.mark.parametrize("role", sorted(Role))
def test_a_role_has_the_scope_that_it_needs_and_no_other(role: Role) -> None:
    scopes: list[tuple[str | None, str | None]] = [
        (None, None), ("school", "HN-T-U1"), ("division", "990100"), ("gate", "main"), ("province", None),
    ]  # fmt: skip
    taken = set()
    for kind, code in scopes:
        try:
            check_grants([Grant(role, kind, code)])
            taken.add(kind)
        except RolesRefused:
            pass
    assert taken == ({kind.value for kind in SCOPE_OF_ROLE[role]} if role in SCOPE_OF_ROLE else {None})
    for kind in ("school", "division", "gate"):
        with pytest.raises(RolesRefused):
            check_grants([Grant(role, kind, "")])


def test_business_roles_may_be_held_together(session: Session) -> None:
    grants = [Grant("organiser"), Grant("verifier", "province"), Grant("gate", "gate", "main")]
    user = create_user(session, MAIL, name="", password=None, grants=grants, by=SYSTEM, now=NOW)
    assert {grant.role for grant in user.grants} == {"organiser", "verifier", "gate"}


def test_an_address_has_one_account_and_a_password_is_no_toy(session: Session) -> None:
    make_user(session, "organiser", email="a@congress.test")
    with pytest.raises(AccountExists):
        make_user(session, "viewer", email="a@congress.test")
    for password in ("short", "a" * 30, "abcabcabcabc", "x" * 201):
        with pytest.raises(Invalid):
            create_user(session, MAIL, name="", password=password, grants=[Grant("viewer")], by=SYSTEM, now=NOW)


@pytest.mark.parametrize("change", ["roles", "closed", "password"])
def test_a_browser_is_signed_out_as_soon_as_rights_change(app: Flask, client: FlaskClient, change: str) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "organiser", email="a@congress.test")
    assert client.post("/login", data={"email": "a@congress.test", "password": PASSWORD}).status_code == 302
    assert client.get("/console/registrations").status_code == 200
    with unit_of_work() as session:
        user = user_by_address(session, "a@congress.test")
        assert user is not None
        if change == "roles":
            set_grants(session, user, [Grant("organiser"), Grant("viewer")], by=SYSTEM, now=NOW)
        elif change == "closed":
            set_active(session, user, active=False, by=SYSTEM, now=NOW)
        else:
            change_password(session, user, "another good password", by=SYSTEM, now=NOW)
    answer = client.get("/console/registrations")
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/login")


def test_a_token_ends_when_it_is_revoked_or_its_owner_is_closed(app: Flask, client: FlaskClient) -> None:
    path = "/api/v1/congresses/2036/registrations"
    with unit_of_work() as session:
        make_congress(session)
        user = make_user(session, "organiser", email="a@congress.test")
        first, second = make_token(session, user), make_token(session, user)
    assert client.get(path, headers=first).status_code == 200
    with unit_of_work() as session:
        token = min(tokens_of(session, user_by_address(session, "a@congress.test").id), key=lambda one: one.id)  # type: ignore[union-attr]
        revoke_token(session, token, by=SYSTEM, now=NOW)
    forget_cached_tokens()
    assert client.get(path, headers=first).status_code == 401
    assert client.get(path, headers=second).status_code == 200
    with unit_of_work() as session:
        set_active(session, user_by_address(session, "a@congress.test"), active=False, by=SYSTEM, now=NOW)  # type: ignore[arg-type]
    forget_cached_tokens()
    assert client.get(path, headers=second).status_code == 401


def test_a_narrow_token_does_no_more_than_it_says(app: Flask, client: FlaskClient) -> None:
    path = "/api/v1/congresses/2036/registrations"
    with unit_of_work() as session:
        make_congress(session)
        token = make_token(session, make_user(session, "organiser"), "registrations:read")
    assert client.get(path, headers=token).status_code == 200
    refused = client.post(path, json={"name": "甲", "email": "a@example.test", "consent": True}, headers=token)
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Jia@Example.TEST ", Address(email="jia@example.test")),
        ("138 0000 0001", Address(phone="+8613800000001")),
        ("+1 (650) 253-0000", Address(phone="+16502530000")),
    ],
)
def test_an_address_is_kept_in_one_form(text: str, address: Address) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize("text", ["", "nobody", "a@", "@example.test", "12", "a@b@c.test", "1" * 40])
def test_what_reaches_nobody_is_no_address(text: str) -> None:
    for read in (read_address, normal_email, normal_phone):
        with pytest.raises(ValueError, match=r"address|number"):
            read(text)
