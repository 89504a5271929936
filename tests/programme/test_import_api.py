"""A programme out of one congress and into another over the API: tried, stored, refused with every fault named."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import reading, unit_of_work
from congress.programme.models import SessionSpeaker
from congress.programme.queries import congress_by_slug, sessions_of
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_session, make_speaker

HERE, THERE = "/api/v1/congresses/2036", "/api/v1/congresses/2037"
FILES = {"xlsx": "programme.xlsx", "xml": "schedule.xml", "json": "schedule.json", "ics": "programme.ics"}
NOTHING = {"created": 0, "changed": 0, "unchanged": 0}


@pytest.fixture
def headers(app: Flask) -> dict[str, str]:
    with unit_of_work() as session:
        congress = make_congress(session)
        make_congress(session, slug="2037")
        host, speaker = make_speaker(session, congress, "示例主持人"), make_speaker(session, congress, "示例讲者甲")
        panel = make_session(session, congress, "panel", kind="panel", speakers=[host, speaker])
        make_session(session, congress, "dinner", hour=9, kind="meal")
        session.flush()
        link = session.get_one(SessionSpeaker, (panel.id, host.id))
        link.role = "host"
        return make_token(session, make_user(session, "organiser"))


def send(client: FlaskClient, headers: dict[str, str], content: bytes, query: str = "", **more: Any) -> Any:
    answer = client.post(
        f"{THERE}/programme/import{query}", data={"file": (BytesIO(content), "programme")}, headers=headers | more
    )
    return answer.json | {"http": answer.status_code}


def titles() -> list[tuple[str, list[str]]]:
    with reading() as session:
        items = sessions_of(session, congress_by_slug(session, "2037").id)
        return [(item.title_zh, [host.name for host in item.hosts]) for item in items]


@pytest.mark.parametrize("kind", FILES)
def test_what_one_congress_gives_out_another_takes_in_whole_and_once(
    headers: dict[str, str], client: FlaskClient, kind: str
) -> None:
    content = client.get(f"{HERE}/{FILES[kind]}").data
    tried = send(client, headers, content, "?dry_run=true")
    assert (tried["http"], tried["created"], titles()) == (200, 2, [])
    stored = send(client, headers, content)
    assert (stored["created"], stored["clashes"]) == (2, {"room": 0, "speaker": 0})
    assert titles() == [("议程panel", ["示例主持人"]), ("议程dinner", [])]
    again = send(client, headers, content)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 2)


@pytest.mark.one_database
def test_what_vanished_is_told_and_taken_from_the_public_where_it_is_wished(
    headers: dict[str, str], client: FlaskClient
) -> None:
    table = "标题,开始,时长\n甲,2036-11-20 09:00,60\n乙,2036-11-20 10:00,60\n"
    assert send(client, headers, table.encode())["created"] == 2
    shorter = table.rsplit("\n", 2)[0].encode()
    told = send(client, headers, shorter)
    assert (told["vanished"], told["withdrawn"]) == (1, 0)
    gone = send(client, headers, shorter, "?withdraw=true")
    assert (gone["vanished"], gone["withdrawn"]) == (1, 1)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("content", "query", "field"),
    [
        ("标题,开始,时长\n甲,morgen,60\n", "", "row 2, column 开始"),
        ("标题,开始,时长\n甲,2036-11-20 09:00,60\n", "?time_zone=Mars/Base", "time_zone"),
        ("标题,开始,时长\n甲,2036-11-20 09:00,60\n", "?withdraw=perhaps", "withdraw"),
        ("标题,开始,时长\n甲,2036-11-20 09:00,60\n", "?other=1", "other"),
        ('{"days": 1}', "", None),
    ],
)
def test_a_file_or_a_wish_that_makes_no_sense_is_refused_by_name_and_nothing_is_stored(
    headers: dict[str, str], client: FlaskClient, content: str, query: str, field: str | None
) -> None:
    told = send(client, headers, content.encode(), query)
    assert told["http"] == 422
    assert [one["field"] for one in told.get("errors", [])] == ([field] if field else [])
    assert titles() == []


@pytest.mark.one_database
def test_a_call_without_a_file_says_so(headers: dict[str, str], client: FlaskClient) -> None:
    answer = client.post(f"{THERE}/programme/import", headers=headers)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "file"
    assert client.post("/api/v1/congresses/none/programme/import", headers=headers).status_code == 404
