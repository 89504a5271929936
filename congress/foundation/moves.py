"""Giving what is kept of one key to another: two entries of one person, or of one place, become one.

It follows what the slices declared in `foundation.personal`, so that no table is forgotten. Where a unique key allows
only one of the two rows, the one that stays is that of the key that stays.
"""

from collections.abc import Iterator

from sqlalchemy import Table, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Session

from congress.foundation.personal import declared_tables


def columns_of(kind: str) -> Iterator[tuple[Table, str]]:
    """Each table and column that refers to keys of a kind; the rows that are the keys are not among them."""
    seen = set()
    for declared in declared_tables():
        table = declared.model.__table__
        assert isinstance(table, Table)  # noqa: S101 -- a mapped class always has one
        for column, found in declared.found_by.items():
            if found == kind and column != "id" and (table.name, column) not in seen:
                seen.add((table.name, column))
                yield table, column


def move_rows(session: Session, kind: str, gone: int, kept: int) -> dict[str, int]:
    """Let every row of the key that goes belong to the one that stays; answers how many moved, by table."""
    session.flush()
    moved: dict[str, int] = {}
    for table, column in columns_of(kind):
        for alone in _uniques(table, column):
            _drop_twins(session, table, column, alone, gone, kept)
        found = session.execute(
            update(table).where(table.c[column] == gone).values({column: kept}).returning(table.c[column])
        ).all()
        if found:
            moved[table.name] = moved.get(table.name, 0) + len(found)
    session.expire_all()
    return moved


def _uniques(table: Table, column: str) -> list[list[str]]:
    """For each unique key with the column in it: its other columns."""
    keys = [list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    keys.append(list(table.primary_key.columns))
    return [[one.name for one in key if one.name != column] for key in keys if column in {one.name for one in key}]


def _drop_twins(session: Session, table: Table, column: str, alone: list[str], gone: int, kept: int) -> None:
    other = table.alias()
    twin = select(1).where(other.c[column] == kept, *(other.c[name] == table.c[name] for name in alone))
    session.execute(delete(table).where(table.c[column] == gone, twin.exists()))
