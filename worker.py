"""The worker: `celery -A worker worker`; with `-B` it also starts the periodic jobs."""

from congress.app import create_app

app = create_app()
celery = app.extensions["celery"]
