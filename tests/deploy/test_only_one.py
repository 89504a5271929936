"""One supervised pair on a database, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest

from congress.settings import Settings
from deploy.only_one import Taken, Unreachable, hold
from tests.servers import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    environment = {"CONGRESS_INSTANCE": str(tmp_path)}
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        environment["DATABASE_URL"] = server.new_database()
    return Settings.from_environment(environment)


def test_the_second_is_refused_until_the_first_lets_go(settings: Settings) -> None:
    first = hold(settings)
    with pytest.raises(Taken):
        hold(settings)
    first.close()
    hold(settings).close()


def test_another_database_on_the_same_server_is_free(settings: Settings, postgres: Postgres, tmp_path: Path) -> None:
    other = postgres.new_database() if not settings.is_sqlite else f"sqlite:///{tmp_path}/other.db"
    first = hold(settings)
    hold(Settings.from_environment({"CONGRESS_INSTANCE": str(tmp_path), "DATABASE_URL": other})).close()
    first.close()


def test_a_database_that_does_not_answer_is_said_in_one_line() -> None:
    with pytest.raises(Unreachable) as refusal:
        hold(Settings.from_environment({"DATABASE_URL": "postgresql://me@127.0.0.1:1/congress"}))
    assert "127.0.0.1" in str(refusal.value)
    assert "\n" not in str(refusal.value)
