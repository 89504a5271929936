"""The same papers as documents that an office edits until the last minute."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any, BinaryIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from congress.foundation.pages import zone
from congress.handbook.blocks import (
    Card,
    DayGrid,
    Heading,
    Names,
    Note,
    Paper,
    Person,
    Prose,
    Rows,
    SeatMap,
    Slot,
    Speaking,
    View,
)
from congress.handbook.speech import Speech, room_line, spaced, span
from congress.programme.plan import Plan

HOUSE = RGBColor(0x1F, 0x4D, 0x3A)
QUIET = RGBColor(0x5C, 0x65, 0x5F)
DOUBT = RGBColor(0x8A, 0x5A, 0x00)
# the faces that official papers are set in (GB/T 9704); an office that lacks them sees its own
BODY_FACE, HEAD_FACE, CARD_FACE = "仿宋", "黑体", "楷体"


def write_document(out: BinaryIO, paper: Paper, plan: Plan, speech: Speech, *, landscape: bool = False) -> None:
    """The paper's blocks with headings, lists and tables that a word processor knows as such."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(26)
    section.top_margin, section.bottom_margin = Mm(30), Mm(26)
    properties = document.core_properties
    properties.title, properties.author = " ".join(paper.title), "Congress"
    properties.language = "en" if paper.language == "en" else "zh-CN"
    _faces(document)
    _foot(section, paper)
    # cards have a sheet each, and no room for a title
    if not any(isinstance(block, Card) for block in paper.blocks):
        _title(document, paper)
    desk = Desk(document, plan, speech)
    if paper.contents:
        _contents(desk, paper)
    for block in paper.blocks:
        WRITERS[type(block)](desk, block)
    written = BytesIO()
    document.save(written)
    out.write(written.getvalue())


def _title(document: Any, paper: Paper) -> None:
    if paper.mark:
        _text(document, " ".join(paper.mark), size=14, bold=True, centre=True, colour=DOUBT)
    for position, line in enumerate(paper.title):
        _text(document, line, size=22 if position == 0 else 14, bold=position == 0, centre=True, colour=HOUSE)
    for line in [*paper.subtitle, paper.organiser]:
        if line:
            _text(document, line, size=12, centre=True, colour=QUIET)


class Desk:
    """What every block is written with."""

    def __init__(self, document: Any, plan: Plan, speech: Speech) -> None:
        self.document, self.plan, self.speech = document, plan, speech


def _faces(document: Any) -> None:
    for name, face, size in (("Normal", BODY_FACE, 12), ("Heading 1", HEAD_FACE, 18), ("Heading 2", HEAD_FACE, 14),
                             ("Heading 3", HEAD_FACE, 12)):  # fmt: skip
        style = document.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        if name != "Normal":
            style.font.color.rgb = HOUSE
        properties = style.element.get_or_add_rPr()
        fonts = properties.find(qn("w:rFonts"))
        fonts.set(qn("w:eastAsia"), face)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)


