"""Who was where, for the office: one workbook, one PDF, one page of figures."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from congress.attendance.production import WORK, draw_list
from congress.foundation.batches import batches_of_work
from congress.foundation.db import db, reading
from congress.programme.queries import the_congress
from tests.checkin.desk import Desk


@pytest.fixture
def day(desk: Desk) -> dict[str, dict[str, Any]]:
    """One came to both, one to the hall alone, one held a seat and did not come, one took a meal and nothing else."""
    desk.post("gates", {"slug": "lunch", "name": "午餐", "kind": "meal"}, 201)
    people = {
        "meal": desk.register(4, name="鑫示例"),
        "both": desk.register(1, name="王示例", forums=["talk"]),
        "hall": desk.register(2, name="丁示例"),
        "away": desk.register(3, name="=示例(公式)"),
    }
    for name, gate in (("both", "main"), ("both", "hall"), ("hall", "main"), ("meal", "lunch")):
        assert desk.scan(people[name]["badge"]["token"], gate=gate)["result"] == "admitted"
    return people


def test_the_workbook_tells_for_everybody_when_they_came_and_to_which_forum(
    day: dict[str, Any], officer: FlaskClient
) -> None:
    answer = officer.get("/console/attendance.xlsx?lang=zh")
    book = load_workbook(BytesIO(answer.data))
    people, forums = book.worksheets
    assert people.title == "人员（按姓氏笔画）"
    rows = {row[2]: row for row in people.iter_rows(min_row=2, values_only=True)}
    # two strokes, four strokes, twenty-four
    assert [name for name in rows if name[1:] == "示例"] == ["丁示例", "王示例", "鑫示例"]
    today = f"{datetime.now(UTC):%Y-%m}"
    assert rows["王示例"][6].startswith(today)
    assert rows["王示例"][7].startswith(today)
    assert (rows["丁示例"][7], rows["鑫示例"][6], rows["=示例(公式)"][6]) == (None, None, None)
    assert [list(row) for row in forums.iter_rows(min_row=2, values_only=True)] == [["专场talk", 1, 1, 0, 0]]


def test_who_held_a_seat_and_stayed_away_is_said_to_have_done_so(desk: Desk, officer: FlaskClient) -> None:
    desk.register(1, forums=["talk"])
    [people, forums] = load_workbook(BytesIO(officer.get("/console/attendance.xlsx?lang=zh").data)).worksheets
    assert [row[7] for row in people.iter_rows(min_row=2, values_only=True)] == ["未到"]
    assert [list(row) for row in forums.iter_rows(min_row=2, values_only=True)] == [["专场talk", 1, 0, 1, 0]]


def test_the_printed_list_names_each_person_and_each_forum(day: dict[str, Any], officer: FlaskClient) -> None:
    assert officer.post("/console/attendance/lists?lang=zh").status_code == 302
    with reading() as session:
        [batch] = batches_of_work(session, WORK, the_congress(session).id)
        batch_id, job = batch.id, batch.public_id
    assert officer.get(f"/console/attendance/lists/{job}.pdf").status_code == 404
    draw_list(batch_id)
    # a second worker finds it done
    draw_list(batch_id)
    db.session.rollback()
    content = officer.get(f"/console/attendance/lists/{job}.pdf").data
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    for words in (
        "按姓氏笔画排序",
        "王示例",
        "=示例(公式)",
        "应到 4 人，实到 2 人",
        "专场talk",
        "应到 1，实到 1，未到 0",
    ):
        assert words in text, words


def test_the_figures_name_nobody_and_stand_in_tables(day: dict[str, Any], desk: Desk, officer: FlaskClient) -> None:
    page = officer.get("/console/attendance/statistics?lang=zh").get_data(as_text=True)
    assert not [name for name in ("王示例", "丁示例", "鑫示例") if name in page]
    words = " ".join(page.split())
    assert '<td data-label="类别">嘉宾</td> <td class="table__number" data-label="应到">4</td>' in words
    # each chart has its figures as a table below
    assert words.count('class="chart"') == words.count('class="chart__table"') == 3
