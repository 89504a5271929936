"""Companions come in by their leader's badge, each with an entry of their own; protocol guests by their liaison."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.checkin.guest_queries import protocol_codes
from congress.foundation.db import db, unit_of_work
from tests.checkin.desk import C, Desk, now_text
from tests.checkin.test_devices import Phone
from tests.factories.accounts import make_user, signed_in
from tests.handbook.test_papers import pages, squeezed


def page_scan(client: FlaskClient, token: str, gate: str = "main") -> dict[str, Any]:
    """As the gate's page asks, so that the answer is the page's."""
    scan = {"id": f"{gate}-{token[-12:]}", "token": token, "gate": gate, "scanned_at": now_text()}
    result: dict[str, Any] = client.post("/gate/scans", json={"device": "page", "scans": [scan]}).json["results"][0]
    return result


@pytest.fixture
def delegation(desk: Desk, officer: FlaskClient) -> list[dict[str, Any]]:
    """A leader and three others."""
    people = [desk.register(number) for number in range(1, 5)]
    codes = " ".join(one["code"].lower() for one in people[1:])
    body = {"name": "示例代表团", "leader": people[0]["code"], "members": codes}
    assert officer.post("/console/parties", data=body).status_code == 302
    return people


def admit_party(client: FlaskClient, leader: str, gate: str = "main", scan_id: str = "tap") -> dict[str, Any]:
    answer = client.post("/gate/party", json={"code": leader, "gate": gate, "id": scan_id})
    assert answer.status_code == 200, answer.json
    result: dict[str, Any] = answer.json
    return result


def test_the_leaders_badge_offers_the_others_and_one_tap_lets_each_of_them_in(
    delegation: list[dict[str, Any]], desk: Desk, officer: FlaskClient
) -> None:
    leader = delegation[0]
    desk.scan(delegation[3]["badge"]["token"])
    assert page_scan(officer, leader["badge"]["token"])["party"] == {"name": "示例代表团"}
    assert "party" not in page_scan(officer, delegation[1]["badge"]["token"], "side")
    with db.engine.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM admissions")).scalar_one()
    answer = admit_party(officer, leader["code"])
    assert (before, answer["admitted"], answer["refused"], answer["counts"]["admitted"]) == (3, 1, [], 4)
    assert admit_party(officer, leader["code"])["admitted"] == 0, "nobody is left outside"
    assert desk.scan(delegation[2]["badge"]["token"])["result"] == "already_admitted"


def test_who_may_not_come_in_is_named_and_holds_up_nobody(
    delegation: list[dict[str, Any]], desk: Desk, officer: FlaskClient
) -> None:
    forums = {"forums": ["talk"]}
    path = f"/api/v1/congresses/2036/registrations/{delegation[1]['code']}"
    assert desk.client.patch(path, json=forums, headers=desk.headers).status_code == 200
    answer = admit_party(officer, delegation[0]["code"], "hall")
    assert (answer["admitted"], answer["refused"]) == (1, ["示例校友3", "示例校友4"])


def test_a_phone_lets_companions_in_at_its_own_gate_only(delegation: list[dict[str, Any]], desk: Desk) -> None:
    phone = Phone(desk)
    wish = {"code": delegation[0]["code"], "gate": "main", "id": "tap"}
    assert phone.call("party", wish | {"gate": "side"}).status_code == 404
    assert phone.call("party", wish).json["admitted"] == 3


def test_nobody_comes_with_two_leaders_and_unknown_codes_are_named(
    delegation: list[dict[str, Any]], desk: Desk, officer: FlaskClient
) -> None:
    other = desk.register(9)
    body = {"name": "另一组（虚构）", "leader": other["code"], "members": delegation[1]["code"]}
    assert officer.post("/console/parties", data=body).status_code == 422
    wrong = officer.post("/console/parties", data=body | {"members": "HN26NONE"})
    assert (wrong.status_code, "HN26NONE" in wrong.get_data(as_text=True)) == (422, True)
    assert officer.post("/console/parties/1", data=body | {"leader": delegation[0]["code"]}).status_code == 302
    assert admit_party(officer, delegation[0]["code"])["admitted"] == 1
    assert officer.post("/console/parties/1/remove").status_code == 302
    assert admit_party(officer, delegation[0]["code"])["admitted"] == 0


@pytest.fixture
def liaison(desk: Desk) -> FlaskClient:
    with unit_of_work() as session:
        make_user(session, "officer", email="liaison@congress.test")
    return signed_in(desk.client.application, "liaison@congress.test")


@pytest.fixture
def guest(desk: Desk, officer: FlaskClient, liaison: FlaskClient) -> dict[str, Any]:
    person = desk.register(5)
    page = officer.get("/console/protocol").get_data(as_text=True)
    number = page.split(">officer user<")[0].rsplit('value="', 1)[1].split('"')[0]
    body = {"code": person["code"], "liaison": number, "gate": "main"}
    assert officer.post("/console/protocol", data=body).status_code == 302
    assert officer.post("/console/protocol", data=body).status_code == 409, "one liaison is enough"
    return person


def test_a_liaison_marks_the_guest_present_in_one_tap(desk: Desk, liaison: FlaskClient, guest: dict[str, Any]) -> None:
    page = liaison.get("/liaison/").get_data(as_text=True)
    assert "示例校友5" in page
    assert "标记到场" in page
    assert liaison.post("/liaison/1").status_code == 302
    assert "标记到场" not in liaison.get("/liaison/").get_data(as_text=True)
    assert liaison.post("/liaison/1").status_code == 409
    assert desk.get("attendance")["present"] == 1


@pytest.mark.one_database
def test_badge_agenda_and_own_page_name_the_liaison(desk: Desk, guest: dict[str, Any]) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE users SET phone = '+8613900000005' WHERE email = 'liaison@congress.test'"))
    own = f"{C}/registrations/{guest['code']}"
    for language, line in (("zh", "联络员：officeruser+8613900000005"), ("en", "Liaison:officeruser+8613900000005")):
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE registrations SET language = :language"), {"language": language})
        for paper in ("badge", "agenda"):
            drawn = desk.client.get(f"{own}/{paper}.pdf", headers=desk.headers).data
            assert line in squeezed("".join(pages(drawn))), paper
    with unit_of_work() as session:
        make_user(session, "alumnus", email="a5@example.test")
    page = signed_in(desk.client.application, "a5@example.test").get("/me").get_data(as_text=True)
    assert "officer user +8613900000005" in page


def test_a_guest_of_somebody_else_is_nobodys_business(desk: Desk, guest: dict[str, Any]) -> None:
    with unit_of_work() as session:
        make_user(session, "viewer", email="other@congress.test")
    other = signed_in(desk.client.application, "other@congress.test")
    assert "示例校友5" not in other.get("/liaison/").get_data(as_text=True)
    assert other.post("/liaison/1").status_code == 404


def test_the_gate_is_told_to_be_quiet_about_a_protocol_guest(
    desk: Desk, officer: FlaskClient, guest: dict[str, Any]
) -> None:
    token, other = guest["badge"]["token"], desk.register(6)["badge"]["token"]
    assert [page_scan(officer, one)["protocol"] for one in (token, other)] == [True, False]
    assert page_scan(officer, token, "hall")["protocol"] is True
    with unit_of_work() as session:
        assert protocol_codes(session, 1) == {guest["code"]}
    assert officer.post("/console/protocol/1/remove").status_code == 302
    assert page_scan(officer, token, "side")["protocol"] is False
