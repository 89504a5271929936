"""A yearly report says what the ledger says, is released by a second person, and tells the public no single figure."""

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from docx import Document
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from congress.credit.publication_file import signature_faults
from congress.foundation.access import Actor, Grant
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.documents.flow import Column, Flow
from congress.foundation.documents.pdf import A4, new_pdf
from congress.foundation.i18n import in_language
from congress.programme.queries import the_congress
from congress.returns.actions import accept_return, file_return, open_period
from congress.returns.queries import returns_of
from congress.returns.rules import STANDARD, write_lines
from congress.schools.tiles import SPOTS, laid_out
from congress.yearly.book import book_of
from congress.yearly.facts import gather
from congress.yearly.files import book_docx, book_pdf
from congress.yearly.queries import report_by_id
from congress.yearly.rules import table_of, told_to_all
from congress.yearly.states import Edition
from tests.factories.accounts import make_user, signed_in
from tests.factories.office import C, Office
from tests.programme.test_public_programme import page

REPORTS = f"{C}/yearly-reports"
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Year:
    """A year in which 777,777 yuan arrived of one project; a board is final, of a month one return is accepted."""

    def __init__(self, app: Flask) -> None:
        self.app, self.office = app, Office(app.test_client())
        project = self.office.signed()
        self.office.accept(self.office.milestone(project["id"], 77_777_700)["id"])
        with unit_of_work() as session:
            make_user(session, "organiser", email="other@congress.test", password=None)
        self._finish_board("investment-prefecture")
        self._report_a_month()

    def _finish_board(self, slug: str) -> None:
        made = self.office.ask("organiser", "POST", f"{C}/boards/{slug}/publications", {}, 201)
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE publications SET objections_until = published_at"))
        self.office.ask("organiser", "POST", f"/api/v1/publications/{made['id']}/finalise", status=200)

    def _report_a_month(self) -> None:
        now = datetime.now(UTC)
        facts = {"month": now.astimezone(SHANGHAI).date().replace(day=1), "template": write_lines(STANDARD),
                 "working_days": 5, "kinds": ["university", "prefecture"], "departments": []}  # fmt: skip
        said = {"nil": False, "note": "", "signed_by": "示例领导", "signed_post": "", "contact": "示例",
                "phone": "0731-00000000", "figures": {"investment": 33_000_000, "visits": 4}}  # fmt: skip
        by, other = (Actor(user_id=number, display_name="示例", grants=(Grant("organiser"),)) for number in (1, 2))
        with unit_of_work() as session:
            month = open_period(session, the_congress(session), facts, zone=SHANGHAI, by=by, now=now)
            first, second, *_rest = returns_of(session, by, month.id)
            for found in (first, second):
                file_return(session, found, said, zone=SHANGHAI, by=by, now=now)
            accept_return(session, first, by=other, now=now)

    def freeze(self) -> str:
        public_id: str = self.office.ask("organiser", "POST", REPORTS, {}, 201)["id"]
        return public_id

    def document(self, report: str) -> dict[str, Any]:
        found: dict[str, Any] = self.office.ask("auditor", "GET", f"{REPORTS}/{report}", status=200)["document"]
        return found

    def release(self, report: str, act: str = "release", **form: str) -> int:
        """What another organiser is answered."""
        client = signed_in(self.app, "other@congress.test")
        form = {"document_number": "示例〔2036〕9号"} | form
        return client.post(f"/console/yearly-reports/{report}/{act}", data=form).status_code


@pytest.fixture(scope="module")
def whole_year(emptied: Flask) -> Year:
    with emptied.app_context():
        year = Year(emptied)
        db.session.remove()
    return year


@pytest.fixture
def year(whole_year: Year) -> Iterator[Year]:
    """The same year for every test: whatever is frozen of it, it stays as it is."""
    with whole_year.app.app_context():
        yield whole_year
        db.session.remove()


