"""The duty officer sees what cannot all be true, with names, doors and both times, and settles it with a reason."""

import re
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import text

from congress.foundation.db import db
from tests.checkin.desk import Desk


def two_let_it_in(desk: Desk, token: str) -> None:
    """Two doors that were cut off; the second one's clock is two hours fast."""
    now = datetime.now(UTC)
    for device, gate, ago, skew in (("phone-1", "main", 30, 0), ("phone-2", "side", 20, 2)):
        at = now - timedelta(minutes=ago) + timedelta(hours=skew)
        answer = desk.scan(
            token, gate, device=device, offline=True, scanned_at=at.isoformat(),
            sent_at=(now + timedelta(hours=skew)).isoformat(),
        )  # fmt: skip
        assert answer["first"]["device"] == "phone-1"


def test_a_conflict_is_settled_with_a_reason_and_stays_so_until_another_scan(desk: Desk, officer: FlaskClient) -> None:
    token = desk.register()["badge"]["token"]
    two_let_it_in(desk, token)
    page = officer.get("/console/conflicts").get_data(as_text=True)
    assert "示例校友1" in page
    assert "正门" in page
    assert "侧门" in page
    action = re.search(r'action="(/console/conflicts/\d+/\d+/\d+)"', page)
    assert action is not None

    refused = officer.post(action[1], data={"reason": " "})
    assert refused.status_code == 422
    assert officer.post(action[1], data={"reason": "示例：证件借给他人"}).status_code == 302
    [conflict] = desk.get("conflicts")["items"]
    assert conflict["settled"]["reason"] == "示例：证件借给他人"
    assert action[1] not in officer.get("/console/conflicts").get_data(as_text=True)
    with db.engine.connect() as connection:
        acts = connection.execute(text("SELECT act, facts FROM audit_entries WHERE act LIKE 'conflict%'")).all()
        assert [act.act for act in acts] == ["conflict.settled"]
        assert connection.execute(text("SELECT count(*) FROM admissions")).scalar_one() == 1

    desk.scan(token, "side", device="phone-3", offline=True)
    assert desk.get("conflicts")["items"][0]["settled"] is None


def test_what_is_no_conflict_cannot_be_settled(desk: Desk, officer: FlaskClient) -> None:
    desk.register()
    assert officer.post("/console/conflicts/1/0/0", data={"reason": "x"}).status_code == 404


def test_the_same_device_twice_and_a_gate_for_going_in_and_out_are_no_conflict(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    for number in range(2):
        desk.scan(token, "main", device="phone-0", offline=True)
        desk.scan(token, "lobby", device=f"phone-{number}", offline=True)
    assert desk.get("conflicts")["items"] == []
