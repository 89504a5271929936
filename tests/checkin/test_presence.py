"""Who has not come, with a phone to call; and an entry that no scan shows, recorded by hand with a reason."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient
from sqlalchemy import text

from congress.foundation.db import db
from tests.checkin.desk import Desk


def typed(moment: datetime) -> str:
    """As a browser sends a local time."""
    return moment.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M")


def test_the_list_shows_those_who_have_not_come_by_unit_with_their_phone(desk: Desk, officer: FlaskClient) -> None:
    came = desk.register(1)
    desk.register(2, organisation="示例（虚构）公司", phone="+8613900000002")
    desk.register(3, organisation="示例（虚构）大学")
    desk.scan(came["badge"]["token"])
    page = officer.get("/console/gates/main/missing").get_data(as_text=True)
    assert "示例校友1" not in page
    for unit, name in (("示例（虚构）公司", "示例校友2"), ("示例（虚构）大学", "示例校友3")):
        assert page.index(unit) < page.index(name)
    assert 'href="tel:+8613900000002"' in page
    with db.engine.connect() as connection:
        looks = connection.execute(text("SELECT act FROM audit_entries WHERE act = 'missing.listed'")).all()
    assert len(looks) == 1


def test_a_forums_list_expects_its_holders_alone(desk: Desk, officer: FlaskClient) -> None:
    desk.register(1, forums=["talk"])
    desk.register(2)
    page = officer.get("/console/gates/hall/missing").get_data(as_text=True)
    assert "示例校友1" in page
    assert "示例校友2" not in page


def test_a_late_entry_counts_from_the_time_that_was_said_and_carries_its_mark(desk: Desk, officer: FlaskClient) -> None:
    person = desk.register()
    at = datetime.now(UTC) - timedelta(minutes=40)
    body = {"code": person["code"], "at": typed(at), "reason": "示例：证件漏扫"}
    assert officer.post("/console/gates/main/late", data=body).status_code == 302
    again = desk.scan(person["badge"]["token"])
    assert (again["result"], again["first"]["device"]) == ("already_admitted", "console")
    assert again["first"]["at"][:16] == typed(at)
    assert "示例校友1" not in officer.get("/console/gates/main/missing").get_data(as_text=True)
    with db.engine.connect() as connection:
        assert "by_hand" in str(connection.execute(text("SELECT flags FROM scans ORDER BY id")).first())
        facts = connection.execute(text("SELECT facts FROM audit_entries WHERE act = 'entry.by_hand'")).scalar_one()
    assert "main" in str(facts)
    assert desk.get("conflicts")["items"] == []


def test_a_late_entry_is_refused_where_there_is_nothing_to_enter(desk: Desk, officer: FlaskClient) -> None:
    person, other = desk.register(1), desk.register(2)
    desk.scan(person["badge"]["token"])
    now = datetime.now(UTC)
    desk.post(f"registrations/{other['code']}/cancel", {}, 200)
    for code, at, status in (
        (person["code"], now, 409),
        (other["code"], now, 409),
        (person["code"], now + timedelta(hours=1), 422),
        ("NOBODY", now, 404),
    ):
        answer = officer.post("/console/gates/main/late", data={"code": code, "at": typed(at), "reason": "示例"})
        assert answer.status_code == status, code
    assert officer.post("/console/gates/main/late", data={"code": person["code"]}).status_code == 422
