"""Answers that are more than a text: names of the official lists, numbers that are sealed, files; and dates of their
own.
"""

import io
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from congress.alumni.actions import PersonFacts
from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.audit import trail_of
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.i18n import in_language
from congress.foundation.pages import zone
from congress.privacy.retention import let_early_answers_go
from congress.programme.queries import the_congress
from congress.questions.models import AnswerFile
from congress.questions.rules import Question, answer_text
from congress.questions.states import Kind
from congress.registration.deputies import send_deputy
from congress.registration.models import Registration
from congress.registration.queries import registration_by_code
from tests.factories.accounts import make_user, signed_in
from tests.factories.exports import take_out
from tests.factories.office import PDF
from tests.factories.privacy import NUMBER
from tests.factories.programme import make_congress
from tests.factories.schools import COUNTY, UNIVERSITY, make_reference
from tests.questions.test_asking import alumnus, ask, register, stored
from tests.questions.test_building import WHOLE

MASKED = "430102********0018"
SCHOOL, PLACE, INDUSTRY, CARD, PAPER = (
    Question(key=kind.value.upper(), kind=kind, label_zh=zh, label_en=kind.value.title(), purpose_zh="示例用途", **more)
    for kind, zh, more in (
        (Kind.SCHOOL, "任职学校", {}), (Kind.DIVISION, "意向落户地", {}), (Kind.INDUSTRY, "意向产业", {}),
        (Kind.IDENTITY, "身份证号", {"keep_days": 5}), (Kind.FILE, "项目计划书", {"required": True, "keep_days": 5}),
    )
)  # fmt: skip


@pytest.fixture(autouse=True)
def congress(app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_reference(session)
        make_user(session, "organiser")


def paper(content: bytes = PDF, name: str = "计划书.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def the_code() -> str:
    with reading() as session:
        return session.scalars(select(Registration.code)).one()


def files() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AnswerFile.filename)))


def trail(code: str) -> dict[str, Any]:
    with reading() as session:
        return {entry.act: entry.facts for entry in trail_of(session, "registration", code)}


def test_a_name_of_an_official_list_is_proposed_resolved_and_shown_in_both_languages(
    app: Flask, client: FlaskClient
) -> None:
    ask(SCHOOL, PLACE, INDUSTRY)
    page = client.get("/register").get_data(as_text=True)
    assert '<option value="示例市示例县">' in page
    assert '<option value="示例产业">' in page
    refused = register(client, q_SCHOOL="示例大学", q_DIVISION="没有的县")
    assert refused.status_code == 422
    assert 'value="没有的县"' in refused.get_data(as_text=True)
    assert stored() is None
    assert register(client, q_SCHOOL=UNIVERSITY, q_DIVISION="示例市示例县", q_INDUSTRY="T1").status_code == 302
    assert stored() == {
        "SCHOOL": {"name": "示例大学", "en": "", "code": UNIVERSITY},
        "DIVISION": {"name": "示例市示例县", "en": "", "code": COUNTY},
        "INDUSTRY": {"name": "示例产业", "en": "Example industry", "code": "T1"},
    }
    assert "示例产业" in alumnus(app).get("/me").get_data(as_text=True)
    with in_language("en"):
        assert answer_text(INDUSTRY, (stored() or {})["INDUSTRY"]) == "Example industry"
    listed = take_out(signed_in(app, "organiser@congress.test"), "registrations", form="xlsx")
    cells = [cell.value for cell in list(load_workbook(io.BytesIO(listed.data)).active.rows)[1]]
    assert cells[-3:] == ["示例大学", "示例市示例县", "示例产业"]


def test_a_card_number_is_checked_sealed_masked_and_read_whole_only_for_a_reason_that_is_kept(
    app: Flask, client: FlaskClient
) -> None:
    ask(CARD)
    for wrong in ("430102184912310019", "430102184913310018", "A12345678", MASKED):
        assert register(client, q_IDENTITY=wrong).status_code == 422, wrong
    assert register(client, q_IDENTITY="430102 18491231 0018").status_code == 302
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            assert NUMBER not in str(connection.execute(select(table)).all()), table.name
    own, office, code = alumnus(app), signed_in(app, "organiser@congress.test"), the_code()
    asked = own.get(f"/me/{code}/answers").get_data(as_text=True)
    assert f'value="{MASKED}"' in asked
    assert "大会结束后保存 5 天" in asked
    before = stored()
    assert own.post(f"/me/{code}/answers", data={"q_IDENTITY": MASKED}).status_code == 302
    assert stored() == before
    whole = f"/console/identity/{code}/answers/IDENTITY"
    shown = office.get(f"/console/registrations/{code}").get_data(as_text=True)
    assert MASKED in shown
    assert whole in shown
    assert NUMBER not in office.get(whole).get_data(as_text=True) + shown
    assert office.post(whole, data={"reason": "curiosity"}).status_code == 422
    assert "identity.viewed" not in trail(code)
    assert NUMBER in office.post(whole, data={"reason": "hotel"}).get_data(as_text=True)
    assert trail(code)["identity.viewed"] == {"reason": "hotel", "question": "IDENTITY"}
    assert office.get(f"/console/identity/{code}/answers/OTHER").status_code == 404


