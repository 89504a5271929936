"""A lost badge: void at once, the new one opens the door, and the person's earlier entry stays theirs."""

from typing import Any

from flask.testing import FlaskClient

from congress.attendance.queries import arrivals_per_quarter
from congress.foundation.db import reading
from tests.checkin.desk import Desk
from tests.checkin.test_devices import Phone
from tests.checkin.test_guests import page_scan


def renewed(desk: Desk, person: dict[str, Any]) -> str:
    token: str = desk.post(f"registrations/{person['code']}/badge", {"reason": "lost"}, 201)["badge"]["token"]
    return token


def test_the_lost_badge_is_red_and_the_person_counts_once_from_the_first_entry(
    desk: Desk, officer: FlaskClient
) -> None:
    person = desk.register()
    desk.scan(person["badge"]["token"])
    before = desk.get("attendance")
    token = renewed(desk, person)
    assert desk.scan(person["badge"]["token"], "side")["result"] == "revoked"
    answer = page_scan(officer, token)
    assert (answer["result"], answer["earlier"]["gate"]) == ("admitted", "main")
    after = desk.get("attendance")
    assert (before["present"], after["present"]) == (1, 1)
    assert after["quarters"] == before["quarters"], "nobody arrives twice"
    with reading() as session:
        assert [count for _quarter, count in arrivals_per_quarter(session, 1, 0, limit=9)] == [1], "on a screen either"
    assert "示例校友1" not in officer.get("/console/gates/main/missing").get_data(as_text=True)


def test_somebody_who_never_entered_has_no_earlier_entry(desk: Desk, officer: FlaskClient) -> None:
    person = desk.register()
    assert "earlier" not in page_scan(officer, renewed(desk, person))


def test_a_cut_off_phone_knows_the_lost_badge_as_void_from_its_next_contact(desk: Desk) -> None:
    person = desk.register()
    desk.scan(person["badge"]["token"], "side")
    phone = Phone(desk)

    def copy(since: str = "") -> dict[str, Any]:
        document: dict[str, Any] = phone.client.get(
            f"/gate/device/manifest?since={since}", headers=phone.header
        ).json  # fmt: skip
        return document

    before = copy()
    [entry] = before["entries"]
    renewed(desk, person)
    after = copy(before["version"])
    assert entry["index"] in after["revoked"]
    [fresh] = [one["index"] for one in after["entries"] if one["index"] != entry["index"]]
    assert [(one["index"], one["gate"]) for one in after["earlier"]] == [(fresh, "side")], "and who came in by it"


def test_whoever_walks_in_is_registered_and_the_badge_comes_out_at_once(desk: Desk, officer: FlaskClient) -> None:
    body = {"name": "示例·来访者", "phone": "13900000077", "category": "guest", "language": "zh", "attend": "y"}
    plain = officer.post("/console/registrations/new", data=body)
    assert plain.location.startswith("/console/registrations/")
    assert not plain.location.endswith(".pdf")
    other = body | {"phone": "13900000078", "name": "示例·来客", "then": "print"}
    printed = officer.post("/console/registrations/new", data=other)
    assert printed.location.endswith("/badge.pdf")
    assert officer.get(printed.location).data.startswith(b"%PDF")
