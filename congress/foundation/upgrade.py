"""Bringing the tables up to date. Web processes never do: Alembic is not loaded there."""

from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import Migrate, upgrade

from congress.foundation.db import db
from congress.settings import ROOT


def migrations() -> Migrate:
    """Alembic on this app's database."""
    if "migrate" not in current_app.extensions:
        Migrate(current_app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    found: Migrate = current_app.extensions["migrate"].migrate
    return found


def upgrade_database(to: str = "head") -> str:
    """Run the migrations that are missing; answers the newest revision. Harmless when repeated."""
    config = migrations().get_config()
    upgrade(revision=to)
    return ScriptDirectory.from_config(config).get_current_head() or "empty"
