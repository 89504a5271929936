"""A programme file in the console: looked at first, stored by choice, never a crash."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import reading, unit_of_work
from congress.programme.published import draft_plan
from congress.programme.queries import congress_by_slug
from tests.factories.accounts import make_user
from tests.factories.programme import make_congress
from tests.programme.dialects import PENTABARF
from tests.programme.test_vanished_sessions import SHORTER


@pytest.fixture(autouse=True)
def organiser(app: Flask, client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_congress(session)
        user = make_user(session, "organiser")
        with client.session_transaction() as cookie:
            cookie.update({"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())})


def send(client: FlaskClient, text: str | bytes, zone: str = "Europe/Brussels") -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    data = {"file": (BytesIO(content), "programme.xml"), "zone": zone}
    return client.post("/console/import", data=data, content_type="multipart/form-data")


def titles(*, public: bool = False) -> set[str]:
    with reading() as session:
        plan = draft_plan(session, congress_by_slug(session, "2036"), released_only=public)
    return {item.zh for item in plan.items}


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_file_is_looked_at_before_it_is_stored(client: FlaskClient) -> None:
    assert send(client, PENTABARF).location == "/console/import/preview"
    preview = page(client, "/console/import/preview")
    assert "夜谈" in preview
    assert "新增" in preview
    assert titles() == set()
    assert client.post("/console/import/preview").location == "/console/sessions"
    assert "夜谈" in titles()
    assert client.get("/console/import/preview").status_code == 404


def test_the_preview_says_what_becomes_of_each_session(client: FlaskClient) -> None:
    send(client, PENTABARF)
    client.post("/console/import/preview")
    send(client, PENTABARF.replace("<start>14:40", "<start>15:40"))
    preview = page(client, "/console/import/preview")
    assert "改期" in preview or "时间" in preview
    assert "夜谈" not in preview
    send(client, PENTABARF)
    assert "没有变化" in page(client, "/console/import/preview")


def test_what_has_vanished_is_withdrawn_only_where_that_is_chosen(client: FlaskClient) -> None:
    send(client, PENTABARF)
    client.post("/console/import/preview")
    send(client, SHORTER)
    assert 'name="withdraw"' in page(client, "/console/import/preview")
    client.post("/console/import/preview")
    assert "夜谈" in titles(public=True)
    send(client, SHORTER)
    client.post("/console/import/preview", data={"withdraw": "y"})
    assert "夜谈" not in titles(public=True)
    assert "夜谈" in titles()


@pytest.mark.parametrize(
    ("content", "zone", "says"),
    [
        (b"%PDF-1.7", "", "需要"),
        (PENTABARF.replace("<title>夜谈</title>", ""), "", "event 2"),
        (PENTABARF, "Nowhere/Else", "Asia/Shanghai"),
        (b"", "", "需要"),
    ],
    ids=["pdf", "fault", "zone", "empty"],
)
def test_a_file_that_cannot_be_stored_is_refused_with_its_faults(
    client: FlaskClient, content: str | bytes, zone: str, says: str
) -> None:
    answer = send(client, content, zone)
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert client.get("/console/import/preview").status_code == 404


def test_without_a_file_one_is_asked_for(client: FlaskClient) -> None:
    assert client.post("/console/import", data={}).status_code == 422


def test_a_file_waits_for_its_sender_alone(app: Flask, client: FlaskClient) -> None:
    send(client, PENTABARF)
    assert "programme.xml" in page(client, "/console/import")
    other = app.test_client()
    with unit_of_work() as session:
        user = make_user(session, "organiser", email="second@congress.test")
        with other.session_transaction() as cookie:
            cookie.update({"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())})
    assert other.get("/console/import/preview").status_code == 404


def test_a_congress_that_nobody_sees_can_be_planned(client: FlaskClient) -> None:
    copied = {"slug": "2037", "title_zh": "下届大会", "title_en": "Next", "starts_on": "2037-11-20"}
    assert client.post("/console/congresses", data=copied).status_code == 302
    sessions = page(client, "/console/sessions")
    assert "下届大会" in sessions
    send(client, PENTABARF)
    client.post("/console/import/preview")
    with reading() as session:
        assert draft_plan(session, congress_by_slug(session, "2036")).items == ()
        assert len(draft_plan(session, congress_by_slug(session, "2037")).items) == 2
    assert "夜谈" not in page(client, "/programme?by=list")
    answer = client.post("/console/congresses/choose", data={"congress": "2036", "next": "/console/plan"})
    assert answer.location == "/console/plan"
    assert "夜谈" not in page(client, "/console/sessions")
    assert client.post("/console/congresses/choose", data={"congress": "none"}).status_code == 404
