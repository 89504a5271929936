"""The yardstick beside each figure: bare one-row commits on the same database, by as many writers."""

import sqlite3
import time
from pathlib import Path

import psycopg

from bench.processes import Start, together

MOST_WRITERS = 8
TABLE = "CREATE TABLE IF NOT EXISTS bench_commits (writer integer, number integer)"
INSERT = "INSERT INTO bench_commits VALUES ({0}, {0})"


def commits_per_second(url: str, *, writers: int, seconds: float) -> float:
    """How many rows a second the database commits one by one, with nothing else in the transaction."""
    is_sqlite = url.startswith("sqlite")
    write = _SQLite if is_sqlite else _PostgreSQL
    place = url.removeprefix("sqlite:///") if is_sqlite else url
    write(place).statement(TABLE)
    writers = min(writers, MOST_WRITERS)

    def work(number: int, start: Start) -> tuple[float, float, int]:
        database, insert = write(place), INSERT.format(number)
        start()
        began, done = time.monotonic(), 0
        while time.monotonic() < began + seconds:
            database.statement(insert)
            done += 1
        return began, time.monotonic(), done

    found = together(writers, work)
    elapsed = max(ended for _began, ended, _done in found) - min(began for began, _ended, _done in found)
    return sum(done for _began, _ended, done in found) / elapsed


class _PostgreSQL:
    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=1)

    def statement(self, text: str) -> None:
        self._connection.execute(text)


class _SQLite:
    """As the product sets it up: a write-ahead log, and each commit on the disk."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(Path(path), isolation_level=None, timeout=30)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._connection.execute(f"PRAGMA {pragma}")

    def statement(self, text: str) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(text)
        self._connection.execute("COMMIT")
