"""Second factors: codes that are good once, and a door that asks for them."""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from congress.accounts.errors import CodeWrong, FactorNeeded
from congress.accounts.factors import (
    RECOVERY_CODES,
    begin_totp,
    confirm_totp,
    factors_of,
    issue_second_code,
    new_recovery_codes,
    proves_second,
    remove_factor,
    reset_factors,
    set_second_phone,
    totp_at,
)
from congress.accounts.models import RecoveryCode, TotpKey, User
from congress.accounts.queries import user_by_address
from congress.accounts.rules import FREE_TRIES
from congress.accounts.states import Factor
from congress.foundation.access import SYSTEM
from congress.foundation.audit import AuditEntry
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import StateRefused
from congress.notifications.models import Message
from tests.factories.accounts import PASSWORD, make_user, signed_in
from tests.factories.programme import make_congress
from tests.factories.schools import UNIVERSITY

KEY = b"key"
NOW = datetime(2036, 11, 1, tzinfo=UTC)
MAIL = "a@congress.test"
PHONE = "+8613900000009"


def secret_of(link: str) -> bytes:
    return base64.b32decode(parse_qs(urlsplit(link).query)["secret"][0])


def with_app(session: Session, user: User, now: datetime = NOW) -> bytes:
    """The user sets up an authenticator app; the answer is the key in it."""
    key = secret_of(begin_totp(session, user).link)
    confirm_totp(session, user, totp_at(key, now), by=SYSTEM, now=now)
    session.flush()
    return key


def proves(session: Session, user: User, code: str, now: datetime = NOW) -> bool:
    return proves_second(session, user, code, key=KEY, now=now)


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert totp_at(b"12345678901234567890", datetime.fromtimestamp(seconds, UTC)) == code