def _foot(section: Any, paper: Paper) -> None:
    """Version and time of the print, the page's number, and the mark of a demo."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    told = "  ·  ".join(part for part in (paper.foot, paper.demo) if part)
    run = paragraph.add_run(f"{told}  ·  ")
    run.font.size = Pt(8)
    _field(paragraph, "begin", "PAGE", "end").font.size = Pt(8)


def _field(paragraph: Any, *marks: str) -> Any:
    """A run that the word processor fills in itself: the number of a page, or the contents."""
    run = paragraph.add_run()
    for mark in marks:
        if mark in {"begin", "separate", "end"}:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), mark)
        else:
            part = OxmlElement("w:instrText")
            part.text = mark
        run._r.append(part)  # noqa: SLF001 -- python-docx has no word for fields
    return run


def _contents(desk: Desk, paper: Paper) -> None:
    """The headings of the document; their pages are known once a word processor has set it."""
    desk.document.add_page_break()
    # no heading, else it would list itself
    _text(desk.document, " ".join(paper.contents), size=18, bold=True, colour=HOUSE)
    paragraph = desk.document.add_paragraph()
    _field(paragraph, "begin", r'TOC \o "1-2" \h \z \u', "separate")
    for number, (level, text) in enumerate(_headings(desk, paper)):
        paragraph = desk.document.add_paragraph() if number else paragraph
        paragraph.paragraph_format.left_indent = Mm(6 * (level - 1))
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(text)
    _field(paragraph, "end")


def _headings(desk: Desk, paper: Paper) -> Iterator[tuple[int, str]]:
    """Level and text of chapters and what they consist of."""
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level < 3:  # noqa: PLR2004 -- smaller ones are not listed
            yield block.level, " ".join(block.lines)
        elif isinstance(block, DayGrid):
            if block.chapter:
                yield 1, " ".join(block.chapter)
            yield 2, " ".join(desk.speech.day(block.day))


def _text(
    document: Any, text: str, *, size: float | None = None, bold: bool = False, centre: bool = False,
    colour: RGBColor | None = None, keep: bool = False,
) -> None:  # fmt: skip
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(3)
    paragraph.paragraph_format.keep_with_next = keep


def _heading(desk: Desk, block: Heading) -> None:
    paragraph = desk.document.add_heading(" ".join(block.lines), level=block.level)
    paragraph.paragraph_format.page_break_before = block.fresh


def _prose(desk: Desk, block: Prose) -> None:
    for paragraph in block.text.split("\n"):
        if paragraph.strip():
            _text(desk.document, paragraph)


def _note(desk: Desk, block: Note) -> None:
    _text(desk.document, block.text, size=10, colour=QUIET)


def _slot(desk: Desk, block: Slot) -> None:
    facts = [text for text in block.facts if text]
    _text(desk.document, f"{block.when}\u3000{' '.join(block.title)}", bold=True, keep=bool(facts or block.text))
    for text in facts:
        _text(desk.document, text, size=10, colour=QUIET)
    for text in block.text.split("\n"):
        if text.strip():
            _text(desk.document, text, size=10.5)


def _person(desk: Desk, block: Person) -> None:
    if block.photo:
        desk.document.add_picture(BytesIO(block.photo), height=Mm(25))
    _text(desk.document, " ".join(block.name), bold=True, keep=True)
    for line in [*block.office, *block.text.split("\n")]:
        if line.strip():
            _text(desk.document, line, size=10.5)


def _view(desk: Desk, block: View) -> None:
    _text(desk.document, " ".join(block.name), bold=True, keep=True)
    desk.document.add_picture(BytesIO(block.picture), width=Mm(155))


def _names(desk: Desk, block: Names) -> None:
    _fill(desk.document.add_table(rows=0, cols=2), block.people, (1, 2), bold_first=True)


def _rows(desk: Desk, block: Rows) -> None:
    table = desk.document.add_table(rows=0, cols=len(block.head))
    table.style = "Table Grid"
    _fill(table, [block.head, *block.rows], block.widths)
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    _set_row(table.rows[0], "w:tblHeader")


def _fill(table: Any, rows: Sequence[Sequence[str]], widths: Sequence[float], *, bold_first: bool = False) -> None:
    """One row after the other, none torn where a page ends; `widths` are shares of the page."""
    table.autofit = False
    section = table.part.document.sections[0]
    whole = section.page_width - section.left_margin - section.right_margin
    for column, share in zip(table.columns, widths, strict=True):
        column.width = int(whole * share / sum(widths))
    for row in rows:
        made = table.add_row()
        _set_row(made, "w:cantSplit")
        for number, (cell, text) in enumerate(zip(made.cells, row, strict=True)):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(10)
            run.bold = bold_first and number == 0


def _set_row(row: Any, name: str) -> None:
    """A property of rows for which python-docx has no word."""
    switched = OxmlElement(name)
    switched.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(switched)  # noqa: SLF001 -- as above


def _speaking(desk: Desk, block: Speaking) -> None:
    _text(desk.document, block.cue, size=10, bold=True, colour=QUIET, keep=True)
    for text in block.words.split("\n"):
        _text(desk.document, text, size=16)


def _grid(desk: Desk, block: DayGrid) -> None:
    """A day as a table, since an office edits words and not pictures."""
    plan, speech = desk.plan, desk.speech
    items = plan.days(zone()).get(block.day, [])
    if block.chapter:
        _heading(desk, Heading(1, block.chapter, fresh=True))
    desk.document.add_heading(" ".join(speech.day(block.day)), level=2)
    table = desk.document.add_table(rows=0, cols=3)
    table.style = "Table Grid"
    rows = [
        (span(item.starts_at, item.ends_at), " ".join(speech.of(item.zh, item.en)), room_line(speech, plan, item.room))
        for item in items
    ]
    _fill(table, rows, (3, 9, 4), bold_first=True)


def _seats(desk: Desk, block: SeatMap) -> None:
    """A table with a cell for each seat, and the numbers of rows beside it."""
    desk.document.add_heading(" ".join(block.name), level=3)
    if block.front:
        _text(desk.document, f"▲ {block.front}", size=9, centre=True, colour=QUIET, keep=True)
    columns = max(len(row) for row in block.rows)
    table = desk.document.add_table(rows=0, cols=columns + (1 if block.numbered else 0))
    table.style = "Table Grid"
    for number, row in enumerate(block.rows, start=1):
        told = ["×" if name is None else name for name in row]
        cells = table.add_row().cells
        for cell, text in zip(cells, [*([str(number)] if block.numbered else []), *told], strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run(text).font.size = Pt(9)


def _card(desk: Desk, card: Card) -> None:
    """Two lying faces whose heads meet in the middle of the sheet: folded there, the card stands."""
    section = desk.document.sections[0]
    section.left_margin = section.right_margin = Mm(0)
    section.top_margin = section.bottom_margin = Mm(12)
    table = desk.document.add_table(rows=1, cols=2)
    table.rows[0].height, table.rows[0].height_rule = Mm(262), WD_ROW_HEIGHT_RULE.EXACTLY
    for cell, direction in zip(table.rows[0].cells, ("tbRl", "btLr"), strict=True):
        cell.width, cell.vertical_alignment = Mm(105), WD_CELL_VERTICAL_ALIGNMENT.CENTER
        turned = OxmlElement("w:textDirection")
        turned.set(qn("w:val"), direction)
        cell._tc.get_or_add_tcPr().append(turned)  # noqa: SLF001 -- python-docx has no word for turned text
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shown = spaced(card.name)
        run = paragraph.add_run(shown)
        run.bold, run.font.size = True, Pt(min(130, int(700 / max(len(shown), 1))))
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CARD_FACE)  # noqa: SLF001 -- nor for such a face
        if card.second:
            paragraph.add_run().add_break()
            paragraph.add_run(card.second).font.size = Pt(22)


WRITERS: dict[type, Callable[[Desk, Any], None]] = {
    Heading: _heading, Prose: _prose, Note: _note, Slot: _slot, Person: _person, Names: _names, Rows: _rows,
    Speaking: _speaking, DayGrid: _grid, SeatMap: _seats, Card: _card, View: _view,
}  # fmt: skip
