"""The app on a real database, empty before each test; both databases unless told otherwise."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from congress.accounts.sessions import forget_cached_tokens
from congress.app import create_app
from congress.foundation.db import db, unit_of_work
from congress.foundation.kept_pages import forget_pages
from congress.foundation.limits import limiter
from congress.settings import Settings
from tests.servers import Postgres
from tests.world import World

pytest_plugins = ["tests.browser"]
BACKENDS = ("sqlite", "postgresql")
NUMBER_FROM_ONE = """SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL"""
# a busy machine is no fault of an example
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=[*BACKENDS, "both"], default="both", help="which databases to test on")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        backends = list(BACKENDS) if chosen == "both" else [chosen]
        if metafunc.definition.get_closest_marker("one_database"):
            del backends[1:]
        if metafunc.definition.get_closest_marker("stricter_database"):
            backends = backends[-1:]
        metafunc.parametrize("backend", backends, scope="session", indirect=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    # not in pytest's own folder: another run at the same time would close it to the user that the server runs as
    with tempfile.TemporaryDirectory(prefix="congress-postgres-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        yield server
        server.stop()


@pytest.fixture(scope="session")
def backend(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def built(backend: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One app for each database, its tables made once."""
    instance = tmp_path_factory.mktemp(f"instance-{backend}")
    environment = {
        "CONGRESS_INSTANCE": str(instance),
        "SECRET_KEY": "a secret for the tests alone",
        "LOG_LEVEL": "ERROR",
        "PUBLIC_URL": "http://congress.test",
    }
    if backend == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres").new_database()
    app = create_app(Settings.from_environment(environment))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=True)
    # everybody in the tests comes from one address
    limiter.enabled = False
    with app.app_context():
        db.create_all()
        if backend == "sqlite":
            db.engine.dispose()
            path = _sqlite_path(app)
            _fold_journal(app)
            shutil.copy(path, path.with_suffix(".empty"))
    return app


def _sqlite_path(app: Flask) -> Path:
    return Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))


def _fold_journal(app: Flask) -> None:
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    db.engine.dispose()


def _forget(app: Flask) -> None:
    """What a process keeps of the database speaks of the one before."""
    forget_cached_tokens()
    forget_pages()
    app.extensions.pop("programme_keeper", None)
    app.extensions.pop("screens_watch", None)


def _empty(app: Flask, backend: str) -> None:
    if backend == "sqlite":
        db.engine.dispose()
        path = _sqlite_path(app)
        for tail in ("-wal", "-shm"):
            path.with_name(path.name + tail).unlink(missing_ok=True)
        shutil.copy(path.with_suffix(".empty"), path)
        return
    # truncating every table takes longer than most tests, which write to few of them
    tables = db.metadata.sorted_tables
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        written = connection.execute(select(*(exists().select_from(one).label(one.name) for one in tables))).one()
        for table in tables:
            if written._mapping[table.name]:
                connection.execute(table.delete())
        connection.execute(text(NUMBER_FROM_ONE))


@pytest.fixture
def app(built: Flask, backend: str) -> Iterator[Flask]:
    """The app with an empty database; an app context is open."""
    with built.app_context():
        _empty(built, backend)
        _forget(built)
        yield built
        db.session.remove()


@pytest.fixture(scope="module")
def emptied(built: Flask, backend: str) -> Flask:
    """The app with a database that was emptied for this module once."""
    with built.app_context():
        _empty(built, backend)
        _forget(built)
    return built


@pytest.fixture(scope="module")
def world(emptied: Flask) -> World:
    """A congress with something of everybody's in it, for tests that only ask."""
    with emptied.app_context():
        world = World(emptied).build()
        db.session.remove()
    return world


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A unit of work that the test writes in; committed at the end like at any edge."""
    with unit_of_work() as open_session:
        yield open_session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    """The moment at which the tests take place, unless they go through HTTP."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback only: a test that needs the world outside is a bug."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> object:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"The tests tried to reach {host}.")
        return connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_report_header() -> str:
    return f"CI={os.environ.get('CI', '')}"
