"""What the system administrator sees of what runs."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from congress.admin.system import settings_in_words
from congress.foundation.db import unit_of_work
from congress.foundation.heartbeat import BACKGROUND, renew_heartbeat
from congress.foundation.i18n import in_language
from congress.foundation.jobs import scheduled_jobs
from congress.settings import ROOT, Settings
from tests.factories.accounts import make_user, signed_in

SECRETS = {
    "DATABASE_URL": "postgresql://chief:s3cret-word@db.example/congress", "SECRET_KEY": "s3cret-word-s3cret-word",
    "SMTP_URL": "smtp://chief:s3cret-word@mail.example:587", "STRIPE_SECRET_KEY": "sk_s3cret-word",
    "REDIS_URL": "redis://:s3cret-word@redis.example/0", "FIELD_KEY": "s3cret-word",
    "CAMPUS_LOGINS": """[{"slug": "a", "kind": "oidc", "name": "示例大学", "school": "HN-T-U1",
        "url": "https://login.school.example", "client_id": "congress", "client_secret": "s3cret-word"}]""",
}  # fmt: skip


@pytest.fixture
def page(app: Flask) -> Callable[[], str]:
    with unit_of_work() as session:
        email = make_user(session, "system_admin").email
    client = signed_in(app, email)
    return lambda: client.get("/console/system?lang=en").get_data(as_text=True)


def test_it_says_whether_somebody_works_off_the_jobs(page: Callable[[], str]) -> None:
    assert "Nobody works off the jobs" in page()
    with unit_of_work() as session:
        renew_heartbeat(session, BACKGROUND, now=datetime.now(UTC))
    assert "Jobs are worked off" in page()


def test_every_job_that_starts_by_itself_is_named(page: Callable[[], str]) -> None:
    shown = page()
    assert [name for name in scheduled_jobs() if name not in shown] == []


def test_every_setting_stands_there_and_nothing_secret_does(app: Flask) -> None:
    with app.test_request_context(), in_language("en"):
        found = settings_in_words(Settings.from_environment(SECRETS))
    example = (ROOT / "deploy" / "environment.example").read_text(encoding="utf-8")
    # the last ones are gunicorn's and the worker's own
    known = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) - {
        "WEB_CONCURRENCY",
        "WEB_THREADS",
        "WORKER_PROCESSES",
    }
    assert {one.name for one in found} >= known - {"HOST", "PORT"}
    assert "s3cret-word" not in repr(found)
    assert "smtp://mail.example:587" in [one.value for one in found]
