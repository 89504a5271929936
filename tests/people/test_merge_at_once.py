"""Two organisers who merge the same two people at the same moment, each keeping another one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import text

from congress.alumni.actions import PersonFacts, know_person
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, unit_of_work
from congress.people.actions import merge_people
from congress.people.errors import NoSuchPair


@pytest.mark.stricter_database
def test_one_of_two_merges_at_once_finds_that_the_other_was_first(app: Flask) -> None:
    now = datetime.now(UTC)
    with unit_of_work() as session:
        one, two = (
            know_person(session, PersonFacts(name="示例重名人", email=f"{number}@twice.test"), now=now).person.public_id
            for number in (1, 2)
        )
    together = Barrier(2)

    def merge(pair: tuple[str, str]) -> bool:
        with app.app_context():
            together.wait(timeout=30)
            try:
                with unit_of_work() as session:
                    merge_people(session, *pair, (), by=SYSTEM, now=now)
            except NoSuchPair:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(merge, [(one, two), (two, one)]))
    assert sorted(done) == [False, True]
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM people")).scalar() == 1
        assert connection.execute(text("SELECT count(*) FROM person_keys")).scalar() == 2
