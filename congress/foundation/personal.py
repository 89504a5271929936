"""What is kept about a person: each slice declares its tables, what it shows of them, erases or must keep, and why.

A table says by which columns a person's rows are found and which further keys these rows give: a person gives a
registration, which gives badges, which give scans. So one walk finds everything, without this module knowing any
of the words. An address that another person uses too belongs to neither: a secretary's phone serves ten leaders.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, delete, inspect, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from congress.foundation.db import Base
from congress.foundation.i18n import LazyString, _l

ADDRESS = "address"
# one letter is no name that could be found in a text without harm
SHORTEST_WORD = 2


class Fill(Enum):
    """What an erased column gets that is no fixed value."""

    PSEUDONYM = "pseudonym"
    NOW = "now"


@dataclass(frozen=True)
class Ground:
    """Why rows stay after an erasure, and for how many years; without a number as long as what they belong to."""

    why: LazyString
    years: int | None = None


@dataclass(frozen=True, kw_only=True)
class PersonalTable:
    """One table that speaks of persons. `found_by` and `gives` map columns to kinds of keys."""

    model: type[Base]
    title: LazyString
    purpose: LazyString
    found_by: Mapping[str, str]
    shown: Sequence[str]
    gives: Mapping[str, str] = field(default_factory=dict)
    # columns with the person's own name
    names: Sequence[str] = ()
    # whether its rows are the person: what they hold tells an address of one's own from a shared one
    identifies: bool = False
    # at an erasure the rows go, or are filled with values and lose the person's words in free texts
    erased: bool = False
    filled: Mapping[str, object] = field(default_factory=dict)
    scrubbed: Sequence[str] = ()
    kept: Ground | None = None

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)

    @property
    def key(self) -> str:
        """A table may speak of persons in several ways: of the guest, and of whoever looked after the guest."""
        return f"{self.name} by {' or '.join(self.found_by)}"

    def giving(self, kind: str) -> list[InstrumentedAttribute[Any]]:
        """The columns that give keys of a kind, those of its own rows left out."""
        return [getattr(self.model, column) for column, given in self.gives.items() if given == kind and column != "id"]

    @property
    def is_changed(self) -> bool:
        return bool(self.filled or self.scrubbed)


def acts_in_office(model: type[Base], column: str, *shown: str) -> PersonalTable:
    """Rows that say which user did something for the congress: they stay, since the user's own row no longer names."""
    return PersonalTable(
        model=model,
        title=_l("What you did in office"),
        purpose=_l("To account for what was done"),
        found_by={column: "user"},
        shown=shown,
        kept=Ground(_l("Who did what in office stays provable, by a number and without a name.")),
    )


_tables: dict[str, PersonalTable] = {}


def declare(tables: Sequence[PersonalTable]) -> None:
    """Make the tables of a slice known; called in `app.py` alone, those that identify first."""
    for table in tables:
        if not table.erased and table.kept is None:
            raise ValueError(f"{table.name} is neither erased nor kept on any ground")
        _tables[table.key] = table


def declared_tables() -> Sequence[PersonalTable]:
    return list(_tables.values())


@dataclass
class Subject:
    """Somebody, with everything that was found: keys by kind, rows by table, the words that name them."""

    keys: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))
    rows: dict[str, Sequence[Any]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())

    @property
    def words(self) -> Sequence[str]:
        """Names and addresses, the longest first, so that no part of one is left."""
        words = {word for word in self.names | self.keys[ADDRESS] if len(word) >= SHORTEST_WORD}
        return sorted(words, key=lambda word: (-len(word), word))

    def holdings(self) -> Iterator[tuple[PersonalTable, Sequence[Any]]]:
        """The tables that hold something, with the rows."""
        for table in declared_tables():
            if self.rows.get(table.key):
                yield table, self.rows[table.key]


