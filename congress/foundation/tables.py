"""Reading the tables that offices have: CSV and xlsx, with row numbers as the office counts them."""

import codecs
import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook
from werkzeug.datastructures import FileStorage

from congress.foundation.errors import Invalid, TooLarge
from congress.foundation.i18n import _
from congress.foundation.texts import clean_text

MOST_ROWS = 100_000
LONGEST_CELL = 5000
MOST_BYTES = 50 * 1024 * 1024


@dataclass
class Problem:
    """Something an import tells: an `error` stops it, a `note` does not. `item` names row and column, or the thing."""

    level: str
    item: str
    message: str


@dataclass
class ImportReport:
    """What an import did, or would do: nothing is stored when there is an error."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return any(problem.level == "error" for problem in self.problems)

    def error(self, item: str, message: object) -> None:
        self.problems.append(Problem("error", item, str(message)))

    def note(self, item: str, message: object) -> None:
        self.problems.append(Problem("note", item, str(message)))

    def count(self, *, created: bool, changed: bool) -> None:
        if created:
            self.created += 1
        elif changed:
            self.changed += 1
        else:
            self.unchanged += 1

    def as_json(self) -> dict[str, object]:
        stored = not self.failed
        return {
            "created": self.created if stored else 0,
            "changed": self.changed if stored else 0,
            "unchanged": self.unchanged if stored else 0,
            "problems": [vars(problem) for problem in self.problems],
        }


class ImportRefused(Invalid):
    """Raised inside the unit of work, so that an import with an error stores nothing."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(
            _("The file was not imported; nothing was stored."),
            errors=[{"field": p.item, "message": p.message} for p in report.problems if p.level == "error"],
        )
        self.report = report


@dataclass(frozen=True)
class Row:
    """One row of a table: its number in the file (the header is row 1) and its cells by column name."""

    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def item(self, column: str | None = None) -> str:
        return f"row {self.number}, column {column}" if column else f"row {self.number}"


def place_of(item: str) -> tuple[int | None, str]:
    """The row and the column that a problem's `item` names; no row where it is about the file."""
    named = re.match(r"row (\d+)(?:, column (.*))?$", item, re.DOTALL)
    return (int(named[1]), named[2] or "") if named else (None, "")


@dataclass(frozen=True)
class Table:
    columns: list[str]
    rows: list[Row]


@dataclass(frozen=True)
class Cells:
    """What a cell may hold: how its text is made clean, and how long it may be."""

    clean: Callable[[str], str] = clean_text
    longest: int = LONGEST_CELL


def read_table(path: Path, report: ImportReport, cells: Cells = Cells()) -> Table:
    """The whole table at once; raises as `stream_table` does."""
    columns, rows = stream_table(path, report, cells)
    return Table(columns, list(rows))


def read_upload(file: FileStorage, report: ImportReport) -> Table:
    """The table that somebody sent with a form; raises as `stream_table` does."""
    with saved_upload(file) as path:
        return read_table(path, report)


@contextmanager
def saved_upload(file: FileStorage) -> Iterator[Path]:
    """What somebody sent with a form, whole, as a file that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        file.stream.seek(0)
        file.save(path)
        yield path


def stream_table(path: Path, report: ImportReport, rule: Cells = Cells()) -> tuple[list[str], Iterator[Row]]:
    """The columns, and one row after the other, of the first sheet or of a CSV file (UTF-8, UTF-16, or GB 18030 as
    Excel saves it; commas, semicolons or tabs between the cells); cells are cleaned text.

    Raises:
        Invalid: the file is no table that can be read.
        TooLarge: more than 50 MB or 100,000 rows; it may come from the rows.
    """
    written = stream_lines(path)
    number, cells = next(written, (1, []))
    header = [cell.strip().lstrip("\ufeff") for cell in cells]
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        report.error(f"row {number}, column {name}", _("This column is there twice."))
    return header, _rows(header, written, report, rule)


def stream_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each line that says something, with its number, as it was written; raises as `stream_table` does."""
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge
    content = path.read_bytes()
    lines = _xlsx_lines(content) if content.startswith(b"PK") else _csv_lines(content)
    return ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))


def _rows(
    header: list[str], lines: Iterator[tuple[int, list[str]]], report: ImportReport, rule: Cells
) -> Iterator[Row]:
    for count, (number, cells) in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise TooLarge
        yield _row(number, header, cells, report, rule)


def _row(number: int, header: list[str], cells: list[str], report: ImportReport, rule: Cells) -> Row:
    clean: dict[str, str] = {}
    for name, cell in zip(header, cells, strict=False):
        if len(cell) > rule.longest:
            report.error(f"row {number}, column {name}", _("The text is too long."))
            continue
        try:
            clean[name] = rule.clean(cell)
        except ValueError as error:
            report.error(f"row {number}, column {name}", error)
    if any(cell.strip() for cell in cells[len(header) :]):
        report.error(f"row {number}", _("There are more cells than columns."))
    return Row(number, clean)


def _csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
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
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Invalid(_("The file is neither UTF-8 nor GB 18030 text, nor an xlsx workbook."))


def _xlsx_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        lines = sheet.iter_rows()
    except (CalamineError, OSError, ValueError, IndexError):
        raise Invalid(_("The file is not a workbook that can be read.")) from None
    for number, cells in enumerate(lines, start=1):
        yield number, [_cell_text(cell) for cell in cells]


def _cell_text(cell: object) -> str:
    """A number that is whole reads as one: Excel stores codes and phones as floating point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
