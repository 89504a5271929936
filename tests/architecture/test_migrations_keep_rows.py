"""A database that was in use before the newest tables keeps its rows, and what is computed from them is there."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from congress.foundation.db import db
from congress.foundation.upgrade import upgrade_database

BEFORE = """
INSERT INTO congresses
  (id, slug, title_zh, title_en, slogan_zh, slogan_en, place_zh, place_en, starts_on, ends_on, registration_open,
   registration_closes_at, released, is_demo, last_badge_number, approval)
  VALUES (1, 'x', 'x', 'x', '', '', '', '', '2026-01-01', '2026-01-02', false, '2026-01-01', true, false, 0, false);
INSERT INTO ledger_entries
  (id, congress_id, seq, milestone, intention, entity_kind, entity_code, measure, amount_fen, count, share,
   rule_version, period, recorded_at, evidence, previous_hash, hash)
  VALUES (1, 1, 1, 'm', 'i', 'county', 'A', 'investment', 5, 0, 1, 'v', 2026, '2026-01-01', '[]', 'a', 'b'),
         (2, 1, 2, 'm', 'i', 'county', 'A', 'investment', 7, 0, 1, 'v', 2026, '2026-01-02', '[]', 'a', 'b');
INSERT INTO ledger_heads (congress_id, count, hash) VALUES (1, 2, 'b');
INSERT INTO publications
  (id, public_id, congress_id, board, period, as_of, state, objections_until, document, openings, published_by,
   published_at)
  VALUES (1, 'p', 1, 'b', 2026, '2026-01-01', 'announced', '2026-01-05', '{}', '[]', 7, '2026-01-03');
INSERT INTO objections (id, public_id, publication_id, objector, text, state, answer, filed_at)
  VALUES (1, 'o', 1, 'x', 'y', 'open', '', '2026-01-03');
"""
RIGHTS = """SELECT privilege_type FROM pg_class, aclexplode(relacl)
    WHERE relname IN ('ledger_entries', 'credit_holds') AND relnamespace = 'public'::regnamespace"""


def start_anew(*, with_tables: bool) -> None:
    """No tables at all, or those of the models; never a note of where migrations stand."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        else:
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
            for table in reversed(db.metadata.sorted_tables):
                connection.execute(text(f"DROP TABLE IF EXISTS {table.name}"))
    if with_tables:
        db.create_all()


@pytest.fixture
def empty(app: Flask) -> Iterator[None]:
    start_anew(with_tables=False)
    yield
    db.session.remove()
    start_anew(with_tables=True)


def test_rows_of_the_first_version_live_through_every_later_one(empty: None) -> None:
    upgrade_database("0001")
    with db.engine.begin() as connection:
        for statement in BEFORE.strip().split(";\n"):
            connection.exec_driver_sql(statement)
    upgrade_database()
    with db.engine.connect() as connection:
        totals = connection.execute(text("SELECT entity_code, amount_fen, entries FROM board_totals")).all()
        head = connection.execute(text("SELECT totals_count, latest_at FROM ledger_heads")).one()
        found = connection.execute(text("SELECT state, computed_by, edge FROM publications")).one()
        kinds = connection.execute(text("SELECT kind, objector FROM objections")).all()
        if connection.dialect.name == "postgresql":
            rights = connection.execute(text(RIGHTS)).scalars().all()
            # whoever owns the tables has no right to change the ledger, before any trigger refuses it
            assert {"SELECT", "INSERT"} <= set(rights)
            assert {"UPDATE", "DELETE", "TRUNCATE"}.isdisjoint(rights)
    assert [tuple(row) for row in totals] == [("A", 12, 2)]
    assert head[0] == 2
    assert str(head[1]).startswith("2026-01-02")
    assert tuple(found) == ("announced", 7, "all")
    assert [tuple(row) for row in kinds] == [("person", "x")]
