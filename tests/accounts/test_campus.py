"""Logins of schools: what an honest server says is taken, what is forged, replayed or for somebody else is not."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

from congress.accounts.actions import set_active, set_grants
from congress.accounts.models import User
from congress.accounts.queries import user_by_address
from congress.foundation.access import SYSTEM, Grant
from congress.foundation.clock import now
from congress.foundation.db import reading, unit_of_work
from congress.settings import CampusLogin, Settings, SettingsError
from tests.accounts.campus_servers import CLIENT, CLIENT_SECRET, EMAIL, CasServer, OpenIdServer, response, success
from tests.factories.accounts import make_user
from tests.factories.programme import make_congress
from tests.factories.schools import OTHER_UNIVERSITY, UNIVERSITY

OIDC, CAS = "/login/campus/oidc", "/login/campus/cas"


@pytest.fixture
def openid() -> Iterator[OpenIdServer]:
    server = OpenIdServer()
    yield server
    server.stop()


@pytest.fixture
def cas() -> Iterator[CasServer]:
    server = CasServer()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def contact(app: Flask, openid: OpenIdServer, cas: CasServer) -> Iterator[None]:
    """A school with both kinds of login, and its contact."""
    logins = (
        CampusLogin(slug="oidc", kind="oidc", name="示例大学甲", school=UNIVERSITY, url=openid.address,
                    client_id=CLIENT, client_secret=CLIENT_SECRET),
        CampusLogin(slug="cas", kind="cas", name="示例大学乙", school=UNIVERSITY, url=f"{cas.address}/cas",
                    attribute="mail"),
    )  # fmt: skip
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, campus_logins=logins)
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "school", email=EMAIL, kind="school", code=UNIVERSITY)
    yield
    app.extensions["settings"] = before


def outcome(client: FlaskClient, path: str) -> int | str:
    """Where the browser is sent after it came back, or how it was refused."""
    answer = client.get(path)
    return answer.location if answer.status_code == 302 else answer.status_code


def log_in(client: FlaskClient, server: OpenIdServer | CasServer, path: str) -> int | str:
    set_out = client.get(path)
    assert set_out.status_code == 302
    return outcome(client, server.authorise(set_out.location))


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_a_contact_comes_in_by_openid_connect_and_goes_on(client: FlaskClient, openid: OpenIdServer) -> None:
    assert log_in(client, openid, f"{OIDC}?next=/school/%3Fx%3D1") == "/school/?x=1"
    assert is_in(client)


def test_a_contact_comes_in_by_cas(client: FlaskClient, cas: CasServer) -> None:
    assert log_in(client, cas, CAS) == "/school/"
    assert is_in(client)


def test_the_login_page_offers_both(client: FlaskClient) -> None:
    page = client.get("/login").get_data(as_text=True)
    assert "示例大学甲" in page
    assert f'href="{CAS}"' in page


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://127.0.0.1:9/"}, {"iss": None}, {"aud": "another client"}, {"aud": None}, {"nonce": "another"},
        {"nonce": None}, {"exp": 1}, {"exp": None}, {"iat": None}, {"sub": None}, {"azp": "another client"},
        {"email_verified": False}, {"email_verified": None}, {"email_verified": "true"}, {"email": "no address"},
        {"email": "stranger@school.test"},
    ],
    ids=json.dumps,
)  # fmt: skip
def test_claims_that_are_not_right_open_nothing(
    client: FlaskClient, openid: OpenIdServer, claims: dict[str, object]
) -> None:
    openid.claims = claims
    assert log_in(client, openid, OIDC) == 403
    assert not is_in(client)


def with_another_key(server: OpenIdServer) -> None:
    server.signing = RSAKey.generate_key(2048, {"kid": "one"})


def without_signature(server: OpenIdServer) -> None:
    server.algorithm = "none"


@pytest.mark.parametrize("forge", [with_another_key, without_signature, OpenIdServer.sign_with_client_secret])
def test_a_token_that_the_school_did_not_sign_opens_nothing(
    client: FlaskClient, openid: OpenIdServer, forge: Callable[[OpenIdServer], None]
) -> None:
    forge(openid)
    assert log_in(client, openid, OIDC) == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "lie",
    [{"issuer": "http://127.0.0.1:9"}, {"token_endpoint": "file:///etc/hosts"}, {"jwks_uri": None}],
    ids=json.dumps,
)  # fmt: skip
def test_a_server_that_tells_odd_addresses_is_not_asked(
    client: FlaskClient, openid: OpenIdServer, lie: dict[str, str]
) -> None:
    openid.discovery = lie
    assert client.get(OIDC).status_code == 403


def test_a_server_that_sends_us_elsewhere_is_not_followed(client: FlaskClient, openid: OpenIdServer) -> None:
    openid.redirects = True
    assert log_in(client, openid, OIDC) == 403


def test_the_address_may_stand_in_the_user_info(client: FlaskClient, openid: OpenIdServer) -> None:
    openid.claims = {"email": None, "email_verified": None}
    openid.userinfo = {"sub": "another", "email": EMAIL, "email_verified": True}
    assert log_in(client, openid, OIDC) == 403
    openid.userinfo["sub"] = "42"
    assert log_in(client, openid, OIDC) == "/school/"


@pytest.mark.parametrize("kind", ["oidc", "cas"])
def test_an_answer_is_taken_once_and_in_the_browser_that_set_out(
    app: Flask, client: FlaskClient, openid: OpenIdServer, cas: CasServer, kind: str
) -> None:
    server: OpenIdServer | CasServer = openid if kind == "oidc" else cas
    path = f"/login/campus/{kind}"
    answer = server.authorise(client.get(path).location)
    stranger = app.test_client()
    assert outcome(stranger, answer) == 403
    stranger.get(path)
    assert outcome(stranger, answer) == 403
    kept = client.get_cookie("session")
    assert kept is not None
    assert outcome(client, answer) == "/school/"
    assert outcome(client, answer) == 403
    replaying = app.test_client()
    replaying.set_cookie("session", kept.value)
    again = server.authorise(client.get(path).location)
    assert outcome(replaying, answer) == 403
    assert outcome(replaying, again) == 403
    assert not is_in(replaying)


def test_a_code_of_another_login_does_not_fit(app: Flask, client: FlaskClient, openid: OpenIdServer) -> None:
    own = openid.authorise(client.get(OIDC).location)
    other = openid.authorise(app.test_client().get(OIDC).location)
    code = other.split("code=")[1].split("&")[0]
    mixed = own.replace(own.split("code=")[1].split("&")[0], code)
    assert outcome(client, mixed) == 403


@pytest.mark.parametrize("target", ["//example.test/", "https://example.test/", "/\\example.test", "javascript:1"])
def test_nobody_is_sent_to_another_site(client: FlaskClient, openid: OpenIdServer, target: str) -> None:
    set_out = client.get(OIDC, query_string={"next": target})
    back = openid.authorise(set_out.location)
    assert client.get(f"{back}&next={target}").location == "/school/"


@pytest.mark.parametrize(
    "document",
    [
        lambda _email: "no xml",
        lambda email: success(email).replace("yale", "example"),
        lambda email: "<!DOCTYPE x [<!ENTITY e 'x'>]>" + success(email),
        lambda email: response(f"<cas:attributes><cas:mail>{email}</cas:mail></cas:attributes>"),
        lambda email: success(f"{email}</cas:mail><cas:mail>{email}"),
        lambda _email: success(""),
        lambda email: success(f"{email}<!-- -->.example"),
    ],
)
def test_an_answer_of_cas_that_is_not_plain_opens_nothing(
    client: FlaskClient, cas: CasServer, document: Callable[[str], str]
) -> None:
    cas.document = document
    assert log_in(client, cas, CAS) == 403
    assert not is_in(client)


@pytest.mark.parametrize("ticket", ["", "PT-1", "ST-", "ST-1&x", "ST-unknown"])
def test_a_ticket_that_is_none_opens_nothing(client: FlaskClient, cas: CasServer, ticket: str) -> None:
    back = cas.authorise(client.get(CAS).location).partition("&ticket=")[0]
    assert outcome(client, f"{back}&ticket={quote(ticket)}") == 403


@pytest.mark.parametrize(
    "grants",
    [
        [Grant("organiser")],
        [Grant("security_admin")],
        [Grant("school", "school", OTHER_UNIVERSITY)],
        [Grant("school", "school", UNIVERSITY), Grant("organiser")],
        [Grant("alumnus")],
    ],
    ids=str,
)
def test_a_school_vouches_for_its_own_contacts_and_nobody_else(
    client: FlaskClient, openid: OpenIdServer, grants: list[Grant]
) -> None:
    with unit_of_work() as session:
        set_grants(session, contact_of(session), grants, by=SYSTEM, now=now())
    assert log_in(client, openid, OIDC) == 403
    with reading() as session:
        assert {grant.role for grant in contact_of(session).grants} == {grant.role for grant in grants}


def contact_of(session: object) -> User:
    found = user_by_address(session, EMAIL)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_closed_account_stays_closed_and_an_unknown_person_gets_none(
    client: FlaskClient, openid: OpenIdServer
) -> None:
    with unit_of_work() as session:
        set_active(session, contact_of(session), active=False, by=SYSTEM, now=now())
    assert log_in(client, openid, OIDC) == 403
    openid.claims = {"email": "new@school.test"}
    assert log_in(client, openid, OIDC) == 403
    with reading() as session:
        assert user_by_address(session, "new@school.test") is None


def test_a_server_that_does_not_answer_is_said_so(client: FlaskClient, openid: OpenIdServer, cas: CasServer) -> None:
    back = cas.authorise(client.get(CAS).location)
    openid.stop()
    cas.stop()
    for path in (OIDC, back):
        answer = client.get(path)
        assert (answer.status_code, "暂无响应" in answer.text) == (503, True)


@pytest.mark.one_database
def test_a_school_that_tells_no_address_and_a_login_of_another_window_are_told_apart(
    client: FlaskClient, openid: OpenIdServer, cas: CasServer
) -> None:
    openid.claims, openid.userinfo = {"email": None}, {"sub": "42"}
    cas.document = lambda email: success(email).replace("mail", "phone")
    for path, server in ((OIDC, openid), (CAS, cas)):
        answer = client.get(server.authorise(client.get(path).location))
        assert (answer.status_code, "未提供您的邮箱" in answer.text) == (403, True)
    stale = openid.authorise(client.get(OIDC).location)
    client.get(CAS)
    answer = client.get(stale)
    assert (answer.status_code, "另一窗口" in answer.text) == (403, True)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "value",
    [
        "no json", '{"slug": "a"}', '[{"slug": "a"}]', '["a"]',
        '[{"slug": "A", "kind": "cas", "name": "x", "school": "x", "url": "https://x.test"}]',
        '[{"slug": "a", "kind": "saml", "name": "x", "school": "x", "url": "https://x.test"}]',
        '[{"slug": "a", "kind": "cas", "name": "x", "school": "x", "url": "http://x.test"}]',
        '[{"slug": "a", "kind": "cas", "name": "x", "school": 1, "url": "https://x.test"}]',
        '[{"slug": "a", "kind": "oidc", "name": "x", "school": "x", "url": "https://x.test"}]',
        "[" + ",".join(['{"slug": "a", "kind": "cas", "name": "x", "school": "x", "url": "https://x.test"}'] * 2) + "]",
    ],
)  # fmt: skip
def test_a_wrong_setting_stops_the_start(value: str) -> None:
    with pytest.raises(SettingsError, match="CAMPUS_LOGINS"):
        Settings.from_environment({"CAMPUS_LOGINS": value})
