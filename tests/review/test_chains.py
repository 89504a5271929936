"""Alumni of a high school are agreed to by county, prefecture and province in turn, each by its own office."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.foundation.db import db, unit_of_work
from congress.schools.queries import school_by_code
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.office import C
from tests.factories.programme import make_congress, make_forum
from tests.factories.schools import COUNTY, HIGH_SCHOOL, OTHER_PREFECTURE, PREFECTURE, UNIVERSITY, make_reference

OFFICES = {
    "county": ("division", "division", COUNTY),
    "prefecture": ("verifier", "division", PREFECTURE),
    "other": ("division", "division", OTHER_PREFECTURE),
    "province": ("verifier", "province", None),
    "school": ("school", "school", UNIVERSITY),
    "organiser": ("organiser", None, None),
}
CHAIN = {"school": ["province", "county", "prefecture"], "university": ["province"]}


@pytest.fixture
def offices(app: Flask) -> dict[str, FlaskClient]:
    """Everybody's browser at a congress with approval, whose chains are set."""
    with unit_of_work() as session:
        congress = make_congress(session, approval=True)
        make_forum(session, congress, "small", capacity=1)
        make_reference(session)
        high = school_by_code(session, HIGH_SCHOOL)
        assert high is not None
        high.prefecture = "示例市"
        for name, (role, kind, code) in OFFICES.items():
            user = make_user(session, role, email=f"{name}@congress.test", kind=kind, code=code)
            if name == "organiser":
                app.config["ORGANISER"] = make_token(session, user)
    clients = {name: signed_in(app, f"{name}@congress.test") for name in OFFICES}
    assert clients["organiser"].post("/console/review/chains", data=CHAIN).status_code == 302
    put = {"school": HIGH_SCHOOL, "county": COUNTY}
    assert clients["organiser"].post("/console/review/counties", data=put).status_code == 302
    return clients


def asks_in(app: Flask, number: int, school: str, *forums: str) -> str:
    body = {
        "name": f"示例校友{number}", "email": f"a{number}@example.test", "consent": True,
        "schools": [{"code": school}], "forums": list(forums),
    }  # fmt: skip
    answer = app.test_client().post(f"{C}/registrations", json=body, headers=app.config["ORGANISER"])
    assert (answer.status_code, answer.json["status"]) == (201, "pending")
    code: str = answer.json["code"]
    return code


def agree(client: FlaskClient, *codes: str, **more: Any) -> int:
    return client.post("/review", data={"codes": list(codes), "decision": "accept"} | more).status_code


def status(code: str) -> str:
    with db.engine.connect() as connection:
        return str(
            connection.execute(text("SELECT status FROM registrations WHERE code = :code"), {"code": code}).scalar()
        )


def shows(client: FlaskClient, number: int) -> bool:
    return f"示例校友{number}" in client.get("/review").get_data(as_text=True)


def test_each_office_speaks_in_its_turn_and_the_last_one_lets_in(
    offices: dict[str, FlaskClient], app: Flask
) -> None:  # fmt: skip
    code = asks_in(app, 1, HIGH_SCHOOL)
    for turn in ("county", "prefecture", "province"):
        assert [name for name in OFFICES if name != "organiser" and shows(offices[name], 1)] == [turn]
        early = {"county", "prefecture", "province", "other", "school"} - {turn}
        assert {agree(offices[name], code) for name in early} == {404}
        assert status(code) == "pending"
        assert agree(offices[turn], code) == 302
    assert status(code) == "confirmed"
    with db.engine.connect() as connection:
        said = connection.execute(text("SELECT office FROM review_marks ORDER BY id")).scalars().all()
        acts = connection.execute(text("SELECT count(*) FROM audit_entries WHERE act = 'review.agreed'")).scalar()
    assert (said, acts) == (["county", "prefecture", "province"], 3)


def test_a_school_of_the_prefectures_own_skips_the_county(offices: dict[str, FlaskClient], app: Flask) -> None:
    code = asks_in(app, 1, HIGH_SCHOOL)
    assert shows(offices["county"], 1)
    alone = {"school": HIGH_SCHOOL, "county": ""}
    assert offices["organiser"].post("/console/review/counties", data=alone).status_code == 302
    assert not shows(offices["county"], 1)
    assert agree(offices["prefecture"], code) == 302


def test_universities_go_to_the_province_and_any_office_may_refuse_with_a_reason(
    offices: dict[str, FlaskClient], app: Flask
) -> None:
    first, second = asks_in(app, 1, UNIVERSITY), asks_in(app, 2, HIGH_SCHOOL)
    assert agree(offices["province"], first) == 302
    assert status(first) == "confirmed"
    assert agree(offices["county"], second, decision="refuse") == 422
    assert agree(offices["county"], second, decision="refuse", reason="示例：非本县校友") == 302
    assert status(second) == "refused"


def test_the_last_office_hears_of_each_for_whom_no_seat_is_left(offices: dict[str, FlaskClient], app: Flask) -> None:
    codes = [asks_in(app, number, UNIVERSITY, "small") for number in (1, 2)]
    answer = offices["province"].post("/review", data={"codes": codes, "decision": "accept"})
    assert answer.status_code == 409
    assert "专场small" in answer.get_data(as_text=True)
    assert [status(code) for code in codes] == ["pending", "pending"]
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM review_marks")).scalar() == 0


def test_what_is_wrong_with_a_chain_or_a_county_is_said(offices: dict[str, FlaskClient]) -> None:
    organiser = offices["organiser"]
    assert organiser.post("/console/review/chains", data={"school": ["moon"]}).status_code == 422
    for wrong in ({"school": "nowhere"}, {"school": HIGH_SCHOOL, "county": PREFECTURE}, {"school": ""}):
        assert organiser.post("/console/review/counties", data=wrong).status_code == 422
    page = organiser.get("/console/review/chains").get_data(as_text=True)
    assert "示例县" in page
    assert page.count(" checked") == 4


def test_without_a_chain_no_office_is_asked(offices: dict[str, FlaskClient], app: Flask) -> None:
    asks_in(app, 1, HIGH_SCHOOL)
    assert offices["organiser"].post("/console/review/chains", data={}).status_code == 302
    assert not any(shows(offices[name], 1) for name in ("county", "prefecture", "province"))
