"""Totals as the press printed them beside what their parts add up to: both are kept, and the gap is explained; pure."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "printed_totals.toml"


@dataclass(frozen=True)
class PrintedTotal:
    """A printed total and its printed parts, exactly as they stood, in one unit."""

    printed: Decimal
    parts: Sequence[Decimal]

    @property
    def exact(self) -> Decimal:
        """What the printed parts add up to."""
        return sum(self.parts, Decimal(0))

    @property
    def gap(self) -> Decimal:
        return self.printed - self.exact

    @property
    def rounding(self) -> Decimal:
        """How far rounding of the parts and of the total alone can have moved them apart."""
        return sum((half_of_last_place(part) for part in self.parts), half_of_last_place(self.printed))

    @property
    def agrees(self) -> bool:
        return self.gap == 0

    @property
    def is_rounding(self) -> bool:
        """Whether rounding can be the whole reason."""
        return abs(self.gap) <= self.rounding


@dataclass(frozen=True)
class NamedTotal:
    """A printed total with its words; titles, units and the names of the parts are (zh, en)."""

    title: tuple[str, str]
    unit: tuple[str, str]
    names: Sequence[tuple[str, str]]
    total: PrintedTotal


def half_of_last_place(figure: Decimal) -> Decimal:
    """Half a unit of the last printed place: `17.9` may be anything within 0.05 of it."""
    exponent = figure.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)


@cache
def printed_totals() -> tuple[NamedTotal, ...]:
    """The totals that stand in `printed_totals.toml`."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["totals"]
    return tuple(
        NamedTotal(
            title=(one["zh"], one["en"]),
            unit=(one["unit_zh"], one["unit_en"]),
            names=[(zh, en) for zh, en, _figure in one["parts"]],
            total=PrintedTotal(Decimal(one["printed"]), [Decimal(figure) for _zh, _en, figure in one["parts"]]),
        )
        for one in told
    )
