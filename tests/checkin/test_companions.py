"""Whom one brings along: as many as the category allows, each with a badge, let in by the same scan."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.foundation.db import reading, unit_of_work
from congress.registration.models import Registration
from tests.checkin.desk import Desk
from tests.checkin.test_guests import admit_party, page_scan
from tests.factories.accounts import make_token, make_user, signed_in

ALLOWED = {"companions_guest": "2", "companions_vip": "3"}
CHILD = {"name": "示例子女", "language": "zh", "attend": "y", "under_age": "y", "guardian": "y"}
SPOUSE = {"name": "示例配偶", "organisation": "示例（虚构）公司", "language": "zh", "attend": "y"}


class Host:
    """An alumnus who is registered and may bring two."""

    def __init__(self, desk: Desk, officer: FlaskClient) -> None:
        with unit_of_work() as session:
            self.token = make_token(session, make_user(session, "alumnus", email="a1@example.test"))
        assert officer.post("/console/parties/allowed", data=ALLOWED).status_code == 302
        self.registered = desk.register(1)
        self.browser = signed_in(desk.client.application, "a1@example.test")
        self.code = self.registered["code"]
        self.page = f"/me/{self.code}/companions"

    def bring(self, who: dict[str, str]) -> int:
        return self.browser.post(self.page, data=who).status_code


@pytest.fixture
def host(desk: Desk, officer: FlaskClient) -> Host:
    return Host(desk, officer)


def people() -> dict[str, Registration]:
    with reading() as session:
        return {one.name: one for one in session.scalars(select(Registration).order_by(Registration.id))}


def test_each_companion_is_registered_with_a_badge_and_comes_in_by_the_same_scan(
    host: Host, desk: Desk, officer: FlaskClient
) -> None:
    assert [host.bring(CHILD), host.bring(SPOUSE)] == [302, 302]
    known = people()
    assert {known[name].category_id for name in ("示例子女", "示例配偶")} == {known["示例校友1"].category_id}
    child = known["示例子女"]
    page = host.browser.get(host.page).text
    assert f"/me/{child.code}/badge.pdf" in page
    assert host.browser.get(f"/me/{child.code}/badge.pdf").status_code == 200
    assert page_scan(officer, host.registered["badge"]["token"])["party"] == {"name": "示例校友1"}
    assert admit_party(officer, host.code)["admitted"] == 2
    # the office sees the party like any other
    assert "示例校友1" in officer.get("/console/parties").text


def test_nobody_brings_more_than_their_category_allows_and_a_companion_brings_nobody(
    host: Host, desk: Desk, officer: FlaskClient
) -> None:
    assert [host.bring(CHILD), host.bring(SPOUSE), host.bring(SPOUSE | {"name": "示例友人"})] == [302, 302, 409]
    assert "示例友人" not in people()
    child = people()["示例子女"].code
    assert host.browser.post(f"/me/{child}/companions", data=SPOUSE | {"name": "示例友人"}).status_code == 409
    me = host.browser.get("/me").text
    assert (f"/me/{host.code}/companions" in me, f"/me/{child}/companions" in me) == (True, False)
    # a place that is given up is free for somebody else, or for the same one again
    assert host.browser.post(f"/me/{child}/cancel").status_code == 302
    assert host.bring(CHILD) == 302
    assert people()["示例子女"].status == "confirmed"
    assert officer.post("/console/parties/allowed", data=ALLOWED | {"companions_guest": "21"}).status_code == 422


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"guardian": ""}, "须由监护人同意"), ({"attend": ""}, "没有此项同意"), ({"name": ""}, "此项必填"),
     ({"name": "示例校友1"}, "已报名")],
    ids=["child without guardian", "nobody agreed", "no name", "somebody who is registered"],
)  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_stays(host: Host, wrong: dict[str, str], says: str) -> None:
    sent = {name: value for name, value in (CHILD | wrong).items() if value}
    answer = host.browser.post(host.page, data=sent | {"organisation": "示例单位"})
    assert answer.status_code in {409, 422}
    assert says in answer.text
    assert 'value="示例单位"' in answer.text
    assert len(people()) == 1


def test_who_cancels_calls_their_companions_off_and_not_those_whom_the_office_put_with_them(
    host: Host, desk: Desk, officer: FlaskClient
) -> None:
    host.bring(CHILD)
    colleague = desk.register(2)["code"]
    members = f"{people()['示例子女'].code} {colleague}"
    body = {"name": "示例团", "leader": host.code, "members": members}
    assert officer.post("/console/parties/1", data=body).status_code == 302
    assert host.browser.post(f"/me/{host.code}/cancel").status_code == 302
    assert {name: one.status for name, one in people().items()} == {
        "示例校友1": "cancelled", "示例子女": "cancelled", "示例校友2": "confirmed"
    }  # fmt: skip
    assert host.bring(SPOUSE) == 409


@pytest.mark.one_database
def test_a_program_brings_companions_of_its_own_registration_alone(host: Host, desk: Desk) -> None:
    other = desk.register(2)["code"]
    body = {"name": "示例子女", "consent": True, "under_age": True}

    def ask(code: str, **more: Any) -> Any:
        path = f"/api/v1/congresses/2036/registrations/{code}/companions"
        return desk.client.post(path, json=body | more, headers=host.token)

    assert ask(other, guardian_consent=True).status_code == 404
    assert ask(host.code).json["errors"][0]["field"] == "guardian_consent"
    assert ask(host.code, consent=False, guardian_consent=True).status_code == 422
    made = ask(host.code, guardian_consent=True)
    assert (made.status_code, made.json["under_age"]) == (201, True)
    listed = desk.get(f"registrations/{host.code}/companions")
    assert ([one["code"] for one in listed["items"]], listed["left"]) == ([made.json["code"]], 1)
