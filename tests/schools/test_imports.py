"""Lists of schools and divisions from files: all or nothing, each fault by row and column, names old and new."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from congress.foundation.errors import Invalid
from congress.foundation.tables import ImportRefused, ImportReport, read_table
from congress.schools.imports import import_divisions, import_schools
from congress.schools.models import Division, School
from congress.schools.queries import resolve_division, resolve_school

HEAD = "school_code,name,kind,former_name,aliases\n"
GOOD = HEAD + "4143010532,示例大学,高校,示例学院,示大;示范大学\n,示例一中,高中,,\n"


def run(session: Session, folder: Path, text: str, importer: object = import_schools) -> ImportReport:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    report = ImportReport()
    return importer(session, read_table(path, report), report)  # type: ignore[operator,no-any-return]


def faults(session: Session, folder: Path, text: str, importer: object = import_schools) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        run(session, folder, text, importer)
    session.rollback()
    return [problem.item for problem in refused.value.report.problems if problem.level == "error"]


def test_the_same_file_twice_changes_nothing(session: Session, tmp_path: Path) -> None:
    first = run(session, tmp_path, GOOD)
    assert (first.created, first.changed, first.unchanged) == (2, 0, 0)
    again = run(session, tmp_path, GOOD)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    changed = run(session, tmp_path, GOOD.replace("示例大学", "示例理工大学"))
    assert (changed.created, changed.changed, changed.unchanged) == (0, 1, 1)


def test_a_school_is_found_by_code_name_former_name_and_alias(session: Session, tmp_path: Path) -> None:
    run(session, tmp_path, GOOD)
    found = {resolve_school(session, text) for text in ("4143010532", "示例大学", "示例学院", "示大", "示范大学")}
    assert len(found) == 1
    assert None not in found
    assert resolve_school(session, "别的大学") is None
    assert resolve_school(session, "示例一中").code.startswith("HN-")  # type: ignore[union-attr]


def test_a_name_that_two_schools_had_is_nobodys(session: Session, tmp_path: Path) -> None:
    run(session, tmp_path, GOOD + "4143010533,示例师大,高校,示例学院,\n")
    assert resolve_school(session, "示例学院") is None
    assert resolve_school(session, "示例师大") is not None


def test_one_bad_row_stores_nothing_and_is_named_with_its_column(session: Session, tmp_path: Path) -> None:
    for row, item in [
        ("4143010540,,高校,,", "row 4, column name"),
        ("123,示例二大学,高校,,", "row 4, column school_code"),
        ("4143010540,示例二大学,小学,,", "row 4, column kind"),
        ("4143010540,示例大学,高校,,", "row 4, column name"),
        ("4143010532,示例二大学,高校,,", "row 4, column school_code"),
        ("4143010540,示例\u202e大学,高校,,", "row 4, column name"),
        ("4143010540,示例二大学,高校,,,多一格", "row 4"),
    ]:
        assert item in faults(session, tmp_path, GOOD + row + "\n")
        assert session.scalar(select(func.count()).select_from(School)) == 0


def test_a_fault_in_one_row_hides_none_in_another(session: Session, tmp_path: Path) -> None:
    items = faults(session, tmp_path, HEAD + ",,高校,,\n,示例一中,小学,,\n")
    assert items == ["row 2, column name", "row 3, column kind"]


def test_a_missing_column_is_named(session: Session, tmp_path: Path) -> None:
    assert faults(session, tmp_path, "school_code,name\n1,示例大学\n") == ["row 1, column kind"]


def test_a_county_needs_its_prefecture_and_is_found_by_name(session: Session, tmp_path: Path) -> None:
    head = "code,name,level,parent_code,code_kind\n"
    rows = "990100,示例市,prefecture,,\n990101,示例县,county,990100,\n,示例新区,county,990100,functional\n"
    report = run(session, tmp_path, head + rows, import_divisions)
    assert report.created == 3
    assert run(session, tmp_path, head + rows, import_divisions).unchanged == 3
    area = resolve_division(session, "示例新区")
    assert area is not None
    assert (area.kind, area.code[:3], area.parent.code) == ("functional", "HN-", "990100")  # type: ignore[union-attr]
    before = session.scalar(select(func.count()).select_from(Division))
    session.commit()
    items = faults(
        session, tmp_path, head + "990300,示例丙市,prefecture,,\n990201,示例乙县,county,990200,\n", import_divisions
    )
    assert items == ["row 3, column parent_code"]
    assert session.scalar(select(func.count()).select_from(Division)) == before


@pytest.mark.parametrize("content", [b"\xff\xfex", b"a,b\n1,\x00\n", b"PK\x03\x04nothing"])
def test_what_is_no_table_is_said_to_be_none(app: object, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(Invalid):
        read_table(path, ImportReport())


def test_a_file_as_excel_saves_it_in_china_reads_the_same(app: object, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    tables = []
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        path.write_bytes(GOOD.replace("\n", "\r\n").encode(encoding))
        tables.append(read_table(path, ImportReport()))
    assert tables[0] == tables[1] == tables[2]
    assert [row.number for row in tables[0].rows] == [2, 3]
