"""gunicorn as Congress runs it: `gunicorn -c deploy/gunicorn.conf.py -b 127.0.0.1:8000`.

Threads, because a gate's answer waits for the database most of its time and a slow phone must not hold a
process; the app is loaded once and shared by copy-on-write, which keeps four processes small.
"""

import ctypes
import gc
import os
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from congress.alumni.rules import sound_of, stroke_key  # noqa: E402 -- the path has to be set first
from congress.foundation.db import db  # noqa: E402 -- the path has to be set first
from congress.foundation.documents import fonts  # noqa: E402 -- the path has to be set first
from congress.settings import Settings  # noqa: E402 -- the path has to be set first

M_TRIM_THRESHOLD, M_ARENA_MAX = -1, -8


_libc = ctypes.CDLL(None)


def _save_memory() -> None:
    """Let glibc's threads share one heap and give back what is free: a quarter less after a thousand requests."""
    if hasattr(_libc, "mallopt"):
        _libc.mallopt(M_ARENA_MAX, 1)
        _libc.mallopt(M_TRIM_THRESHOLD, 256 * 1024)


_save_memory()
_settings = Settings.of_process()


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= 64:  # noqa: PLR2004 -- more is a slip
        print(f"{name} must be a whole number from 1 to 64, not {value!r}.", file=sys.stderr)
        sys.exit(2)
    return int(value)


chdir = str(ROOT)
wsgi_app = "congress.app:create_app()"
preload_app = True
worker_class = "gthread"
# SQLite lets one process write at a time: more of them only wait for each other
workers = _number("WEB_CONCURRENCY", 2 if _settings.is_sqlite else 4)
threads = _number("WEB_THREADS", 4)
bind = [f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"]
backlog = 1024
keepalive = 5
timeout = 60
graceful_timeout = 15
max_requests = 20000
max_requests_jitter = 2000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 -- heartbeats must not wait for a disk
# the app writes one structured line for each request; gunicorn's own would hold paths with codes in them
accesslog = None
loglevel = "warning"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "congress.foundation.logs.library_formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
    },
}
control_socket_disable = True
forwarded_allow_ips = "127.0.0.1,::1"


# what is compiled and read when these are first asked for is the same in every process
WARMED = ("/", "/programme", "/register", "/login", "/boards")


def when_ready(server: Any) -> None:
    """Do once what each process would do at its first requests, and keep the garbage collector off what they share."""
    fonts.font_for("会")
    if all(fonts.path_of(name).exists() for name in fonts.SOURCES):
        fonts.register_fonts()
    app = server.app.wsgi()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    sound_of("会")
    stroke_key("会")
    client = app.test_client(use_cookies=False)
    for path in WARMED:
        # a database that is not there yet is the processes' own to wait for
        if client.get(path).status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            break
    with app.app_context():
        db.engine.dispose()
    gc.collect()
    if hasattr(_libc, "malloc_trim"):
        _libc.malloc_trim(0)
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """A connection of the master must never be used by two processes."""
    del server
    with worker.app.wsgi().app_context():
        db.engine.dispose(close=False)
