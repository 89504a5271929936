"""What a load balancer is told."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.batches import lease_batch, queue_batch
from congress.foundation.db import db, unit_of_work
from congress.foundation.heartbeat import FRESH, renew_heartbeat
from congress.portal.tasks import BACKGROUND
from congress.settings import Settings


def beat_before(seconds: float) -> None:
    with unit_of_work() as session:
        renew_heartbeat(session, BACKGROUND, now=clock.now() - timedelta(seconds=seconds))


def test_alive_needs_neither_database_nor_jobs(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_not_ready_before_a_job_was_worked_off(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["jobs"]) == (503, "no sign of life lately")


def test_ready_after_the_worker_ran_its_first_job(app: Flask, client: FlaskClient) -> None:
    app.extensions["celery"].tasks["portal.beat"]()
    assert client.get("/readyz").get_json() == {"status": "ok", "database": "ok", "jobs": "ok"}


def test_not_ready_when_the_last_sign_of_life_is_old(client: FlaskClient) -> None:
    beat_before(FRESH.total_seconds() + 5)
    assert client.get("/readyz").status_code == 503
    beat_before(1)
    assert client.get("/readyz").status_code == 200


def test_a_worker_with_its_hands_full_of_batches_is_alive(client: FlaskClient) -> None:
    beat_before(FRESH.total_seconds() + 600)
    with unit_of_work() as session:
        batch = queue_batch(session, "test", {}, SYSTEM, congress_id=None, now=clock.now())
        assert lease_batch(session, batch.id, now=clock.now())
    assert client.get("/readyz").status_code == 200


def test_a_database_out_of_reach_is_said_not_a_crash(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise db.engine.dialect.dbapi.OperationalError("connection refused")

    monkeypatch.setattr(db.engine.dialect, "do_begin", refuse)
    monkeypatch.setattr(db.engine.dialect, "connect", refuse)
    db.engine.dispose()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["database"]) == (503, "does not answer")


def test_health_checks_are_open_to_anybody(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    assert not settings.demo
    for name in ("health.alive", "health.ready"):
        assert app.view_functions[name].access.text == "public"  # type: ignore[attr-defined]
