"""The lines of the files that offices have: CSV in their encodings, workbooks with their merged cells."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from congress.foundation.errors import Invalid, TooLarge
from congress.foundation.i18n import _

MOST_BYTES = 50 * 1024 * 1024
# xlsx and ods are zip files, the xls of before 2007 is a compound file
WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
_HIGH = re.compile(rb"[\x80-\xff]+")

Line = tuple[int, list[str]]


def stream_lines(path: Path) -> Iterator[Line]:
    """Each line that says something, with its number, as it was written.

    Raises:
        Invalid: the file is no table that can be read.
        TooLarge: more than 50 MB.
    """
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge
    content = path.read_bytes()
    lines = _workbook_lines(content) if content.startswith(WORKBOOKS) else _csv_lines(content)
    return ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))


def _csv_lines(content: bytes) -> Iterator[Line]:
    text = _csv_text(content)
    first = text.lstrip().partition("\n")[0]
    # offices in Europe save semicolons, a copied sheet holds tabs
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise Invalid(_("Line %(line)s of the file is not proper CSV.", line=reader.line_num)) from None


def _csv_text(content: bytes) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252" if _is_western(content) else "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Invalid(_("The file is neither UTF-8 nor GB 18030 text, nor an xlsx workbook."))


def _is_western(content: bytes) -> bool:
    """Accents stand alone among plain letters, Chinese characters are pairs: GB 18030 would make signs of «Chargé»."""
    alone = [len(found) == 1 for found in _HIGH.findall(content)]
    return sum(alone) * 2 > len(alone)


def _workbook_lines(content: bytes) -> Iterator[Line]:
    try:
        sheet = _first_sheet(CalamineWorkbook.from_filelike(io.BytesIO(content)))
        lines = _filled_down(sheet)
    except (CalamineError, OSError, ValueError, IndexError):
        raise Invalid(_("The file is not a workbook that can be read.")) from None
    yield from enumerate(lines, start=1)


def _first_sheet(book: CalamineWorkbook) -> CalamineSheet:
    """The first that a reader of the workbook sees and that is not empty."""
    seen = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    for name in seen:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height:
            return sheet
    return book.get_sheet_by_index(0)


def _filled_down(sheet: CalamineSheet) -> Iterator[list[str]]:
    """The rows, where what stands once beside several of them, in merged cells, stands in each."""
    below: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        for row in range(top + 1, bottom + 1):
            below.setdefault(row, []).append((left, top))
    starts = {where for places in below.values() for where in places}
    told: dict[tuple[int, int], str] = {}
    for row, cells in enumerate(sheet.iter_rows()):
        texts = [_cell_text(cell) for cell in cells]
        for place in below.get(row, ()):
            texts[place[0]] = told[place]
        told |= {(column, row): text for column, text in enumerate(texts) if (column, row) in starts}
        yield texts


def _cell_text(cell: object) -> str:
    """A number that is whole reads as one (Excel stores codes and phones as floating point), a day as a day."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    return "" if cell is None else str(cell)
