"""Alembic inside the app: migrations run with the settings' database."""

from contextlib import contextmanager

from alembic import context
from flask import current_app

from congress.foundation.db import db

target = db.metadatas.get(None, db.metadata)


def include_object(_object, name, kind, _reflected, _compare_to):  # noqa: ANN001, ANN201 -- Alembic's signature
    return not (kind == "table" and name == "alembic_version")


def render_item(kind, thing, _autogen):  # noqa: ANN001, ANN201 -- Alembic's signature
    """Our own types as what they are in the database: a migration stands by itself."""
    if kind == "type" and type(thing).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def _tables_may_be_remade(connection):  # noqa: ANN001, ANN202 -- a script of Alembic's
    """SQLite changes a column by making the table anew: references to it hold still meanwhile and are checked after."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # no effect inside a transaction, so before the first one begins
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    yield
    broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    raw.execute("PRAGMA foreign_keys=ON")
    if broken:
        raise RuntimeError(f"Rows refer to what is not there after the migration: {broken[:5]}")


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection, _tables_may_be_remade(connection):
        context.configure(
            connection=connection,
            target_metadata=target,
            include_object=include_object,
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
