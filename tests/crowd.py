"""Many callers of one address at the same moment, and the web processes that answer them."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
from flask import Flask

from congress.settings import ROOT, Settings
from tests.layouts import clean_environment, fetch, free_port
from tests.waiting import eventually


@dataclass(frozen=True)
class Ask:
    """One POST of JSON."""

    path: str
    body: Any
    headers: dict[str, str]

    def raw(self, host: str) -> bytes:
        content = json.dumps(self.body).encode()
        headers = {"Host": host, "Content-Type": "application/json", "Content-Length": str(len(content))}
        lines = [f"{name}: {value}" for name, value in (headers | self.headers).items()]
        return "\r\n".join([f"POST {self.path} HTTP/1.1", *lines, "", ""]).encode() + content


class Crowd:
    """Callers of one site."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask_at_once(self, asks: Sequence[Ask]) -> list[tuple[int, Any]]:
        """Every connection stands before the first request is sent; every request is sent before an answer is read."""
        callers = [socket.create_connection(("127.0.0.1", self.port), timeout=120) for _ask in asks]
        try:
            for caller, ask in zip(callers, asks, strict=True):
                caller.sendall(ask.raw(f"127.0.0.1:{self.port}"))
            return [_answer(caller) for caller in callers]
        finally:
            for caller in callers:
                caller.close()


def _answer(caller: socket.socket) -> tuple[int, Any]:
    """Read to the length that is told: the server keeps the connection open for more."""
    with caller.makefile("rb") as told:
        status = int(told.readline().split()[1])
        headers = dict(line.decode().lower().split(": ", 1) for line in iter(told.readline, b"\r\n"))
        return status, json.loads(told.read(int(headers["content-length"])))


@contextmanager
def web_processes(app: Flask, wsgi: str = "congress.app:create_app()", *, processes: int = 4) -> Iterator[Crowd]:
    """gunicorn as in production, on the database and the keys of the test's app."""
    settings: Settings = app.extensions["settings"]
    port = free_port()
    environment = clean_environment(
        settings.instance_dir,
        DATABASE_URL=settings.database_url,
        SECRET_KEY=str(app.secret_key),
        WEB_CONCURRENCY=str(processes),
        LOG_LEVEL="ERROR",
    )
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", f"127.0.0.1:{port}", wsgi]
    said = settings.instance_dir / "gunicorn.log"
    with said.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:

        def is_up() -> bool:
            assert process.poll() is None, said.read_text(encoding="utf-8")
            return fetch(f"http://127.0.0.1:{port}/healthz")[0] == 200

        eventually(is_up, within=60)
        eventually(lambda: len(psutil.Process(process.pid).children()) == processes, within=20)
        yield Crowd(port)
    finally:
        process.terminate()
        process.wait(timeout=30)
