"""A scan looks its badge up; it never reads what others wear."""

import pytest
from flask import Flask

from congress.checkin.hotpath_sql import ADMISSIONS_SQLITE, LOOK_UP, STANDING
from congress.foundation.db import db


@pytest.mark.one_database
@pytest.mark.parametrize("statement", [LOOK_UP["sqlite"], STANDING["sqlite"], ADMISSIONS_SQLITE])
def test_sqlite_begins_with_what_was_sent_and_finds_the_rest_by_its_keys(app: Flask, statement: object) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("how SQLite goes about it")
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement}",
            dict.fromkeys(("asks", "rows", "congress", "device", "received"), "[]"),
        )
        steps = [row.detail for row in plan]
    assert steps[0].startswith("SCAN json_each")
    assert [step for step in steps[1:] if not step.startswith("SEARCH")] == []


@pytest.mark.one_database
def test_postgresql_looks_each_thing_up_in_a_row_of_its_own(app: Flask) -> None:
    assert str(LOOK_UP["postgresql"]).count("LIMIT 1") == str(LOOK_UP["postgresql"]).count("LATERAL") == 6
