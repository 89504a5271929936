"""Exports and feeds, read back by other programs' libraries and checked by the formats' own schemas."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from jsonschema import Draft6Validator, FormatChecker
from lxml import etree

from congress.foundation.db import unit_of_work
from congress.programme.queries import session_by_key, the_congress
from tests.factories.programme import OPENING, make_congress, make_forum, make_room, make_session, make_speaker

SCHEMAS = Path(__file__).parents[1] / "data" / "schedules"
GUID = "6f9619ff-8b86-4011-b42d-00c04fc964ff"


@pytest.fixture
def planned(app: Flask) -> dict[str, Any]:
    with unit_of_work() as session:
        congress = make_congress(session)
        hall = make_room(session, congress, "一号厅", name_en="Hall 1", capacity=300, venue="示例会展中心")
        ann = make_speaker(
            session, congress, "示例讲者甲", biography="为测试而虚构。", biography_en="Invented.", photo="none.jpeg"
        )
        make_session(
            session, congress, f"guid:{GUID}", room_id=hall.id, speakers=[ann], title_zh="致辞 & <欢迎>",
            label="主论坛", abstract="<p>第一段</p><p>第二段 &amp; 完</p>",
        )  # fmt: skip
        make_session(session, congress, "dance", hour=13, hours=5, room_id=hall.id, title_zh="联欢晚会", kind="meal")
        make_session(session, congress, "nowhere", hour=24, title_zh="自由交流")
        forum = make_forum(session, congress, "pitch", hour=5, track_id=1)
        make_session(session, congress, "pitch-1", hour=5, room_id=hall.id, forum_id=forum.id)
        return {"hall": hall.id, "ann": ann.id}


def xml_of(client: FlaskClient) -> etree._Element:
    answer = client.get("/api/v1/congresses/2036/schedule.xml")
    assert answer.mimetype == "application/xml"
    return etree.fromstring(answer.data)


def test_schedule_xml_is_valid_and_holds_every_session(planned: dict[str, Any], client: FlaskClient) -> None:
    root = xml_of(client)
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "schedule.xml.xsd")))
    assert schema.validate(root), schema.error_log
    assert [event.findtext("title") for event in root.iter("event")] == [
        "致辞 & <欢迎>", "议程pitch-1", "联欢晚会", "自由交流",
    ]  # fmt: skip
    first = root.find(".//event")
    assert first is not None
    assert first.get("guid") == GUID
    assert first.findtext("date") == "2036-11-20T09:00:00+08:00"
    assert first.findtext("duration") == "01:00"
    assert first.findtext("abstract") == "<p>第一段</p><p>第二段 &amp; 完</p>"
    assert first.findtext("persons/person") == "示例讲者甲"
    dance = next(event for event in root.iter("event") if event.findtext("title") == "联欢晚会")
    assert dance.getparent().getparent().get("date") == "2036-11-20"


def test_schedule_json_is_valid_and_says_the_same(planned: dict[str, Any], client: FlaskClient) -> None:
    document = client.get("/api/v1/congresses/2036/schedule.json").json
    schema = json.loads((SCHEMAS / "schema.json").read_text("utf-8"))
    problems = list(Draft6Validator(schema, format_checker=FormatChecker()).iter_errors(document))
    assert problems == []
    conference = document["schedule"]["conference"]
    assert conference["time_zone_name"] == "Asia/Shanghai"
    events = [event for day in conference["days"] for room in day["rooms"].values() for event in room]
    root = xml_of(client)
    assert [event["guid"] for event in events] == [event.get("guid") for event in root.iter("event")]
    assert {event["type"] for event in events} == {"talk", "meal"}
    [person] = next(event["persons"] for event in events if event["persons"])
    assert person["biography"] == "为测试而虚构。"
    assert person["avatar"].endswith("/programme/pictures/none.jpeg")


def test_the_calendar_is_read_by_another_library(planned: dict[str, Any], client: FlaskClient) -> None:
    calendar = Calendar.from_ical(client.get("/programme/programme.ics").data)
    events = calendar.walk("VEVENT")
    assert len(events) == 4
    first = events[0]
    assert first["SUMMARY"] == "致辞 & <欢迎>"
    assert first["DTSTART"].dt == OPENING
    assert first["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert first["UID"] == f"{GUID}@congress.test"
    assert "示例会展中心" in first["LOCATION"]
    assert calendar.walk("VTIMEZONE")


def test_an_event_keeps_its_id_when_it_moves(planned: dict[str, Any], client: FlaskClient) -> None:
    def dance() -> Any:
        events = Calendar.from_ical(client.get("/programme/programme.ics").data).walk("VEVENT")
        return next(event for event in events if "联欢" in event["SUMMARY"])

    before = dance()
    with unit_of_work() as session:
        item = session_by_key(session, the_congress(session).id, "dance")
        item.starts_at = item.starts_at + timedelta(hours=1)
    after = dance()
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(hours=1)


@pytest.mark.parametrize(
    ("feed", "count"),
    [("rooms/{hall}", 3), ("tracks/invest", 1), ("tracks/主论坛", 1), ("speakers/{ann}", 1), ("1", 1)],
)
def test_there_is_a_calendar_for_each_part(planned: dict[str, Any], client: FlaskClient, feed: str, count: int) -> None:
    answer = client.get(f"/programme/{feed.format(**planned)}.ics")
    assert len(Calendar.from_ical(answer.data).walk("VEVENT")) == count


@pytest.mark.parametrize("feed", ["rooms/99", "tracks/none", "speakers/99", "99"])
def test_a_calendar_of_nothing_is_not_found(planned: dict[str, Any], client: FlaskClient, feed: str) -> None:
    assert client.get(f"/programme/{feed}.ics").status_code == 404


def test_an_unchanged_feed_is_not_sent_twice(planned: dict[str, Any], client: FlaskClient) -> None:
    first = client.get("/programme/schedule.json")
    again = client.get("/programme/schedule.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.one_database
@pytest.mark.parametrize("where", ["/programme", "/api/v1/congresses/2036"])
def test_the_same_programme_in_english_says_so(planned: dict[str, Any], client: FlaskClient, where: str) -> None:
    assert b"<title>Item dance</title>" in client.get(f"{where}/schedule.xml?lang=en").data
    assert b"SUMMARY:Item dance" in client.get(f"{where}/programme.ics?lang=en").data
    document = client.get(f"{where}/schedule.json?lang=en").json
    titles = [
        event["title"]
        for day in document["schedule"]["conference"]["days"]
        for room in day["rooms"].values()
        for event in room
    ]
    assert "Item dance" in titles
    assert "Hall 1" in document["schedule"]["conference"]["days"][0]["rooms"]


def test_sessions_over_the_api_go_in_pages_that_fit_together(planned: dict[str, Any], client: FlaskClient) -> None:
    titles, path = [], "/api/v1/congresses/2036/sessions?limit=3"
    while path:
        answer = client.get(path).json
        titles += [item["title"]["zh"] for item in answer["items"]]
        path = f"/api/v1/congresses/2036/sessions?limit=3&cursor={answer['next']}" if answer["next"] else ""
    assert len(titles) == len(set(titles)) == 4
    for cursor in ("x", "W10", "WzEsMl0"):
        assert client.get(f"/api/v1/congresses/2036/sessions?cursor={cursor}").status_code == 422


def test_exports_of_a_congress_without_sessions_are_answered(app: Flask, client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_congress(session)
    assert client.get("/programme").status_code == 200
    assert Calendar.from_ical(client.get("/programme/programme.ics").data).walk("VEVENT") == []
    assert client.get("/programme/schedule.json").json["schedule"]["conference"]["days"] == []
