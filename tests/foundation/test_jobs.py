"""Jobs with a real worker: on the embedded transport and on Redis."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from flask import Flask

from congress.app import create_app
from congress.foundation.access import SYSTEM
from congress.foundation.batches import Batch, BatchState, queue_batch
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.heartbeat import is_beating
from congress.foundation.jobs import after_commit, forget_jobs
from congress.notifications.actions import Recipient, Text, send_message
from congress.notifications.models import Message
from congress.notifications.states import MessageState
from congress.notifications.tasks import deliver_due
from congress.portal.tasks import BACKGROUND
from congress.settings import ROOT, Settings
from tests.foundation.long_work import DEADLY
from tests.servers import Redis
from tests.waiting import eventually

WORKER = [sys.executable, "-m", "celery", "-A", "tests.foundation.long_work", "--quiet", "worker"]


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[Redis]:
    server = Redis(tmp_path)
    yield server
    server.stop()


@pytest.fixture(params=["embedded", "redis"])
def transport(request: pytest.FixtureRequest) -> dict[str, str]:
    return {} if request.param == "embedded" else {"REDIS_URL": request.getfixturevalue("redis_server").url}


Install = Callable[[dict[str, str]], Flask]


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    """Makes an installation of its own: an instance folder with an empty SQLite database."""
    opened: list[Flask] = []

    def make(more: dict[str, str]) -> Flask:
        environment = {
            "CONGRESS_INSTANCE": str(tmp_path / "instance"),
            "LOG_LEVEL": "ERROR",
            "SECRET_KEY": "x" * 32,
        } | more
        app = create_app(Settings.from_environment(environment))
        app.config["ENVIRONMENT"] = environment
        context = app.app_context()
        context.push()
        db.create_all()
        opened.append(app)
        app.extensions["open_context"] = context
        return app

    yield make
    for app in opened:
        db.session.remove()
        db.engine.dispose()
        app.extensions["open_context"].pop()


@contextmanager
def running_worker(app: Flask, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process beside the test; stopped in good order at the end."""
    with (Path(app.config["ENVIRONMENT"]["CONGRESS_INSTANCE"]) / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [*WORKER, "--concurrency", "1", *options],
            cwd=ROOT,
            env={**os.environ, "REDIS_URL": "", "DATABASE_URL": "", **app.config["ENVIRONMENT"]},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
        process.terminate()
        assert process.wait(timeout=20) == 0
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def write_message(*, told: bool = True) -> int:
    """A message in the outbox; with `told` its job is sent, else only the row is there."""
    with unit_of_work() as session:
        message = send_message(
            session,
            Recipient(email="a@example.test", phone=None, language="zh"),
            "test",
            Text(subject="主题", long="正文", short="短信"),
            now=datetime.now(UTC),
        )
        if not told:
            forget_jobs(session)
        session.flush()
        return message.id


def state_of(message_id: int) -> str:
    with reading() as session:
        session.expire_all()
        return session.get_one(Message, message_id).state


def batch_of(batch_id: int) -> Batch:
    with reading() as session:
        session.expire_all()
        batch = session.get_one(Batch, batch_id)
        session.expunge(batch)
        return batch


@pytest.mark.one_database
def test_a_job_called_by_hand_works_for_its_caller_though_another_app_was_made_since(
    app: Flask, tmp_path: Path
) -> None:
    message = write_message(told=False)
    create_app(Settings.from_environment({"CONGRESS_INSTANCE": str(tmp_path), "LOG_LEVEL": "ERROR"}))
    assert deliver_due() == 1
    assert state_of(message) == MessageState.KEPT


def test_a_job_sent_after_the_commit_is_worked_off(install: Install, transport: dict[str, str]) -> None:
    app = install(transport)
    with running_worker(app):
        message = write_message()
        eventually(lambda: state_of(message) == MessageState.KEPT, within=30)


def test_periodic_jobs_deliver_what_nobody_told_of(install: Install, transport: dict[str, str]) -> None:
    app = install(transport)
    message = write_message(told=False)
    with running_worker(app, "-B"):
        eventually(lambda: state_of(message) == MessageState.KEPT, within=45)
        with reading() as session:
            assert is_beating(session, BACKGROUND, now=datetime.now(UTC))


def test_the_outbox_drains_after_redis_was_emptied(install: Install, redis_server: Redis) -> None:
    app = install({"REDIS_URL": redis_server.url})
    message = write_message()
    broker = redis.Redis.from_url(redis_server.url)
    assert broker.llen("celery") == 1
    broker.flushall()
    broker.close()
    with running_worker(app, "-B"):
        eventually(lambda: state_of(message) == MessageState.KEPT, within=45)


def test_a_commit_does_not_wait_for_a_broker_that_is_gone(install: Install, redis_server: Redis) -> None:
    install({"REDIS_URL": redis_server.url})
    write_message()
    redis_server.kill()
    started = time.monotonic()
    message = write_message()
    assert state_of(message) == MessageState.WAITING
    assert time.monotonic() - started < 5


def test_a_commit_does_not_wait_for_a_broker_that_hangs(install: Install, redis_server: Redis) -> None:
    install({"REDIS_URL": redis_server.url})
    write_message()
    redis_server.freeze()
    started = time.monotonic()
    message = write_message()
    assert state_of(message) == MessageState.WAITING
    assert time.monotonic() - started < 8
    # nor does the next one ask it again at once
    started = time.monotonic()
    write_message()
    assert time.monotonic() - started < 1


def test_a_worker_finds_its_way_back_to_a_restarted_redis(install: Install, redis_server: Redis) -> None:
    app = install({"REDIS_URL": redis_server.url})
    with running_worker(app):
        first = write_message()
        eventually(lambda: state_of(first) == MessageState.KEPT, within=30)
        redis_server.kill()
        redis_server.start()
        second = write_message()
        eventually(lambda: state_of(second) == MessageState.KEPT, within=30)


def test_a_killed_worker_leaves_a_batch_that_another_takes_over(install: Install, transport: dict[str, str]) -> None:
    app = install(transport)
    with unit_of_work() as session:
        batch = queue_batch(session, DEADLY, {}, SYSTEM, congress_id=None, now=datetime.now(UTC))
        after_commit(session, DEADLY, batch_id=batch.id)
        batch_id = batch.id
    with running_worker(app):
        eventually(lambda: batch_of(batch_id).done == 1, within=30)
        left = batch_of(batch_id)
        assert (left.state, left.attempts) == (BatchState.RUNNING, 1)
        assert left.leased_until is not None
        assert left.leased_until > datetime.now(UTC)
        with unit_of_work() as session:
            # as if the minute of its lease were over
            session.get_one(Batch, batch_id).leased_until = datetime.now(UTC) - timedelta(seconds=1)
        with unit_of_work() as session:
            after_commit(session, "foundation.resume_batches")
        eventually(lambda: batch_of(batch_id).state == BatchState.DONE, within=30)
    done = batch_of(batch_id)
    assert (done.done, done.total, done.attempts) == (2, 2, 2)
