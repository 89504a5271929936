"""Thousands of badges: in parts that outlive a killed worker, joined to one file that other programs read."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import text

from congress.badges.sheets import LAYOUTS, Sheet, draw_badges
from congress.badges.tokens import read_token
from congress.foundation.access import SYSTEM
from congress.foundation.batches import Batch, batches_of_work
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.documents.joining import join_pdfs
from congress.handbook import printing
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code
from congress.seating import cards
from congress.settings import ROOT
from tests.checkin.conftest import desk, officer
from tests.checkin.desk import Desk
from tests.documents.test_badges import card

__all__ = ["desk", "officer"]
PEOPLE = 20


class Killed(BaseException):
    """The worker is gone, in the middle of a page."""


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "PART", 8)
    monkeypatch.setattr(printing, "AT_ONCE", 4)


@pytest.fixture
def batch_id(desk: Desk, small_parts: None) -> int:
    for number in range(1, PEOPLE + 1):
        desk.register(number)
    with unit_of_work() as session:
        return printing.queue_print(session, the_congress(session), {}, Sheet.A4_8, by=SYSTEM, now=datetime.now(UTC)).id


def batch_of(batch_id: int) -> Batch:
    with reading() as session:
        batch = session.get_one(Batch, batch_id)
        session.expunge(batch)
        return batch


def numbers_in(path: Path) -> Counter[str]:
    with pypdfium2.PdfDocument(path) as document:
        told = " ".join(page.get_textpage().get_text_range() for page in document)
    return Counter(word for word in told.split() if len(word) == 5 and word.isdigit())


def test_a_killed_print_goes_on_behind_the_last_whole_part(
    app: Flask, batch_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    draw_card = cards.card_of

    def die_at_thirteen(*arguments: object) -> object:
        found = draw_card(*arguments)  # type: ignore[arg-type]
        drawn.append(found.number)
        if len(drawn) == 13:
            raise Killed
        return found

    monkeypatch.setattr(cards, "card_of", die_at_thirteen)
    with pytest.raises(Killed):
        printing.print_badges(batch_id)
    left = batch_of(batch_id)
    assert (left.state, left.done, left.total) == ("running", 12, PEOPLE)
    # nobody may go on before the lease of the dead one is over
    printing.print_badges(batch_id)
    assert len(drawn) == 13
    with db.engine.begin() as connection:
        past = (datetime.now(UTC) - timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M:%S")
        connection.execute(text("UPDATE batches SET leased_until = :past"), {"past": past})
    printing.print_badges(batch_id)
    # eight stood whole; the other twelve were drawn by the second worker
    assert drawn[13:] == list(range(9, PEOPLE + 1))
    done = batch_of(batch_id)
    assert (done.state, done.done) == ("done", PEOPLE)
    folder = app.extensions["settings"].instance_dir / "batches"
    assert numbers_in(folder / str(done.file)) == Counter(f"{number:05d}" for number in range(1, PEOPLE + 1))
    assert list(folder.glob(f"{done.public_id}-*.part")) == []
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT count(*), count(DISTINCT badge_id) FROM badge_prints")).one()
    assert tuple(rows) == (PEOPLE, PEOPLE)


def parts(folder: Path, counts: list[int]) -> list[Path]:
    made, first = [], 1
    for number, count in enumerate(counts):
        path = folder / f"{number}.pdf"
        with path.open("wb") as out:
            cards = (card(f"示例甲{n}", n) for n in range(first, first + count))
            draw_badges(out, cards, Sheet.A4_4, title="证件", language="zh")
        made.append(path)
        first += count
    return made


@pytest.mark.parametrize("counts", [[3], [4, 4, 1], [8, 8, 8, 5]])
def test_joined_files_keep_text_order_structure_and_what_they_say_of_themselves(
    tmp_path: Path, counts: list[int]
) -> None:
    whole = tmp_path / "whole.pdf"
    with whole.open("wb") as out:
        join_pdfs(parts(tmp_path, counts), out)
    assert numbers_in(whole) == Counter(f"{number:05d}" for number in range(1, sum(counts) + 1))
    with pikepdf.Pdf.open(whole) as document:
        assert document.check_pdf_syntax() == []
        assert str(document.docinfo["/Title"]) == "证件"
        assert str(document.Root.Lang) == "zh-CN"
        root = document.Root.StructTreeRoot
        rows = dict(_pairs(root.ParentTree.Nums))
        pages = {page.objgen: place for place, page in enumerate(document.pages)}
        assert len(root.K.K) == sum(counts)
        for place, page in enumerate(document.pages):
            for element in rows[int(page.StructParents)]:
                assert pages[element.Pg.objgen] == place
                assert element.P.objgen == root.K.objgen


def _pairs(row: pikepdf.Array) -> Iterator[tuple[int, pikepdf.Object]]:
    for position in range(0, len(row), 2):
        yield int(row[position]), row[position + 1]


JOIN = """
import resource, sys
from pathlib import Path
from congress.foundation.documents.joining import join_pdfs
paths = [Path(sys.argv[1])] * int(sys.argv[2])
with open(sys.argv[3], "wb") as out:
    join_pdfs(paths, out)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_joining_ten_times_as_much_takes_hardly_more_memory(tmp_path: Path) -> None:
    [part] = parts(tmp_path, [200])
    peaks = []
    for times in (2, 60):
        command = [sys.executable, "-c", JOIN, str(part), str(times), str(tmp_path / "out.pdf")]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        peaks.append(int(told.stdout))
    # kilobytes; the joined file is thirty times as large, by ten megabytes
    assert peaks[1] - peaks[0] < 6000, peaks


