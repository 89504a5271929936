"""What must add up in a yearly report, pure: its tables, its annex, the ledger."""

from collections.abc import Iterable, Mapping, Sequence
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


def told_to_all(counts: Sequence[int]) -> list[int | None]:
    """Counts as the public may read them: None where people could be recognised.

    With a known total a single hidden count could be worked out, so the smallest other one is hidden with it.
    """
    hidden = {at for at, count in enumerate(counts) if 0 < count < SMALLEST_CELL}
    others = [at for at, count in enumerate(counts) if count and at not in hidden]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=counts.__getitem__))
    return [None if at in hidden else count for at, count in enumerate(counts)]
