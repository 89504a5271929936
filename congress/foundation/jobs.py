"""Celery on Flask: jobs are sent by name, after the commit, with ids only.

With no broker configured, an embedded one lives in files under `instance/queue`, so that the same code runs
on a laptop. A broker that is down never fails a committed request: the row that a job was to hurry is
swept later.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import structlog
from celery import Celery, Task, shared_task
from celery.schedules import schedule
from flask import Flask, current_app, has_app_context
from sqlalchemy.orm import Session

from congress.foundation.embedded_queue import SCHEME
from congress.settings import Settings

log = structlog.get_logger(__name__)
F = TypeVar("F", bound=Callable[..., Any])
_QUEUED = "congress_jobs"
_LEFT_ALONE = "broker_left_alone_until"
# seconds in which nobody waits for a broker that just failed; the periodic jobs do the work meanwhile
PAUSE = 10.0
_schedule: dict[str, float] = {}


def job(name: str, *, every: float | None = None) -> Callable[[F], Any]:
    """Declare the job `slice.verb_noun`; with `every` it is also started each so many seconds."""
    if every is not None:
        _schedule[name] = every
    declared: Callable[[F], Any] = shared_task(
        name=name, acks_late=True, reject_on_worker_lost=True, ignore_result=True
    )
    return declared


def scheduled_jobs() -> Mapping[str, float]:
    """The jobs that start by themselves, each with its seconds."""
    return dict(sorted(_schedule.items()))


def after_commit(session: Session, name: str, **arguments: Any) -> None:
    """Send the job once the unit of work has committed; forgotten if it rolls back. Equal jobs are sent once."""
    jobs = session.info.setdefault(_QUEUED, [])
    if (name, arguments) not in jobs:
        jobs.append((name, arguments))


def forget_jobs(session: Session) -> None:
    session.info.pop(_QUEUED, None)


def send_jobs(session: Session) -> None:
    """Hand the session's jobs to the broker; a broken broker is logged, not raised, and left alone for a while."""
    celery: Celery = current_app.extensions["celery"]
    for name, arguments in session.info.pop(_QUEUED, ()):
        if time.monotonic() < current_app.extensions.get(_LEFT_ALONE, 0.0):
            continue
        try:
            celery.tasks[name].apply_async(kwargs=arguments, retry=False)
        except Exception as error:  # noqa: BLE001 -- whatever the broker's driver raises
            log.warning("job not sent; the sweep will find it", job=name, error=type(error).__name__)
            current_app.extensions[_LEFT_ALONE] = time.monotonic() + PAUSE


def configure_jobs(app: Flask, settings: Settings) -> Celery:
    """Make the Celery app whose tasks run inside `app`'s context."""

    class FlaskTask(Task):
        def __call__(self, *args: object, **kwargs: object) -> object:
            # Celery gives a job to the app made last in this process; one called by hand works for its caller
            with app.app_context() if not has_app_context() else current_app.app_context():
                return self.run(*args, **kwargs)

    celery = Celery(app.name, task_cls=FlaskTask)
    celery.conf.update(_broker(settings) | _COMMON)
    celery.conf.beat_schedule = {
        # a start that nobody took in time is dropped: the next one does the same work
        name: {"task": name, "schedule": schedule(run_every=seconds), "options": {"expires": max(seconds, 15)}}
        for name, seconds in _schedule.items()
    }
    celery.conf.beat_schedule_filename = str(settings.instance_dir / "beat")
    celery.set_default()
    app.extensions["celery"] = celery
    return celery


_COMMON: dict[str, Any] = {
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "broker_connection_timeout": 2,
    "task_publish_retry_policy": {"max_retries": 2, "interval_start": 0, "interval_step": 0.1},
    "task_ignore_result": True,
    "timezone": "UTC",
    "worker_hijack_root_logger": False,
}
# a request that commits must not wait for a broker that is gone: connecting is tried twice, for two seconds at most
_QUICK: dict[str, Any] = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "connect_retries_timeout": 2}


def _broker(settings: Settings) -> dict[str, Any]:
    url = settings.celery_broker_url or settings.redis_url
    if url and url.startswith("amqp"):
        return {"broker_url": url, "broker_transport_options": _QUICK}
    if url and not url.startswith("filesystem:"):
        return {
            # kombu's name for a Redis behind a socket
            "broker_url": url.replace("unix://", "redis+socket://", 1),
            "broker_transport_options": _QUICK
            | {
                "visibility_timeout": 600,
                "socket_connect_timeout": 2,
                "socket_timeout": 3,
                "socket_keepalive": True,
                "health_check_interval": 10,
            },
        }
    queue = settings.instance_dir / "queue"
    for folder in ("messages", "taken", "control"):
        (queue / folder).mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": f"{SCHEME}://localhost",
        "worker_enable_remote_control": False,
        "broker_transport_options": {
            "data_folder_in": str(queue / "messages"),
            "data_folder_out": str(queue / "messages"),
            "processed_folder": str(queue / "taken"),
            "control_folder": str(queue / "control"),
            "polling_interval": 0.3,
        },
    }
