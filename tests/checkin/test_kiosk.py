"""A self-service kiosk: guests check in and print their badge; only the PIN leads out."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.foundation.db import db
from tests.checkin.desk import Desk
from tests.checkin.test_devices import Phone

PIN = "4711"


@pytest.fixture
def kiosk(desk: Desk, officer: FlaskClient) -> Phone:
    phone = Phone(desk)
    page = f"/console/gates/main/devices/{phone.id}/kiosk"
    assert officer.post(page, data={"pin": "12"}).status_code == 302
    assert phone.hello()["kiosk"] is False, "a PIN has four digits at least"
    assert officer.post(page, data={"pin": PIN}).status_code == 302
    return phone


def arrive(kiosk: Phone, **guest: str) -> Any:
    return kiosk.call("kiosk", guest)


def test_a_guest_is_read_or_typed_and_takes_the_badge_along(desk: Desk, kiosk: Phone) -> None:
    person = desk.register(1, phone="13900000001")
    typed = arrive(kiosk, code=person["code"].lower(), phone="139 0000 0001").json
    assert (typed["result"], typed["name"]) == ("admitted", "示例校友1")
    again = arrive(kiosk, token=person["badge"]["token"]).json
    assert again["result"] == "already_admitted"
    badge = kiosk.call("kiosk/badge", {"ticket": typed["ticket"]})
    assert badge.data.startswith(b"\x89PNG")
    assert desk.get("attendance")["present"] == 1


def test_who_knows_only_half_learns_nothing(desk: Desk, kiosk: Phone) -> None:
    person = desk.register(1, phone="13900000001")
    wrong = [
        {"code": person["code"], "phone": "13900000002"},
        {"code": "NOBODY", "phone": "13900000001"},
        {"code": "x"},
    ]
    assert [arrive(kiosk, **guest).status_code for guest in wrong] == [404] * 3
    assert arrive(kiosk, token="HELLO").json == {"result": "forged"}
    assert desk.get("attendance")["present"] == 0


def test_a_ticket_is_the_devices_own_and_cannot_be_made_up(desk: Desk, kiosk: Phone) -> None:
    ticket = arrive(kiosk, token=desk.register()["badge"]["token"]).json["ticket"]
    assert kiosk.call("kiosk/badge", {"ticket": ticket + "x"}).status_code == 404
    assert Phone(desk, "side").call("kiosk/badge", {"ticket": ticket}).status_code == 404


def test_its_page_has_no_way_out_and_is_kept_in_place_of_the_scanner(desk: Desk, kiosk: Phone) -> None:
    answer = kiosk.client.get("/gate/")
    assert answer.headers["X-Gate-Shell"] == "1"
    assert 'id="kiosk"' in answer.get_data(as_text=True)
    assert "<a " not in answer.get_data(as_text=True).split("<main")[1].split("</main>")[0]
    assert kiosk.call("kiosk/leave", {"pin": "0000"}).status_code == 403
    assert kiosk.hello()["kiosk"] is True
    assert kiosk.call("kiosk/leave", {"pin": PIN}).status_code == 200
    assert 'id="gate"' in kiosk.client.get("/gate/").get_data(as_text=True)


def test_what_it_did_not_hear_the_answer_of_and_sends_again_is_one_scan(desk: Desk, kiosk: Phone) -> None:
    token = desk.register()["badge"]["token"]
    assert arrive(kiosk, token=token, id="the-same").json["result"] == "admitted"
    assert kiosk.scan(token, id="the-same", offline=True, verdict="admitted")["result"] == "admitted"
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM scans")).scalar_one() == 1


def test_a_revoked_kiosk_checks_nobody_in(desk: Desk, kiosk: Phone) -> None:
    token = desk.register()["badge"]["token"]
    kiosk.revoke()
    assert kiosk.hello()["kiosk"] is False, "it shows that it was withdrawn, and hands in what it holds"
    assert arrive(kiosk, token=token).status_code == 403
