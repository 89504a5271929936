"""A wrong setting stops the start with one line that names it, whichever process starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from congress.settings import ROOT, Settings, SettingsError

WRONG = [
    ("DATABASE_URL", "mysql://root@localhost/congress", "DATABASE_URL must start with"),
    ("DATABASE_URL", "congress.db", "DATABASE_URL must start with"),
    ("DATABASE_URL", "postgresql://me@localhost", "DATABASE_URL names no database"),
    ("DATABASE_URL", "sqlite://", "DATABASE_URL must start with"),
    ("REDIS_URL", "localhost:6379", "REDIS_URL must be a URL"),
    ("REDIS_URL", "http://localhost", "REDIS_URL must be a URL"),
    ("CELERY_BROKER_URL", "sqs://", "CELERY_BROKER_URL must be a URL"),
    ("PUBLIC_URL", "congress.example", "PUBLIC_URL must be a URL"),
    ("PUBLIC_URL", "https://", "PUBLIC_URL names no host"),
    ("PUBLIC_URL", "https://congress.example:http", "PUBLIC_URL is no valid URL"),
    ("DATABASE_URL", "postgresql://me@[::1/congress", "DATABASE_URL is no valid URL"),
    ("DATABASE_URL", "postgresql://me@localhost:54x2/congress", "DATABASE_URL is no valid URL"),
    ("SECRET_KEY", "short", "SECRET_KEY is too short"),
    ("CONGRESS_TIMEZONE", "Mars/Olympus", "CONGRESS_TIMEZONE names no known time zone"),
    ("CONGRESS_TIMEZONE", "../etc/passwd", "CONGRESS_TIMEZONE names no known time zone"),
    ("CONGRESS_DEMO", "maybe", "CONGRESS_DEMO must be 0 or 1"),
    ("SMTP_URL", "mail.example", "SMTP_URL must be a URL"),
    ("SMTP_URL", "smtp://", "SMTP_URL names no host"),
    ("SMS_GATEWAY_URL", "ftp://sms.example", "SMS_GATEWAY_URL must be a URL"),
    ("SMS_GATEWAY_URL", "https://sms.example", "SMS_GATEWAY_KEY is needed where SMS_GATEWAY_URL is set"),
    ("SMS_QUIET_HOURS", "21-24", "SMS_QUIET_HOURS must be two hours"),
    ("SMS_PER_MINUTE", "0", "SMS_PER_MINUTE must be a whole number"),
    ("STRIPE_API_BASE", "api.stripe.example", "STRIPE_API_BASE must be a URL"),
    ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be one of"),
    ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES must be a whole number"),
    ("TRUSTED_PROXIES", "6", "TRUSTED_PROXIES must be a whole number"),
    ("DB_POOL_SIZE", "many", "DB_POOL_SIZE must be a whole number"),
    ("DB_POOL_SIZE", "٣", "DB_POOL_SIZE must be a whole number"),
    ("MAX_UPLOAD_BYTES", "0", "MAX_UPLOAD_BYTES must be a whole number"),
    ("FILING_PROTECTION_DAYS", "3", "FILING_PROTECTION_DAYS must be a whole number from 7 to 1000"),
    ("VERIFY_WITH_TWO_ABOVE_FEN", "1.5", "VERIFY_WITH_TWO_ABOVE_FEN must be a whole number"),
]
PROCESSES = {
    "command": ["-m", "congress", "db", "upgrade"],
    "web": ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", "127.0.0.1:0"],
    "worker": ["-m", "celery", "-A", "worker", "worker"],
    "make run": ["-m", "deploy.run"],
}


@pytest.mark.parametrize(("name", "value", "says"), WRONG)
def test_a_wrong_value_is_refused_in_one_line_that_names_it(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment({name: value})
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_password_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment({"DATABASE_URL": "mysql://root:hunter22@localhost/congress"})
    assert "hunter22" not in str(refusal.value)


def test_an_empty_value_counts_as_not_given(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {name: "" for name, _value, _says in WRONG} | {"CONGRESS_INSTANCE": str(tmp_path)}
    )
    assert settings.database_url == f"sqlite:///{tmp_path / 'congress.db'}"
    assert (settings.timezone.key, settings.demo, settings.redis_url) == ("Asia/Shanghai", False, None)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_name_of_postgresql_is_understood(scheme: str) -> None:
    settings = Settings.from_environment({"DATABASE_URL": f"{scheme}://me:pw@db.example:5433/congress?sslmode=require"})
    assert settings.database_url == "postgresql+psycopg://me:pw@db.example:5433/congress?sslmode=require"
    assert not settings.is_sqlite


def test_a_relative_sqlite_file_lies_under_the_project() -> None:
    assert (
        Settings.from_environment({"DATABASE_URL": "sqlite:///instance/x.db"}).database_url
        == f"sqlite:///{ROOT}/instance/x.db"
    )


@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_starts_with_a_wrong_setting(process: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *PROCESSES[process]],
        cwd=ROOT,
        env={**os.environ, "CONGRESS_INSTANCE": str(tmp_path), "TRUSTED_PROXIES": "nine"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["TRUSTED_PROXIES must be a whole number from 0 to 5, not 'nine'."]
    assert list(tmp_path.iterdir()) == []
