"""A deputy comes in the place of the one who was expected: same code and forums, another badge."""

import io
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import text

from congress.foundation.db import db
from tests.checkin.desk import Desk
from tests.factories.accounts import signed_in
from tests.factories.office import PDF


def officer_of(desk: Desk) -> FlaskClient:
    return signed_in(desk.client.application, "organiser@congress.test")


def body(**more: Any) -> dict[str, Any]:
    facts = {"name": "示例·替会人", "organisation": "示例（虚构）公司", "title": "副总经理", "attend": "y"}
    return facts | {"phone": "13900000091", "reason": "示例：临时有公务"} | more


def hand_over(desk: Desk, code: str, **more: Any) -> int:
    return officer_of(desk).post(f"/console/registrations/{code}/deputy", data=body(**more)).status_code


def test_the_place_passes_on_whole_and_the_old_badge_is_void(client: FlaskClient) -> None:
    desk = Desk(client)
    person = desk.register(forums=["talk"])
    assert hand_over(desk, person["code"], letter=(io.BytesIO(PDF), "示例函.pdf")) == 302
    now = desk.get(f"registrations/{person['code']}")
    assert (now["name"], now["organisation"], now["forums"][0]["status"]) == (
        "示例·替会人", "示例（虚构）公司", "confirmed",
    )  # fmt: skip
    assert now["badge"]["number"] == person["badge"]["number"]
    assert desk.scan(person["badge"]["token"], "hall")["result"] == "revoked"
    admitted = desk.scan(now["badge"]["token"], "hall")
    assert (admitted["result"], admitted["registration"]["name"]) == ("admitted", "示例·替会人")
    page = officer_of(desk).get(f"/console/registrations/{person['code']}/deputy").get_data(as_text=True)
    assert "示例校友1" in page
    assert "示例：临时有公务" in page
    letter = officer_of(desk).get(f"/console/registrations/{person['code']}/deputy/1/letter")
    assert letter.data == PDF
    with db.engine.connect() as connection:
        acts = connection.execute(text("SELECT act FROM audit_entries WHERE act = 'deputy.sent'")).all()
    assert len(acts) == 1


def test_nobody_takes_a_second_place_and_nobody_replaces_themselves(client: FlaskClient) -> None:
    desk = Desk(client)
    first, other = desk.register(1), desk.register(2)
    for number in (1, 2):
        same = {"name": f"示例校友{number}", "email": f"a{number}@example.test", "phone": ""}
        assert hand_over(desk, first["code"], **same) == 409
    assert desk.get(f"registrations/{first['code']}")["name"] == "示例校友1"
    assert desk.scan(first["badge"]["token"])["result"] == "admitted"
    assert desk.scan(other["badge"]["token"])["result"] == "admitted"


def test_what_is_missing_is_said_and_a_cancelled_place_cannot_be_handed_over(client: FlaskClient) -> None:
    desk = Desk(client)
    person = desk.register()
    for wrong in ({"reason": " "}, {"phone": ""}, {"attend": ""}, {"letter": (io.BytesIO(b"MZ"), "x.pdf")}):
        assert hand_over(desk, person["code"], **wrong) == 422, wrong
    desk.post(f"registrations/{person['code']}/cancel", {}, 200)
    assert hand_over(desk, person["code"]) == 409
