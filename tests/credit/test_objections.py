"""Objections to a published board: in time, decided once, and what follows from the decision."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from congress.credit.publication_file import commitment
from congress.credit.publication_queries import publication_by_id
from congress.foundation import clock
from congress.foundation.db import reading
from tests.factories.office import C, Office
from tests.factories.schools import COUNTY


@pytest.fixture
def office(client: FlaskClient) -> Office:
    office = Office(client)
    office.accept(office.milestone(office.signed()["id"])["id"])
    return office


def publish(office: Office) -> dict[str, Any]:
    return office.ask("organiser", "POST", f"{C}/boards/investment-county/publications", {}, 201)


def objects(office: Office, publication: str, status: int = 201) -> Any:
    body = {"objector": "示例单位", "text": "数据有误"}
    return office.ask("school", "POST", f"/api/v1/publications/{publication}/objections", body, status)


def decides(office: Office, objection: str, *, uphold: bool, status: int = 200) -> Any:
    body = {"uphold": uphold, "answer": "经核"}
    return office.ask("verifier", "POST", f"/api/v1/objections/{objection}/decide", body, status)


def finalises(office: Office, publication: str, status: int = 200) -> Any:
    return office.ask("organiser", "POST", f"/api/v1/publications/{publication}/finalise", {}, status)


def pass_days(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    later = datetime.now(UTC) + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: later)


def test_an_objection_is_taken_until_the_time_is_over(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = publish(office)["id"]
    objects(office, publication)
    pass_days(monkeypatch, 30)
    assert objects(office, publication, 409)["type"].endswith("/state-refused")


def test_an_objection_is_decided_once(office: Office) -> None:
    filed = objects(office, publish(office)["id"])
    assert decides(office, filed["id"], uphold=False)["state"] == "dismissed"
    decides(office, filed["id"], uphold=True, status=409)


def test_a_board_is_final_when_time_is_over_and_each_objection_decided(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = publish(office)["id"]
    filed = objects(office, publication)
    finalises(office, publication, 409)
    pass_days(monkeypatch, 30)
    finalises(office, publication, 409)
    decides(office, filed["id"], uphold=False)
    assert finalises(office, publication)["state"] == "final"
    finalises(office, publication, 409)


def test_an_objection_that_is_right_withdraws_the_publication_and_its_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = publish(office)
    filed = objects(office, published["id"])
    assert office.client.get(published["file"]).status_code == 200
    decides(office, filed["id"], uphold=True)
    pass_days(monkeypatch, 30)
    assert finalises(office, published["id"])["state"] == "withdrawn"
    assert office.client.get(published["file"]).status_code == 404
    assert "示例县" not in office.client.get("/boards").get_data(as_text=True)


def test_what_came_after_the_publication_does_not_move_it_and_its_own_entity_can_open_its_line(office: Office) -> None:
    published = publish(office)
    before = office.client.get(published["file"]).data
    office.accept(office.milestone(office.signed()["id"])["id"])
    assert office.client.get(published["file"]).data == before
    [line] = json.loads(before)["order"]
    with reading() as session:
        [opening] = publication_by_id(session, published["id"]).openings
    assert opening["total"] == 10_000_001
    assert commitment(opening["salt"], "county", COUNTY, opening["total"]) == line["commitment"]
    assert commitment(opening["salt"], "county", COUNTY, opening["total"] + 1) != line["commitment"]
