"""Lists on paper: a table with its head on each page, marks beside what changed, a line through what is struck."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from flask import Response

from congress.foundation.documents.pdf import A4, DOUBT, HOUSE, INK, MM, QUIET, RULE, Canvas, new_pdf
from congress.foundation.documents.text import draw_box, draw_line, wrap
from congress.foundation.documents.xlsx import XLSX, write_table
from congress.foundation.i18n import LazyString, _, _l, language
from congress.foundation.pages import local_time
from congress.stay.lists import Line, Sheet
from congress.stay.states import Mark

# as short as a margin is wide
MARK_TEXTS: Mapping[Mark, LazyString | str] = {
    Mark.SAME: "",
    Mark.NEW: _l("new!"),
    Mark.CHANGED: _l("chg."),
    Mark.STRUCK: _l("out"),
}
PAGE = (A4[1], A4[0])
MARGIN = 14 * MM
MARK_WIDTH = 9 * MM
WIDTH = PAGE[0] - 2 * MARGIN - MARK_WIDTH
FOOT = 18 * MM
SIZE, LARGE = 9.5, 14.0


def mark_text(mark: Mark) -> str:
    """「改」 and its kin."""
    return str(MARK_TEXTS[mark])


def sheet_pdf(sheet: Sheet, *, now: datetime) -> bytes:
    out = BytesIO()
    with new_pdf(out, PAGE, title=sheet.title, language=language()) as canvas:
        top = _head(canvas, sheet)
        with canvas.tags.group("Table"):
            top = _columns(canvas, sheet, top)
            for line in sheet.lines:
                height = _height(sheet, line)
                if top - height < FOOT:
                    _foot(canvas, sheet, now)
                    canvas.showPage()
                    top = _columns(canvas, sheet, PAGE[1] - MARGIN)
                top = _row(canvas, sheet, line, top, height)
        _foot(canvas, sheet, now)
    return out.getvalue()


def sheet_xlsx(sheet: Sheet) -> bytes:
    out = BytesIO()
    rows = ([mark_text(line.mark), *line.cells] for line in sheet.lines)
    write_table(out, sheet.title, [_("What changed"), *sheet.columns], rows)
    return out.getvalue()


def file_answer(content: bytes, name: str) -> Response:
    """A PDF or a workbook to be saved under this name."""
    response = Response(content, content_type="application/pdf" if name.endswith(".pdf") else XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def sheet_file(sheet: Sheet, name: str, kind: str, *, now: datetime) -> Response:
    """The list as `pdf` or `xlsx`."""
    return file_answer(sheet_pdf(sheet, now=now) if kind == "pdf" else sheet_xlsx(sheet), f"{name}.{kind}")


def _size(sheet: Sheet) -> float:
    return LARGE if sheet.large else SIZE


def _head(canvas: Canvas, sheet: Sheet) -> float:
    canvas.setFillColor(HOUSE)
    top = PAGE[1] - MARGIN
    with canvas.element("H1"):
        top -= draw_box(canvas, MARGIN, top, sheet.title, WIDTH, 20 * MM, largest=20, bold=True, align="left") + 2 * MM
    canvas.setFillColor(INK)
    facts = [fact for fact in sheet.facts if fact]
    if sheet.handed_at is not None:
        told = _("Marked is what differs from version %(version)s of %(time)s.",
                 version=sheet.version, time=local_time(sheet.handed_at))  # fmt: skip
        facts.append(told)
    for fact in facts:
        for text in wrap(fact, _size(sheet), WIDTH):
            draw_line(canvas, MARGIN, top - _size(sheet), text, _size(sheet))
            top -= _size(sheet) * 1.5
    canvas.setFillColor(QUIET)
    draw_line(canvas, MARGIN, top - SIZE, sheet.sorted_by, SIZE)
    return top - SIZE * 2


def _edges(sheet: Sheet) -> list[tuple[float, float]]:
    """Left edge and width of each column."""
    share, x, edges = WIDTH / sum(sheet.widths), MARGIN + MARK_WIDTH, []
    for width in sheet.widths:
        edges.append((x, width * share - 2 * MM))
        x += width * share
    return edges


def _cells(sheet: Sheet, texts: Sequence[str], *, bold: bool = False) -> list[list[str]]:
    return [
        wrap(text, _size(sheet), width, bold=bold) for text, (_x, width) in zip(texts, _edges(sheet), strict=True)
    ]  # fmt: skip


def _height(sheet: Sheet, line: Line) -> float:
    most = max(len(cell) for cell in _cells(sheet, line.cells))
    return max(most, 1) * _size(sheet) * 1.35 + 2.4 * MM


def _columns(canvas: Canvas, sheet: Sheet, top: float) -> float:
    canvas.setFillColor(HOUSE)
    heads = _cells(sheet, sheet.columns, bold=True)
    with canvas.tags.group("TR"):
        for (x, _width), lines in zip(_edges(sheet), heads, strict=True):
            _draw(canvas, x, top, lines, _size(sheet), kind="TH", bold=True)
    bottom = top - max(map(len, heads)) * _size(sheet) * 1.35 - 2 * MM
    canvas.setStrokeColor(HOUSE)
    canvas.line(MARGIN, bottom, PAGE[0] - MARGIN, bottom)
    return bottom


def _draw(
    canvas: Canvas, x: float, top: float, lines: Sequence[str], size: float, *, kind: str, bold: bool = False
) -> None:  # fmt: skip
    with canvas.element(kind):
        for number, text in enumerate(lines):
            draw_line(canvas, x, top - 1.2 * MM - size * (1 + 1.35 * number), text, size, bold=bold)


def _row(canvas: Canvas, sheet: Sheet, line: Line, top: float, height: float) -> float:
    size, struck = _size(sheet), line.mark is Mark.STRUCK
    with canvas.tags.group("TR"):
        if line.mark is not Mark.SAME:
            canvas.setFillColor(DOUBT)
            _draw(canvas, MARGIN, top, [mark_text(line.mark)], size, kind="TH", bold=True)
        canvas.setFillColor(QUIET if struck else INK)
        for (x, _width), lines in zip(_edges(sheet), _cells(sheet, line.cells), strict=True):
            _draw(canvas, x, top, lines, size, kind="TD")
    if struck:
        canvas.setStrokeColor(INK)
        middle = top - 1.2 * MM - size * 0.65
        canvas.line(MARGIN + MARK_WIDTH, middle, PAGE[0] - MARGIN, middle)
    canvas.setStrokeColor(RULE)
    canvas.line(MARGIN, top - height, PAGE[0] - MARGIN, top - height)
    return top - height


def _foot(canvas: Canvas, sheet: Sheet, now: datetime) -> None:
    canvas.setFillColor(QUIET)
    printed = _("Printed %(time)s, after version %(version)s", time=local_time(now), version=sheet.version)
    draw_line(canvas, MARGIN, 10 * MM, printed, 8)
    draw_line(canvas, PAGE[0] - MARGIN, 10 * MM, str(canvas.getPageNumber()), 8, align="right")
    if sheet.demo:
        canvas.setFillColor(DOUBT)
        draw_line(canvas, PAGE[0] - MARGIN, PAGE[1] - 9 * MM, "演示数据 DEMO", 9, align="right")
