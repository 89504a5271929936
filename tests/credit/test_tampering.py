"""What somebody with the database's own password does to the ledger, and what the check says of it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.credit.actions import verify_ledger
from congress.foundation.db import db, reading
from congress.programme.queries import congress_by_slug
from tests.factories.office import Office

COLUMNS = """congress_id, milestone, intention, entity_kind, entity_code, measure, amount_fen, count, share,
    rule_version, period, recorded_at, evidence, previous_hash, hash"""


@pytest.fixture
def office(client: FlaskClient) -> Office:
    made = Office(client)
    for _ in range(2):
        made.accept(made.milestone(made.signed()["id"])["id"])
    return made


def forge(statement: str) -> None:
    """Take the guards away, do it, put them back where that is one word."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for act in ("UPDATE", "DELETE"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS ledger_entries_no_{act}"))
        else:
            connection.execute(text("ALTER TABLE ledger_entries DISABLE TRIGGER USER"))
        connection.execute(text(statement))
        if connection.dialect.name != "sqlite":
            connection.execute(text("ALTER TABLE ledger_entries ENABLE TRIGGER USER"))


def findings() -> list[str]:
    with reading() as session:
        return [one.message for one in verify_ledger(session, congress_by_slug(session, "2036"))]


@pytest.mark.parametrize("seq", [0, -3])
def test_a_row_slipped_in_before_the_first_is_found(office: Office, seq: int) -> None:
    assert findings() == []
    forge(f"INSERT INTO ledger_entries (seq, {COLUMNS}) SELECT {seq}, {COLUMNS} FROM ledger_entries WHERE seq = 3")  # noqa: S608 -- constants of this file
    assert any(f"{seq} stands there" in message for message in findings())


def test_two_rows_that_change_places_are_found(office: Office) -> None:
    for old, new in ((2, 1000), (3, 2), (1000, 3)):
        forge(f"UPDATE ledger_entries SET seq = {new} WHERE seq = {old}")  # noqa: S608 -- constants of this file
    assert any("entry 2 was changed" in message for message in findings())
    assert any("entry 3 was changed" in message for message in findings())


@pytest.mark.parametrize("change", ["evidence = '5'", "evidence = 'null'", "evidence = '[1]'"])
def test_a_row_that_makes_no_sense_any_more_is_a_finding(office: Office, change: str) -> None:
    forge(f"UPDATE ledger_entries SET {change} WHERE seq = 2")  # noqa: S608 -- constants of this file
    assert len(findings()) == 1
    assert "was changed" in findings()[0]


@pytest.mark.parametrize(
    "change", ["evidence = '[broken'", "recorded_at = 'yesterday'", "seq = 'x'", "milestone = x'ff'"]
)
def test_values_that_only_sqlite_takes_are_findings_too(office: Office, change: str) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL refuses to store it")
    forge(f"UPDATE ledger_entries SET {change} WHERE seq = 2")  # noqa: S608 -- constants of this file
    assert len(findings()) == 1
    assert "was changed" in findings()[0]
