"""A yearly report as PDF and docx: the same chapters, the drawings in the docx as pictures."""

from collections.abc import Callable, Mapping
from io import BytesIO

from congress.foundation.documents.docx import DOCX, Block, Heading, Paragraph, Picture, write_docx
from congress.foundation.documents.docx import Grid as DocxGrid
from congress.foundation.documents.flow import (
    WIDTH,
    Flow,
    bars_height,
    draw_bars,
    draw_tiles,
    tiles_height,
)
from congress.foundation.documents.pdf import A4, ACCENT, HOUSE, QUIET, new_pdf
from congress.foundation.documents.picture import page_as_png
from congress.foundation.i18n import _
from congress.yearly.parts import Bars, Book, Chapter, Grid, Part, TileMap

BAR_SIZE = 9
# the headings of a chapter and of its first part
BEFORE_PART = 60


def book_pdf(book: Book) -> bytes:
    out = BytesIO()
    with new_pdf(out, A4, title=book.title, language=book.language) as canvas:
        flow = Flow(canvas, [book.demo, book.number])
        if book.demo:
            flow.lines(book.demo, 9, colour=ACCENT, gap=4)
        flow.lines(book.title, 20, bold=True, gap=4, kind="H1")
        for line in book.lead:
            flow.lines(line, 10, colour=QUIET, gap=2)
        for chapter in book.chapters:
            _draw_chapter(flow, chapter)
        flow.top -= 10
        flow.lines(str(_("Version")), 14, bold=True, colour=HOUSE, gap=2, kind="H2")
        for label, value in book.version:
            flow.lines(_labelled(label, value), 9.5, gap=1.5)
        canvas.showPage()
    return out.getvalue()


def _draw_chapter(flow: Flow, chapter: Chapter) -> None:
    flow.top -= 12
    # a drawing stays with its headings
    flow.room(BEFORE_PART + (_height(chapter.parts[0]) if chapter.parts else 0))
    flow.lines(chapter.title, 14, bold=True, colour=HOUSE, gap=3, kind="H2")
    for line in chapter.said:
        flow.lines(line, 9.5, gap=2)
    for part in chapter.parts:
        flow.room(BEFORE_PART / 2 + _height(part))
        flow.lines(_heading(part), 10.5, bold=True, gap=2, kind="H3")
        if isinstance(part, Grid):
            flow.table(part.columns, part.rows)
        elif isinstance(part, Bars):
            flow.bars(part.bars)
        else:
            flow.tiles(part.tiles)
        flow.top -= 6
    for line in _grounds(chapter):
        flow.lines(line, 8.5, colour=QUIET, gap=1)


def _height(part: Part) -> float:
    """What a drawing takes; of a table its head and a row or two, the rest may go on overleaf."""
    if isinstance(part, Bars):
        return bars_height(part.bars, WIDTH, BAR_SIZE)
    return tiles_height(part.tiles) if isinstance(part, TileMap) else BEFORE_PART


def _heading(part: Part) -> str:
    return f"{part.title} · {part.order}" if isinstance(part, Grid) else part.title


def _labelled(label: str, value: str) -> str:
    return str(_("%(label)s: %(value)s", label=label, value=value))


def _grounds(chapter: Chapter) -> list[str]:
    return [_labelled(str(_("What counts")), chapter.basis), _labelled(str(_("Source")), chapter.source)]


def book_docx(book: Book) -> bytes:
    blocks: list[Block] = [Paragraph(book.demo)] if book.demo else []
    blocks += [Heading(book.title, 0), *(Paragraph(line) for line in book.lead)]
    for chapter in book.chapters:
        blocks += [Heading(chapter.title, 1), *(Paragraph(line) for line in chapter.said)]
        for part in chapter.parts:
            blocks += [Heading(_heading(part), 2), _as_block(part, book.language)]
        blocks += [Paragraph(line) for line in _grounds(chapter)]
    blocks += [Heading(str(_("Version")), 1), *(Paragraph(_labelled(*pair)) for pair in book.version)]
    out = BytesIO()
    language = "en" if book.language == "en" else "zh-CN"
    write_docx(out, title=book.title, language=language, blocks=blocks, at=book.at)
    return out.getvalue()


def _as_block(part: Part, language: str) -> Block:
    if isinstance(part, Grid):
        return DocxGrid([column.title for column in part.columns], part.rows)
    return Picture(_drawn(part, language), _said(part))


def _drawn(part: Bars | TileMap, language: str) -> bytes:
    """The drawing alone, on a page of its own size, as a picture."""
    height, out = _height(part), BytesIO()
    with new_pdf(out, (WIDTH, height), title=part.title, language=language) as canvas:
        if isinstance(part, Bars):
            draw_bars(canvas, 0, height, WIDTH, part.bars, size=BAR_SIZE)
        else:
            draw_tiles(canvas, 0, height, part.tiles)
        canvas.showPage()
    return page_as_png(out.getvalue())


def _said(part: Bars | TileMap) -> str:
    """What is read out for a drawing: its figures."""
    shown = part.bars if isinstance(part, Bars) else part.tiles
    return f"{part.title}: " + "; ".join(f"{one.name} {one.shown}" for one in shown)


PDF = "application/pdf"
FILES: Mapping[str, tuple[str, Callable[[Book], bytes]]] = {"pdf": (PDF, book_pdf), "docx": (DOCX, book_docx)}
