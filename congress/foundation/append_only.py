"""Tables whose rows are only ever added: the database itself refuses to change or remove one."""

from collections.abc import Sequence

from sqlalchemy import DDL, Table, event

_SQLITE = """
CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def statements(table: str, dialect: str, *, fixed: Sequence[str] = ()) -> list[str]:
    """What makes `table` append-only; migrations run the same text. With `fixed` only these columns never change."""
    template = _SQLITE if dialect == "sqlite" else _POSTGRESQL
    change = f"UPDATE OF {', '.join(fixed)}" if fixed else "UPDATE"
    triggers = [
        template.format(table=table, name=name, act=act) for name, act in (("UPDATE", change), ("DELETE", "DELETE"))
    ]
    return triggers if dialect == "sqlite" else [_FUNCTION, *triggers]


def append_only(table: Table, *, erasable: Sequence[str] = ()) -> None:
    """Guard the table wherever it is created from the models.

    `erasable` are the columns that may name a person: a right to erasure changes them and nothing else.
    """
    fixed = [column.name for column in table.columns if column.name not in erasable] if erasable else []
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(table.name, dialect, fixed=fixed):
            ddl = DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy has no types here
                statement.replace("%", "%%")
            ).execute_if(dialect=dialect)
            event.listen(table, "after_create", ddl)
