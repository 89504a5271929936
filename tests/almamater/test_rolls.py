"""A roll is kept as keyed hashes, compared with claims, and shown to nobody."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.almamater.models import RollEntry
from congress.almamater.rules import compare, trace_of
from congress.almamater.states import LIKELIHOOD, MATCH_NAMES, Match
from congress.foundation.audit import AuditEntry
from congress.foundation.db import reading
from tests.almamater.conftest import Desk
from tests.factories.accounts import signed_in
from tests.factories.schools import OTHER_UNIVERSITY, UNIVERSITY

KEY = b"a key for the tests alone"
ROLL = (
    "姓名,毕业年份,学历,学号,备注\n示例校友甲,2001,本科,学号甲一,秘密\n示例校友乙,1999,硕士,学号乙二,\n"
    "示例重名,2003,本科,A3,\n示例重名,2003,本科,A4,\n"
)
WRONG = (
    "姓名,毕业年份,学历,学号\n示例甲,2001,本科,B1\n,2001,,\n示例乙,01,,\n示例丙,2002,不详,\n示例丁,2003,,B1\n"
    "示例戊,2004,,\n示例戊,2004,,\n"
)


def send(
    browser: FlaskClient, content: str | bytes, *, school: str = UNIVERSITY, status: int = 302, **more: Any
) -> str:
    raw = content.encode() if isinstance(content, str) else content
    form = {"school": school, "file": (io.BytesIO(raw), "roll.csv")} | more
    answer = browser.post("/school/roll", data=form)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def lines() -> int:
    with reading() as session:
        return len(session.scalars(select(RollEntry)).all())


@pytest.mark.parametrize(
    ("name", "year", "degree", "match"),
    [
        ("示例校友甲", 2001, "bachelor", Match.EXACT),
        ("示 例 校友甲", 2001, "", Match.EXACT),
        ("示例校友甲", 2001, "doctor", Match.OTHER_DEGREE),
        ("示例校友甲", 2002, "bachelor", Match.OTHER_YEAR),
        ("示例校友甲", None, "", Match.NO_YEAR),
        ("示例重名", 2003, "bachelor", Match.SEVERAL),
        ("示例他人", 2001, "bachelor", Match.ABSENT),
    ],
)
def test_a_claim_is_compared_by_name_year_and_degree(
    desk: Desk, school: FlaskClient, name: str, year: int | None, degree: str, match: Match
) -> None:
    told = {"code": UNIVERSITY} | ({"graduated": year} if year else {}) | ({"degree": degree} if degree else {})
    desk.alumnus(name, schools=[told])
    assert desk.claims()[0]["match"] == "no_roll"
    send(school, ROLL)
    [claim] = desk.claims()
    assert (claim["match"], claim["likelihood"]) == (match, LIKELIHOOD[match])
    assert str(MATCH_NAMES[match]) in school.get("/school/claims").get_data(as_text=True)


def test_a_degree_that_the_roll_does_not_tell_contradicts_nothing() -> None:
    kept = trace_of(KEY, UNIVERSITY, "示例校友甲", 2001, "")
    claimed = trace_of(KEY, UNIVERSITY, "示例校友甲", 2001, "master")
    roll = dict.fromkeys((kept.by_name, kept.by_year, kept.by_degree), 1)
    assert compare(claimed, roll, has_roll=True, year=2001, degree="master") is Match.EXACT


def test_one_of_several_of_a_name_is_told_apart_by_the_degree() -> None:
    bachelor, master = (trace_of(KEY, UNIVERSITY, "示例重名", 2003, one) for one in ("bachelor", "master"))
    roll = {bachelor.by_name: 2, bachelor.by_year: 2, bachelor.by_degree: 1, master.by_degree: 1}
    assert compare(master, roll, has_roll=True, year=2003, degree="master") is Match.EXACT
    assert compare(master, roll, has_roll=True, year=2003, degree="") is Match.SEVERAL


def test_hashes_depend_on_the_key_and_the_school_so_that_rolls_cannot_be_joined() -> None:
    told = ("示例校友甲", 2001, "bachelor")
    traces = [
        trace_of(KEY, UNIVERSITY, *told),
        trace_of(KEY, OTHER_UNIVERSITY, *told),
        trace_of(b"other", UNIVERSITY, *told),
    ]
    assert len({one for trace in traces for one in vars(trace).values()}) == 12


def test_nothing_of_a_roll_can_be_read_anywhere(desk: Desk, school: FlaskClient, app: Flask) -> None:
    send(school, ROLL)
    assert lines() == 4
    with reading() as session:
        [kept, *_more] = session.scalars(select(RollEntry)).all()
        hashes = {name for name in vars(kept) if name.startswith("by_")}
        assert {column.name for column in RollEntry.__table__.columns} == {"id", "school_id", "added_at", *hashes}
        assert {len(getattr(kept, name)) for name in hashes} == {64}
        [added] = [entry for entry in session.scalars(select(AuditEntry)) if entry.act == "roll.added"]
        assert added.facts == {"lines": 4}
    for page in ("/school/roll", "/school/claims?state=all"):
        shown = school.get(page).get_data(as_text=True)
        assert "示例校友甲" not in shown
        assert "学号甲一" not in shown.split("<main")[1]
    assert desk.claims() == []
    desk.alumnus(schools=[{"code": OTHER_UNIVERSITY, "graduated": 2001}])
    assert desk.claims("other_school")[0]["match"] == "no_roll"


def test_the_same_file_twice_adds_nothing_and_a_trial_stores_nothing(desk: Desk, school: FlaskClient) -> None:
    assert "将新增 4 条" in send(school, ROLL, status=200, dry_run="y")
    assert lines() == 0
    send(school, ROLL)
    send(school, ROLL + "示例校友丙,2010,,,\n")
    assert lines() == 5
    assert "4 条已有" in school.get("/school/claims").get_data(as_text=True)


def test_an_excel_sheet_is_read_too(desk: Desk, school: FlaskClient, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Name", "Year", "Degree"], ["示例校友甲", 2001, "bachelor"]):
        book.active.append(row)
    book.save(tmp_path / "roll.xlsx")
    desk.alumnus()
    send(school, (tmp_path / "roll.xlsx").read_bytes())
    assert desk.claims()[0]["match"] == "exact"


def test_every_fault_is_told_by_row_and_column_and_then_nothing_is_stored(desk: Desk, school: FlaskClient) -> None:
    shown = send(school, WRONG, status=422)
    for item in ("row 3, column 姓名", "row 4, column 毕业年份", "row 5, column 学历", "row 6, column 学号", "row 8"):
        assert f">{item}<" in shown, item
    assert lines() == 0
    assert "row 1, column 毕业年份" in send(school, "姓名\n示例甲\n", status=422)
    assert "row 1, column 备注" in send(school, ROLL, status=200, dry_run="y")
    send(school, b"PK\x03\x04 no workbook", status=422)
    send(school, "", status=422)
    assert school.post("/school/roll", data={"school": UNIVERSITY}).status_code == 422


def test_a_school_adds_to_and_deletes_its_own_roll_alone(desk: Desk, school: FlaskClient, app: Flask) -> None:
    send(school, ROLL, school=OTHER_UNIVERSITY, status=422)
    send(school, ROLL)
    other = signed_in(app, "other_school@congress.test")
    assert other.post("/school/roll/delete", data={"school": UNIVERSITY}).status_code == 302
    assert lines() == 4
    desk.alumnus()
    assert school.post("/school/roll/delete", data={"school": UNIVERSITY}).status_code == 302
    assert lines() == 0
    assert desk.claims()[0]["match"] == "no_roll"
