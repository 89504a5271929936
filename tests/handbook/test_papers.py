"""Papers read back by other programs: text, structure, fonts, page numbers, and who is named in them."""

import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from congress.alumni.models import Consent
from congress.foundation.access import SYSTEM
from congress.foundation.batches import batches_of_work
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import in_language
from congress.foundation.pinyin import name_sound
from congress.handbook.chapters import save_chapters
from congress.handbook.production import WORK, Kind, draw, matter_of, print_paper
from congress.handbook.speech import Tongue, spaced
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_forum, make_room, make_session, make_speaker
from tests.programme.test_planning import sign_in

NAMES = ("丁示例", "示例·阿卜杜拉", "王示例𬱟", "Example Alumna")
LONG = "校友企业与现代化产业体系对接，" * 6


@pytest.fixture
def planned(app: Flask, client: FlaskClient) -> dict[str, Any]:
    with unit_of_work() as session:
        congress = make_congress(session)
        hall = make_room(session, congress, "一号厅", name_en="Hall 1", venue="示例会展中心")
        foyer = make_room(session, congress, "前厅", name_en="Foyer")
        people = [
            make_speaker(
                session, congress, name, name_en=f"Speaker {number}", organisation="示例（虚构）大学", title="教授",
                organisation_en="Example University", title_en="Professor", biography=LONG, position=number,
            )
            for number, name in enumerate(("张三", "单示例", "示例·买买提𬱟"))
        ]  # fmt: skip
        forum = make_forum(session, congress, "pitch", hour=5, hours=2, track_id=1)
        make_session(session, congress, "talk", room_id=hall.id, speakers=people[:1], title_zh="<b>致辞</b> & 欢迎")
        for number in range(8):
            make_session(
                session, congress, f"pitch-{number}", hour=5 + number * 0.25, hours=0.25, room_id=hall.id,
                forum_id=forum.id, speakers=[people[number % 3]], abstract=LONG, title_zh=f"路演第{number}项",
            )  # fmt: skip
        make_session(session, congress, "dinner", hour=12, hours=5, room_id=foyer.id, kind="meal", title_zh="晚宴")
        make_session(session, congress, "second", hour=24, room_id=hall.id, title_zh="次日报告")
        chapters = {"welcome": ("尊敬的校友：\n欢迎回湘！", "Welcome home."), "notes": ("会议须知一则", "")}
        save_chapters(session, congress, chapters, by=SYSTEM, now=datetime.now(UTC))
        user = make_user(session, "organiser")
        headers = make_token(session, user)
        sign_in(client, user)
    codes = []
    for number, name in enumerate(NAMES):
        body = {"name": name, "email": f"p{number}@example.test", "consent": True, "organisation": "示例（虚构）公司"}
        consents = {"consents": {"publish": number != 1}}
        answer = client.post("/api/v1/congresses/2036/registrations", json=body | consents, headers=headers)
        assert answer.status_code == 201, answer.json
        codes.append(answer.json["code"])
    return {"codes": codes, "headers": headers}


def paper(kind: str, tongue: str = "zh", form: str = "pdf", **about: str) -> bytes:
    with reading() as session:
        matter = matter_of(session, the_congress(session), Tongue(tongue), now=datetime(2036, 11, 1, 4, 5, tzinfo=UTC))
    out = BytesIO()
    people = [(one.name, one.name_en) for one in matter.plan.speakers] if kind == "cards" else []
    with in_language(matter.speech.main):
        draw(out, matter, {"kind": kind, "tongue": tongue, "format": form} | about, slogan=[], people=people)
    return out.getvalue()


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("tongue", list(Tongue))
@pytest.mark.parametrize("kind", list(Kind))
def test_every_paper_is_tagged_named_and_has_its_fonts_inside(planned: dict[str, Any], kind: Kind, tongue: str) -> None:
    pdf = pikepdf.open(BytesIO(paper(kind, tongue)))
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    assert str(pdf.Root.Lang) == ("en" if tongue == "en" else "zh-CN")
    assert pdf.docinfo["/Title"]
    fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font.FontDescriptor, font.BaseFont


@pytest.mark.parametrize("kind", list(Kind))
def test_every_sheet_says_version_and_time(planned: dict[str, Any], kind: Kind) -> None:
    for number, text in enumerate(pages(paper(kind)), start=1):
        assert "草稿" in text, number
        assert "11月1日（周六）12:05" in text, number


