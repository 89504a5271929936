"""Invitations: one use or as many as allowed, a category, a reserved seat that is never sold twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import reading, unit_of_work
from congress.notifications.queries import messages_to
from congress.programme.queries import forum_by_slug, the_congress
from congress.registration.invitations import release_expired
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.programme import make_congress, make_forum

C = "/api/v1/congresses/2036"
LATER = datetime.now(UTC) + timedelta(days=3650)


@pytest.fixture
def organiser(app: Flask) -> dict[str, str]:
    """An organiser's token, at a congress that reviews everybody and has a forum of two seats."""
    with unit_of_work() as session:
        congress = make_congress(session, approval=True)
        make_forum(session, congress, "talk", capacity=2, waitlist=True)
        return make_token(session, make_user(session, "organiser"))


def invite(client: FlaskClient, headers: dict[str, str], **more: Any) -> Any:
    return client.post(f"{C}/invitations", json={"label": "示例嘉宾"} | more, headers=headers)


def register(client: FlaskClient, headers: dict[str, str], number: int, **more: Any) -> Any:
    body = {"name": f"示例校友{number}", "email": f"a{number}@example.test", "consent": True} | more
    return client.post(f"{C}/registrations", json=body, headers=headers)


def taken() -> int:
    with reading() as session:
        return forum_by_slug(session, the_congress(session).id, "talk").taken


def test_an_invited_guest_needs_no_review_and_gets_category_and_seat(
    client: FlaskClient, organiser: dict[str, str]
) -> None:
    made = invite(client, organiser, category="vip", forum="talk").json
    assert taken() == 1
    answer = register(client, organiser, 1, invitation=made["code"].lower()).json
    assert answer["status"] == "confirmed"
    assert answer["category"] == "vip"
    assert answer["forums"] == [{"slug": "talk", "status": "confirmed", "position": None}]
    assert taken() == 1
    [listed] = client.get(f"{C}/invitations?state=used", headers=organiser).json["items"]
    assert listed["registration"] == answer["code"]


@pytest.mark.parametrize("spoil", ["used", "revoked", "never was"])
def test_a_code_that_is_not_open_is_refused_in_the_same_words(
    client: FlaskClient, organiser: dict[str, str], spoil: str
) -> None:
    made = invite(client, organiser).json
    if spoil == "used":
        register(client, organiser, 1, invitation=made["code"])
    if spoil == "revoked":
        assert client.post(f"{C}/invitations/{made['id']}/revoke", headers=organiser).json["state"] == "revoked"
    code = "0" * 16 if spoil == "never was" else made["code"]
    answer = register(client, organiser, 2, invitation=code)
    assert answer.status_code == 422
    assert answer.json["errors"] == [{"field": "invitation", "message": "此邀请无效或已失效。"}]


def test_reserved_seats_are_not_given_to_others_and_come_back(client: FlaskClient, organiser: dict[str, str]) -> None:
    made = [invite(client, organiser, forum="talk", expires_at=LATER.isoformat()).json for _ in range(2)]
    full = invite(client, organiser, forum="talk")
    assert full.status_code == 409
    assert full.json["type"].endswith("/forum-full")
    other = invite(client, organiser).json
    waiting = register(client, organiser, 1, forums=["talk"], invitation=other["code"]).json
    assert waiting["forums"][0]["status"] == "waitlisted"
    client.post(f"{C}/invitations/{made[0]['id']}/revoke", headers=organiser)
    moved = client.get(f"{C}/registrations/{waiting['code']}", headers=organiser).json
    assert moved["forums"][0]["status"] == "confirmed"
    with unit_of_work() as session:
        assert release_expired(session, now=LATER) == 1
    with unit_of_work() as session:
        assert release_expired(session, now=LATER) == 0
    assert taken() == 1


def test_the_link_goes_to_the_guest_and_opens_a_page_that_knows_them(
    client: FlaskClient, organiser: dict[str, str]
) -> None:
    made = invite(client, organiser, email="guest@example.test", forum="talk").json
    with reading() as session:
        [message] = messages_to(session, ["guest@example.test"])
    assert made["link"] in message.text
    page = client.get(made["link"]).get_data(as_text=True)
    assert 'value="guest@example.test"' in page
    sent = client.post(
        "/register",
        data={"invitation": made["code"], "name": "示例嘉宾", "email": "guest@example.test", "language": "zh",
              "attend": "y"},
    )  # fmt: skip
    assert sent.status_code == 302
    assert client.get(made["link"]).status_code == 422


def test_a_code_for_three_lets_exactly_three_in_when_eight_use_it_at_once(
    app: Flask, client: FlaskClient, organiser: dict[str, str]
) -> None:
    made = invite(client, organiser, label="示例公司", uses=3, category="vip").json

    def come(number: int) -> int:
        status: int = register(app.test_client(), organiser, number, invitation=made["code"]).status_code
        return status

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(come, range(8))) == [201] * 3 + [422] * 5
    [listed] = client.get(f"{C}/invitations?state=used", headers=organiser).json["items"]
    assert (listed["used"], listed["uses"], listed["registration"]) == (3, 3, None)


def test_a_code_for_several_stays_open_until_its_last_use_and_can_be_withdrawn_before(
    client: FlaskClient, organiser: dict[str, str]
) -> None:
    made = invite(client, organiser, uses=3).json
    assert register(client, organiser, 1, invitation=made["code"]).status_code == 201
    [listed] = client.get(f"{C}/invitations?state=open", headers=organiser).json["items"]
    assert listed["used"] == 1
    client.post(f"{C}/invitations/{made['id']}/revoke", headers=organiser)
    assert register(client, organiser, 2, invitation=made["code"]).status_code == 422


def test_the_page_of_a_code_for_several_fills_in_nobodys_name(client: FlaskClient, organiser: dict[str, str]) -> None:
    made = invite(client, organiser, label="示例公司", email="office@example.test", uses=2).json
    with reading() as session:
        [message] = messages_to(session, ["office@example.test"])
    assert "此链接可供贵单位 2 人使用" in message.text
    page = client.get(made["link"])
    assert page.status_code == 200
    assert "office@example.test" not in page.get_data(as_text=True)
    assert 'value="示例公司"' not in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("more", "field"), [({"uses": 0}, "uses"), ({"uses": 1001}, "uses"), ({"uses": 2, "forum": "talk"}, "forum")]
)
def test_a_number_of_uses_that_cannot_be_is_refused(
    client: FlaskClient, organiser: dict[str, str], more: dict[str, Any], field: str
) -> None:
    answer = invite(client, organiser, **more)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == field
    assert taken() == 0


def test_an_organiser_makes_a_code_for_several_on_the_screen(app: Flask) -> None:
    with unit_of_work() as session:
        congress = make_congress(session)
        make_forum(session, congress, "talk", capacity=2)
        email = make_user(session, "organiser").email
    assert email is not None
    client = signed_in(app, email)
    typed = {
        "guests": "示例公司",
        "category": "guest",
        "language": "zh",
        "expires_at": LATER.strftime("%Y-%m-%dT%H:%M"),
    }
    refused = client.post("/console/invitations/new", data=typed | {"uses": "2", "forum": "talk"})
    assert refused.status_code == 422
    assert "供多人使用的邀请码不能预留席位。" in refused.get_data(as_text=True)
    assert client.post("/console/invitations/new", data=typed | {"uses": "2", "forum": ""}).status_code == 200
    assert "已使用 0 次，共 2 次" in client.get("/console/invitations").get_data(as_text=True)
