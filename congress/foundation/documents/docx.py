"""One writer of text documents: headings, paragraphs and tables of plain text, never markup."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from docx.document import Document as OpenDocument

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACE = "Noto Sans SC"
PICTURE_WIDTH = 150
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Grid:
    """A table with a head; every cell is text."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Picture:
    """A PNG over the width of the text, and what is said for it."""

    png: bytes
    alternative: str


Block = Heading | Paragraph | Grid | Picture


def write_docx(out: BinaryIO, *, title: str, language: str, blocks: Sequence[Block], at: datetime) -> None:
    """Write the blocks in their order; `at` is the document's date."""
    from docx import Document  # noqa: PLC0415 -- most processes never write one
    from docx.oxml.ns import qn  # noqa: PLC0415 -- as above
    from docx.shared import Pt  # noqa: PLC0415 -- as above

    document = Document()
    moment = at.astimezone(UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:255], "Congress", language
    properties.created = properties.modified = moment
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        font = document.styles[name].font
        font.name = FACE
        document.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)
    document.styles["Normal"].font.size = Pt(11)
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level)
        elif isinstance(block, Paragraph):
            document.add_paragraph(block.text)
        elif isinstance(block, Picture):
            _add_picture(document, block)
        else:
            _add_grid(document, block)
    document.save(out)


def _add_grid(document: "OpenDocument", grid: Grid) -> None:
    table = document.add_table(rows=1, cols=len(grid.columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, grid.columns, strict=True):
        cell.text = column
    for row in grid.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value


def _add_picture(document: "OpenDocument", picture: Picture) -> None:
    from docx.shared import Mm  # noqa: PLC0415 -- as above

    shape = document.add_picture(BytesIO(picture.png), width=Mm(PICTURE_WIDTH))
    shape._inline.docPr.set("descr", picture.alternative)  # noqa: SLF001 -- the library has no other way
