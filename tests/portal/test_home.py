"""The public page: one for everybody who only passes by, in each language, and one's own for who is signed in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from congress.foundation.db import db, unit_of_work
from congress.foundation.kept_pages import forget_pages
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress


def ask(client: FlaskClient, language: str = "zh") -> str:
    """The page as a server gives it: from a thread of its own, without what the test has open."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: client.get("/", headers={"Accept-Language": language}).text).result()


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


def test_each_language_has_its_own(app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)
    assert 'lang="zh-CN"' in ask(app.test_client())
    assert "Alumni Congress" in ask(app.test_client(), "en")
    assert 'lang="zh-CN"' in ask(app.test_client())


def test_who_is_signed_in_sees_their_own_page_and_leaves_nothing_of_it(app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)
        token = make_token(session, make_user(session, "organiser"))
        user = make_user(session, "alumnus")
        signed_in = {"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())}
    nobody = ask(app.test_client())
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(signed_in)
    assert 'class="button button--primary" href="/register"' in ask(client)
    body = {"name": "示例校友甲", "email": user.email, "consent": True}
    assert client.post("/api/v1/congresses/2036/registrations", json=body, headers=token).status_code == 201
    assert 'class="button button--primary" href="/me"' in ask(client)
    assert ask(app.test_client()) == nobody
    assert 'href="/me"' not in nobody
