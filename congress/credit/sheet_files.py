"""The sheet of a board as PDF, docx and xlsx."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from congress.credit.sheet import Sheet
from congress.credit.states import Unit
from congress.foundation.documents.docx import DOCX, Block, Grid, Heading, Paragraph, write_docx
from congress.foundation.documents.flow import Flow
from congress.foundation.documents.pdf import A4, ACCENT, HOUSE, QUIET, new_pdf
from congress.foundation.documents.xlsx import XLSX, write_tables
from congress.foundation.i18n import _


def _sections(sheet: Sheet) -> list[tuple[str, Sequence[str]]]:
    basis = [str(_("%(label)s: %(value)s", label=label, value=value)) for label, value in sheet.basis]
    version = [str(_("%(label)s: %(value)s", label=label, value=value)) for label, value in sheet.version]
    found = [
        (_("How it was counted"), basis),
        (_("Public notice"), sheet.notice),
        (_("Corrections"), sheet.corrections),
        (_("Version"), version),
    ]
    return [(str(title), lines) for title, lines in found if lines]


def sheet_pdf(sheet: Sheet) -> bytes:
    out = BytesIO()
    with new_pdf(out, A4, title=sheet.title, language=sheet.language) as canvas:
        page = Flow(canvas, [sheet.demo, sheet.version[0][1]])
        if sheet.demo:
            page.lines(sheet.demo, 9, colour=ACCENT, gap=4)
        page.lines(sheet.title, 20, bold=True, gap=4, kind="H1")
        page.lines(sheet.state, 11, bold=True, colour=ACCENT, gap=2)
        page.lines(sheet.lead, 10, colour=QUIET, gap=10)
        for row in sheet.rows:
            page.row(row)
        if not sheet.rows:
            page.lines(sheet.empty, 11)
        for title, lines in _sections(sheet):
            page.top -= 10
            page.lines(title, 12, bold=True, colour=HOUSE, gap=2, kind="H2")
            for line in lines:
                page.lines(line, 9.5, gap=1.5)
        canvas.showPage()
    return out.getvalue()


def sheet_docx(sheet: Sheet) -> bytes:
    blocks: list[Block] = [Paragraph(sheet.demo)] if sheet.demo else []
    blocks += [Heading(sheet.title, 0), Paragraph(sheet.state), Paragraph(sheet.lead)]
    blocks.append(Grid(sheet.columns, sheet.rows) if sheet.rows else Paragraph(sheet.empty))
    for title, lines in _sections(sheet):
        blocks += [Heading(title, 2), *(Paragraph(line) for line in lines)]
    out = BytesIO()
    language = "en" if sheet.language == "en" else "zh-CN"
    write_docx(out, title=sheet.title, language=language, blocks=blocks, at=sheet.at)
    return out.getvalue()


def sheet_xlsx(sheet: Sheet) -> bytes:
    """The order in one sheet, with exact figures where they are shown; how it was counted in another."""
    out = BytesIO()
    people = sheet.unit is Unit.PEOPLE
    columns = [sheet.columns[0]]
    if sheet.figures:
        columns.append(str(_("Amount in yuan")) if sheet.unit is Unit.MONEY else sheet.columns[1])
    rows = (
        [[row[0], figure if people else figure / 100] for row, figure in zip(sheet.rows, sheet.figures, strict=True)]
        if sheet.figures
        else [[row[0]] for row in sheet.rows]
    )
    about = [[title, line] for title, lines in _sections(sheet) for line in lines]
    head = [[str(_("Board")), sheet.title], [str(_("State")), sheet.state], [str(_("Ranking")), sheet.lead]]
    if sheet.demo:
        head.append([str(_("Demo data")), sheet.demo])
    write_tables(
        out,
        [
            (str(_("Ranking")), columns, rows),
            (str(_("How it was counted")), [str(_("About")), str(_("Text"))], [*head, *about]),
        ],
    )
    return out.getvalue()


PDF = "application/pdf"
FILES: Mapping[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "pdf": (PDF, sheet_pdf), "docx": (DOCX, sheet_docx), "xlsx": (XLSX, sheet_xlsx),
}  # fmt: skip
