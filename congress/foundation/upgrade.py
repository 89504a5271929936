"""Bringing the tables up to date."""

from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade


def upgrade_database() -> str:
    """Run the migrations that are missing; answers the revision the database is at. Harmless when repeated."""
    migrate = current_app.extensions["migrate"]
    config = migrate.migrate.get_config(migrate.directory)
    upgrade()
    return ScriptDirectory.from_config(config).get_current_head() or "empty"
