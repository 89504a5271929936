"""Tables whose rows are only ever added: the database itself refuses to change or remove one."""

from sqlalchemy import DDL, Table, event

_SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def statements(table: str, dialect: str) -> list[str]:
    """What makes `table` append-only; migrations run the same text."""
    template = _SQLITE if dialect == "sqlite" else _POSTGRESQL
    triggers = [template.format(table=table, act=act) for act in ("UPDATE", "DELETE")]
    return triggers if dialect == "sqlite" else [_FUNCTION, *triggers]


def append_only(table: Table) -> None:
    """Guard the table wherever it is created from the models."""
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(table.name, dialect):
            ddl = DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy has no types here
                statement.replace("%", "%%")
            ).execute_if(dialect=dialect)
            event.listen(table, "after_create", ddl)
