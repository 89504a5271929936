"""Lists as offices really keep them: titles, merged cells, totals, accents, numbers of their own."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import text

from congress.foundation.db import db, unit_of_work
from congress.foundation.noticed import write_noticed
from congress.foundation.table_files import stream_lines
from congress.foundation.tables import ImportRefused, ImportReport
from congress.registration.roster_rows import guessed_field
from tests.factories.programme import make_congress
from tests.factories.rosters import counts, load_list

OLD_WORKBOOK = Path(__file__).parent.parent / "data" / "office-list.xls"


@pytest.fixture(autouse=True)
def congress(app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)


def written(tmp_path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes("\n".join(rows).encode(encoding))
    return path


def sheet(tmp_path: Path) -> Path:
    """As a county's office sends it: a title, two rows of headings, one cell for the unit of several, a total."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["示例大会参会人员名单（虚构）"])
    page.append(["填报单位：示例县", None, None, None, "联系人：示例某"])
    page.append(["序号", "姓名", "单位", "联系方式", None])
    page.append([None, None, None, "手机", "邮箱"])
    page.append([1, "示例甲", "示例（虚构）中学", 13900000001, None])
    page.append([2, "示　例　乙", None, 13900000002, "b@example.test"])
    page.append(["序号", "姓名", "单位", "手机", "邮箱"])
    page.append([3, "示例丙", "示例（虚构）公司", "无", "—"])
    page.append(["合计", "共3人"])
    for cells in ("A1:E1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "C5:C6"):
        page.merge_cells(cells)
    path = tmp_path / "list.xlsx"
    book.save(path)
    return path


def people() -> list[tuple[str, str, str, str | None]]:
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT name, organisation, title, phone FROM registrations ORDER BY id"))
        return [tuple(row) for row in found]


def noted(report: ImportReport) -> list[str]:
    return [problem.item for problem in report.problems if problem.level == "note"]


@pytest.mark.one_database
def test_titles_two_rows_of_headings_merged_units_and_totals_are_understood(tmp_path: Path) -> None:
    report = load_list(sheet(tmp_path))
    assert people() == [
        ("示例甲", "示例（虚构）中学", "", "+8613900000001"),
        ("示例乙", "示例（虚构）中学", "", "+8613900000002"),
        ("示例丙", "示例（虚构）公司", "", None),
    ]
    assert noted(report) == ["row 1, column 序号", "row 9"]
    assert counts(load_list(sheet(tmp_path))) == (0, 0, 3)


@pytest.mark.one_database
def test_a_workbook_of_before_2007_is_read() -> None:
    load_list(OLD_WORKBOOK)
    assert [(name, unit) for name, unit, *_rest in people()] == [
        ("示例甲", "示例（虚构）大学"), ("示例乙", "示例（虚构）大学"),
    ]  # fmt: skip


@pytest.mark.one_database
def test_headings_in_two_rows_without_merged_cells_are_one(tmp_path: Path) -> None:
    rows = ["示例名单,,,", "姓名,单位,联系方式,", ",,手机,邮箱", "示例甲,示例社,13900000001,a@example.test"]
    load_list(written(tmp_path, *rows))
    assert people() == [("示例甲", "示例社", "", "+8613900000001")]


@pytest.mark.one_database
def test_accents_of_another_office_stay_accents(tmp_path: Path) -> None:
    rows = ["Person_Name,Job_Title,Affiliation", "Zoé Exemple,Chargée d'études,Société fictive"]
    load_list(written(tmp_path, *rows, encoding="cp1252"))
    assert people() == [("Zoé Exemple", "Société fictive", "Chargée d'études", None)]


@pytest.mark.one_database
def test_what_only_fills_a_cell_says_nothing(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refusal:
        load_list(written(tmp_path, "name,organisation,title", "Ada Example,NA,NA"))
    assert [problem.item for problem in refusal.value.report.problems] == ["row 2"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("written_as", "name"),
    [
        ("示例甲（女）", "示例甲"),
        ("示例乙(女，土家族)", "示例乙"),
        ("示例丙 先生", "示例丙"),
        ("Ms. Ada Example", "Ada Example"),
        ("示例丁（虚构）", "示例丁（虚构）"),
        ("先生", "先生"),
    ],
)
def test_a_badge_bears_the_name_alone(tmp_path: Path, written_as: str, name: str) -> None:
    report = load_list(written(tmp_path, "姓名;单位", f"{written_as};示例社"))
    assert people()[0][0] == name
    assert noted(report) == ([] if written_as == name else ["row 2"])


@pytest.mark.one_database
def test_unit_and_position_in_one_cell_are_parted_at_the_blank(tmp_path: Path) -> None:
    load_list(written(tmp_path, "单位及职务,姓名", "示例县示例局   副局长,示例甲", "示例局主任科员,示例乙"))
    assert people() == [("示例甲", "示例县示例局", "副局长", None), ("示例乙", "示例局主任科员", "", None)]


@pytest.mark.one_database
def test_a_number_without_area_code_is_noted(tmp_path: Path) -> None:
    rows = ["姓名,电话", "示例甲,63700000", "示例乙,0731-63700000", "示例丙,4000000000", "示例丁,+1 650 253 0000"]
    assert noted(load_list(written(tmp_path, *rows))) == ["row 2, column 电话"]


@pytest.mark.one_database
def test_what_was_noticed_comes_back_under_the_lists_own_headings(tmp_path: Path) -> None:
    path = written(tmp_path, "示例名单,,", "姓名,单位,电话", "示例甲,示例社,63700000")
    report, back = load_list(path), BytesIO()
    write_noticed(back, path, report, guessed_field)
    (tmp_path / "back.xlsx").write_bytes(back.getvalue())
    head, row = (cells[1:4] for _number, cells in stream_lines(tmp_path / "back.xlsx"))
    assert (head, row) == (["姓名", "单位", "电话"], ["示例甲", "示例社", "63700000"])


def test_a_number_of_the_office_makes_a_list_without_addresses_repeatable(tmp_path: Path) -> None:
    assert counts(load_list(written(tmp_path, "编号,姓名,单位", "HN-1,示例甲,示例社", "HN-2,示例乙,"))) == (2, 0, 0)
    again = written(tmp_path, "编号,姓名,单位", "HN-1,示例佳,示例社", "HN-2,示例乙,示例（虚构）公司")
    assert counts(load_list(again)) == (0, 2, 0)
    assert [(name, unit) for name, unit, *_rest in people()] == [("示例佳", "示例社"), ("示例乙", "示例（虚构）公司")]
    assert counts(load_list(again)) == (0, 0, 2)


def test_a_name_put_right_by_a_list_writes_a_slip(tmp_path: Path) -> None:
    load_list(written(tmp_path, "编号,姓名,单位", "HN-1,示例甲,示例社"))
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE badges SET printed_at = issued_at"))
    load_list(written(tmp_path, "编号,姓名,单位", "HN-1,示例佳,示例社"))
    with db.engine.connect() as connection:
        papers = set(connection.execute(text("SELECT paper FROM slip_tasks")).scalars())
    assert "badge" in papers


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("row", "item"),
    [("HN-1,示例乙,另一示例单位", "row 3, column 编号"), ("HN-2,示例丙,示例社", "row 3, column 编号")],
    ids=["somebody else's", "twice"],
)
def test_one_number_is_one_person(tmp_path: Path, row: str, item: str) -> None:
    load_list(written(tmp_path, "编号,姓名,单位", "HN-1,示例甲,示例社"))
    with pytest.raises(ImportRefused) as refusal:
        load_list(written(tmp_path, "编号,姓名,单位", "HN-2,示例丁,示例社", row))
    assert [problem.item for problem in refusal.value.report.problems] == [item]