@pytest.mark.one_database
@pytest.mark.parametrize("sheet", Sheet)
def test_each_sheet_can_be_seen_before_it_is_printed(desk: Desk, officer: FlaskClient, sheet: Sheet) -> None:
    answer = officer.get(f"/console/badges/preview/{sheet}.png?category=vip")
    layout = LAYOUTS[sheet]
    with Image.open(BytesIO(answer.data)) as picture:
        assert picture.width / picture.height == pytest.approx(layout.page[0] / layout.page[1], rel=0.01)
        codes = zxingcpp.read_barcodes(picture.convert("L").resize((picture.width * 2, picture.height * 2)))
    # as many badges as the sheet holds, and none that a gate would take
    assert len(codes) == layout.columns * layout.rows
    assert {read_token(code.text, {}) for code in codes} == {None}
    assert f"/console/badges/preview/{sheet}.png" in officer.get("/console/badges").get_data(as_text=True)


def test_a_sheet_that_there_is_not_is_not_found(desk: Desk, officer: FlaskClient) -> None:
    assert officer.get("/console/badges/preview/a0.png").status_code == 404


def test_a_category_has_its_own_layout_and_can_be_printed_alone(desk: Desk, officer: FlaskClient) -> None:
    people = [desk.register(number, category=category) for number, category in enumerate(("guest", "vip", "guest"), 1)]
    before = officer.get("/console/badges/preview/a6.png?category=vip").data
    body = {"design_guest": "standard", "design_vip": "honour"}
    assert officer.post("/console/badges/designs", data=body).status_code == 302
    assert officer.get("/console/badges/preview/a6.png?category=vip").data != before
    assert officer.post("/console/badges/designs", data=body | {"design_vip": "none"}).status_code == 422
    page = officer.get("/console/badges?category=vip&lang=zh").get_data(as_text=True)
    assert "/console/badges/preview/a6.png?category=vip" in page
    assert '<option selected value="vip">' in page
    with db.engine.connect() as connection:
        acts = connection.execute(text("SELECT facts FROM audit_entries WHERE act = 'badges.designed'")).scalars().all()
    assert ["vip" in str(one) and "honour" in str(one) for one in acts] == [True], "what stays as it is is no change"
    with reading() as session:
        found = [registration_by_code(session, the_congress(session).id, one["code"]) for one in people]
        assert [one.design for _badge, one in cards.badges_of(session, found)] == ["standard", "honour", "standard"]

    assert officer.post("/console/badges", data={"sheet": "a6", "category": "vip", "forum": ""}).status_code == 302
    with reading() as session:
        [batch] = batches_of_work(session, printing.WORK, the_congress(session).id)
        batch_id = batch.id
    printing.print_badges(batch_id)
    assert (batch_of(batch_id).state, batch_of(batch_id).total) == ("done", 1)
    officer.post("/console/badges", data={"sheet": "a4_4", "category": "", "forum": ""})
    told = officer.get("/console/badges?lang=zh").get_data(as_text=True).split('id="prints"')[1]
    assert told.index("全部类别") < told.index("贵宾"), "each print says whose badges it drew, the newest first"
    assert ("贵宾" in told, "A6" in told, "a6" in told) == (True, True, False)
