"""What a yearly report is made of: chapters of tables, bars and maps, each with 口径 and source; and its wordings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from congress.credit.sheet import in_words
from congress.credit.states import COUNTED_MEASURES, unit_of
from congress.foundation.documents.flow import Bar, Column, Tile
from congress.foundation.i18n import _, language, pick
from congress.foundation.money import exact_yuan
from congress.foundation.pages import local_time

NAME, FIGURE = 1.6, 1.0
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Grid:
    """A table; `order` says how it is sorted."""

    title: str
    order: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Bars:
    """A drawing whose figures stand in it."""

    title: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class TileMap:
    """A map of tiles; the grid after it has the same figures."""

    title: str
    tiles: Sequence[Tile]


Part = Grid | Bars | TileMap


@dataclass(frozen=True)
class Chapter:
    """A title, a sentence or two, tables and drawings, what counts, and where it comes from."""

    title: str
    said: Sequence[str]
    parts: Sequence[Part]
    basis: str
    source: str


@dataclass(frozen=True)
class Book:
    """Everything of one edition, in the reader's language."""

    title: str
    lead: Sequence[str]
    demo: str
    chapters: Sequence[Chapter]
    version: Sequence[tuple[str, str]]
    language: str
    at: datetime
    number: str


def moment_of(facts: Facts) -> str:
    return local_time(datetime.fromisoformat(facts["as_of"]), with_place=False, with_year=True)


def day_of(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日" if language() == "zh" else f"{day.day} {day:%B %Y}"


def name_of(line: Facts) -> str:
    return pick(line["name"], line["name_en"])


def of_ledger(facts: Facts) -> str:
    ledger = facts["ledger"]
    return str(
        _("Credit ledger, verified: entries 1 to %(count)s, ending in %(hash)s…", count=ledger["count"],
          hash=ledger["hash"][:16])
    )  # fmt: skip


def of_register(facts: Facts) -> str:
    return str(
        _("Register of intentions and milestones accepted by verifiers, as it stood on %(time)s", time=moment_of(facts))
    )


def columns(*titles: object, shares: Sequence[float] = (), text: int = 1) -> list[Column]:
    """The first `text` columns are words, the others figures."""
    shares = shares or [NAME, *[FIGURE] * (len(titles) - 1)]
    return [
        Column(str(title), share, number=number >= text)
        for number, (title, share) in enumerate(zip(titles, shares, strict=True))
    ]


def result(measure: str, total: int) -> str:
    return in_words(total, unit_of(measure))


def exact(measure: str, total: int) -> str:
    return f"{total:,}" if measure in COUNTED_MEASURES else exact_yuan(total)
