"""Rosters as offices send them: who is on the list is registered afterwards, or nothing is stored."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from congress.foundation.db import db, unit_of_work
from congress.foundation.tables import ImportRefused, ImportReport
from tests.factories.programme import make_congress
from tests.factories.rosters import counts, load_list
from tests.factories.schools import UNIVERSITY, make_reference

HEADER = "姓 名,单 位,职务,手机号码（必填）,Ｅ－ｍａｉｌ,国籍,类别,毕业院校"
LI = "李　四,示例（虚构）公司,经理,１３９０００００００１,ａ＠example．test,中国,嘉宾,示例大学"


@pytest.fixture(autouse=True)
def congress(app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_reference(session)


def load(tmp_path: Path, rows: Sequence[str], encoding: str = "utf-8-sig", **mapping: str) -> ImportReport:
    path = tmp_path / "roster.csv"
    path.write_text("\n".join(rows) + "\n", encoding=encoding)
    return load_list(path, **mapping)


def stored(*columns: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        found = connection.execute(text(f"SELECT {', '.join(columns)} FROM registrations ORDER BY id"))  # noqa: S608
        return [tuple(row) for row in found]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_list_from_an_office_is_understood(tmp_path: Path, encoding: str) -> None:
    report = load(tmp_path, [HEADER, LI], encoding)
    assert (counts(report), report.problems) == ((1, 0, 0), [])
    assert stored("name", "organisation", "title", "phone", "email", "status", "number", "phone_tail") == [
        ("李四", "示例（虚构）公司", "经理", "+8613900000001", "a@example.test", "confirmed", 1, "0001")
    ]


def test_the_same_list_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [HEADER, LI, "示例王五,示例单位,,,,,,", "Ada Example,Example Ltd,,,b@example.test,,vip,"]
    load(tmp_path, rows)
    before = stored("id", "code", "number", "changed_at")
    assert counts(load(tmp_path, rows)) == (0, 0, 3)
    assert stored("id", "code", "number", "changed_at") == before


def test_a_badge_is_in_the_language_of_the_name(tmp_path: Path) -> None:
    load(tmp_path, ["name,email", "Ada Example,b@example.test", "示例王五,c@example.test"])
    assert stored("language") == [("en",), ("zh",)]


def test_a_changed_cell_changes_the_registration_and_an_empty_one_takes_nothing_away(tmp_path: Path) -> None:
    load(tmp_path, [HEADER, LI])
    report = load(tmp_path, ["姓名,手机,职务,单位", "李四,13900000001,总经理,"])
    assert counts(report) == (0, 1, 0)
    assert stored("title", "organisation") == [("总经理", "示例（虚构）公司")]


def test_another_category_gives_another_badge(tmp_path: Path) -> None:
    load(tmp_path, [HEADER, LI])
    assert counts(load(tmp_path, ["姓名,手机,类别", "李四,13900000001,贵宾"])) == (0, 1, 0)
    with db.engine.connect() as connection:
        badges = connection.execute(text("SELECT serial, revoked_at IS NULL FROM badges ORDER BY serial")).all()
    assert [(serial, bool(stands)) for serial, stands in badges] == [(1, False), (2, True)]


def test_a_row_without_address_is_found_by_name_and_organisation(tmp_path: Path) -> None:
    load(tmp_path, [HEADER, LI])
    assert counts(load(tmp_path, ["姓名,单位,职务", "李四,示例（虚构）公司,董事"])) == (0, 1, 0)
    assert counts(load(tmp_path, ["姓名,单位,职务", "李四,另一示例单位,董事"])) == (1, 0, 0)


def test_an_address_that_becomes_known_later_makes_nobody_twice(tmp_path: Path) -> None:
    load(tmp_path, ["姓名,单位", "示例王五,示例单位"])
    with_phone = ["姓名,单位,手机", "示例王五,示例单位,13900000005"]
    assert counts(load(tmp_path, with_phone)) == (0, 1, 0)
    assert counts(load(tmp_path, with_phone)) == (0, 0, 1)
    assert stored("phone") == [("+8613900000005",)]


def test_a_shared_phone_makes_two_people(tmp_path: Path) -> None:
    rows = ["姓名,手机", "示例甲,13900000001", "示例乙,13900000001"]
    assert counts(load(tmp_path, rows)) == (2, 0, 0)


def test_somebody_who_stands_twice_is_registered_once_and_it_is_noted(tmp_path: Path) -> None:
    report = load(tmp_path, ["姓名,单位,手机", "示例甲,示例单位,13900000001", "示例甲,示例单位,"])
    assert counts(report) == (1, 0, 1)
    assert [(problem.level, problem.item) for problem in report.problems] == [("note", "row 3")]


def test_two_of_one_name_and_unit_are_not_guessed_between(tmp_path: Path) -> None:
    load(tmp_path, ["姓名,单位,手机", "示例甲,示例单位,13900000001", "示例甲,示例单位,13900000002"])
    with pytest.raises(ImportRefused) as refusal:
        load(tmp_path, ["姓名,单位", "示例甲,示例单位"])
    assert [problem.item for problem in refusal.value.report.problems] == ["row 2"]


def test_family_and_given_names_make_the_name_as_each_script_does(tmp_path: Path) -> None:
    load(tmp_path, ["姓,名,邮箱", "示例,甲,a@example.test", "Example,Ada,b@example.test"])
    assert stored("name") == [("示例甲",), ("Ada Example",)]


def test_schools_are_claimed_by_any_of_their_names_or_codes(tmp_path: Path) -> None:
    load(tmp_path, ["姓名,手机,学校", f"示例甲,13900000001,示例一中；{UNIVERSITY}"])
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM educations")).scalar_one() == 2


def test_columns_can_be_named_and_those_unknown_are_noted(tmp_path: Path) -> None:
    report = load(tmp_path, ["来宾,邮箱,桌号", "示例甲,a@example.test,5"], 来宾="name")
    assert counts(report) == (1, 0, 0)
    assert [(problem.level, problem.item) for problem in report.problems] == [("note", "row 1, column 桌号")]


def test_a_row_with_nothing_but_a_number_is_no_person(tmp_path: Path) -> None:
    assert counts(load(tmp_path, ["序号,姓名,邮箱", "1,示例甲,a@example.test", "2,,"])) == (1, 0, 0)


@pytest.mark.parametrize(
    ("row", "item"),
    [
        (",示例单位,,,,,,", "row 3, column 姓 名"),
        ("示例甲,,,,,,,", "row 3"),
        ("示例甲,,,12,,,,", "row 3, column 手机号码（必填）"),
        ("示例甲,,,,a@,,,", "row 3, column Ｅ－ｍａｉｌ"),
        ("示例甲,示例单位,,,,,贵客,", "row 3, column 类别"),
        ("示例甲,示例单位,,,,,,无此校", "row 3, column 毕业院校"),
        ("示例ཨ,示例单位,,,,,,", "row 3, column 姓 名"),
        ("示例甲,示例\U00010600,,,,,,", "row 3, column 单 位"),
        (f"{'示' * 201},示例单位,,,,,,", "row 3, column 姓 名"),
        ("示例\u202e甲,示例单位,,,,,,", "row 3, column 姓 名"),
        ("示例甲,示例单位,,,,,,,多一格", "row 3"),
    ],
)
def test_one_wrong_row_keeps_everybody_out_and_is_named(tmp_path: Path, row: str, item: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        load(tmp_path, [HEADER, LI, row])
    assert {problem.item for problem in refusal.value.report.problems if problem.level == "error"} == {item}
    assert refusal.value.report.as_json()["created"] == 0
    assert stored("id") == []


def test_a_list_without_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused):
        load(tmp_path, ["邮箱", "a@example.test"])


def test_nobody_is_written_to(tmp_path: Path) -> None:
    load(tmp_path, [HEADER, LI])
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM messages")).scalar_one() == 0


def test_a_cancelled_registration_is_left_so(tmp_path: Path) -> None:
    load(tmp_path, [HEADER, LI])
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE registrations SET status = 'cancelled'"))
    report = load(tmp_path, [HEADER, LI])
    assert counts(report) == (0, 0, 1)
    assert [problem.level for problem in report.problems] == ["note"]


def test_portions_meet_at_their_edges(tmp_path: Path) -> None:
    rows = [f"示例嘉宾{n},示例单位{n % 7},g{n}@example.test" for n in range(1203)]
    report = load(tmp_path, ["姓名,单位,邮箱", *rows, rows[0]])
    assert counts(report) == (1203, 0, 1)
    assert sorted(number for (number,) in stored("number")) == list(range(1, 1204))
    assert counts(load(tmp_path, ["姓名,单位,邮箱", *rows])) == (0, 0, 1203)