def test_the_handbook_holds_every_session_speaker_and_chapter(planned: dict[str, Any]) -> None:
    text = squeezed("".join(pages(paper("handbook", "both"))))
    for said in (
        "欢迎回湘！",
        "Welcomehome.",
        "会议须知一则",
        "<b>致辞</b>&欢迎",
        "晚宴",
        "次日报告",
        "示例·买买提𬱟",
        "ExampleUniversity",
    ):
        assert said in text, said
    for number in range(8):
        assert f"路演第{number}项" in text


def test_the_contents_name_the_pages_on_which_chapters_begin(planned: dict[str, Any]) -> None:
    pdf = paper("handbook")
    found = pages(pdf)
    contents = [line for line in found[1].split("\n") if line.strip()]
    for chapter in ("欢迎辞", "日程总览", "专场活动", "嘉宾", "参会人员名单"):
        line = next(one for one in contents if one.startswith(chapter))
        assert found[int(line.split()[-1]) - 1].lstrip("演示数据\n ").startswith(chapter), line
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        titles = [str(entry.title) for entry in outline.root]
    assert titles == ["欢迎辞", "日程总览", "议程", "专场活动", "嘉宾", "会议须知", "参会人员名单"]


def test_only_those_who_agreed_are_named_by_the_strokes_of_their_surnames(planned: dict[str, Any]) -> None:
    last = squeezed(pages(paper("handbook"))[-1])
    assert "按姓氏笔画排序" in last
    assert "阿卜杜拉" not in last
    assert last.index("丁示例") < last.index("王示例𬱟") < last.index("ExampleAlumna")
    with unit_of_work() as session:
        found = registration_by_code(session, the_congress(session).id, planned["codes"][0])
        for consent in session.query(Consent).filter_by(person_id=found.person_id):
            consent.withdrawn_at = datetime.now(UTC)
    assert "丁示例" not in squeezed(pages(paper("handbook"))[-1])


def test_time_and_title_of_a_session_stand_on_one_page(planned: dict[str, Any]) -> None:
    with unit_of_work() as session:
        congress = the_congress(session)
        for number in range(120):
            make_session(
                session, congress, f"x{number}", hour=24 + number / 12, hours=1 / 12,
                title_zh=f"编号{number:03d}的议程" + "很长的题目" * (number % 9),
            )  # fmt: skip
    found = pages(paper("list"))
    start = datetime(2036, 11, 21, 9, 0, tzinfo=UTC)
    for number in range(120):
        when = f"{start + timedelta(minutes=5 * number):%H:%M}–"
        assert any(when in text and f"编号{number:03d}" in squeezed(text) for text in found), number


def test_a_card_stands_for_each_name_and_shows_it_on_both_sides(planned: dict[str, Any]) -> None:
    found = pages(paper("cards"))
    assert len(found) == 3
    assert found[0].count("张\u3000三") == 2 or squeezed(found[0]).count("张三") == 2
    assert spaced("张三") == "张\u3000三"
    assert spaced("单示例") == "单示例"
    assert spaced("Li") == "Li"


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("张三", "Zhāng Sān"),
        ("单示例", "Shàn Shìlì"),
        ("尉迟示例", "Yùchí Shìlì"),
        ("Example", ""),
        ("任重", "Rén Zhòng"),
    ],
)
def test_names_sound_as_they_are_called(name: str, sound: str) -> None:
    assert name_sound(name) == sound


def test_the_script_calls_everybody_with_office_and_sound(planned: dict[str, Any]) -> None:
    text = squeezed("".join(pages(paper("script", forum="pitch"))))
    assert "有请示例（虚构）大学教授张三" in text
    assert "ShànShìlì" in text
    assert "次日报告" not in text
    assert "Pleasewelcome" in squeezed("".join(pages(paper("script", "en", forum="pitch"))))
    both = squeezed("".join(pages(paper("script", "both", forum="pitch"))))
    assert both.index("有请示例（虚构）大学教授张三") < both.index("PleasewelcomeSpeaker0,Professor,ExampleUniversity")


def test_the_running_order_counts_the_minutes(planned: dict[str, Any]) -> None:
    lines = "".join(pages(paper("running", forum="pitch")))
    assert "14:00–14:15" in lines
    assert squeezed(lines).count("14:15–14:30") == 1


def test_a_dinner_after_midnight_says_that_it_ends_on_the_next_day(planned: dict[str, Any]) -> None:
    assert "21:00–02:00+1" in "".join(pages(paper("list")))


