"""A phone becomes a gate's device by a link that works once; revoked, it is told so and loses nothing."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from congress.checkin.device_queries import device_by_id
from congress.checkin.devices import invite_device, revoke_device
from congress.checkin.models import GateDevice
from congress.checkin.queries import gate_by_slug
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, unit_of_work
from tests.checkin.desk import Desk, now_text


class Phone:
    """A browser with a memory for cookies, at one gate."""

    def __init__(self, desk: Desk, gate: str = "main", **lane: int) -> None:
        self.client: FlaskClient = desk.client.application.test_client()
        self.pair(gate, **lane)

    def pair(self, gate: str, *, lane: int = 0, lanes: int = 0) -> None:
        answer = self.client.post(f"/gate/pair/{link_to(gate, lane=lane, lanes=lanes)}")
        assert (answer.status_code, answer.location) == (302, f"/gate/{gate}")
        self.id = known_devices()[-1]

    @property
    def header(self) -> dict[str, str]:
        return {"X-Gate-Device": self.id}

    def call(self, what: str, body: dict[str, Any]) -> Any:
        return self.client.post(f"/gate/device/{what}", json=body, headers=self.header)

    def hello(self, waiting: int = 0, sent_at: str = "") -> Any:
        answer = self.call("hello", {"waiting": waiting, "sent_at": sent_at or now_text()})
        assert answer.status_code == 200, answer.json
        return answer.json

    def scan(self, token: str, gate: str = "main", **more: Any) -> Any:
        scan = {"id": f"{self.id}-{token[-20:]}-{gate}", "token": token, "gate": gate, "scanned_at": now_text()} | more
        answer = self.call("scans", {"sent_at": now_text(), "scans": [scan]})
        assert answer.status_code == 200, answer.json
        return answer.json["results"][0]

    def revoke(self) -> None:
        with unit_of_work() as session:
            revoke_device(session, device_by_id(session, 1, self.id), by=SYSTEM, now=datetime.now(UTC))


def link_to(gate: str, *, lane: int = 0, lanes: int = 0, now: datetime | None = None) -> str:
    with unit_of_work() as session:
        found = gate_by_slug(session, 1, gate)
        now = now or datetime.now(UTC)
        return invite_device(session, found, name="示例手机", lane=lane, lanes=lanes, by=SYSTEM, now=now)[1]


def known_devices() -> list[str]:
    paired = select(GateDevice.public_id).where(GateDevice.paired_at.is_not(None)).order_by(GateDevice.paired_at)
    with db.engine.connect() as connection:
        return [str(public_id) for public_id in connection.scalars(paired)]


def test_a_link_works_once(desk: Desk) -> None:
    link = link_to("main")
    one, other = (desk.client.application.test_client() for _ in range(2))
    assert one.get(f"/gate/pair/{link}").status_code == 200
    assert one.get(f"/gate/pair/{link}").status_code == 200, "to look at it must not use it up"
    assert one.post(f"/gate/pair/{link}").status_code == 302
    assert other.post(f"/gate/pair/{link}").status_code == 410
    assert other.get("/gate/main").status_code == 302
    assert one.get("/gate/main").headers["X-Gate-Shell"] == "1"


def test_a_link_runs_out(desk: Desk) -> None:
    link = link_to("main", now=datetime.now(UTC) - timedelta(minutes=16))
    assert desk.client.post(f"/gate/pair/{link}").status_code == 410
    assert desk.client.post("/gate/pair/nobody-knows").status_code == 410


def test_the_devices_secret_is_out_of_reach_of_scripts_and_other_sites(desk: Desk) -> None:
    answer = desk.client.application.test_client().post(f"/gate/pair/{link_to('main')}")
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("gate_device="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/gate/" in cookie
    secret = cookie.split("=", 1)[1].split(";")[0]
    with db.engine.connect() as connection:
        assert secret not in str(list(connection.execute(text("SELECT * FROM gate_devices"))))


def test_a_request_that_the_devices_page_did_not_make_is_refused(desk: Desk) -> None:
    phone = Phone(desk)
    body = {"waiting": 0, "sent_at": now_text()}
    assert phone.client.post("/gate/device/hello", json=body).status_code == 403
    assert phone.client.post("/gate/device/hello", json=body, headers={"X-Gate-Device": "other"}).status_code == 403


def test_a_device_whose_browser_lost_the_cookie_is_known_by_what_its_page_kept(desk: Desk) -> None:
    phone = Phone(desk)
    secret = phone.hello()["secret"]
    phone.client.delete_cookie("gate_device", path="/gate/")
    assert phone.call("hello", {"waiting": 0, "sent_at": now_text()}).status_code == 401
    headers = phone.header | {"X-Gate-Secret": secret}
    answer = phone.client.post("/gate/device/hello", json={"waiting": 0, "sent_at": now_text()}, headers=headers)
    assert (answer.status_code, answer.json["secret"]) == (200, None)
    assert phone.client.get("/gate/").status_code == 200, "the cookie is back"


def test_a_device_scans_for_its_gate_and_sees_its_people_only(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    phone = Phone(desk)
    assert phone.scan(token)["result"] == "admitted"
    assert phone.hello()["counts"]["admitted"] == 1
    assert phone.client.get("/gate/side").status_code == 404
    assert phone.client.get("/gate/device/search?q=示例", headers=phone.header).json["items"][0]["name"] == "示例校友1"
    assert Phone(desk, "hall").client.get("/console/gates").status_code == 302


def test_a_revoked_device_is_told_so_and_what_it_holds_is_kept_in_quarantine(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    phone = Phone(desk)
    phone.revoke()
    assert phone.hello()["revoked"] is True
    assert phone.scan(token, offline=True)["result"] == "quarantined"
    assert phone.client.get("/gate/device/manifest", headers=phone.header).status_code == 403
    assert phone.client.get("/gate/device/search?q=示例", headers=phone.header).status_code == 403
    assert phone.call("admit", {"code": "x", "gate": "main", "id": "y"}).status_code == 403
    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT token, result, flags FROM scans")).one()
        assert connection.execute(text("SELECT count(*) FROM admissions")).scalar_one() == 0
    assert (kept.token, kept.result, "revoked_device" in str(kept.flags)) == (token, "quarantined", True)
    # the page opens all the same, so that it can say so and hand in the rest
    assert phone.client.get("/gate/").status_code == 200


def test_a_device_works_at_one_gate_but_hands_in_what_it_scanned_before(desk: Desk) -> None:
    first, second, third = (desk.register(number)["badge"]["token"] for number in (1, 2, 3))
    phone = Phone(desk)
    before = phone.id
    phone.pair("side")
    assert phone.id == before, "the phone stays the device it was"
    assert phone.hello()["gate"]["slug"] == "side"
    assert phone.scan(first, "side")["result"] == "admitted"
    assert phone.scan(second, "main", offline=True)["result"] == "admitted"
    assert phone.scan(third, "hall", offline=True)["result"] == "quarantined"
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM gate_devices")).scalar_one() == 1


def test_the_console_sees_contact_queue_and_clock(desk: Desk) -> None:
    phone = Phone(desk, lane=1, lanes=3)
    answer = phone.hello(17, (datetime.now(UTC) + timedelta(hours=2)).isoformat())
    assert (answer["device"]["lane"], answer["device"]["lanes"]) == (1, 3)
    with db.engine.connect() as connection:
        row = connection.execute(text("SELECT waiting, clock_offset, last_seen_at FROM gate_devices")).one()
    assert row.waiting == 17
    assert 7190 <= row.clock_offset <= 7210
    assert row.last_seen_at is not None


def test_the_duty_officer_sees_which_device_is_silent(desk: Desk, officer: FlaskClient) -> None:
    Phone(desk).hello(3)
    Phone(desk, "side")
    page = officer.get("/console/conflicts").get_data(as_text=True)
    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    states = {gate: "无联系" in row for row in rows for gate in ("正门", "侧门") if f"<td>{gate}</td>" in row}
    assert states == {"正门": False, "侧门": True}


def test_who_was_turned_away_by_a_device_has_not_come_in(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    phone = Phone(desk)
    assert phone.scan(token, offline=True, verdict="other_lane", id="1")["result"] == "other_lane"
    assert phone.scan(token, offline=True, verdict="unknown", id="2")["result"] == "unknown"
    assert desk.scan(token, "side")["result"] == "admitted"
    assert desk.get("conflicts")["items"] == []
    assert phone.scan(token, offline=True, verdict="already_admitted", id="3")["result"] == "already_admitted"
    assert desk.get("conflicts")["items"] == []


@pytest.mark.parametrize("verdict", ["admitted", "", "nonsense", None, 7])
def test_any_other_word_of_a_device_changes_nothing(desk: Desk, verdict: Any) -> None:
    token = desk.register()["badge"]["token"]
    assert Phone(desk).scan(token, offline=True, verdict=verdict)["result"] == "admitted"


def test_the_worker_keeps_what_the_page_is_made_of(desk: Desk) -> None:
    phone = Phone(desk)
    script = phone.client.get("/gate/worker.js")
    assert script.content_type.startswith("text/javascript")
    page = phone.client.get("/gate/main").get_data(as_text=True)
    kept = script.get_data(as_text=True)

    needed = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"', page)
    assert needed
    assert [address for address in needed if address not in kept] == []
