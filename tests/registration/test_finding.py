"""Looking for somebody in a long list: by any sign, in as many questions for three as for one, from an index."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from congress.foundation.db import db, reading, unit_of_work
from congress.programme.models import Forum
from congress.programme.queries import the_congress
from congress.registration import queries
from congress.registration.models import Registration
from congress.registration.queries import Filter, find_registrations
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.programme import make_congress, make_forum

C = "/api/v1/congresses/2036"
PEOPLE = (
    {"name": "示例校友甲", "email": "jia@example.test", "organisation": "示例（虚构）Materials 公司"},
    {"name": "Invented McSample", "phone": "+8613900004321", "organisation": "Invented Works"},
    {"name": "示例校友丙", "email": "bing@example.test", "organisation": "示例（虚构）研究院"},
)


class Desk:
    """A congress with three people, of whom one has a seat in the hall and two wait for it."""

    def __init__(self, app: Flask) -> None:
        with unit_of_work() as session:
            congress = make_congress(session)
            make_forum(session, congress, "hall", capacity=1, waitlist=True)
            self.headers = make_token(session, make_user(session, "organiser"))
        self.calls = app.test_client()
        self.codes = [self._register(person) for person in PEOPLE]
        self.console = signed_in(app, "organiser@congress.test")

    def _register(self, person: dict[str, str]) -> str:
        body = person | {"consent": True, "forums": ["hall"]}
        answer = self.calls.post(f"{C}/registrations", json=body, headers=self.headers)
        assert answer.status_code == 201, answer.json
        code: str = answer.json["code"]
        return code

    def found(self, **narrowed: str) -> list[str]:
        """The names that a program gets."""
        answer = self.calls.get(f"{C}/registrations", query_string=narrowed, headers=self.headers)
        return [one["code"] for one in answer.json["items"]]


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def test_somebody_is_found_by_any_sign_and_by_nothing_else(desk: Desk) -> None:
    first, second, third = desk.codes
    assert desk.found(q="校友") == [first, third]
    assert desk.found(q="shili") == [first, third]
    # letters large or small, in names and organisations
    assert desk.found(q="mcsample") == desk.found(q="McSAMPLE") == desk.found(q="INVENTED w") == [second]
    assert desk.found(q="materials") == [first]
    assert desk.found(q="Bing@example.test") == [third]
    assert desk.found(q="example.test") == []
    assert desk.found(q="4321") == [second]
    assert desk.found(q=first.lower()) == [first]
    assert desk.found(q="%") == desk.found(q="_") == []
    assert desk.found(q="校友", forum="hall") == [first, third]
    assert desk.found(forum="nowhere") == []


@pytest.mark.one_database
def test_many_are_listed_like_a_few_and_only_counted_less_exactly(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = desk.console.get("/console/registrations?q=校友&lang=zh").text
    assert "显示 2 条，共 2 条" in page
    monkeypatch.setattr(queries, "MOST_COUNTED", 1)
    monkeypatch.setattr("congress.registration.staff_views.MOST_COUNTED", 1)
    assert "显示 2 条，共 1+ 条" in desk.console.get("/console/registrations?q=校友&lang=zh").text
    assert desk.found(q="校友") == [desk.codes[0], desk.codes[2]]


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["/console/registrations", f"{C}/registrations"])
def test_a_list_asks_the_database_as_often_for_three_as_for_one(desk: Desk, path: str) -> None:
    client, headers = (desk.calls, desk.headers) if path.startswith("/api") else (desk.console, {})
    counts = []
    for q in ("4321", "4321", "a", "示例", "i"):
        with statements() as seen:
            assert client.get(path, query_string={"q": q}, headers=headers).status_code == 200
        counts.append(len(seen))
    # the first look warms what a process keeps; whoever waits for a seat has a place in the line, read once for all
    assert len(set(counts[1:])) == 1


@pytest.mark.one_database
def test_whoever_is_looked_for_is_found_without_reading_whole_rows(desk: Desk, backend: str) -> None:
    assert backend == "sqlite"
    with reading() as session, statements() as seen:
        find_registrations(session, the_congress(session).id, Filter(q="没有这个人"), whole=False)
        [looked] = [one for one in seen if "LIKE" in one]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {looked}", (1,) * looked.count("?")).all()
    assert "USING COVERING INDEX ix_registrations_looked_at" in " ".join(row[3] for row in plan)


def test_the_longest_names_still_fit_into_the_index(desk: Desk) -> None:
    """PostgreSQL refuses entries of more than a third of a page."""
    with unit_of_work() as session:
        one = session.query(Registration).first()
        assert one is not None
        one.name = one.organisation = "".join(chr(0x20000 + number * 7) for number in range(200))
        one.sound, one.email = "".join(chr(97 + number * number % 26) for number in range(400)), "x" * 254
    assert session.query(Forum).count() == 1
