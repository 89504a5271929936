"""One writer of spreadsheets: text is text, whatever it begins with (SAFETY.md 14)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# what XML 1.0 has no place for
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# what spreadsheet programs take for the beginning of a formula, also in full width
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_table(out: BinaryIO, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write one sheet and answer how many rows it has; numbers stay numbers, all else is inert text."""
    return write_tables(out, [(title, columns, rows)])[0]


def write_tables(
    out: BinaryIO, tables: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]
) -> list[int]:  # fmt: skip
    """Write several sheets (title, columns, rows) and answer how many rows each has."""
    from openpyxl import Workbook  # noqa: PLC0415 -- 12 MB that most processes never need

    book, counts = Workbook(write_only=True), []
    for title, columns, rows in tables:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, column, bold=True) for column in columns])
        count = 0
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
            count += 1
        counts.append(count)
    book.save(out)
    return counts


def write_csv(out: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write the rows below a head as CSV and answer how many there are."""
    # spreadsheet programs take UTF-8 for what it is only with the mark
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([inert(column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([inert(value) for value in row])
        count += 1
    text.detach()
    return count


def inert(value: object) -> object:
    """For CSV, which has no kinds of cells: text that a spreadsheet would calculate gets an apostrophe before it."""
    if value is None or isinstance(value, int | float):
        return value
    text = _ILLEGAL.sub("", str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(sheet: "WriteOnlyWorksheet", value: object, *, bold: bool = False) -> "Cell":
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above
    from openpyxl.styles import Font  # noqa: PLC0415 -- as above

    if value is None or isinstance(value, int | float):
        return WriteOnlyCell(sheet, value)
    text = _ILLEGAL.sub("", str(value))
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    # a leading apostrophe as Excel itself keeps it: not part of the text
    cell.quotePrefix = text.startswith(_FORMULA)
    if bold:
        cell.font = Font(bold=True)
    return cell
