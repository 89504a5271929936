"""项目代码, 技术合同登记编号, 票据号: out as a sheet and in again, whole or not at all."""

import io
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from congress.foundation.db import reading
from congress.programme.queries import the_congress
from congress.signing.queries import intentions_with_keys
from congress.signing.states import OFFICE_KEYS
from tests.factories.accounts import signed_in
from tests.factories.office import Office

PAGE = "/console/intentions/keys"
CODE, OTHER = "2036-430000-04-01-123456", "2036-430000-04-01-654321"
HEAD = ["意向编号", "项目代码", "技术合同登记编号", "票据号"]
Keys = list[str | None]


class Sheets:
    """Two intentions, one signed, and the organiser's browser."""

    def __init__(self, app: Flask) -> None:
        office = Office(app.test_client())
        self.ids = [office.signed(amount_fen=1_234_567_891_23)["id"], office.intention()["id"]]
        self.browser = signed_in(app, "organiser@congress.test")

    def give(self, content: bytes, *, trial: bool = False) -> Any:
        data = {"file": (io.BytesIO(content), "list.xlsx")} | ({"trial": "y"} if trial else {})
        return self.browser.post(PAGE, data=data, content_type="multipart/form-data")

    def rows(self, *rows: list[str | None], trial: bool = False) -> Any:
        book, out = Workbook(), io.BytesIO()
        for row in (HEAD, *rows):
            book.active.append(row)
        book.save(out)
        return self.give(out.getvalue(), trial=trial)

    def stored(self) -> list[Keys]:
        with reading() as session:
            found = intentions_with_keys(session, the_congress(session).id)
            return [[getattr(one, name) for name in OFFICE_KEYS] for one in found]


@pytest.fixture
def sheets(app: Flask) -> Sheets:
    return Sheets(app)


def test_keys_come_in_of_what_is_signed_too_and_go_out_again(sheets: Sheets) -> None:
    first, second = sheets.ids
    page = sheets.rows([first, CODE, "示例合同1", "示例票据1"], [second, OTHER, None, None])
    assert "2项意向已变更，0项不变" in page.get_data(as_text=True)
    assert sheets.stored() == [[CODE, "示例合同1", "示例票据1"], [OTHER, None, None]]
    out = sheets.browser.get(f"{PAGE}.xlsx").get_data()
    rows = list(load_workbook(io.BytesIO(out)).active.values)
    assert list(rows[1][:4]) == [first, CODE, "示例合同1", "示例票据1"]
    assert rows[1][7] == "123456.789123"
    assert "0项意向已变更，2项不变" in sheets.give(out).get_data(as_text=True)
    assert CODE in sheets.browser.get(f"/console/intentions/{first}").get_data(as_text=True)


def test_two_intentions_may_change_their_keys_with_each_other(sheets: Sheets) -> None:
    first, second = sheets.ids
    sheets.rows([first, CODE, None, None], [second, OTHER, None, None])
    sheets.rows([first, OTHER, None, None], [second, CODE, None, None])
    assert [keys[0] for keys in sheets.stored()] == [OTHER, CODE]
    sheets.rows([first, None, None, None])
    assert [keys[0] for keys in sheets.stored()] == [None, CODE]


def test_a_trial_names_each_cell_and_stores_nothing(sheets: Sheets) -> None:
    page = sheets.rows([sheets.ids[0], CODE, None, None], trial=True).get_data(as_text=True)
    assert "row 2, column 项目代码" in page
    assert f"– 改为 {CODE}" in page
    assert "将变更1项意向，0项不变；尚未保存" in page
    assert sheets.stored() == [[None] * 3] * 2


def test_one_wrong_cell_and_nothing_is_stored(sheets: Sheets) -> None:
    first, second = sheets.ids
    good = [first, CODE, "示例合同1", None]
    wrong: list[tuple[list[str | None], str]] = [
        ([second, CODE, None, None], "row 3, column 项目代码"),
        ([second, "12345", None, None], "row 3, column 项目代码"),
        ([second, None, "示例合同1", None], "row 3, column 技术合同登记编号"),
        ([second, None, None, "长" * 41], "row 3, column 票据号"),
        (["nobody", None, None, None], "row 3, column 意向编号"),
        ([first, None, None, None], "row 3, column 意向编号"),
    ]
    for row, item in wrong:
        answer = sheets.rows(good, row)
        assert answer.status_code == 422
        assert item in answer.get_data(as_text=True)
        assert sheets.stored() == [[None] * 3] * 2


@pytest.mark.one_database
def test_what_is_no_list_is_refused_in_words(sheets: Sheets) -> None:
    for content in (b"", b"PK\x03\x04no workbook", "别的列\n1\n".encode()):
        assert sheets.give(content).status_code == 422
    assert sheets.browser.post(PAGE, data={}).status_code == 422


@pytest.mark.one_database
def test_a_long_list_of_changes_is_shown_in_part_and_says_so(sheets: Sheets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congress.signing.key_views.SHOWN", 1)
    first, second = sheets.ids
    page = sheets.rows([first, CODE, None, None], [second, OTHER, None, None], trial=True).get_data(as_text=True)
    assert "共2行，仅显示前1行" in page
    assert CODE in page
    assert OTHER not in page
