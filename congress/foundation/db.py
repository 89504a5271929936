"""The tables' Base, the types they share, and the one place that commits."""

import math
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, DateTime, Integer, MetaData, event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DisconnectionError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from congress.foundation.jobs import forget_jobs, send_jobs
from congress.settings import Settings

WRITING, READING = "congress_writing", "congress_reading"
RESTS_SINCE = "congress_rests_since"
# seconds; a server that is started anew takes longer
TRUSTED_FOR = 1.0


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. Naive values are refused, never guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive time has no place in the database.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- signature of SQLAlchemy
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite numbers rows only in an INTEGER primary key
BigId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """What every table inherits."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UTCDateTime(), int: BigId, dict[str, Any]: JSON(), list[Any]: JSON()},
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


@contextmanager
def bare_unit_of_work() -> Iterator[Connection]:
    """The gate's transaction: a connection without the ORM, for a path where each round trip counts.

    On PostgreSQL each statement is its own transaction, which saves two round trips; the gate's one writing
    statement is atomic by itself. On SQLite it is one immediate transaction.
    """
    engine = db.engine
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
            yield connection
    else:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection


class NestedUnitOfWork(RuntimeError):
    """An edge opened a unit of work inside another one."""


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One transaction: commits at the end, rolls back on any error; then sends the jobs asked for inside.

    Only edges (views, endpoints, tasks, commands) open it, one at a time. A reading transaction that the
    same request left open is ended first, so that SQLite starts the writing one with the lock in hand.
    """
    session: Session = db.session()
    if session.info.get(WRITING):
        raise NestedUnitOfWork
    session.rollback()
    session.info[WRITING] = True
    try:
        session.connection(execution_options={WRITING: True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        forget_jobs(session)
        raise
    finally:
        session.info.pop(WRITING, None)
    send_jobs(session)


@contextmanager
def reading() -> Iterator[Session]:
    """A session to read with; whatever it changed is thrown away. Inside another one it reads along: what the outer
    one has loaded stays loaded until that ends.
    """
    session: Session = db.session()
    outer = not session.info.get(READING)
    session.info[READING] = True
    try:
        yield session
    finally:
        if outer:
            del session.info[READING]
            if not session.info.get(WRITING):
                session.rollback()


@contextmanager
def long_reading() -> Iterator[Session]:
    """A session of its own to read with for minutes: one state of the database from the first row to the last, while
    units of work come and go beside it.
    """
    engine = db.engine
    if engine.dialect.name != "sqlite":  # there each reading transaction sees one state
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(engine) as session:
        yield session


@contextmanager
def unique_or(session: Session, refusal: Exception) -> Iterator[None]:
    """Run inserts in a savepoint; a broken unique key becomes `refusal`, and the transaction lives on."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as error:
        raise refusal from error


def is_unique_violation(error: IntegrityError) -> bool:
    """Whether the database refused because the row is already there (and not for another constraint)."""
    code = getattr(error.orig, "sqlstate", None)
    if code is not None:
        return bool(code == "23505")
    return "UNIQUE constraint failed" in str(error.orig)


def configure_database(app: Flask, settings: Settings) -> None:
    """Bind the database of the settings to the app; SQLite gets WAL, foreign keys and immediate writes."""
    options: dict[str, Any] = {"hide_parameters": True}
    if settings.is_sqlite:
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        options["connect_args"] = {"timeout": 30, "isolation_level": None, "check_same_thread": False}
        options["pool_size"] = 16
    else:
        options |= {"pool_size": settings.db_pool_size, "max_overflow": 4, "pool_recycle": 1800}
        options["connect_args"] = {
            "options": "-c timezone=UTC -c lock_timeout=10000 -c statement_timeout=60000",
            "connect_timeout": 5,
        }
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        if settings.is_sqlite:
            prepare_sqlite(db.engine)
        else:
            event.listen(db.engine, "checkin", _note_rest)
            event.listen(db.engine, "checkout", _wake)


def _note_rest(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info[RESTS_SINCE] = time.monotonic()


def _wake(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """Ask a connection that has rested whether it still stands, before a request relies on it.

    One that was in use a moment ago is not asked: on the gate's path that question was a third of the round trips.

    Raises:
        DisconnectionError: it does not; the pool opens another.
    """
    if time.monotonic() - record.info.get(RESTS_SINCE, math.inf) < TRUSTED_FOR:
        return
    try:
        db.engine.dialect.do_ping(connection)
    except db.engine.dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite fit for several processes on one host (SAFETY.md finding 2)."""
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_explicitly)


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "synchronous=FULL",
        "cache_size=-8192",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_explicitly(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
