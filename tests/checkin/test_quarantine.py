"""One bad record blocks nothing: it is kept under an id, answered under its own, and looked at by the duty officer."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.foundation.db import db, unit_of_work
from tests.checkin.desk import C, Desk, now_text
from tests.checkin.test_devices import Phone
from tests.checkin.test_presence import typed
from tests.factories.accounts import make_token, make_user


def sent_raw(desk: Desk, *scans: str) -> list[dict[str, Any]]:
    """A batch as bytes, so that it may hold what no honest encoder writes."""
    body = f'{{"device": "phone-1", "scans": [{", ".join(scans)}]}}'
    headers = desk.headers | {"Content-Type": "application/json"}
    answer = desk.client.post(f"{C}/scans", data=body, headers=headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.loads(answer.data)["results"]


def kept() -> list[Any]:
    with db.engine.connect() as connection:
        return list(connection.execute(text("SELECT * FROM scans ORDER BY id")))


@pytest.mark.parametrize(
    "told",
    [
        '""', '"two words"', '"' + "x" * 81 + '"', '"示例"', '"\\u0000"', '"\\ud800"',
        "7", "null", "{}", "[1.5]", "9" * 4000,
    ],
)  # fmt: skip
def test_a_scan_whose_id_cannot_be_stored_is_kept_and_answered_under_its_own(desk: Desk, told: str) -> None:
    token = desk.register()["badge"]["token"]
    scan = f'{{"id": {told}, "token": "{token}", "gate": "main", "scanned_at": "{now_text()}"}}'
    good = scan.replace(told, '"good"', 1)
    for _again in range(2):
        bad, fine = sent_raw(desk, scan, good)
        assert bad["result"] == "quarantined"
        assert bad["id"] == json.loads(told)
        assert (fine["id"], fine["result"]) == ("good", "admitted")
    assert [(row.token, row.result) for row in kept()] == [(token, "quarantined"), (token, "admitted")]


@pytest.mark.parametrize("shape", ["null", "7", '"HELLO"', "[]", "{}", "[[[]]]", '{"id": {"token": "x"}}'])
def test_what_is_no_scan_at_all_fails_nobody_else(desk: Desk, shape: str) -> None:
    token = desk.register()["badge"]["token"]
    good = f'{{"id": "good", "token": "{token}", "gate": "main", "scanned_at": "{now_text()}"}}'
    assert [one["result"] for one in sent_raw(desk, shape, good, shape)] == ["quarantined", "admitted", "quarantined"]
    assert len(kept()) == 2


@pytest.mark.parametrize(
    "fault", ['"token": "\\ud800"', '"token": {"a": 1}', '"seq": ' + "9" * 4000, '"gate": "\\udfff"', '"offline": "x"']
)
def test_a_strange_value_is_the_fault_of_its_scan_alone(desk: Desk, fault: str) -> None:
    token = desk.register()["badge"]["token"]
    bad = f'{{"id": "bad", "gate": "main", "scanned_at": "{now_text()}", {fault}}}'
    good = f'{{"id": "good", "token": "{token}", "gate": "main", "scanned_at": "{now_text()}"}}'
    bad_result, good_result = sent_raw(desk, bad, good)
    assert bad_result["result"] in {"forged", "quarantined"}
    assert good_result["result"] == "admitted"


def test_what_is_not_json_is_still_refused_whole(desk: Desk) -> None:
    headers = desk.headers | {"Content-Type": "application/json"}
    for body in (b"{", b'{"device": "d", "scans": ["\xff"]}', b"[" * 5000):
        assert desk.client.post(f"{C}/scans", data=body, headers=headers).status_code == 422


def test_one_scan_of_another_gate_does_not_hold_up_those_of_ones_own(desk: Desk) -> None:
    with unit_of_work() as session:
        own = make_token(session, make_user(session, "gate", kind="gate", code="side"))
    token = desk.register()["badge"]["token"]
    scan = {"token": token, "scanned_at": now_text()}
    scans = [scan | {"id": gate, "gate": gate} for gate in ("main", "nowhere", "side")]
    answer = desk.client.post(f"{C}/scans", json={"device": "d", "scans": scans}, headers=own)
    assert [one["result"] for one in answer.json["results"]] == ["quarantined", "quarantined", "admitted"]


def decide(officer: FlaskClient, decision: str, scan: int = 1, **more: str) -> int:
    body = {"gate": "main", "reason": "示例：已核对证件", "decision": decision} | more
    return officer.post(f"/console/quarantine/{scan}", data=body).status_code


def test_a_released_scan_is_decided_as_if_it_had_come_then(desk: Desk, officer: FlaskClient) -> None:
    token = desk.register()["badge"]["token"]
    at = datetime.now(UTC) - timedelta(minutes=30)
    phone = Phone(desk)
    phone.revoke()
    assert phone.scan(token, offline=True, scanned_at=at.isoformat())["result"] == "quarantined"
    assert desk.scan(token, "side")["result"] == "admitted"
    page = officer.get("/console/quarantine").get_data(as_text=True)
    assert "示例手机" in page
    assert "设备已停用" in page
    assert "1" in officer.get("/console/quarantine/1").get_data(as_text=True)

    assert decide(officer, "release") == 302
    again = desk.scan(token)
    assert (again["result"], again["first"]["at"][:16], again["first"]["device"]) == (
        "already_admitted", typed(at), phone.id,
    )  # fmt: skip
    assert decide(officer, "release") == 409, "once"
    assert decide(officer, "dismiss") == 409
    assert "已放行：已入场" in officer.get("/console/quarantine").get_data(as_text=True)
    assert kept()[0].result == "quarantined", "the fact stays as it was"
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT act FROM audit_entries WHERE act LIKE 'scan.%'")).scalars().all() == [
            "scan.released"
        ]


def test_a_badge_that_was_void_by_then_stays_outside(desk: Desk, officer: FlaskClient) -> None:
    person = desk.register()
    desk.post(f"registrations/{person['code']}/badge", {"reason": "lost"}, 201)
    desk.scan(person["badge"]["token"], "nowhere")
    assert decide(officer, "release") == 302
    assert desk.get("attendance")["present"] == 0


def test_a_dismissed_scan_stays_without_effect(desk: Desk, officer: FlaskClient) -> None:
    token = desk.register()["badge"]["token"]
    desk.scan(token, "nowhere")
    assert "有 1 条" in officer.get("/console/conflicts").get_data(as_text=True)
    assert decide(officer, "dismiss") == 302
    assert "有 1 条" not in officer.get("/console/conflicts").get_data(as_text=True)
    assert desk.get("attendance")["present"] == 0
    assert desk.scan(token)["result"] == "admitted"


def test_a_scan_that_tells_no_time_is_given_one_that_has_passed(desk: Desk, officer: FlaskClient) -> None:
    token = desk.register()["badge"]["token"]
    desk.scan(token, scanned_at="yesterday")
    now = datetime.now(UTC)
    assert decide(officer, "release") == 422
    assert decide(officer, "release", at=typed(now + timedelta(hours=1))) == 422
    assert decide(officer, "release", reason=" ", at=typed(now)) == 422
    assert decide(officer, "release", at=typed(now - timedelta(hours=1))) == 302
    assert desk.scan(token)["first"]["at"][:16] == typed(now - timedelta(hours=1))


def test_only_what_lies_in_quarantine_can_be_released(desk: Desk, officer: FlaskClient) -> None:
    desk.scan(desk.register()["badge"]["token"])
    assert decide(officer, "release", 1) == 404
    assert officer.get("/console/quarantine/99").status_code == 404
