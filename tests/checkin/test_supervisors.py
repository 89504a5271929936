"""Who supervises a gate may overrule it, with a reason; whoever only scans there may not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.checkin.queries import gate_by_slug
from congress.checkin.supervision import appoint_supervisor
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, unit_of_work
from tests.checkin.desk import Desk
from tests.checkin.test_conflicts import two_let_it_in
from tests.checkin.test_devices import Phone
from tests.factories.accounts import make_user, signed_in


@pytest.fixture
def keeper(desk: Desk) -> int:
    """An account of the main gate."""
    with unit_of_work() as session:
        return make_user(session, "gate", kind="gate", code="main").id


@pytest.fixture
def supervisor(desk: Desk, keeper: int) -> FlaskClient:
    with unit_of_work() as session:
        appoint_supervisor(session, gate_by_slug(session, 1, "main"), keeper, by=SYSTEM, now=datetime.now(UTC))
    return signed_in(desk.client.application, "gate@congress.test")


def act(client: FlaskClient, decision: str, code: str, gate: str = "main", reason: str = "示例：已核对本人") -> int:
    body = {"code": code, "reason": reason, "decision": decision}
    return client.post(f"/duty/{gate}", data=body).status_code


def test_the_organiser_appoints_and_dismisses(desk: Desk, officer: FlaskClient, keeper: int) -> None:
    own = signed_in(desk.client.application, "gate@congress.test")
    assert own.get("/duty/main").status_code == 404
    assert "值班" not in own.get("/gate/").get_data(as_text=True)
    for _again in range(2):
        assert officer.post(f"/console/gates/main/supervisors/{keeper}").status_code == 302
    assert own.get("/duty/main").status_code == 200
    assert "值班" in own.get("/gate/").get_data(as_text=True)
    assert own.get("/duty/side").status_code == 404
    assert "正门" in own.get("/duty/").get_data(as_text=True)
    assert officer.post(f"/console/gates/main/supervisors/{keeper}/end").status_code == 302
    assert own.get("/duty/main").status_code == 404
    assert officer.post(f"/console/gates/main/supervisors/{keeper}/end").status_code == 404


def test_only_an_account_of_the_gate_can_supervise_it(desk: Desk, officer: FlaskClient, keeper: int) -> None:
    assert officer.post(f"/console/gates/side/supervisors/{keeper}").status_code == 404
    assert "gate user" in officer.get("/console/gates/main/supervisors").get_data(as_text=True)
    assert "gate user" not in officer.get("/console/gates/side/supervisors").get_data(as_text=True)


def test_whoever_lost_the_gates_role_supervises_no_more(desk: Desk, supervisor: FlaskClient) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE role_grants SET scope_code = 'side' WHERE role = 'gate'"))
    assert supervisor.get("/duty/main").status_code == 404


def test_a_supervisor_lets_in_whom_the_gate_sends_away_and_is_named_for_it(desk: Desk, keeper: int) -> None:
    with unit_of_work() as session:
        hall = make_user(session, "gate", kind="gate", code="hall", email="hall@congress.test").id
        appoint_supervisor(session, gate_by_slug(session, 1, "hall"), hall, by=SYSTEM, now=datetime.now(UTC))
    supervisor = signed_in(desk.client.application, "hall@congress.test")
    person = desk.register()
    assert desk.scan(person["badge"]["token"], "hall")["result"] == "not_entitled"
    assert act(supervisor, "admit", person["code"], "hall", reason=" ") == 422
    assert act(supervisor, "admit", person["code"], "hall") == 302
    assert act(supervisor, "admit", person["code"], "hall") == 409, "already inside"
    with db.engine.connect() as connection:
        facts = connection.execute(text("SELECT facts, user_id FROM audit_entries WHERE act = 'entry.by_hand'")).one()
        flags = connection.execute(text("SELECT flags FROM scans ORDER BY id DESC")).first()
    assert facts.user_id == hall
    assert "overruled" in str(flags)
    counted = next(row for row in desk.get("attendance")["gates"] if row["gate"] == "hall")
    assert counted["count"] == 1


def test_a_void_badge_stays_void_also_for_a_supervisor(desk: Desk, supervisor: FlaskClient) -> None:
    person = desk.register()
    desk.post(f"registrations/{person['code']}/cancel", {}, 200)
    assert act(supervisor, "admit", person["code"]) == 409
    assert act(supervisor, "admit", "NOBODY") == 404
    assert desk.get("attendance")["present"] == 0


def test_an_entry_that_was_none_is_undone_and_the_person_can_come_in(desk: Desk, supervisor: FlaskClient) -> None:
    person = desk.register()
    token = person["badge"]["token"]
    first = desk.scan(token)
    assert act(supervisor, "undo", person["code"]) == 302
    assert desk.get("attendance")["present"] == 0
    assert act(supervisor, "undo", person["code"]) == 409, "there is nothing left to undo"
    again = desk.scan(token, "side", device="phone-2")
    assert again["result"] == "admitted"
    assert again["first"]["at"] > first["first"]["at"]
    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT reason, came_at, undone_by FROM undone_entries")).one()
        assert connection.execute(text("SELECT count(*) FROM scans")).scalar_one() == 2
    assert kept.reason == "示例：已核对本人"


def test_the_printed_code_names_the_person_too(desk: Desk, supervisor: FlaskClient) -> None:
    desk.register()
    with db.engine.connect() as connection:
        code = connection.execute(text("SELECT code FROM badges")).scalar_one()
    assert act(supervisor, "admit", code.lower()) == 302
    assert act(supervisor, "undo", code) == 302


def test_a_cut_off_device_learns_of_an_entry_that_was_undone(desk: Desk, supervisor: FlaskClient) -> None:
    person = desk.register()
    phone = Phone(desk)

    def copy(since: str = "") -> dict[str, Any]:
        answer = phone.client.get(f"/gate/device/manifest?since={since}", headers=phone.header)
        return answer.json

    desk.scan(person["badge"]["token"])
    before = copy()
    assert (len(before["inside"]), before["undone"]) == (1, [])
    act(supervisor, "undo", person["code"])
    after = copy(before["version"])
    [undone] = after["undone"]
    assert after["inside"] == []
    assert undone["index"] == before["inside"][0]["index"]
    assert datetime.fromisoformat(undone["before"]) >= datetime.fromisoformat(before["inside"][0]["at"])


def test_a_supervisor_settles_the_conflicts_of_the_own_gate(
    desk: Desk, supervisor: FlaskClient, officer: FlaskClient
) -> None:
    two_let_it_in(desk, desk.register()["badge"]["token"])
    page = supervisor.get("/duty/main").get_data(as_text=True)
    assert 'action="/duty/main/conflicts/1/0/0"' in page
    assert "/console/registrations" not in page
    assert supervisor.post("/duty/main/conflicts/1/0/0", data={"reason": " "}).status_code == 422
    assert supervisor.post("/duty/side/conflicts/1/0/0", data={"reason": "示例"}).status_code == 404
    assert supervisor.post("/duty/main/conflicts/1/0/0", data={"reason": "示例：同一人"}).status_code == 302
    assert supervisor.post("/duty/main/conflicts/1/0/0", data={"reason": "示例"}).status_code == 404
    assert desk.get("conflicts")["items"][0]["settled"]["reason"] == "示例：同一人"


def test_a_conflict_at_a_meal_can_be_settled_too(desk: Desk, officer: FlaskClient) -> None:
    desk.post("gates", {"slug": "lunch", "name": "午餐", "kind": "meal"}, 201)
    token = desk.register()["badge"]["token"]
    for number in range(2):
        at = datetime.now(UTC) - timedelta(minutes=number)
        desk.scan(token, "lunch", device=f"phone-{number}", offline=True, scanned_at=at.isoformat())
    page = officer.get("/console/conflicts").get_data(as_text=True)
    action = page.split('action="/console/conflicts/')[1].split('"')[0]
    assert officer.post(f"/console/conflicts/{action}", data={"reason": "示例：重复领餐"}).status_code == 302
