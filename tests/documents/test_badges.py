"""Badges as printers and scanners get them: whole names, readable codes, nothing taken for markup."""

from dataclasses import replace
from itertools import product
from math import ceil
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import ImageColor

from congress.badges.cards import Card, Design
from congress.badges.sheets import LAYOUTS, Sheet, badge_pdf, badge_png, draw_badges
from congress.badges.tokens import Claims, SigningKey, issue_token
from tests.documents.readers import Pdf, run

KEY = SigningKey.of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
NAMES = [
    "王五", "李", "欧阳示例", "阿卜杜拉·买买提·示例", "䶮𬱟㛃𠮷", "示" * 50, "Ada Example",
    "Wolfeschlegelsteinhausenbergerdorff-Example Alexandria Maximiliana", "W" * 200, "José Ñandú-Østby",
    "<img src=/etc/passwd>", "<b>示例</b>", "示例 & 人", "<para><font size=90>x", "{{7*7}} %s {0.__class__}",
]  # fmt: skip


def card(name: str, number: int = 1) -> Card:
    return Card(
        name=name, organisation="示例（虚构）科技股份有限公司", title="董事长兼总经理", school="示例大学、示例一中",
        category="嘉宾", category_en="Guest", colour="#1f4d3a", number=number, code="K7Q2M9XWP",
        token=issue_token(Claims(1, number, 1, "G"), KEY), congress="湖南校友回湘大会", days="2036年11月20日至21日",
        demo=True,
    )  # fmt: skip


def sheet_of(path: Path, names: list[str], sheet: Sheet) -> Pdf:
    with path.open("wb") as out:
        draw_badges(
            out, (card(name, number) for number, name in enumerate(names, 1)), sheet, title="证件", language="zh"
        )  # fmt: skip
    return Pdf(path)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_prints_whole_and_reads_back_exactly(tmp_path: Path, name: str) -> None:
    pdf = Pdf(tmp_path / "badge.pdf", badge_pdf(card(name), language="zh"))
    assert "".join(name.split()) in pdf.squeezed()
    pdf.check(title=f"湖南校友回湘大会 {name}", language="zh-CN")
    assert pdf.pages == 1
    assert len(run("pdfimages", "-list", pdf.path).splitlines()) == 2 + 1, "the QR code is the only picture"


@pytest.mark.parametrize("sheet", Sheet)
def test_every_sheet_says_all_and_its_codes_scan_from_a_coarse_raster(tmp_path: Path, sheet: Sheet) -> None:
    pdf = sheet_of(tmp_path / "sheet.pdf", NAMES, sheet)
    pdf.check(title="证件", language="zh-CN")
    text = pdf.squeezed()
    for number, name in enumerate(NAMES, 1):
        assert "".join(name.split()) in text
        assert f"No.{number:05d}" in text
    for word in ("示例大学、示例一中", "嘉宾", "Guest", "演示数据"):
        assert text.count(word) >= len(NAMES)
    assert sorted(pdf.codes()) == sorted(card(name, number).token for number, name in enumerate(NAMES, 1))


BANDS = {Design.STANDARD: "#1f4d3a", Design.HONOUR: "#8a5a00", Design.DUTY: "#b4530a"}


@pytest.mark.parametrize("sheet", Sheet)
def test_categories_share_a_file_and_each_keeps_its_own_layout(tmp_path: Path, sheet: Sheet) -> None:
    cards = [
        replace(card(name, number), design=design, colour=BANDS[design], category=design)
        for number, (name, design) in enumerate(product(("阿卜杜拉·买买提·示例", "王示例"), Design), 1)
    ]
    with (tmp_path / "mixed.pdf").open("wb") as out:
        draw_badges(out, cards, sheet, title="证件", language="zh")
    pdf = Pdf(tmp_path / "mixed.pdf")
    assert sorted(pdf.codes()) == sorted(one.token for one in cards), "each is read from 150 dots an inch"
    text = pdf.squeezed()
    for word in ("阿卜杜拉·买买提·示例", "董事长兼总经理", "示例大学、示例一中", *Design):
        assert word in text


def test_whoever_is_on_duty_shows_the_category_above_and_a_guest_of_honour_the_larger_name(tmp_path: Path) -> None:
    heights, bands = {}, {}
    for design, paint in BANDS.items():
        drawn = badge_pdf(replace(card("王示例"), design=design, colour=paint), language="zh")
        page = pypdfium2.PdfDocument(drawn)[0]
        picture = page.render(scale=1).to_pil().convert("RGB")
        ends = {"above": picture.getpixel((4, 4)), "below": picture.getpixel((4, picture.height - 4))}
        bands[design] = [end for end, seen in ends.items() if seen == ImageColor.getrgb(paint)]
        words = page.get_textpage()
        begins = words.get_text_range().index("王")
        _left, bottom, _right, top = words.get_charbox(begins)
        heights[design] = top - bottom
    assert bands == {Design.STANDARD: ["below"], Design.HONOUR: ["below"], Design.DUTY: ["above"]}
    assert heights[Design.HONOUR] > heights[Design.STANDARD] > heights[Design.DUTY]


@pytest.mark.parametrize("sheet", Sheet)
def test_the_liaison_is_named_where_the_layout_asks_for_it_however_long(tmp_path: Path, sheet: Sheet) -> None:
    lines = ("联络员：示例联络员甲 13900000000", f"Liaison: {NAMES[7]} +44 20 7946 0000")
    cards = [
        replace(card("王示例", number), design=design, liaison=line)
        for number, (line, design) in enumerate(product(lines, Design), 1)
    ]
    with (tmp_path / "liaisons.pdf").open("wb") as out:
        draw_badges(out, cards, sheet, title="证件", language="zh")
    pdf = Pdf(tmp_path / "liaisons.pdf")
    text = pdf.squeezed()
    assert [text.count("".join(line.split())) for line in lines] == [2, 2], "not on the badge of who is on duty"
    assert sorted(pdf.codes()) == sorted(one.token for one in cards)


@pytest.mark.parametrize("sheet", Sheet)
def test_as_many_pages_as_the_cards_need(tmp_path: Path, sheet: Sheet) -> None:
    each = LAYOUTS[sheet].columns * LAYOUTS[sheet].rows
    for count in sorted({1, max(each - 1, 1), each, each + 1, 2 * each}):
        pdf = sheet_of(tmp_path / f"{count}.pdf", ["示例"] * count, sheet)
        assert pdf.pages == ceil(count / each)


def test_no_cards_make_no_page(tmp_path: Path) -> None:
    with pikepdf.open(sheet_of(tmp_path / "none.pdf", [], Sheet.A6).path) as pdf:
        assert len(pdf.pages) == 0


def test_the_picture_of_a_badge_scans_too(tmp_path: Path) -> None:
    picture = tmp_path / "badge.png"
    picture.write_bytes(badge_png(card("王五"), language="zh"))
    assert run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture).strip() == card("王五").token


def test_a_name_is_broken_behind_its_dots() -> None:
    from congress.foundation.documents.fonts import register_fonts
    from congress.foundation.documents.text import fit

    register_fonts()
    _size, lines = fit("阿卜杜拉·买买提·示例", 250, 90, largest=60, bold=True, name=True)
    assert len(lines) > 1
    assert all(line.endswith("·") for line in lines[:-1])