def test_a_file_is_checked_stands_until_another_is_sent_and_is_taken_by_who_may(
    app: Flask, client: FlaskClient
) -> None:
    ask(PAPER)
    assert register(client).status_code == 422
    assert "只接受" in register(client, q_FILE=paper(b"GIF89a", "picture.pdf")).get_data(as_text=True)
    lost = register(client, q_FILE=paper(), email="no address").get_data(as_text=True)
    assert "请重新选择文件" in lost
    assert register(client, q_FILE=paper(name="../../计划书.pdf")).status_code == 302
    own, office, code = alumnus(app), signed_in(app, "organiser@congress.test"), the_code()
    form = own.get(f"/me/{code}/answers").get_data(as_text=True)
    assert "计划书.pdf" in form
    assert own.post(f"/me/{code}/answers", data={"q_FILE": "kept"}).status_code == 302
    mine, theirs = f"/me/{code}/answers/FILE/file", f"/console/registrations/{code}/answers/FILE/file"
    assert mine in own.get("/me").get_data(as_text=True)
    assert own.get(mine).data == PDF
    assert theirs in office.get(f"/console/registrations/{code}").get_data(as_text=True)
    assert office.get(theirs).data == PDF
    assert trail(code)["answer.file_viewed"] == {"question": "FILE"}
    assert alumnus(app, "n2@congress.test").get(mine).status_code == 404
    assert own.post(f"/me/{code}/answers", data={"q_FILE": paper(name="新.pdf")}).status_code == 302
    assert files() == ["新.pdf"]
    with unit_of_work() as session:
        held = registration_by_code(session, the_congress(session).id, code)
        send_deputy(session, held, PersonFacts(name="示例替会"), reason="示例", letter=None, by=SYSTEM, now=clock.now())
    assert files() == []


@pytest.mark.one_database
def test_nobody_takes_a_file_along_that_they_never_sent(client: FlaskClient) -> None:
    ask(PAPER)
    assert register(client, q_FILE="kept").status_code == 422
    assert stored() is None


def test_an_answer_with_a_date_of_its_own_goes_before_the_others_with_its_file(client: FlaskClient) -> None:
    ask(SCHOOL, CARD, PAPER)
    register(client, q_SCHOOL="示例大学", q_IDENTITY=NUMBER, q_FILE=paper())
    with unit_of_work() as session:
        ends = the_congress(session).ends_on

    def keep_dates(days: int) -> int:
        now = datetime.combine(ends, time(12), zone()) + timedelta(days=days)
        with unit_of_work() as session:
            return let_early_answers_go(session, zone=zone(), now=now)

    assert keep_dates(5) == 0
    assert keep_dates(7) == 2
    assert list(stored() or {}) == ["SCHOOL"]
    assert files() == []
    assert keep_dates(8) == 0


@pytest.mark.one_database
def test_an_answer_of_another_kind_than_is_asked_now_is_not_filled_in(app: Flask, client: FlaskClient) -> None:
    ask(SCHOOL)
    register(client, q_SCHOOL="示例大学")
    own, path = alumnus(app), f"/me/{the_code()}/answers"
    for kind in (Kind.MONEY, Kind.IDENTITY, Kind.FILE):
        ask(Question(key="SCHOOL", kind=kind, label_zh="改问", purpose_zh="示例用途"))
        page = own.get(path)
        assert page.status_code == 200
        assert "示例大学" not in page.get_data(as_text=True)
    assert own.post(path, data={"q_SCHOOL": "kept"}).status_code == 422
    assert own.post(path, data={}).status_code == 302


@pytest.mark.one_database
def test_an_organiser_previews_each_kind_and_sets_how_long_it_is_kept(app: Flask) -> None:
    office = signed_in(app, "organiser@congress.test")
    for kind in Kind:
        body = WHOLE | {"kind": kind.value, "label_zh": f"问{kind.value}"}
        saved = office.post("/console/questions/new", data=body | {"keep_days": "37"})
        assert saved.status_code == 302, kind
    page = office.get("/console/questions/preview").get_data(as_text=True)
    assert page.count("大会结束后保存 37 天") == len(Kind)
    assert 'type="file"' in page
    assert office.post("/console/questions/new", data=body | {"keep_days": "-1"}).status_code == 422
    assert "问text" not in office.get("/console/retention").get_data(as_text=True), "a draft asks nobody"
    office.post("/console/questions/release")
    with reading() as session:
        until = the_congress(session).ends_on + timedelta(days=37)
    assert office.get("/console/retention").get_data(as_text=True).count(until.isoformat()) == len(Kind)
