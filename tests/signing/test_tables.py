"""The offices' own tables of intentions: in by their keys, on a worker, whole or not at all, and out again."""

import io
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from congress.foundation.access import SYSTEM
from congress.foundation.clock import now
from congress.foundation.db import reading, unit_of_work
from congress.foundation.tables import ImportRefused, ImportReport, Row
from congress.programme.queries import the_congress
from congress.registration.models import RosterFile
from congress.registration.roster_queries import roster_files_of
from congress.registration.rosters import load_roster
from congress.signing.table_rows import guessed_field, lacks
from congress.signing.tables import load_intentions
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office

CODE, OTHER = "2036-430000-04-01-123456", "2036-430000-04-01-654321"
HEAD = {
    "项目代码": "project_code",
    "项目名称": "title",
    "类别": "category",
    "落地地点": "division",
    "投资总额（万元）": "amount",
    "投资方": "investors",
    "统一社会信用代码": "codes",
    "推荐学校": "schools",
    "产业": "industry",
    "是否框架协议": "framework",
    "来源平台": "platform",
    "币种": "currency",
    "汇率": "rate",
    "汇率日期": "rate_on",
    "汇率来源": "rate_source",
    "校友": "alumni",
    "引进单位": "hosts",
    "技术合同登记编号": "contract_number",
    "票据号": "receipt_number",
    "意向编号": "id",
    "密级": "secrecy",
}
ROW = {
    "项目代码": CODE,
    "项目名称": "示例台账项目",
    "类别": "投资",
    "落地地点": "示例市示例县",
    "投资总额（万元）": "1,234.567891",
    "投资方": "示例台账（虚构）公司；示例乙（虚构）公司",
    "推荐学校": "示例大学60%；示例理工大学40%；示例一中",
    "产业": "示例产业",
}


class Table:
    """An organiser who loads tables."""

    def __init__(self, app: Flask) -> None:
        self.office = Office(app.test_client())
        self.browser = signed_in(app, "organiser@congress.test")

    def load(self, *rows: dict[str, str]) -> ImportReport:
        columns = list(dict.fromkeys(column for row in rows for column in row))
        mapping = {column: HEAD[column] for column in columns}
        told = [Row(number, row) for number, row in enumerate(rows, start=2)]
        with unit_of_work() as session:
            congress = the_congress(session)
            return load_intentions(
                session, congress, columns, told, mapping, ImportReport(), by=SYSTEM, now=now()
            )  # fmt: skip

    def refused(self, *rows: dict[str, str]) -> list[str]:
        before = self.all()
        with pytest.raises(ImportRefused) as refusal:
            self.load(*rows)
        assert self.all() == before
        return [one.item for one in refusal.value.report.problems if one.level == "error"]

    def all(self) -> list[dict[str, Any]]:
        return self.office.ask("organiser", "GET", f"{C}/intentions?limit=200", status=200)["items"]

    def by_key(self, key: str) -> dict[str, Any]:
        rows = list(load_workbook(io.BytesIO(self.sheet())).active.values)
        [found] = [row[0] for row in rows[1:] if row[1] == key]
        return self.office.ask("organiser", "GET", f"{C}/intentions/{found}", status=200)

    def sheet(self) -> bytes:
        return self.browser.get("/console/intentions.xlsx").get_data()

    def bring(self, content: bytes) -> str:
        sent = self.browser.post(
            "/console/rosters?of=intentions", data={"file": (io.BytesIO(content), "台账.xlsx")},
            content_type="multipart/form-data",
        )  # fmt: skip
        assert sent.status_code == 302, sent.get_data(as_text=True)
        return sent.location

    def work(self) -> RosterFile:
        with reading() as session:
            [newest, *_rest] = roster_files_of(session, the_congress(session).id, self.user(), "intentions")
            batch = newest.batch_id
        assert batch is not None
        load_roster(batch)
        with reading() as session:
            return roster_files_of(session, the_congress(session).id, self.user(), "intentions")[0]

    def user(self) -> int:
        with self.browser.session_transaction() as cookie:
            return int(cookie["user"])


@pytest.fixture
def table(app: Flask) -> Table:
    return Table(app)


def test_rows_become_intentions_with_exact_amounts_and_shares(table: Table) -> None:
    report = table.load(ROW, {"项目代码": OTHER, **{name: ROW[name] for name in list(ROW)[1:]}, "是否框架协议": "是"})
    assert (report.created, report.changed, report.unchanged) == (2, 0, 0)
    made = table.by_key(CODE)
    assert (made["amount_fen"], made["division"], made["framework"]) == (1_234_567_891, "990101", False)
    assert made["secrecy"] == "internal"
    assert [party["name"] for party in made["parties"]] == ["示例台账（虚构）公司", "示例乙（虚构）公司"]
    assert [one["share"] for one in made["schools"]] == [600_000, 400_000, 1_000_000]
    assert table.by_key(OTHER)["framework"] is True


