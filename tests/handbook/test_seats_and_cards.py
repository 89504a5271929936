"""Seat charts, table cards, the folded agenda and the written chapters, read back from PDF and docx."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.access import SYSTEM, Actor
from congress.foundation.db import reading, unit_of_work
from congress.handbook.chapters import save_chapters
from congress.handbook.papers import folded_agenda
from congress.handbook.production import draw, matter_of
from congress.handbook.speech import Tongue
from congress.programme.queries import forum_by_slug, rooms_of, speakers_of, the_congress
from congress.registration.queries import registration_by_code
from congress.seating.actions import close_seats, release_plan, submit_plan
from congress.seating.queries import plan_of
from tests.factories.programme import make_picture
from tests.handbook.test_papers import pages, paper, planned, squeezed

__all__ = ["planned"]
PLAN = "/api/v1/congresses/2036/forums/pitch/seating"
BLOCKS = [
    {"kind": "platform", "name": "主席台", "columns": 3},
    {"kind": "rows", "name": "A区", "name_en": "Block A", "rows": 3, "columns": 4},
]
CHAPTERS = {
    "projects": ("示例签约项目一", ""), "discipline": ("会议期间请将手机静音", ""),
    "transport": ("一号车 示例校友甲", ""), "contacts": ("会务组 0731-00000000", ""),
}  # fmt: skip


@pytest.fixture
def seated(planned: dict[str, Any], client: FlaskClient, app: Flask) -> dict[str, Any]:
    """Three speakers on the platform, two guests in the hall, one seat out of use."""
    headers = planned["headers"]
    for code in planned["codes"][::3]:
        answer = client.patch(
            f"/api/v1/congresses/2036/registrations/{code}", json={"forums": ["pitch"]}, headers=headers
        )
        assert answer.status_code == 200, answer.json
    answer = client.post(PLAN, json={"blocks": BLOCKS}, headers=headers)
    hall = int(answer.json["blocks"][1]["id"])
    with unit_of_work() as session:
        plan = plan_of(session, forum_by_slug(session, the_congress(session).id, "pitch").id)
        close_seats(session, plan, [(hall, 3, 4)], closed=True, by=SYSTEM, now=datetime.now(UTC))
    assert client.post(f"{PLAN}/propose", json={}, headers=headers).status_code == 200
    return planned


def release() -> None:
    with unit_of_work() as session:
        plan = plan_of(session, forum_by_slug(session, the_congress(session).id, "pitch").id)
        submit_plan(session, plan, by=SYSTEM, now=datetime.now(UTC))
        release_plan(session, plan, by=Actor(user_id=1, display_name="示例审定人"), now=datetime.now(UTC))


def test_a_seat_chart_shows_who_sits_where_and_says_how_it_is_sorted(seated: dict[str, Any]) -> None:
    text = "".join(pages(paper("seats")))
    platform = squeezed(text).split("主席台")[1].split("A区")[0]
    assert platform.index("示例·买买提𬱟") < platform.index("张三") < platform.index("单示例")
    hall = squeezed(text).split("A区")[1]
    assert "丁示例" in hall
    assert "×" in hall
    assert "姓氏笔画" in squeezed(text)
    assert "草稿，未审定" in squeezed(text)
    release()
    assert "草稿，未审定" not in squeezed("".join(pages(paper("seats", forum="pitch"))))


def test_the_handbook_has_the_charts_that_were_released_and_no_other(seated: dict[str, Any]) -> None:
    assert "主席台" not in squeezed("".join(pages(paper("handbook"))))
    release()
    text = squeezed("".join(pages(paper("handbook"))))
    assert "主席台" in text
    assert "座次" in text


def test_the_office_gets_the_chart_as_a_table(seated: dict[str, Any]) -> None:
    document = Document(BytesIO(paper("seats", form="docx")))
    platform, hall = document.tables
    assert [cell.text for cell in platform.rows[0].cells] == ["示例·买买提𬱟", "张\u3000三", "单示例"]
    assert [len(row.cells) for row in hall.rows] == [5, 5, 5]
    assert hall.rows[2].cells[4].text == "×"


def test_the_handbook_shows_speakers_and_the_plans_of_rooms(planned: dict[str, Any]) -> None:
    plain = Document(BytesIO(paper("handbook", form="docx")))
    assert (len(plain.inline_shapes), "会场平面图" in squeezed("".join(pages(paper("handbook"))))) == (0, False)
    with unit_of_work() as session:
        picture = make_picture(session)
        congress = the_congress(session)
        [first, *_others] = speakers_of(session, congress.id)
        first.photo = picture
        for room in rooms_of(session, congress.id):
            room.plan = picture
    pdf = paper("handbook")
    assert "会场平面图" in squeezed("".join(pages(pdf)))
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = sum(1 for page in document for _image in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    written = len(Document(BytesIO(paper("handbook", form="docx"))).inline_shapes)
    assert drawn == written > 1


def test_table_cards_for_the_office_stand_when_they_are_folded(planned: dict[str, Any]) -> None:
    document = Document(BytesIO(paper("cards", form="docx")))
    assert len(document.tables) == 3
    faces = document.tables[0].rows[0].cells
    assert [cell.text for cell in faces] == ["张\u3000三\nSpeaker 0"] * 2
    turned = [cell._tc.tcPr.find(f"{cell._tc.nsmap['w'].join('{}')}textDirection") for cell in faces]
    assert [next(iter(one.attrib.values())) for one in turned] == ["tbRl", "btLr"]
    assert "教授" not in "".join(cell.text for cell in faces), "a leader's name stands without a title"


def card(name: str) -> bytes:
    with reading() as session:
        matter = matter_of(session, the_congress(session), Tongue.ZH, now=datetime.now(UTC))
    out = BytesIO()
    draw(out, matter, {"kind": "cards", "tongue": "zh", "format": "pdf"}, slogan=[], people=[(name, "")])
    return out.getvalue()


def faces_of(pdf: bytes) -> set[str]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return {str(font.BaseFont).split("+")[-1] for font in document.pages[0].Resources.Font.values()}


@pytest.mark.parametrize(
    ("name", "song"), [("张三", True), ("欧阳喆", True), ("Example Alumna", True), ("王𬱟", False)]
)
def test_a_name_stands_in_song_type_or_where_a_character_lacks_whole_in_the_other(
    planned: dict[str, Any], name: str, *, song: bool
) -> None:
    pdf = card(name)
    assert ("CongressSerif" in faces_of(pdf)) is song
    assert squeezed(pages(pdf)[0]).count(squeezed(name)) == 2


def test_door_signs_for_the_office_have_a_sheet_for_each_room_and_day(planned: dict[str, Any]) -> None:
    document = Document(BytesIO(paper("doors", form="docx")))
    heads = [
        (one.text, one.paragraph_format.page_break_before)
        for one in document.paragraphs
        if one.style.name == "Heading 1"
    ]
    assert [name for name, _fresh in heads] == ["一号厅", "前厅", "一号厅"]
    assert [fresh for _name, fresh in heads] == [False, True, True]


def test_the_written_chapters_stand_in_the_handbook(planned: dict[str, Any]) -> None:
    with unit_of_work() as session:
        save_chapters(session, the_congress(session), CHAPTERS, by=SYSTEM, now=datetime.now(UTC))
    pdf = paper("handbook")
    text = squeezed("".join(pages(pdf)))
    for heading, said in (
        ("签约项目", "示例签约项目一"),
        ("会风会纪", "手机静音"),
        ("乘车安排", "一号车"),
        ("会务组", "0731"),
    ):
        assert heading in text
        assert said in text
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        titles = [str(entry.title) for entry in outline.root]
    assert titles[-5:-1] == ["会议须知", "会风会纪", "乘车安排", titles[-2]]


def test_the_personal_agenda_says_the_same_on_a4_folded_and_as_a_document_for_the_office(
    seated: dict[str, Any], client: FlaskClient
) -> None:
    with unit_of_work() as session:
        forum = forum_by_slug(session, the_congress(session).id, "pitch")
        forum.ends_at += timedelta(hours=9)
    code = seated["codes"][0]
    answer = client.get(f"/console/registrations/{code}/agenda.docx")
    assert answer.mimetype.endswith("wordprocessingml.document")
    document = Document(BytesIO(answer.data))
    written = "\n".join(one.text for one in document.paragraphs)
    assert "截至" in document.sections[0].footer.paragraphs[0].text
    printed = "".join(pages(client.get(f"/console/registrations/{code}/agenda.pdf").data))
    for text in (written, printed, "".join(pages(folded(code)))):
        for said in ("丁示例", code, "14:00–01:00+1", "专场pitch", "11月20日"):
            assert said in text, said
    assert written.index("11月20日") < written.index("专场pitch")


def folded(code: str) -> bytes:
    with reading() as session:
        found = registration_by_code(session, the_congress(session).id, code)
        return folded_agenda(session, found, now=datetime.now(UTC))


def upright_words(pdf: bytes) -> dict[str, float]:
    """Text → how high on the sheet it stands, of the first page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[0].get_textpage()
        return {
            text.get_text_bounded(*text.get_rect(n)).strip(): text.get_rect(n)[1] for n in range(text.count_rects())
        }
    finally:
        document.close()


def test_the_folded_agenda_is_one_sheet_with_the_cover_below_and_the_pages_inside_above(
    seated: dict[str, Any], client: FlaskClient
) -> None:
    release()
    pdf = folded(seated["codes"][0])
    assert len(pages(pdf)) == 1
    heights = upright_words(pdf)
    half = 842 / 2
    assert next(height for text, height in heights.items() if "丁示例" in text) < half
    assert next(height for text, height in heights.items() if "专场pitch" in text) > half
    assert "A区 1排3座" in pages(pdf)[0]
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked
    answer = client.get(
        f"/api/v1/congresses/2036/registrations/{seated['codes'][0]}/agenda-a6.pdf", headers=seated["headers"]
    )
    assert answer.mimetype == "application/pdf"
