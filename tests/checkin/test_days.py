"""Gates of a single day, and gates at which everybody enters anew each day: by the programme's day, not the clock's."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.attendance.queries import arrivals_per_quarter
from congress.foundation.db import db, reading
from congress.screens.content import gather
from congress.screens.states import Scene
from tests.checkin.desk import C, Desk

FIRST, NIGHT, SECOND = "2036-11-20T12:00:00+08:00", "2036-11-21T05:30:00+08:00", "2036-11-21T09:00:00+08:00"


@pytest.fixture
def daily(desk: Desk) -> Desk:
    """Each day of the programme ends at six in the morning, and a forum has two doors that count by day."""
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE congresses SET day_break = 6"))
        connection.execute(text("UPDATE gates SET daily = true WHERE slug = 'hall'"))
    desk.post("gates", {"slug": "back", "name": "后门", "forum": "talk", "daily": True}, 201)
    return desk


def come(desk: Desk, token: str, at: str, gate: str = "hall", **more: str) -> str:
    """A device that was cut off hands in what it saw at that hour."""
    result: str = desk.scan(token, gate, offline=True, scanned_at=at, **more)["result"]
    return result


def test_yesterdays_entry_never_reads_already_inside_today(daily: Desk) -> None:
    token = daily.register(forums=["talk"])["badge"]["token"]
    assert come(daily, token, FIRST, id="once") == "admitted"
    assert come(daily, token, FIRST, "back") == "already_admitted"
    assert come(daily, token, NIGHT) == "already_admitted", "the night belongs to the evening before"
    assert come(daily, token, SECOND) == "admitted"
    assert come(daily, token, SECOND, "back") == "already_admitted"
    assert come(daily, token, FIRST, id="once") == "admitted", "handed in again, it is the entry it was"
    with db.engine.connect() as connection:
        days = connection.execute(text("SELECT day FROM admissions ORDER BY day")).scalars().all()
    assert days == [20361120, 20361121]


def test_a_gate_of_one_day_is_shut_on_the_others(daily: Desk) -> None:
    for day in (20, 21):
        body = {"slug": f"door-{day}", "name": f"{day}日门", "forum": "talk", "day": f"2036-11-{day}"}
        assert daily.post("gates", body, 201)["daily"] is True
    token = daily.register(forums=["talk"])["badge"]["token"]
    assert come(daily, token, SECOND, "door-20") == "closed"
    assert come(daily, token, NIGHT, "door-21") == "closed"
    assert come(daily, token, FIRST, "door-20") == "admitted"
    assert come(daily, token, NIGHT, "door-20") == "already_admitted"
    assert come(daily, token, SECOND, "door-21") == "admitted"
    door = daily.get("gates/door-20/manifest")["door"]
    assert (door["opens_at"], door["closes_at"]) == ("2036-11-19T22:00:00+00:00", "2036-11-20T22:00:00+00:00")
    assert door["each_day"] == {"time_zone": "Asia/Shanghai", "day_break": 6}


def test_a_device_is_told_on_which_day_somebody_came(daily: Desk) -> None:
    token = daily.register(forums=["talk"])["badge"]["token"]
    come(daily, token, FIRST)
    come(daily, token, SECOND)
    assert [one["day"] for one in daily.get("gates/hall/manifest")["inside"]] == [20361120, 20361121]


def test_two_devices_on_two_days_are_no_conflict_and_on_one_day_are_one(daily: Desk, officer: FlaskClient) -> None:
    token = daily.register(forums=["talk"])["badge"]["token"]
    come(daily, token, FIRST, device="phone-1")
    come(daily, token, SECOND, device="phone-2")
    assert daily.get("conflicts")["items"] == []
    come(daily, token, SECOND, "back", device="phone-3")
    [conflict] = daily.get("conflicts")["items"]
    assert conflict["day"] == "2036-11-21"
    assert {one["device"] for one in conflict["scans"]} == {"phone-2", "phone-3"}
    assert "11月21日（周五）" in officer.get("/console/conflicts").get_data(as_text=True)
    assert officer.post("/console/conflicts/1/1/20361121", data={"reason": "示例：同一人"}).status_code == 302
    assert daily.get("conflicts")["items"][0]["settled"]["reason"] == "示例：同一人"


def test_expected_and_present_are_told_of_each_day(daily: Desk, officer: FlaskClient) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE forums SET capacity = 9"))
    early, late = (daily.register(number, forums=["talk"])["badge"]["token"] for number in (1, 2))
    come(daily, early, FIRST)
    come(daily, early, SECOND)
    come(daily, late, SECOND)
    for day, count in (("2036-11-20", 1), ("2036-11-21", 2), ("2036-11-22", 0)):
        figures = daily.get(f"attendance?day={day}")
        assert figures["present"] == count
        assert [(one["expected"], one["count"]) for one in figures["forums"]] == [(2, count)]
        assert sum(one["count"] for one in figures["gates"]) == count
    assert daily.client.get(f"{C}/attendance?day=yesterday", headers=daily.headers).status_code == 422
    assert daily.get("attendance")["forums"][0]["count"] == 2
    with reading() as session:
        assert [count for _quarter, count in arrivals_per_quarter(session, 1, 1, limit=9)] == [1, 2]

    first = officer.get("/console/gates/hall/missing?day=2036-11-20").get_data(as_text=True)
    assert "示例校友2" in first
    assert "示例校友1" not in first
    assert "示例校友2" not in officer.get("/console/gates/hall/missing?day=2036-11-21").get_data(as_text=True)
    page = officer.get("/console/attendance?day=2036-11-20").get_data(as_text=True)
    assert 'aria-current="page">11月20日（周四）' in page

    with reading() as session:
        for moment, present in ((FIRST, 1), (SECOND, 2)):
            now = datetime.fromisoformat(moment).astimezone(UTC)
            assert gather(session, 1, Scene.FORUMS, target=None, now=now)["rows"][0][3:] == [2, present]


def test_by_hand_somebody_comes_in_on_one_day_alone(daily: Desk, officer: FlaskClient) -> None:
    """Entered late for a day that is over, the person is still to come today."""
    code = daily.register(forums=["talk"])["code"]
    wish = {"code": code, "reason": "示例：手机没电"}
    for at, status in (("2025-11-20T12:00", 302), ("2025-11-20T13:00", 409), ("2025-11-21T12:00", 302)):
        assert officer.post("/console/gates/hall/late", data=wish | {"at": at}).status_code == status
    assert "示例校友1" in officer.get("/console/gates/hall/missing").get_data(as_text=True)


def test_how_a_place_counts_is_one_for_all_its_gates_and_stays_once_somebody_came(
    desk: Desk, officer: FlaskClient
) -> None:
    refused = desk.post("gates", {"slug": "west", "name": "西门", "daily": True}, 422)
    assert [one["field"] for one in refused["errors"]] == ["daily"]
    refused = desk.post("gates", {"slug": "west", "name": "西门", "day": "2036-12-24"}, 422)
    assert [one["field"] for one in refused["errors"]] == ["day"]
    desk.post("gates", {"slug": "out", "name": "出口", "kind": "exit", "daily": True}, 201)
    desk.post("gates", {"slug": "lunch", "name": "午餐", "kind": "meal", "daily": True}, 201)

    form = {"name": "正门", "daily": "2036-11-20"}
    page = officer.get("/console/gates/main").get_data(as_text=True)
    assert "仅限11月20日（周四）" in page
    assert officer.post("/console/gates/main", data=form | {"daily": "2036-12-24"}).status_code == 422
    assert officer.post("/console/gates/main", data=form).status_code == 302
    assert 'value="2036-11-20" selected' in officer.get("/console/gates/main").get_data(as_text=True).replace(
        'selected value="2036-11-20"', 'value="2036-11-20" selected'
    )
    assert {one["slug"]: one["daily"] for one in desk.get("gates")["items"]} == {
        "main": True, "side": True, "lobby": True, "hall": False, "out": True, "lunch": True
    }  # fmt: skip
    assert officer.post("/console/gates/side", data={"name": "侧门", "daily": "once"}).status_code == 422

    assert officer.post("/console/gates/main", data=form | {"daily": "daily"}).status_code == 302
    assert "每天一次" in officer.get("/gate/main").get_data(as_text=True)
    desk.scan(desk.register()["badge"]["token"])
    answer = officer.post("/console/gates/main", data=form | {"daily": "once"})
    assert answer.status_code == 422
    assert "已有人入场" in answer.get_data(as_text=True)
