"""Registrations over HTTP."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.accounts.actions import create_user
from congress.accounts.addresses import Address
from congress.foundation.access import SYSTEM, Grant
from congress.foundation.db import unit_of_work
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_forum

BASE = "/api/v1/congresses/2036/registrations"


@pytest.fixture
def organiser(app: Flask) -> dict[str, str]:
    """An organiser's token, at a congress with two forums of which the small one has a waitlist."""
    with unit_of_work() as session:
        congress = make_congress(session)
        make_forum(session, congress, "small", capacity=1, waitlist=True)
        make_forum(session, congress, "strict", capacity=1, hour=2)
        make_forum(session, congress, "clash", hour=0, hours=3)
        return make_token(session, make_user(session, "organiser"))


def entry(number: int = 1, **more: Any) -> dict[str, Any]:
    return {"name": f"示例校友{number}", "email": f"a{number}@example.test", "consent": True} | more


def test_a_registration_gets_a_code_a_badge_and_its_seats(client: FlaskClient, organiser: dict[str, str]) -> None:
    answer = client.post(BASE, json=entry(forums=["small"]), headers=organiser)
    assert answer.status_code == 201, answer.json
    assert answer.json["status"] == "confirmed"
    assert answer.json["forums"] == [{"slug": "small", "status": "confirmed", "position": None}]
    assert answer.json["badge"]["number"] == 1
    assert client.get(answer.json["links"]["self"], headers=organiser).json == answer.json


def test_the_second_asker_waits_and_moves_up_when_the_first_cancels(
    client: FlaskClient, organiser: dict[str, str]
) -> None:
    first = client.post(BASE, json=entry(1, forums=["small"]), headers=organiser).json
    second = client.post(BASE, json=entry(2, forums=["small"]), headers=organiser).json
    assert second["forums"] == [{"slug": "small", "status": "waitlisted", "position": 1}]
    cancelled = client.post(f"{BASE}/{first['code']}/cancel", headers=organiser)
    assert (cancelled.status_code, cancelled.json["status"], cancelled.json["badge"]) == (200, "cancelled", None)
    moved = client.get(f"{BASE}/{second['code']}", headers=organiser).json
    assert moved["forums"] == [{"slug": "small", "status": "confirmed", "position": None}]


def test_a_full_forum_without_waitlist_refuses_and_stores_nothing(
    client: FlaskClient, organiser: dict[str, str]
) -> None:
    client.post(BASE, json=entry(1, forums=["strict"]), headers=organiser)
    refused = client.post(BASE, json=entry(2, forums=["small", "strict"]), headers=organiser)
    assert refused.status_code == 409
    assert refused.json["type"].endswith("/forum-full")
    assert len(client.get(BASE, headers=organiser).json["items"]) == 1
    assert (
        client.post(BASE, json=entry(2, forums=["small"]), headers=organiser).json["forums"][0]["status"] == "confirmed"
    )


def test_overlapping_forums_are_refused_with_both_named(client: FlaskClient, organiser: dict[str, str]) -> None:
    refused = client.post(BASE, json=entry(forums=["small", "clash"]), headers=organiser)
    assert refused.status_code == 409
    assert refused.json["type"].endswith("/forums-overlap")
    assert set(refused.json["forums"]) == {"small", "clash"}


def test_the_same_person_registers_once(client: FlaskClient, organiser: dict[str, str]) -> None:
    client.post(BASE, json=entry(), headers=organiser)
    again = client.post(BASE, json=entry(), headers=organiser)
    assert again.status_code == 409
    assert again.json["type"].endswith("/already-registered")


def test_who_cancelled_may_register_again_and_wears_a_new_badge(client: FlaskClient, organiser: dict[str, str]) -> None:
    first = client.post(BASE, json=entry(forums=["small"]), headers=organiser).json
    assert client.post(f"{BASE}/{first['code']}/cancel", headers=organiser).json["badge"] is None
    again = client.post(BASE, json=entry(forums=["small"]), headers=organiser)
    assert again.status_code == 201
    assert again.json["code"] == first["code"]
    assert again.json["badge"]["number"] == first["badge"]["number"]
    assert again.json["badge"]["token"] != first["badge"]["token"]
    assert [one["status"] for one in again.json["forums"]] == ["confirmed"]
    assert client.post(BASE, json=entry(), headers=organiser).status_code == 409


def test_somebody_with_two_addresses_is_one_person_under_either(client: FlaskClient, app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)
        address = Address(email="jia@example.test", phone="+8613900000001")
        grants = [Grant("alumnus")]
        user = create_user(
            session, address, name="示例校友甲", password=None, grants=grants, by=SYSTEM, now=datetime.now(UTC)
        )
        token = make_token(session, user)
    body = {"name": "示例校友甲", "consent": True}
    assert client.post(BASE, json=body | {"email": "jia@example.test"}, headers=token).status_code == 201
    again = client.post(BASE, json=body | {"phone": "+8613900000001"}, headers=token)
    assert (again.status_code, again.json["type"].rpartition("/")[2]) == (409, "already-registered")


def test_a_secretary_registers_two_leaders_with_one_phone(client: FlaskClient, organiser: dict[str, str]) -> None:
    for name in ("示例校友甲", "示例校友乙"):
        answer = client.post(BASE, json={"name": name, "phone": "13800000001", "consent": True}, headers=organiser)
        assert answer.status_code == 201


def test_a_repeated_key_does_one_thing_and_gives_one_answer(client: FlaskClient, organiser: dict[str, str]) -> None:
    headers = organiser | {"Idempotency-Key": "k-1"}
    first = client.post(BASE, json=entry(), headers=headers)
    second = client.post(BASE, json=entry(), headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    other = client.post(BASE, json=entry(2), headers=headers)
    assert other.status_code == 422
    assert other.json["type"].endswith("/idempotency-key-reused")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "甲", "email": "a@example.test"}, "consent"),
        ({"name": "甲", "consent": True}, "body"),
        ({"name": "", "email": "a@example.test", "consent": True}, "name"),
        ({"name": "甲\u0000", "email": "a@example.test", "consent": True}, "name"),
        ({"name": "甲", "email": "nobody", "consent": True}, "email"),
        ({"name": "甲", "phone": "12", "consent": True}, "phone"),
        ({"name": "甲", "email": "a@example.test", "consent": False}, "consent"),
        ({"name": "甲", "email": "a@example.test", "consent": True, "rank": 1}, "rank"),
        ({"name": "甲" * 201, "email": "a@example.test", "consent": True}, "name"),
        (
            {"name": "甲", "email": "a@example.test", "consent": True, "schools": [{"code": "nowhere"}]},
            "schools.0.code",
        ),
        ({"name": "甲", "email": "a@example.test", "consent": True, "category": "king"}, "category"),
    ],
)
def test_bad_input_names_its_field(
    client: FlaskClient, organiser: dict[str, str], body: dict[str, Any], field: str
) -> None:
    answer = client.post(BASE, json=body, headers=organiser)
    assert answer.status_code == 422, answer.json
    assert [fault["field"] for fault in answer.json["errors"]] == [field]
    assert client.get(BASE, headers=organiser).json["items"] == []
