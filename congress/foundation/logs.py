"""Structured logs, one JSON object a line, without personal data: ids, routes and durations only."""

import logging
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request

from congress.foundation.access import ACTOR, Actor
from congress.foundation.ids import random_text
from congress.settings import Settings

# asked every few seconds by machines, or many times for each page
_QUIET = {"static", "health.alive", "health.ready"}
_STAMPS: list[Any] = [structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)


def library_formatter() -> logging.Formatter:
    """Makes one JSON object of each line that a library (gunicorn, Celery) logs."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *_STAMPS],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _JSON,
        ],
    )


def log_libraries() -> None:
    """Let the libraries of a process without a server of its own log like the product does, warnings and worse."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(library_formatter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def configure_logs(app: Flask, settings: Settings) -> None:
    """JSON lines on standard error; each request gets an id that its answer names too."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *_STAMPS, structlog.processors.format_exc_info, _JSON],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    log = structlog.get_logger("congress.request")

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()
        g.request_id = random_text(12)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint not in _QUIET and level <= logging.INFO:
            actor: Actor | None = request.environ.get(ACTOR)
            log.info(
                "request",
                id=g.get("request_id"),
                method=request.method,
                # the rule, not the path: codes and names stay out of the log
                route=str(request.url_rule) if request.url_rule else None,
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
                user=actor.user_id if actor else None,
            )
        return response
