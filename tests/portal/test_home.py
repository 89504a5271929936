"""The public page is made once for everybody who only passes by."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from congress.foundation.db import db, unit_of_work
from congress.foundation.kept_pages import forget_pages
from tests.factories.programme import make_congress


def test_the_page_is_made_once_for_everybody_who_passes_by(app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)
    first = app.test_client().get("/")
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        second = app.test_client().get("/")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert second.data == first.data
    assert [statement for statement in seen if statement.startswith("SELECT")] == []
    assert "Set-Cookie" not in first.headers


def test_what_has_changed_shows_when_the_page_is_made_again(client: FlaskClient) -> None:
    with unit_of_work() as session:
        congress = make_congress(session)
    assert "/register" in client.get("/").text
    with unit_of_work() as session:
        session.merge(congress).registration_open = False
    forget_pages()
    assert 'class="button button--primary" href="/register"' not in client.get("/").text