def text_of_pdf(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "".join(one.get_textpage().get_text_range() for one in pages).replace("\r\n", "").replace("\n", "")


def paragraphs_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_report_holds_what_the_ledger_adds_up_to_and_the_signature_binds_it(year: Year) -> None:
    document = year.document(year.freeze())
    totals = {one["measure"]: one["total"] for one in document["totals"]}
    assert totals == {"investment": 77_777_700, "talent": 0, "research": 0, "donation": 0}
    assert all(one["basis"]["counts_zh"] and one["basis"]["statistics_zh"] for one in document["totals"])
    assert sum(one["figures"]["investment"] for one in document["entities"]["university"]) == 77_777_700
    assert [(one["total"], one["first_entry"]) for one in document["annex"]] == [(77_777_700, 1)]
    assert all(one["listed"] == one["ledger"] for one in document["sums"])
    assert len(document["sums"]) == 4 + 12
    assert signature_faults(document) == []
    assert signature_faults(document | {"period": 1}) != []


def test_only_what_is_frozen_is_in_it(year: Year) -> None:
    year.office.ask("organiser", "POST", f"{C}/boards/investment-county/publications", {}, 201)
    document = year.document(year.freeze())
    assert [one["board"] for one in document["boards"]] == ["investment-prefecture"]
    assert document["boards_announced"] == 1
    [month] = document["months"]
    [university] = month["kinds"]
    # two universities filed, one of the returns is accepted
    assert (university["accepted"], university["units"], university["figures"]["visits"]) == (1, 2, 4)


@pytest.mark.one_database
def test_the_same_facts_give_the_same_text_in_each_language(year: Year) -> None:
    now, by = datetime.now(UTC), Actor(user_id=1, display_name="示例", grants=(Grant("organiser"),))
    report = year.freeze()
    period = year.document(report)["period"]
    with reading() as session:
        once, again = (
            json.dumps(gather(session, the_congress(session), period, zone=SHANGHAI, by=by, now=now)) for _time in "12"
        )
    assert once == again
    words = {
        "zh": ("年度成效", "统计内容", "来源", "77.78 万元"),
        "en": ("Results of the year", "What counts", "Source"),
    }
    for language, told in words.items():
        with reading() as session, in_language(language):
            book = book_of(report_by_id(session, the_congress(session).id, report), Edition.INTERNAL)
            printed, written = text_of_pdf(book_pdf(book)), paragraphs_of(book_docx(book))
            assert printed == text_of_pdf(book_pdf(book))
            assert written == paragraphs_of(book_docx(book))
            # each chapter says what counts and where its figures come from
            assert printed.count(told[1]) >= len(book.chapters)
            assert written.count(told[2]) >= len(book.chapters)
        for one in told:
            assert one in printed
            assert one in written


def test_whoever_froze_a_report_cannot_release_it_and_what_is_released_stays(year: Year) -> None:
    report = year.freeze()
    refused = year.office.ask("organiser", "POST", f"{REPORTS}/{report}/release", {"document_number": "示例"}, 403)
    assert refused["type"].endswith("/same-person")
    assert year.release(report, document_number="") == 422
    assert year.release(report) == 302
    assert year.office.ask("viewer", "GET", REPORTS, status=200)["items"][0]["state"] == "released"
    for act in ("release", "withdraw"):
        assert year.release(report, act, reason="示例") == 409
    for change in ("UPDATE year_reports SET document = 'x'", "DELETE FROM year_reports"):
        with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(change))


@pytest.mark.one_database
def test_the_public_edition_has_the_order_of_boards_and_no_figure_of_a_single_place(year: Year) -> None:
    report = year.freeze()
    public = f"/reports/2036/{report}"
    browser = year.app.test_client()
    assert browser.get(public).status_code == 404
    assert year.release(report) == 302
    assert "公开版" in page(browser, "/reports?lang=zh")
    shown = page(browser, f"{public}?lang=zh")
    files = [text_of_pdf(browser.get(f"{public}.pdf").data), paragraphs_of(browser.get(f"{public}.docx").data)]
    for told in (shown, *files):
        assert "示例〔2036〕9号" in told
        assert "示例市" in told  # in front on the final board
        assert "示例大学" not in told
        assert "777,777.00" not in told
        assert "附件" not in told
    tiles = json.loads(unescape(re.findall(r'data-tiles="([^"]+)"', shown)[0]))
    assert {one["name"]: one["value"] for one in tiles} == {"示例市": 1, "示例乙市": None}


