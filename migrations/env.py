"""Alembic inside the app: migrations run with the settings' database."""

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


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
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
