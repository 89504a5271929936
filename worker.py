"""The worker: `celery -A worker worker`; with `-B` it also starts the periodic jobs."""

from celery import Celery
from celery.signals import setup_logging, worker_ready

from congress.app import create_app
from congress.foundation.logs import log_libraries
from congress.settings import Settings

app: Celery = create_app(Settings.of_process()).extensions["celery"]


@setup_logging.connect  # type: ignore[untyped-decorator]  # Celery has no types
def configure_worker_logs(**_details: object) -> None:
    """Celery leaves the logs alone where somebody answers this signal."""
    log_libraries()


@worker_ready.connect  # type: ignore[untyped-decorator]  # Celery has no types
def say_alive(**_details: object) -> None:
    """Show at once that jobs are worked off; `/readyz` waits for it."""
    app.tasks["portal.beat"].apply_async()