@pytest.mark.one_database
def test_the_console_shows_both_editions_with_map_and_table(year: Year) -> None:
    report = year.freeze()
    client = signed_in(year.app, "organiser@congress.test")
    shown = page(client, f"/console/yearly-reports/{report}?lang=zh")
    tiles = json.loads(unescape(re.findall(r'data-tiles="([^"]+)"', shown)[0]))
    assert {one["name"]: one["shown"] for one in tiles} == {"示例市": "77.78 万元", "示例乙市": "–"}
    assert "777,777.00" in shown
    assert "777,777.00" not in page(client, f"/console/yearly-reports/{report}?edition=public")
    assert client.post(f"/console/yearly-reports/{report}/withdraw", data={"reason": "示例原因"}).status_code == 302
    assert "示例原因" in page(client, f"/console/yearly-reports/{report}")


@pytest.mark.one_database
def test_of_a_ledger_that_does_not_hold_no_report_is_made(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    assert year.office.ask("organiser", "POST", REPORTS, {"period": 2999}, 422)["errors"][0]["field"] == "period"
    with monkeypatch.context() as other:
        other.setattr("congress.yearly.facts.board_totals", lambda *_arguments: {})
        assert year.office.ask("organiser", "POST", REPORTS, {}, 409)["type"].endswith("/sums-differ")
    before = len(year.office.ask("viewer", "GET", REPORTS, status=200)["items"])
    with db.engine.begin() as connection:
        kept = connection.scalar(text("SELECT hash FROM ledger_heads"))
        connection.execute(text("UPDATE ledger_heads SET hash = 'another'"))
    assert year.office.ask("organiser", "POST", REPORTS, {}, 409)["type"].endswith("/ledger-fault")
    client = signed_in(year.app, "organiser@congress.test")
    assert "台账核验未通过" in client.post("/console/yearly-reports?lang=zh", data={}).get_data(as_text=True)
    assert len(year.office.ask("viewer", "GET", REPORTS, status=200)["items"]) == before
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE ledger_heads SET hash = :kept"), {"kept": kept})


def test_what_came_to_nothing_stands_in_no_table_and_few_people_are_not_told() -> None:
    rows = [
        ("university", "A", "investment", 5, 0),
        ("university", "B", "investment", 0, 0),
        ("school", "C", "talent", 9, 2),
    ]
    assert table_of(rows) == {"university": {"A": {"investment": 5}}, "school": {"C": {"talent": 2}}}
    assert told_to_all([0, 1, 4, 5, 9]) == [0, None, None, 5, 9]
    # a single one could be worked out from the total
    assert told_to_all([12, 4, 7, 0]) == [12, None, None, 0]
    assert told_to_all([12, 7]) == [12, 7]


def test_each_place_has_a_tile_of_its_own_and_others_stand_below() -> None:
    assert len({(one.column, one.row) for one in SPOTS.values()}) == 14
    spots = laid_out([(code, code, "") for code in [*SPOTS, "X", "Y"]])
    assert [(spots[code].column, spots[code].row) for code in "XY"] == [(0, 4), (1, 4)]


def test_a_table_over_several_pages_has_its_head_on_each_and_loses_no_row() -> None:
    out = io.BytesIO()
    rows = [[f"示例{number:03d}", str(number)] for number in range(120)]
    with new_pdf(out, A4, title="示例", language="zh") as canvas:
        Flow(canvas, ["示例"]).table([Column("列名甲"), Column("列名乙", number=True)], rows)
        canvas.showPage()
    printed = text_of_pdf(out.getvalue())
    assert printed.count("列名甲") == len(pypdfium2.PdfDocument(out.getvalue())) > 1
    assert [name for name, _number in rows if name not in printed] == []
