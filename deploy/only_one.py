"""At most one supervised pair on a database: a file lock beside SQLite, an advisory lock in PostgreSQL."""

import fcntl
from pathlib import Path
from typing import Protocol

import psycopg

from congress.settings import Settings

# any number will do as long as it stays the same: the bytes of "congress"
ADVISORY = 0x636F6E6772657373


class Held(Protocol):
    """What holds the lock for as long as it is open."""

    def close(self) -> None: ...


class Taken(Exception):
    """Somebody else serves this database."""


class Unreachable(Exception):
    """The database does not answer; the message is one line."""


def hold(settings: Settings) -> Held:
    """Take the lock or say that it is taken; it is let go when the process ends, however it ends.

    Raises:
        Taken: another process holds it.
        Unreachable: PostgreSQL does not answer.
    """
    return _hold_file(settings) if settings.is_sqlite else _hold_advisory(settings)


def _hold_file(settings: Settings) -> Held:
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    database.parent.mkdir(parents=True, exist_ok=True)
    file = database.with_name(database.name + ".serving").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise Taken from None
    return file


def _hold_advisory(settings: Settings) -> Held:
    try:
        connection = psycopg.connect(
            settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1),
            autocommit=True,
            connect_timeout=5,
            keepalives_idle=30,
        )
    except psycopg.OperationalError as error:
        raise Unreachable(" ".join(str(error).split())) from None
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY]).fetchone()
    if not row or not row[0]:
        connection.close()
        raise Taken
    return connection
