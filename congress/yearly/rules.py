"""What must add up in a yearly report, pure: its tables, its annex, the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from congress.credit.states import COUNTED_MEASURES

FORMAT = "congress-year-report-1"
# fewer people than this of a level are not told to the public: they could be recognised
SMALLEST_CELL = 5

# kind of entity → code → measure → total
Table = dict[str, dict[str, dict[str, int]]]


@dataclass(frozen=True)
class Sum:
    """A column of the report beside what the ledger says, computed another way; no kind means the province."""

    measure: str
    entity_kind: str
    listed: int
    ledger: int


def value_of(measure: str, fen: int, people: int) -> int:
    """What a measure counts of an entry: people, or else money."""
    return people if measure in COUNTED_MEASURES else fen


def table_of(rows: Iterable[tuple[str, str, str, int, int]]) -> Table:
    """From (kind, code, measure, fen, people); what came to nothing is left out."""
    table: Table = {}
    for kind, code, measure, fen, people in rows:
        if total := value_of(measure, fen, people):
            table.setdefault(kind, {}).setdefault(code, {})[measure] = total
    return table


def column_sum(table: Mapping[str, Mapping[str, Mapping[str, int]]], kind: str, measure: str) -> int:
    return sum(figures.get(measure, 0) for figures in table.get(kind, {}).values())


def told_to_all(count: int) -> int | None:
    """A count as the public may read it: None where it is so small that people could be recognised."""
    return None if 0 < count < SMALLEST_CELL else count