def test_an_app_counts_once_it_has_shown_a_code(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    key = secret_of(begin_totp(session, user).link)
    assert secret_of(begin_totp(session, user).link) == key
    assert factors_of(session, user) == []
    assert not proves(session, user, totp_at(key, NOW))
    with pytest.raises(CodeWrong):
        confirm_totp(session, user, totp_at(key, NOW + timedelta(minutes=5)), by=SYSTEM, now=NOW)
    confirm_totp(session, user, totp_at(key, NOW), by=SYSTEM, now=NOW)
    assert factors_of(session, user) == [Factor.TOTP]
    with pytest.raises(StateRefused):
        begin_totp(session, user)


def test_a_code_of_the_app_is_good_once_and_a_step_early_or_late(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    key = with_app(session, user)
    later = NOW + timedelta(hours=1)
    for steps in (-2, 2):
        assert not proves(session, user, totp_at(key, later, shift=steps), later)
    assert proves(session, user, totp_at(key, later, shift=-1), later)
    assert proves(session, user, totp_at(key, later), later)
    assert not proves(session, user, totp_at(key, later), later)
    assert not proves(session, user, totp_at(key, later, shift=-1), later)
    assert proves(session, user, totp_at(key, later, shift=1), later)


def test_the_key_of_an_app_is_sealed_in_the_database(session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    key = with_app(session, user)
    [row] = session.query(TotpKey)
    assert key not in row.sealed_key


def test_a_lost_field_key_leaves_the_other_factors(app: Flask, session: Session) -> None:
    user = make_user(session, "organiser", email=MAIL)
    key = with_app(session, user)
    codes = new_recovery_codes(session, user, by=SYSTEM, now=NOW)
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, field_key="another field key")
    try:
        assert not proves(session, user, totp_at(key, NOW, shift=1))
        assert proves(session, user, codes[0])
    finally:
        app.extensions["settings"] = before


def test_codes_on_paper_work_once_and_new_ones_end_the_old(session: Session) -> None:
    user, other = make_user(session, "organiser", email=MAIL), make_user(session, "viewer")
    with_app(session, user)
    with_app(session, other)
    old = new_recovery_codes(session, user, by=SYSTEM, now=NOW)
    codes = new_recovery_codes(session, user, by=SYSTEM, now=NOW)
    assert len(set(codes)) == RECOVERY_CODES
    assert not proves(session, user, old[0])
    assert not proves(session, other, codes[0])
    assert proves(session, user, codes[0].lower().replace("-", " "))
    assert not proves(session, user, codes[0])
    assert proves(session, user, codes[1])
    stored = {row.code_hash for row in session.query(RecoveryCode)}
    assert not stored & {code.replace("-", "") for code in codes}


def test_codes_by_sms_are_for_schools_and_places_alone(session: Session) -> None:
    school = make_user(session, "school", kind="school", code=UNIVERSITY)
    organiser = make_user(session, "organiser")
    for user, may in ((school, True), (organiser, False)):
        code = issue_second_code(session, user, key=KEY, now=NOW)
        assert set_second_phone(session, user, PHONE, code, key=KEY, by=SYSTEM, now=NOW) is may
    code = issue_second_code(session, school, key=KEY, now=NOW)
    assert not proves(session, school, f"{(int(code) + 1) % 10**6:06d}")
    assert proves(session, school, code)
    assert not proves(session, school, code)


def test_a_phone_counts_no_more_once_somebody_has_another_role(session: Session) -> None:
    user = make_user(session, "organiser")
    user.second_phone = PHONE
    assert factors_of(session, user) == []


@pytest.fixture
def required(app: Flask) -> Iterator[None]:
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, require_second_factor=True)
    yield
    app.extensions["settings"] = before


def test_who_must_have_a_factor_keeps_the_last_one(required: None, session: Session) -> None:
    administrator, organiser = make_user(session, "auditor"), make_user(session, "organiser")
    for user in (administrator, organiser):
        with_app(session, user)
        new_recovery_codes(session, user, by=SYSTEM, now=NOW)
    with pytest.raises(FactorNeeded):
        remove_factor(session, administrator, Factor.TOTP, by=SYSTEM, now=NOW)
    remove_factor(session, organiser, Factor.TOTP, by=SYSTEM, now=NOW)
    assert session.query(RecoveryCode).filter_by(user_id=organiser.id).count() == 0


def test_a_reset_takes_everything_signs_out_and_keeps_the_reason(session: Session) -> None:
    user = make_user(session, "school", kind="school", code=UNIVERSITY)
    with_app(session, user)
    user.second_phone, epoch = PHONE, user.session_epoch
    new_recovery_codes(session, user, by=SYSTEM, now=NOW)
    reset_factors(session, user, "示例：手机丢失", by=SYSTEM, now=NOW)
    assert factors_of(session, user) == []
    assert session.query(RecoveryCode).count() == 0
    assert user.session_epoch == epoch + 1
    [entry] = session.query(AuditEntry).filter_by(act="user.factors_reset")
    assert entry.facts == {"factors": ["totp", "sms"], "reason": "示例：手机丢失"}


@pytest.fixture
def key(app: Flask) -> bytes:
    """A school's contact with an authenticator app; what is in it."""
    with unit_of_work() as session:
        make_congress(session)
        user = make_user(session, "school", email=MAIL, kind="school", code=UNIVERSITY)
        return with_app(session, user, datetime.now(UTC) - timedelta(hours=1))


def log_in(client: FlaskClient, wanted: str = "") -> str:
    answer = client.post(f"/login{wanted}", data={"email": MAIL, "password": PASSWORD})
    assert answer.status_code == 302
    return answer.location


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_the_password_alone_opens_nothing(key: bytes, client: FlaskClient) -> None:
    assert log_in(client, "?next=/school/") == "/login/second"
    assert not is_in(client)
    assert client.get("/login/second").status_code == 200
    assert client.post("/login/second", data={"code": "000000"}).status_code == 422
    assert not is_in(client)
    right = client.post("/login/second", data={"code": totp_at(key, datetime.now(UTC))})
    assert right.location == "/school/"
    assert is_in(client)


def test_without_the_password_there_is_no_second_step(key: bytes, client: FlaskClient) -> None:
    code = totp_at(key, datetime.now(UTC))
    for path in ("/login/second", "/login/second/sms"):
        assert client.post(path, data={"code": code}).location == "/login"
    assert client.post("/login/second/passkey/options", json={}).status_code == 401
    assert client.post("/login/second/passkey", json={}).status_code == 401
    assert not is_in(client)


def test_the_second_step_ends_ten_minutes_after_the_password(key: bytes, client: FlaskClient) -> None:
    log_in(client)
    with client.session_transaction() as cookie:
        cookie["second"] = cookie["second"] | {"since": cookie["second"]["since"] - 601}
    assert client.post("/login/second", data={"code": totp_at(key, datetime.now(UTC))}).location == "/login"


def test_guessing_the_second_step_makes_one_wait_and_the_password_does_not_help(
    key: bytes, client: FlaskClient
) -> None:
    for _try in range(FREE_TRIES):
        log_in(client)
        assert client.post("/login/second", data={"code": "000000"}).status_code == 422
    answer = client.post("/login", data={"email": MAIL, "password": PASSWORD})
    assert answer.status_code == 422
    assert client.post("/login/second", data={"code": totp_at(key, datetime.now(UTC))}).status_code == 422


def newest_code() -> str:
    with reading() as session:
        message = session.query(Message).filter_by(event="accounts.second_code").order_by(Message.id.desc()).first()
        assert message is not None
        assert message.address == PHONE
        return "".join(character for character in message.text if character.isdigit())[:6]


def test_a_school_adds_its_phone_and_logs_in_with_a_code_by_sms(app: Flask, client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "school", email=MAIL, kind="school", code=UNIVERSITY)
    log_in(client)
    assert client.post("/account/factors/phone", data={"phone": "12"}).status_code == 422
    assert client.post("/account/factors/phone", data={"phone": PHONE}).status_code == 200
    assert client.post("/account/factors/phone/confirm", data={"code": "1"}).status_code == 422
    page = client.post("/account/factors/phone/confirm", data={"code": newest_code()}).get_data(as_text=True)
    assert page.count("-") > RECOVERY_CODES
    other = app.test_client()
    assert log_in(other) == "/login/second"
    assert other.post("/login/second/sms").status_code == 302
    assert other.post("/login/second", data={"code": newest_code()}).location == "/school/"
    page = other.get("/account/factors").get_data(as_text=True)
    assert PHONE in page
    assert other.post("/account/factors/remove", data={"factor": "sms"}).status_code == 302
    assert log_in(app.test_client()) == "/school/"


def test_an_app_is_set_up_by_its_page(app: Flask, client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "organiser", email=MAIL)
    log_in(client)
    page = client.post("/account/factors/app/new").get_data(as_text=True)
    found = re.search(r'id="totp-key">([A-Z2-7]+)<', page)
    assert found is not None
    assert client.post("/account/factors/app", data={"code": "000000"}).status_code == 422
    code = totp_at(base64.b32decode(found[1]), datetime.now(UTC))
    assert client.post("/account/factors/app", data={"code": code}).status_code == 200
    assert log_in(app.test_client()) == "/login/second"
    with reading() as session:
        told = session.query(Message).filter_by(event="accounts.changed", address=MAIL).count()
    assert told == 1


def test_an_administrator_adds_a_factor_before_anything_else(required: None, app: Flask, client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "security_admin", email=MAIL)
    assert log_in(client) == "/account/factors"
    assert client.get("/console/users").location == "/account/factors"
    client.post("/account/factors/app/new")
    with unit_of_work() as session:
        user = user_by_address(session, MAIL)
        assert user is not None
        key = secret_of(begin_totp(session, user).link)
    assert client.post("/account/factors/app", data={"code": totp_at(key, datetime.now(UTC))}).status_code == 200
    assert client.get("/console/users").status_code == 200


def test_the_security_administrator_takes_somebodys_factors_away(key: bytes, app: Flask) -> None:
    with unit_of_work() as session:
        make_user(session, "security_admin", email="s@congress.test")
        user = user_by_address(session, MAIL)
        assert user is not None
        path = f"/console/users/{user.id}"
    browser = signed_in(app, "s@congress.test")
    assert "factors" in browser.get(path).get_data(as_text=True)
    assert browser.post(f"{path}/factors", data={"reason": ""}).status_code == 422
    assert browser.post(f"{path}/factors", data={"reason": "示例"}).status_code == 302
    assert log_in(app.test_client()) == "/school/"
