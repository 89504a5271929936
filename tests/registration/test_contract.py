"""What the contract says of forums and registrations at its edges."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.alumni.queries import standing_consents
from congress.alumni.states import Purpose
from congress.foundation.db import reading, unit_of_work
from congress.registration.queries import Filter, person_of, registrations_statement
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_forum
from tests.factories.schools import OTHER_UNIVERSITY, UNIVERSITY, make_reference

C = "/api/v1/congresses/2036"


@pytest.fixture
def organiser(app: Flask) -> dict[str, str]:
    with unit_of_work() as session:
        make_forum(session, make_congress(session), "opening")
        make_reference(session)
        return make_token(session, make_user(session, "organiser"))


@pytest.fixture
def alumnus(organiser: dict[str, str]) -> dict[str, str]:
    with unit_of_work() as session:
        return make_token(session, make_user(session, "alumnus", email="own@example.test"))


def entry(**more: Any) -> dict[str, Any]:
    return {"name": "示例校友", "email": "own@example.test", "consent": True} | more


def refused_fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.json
    assert answer.json["type"].endswith("/invalid")
    return [fault["field"] for fault in answer.json["errors"]]


FORUM = {
    "slug": "talk", "title": {"zh": "示例论坛"}, "room": "示例厅", "capacity": 5,
    "starts_at": "2036-11-20T09:00:00+08:00", "ends_at": "2036-11-20T10:00:00+08:00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("capacity", "5"), ("capacity", True), ("capacity", 5.0), ("waitlist", "yes"), ("waitlist", 1),
        ("starts_at", 5), ("starts_at", "2036-11-20T09:00:00"), ("room", 5), ("promotion", 1),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_refused_and_never_read_as_another(
    client: FlaskClient, organiser: dict[str, str], field: str, value: object
) -> None:
    assert refused_fields(client.post(f"{C}/forums", json=FORUM | {field: value}, headers=organiser)) == [field]


def test_a_consent_is_true_and_nothing_that_looks_like_it(client: FlaskClient, organiser: dict[str, str]) -> None:
    for value in ("true", 1, "yes"):
        answer = client.post(f"{C}/registrations", json=entry(consent=value), headers=organiser)
        assert refused_fields(answer) == ["consent"]


def test_a_forum_that_a_body_names_and_nobody_knows_is_a_fault_of_the_body(
    client: FlaskClient, organiser: dict[str, str]
) -> None:
    new = client.post(f"{C}/registrations", json=entry(forums=["nowhere"]), headers=organiser)
    assert refused_fields(new) == ["forums"]
    code = client.post(f"{C}/registrations", json=entry(), headers=organiser).json["code"]
    change = client.patch(f"{C}/registrations/{code}", json={"forums": ["nowhere"]}, headers=organiser)
    assert refused_fields(change) == ["forums"]
    gate = {"slug": "door", "name": "示例门", "forum": "nowhere"}
    assert refused_fields(client.post(f"{C}/gates", json=gate, headers=organiser)) == ["forum"]


@pytest.mark.parametrize("path", ["tracks", "gates", "conflicts", "boards", "forums", "sessions", "registrations"])
def test_a_cursor_that_a_list_did_not_make_is_refused(
    client: FlaskClient, organiser: dict[str, str], path: str
) -> None:
    for cursor in ("zzz", "W10", "WzFd.", "Wzk5OV0x"):
        assert refused_fields(client.get(f"{C}/{path}?cursor={cursor}", headers=organiser)) == ["cursor"]


@pytest.mark.parametrize("path", ["gates", "boards"])
def test_short_lists_are_paged_like_long_ones(client: FlaskClient, organiser: dict[str, str], path: str) -> None:
    for number in range(3):
        client.post(f"{C}/gates", json={"slug": f"door-{number}", "name": "示例门"}, headers=organiser)
    whole = client.get(f"{C}/{path}?limit=200", headers=organiser).json["items"]
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(
            f"{C}/{path}", query_string={"limit": 2} | ({"cursor": cursor} if cursor else {}), headers=organiser
        )
        assert len(page.json["items"]) <= 2
        found += page.json["items"]
        cursor = page.json["next"]
    assert found == whole
    assert len(found) > 2


def test_a_change_takes_the_same_fields_as_a_new_registration(client: FlaskClient, organiser: dict[str, str]) -> None:
    new = entry(organisation="示例单位", schools=[{"code": UNIVERSITY}], forums=["opening"], consents={"publish": True})
    made = client.post(f"{C}/registrations", json=new, headers=organiser).json
    changed = client.patch(
        f"{C}/registrations/{made['code']}",
        json={
            "email": "other@example.test", "phone": "13900000009", "schools": [{"code": OTHER_UNIVERSITY}],
            "consent": True, "consents": {"photo": True},
        },
        headers=organiser,
    )  # fmt: skip
    assert changed.status_code == 200, changed.json
    assert changed.json == made
    with reading() as session:
        [found] = session.scalars(registrations_statement(1, Filter()))
        assert (found.email, found.phone, found.organisation) == ("other@example.test", "+8613900000009", "示例单位")
        purposes = {consent.purpose for consent in standing_consents(session, person_of(session, found.id))}
    assert purposes == {Purpose.ATTEND, Purpose.PUBLISH, Purpose.PHOTO}
    again = client.post(f"{C}/registrations", json=entry(email="other@example.test"), headers=organiser)
    assert again.json["type"].endswith("/already-registered")


def test_the_consent_to_attend_is_not_taken_back_by_a_change(client: FlaskClient, organiser: dict[str, str]) -> None:
    code = client.post(f"{C}/registrations", json=entry(), headers=organiser).json["code"]
    change = client.patch(f"{C}/registrations/{code}", json={"consent": False}, headers=organiser)
    assert refused_fields(change) == ["consent"]


def test_an_alumnus_changes_to_no_address_that_is_not_proven(client: FlaskClient, alumnus: dict[str, str]) -> None:
    code = client.post(f"{C}/registrations", json=entry(), headers=alumnus).json["code"]
    foreign = client.patch(f"{C}/registrations/{code}", json={"email": "foreign@example.test"}, headers=alumnus)
    assert (foreign.status_code, foreign.json["type"].rsplit("/")[-1]) == (403, "forbidden")
    own = client.patch(f"{C}/registrations/{code}", json={"email": "own@example.test"}, headers=alumnus)
    assert own.status_code == 200