def find_subject(session: Session, **start: int) -> Subject:
    """Everything that is kept of whom `start` names, such as `person=7` or `user=3`."""
    subject = Subject()
    for kind, value in start.items():
        subject.keys[kind].add(value)
    tables = declared_tables()
    for table in tables:
        if table.identifies:
            _walk(session, subject, table)
    _leave_shared(session, subject)
    for table in tables:
        if not table.identifies:
            _walk(session, subject, table)
            if ADDRESS in table.gives.values():
                _leave_shared(session, subject)
    return subject


def _walk(session: Session, subject: Subject, table: PersonalTable) -> None:
    conditions = _conditions(subject, table)
    if not conditions:
        return
    statement = select(table.model).where(or_(*conditions)).order_by(*inspect(table.model).primary_key)
    rows = []
    for row in session.scalars(statement.options(*_loads(table))).all():
        given = [(kind, value) for column, kind in table.gives.items() if (value := getattr(row, column))]
        if not table.identifies and _is_somebody_elses(session, subject, given):
            subject.shared |= {value for kind, value in given if kind == ADDRESS}
            continue
        rows.append(row)
        for kind, value in given:
            subject.keys[kind].add(value)
        subject.names |= {name for name in (getattr(row, column) for column in table.names) if name}
    subject.rows[table.key] = rows


def _is_somebody_elses(session: Session, subject: Subject, given: Sequence[tuple[str, Any]]) -> bool:
    """Whether the row was found by an address, while another person is tied to it: an account with a shared phone."""
    return any(
        session.scalars(select(column).where(column == value).limit(1)).first() is not None
        for kind, value in given
        if kind != ADDRESS and value not in subject.keys[kind]
        for table in declared_tables()
        if table.identifies
        for column in table.giving(kind)
    )


def _leave_shared(session: Session, subject: Subject) -> None:
    """Give up the addresses that rows of somebody else hold as well."""
    for table in declared_tables():
        if table.identifies:
            own = {row.id for row in subject.rows.get(table.key, ())}
            for column in table.giving(ADDRESS):
                statement = select(column).where(column.in_(subject.keys[ADDRESS]), table.model.id.not_in(own))  # type: ignore[attr-defined]  # tables that identify have an id
                subject.shared |= set(session.scalars(statement))
    subject.keys[ADDRESS] -= subject.shared


def _loads(table: PersonalTable) -> list[ExecutableOption]:
    """What is shown as `forum.title_zh` stands in another table and is read along."""
    steps = {name.partition(".")[0] for name in table.shown if "." in name}
    return [joinedload(getattr(table.model, step)) for step in sorted(steps)]


def _conditions(subject: Subject, table: PersonalTable) -> list[ColumnElement[bool]]:
    return [
        getattr(table.model, column).in_(subject.keys[kind])
        for column, kind in table.found_by.items()
        if subject.keys[kind]
    ]


def erase_subject(session: Session, subject: Subject, *, pseudonym: str, now: datetime) -> dict[str, int]:
    """Do to every row what its table announces; answers how many rows of each table went or were changed.

    What hangs on other rows goes first: the tables are worked off from the last declared to the first.
    """
    fills: Mapping[object, object] = {Fill.PSEUDONYM: pseudonym, Fill.NOW: now}
    done: dict[str, int] = {}
    for table, rows in reversed(list(subject.holdings())):
        if table.erased:
            session.execute(delete(table.model).where(or_(*_conditions(subject, table))))
        elif table.is_changed:
            for row in rows:
                for column, value in table.filled.items():
                    setattr(row, column, fills.get(value, value) if isinstance(value, Fill) else value)
                for column in table.scrubbed:
                    setattr(row, column, without_words(getattr(row, column), subject.words, pseudonym))
            session.flush()
        else:
            continue
        done[table.name] = done.get(table.name, 0) + len(rows)
    session.expire_all()
    return done


def without_words(text: str | None, words: Sequence[str], pseudonym: str) -> str | None:
    """The text with each of the words replaced."""
    for word in words:
        text = text.replace(word, pseudonym) if text else text
    return text
