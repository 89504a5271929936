"""Nothing that speaks of a person is forgotten: not by the registry, not by an export, not by an erasure."""

import json
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import JSON, LargeBinary, String, Table, select
from sqlalchemy.orm import Session

from congress.alumni.models import Person
from congress.foundation.db import db, reading
from congress.foundation.i18n import in_language
from congress.foundation.personal import PersonalTable, declared_tables, find_subject
from congress.privacy.export import export_json, shown_rows
from congress.privacy.words import nameless_columns
from tests.factories.privacy import NUMBER
from tests.world import PHONE, World, address_of

NAME = "示例校友甲"
MAIL = address_of("alumnus")
PERSONAL = {"person_id", "registration_id", "user_id", "badge_id", "order_id"}
OF_PERSONS = {"people", "registrations", "users", "badges", "orders"}
# by an order of nobody's: what Stripe told, without a person in it
NOT_PERSONAL = {"stripe_events"}


@pytest.fixture
def full(app: Flask) -> World:
    """A world of one's own, to change."""
    return World(app).build()


def linking_columns(table: Table) -> set[str]:
    """The columns that lead to a person, by their name or by what they refer to."""
    return {
        column.name
        for column in table.columns
        if column.name in PERSONAL or any(key.column.table.name in OF_PERSONS for key in column.foreign_keys)
    }


@pytest.mark.one_database
def test_every_table_that_leads_to_a_person_is_claimed_by_its_slice(app: Flask) -> None:
    claimed: dict[str, set[str]] = {}
    for table in declared_tables():
        claimed.setdefault(table.name, set()).update(table.found_by)
    silent = {
        (table.name, column)
        for table in db.metadata.sorted_tables
        if table.name not in NOT_PERSONAL
        for column in linking_columns(table) - claimed.get(table.name, set())
    }
    assert silent == set()


@pytest.mark.one_database
def test_what_is_shown_has_a_name_in_words(app: Flask) -> None:
    assert nameless_columns() == set()


@pytest.mark.one_database
def test_what_a_table_shows_and_fills_are_columns_of_it(app: Flask) -> None:
    for table in declared_tables():
        for column in [*table.found_by, *table.gives, *table.filled, *table.scrubbed, *table.names]:
            assert column in table.model.__table__.columns, (table.name, column)
        assert all(hasattr(table.model, path.partition(".")[0]) for path in table.shown), table.name


def found_by_walking(session: Session, start: dict[str, set[object]]) -> dict[str, int]:
    """Rows that hang on the keys, table by table, until nothing new turns up. Knows the schema alone."""
    keys = {name: set(values) for name, values in start.items()}
    rows: dict[str, set[object]] = {}
    while True:
        before = sum(map(len, rows.values()))
        for table in db.metadata.sorted_tables:
            if table.name in NOT_PERSONAL:
                continue
            conditions = [column.in_(keys.get(target, ())) for column, target in _links(table) if keys.get(target)]
            for condition in conditions:
                primary = list(table.primary_key.columns)
                for row in session.execute(select(*primary).where(condition)):
                    rows.setdefault(table.name, set()).add(tuple(row))
                    if table.name in OF_PERSONS - {"people", "users"}:
                        keys.setdefault(table.name, set()).add(row[0])
        if sum(map(len, rows.values())) == before:
            return {name: len(found) for name, found in rows.items()}


def _links(table: Table) -> Iterator[tuple[object, str]]:
    by_name = {"person_id": "people", "registration_id": "registrations", "user_id": "users", "badge_id": "badges"}
    for column in table.columns:
        targets = {key.column.table.name for key in column.foreign_keys} or {by_name.get(column.name)}
        for target in targets & OF_PERSONS:
            yield column, target


def test_an_export_holds_every_row_that_an_independent_walk_finds(full: World) -> None:
    with reading() as session:
        person = person_of(session)
        user = person.user_id
        assert user is not None
        walked = found_by_walking(session, {"people": {person.id}, "users": {user}})
        subject = find_subject(session, person=person.id)
        with in_language("en"):
            document = json.loads(export_json(subject, made_at=person.created_at))
    exported: dict[str, int] = {}
    for table in document["records"]:
        exported[table["record"]] = exported.get(table["record"], 0) + len(table["rows"])
    missing = {name: count for name, count in walked.items() if exported.get(name, 0) < count}
    assert missing == {}
    assert {"scans", "admissions", "orders", "certificates", "help_calls", "identity_numbers"} <= set(exported)


def person_of(session: Session) -> Person:
    people = db.metadata.tables["people"]
    person_id = session.scalars(select(people.c.id).where(people.c.name == NAME)).one()
    return session.get_one(Person, person_id)


def places_of(word: str) -> set[tuple[str, str]]:
    """Where a word stands in any text, JSON or bytes of any table."""
    # `other-alumnus@…` is somebody else
    sought = re.compile(rf"(?<![\w.-]){re.escape(word)}")
    found = set()
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            columns = [column for column in table.columns if isinstance(column.type, String | JSON | LargeBinary)]
            if not columns:
                continue
            for row in connection.execute(select(*columns)):
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, bytes | memoryview):
                        text = bytes(value).decode(errors="ignore")
                    else:
                        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
                    if sought.search(text):
                        found.add((table.name, column.name))
    return found


def test_the_search_for_words_finds_what_is_there(full: World) -> None:
    assert {("people", "name"), ("registrations", "email"), ("messages", "address")} <= places_of(NAME) | places_of(
        MAIL
    )


def test_an_export_never_holds_the_number_of_a_document(full: World) -> None:
    with reading() as session:
        subject = find_subject(session, person=person_of(session).id)
        assert NUMBER not in export_json(subject, made_at=person_of(session).created_at).decode()
        numbers = [rows for table, rows in subject.holdings() if table.name == "identity_numbers"]
        assert numbers[0][0].masked == "430102********0018"


def test_each_row_that_is_shown_can_be_written(full: World) -> None:
    def lines(table: PersonalTable) -> int:
        return len(shown_rows(table, subject.rows[table.key]))

    with reading() as session:
        subject = find_subject(session, person=person_of(session).id)
        assert sum(lines(table) for table, _rows in subject.holdings()) == subject.count


def test_a_number_of_a_document_lies_in_no_table_in_clear(full: World) -> None:
    assert places_of(NUMBER) == set()


def test_an_address_that_another_person_uses_too_belongs_to_neither(full: World) -> None:
    """示例校友乙 was registered with the phone of the account of 示例校友甲."""
    people = db.metadata.tables["people"]
    with reading() as session:
        own = find_subject(session, person=person_of(session).id)
        other_id = session.scalars(select(people.c.id).where(people.c.name == "示例校友乙")).one()
        other = find_subject(session, person=other_id)
        assert (own.keys["address"], other.keys["address"]) == ({MAIL}, set())
        # the account, with both addresses, is the first one's
        assert (own.shared, other.shared) == ({PHONE}, {PHONE, MAIL})
        assert (len(own.keys["user"]), len(other.keys["user"])) == (1, 0)
