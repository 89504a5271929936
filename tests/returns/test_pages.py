"""月报 as people use it: the desk, the form, the console, the sheet."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import text

from congress.foundation.clock import local_day
from congress.foundation.db import db, reading
from congress.foundation.pages import zone
from congress.programme.queries import the_congress
from congress.returns.models import MonthlyReturn
from congress.returns.queries import periods_of, returns_of
from congress.returns.rules import STANDARD, write_lines
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office
from tests.factories.schools import OTHER_UNIVERSITY, PREFECTURE, UNIVERSITY
from tests.world import Actor, Grant

EVERYTHING = Actor(user_id=None, grants=(Grant("organiser"),))
SAID = {
    "signed_by": "示例分管领导",
    "signed_post": "副校长",
    "contact": "示例联络员",
    "phone": "0731-00000000",
    "note": "",
}


class Desks:
    """A month open for universities and prefectures, with what the ledger holds of one investment."""

    def __init__(self, app: Flask) -> None:
        self.office = Office(app.test_client())
        made = self.office.signed()
        self.office.accept(self.office.milestone(made["id"])["id"])
        self.organiser, self.school, self.division = (
            signed_in(app, f"{name}@congress.test") for name in ("organiser", "school", "division")
        )
        today = local_day(datetime.now(UTC), zone())
        self.slug = f"{today:%Y-%m}"
        self.opened = self.organiser.post("/console/returns", data=self.month())

    def month(self, **more: Any) -> dict[str, Any]:
        return {
            "month": self.slug, "working_days": "5", "university": "y", "prefecture": "y", "departments": "",
            "template": write_lines(STANDARD),
        } | more  # fmt: skip

    def of(self, code: str) -> MonthlyReturn:
        with reading() as session:
            [period] = periods_of(session, the_congress(session).id)
            return next(one for one in returns_of(session, EVERYTHING, period.id) if one.code == code)

    def path(self, code: str) -> str:
        return f"/returns/{self.of(code).public_id}"

    def send(self, client: FlaskClient, rows: list[list[Any]], head: list[str] | None = None) -> Any:
        book = Workbook()
        for row in [
            head or ["单位代码", "招商对接活动", "到位资金 (万元)", "零报告", "分管负责人", "联系人", "联系电话"],
            *rows,
        ]:
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        out.seek(0)
        return client.post(f"/returns/sheets/{self.slug}", data={"file": (out, "month.xlsx")})


@pytest.fixture
def desks(app: Flask) -> Desks:
    return Desks(app)


def test_the_desk_leads_to_a_return_with_the_ledgers_figures(desks: Desks) -> None:
    assert desks.path(UNIVERSITY) in desks.school.get("/school/").text
    assert desks.path(PREFECTURE) in desks.division.get("/division/").text
    page = desks.school.get(desks.path(UNIVERSITY)).text
    # half of 100,000.01 yuan belongs to this university
    assert 'value="5.000001"' in page or 'value="5.0"' in page or 'value="5"' in page
    assert "本月台账" in page


def test_what_was_typed_stays_when_it_is_refused(desks: Desks) -> None:
    answer = desks.school.post(
        desks.path(UNIVERSITY), data=SAID | {"figure_visits": "4", "phone": "喂", "note": "示例说明"}
    )
    assert answer.status_code == 422
    assert 'value="4"' in answer.text
    assert "示例说明" in answer.text
    answer = desks.school.post(desks.path(UNIVERSITY), data=SAID | {"figure_visits": "4", "nil": "y"})
    assert (answer.status_code, desks.of(UNIVERSITY).state) == (422, "due")
    assert "取消零报告" in answer.text


def test_a_return_is_filed_asked_about_and_accepted(desks: Desks) -> None:
    path = desks.path(UNIVERSITY)
    filed = desks.school.post(path, data=SAID | {"figure_investment": "12.5", "figure_visits": "2"})
    assert (filed.status_code, filed.location) == (302, "/returns")
    assert desks.of(UNIVERSITY).figures["investment"] == 12_500_000
    assert desks.organiser.post(f"{path}/questions", data={"questions": ""}).status_code == 422
    assert desks.organiser.post(f"{path}/questions", data={"questions": "有无<b>凭证</b>？"}).status_code == 302
    assert "有无&lt;b&gt;凭证&lt;/b&gt;？" in desks.school.get(path).text
    desks.school.post(path, data=SAID | {"figure_investment": "12.5"})
    assert desks.organiser.post(f"{path}/accept").status_code == 302
    month = desks.organiser.get(f"/console/returns/{desks.slug}").text
    assert "12.5 万元" in month
    assert "0731-00000000" in month
    assert f'href="/console/returns/{desks.slug}"' in desks.organiser.get("/console/returns").text


@pytest.mark.parametrize(("field", "value"), [("month", "2036-13"), ("template", "a | b"), ("working_days", "0")])
def test_a_month_that_cannot_be_opened_keeps_what_was_typed(desks: Desks, field: str, value: str) -> None:
    answer = desks.organiser.post("/console/returns", data=desks.month(departments="示例厅") | {field: value})
    assert answer.status_code == 422
    assert "示例厅" in answer.text
    with reading() as session:
        assert len(periods_of(session, the_congress(session).id)) == 1


def test_the_months_list_can_be_narrowed(desks: Desks) -> None:
    desks.school.post(desks.path(UNIVERSITY), data=SAID | {"nil": "y"})
    filed = desks.organiser.get(f"/console/returns/{desks.slug}?state=filed").text
    assert desks.path(UNIVERSITY) in filed
    assert desks.path(PREFECTURE) not in filed
    places = desks.organiser.get(f"/console/returns/{desks.slug}?kind=prefecture").text
    assert desks.path(PREFECTURE) in places
    assert desks.path(UNIVERSITY) not in places
    assert desks.organiser.get("/console/returns/2001-01").status_code == 404
    assert desks.organiser.get("/console/returns/nonsense").status_code == 404


def test_the_sheet_that_went_out_comes_in_again(desks: Desks) -> None:
    desks.school.post(desks.path(UNIVERSITY), data=SAID | {"figure_investment": "0.000001", "figure_visits": "2"})
    answer = desks.organiser.get(f"/returns/sheets/{desks.slug}.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("单位代码", "单位", "单位类别", "到位资金 (万元)")
    assert (rows[1][0], rows[1][3]) == (UNIVERSITY, 0.000001)
    filed_at = desks.of(UNIVERSITY).filed_at
    again = desks.organiser.post(
        f"/returns/sheets/{desks.slug}", data={"file": (io.BytesIO(answer.data), "month.xlsx")}
    )
    assert again.status_code == 302
    assert desks.of(UNIVERSITY).filed_at == filed_at


def test_a_sheet_files_every_row_of_it(desks: Desks) -> None:
    good = ["示例分管领导", "示例联络员", "0731-00000000"]
    answer = desks.send(
        desks.organiser, [[UNIVERSITY, 3, 12.5, None, *good], [PREFECTURE, None, None, "是", *good], [OTHER_UNIVERSITY]]
    )
    assert answer.status_code == 302
    assert (desks.of(UNIVERSITY).figures["investment"], desks.of(PREFECTURE).nil) == (12_500_000, True)
    assert desks.of(OTHER_UNIVERSITY).state == "due"


def test_a_sheet_with_one_fault_files_nothing_and_names_all_faults(desks: Desks) -> None:
    good = ["示例分管领导", "示例联络员", "0731-00000000"]
    answer = desks.send(
        desks.organiser,
        [
            [UNIVERSITY, 3, 12.5, None, *good],
            [PREFECTURE, 1.5, -1, None, "", "示例联络员", "喂"],
            ["nobody", 1, None, None, *good],
            [UNIVERSITY, 3, None, None, *good],
        ],
    )
    assert answer.status_code == 422
    for fault in ("row 3, column 招商对接活动", "row 3, column 到位资金 (万元)", "row 3, column 分管负责人",
                  "row 3, column 联系电话", "row 4, column 单位代码", "row 5, column 单位代码"):  # fmt: skip
        assert fault in answer.text
    assert desks.of(UNIVERSITY).state == "due"


def test_a_school_files_by_sheet_for_itself_alone(desks: Desks) -> None:
    good = ["示例分管领导", "示例联络员", "0731-00000000"]
    assert desks.send(desks.school, [[OTHER_UNIVERSITY, 3, None, None, *good]]).status_code == 422
    assert desks.send(desks.school, [[UNIVERSITY, 3, None, None, *good]]).status_code == 302
    assert desks.of(UNIVERSITY).figures["visits"] == 3


def test_what_is_no_sheet_is_refused_at_its_field(desks: Desks) -> None:
    assert desks.school.post(f"/returns/sheets/{desks.slug}", data={}).status_code == 422
    broken = {"file": (io.BytesIO(b"PK nonsense"), "month.xlsx")}
    assert desks.school.post(f"/returns/sheets/{desks.slug}", data=broken).status_code == 422
    assert "缺少" in desks.send(desks.school, [["x"]], head=["单位代码"]).text


def test_a_month_before_the_present_one_may_be_opened_late(desks: Desks) -> None:
    assert desks.opened.location == f"/console/returns/{desks.slug}"
    earlier = date(2025, 12, 1)
    assert desks.organiser.post("/console/returns", data=desks.month(month=f"{earlier:%Y-%m}")).status_code == 302


def test_a_program_files_signs_off_and_hears_who_is_late(desks: Desks) -> None:
    ask = desks.office.ask
    [month] = ask("organiser", "GET", f"{C}/return-months", status=200)["items"]
    assert [line["key"] for line in month["lines"]] == [line.key for line in STANDARD]
    [own] = ask("school", "GET", f"{C}/returns?month={desks.slug}", status=200)["items"]
    one = f"{C}/returns/{own['id']}"
    assert (own["unit"]["code"], own["state"], own["late"]) == (UNIVERSITY, "due", False)
    wrong = ask("school", "POST", f"{one}/file", SAID | {"figures": {"nothing": 1}}, 422)
    assert wrong["errors"][0]["field"] == "figures.nothing"
    filed = ask("school", "POST", f"{one}/file", SAID | {"figures": {"investment": 12_000_000}}, 200)
    assert (filed["state"], filed["figures"]) == ("filed", {"investment": 12_000_000})
    assert ask("school", "POST", f"{one}/accept", {}, 403)["type"].endswith("/forbidden")
    asked = ask("organiser", "POST", f"{one}/questions", {"questions": "示例问题"}, 200)
    assert asked["steps"][-1]["text"] == "示例问题"
    ask("school", "POST", f"{one}/file", SAID | {"nil": True}, 200)
    assert ask("organiser", "POST", f"{one}/accept", {}, 200)["state"] == "accepted"
    assert ask("school", "POST", f"{one}/file", SAID | {"nil": True}, 409)["type"].endswith("/state-refused")
    assert ask("organiser", "GET", f"{C}/returns?late=true", status=200)["items"] == []
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE monthly_returns SET due_on = '2020-01-01'"))
    late = [one["unit"]["code"] for one in ask("organiser", "GET", f"{C}/returns?late=true", status=200)["items"]]
    assert UNIVERSITY not in late
    assert PREFECTURE in late
    totals = {
        one["kind"]: one for one in ask("organiser", "GET", f"{C}/return-months", status=200)["items"][0]["totals"]
    }
    assert (totals["university"]["accepted"], totals["university"]["nil"]) == (1, 1)
