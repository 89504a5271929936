"""The app with Alembic's own commands, for whoever drafts a migration (CONTRIBUTING.md); what serves goes without."""

from flask import Flask

from congress.app import create_app as create_plain_app
from congress.foundation.upgrade import migrations


def create_app() -> Flask:
    app = create_plain_app()
    with app.app_context():
        migrations()
    return app
