"""Reading the tables that offices have: CSV and xlsx, with row numbers as the office counts them."""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from werkzeug.datastructures import FileStorage

from congress.foundation.errors import Invalid, TooLarge
from congress.foundation.i18n import _
from congress.foundation.table_files import Line, stream_lines
from congress.foundation.texts import clean_text

MOST_ROWS = 100_000
LONGEST_CELL = 5000
# titles, who filled it in, and a second row of headings stand among the first lines
FIRST_LINES = 12


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


# what a column is by its heading; empty where it is not known
Guess = Callable[[str], str]


@dataclass(frozen=True)
class Cells:
    """What a cell may hold: how its text is made clean, and how long it may be."""

    clean: Callable[[str], str] = clean_text
    longest: int = LONGEST_CELL


def read_table(path: Path, report: ImportReport, cells: Cells = Cells()) -> Table:
    """The whole table at once; raises as `stream_table` does."""
    columns, rows = stream_table(path, report, cells)
    return Table(columns, list(rows))


def read_upload(file: FileStorage, report: ImportReport, guess: Guess | None = None) -> Table:
    """The table that somebody sent with a form; raises as `stream_table` does."""
    with saved_upload(file) as path:
        columns, rows = stream_table(path, report, guess=guess)
        return Table(columns, list(rows))


@contextmanager
def saved_upload(file: FileStorage) -> Iterator[Path]:
    """What somebody sent with a form, whole, as a file that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        file.stream.seek(0)
        file.save(path)
        yield path


def stream_table(
    path: Path, report: ImportReport, rule: Cells = Cells(), guess: Guess | None = None
) -> tuple[list[str], Iterator[Row]]:
    """The columns, and one row after the other, of the first sheet or of a CSV file (UTF-8, UTF-16, GB 18030 as
    Excel saves it, or Windows-1252; commas, semicolons or tabs between the cells); cells are cleaned text.

    With a `guess` the headings are looked for below titles and the like, and those that are printed once more on
    each page are passed over.

    Raises:
        Invalid: the file is no table that can be read.
        TooLarge: more than 50 MB or 100,000 rows; it may come from the rows.
    """
    number, header, written = read_headings(path, guess)
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        report.error(f"row {number}, column {name}", _("This column is there twice."))
    if guess is not None:
        written = (line for line in written if [cell.strip() for cell in line[1]] != header)
    return header, _rows(header, written, report, rule)


def read_headings(path: Path, guess: Guess | None = None) -> tuple[int, list[str], Iterator[Line]]:
    """The number of the line with the headings, the headings, and the lines below; raises as `stream_table` does."""
    written = stream_lines(path)
    first = list(islice(written, FIRST_LINES if guess else 1))
    if not first:
        return 1, [], iter(())
    place = _headings_at(first, guess) if guess else 0
    number, header = first[place][0], [cell.strip().lstrip("\ufeff") for cell in first[place][1]]
    below = first[place + 1 :]
    if guess and below and (both := _in_two_rows(header, [cell.strip() for cell in below[0][1]], guess)):
        header, below = both, below[1:]
    return number, header, chain(below, written)


def _headings_at(lines: Sequence[Line], guess: Guess) -> int:
    """Where most headings are known; a single one is chance, and then the first line is taken at its word."""
    known = [len({guess(cell) for cell in cells} - {""}) for _number, cells in lines]
    return known.index(max(known)) if max(known) > 1 else 0


def _in_two_rows(header: Sequence[str], below: Sequence[str], guess: Guess) -> list[str] | None:
    """The headings where the next line goes on with them (手机 and 邮箱 under 联系方式), else None."""
    told = [place for place, cell in enumerate(below) if cell]
    if not all(guess(below[place]) for place in told) or all(place < len(header) and header[place] for place in told):
        return None
    width = max(len(header), len(below))
    above = [*header, *[""] * width][:width]
    return [lower or upper for upper, lower in zip(above, [*below, *[""] * width], strict=False)]


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
