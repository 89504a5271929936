"""What programs of schools and of the organiser do with delegations."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import unit_of_work
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress
from tests.factories.schools import OTHER_UNIVERSITY, UNIVERSITY, make_reference

BASE = "/api/v1/congresses/2036/delegations"
pytestmark = pytest.mark.one_database


@pytest.fixture
def tokens(app: Flask) -> dict[str, dict[str, str]]:
    with unit_of_work() as session:
        make_congress(session)
        make_reference(session)
        return {
            "organiser": make_token(session, make_user(session, "organiser")),
            "school": make_token(session, make_user(session, "school", kind="school", code=UNIVERSITY)),
            "other": make_token(
                session,
                make_user(session, "school", email="other@congress.test", kind="school", code=OTHER_UNIVERSITY),
            ),
        }


def grant(client: FlaskClient, tokens: dict[str, dict[str, str]], **more: Any) -> Any:
    body = {"unit": "school", "name": UNIVERSITY, "contact_name": "示例联系人", "places": {"guest": 2}}
    body |= {"deadline": "2036-11-01T18:00:00+08:00"} | more
    return client.post(BASE, json=body, headers=tokens["organiser"])


def test_a_school_brings_its_list_replaces_and_withdraws_through_calls(
    client: FlaskClient, tokens: dict[str, dict[str, str]]
) -> None:
    made = grant(client, tokens)
    assert made.status_code == 201
    assert made.json["link"].startswith("http://congress.test/delegation/")
    people, own = f"{BASE}/{made.json['id']}/nominees", tokens["school"]
    wanted = {"people": [{"name": "示例团员甲", "email": "a@example.test"}, {"name": "示例团员乙"}]}
    assert client.post(f"{people}/import", json=wanted, headers=own).json["created"] == 2
    assert client.post(f"{people}/import", json=wanted, headers=own).json["unchanged"] == 2
    full = client.post(people, json={"name": "示例团员丙"}, headers=own)
    assert (full.status_code, full.json["type"].rsplit("/", 1)[1]) == (409, "quota-full")
    listed = client.get(people, headers=own).json["items"]
    assert [(one["name"], one["completed"]) for one in listed] == [("示例团员乙", True), ("示例团员甲", False)]
    code = listed[0]["registration"]
    replaced = client.post(f"{people}/{code}/replace", json={"name": "示例替补"}, headers=own)
    assert (replaced.json["name"], replaced.json["registration"]) == ("示例替补", code)
    assert client.post(f"{people}/{code}/withdraw", headers=own).status_code == 200
    named = client.post(people, json={"name": "示例团长", "is_head": True, "rank": 1}, headers=own)
    assert (named.status_code, named.json["is_head"]) == (201, True)
    [shown] = client.get(BASE, headers=own).json["items"]
    assert (shown["places"], shown["nominated"]) == ([{"category": "guest", "places": 2, "used": 2}], 2)
    assert client.get(BASE, headers=tokens["other"]).json["items"] == []
    assert client.get(people, headers=tokens["other"]).status_code == 404


def test_a_list_with_faults_is_refused_whole_with_each_of_them_named(
    client: FlaskClient, tokens: dict[str, dict[str, str]]
) -> None:
    people = f"{BASE}/{grant(client, tokens).json['id']}/nominees"
    wrong = {"people": [{"name": "示例团员甲"}, {"name": "示例团员乙", "phone": "12"}, {"name": "", "title": "教授"}]}
    refused = client.post(f"{people}/import", json=wrong, headers=tokens["school"])
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json["errors"]} == {"row 2, column phone", "row 3, column name"}
    assert client.get(people, headers=tokens["school"]).json["items"] == []


@pytest.mark.parametrize(
    "more",
    [{"places": {"nobody": 1}}, {"places": {"guest": -1}}, {"places": {"guest": 0}}, {"unit": "club"},
     {"name": "没有的学校"}, {"deadline": "2020-01-01T00:00:00Z"}, {"contact_name": "示例\u0007"}],
)  # fmt: skip
def test_terms_that_cannot_be_are_refused(
    client: FlaskClient, tokens: dict[str, dict[str, str]], more: dict[str, Any]
) -> None:
    refused = grant(client, tokens, **more)
    assert (refused.status_code, refused.json["type"].rsplit("/", 1)[1]) == (422, "invalid")
