"""The duty officer's screen: conflicts, silent devices, rates, what waits on devices, who is missing."""

import re
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import text

from congress.checkin.devices import invite_device
from congress.checkin.queries import gate_by_slug
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, unit_of_work
from congress.programme.queries import the_congress
from congress.screens.watch import PACE
from tests.checkin.desk import Desk
from tests.screens.test_screens import Ticks, statements, ticks

__all__ = ["ticks"]


def figure(page: str, label: str) -> str:
    """The number that stands with this label."""
    words = re.sub(r"<[^>]+>|\s+", " ", page)
    found = re.search(rf"{label} +(\d+)", words)
    assert found, label
    return found[1]


def pair(name: str, *, seen: datetime | None, waiting: int) -> None:
    with unit_of_work() as session:
        gate = gate_by_slug(session, the_congress(session).id, "main")
        device, _link = invite_device(session, gate, name=name, lane=0, lanes=0, by=SYSTEM, now=datetime.now(UTC))
        device.paired_at, device.last_seen_at, device.waiting = datetime.now(UTC), seen, waiting


def test_the_officer_sees_conflicts_silent_devices_queues_and_rates(desk: Desk, officer: FlaskClient) -> None:
    person = desk.register()
    desk.scan(person["badge"]["token"], device="one", offline=True)
    desk.scan(person["badge"]["token"], device="two", offline=True)
    desk.scan("NOT A BADGE", device="one")
    now = datetime.now(UTC)
    pair("示例手机甲", seen=now, waiting=3)
    pair("示例手机乙", seen=now - timedelta(minutes=9), waiting=40)
    page = officer.get("/console/duty?lang=zh").get_data(as_text=True)
    assert figure(page, "未处理冲突") == "1"
    assert figure(page, "失联设备") == "1"
    assert figure(page, "设备上待上传") == "43"
    assert page.index("示例手机乙") < page.index("示例手机甲")
    words = re.sub(r"<[^>]+>|\s+", " ", page)
    # three scans in five minutes at the main gate, one of them refused
    assert re.search(r"正门 +0\.6 +\d +1 ", words), words


def test_who_is_missing_is_one_tap_away(desk: Desk, officer: FlaskClient) -> None:
    desk.register(forums=["talk"])
    page = officer.get("/console/duty").get_data(as_text=True)
    assert '<a href="/console/gates/hall/missing">1</a>' in page


def test_many_officers_cost_no_more_than_one(desk: Desk, officer: FlaskClient, ticks: Ticks) -> None:
    with statements() as first:
        officer.get("/console/duty")
    with statements() as second:
        officer.get("/console/duty")
    asked = [one for one in second if "scans" in one or "gate_devices" in one]
    assert [one for one in first if "scans" in one]
    assert asked == []
    ticks.now += PACE
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE gates SET name = '示例改名' WHERE slug = 'main'"))
    assert "示例改名" in officer.get("/console/duty").get_data(as_text=True)
