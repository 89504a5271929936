"""A published board as PDF, docx and xlsx: the order alone unless the switch says otherwise, in both languages."""

import io
from collections.abc import Callable
from itertools import product
from typing import Any

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook

from congress.credit.rules import level_at_the_edge, rank
from tests.credit.conftest import read
from tests.factories.office import C, Office

Bring = Callable[..., dict[str, Any]]


def texts_of(content: bytes, kind: str) -> str:
    """The text that another program finds in the file."""
    if kind == "pdf":
        pages = pypdfium2.PdfDocument(content)
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    if kind == "docx":
        document = Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    book = load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_an_order_only_board_prints_names_and_how_it_was_counted_but_no_figure(
    office: Office, announced: Bring, kind: str
) -> None:
    office.accept(office.milestone(office.signed()["id"], amount=77_777_700)["id"])
    path = announced("investment-county")["file"].removesuffix(".json")
    chinese = texts_of(read(office, f"{path}.{kind}", "zh"), kind)
    english = texts_of(read(office, f"{path}.{kind}", "en"), kind)
    for text in ("示例县", "招商引资成效靠前的", "11月1日", "2024-1", "示例〔2036〕1号"):
        assert text in chinese.replace("\r\n", "").replace("\n", ""), text
    assert "Whose statistics" in english
    # in whole and in part, but nothing that the hash of the ledger may hold by chance
    for text, figure in product((chinese, english), ("77.7", "777,777", "777777")):
        assert figure not in text


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_a_board_switched_to_amounts_prints_them_and_keeps_to_it(office: Office, announced: Bring, kind: str) -> None:
    office.accept(office.milestone(office.signed()["id"], amount=77_000_000)["id"])
    switch = f"{C}/boards/investment-county/switch"
    assert office.ask("organiser", "POST", switch, {"with_amounts": True}, 200)["with_amounts"]
    path = announced("investment-county")["file"].removesuffix(".json")
    office.ask("organiser", "POST", switch, {"with_amounts": False}, 200)
    printed = texts_of(read(office, f"{path}.{kind}", "zh"), kind)
    assert ("770000" if kind == "xlsx" else "77 万元") in printed
    assert "77 万元" in read(office, path, "zh").decode()
    without = announced("investment-county")["file"].removesuffix(".json")
    assert "77 万元" not in read(office, without, "zh").decode()


def test_a_long_board_turns_the_page_and_loses_no_name(office: Office) -> None:
    from congress.credit.sheet_files import sheet_pdf
    from tests.credit.sheets import long_sheet

    sheet = long_sheet(90)
    text = texts_of(sheet_pdf(sheet), "pdf")
    assert [name for [name] in sheet.rows if name not in text] == []


def test_those_who_are_level_over_the_last_place_are_for_the_secretariat_to_decide() -> None:
    standings = rank({"A": 9, "B": 5, "C": 5, "D": 5, "E": 1}, {"A": 1, "B": 2, "C": 3, "D": 4, "E": 5}, 2)
    assert [one.code for one in level_at_the_edge(standings, 2)] == ["B", "C", "D"]
    assert level_at_the_edge(standings, 4) == []
    assert level_at_the_edge(standings, 5) == []


def test_the_secretariat_may_leave_out_those_level_at_the_edge(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from congress.credit import actions, rules

    office.accept(office.milestone(office.signed()["id"], amount=2)["id"])
    standard = rules.rule_set()
    narrow = replace(standard, boards=tuple(replace(one, places=1) for one in standard.boards))
    monkeypatch.setattr(actions, "rules_at", lambda _session, _moment: narrow)
    path = f"{C}/boards/investment-university/computations"
    orders = {edge: office.ask("organiser", "POST", path, {"edge": edge}, 201)["id"] for edge in ("all", "none")}
    from congress.credit.publication_queries import publication_by_id
    from congress.foundation.db import reading

    with reading() as session:
        counts = {edge: len(publication_by_id(session, one).openings) for edge, one in orders.items()}
    assert counts == {"all": 2, "none": 0}
