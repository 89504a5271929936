"""The web process and the worker as the supervisor starts them; shared by `make run` and `make up`."""

import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from deploy.supervisor import Program

ROOT = Path(__file__).resolve().parent.parent


def web(name: str, host: str, port: int, environment: Mapping[str, str], *, restart: bool = False) -> Program:
    """One gunicorn with its processes, on one address."""
    return Program(
        name=name,
        command=[sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", f"{host}:{port}"],
        environment=environment,
        folder=ROOT,
        restart=restart,
    )


def worker(environment: Mapping[str, str], *, beat_file: Path, restart: bool = False) -> Program:
    """The Celery worker; it starts the periodic jobs too, so there must be one of this kind."""
    return Program(
        name="worker",
        command=[
            sys.executable, "-m", "celery", "-A", "worker", "--quiet", "worker", "-B", "-s", str(beat_file),
            "--concurrency", environment.get("WORKER_PROCESSES", "2"), "--loglevel", "WARNING",
            "--max-memory-per-child", "600000", "--without-gossip", "--without-mingle",
        ],
        # on a developer's machine root is root; in production systemd and compose run it as somebody else
        environment={"PYTHONWARNINGS": "ignore:You're running the worker with superuser", **environment},
        folder=ROOT,
        restart=restart,
    )  # fmt: skip


def answers(url: str) -> bool:
    """Whether a GET gets 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 -- our own http address
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False


def is_free(host: str, port: int) -> bool:
    """Whether the port can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def reachable_name(host: str) -> str:
    """The host to put into an address that a person on this machine can open."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 -- compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def address(default_port: int = 8000) -> tuple[str, int]:
    """HOST and PORT of the environment.

    Raises:
        ValueError: PORT is not a port; the message is one line.
    """
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or str(default_port)
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:  # noqa: PLR2004 -- the range of ports
        raise ValueError(f"PORT must be a number from 1 to 65535, not {port!r}.")
    return host, int(port)