@pytest.mark.parametrize("kind", sorted(frozenset(Kind) - {Kind.CARDS, Kind.SEATS}))
def test_the_office_gets_the_same_words_to_edit(planned: dict[str, Any], kind: str) -> None:
    with zipfile.ZipFile(BytesIO(paper(kind, "both", "docx"))) as document:
        root = etree.fromstring(document.read("word/document.xml"))
        foot = document.read("word/footer1.xml").decode("utf-8")
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    text = squeezed("".join(root.itertext(f"{space}t")))
    assert "<b>致辞</b>&欢迎" in text
    assert "晚宴" in text
    assert "草稿" in foot
    assert "PAGE" in foot
    styles = {str(one.get(f"{space}val")) for one in root.iter(f"{space}pStyle")}
    assert kind in {"running", "script"} or "Heading1" in styles or "Heading2" in styles
    fields = [str(one.text) for one in root.iter(f"{space}instrText")]
    assert fields == ([r'TOC \o "1-2" \h \z \u'] if kind == "handbook" else [])
    # no row of a table is torn where a page ends
    assert len(list(root.iter(f"{space}cantSplit"))) == len(list(root.iter(f"{space}tr")))


def test_papers_are_asked_for_in_the_console_and_drawn_by_a_worker(
    planned: dict[str, Any], client: FlaskClient
) -> None:
    form = {"kind": "handbook", "tongue": "both", "format": "docx", "forum": "", "day": "", "category": ""}
    assert client.post("/console/papers", data=form).status_code == 302
    cards = {"kind": "cards", "tongue": "zh", "format": "pdf", "forum": "", "day": "", "category": "guest"}
    assert client.post("/console/papers", data=cards).status_code == 302
    assert client.post("/console/papers", data=form | {"kind": "novel"}).status_code == 422
    with reading() as session:
        batches = [(one.id, one.public_id) for one in batches_of_work(session, WORK, the_congress(session).id)]
    files = []
    for number, public_id in batches:
        print_paper(number)
        answer = client.get(f"/console/papers/{public_id}/file")
        assert answer.status_code == 200
        files.append((answer.mimetype, answer.data))
    assert files[0][0] == "application/pdf"
    assert len(pages(files[0][1])) == len(NAMES)
    assert files[1][0].endswith("wordprocessingml.document")


def test_programs_ask_for_papers_and_get_their_files(planned: dict[str, Any], client: FlaskClient) -> None:
    asked = {"kind": "running", "language": "both", "format": "docx", "forum": "pitch", "day": "2036-11-20"}
    call, headers = "/api/v1/congresses/2036/papers", planned["headers"]
    answer = client.post(call, json=asked, headers=headers)
    assert answer.status_code == 202, answer.json
    with reading() as session:
        [batch] = batches_of_work(session, WORK, the_congress(session).id)
        number = batch.id
    print_paper(number)
    job = client.get(f"/api/v1/jobs/{answer.json['job']}", headers=headers).json
    assert job["state"] == "done"
    written = client.get(job["file"], headers=headers)
    assert written.mimetype.endswith("wordprocessingml.document")
    assert "路演第7项".encode() in zipfile.ZipFile(BytesIO(written.data)).read("word/document.xml")
    for wrong in ({"kind": "novel"}, {"forum": "none"}, {"category": "none"}, {"day": "soon"}, {"format": "odt"}):
        refused = client.post(call, json=asked | wrong, headers=headers)
        assert refused.status_code == 422, wrong
        assert refused.json["errors"][0]["field"] == next(iter(wrong))


def test_a_character_that_cannot_be_printed_is_refused_by_name(planned: dict[str, Any], client: FlaskClient) -> None:
    answer = client.post("/console/handbook-texts", data={"welcome_zh": "欢迎 བོད"})
    assert answer.status_code == 422
    assert "བ" in answer.get_data(as_text=True)
    assert client.post("/console/handbook-texts", data={"welcome_zh": "欢迎 𬱟"}).status_code == 302
    assert "欢迎 𬱟" in client.get("/console/handbook-texts").get_data(as_text=True)


def test_a_sign_that_no_font_has_never_prints_as_a_box(planned: dict[str, Any]) -> None:
    with unit_of_work() as session:
        make_session(session, the_congress(session), "odd", hour=26, title_zh="彩蛋🥚\ufe0f环节")
    for kind in ("list", "grid", "handbook"):
        assert "彩蛋〓环节" in squeezed("".join(pages(paper(kind))))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_sheet_of_a_demo_says_so(planned: dict[str, Any], kind: Kind) -> None:
    with unit_of_work() as session:
        the_congress(session).is_demo = True
    for number, text in enumerate(pages(paper(kind)), start=1):
        assert "演示数据" in text or (kind is Kind.HANDBOOK and number == 1), number