def test_the_same_table_twice_changes_nothing_and_an_empty_cell_takes_nothing_away(table: Table) -> None:
    table.load(ROW)
    again = table.load(ROW, {"项目代码": OTHER, **{name: ROW[name] for name in list(ROW)[1:]}})
    assert (again.created, again.changed, again.unchanged) == (1, 0, 1)
    sparse = table.load({"项目代码": CODE, "项目名称": "", "投资总额（万元）": "5", "密级": "商业秘密"})
    assert table.by_key(CODE)["secrecy"] == "secret"
    assert (sparse.changed, table.by_key(CODE)["title"]) == (1, "示例台账项目")
    assert table.by_key(CODE)["amount_fen"] == 5_000_000


def test_what_goes_out_comes_in_again_without_a_change(table: Table) -> None:
    table.office.signed(currency="USD", rate="7.1234", rate_on="2036-11-03", rate_source="示例来源")
    table.office.intention(framework=True, platform="湘商大会", planned="第一行\n第二行")
    table.load(ROW)
    where = table.bring(table.sheet())
    page = table.browser.get(where).get_data(as_text=True)
    assert page.count("selected") >= len(HEAD)
    fields = {f"column-{number}": field for number, field in enumerate(_headings(table.sheet()))}
    assert table.browser.post(f"{where}/try", data=fields).status_code == 302
    tried = table.work()
    assert tried.report is not None
    assert (tried.report["errors"], tried.report["created"], tried.report["changed"], tried.report["unchanged"]) == (
        0, 0, 0, 3,
    )  # fmt: skip


def _headings(content: bytes) -> list[str]:
    head = next(iter(load_workbook(io.BytesIO(content)).active.values))
    return [guessed_field(str(name)) for name in head]


@pytest.mark.one_database
def test_a_trial_stores_nothing_and_faults_come_back_as_a_sheet(table: Table) -> None:
    book, out = Workbook(), io.BytesIO()
    for row in (list(ROW), list(ROW.values()), [OTHER, "示例", "不存在", "示例县", "x", "示例", "", ""]):
        book.active.append(row)
    book.save(out)
    where = table.bring(out.getvalue())
    fields = {f"column-{number}": HEAD[name] for number, name in enumerate(ROW)}
    table.browser.post(f"{where}/try", data=fields)
    tried = table.work()
    assert tried.report is not None
    assert tried.report["errors"] == 2
    assert table.all() == []
    faults = list(load_workbook(io.BytesIO(table.browser.get(f"{where}/noticed.xlsx").get_data())).active.values)
    assert [row[0] for row in faults[1:]] == [3]
    assert table.browser.post(f"{where}/store").status_code == 409


@pytest.mark.one_database
def test_one_bad_row_stores_none(table: Table) -> None:
    good = {"项目代码": OTHER, **{name: ROW[name] for name in list(ROW)[1:]}}
    for column, cell in (
        ("落地地点", "不存在的地方"), ("类别", "不存在"), ("投资总额（万元）", "0.0000001"), ("投资总额（万元）", "-1"),
        ("统一社会信用代码", "12345"), ("推荐学校", "不存在大学"), ("推荐学校", "示例大学60%；示例理工大学50%"),
        ("项目代码", "12"), ("是否框架协议", "也许"), ("币种", "XXXX"), ("密级", "绝密"),
    ):  # fmt: skip
        assert table.refused(good, ROW | {column: cell}) == [f"row 3, column {column}"], (column, cell)
    assert table.refused({"项目代码": CODE, "项目名称": "示例"})[0].startswith("row 2")
    assert table.refused({"意向编号": "nobody-knows", "项目名称": "示例"}) == ["row 2, column 意向编号"]
    assert table.refused(ROW, ROW) == ["row 3"]


def test_what_is_signed_keeps_its_text_and_takes_keys(table: Table) -> None:
    one, two = (table.office.signed()["id"] for _each in range(2))
    table.load({"意向编号": one, "项目代码": CODE, "来源平台": "港洽周"}, {"意向编号": two, "项目代码": OTHER})
    assert (table.by_key(CODE)["id"], table.by_key(CODE)["platform"]) == (one, "港洽周")
    assert table.refused({"项目代码": CODE, "项目名称": "别的名字"}) == ["row 2, column 项目名称"]
    table.load({"意向编号": one, "项目代码": OTHER}, {"意向编号": two, "项目代码": CODE})
    assert (table.by_key(CODE)["id"], table.by_key(OTHER)["id"]) == (two, one)
    assert table.refused({"意向编号": one, "项目代码": CODE}) == ["row 2"]


@pytest.mark.one_database
@pytest.mark.usefixtures("app")
def test_headings_are_known_and_a_table_without_keys_needs_the_rest() -> None:
    assert {name: guessed_field(name) for name in HEAD} == HEAD
    assert guessed_field("心情") == ""
    assert lacks(["project_code"]) is None
    assert lacks(["title", "category", "division", "amount", "investors"]) is None
    assert "项目" in str(lacks(["title"]))
