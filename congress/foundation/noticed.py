"""What an import noticed, as a spreadsheet that whoever brought the file can correct and bring again."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from congress.foundation.documents.xlsx import write_table
from congress.foundation.i18n import _
from congress.foundation.tables import Guess, ImportReport, place_of, read_headings


def write_noticed(out: BinaryIO, path: Path, report: ImportReport, guess: Guess | None = None) -> None:
    """The rows of which something was noticed, as they were written, with the reasons behind them."""
    reasons: dict[int, list[str]] = {}
    for problem in report.problems:
        row, column = place_of(problem.item)
        reasons.setdefault(row or 1, []).append(f"{column}: {problem.message}" if column else problem.message)
    _number, header, lines = read_headings(path, guess)
    columns = [str(_("Row of the file")), *header, str(_("What was noticed"))]
    blanks = [""] * len(header)
    written: Iterator[tuple[int, list[str]]] = (
        (number, [*cells, *blanks][: len(header)]) for number, cells in lines if number in reasons
    )
    if 1 in reasons:
        written = chain([(1, header)], written)
    rows = ([number, *cells, "\n".join(reasons[number])] for number, cells in written)
    write_table(out, str(_("What was noticed")), columns, rows)
