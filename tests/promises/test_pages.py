"""Promises as people use them: at the intention, in the list, on the desk, in the audit trail."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.accounts import signed_in
from tests.factories.office import C, Office
from tests.factories.schools import OTHER_PREFECTURE, PREFECTURE

TYPED = {
    "text": "前两年租金减半（虚构）", "office": PREFECTURE, "due_on": "2020-01-01", "amount": "12.345678",
    "basis": "示例政策〔2036〕1号",
}  # fmt: skip


class Desk:
    """The prefecture's browser, and an intention in one of its counties."""

    def __init__(self, app: Flask) -> None:
        self.office = Office(app.test_client())
        self.intention = self.office.intention()["id"]
        self.browser: FlaskClient = signed_in(app, "division@congress.test")
        self.path = f"/console/intentions/{self.intention}/promises"

    def record(self) -> str:
        assert self.browser.post(self.path, data=TYPED).status_code == 302
        [made] = self.office.ask("organiser", "GET", f"{C}/promises")["items"]
        return str(made["id"])

    def text(self, path: str) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def test_a_promise_is_recorded_exactly_and_stands_everywhere_as_overdue(desk: Desk) -> None:
    made = desk.record()
    assert desk.office.ask("organiser", "GET", f"{C}/promises/{made}")["amount_fen"] == 12_345_678
    for path in (desk.path, "/console/promises", "/console/promises?state=overdue", "/division/"):
        page = desk.text(path)
        assert TYPED["text"] in page
        assert "逾期" in page
    assert desk.path in desk.text(f"/console/intentions/{desk.intention}")


@pytest.mark.one_database
def test_a_wrong_form_keeps_what_was_typed(desk: Desk) -> None:
    for wrong in ({"amount": "0.0000001"}, {"amount": "NaN"}, {"amount": "0"}, {"due_on": "morgen"}, {"basis": ""}):
        answer = desk.browser.post(desk.path, data=TYPED | wrong)
        assert answer.status_code == 422
        assert TYPED["text"] in answer.get_data(as_text=True)
    answer = desk.browser.post(desk.path, data=TYPED | {"office": OTHER_PREFECTURE})
    assert answer.status_code == 403
    assert "承诺由责任单位和组委会办理" in answer.get_data(as_text=True)


def test_the_desk_lets_go_of_what_is_kept_and_the_trail_says_so(desk: Desk, app: Flask) -> None:
    page = f"/console/promises/{desk.record()}"
    assert desk.browser.post(page, data={"state": "kept", "reason": ""}).status_code == 422
    assert desk.browser.post(page, data={"state": "promised", "reason": "虚构"}).status_code == 422
    assert desk.browser.post(page, data={"state": "kept", "reason": "示例凭证"}).status_code == 302
    assert "示例凭证" in desk.text(page)
    assert TYPED["text"] not in desk.text("/division/")
    trail = signed_in(app, "auditor@congress.test").get("/console/audit").get_data(as_text=True)
    assert "承诺标记为已兑现" in trail


def test_a_change_shows_the_date_of_before(desk: Desk) -> None:
    page = f"/console/promises/{desk.record()}"
    assert 'value="12.345678"' in desk.text(f"{page}/edit")
    assert desk.browser.post(f"{page}/edit", data=TYPED | {"due_on": ""}).status_code == 422
    assert desk.browser.post(f"{page}/edit", data=TYPED | {"due_on": "2030-05-06", "amount": ""}).status_code == 302
    shown = desk.text(page)
    assert "2030-05-06" in shown
    assert TYPED["due_on"] in shown


@pytest.mark.one_database
def test_a_school_reads_and_does_not_act(desk: Desk, app: Flask) -> None:
    made = desk.record()
    school = signed_in(app, "school@congress.test")
    page = school.get(f"/console/promises/{made}").get_data(as_text=True)
    assert TYPED["text"] in page
    assert "<textarea" not in page
    assert school.post(f"/console/promises/{made}", data={"state": "in_work"}).status_code == 403
