"""Lists that may be taken out as files. Each slice declares its own in its `listed.py`; one place writes them all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from congress.foundation.access import Actor, Predicate
from congress.foundation.i18n import LazyString
from congress.foundation.pages import zone

# so many rows are in memory at a time, however long the list is
PORTION = 500
LONGEST_WISH = 200
_declared: dict[str, "ListedRows"] = {}


@dataclass(frozen=True)
class Column:
    """One column; a `personal` one goes out by right and with a reason alone."""

    title: LazyString | str
    personal: bool = False


@dataclass(frozen=True)
class Narrowing:
    """One thing by which a list is narrowed: the `names` of what may be chosen, or anything where there are none.

    What somebody typed may be a name, so that the audit trail says only that there was something.
    """

    label: LazyString
    names: Mapping[Any, LazyString] | None = None
    typed: bool = False


@dataclass(frozen=True)
class Scope:
    """Whose eyes a list is read with, and what of it is wanted."""

    congress_id: int
    actor: Actor
    now: datetime
    wish: Mapping[str, str] = field(default_factory=dict)


def _no_more(_session: Session, _scope: Scope) -> Sequence[Column]:
    return ()


@dataclass(frozen=True, kw_only=True)
class ListedRows:
    """A list of some screen: who may take it out, its columns, and how its rows are read.

    `statement` is the one that the screen asks too, in the order that `order` names; `cells` turns the portion of
    rows that were read into lines, one cell for each of the columns and of the `more` ones that only the rows tell.
    """

    name: str
    title: LazyString
    order: LazyString
    access: Predicate
    columns: Sequence[Column]
    statement: Callable[[Scope], Select[Any]]
    cells: Callable[[Session, Scope, Sequence[Any]], Iterable[Sequence[object]]]
    more: Callable[[Session, Scope], Sequence[Column]] = _no_more
    narrowed_by: Mapping[str, Narrowing] = field(default_factory=dict)
    # of the congress that somebody plans in the console, also while nobody else sees it
    of_the_plan: bool = False

    @property
    def names_persons(self) -> bool:
        return self.more is not _no_more or any(column.personal for column in self.columns)

    def wish_of(self, asked: Mapping[str, str]) -> dict[str, str]:
        """What of an address narrows this list; what it does not know narrows nothing, as on the screen."""
        wish = {}
        for name, narrowing in self.narrowed_by.items():
            value = "".join(filter(str.isprintable, asked.get(name) or "")).strip()[:LONGEST_WISH]
            if value and (narrowing.names is None or value in {*narrowing.names}):
                wish[name] = value
        return wish

    def in_words(self, wish: Mapping[str, str]) -> list[tuple[LazyString, object]]:
        """(what, how) of each narrowing of a wish."""
        return [
            (one.label, one.names[wish[name]] if one.names else wish[name])
            for name, one in self.narrowed_by.items()
            if name in wish
        ]

    def for_the_trail(self, wish: Mapping[str, str]) -> dict[str, str]:
        """The wish without what might name a person."""
        return {name: "…" if self.narrowed_by[name].typed else value for name, value in wish.items()}

    def count(self, session: Session, scope: Scope) -> int:
        rows = self.statement(scope).order_by(None).subquery()
        return session.scalar(select(func.count()).select_from(rows)) or 0

    def open(self, session: Session, scope: Scope, *, personal: bool) -> "OpenList":
        return OpenList(self, session, scope, personal=personal)


class OpenList:
    """A list being read: its heads, and its rows in portions, so that its length costs no memory."""

    def __init__(self, listed: ListedRows, session: Session, scope: Scope, *, personal: bool) -> None:
        self._listed, self._session, self._scope = listed, session, scope
        columns = [*listed.columns, *listed.more(session, scope)]
        self._kept = [at for at, column in enumerate(columns) if personal or not column.personal]
        self.heads = [str(columns[at].title) for at in self._kept]

    def rows(self) -> Iterator[list[object]]:
        statement = self._listed.statement(self._scope).execution_options(yield_per=PORTION)
        for portion in self._session.scalars(statement).partitions():
            for cells in self._listed.cells(self._session, self._scope, portion):
                yield [cells[at] for at in self._kept]


def one_by_one(cells: Callable[[Any], Sequence[object]]) -> Callable[..., Iterable[Sequence[object]]]:
    """For a list whose rows say everything themselves."""
    return lambda _session, _scope, portion: map(cells, portion)


def cell_time(moment: datetime | None) -> str:
    """A moment as a table's cell: sortable as text, in the congress's time zone."""
    return f"{moment.astimezone(zone()):%Y-%m-%d %H:%M}" if moment else ""


def declare_lists(lists: Iterable[ListedRows]) -> None:
    _declared.update((one.name, one) for one in lists)


def lists_for(actor: Actor) -> list[ListedRows]:
    """What somebody may take out, in the order in which the slices declared it."""
    return [one for one in _declared.values() if one.access(actor)]


def declared_list(name: str) -> ListedRows | None:
    return _declared.get(name)
