"""What is measured: one database with a full congress on it, and gunicorn's web processes in front."""

import dataclasses
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import psutil
from flask import Flask

from bench.asks import HOST, Ask, statements_of
from bench.commits import commits_per_second
from bench.crowd import Crowd, gather
from bench.load import Address, Journey, Load, drive
from congress.app import create_app
from congress.foundation.db import db
from congress.foundation.documents.fonts import register_fonts
from congress.foundation.i18n import in_language
from congress.foundation.upgrade import upgrade_database
from congress.settings import Settings
from deploy.programs import answers, web
from tests.layouts import clean_environment, free_port
from tests.servers import Postgres, Redis
from tests.waiting import eventually

MIB = 1024 * 1024
Number = TypeVar("Number", int, float)
DATABASES = ("sqlite", "postgresql")


def say(text: str) -> None:
    """Everything but the figures goes to standard error."""
    print(text, file=sys.stderr, flush=True)


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured."""

    people: int = 5000
    entries: int = 100_000
    badges: int = 1000
    agendas: int = 200
    sessions: int = 900
    brought: int = 20_000
    seconds: float = 5.0
    commit_seconds: float = 1.0
    clients: tuple[int, ...] = (1, 8, 32)
    repeats: int = 60
    processes: int = 4
    manifests: tuple[int, ...] = (1000, 10_000, 100_000)
    camera_looks: int = 12


QUICK = Size(
    people=300, entries=3000, badges=60, agendas=20, sessions=90, brought=200, seconds=0.7, commit_seconds=0.2,
    repeats=10, manifests=(100, 400), camera_looks=2,
)  # fmt: skip


@dataclass
class Stage:
    """A running system and everybody in it."""

    database: str
    url: str
    app: Flask
    address: Address
    master: psutil.Process
    crowd: Crowd
    size: Size
    peak_pss: int = 0

    @contextmanager
    def inside(self) -> Iterator[None]:
        """The app inside this process, for what is measured without HTTP."""
        base = self.app.extensions["settings"].public_url
        with self.app.app_context(), self.app.test_request_context(base_url=base), in_language("zh"):
            yield

    def drive(self, journeys: list[Journey], *, clients: int, seconds: float, marker: bytes = b"") -> Load:
        before = self.processor_seconds()
        load = drive(self.address, journeys, clients=clients, seconds=seconds, marker=marker)
        load.web_seconds = self.processor_seconds() - before
        self.peak_pss = max(self.peak_pss, self.pss())
        return load

    def statements_of(self, asks: list[Ask]) -> int:
        with self.app.app_context():
            return statements_of(self.app, db.engine, asks)

    def commits_per_second(self, writers: int) -> float:
        return commits_per_second(self.url, writers=writers, seconds=self.size.commit_seconds)

    def pss(self) -> int:
        """Memory of master and web processes, each shared page counted once over all who share it."""
        return sum(self._of_each(lambda process: process.memory_full_info().pss))

    def processor_seconds(self) -> float:
        return sum(self._of_each(lambda process: sum(process.cpu_times()[:2])))

    def _of_each(self, ask: Callable[[psutil.Process], Number]) -> Iterator[Number]:
        for process in (self.master, *self.master.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                yield ask(process)


@contextmanager
def staged(database: str, size: Size) -> Iterator[Stage]:
    """Start the servers, fill the database, serve it; everything is gone at the end.

    PostgreSQL has Redis beside it, as in production; SQLite the embedded queue, as on a laptop. No worker runs:
    the messages that registrations cause wait in the outbox.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="congress-bench-")))
        port = free_port()
        environment = clean_environment(
            folder / "instance",
            SECRET_KEY=secrets.token_hex(16),
            PUBLIC_URL=f"http://{HOST}:{port}",
            TRUSTED_PROXIES="1",
            WEB_CONCURRENCY=str(size.processes),
        )
        if database == "postgresql":
            postgres = Postgres(folder / "postgres", durable=True)
            stack.callback(postgres.stop)
            redis = Redis(folder)
            stack.callback(redis.stop)
            environment |= {"DATABASE_URL": postgres.new_database(), "REDIS_URL": redis.url}
        settings = Settings.from_environment(environment)
        say(f"{database}: loading the congress with {size.people} people")
        # the web processes log as in production; this one keeps its lines to itself
        app = create_app(dataclasses.replace(settings, log_level="WARNING"))
        with app.app_context(), app.test_request_context(base_url=settings.public_url), in_language("zh"):
            upgrade_database()
            crowd = gather(app, size.people, badges=size.badges, now=datetime.now(UTC), say=say)
            register_fonts()
            db.session.remove()
            if database == "postgresql":
                # what the server does by itself a minute after rows have come
                with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("VACUUM ANALYZE")
            db.engine.dispose()
        master = stack.enter_context(_served(port, environment, folder))
        plain = settings.database_url.replace("postgresql+psycopg://", "postgresql://")
        yield Stage(database, plain, app, (HOST, port), master, crowd, size)
        with app.app_context():
            db.engine.dispose()


@contextmanager
def _served(port: int, environment: dict[str, str], folder: Path) -> Iterator[psutil.Process]:
    program = web("web", HOST, port, {})
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            program.command, cwd=program.folder, env={**os.environ, **environment}, stdout=log, stderr=log
        )
    try:
        eventually(lambda: answers(f"http://{HOST}:{port}/healthz"), within=60)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()
