"""Structured logs, one JSON object a line, without personal data: ids, routes and durations only."""

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

from congress.foundation.access import ACTOR, Actor
from congress.foundation.ids import random_text
from congress.settings import Settings


def configure_logs(app: Flask, settings: Settings) -> None:
    """JSON lines on standard error; each request gets an id that its answer names too."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
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
        if request.endpoint != "static" and level <= logging.INFO:
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
