"""One's own agenda: forums held and sessions marked, on paper and in a calendar that subscribes to it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from congress.foundation.db import unit_of_work
from congress.programme.queries import the_congress
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_forum, make_session

BASE = "/api/v1/congresses/2036/registrations"


@dataclass
class Somebody:
    """A registered alumnus in a browser in which they are signed in."""

    client: FlaskClient
    headers: dict[str, str]
    code: str
    talk: int
    clash: int

    def agenda(self) -> list[str]:
        answer = self.client.get(f"{BASE}/{self.code}/agenda.ics", headers=self.headers)
        return sorted(str(event["SUMMARY"]) for event in Calendar.from_ical(answer.data).walk("VEVENT"))

    def mark(self, item: int, star: str = "yes") -> int:
        return self.client.post(f"/programme/{item}/star", data={"star": star}).status_code


@pytest.fixture
def somebody(app: Flask, client: FlaskClient) -> Somebody:
    with unit_of_work() as session:
        congress = make_congress(session)
        make_forum(session, congress, "opening")
        talk = make_session(session, congress, "talk", hour=3).id
        clash = make_session(session, congress, "clash", hour=0.5).id
        user = make_user(session, "alumnus")
        headers = make_token(session, user)
        organiser = make_token(session, make_user(session, "organiser"))
        signed_in = {"user": user.id, "epoch": user.session_epoch}
    body = {"name": "示例校友甲", "email": "alumnus@congress.test", "consent": True, "forums": ["opening"]}
    answer = client.post(BASE, json=body, headers=organiser)
    assert answer.status_code == 201, answer.json
    with client.session_transaction() as cookie:
        cookie.update(signed_in | {"seen": int(datetime.now(UTC).timestamp())})
    return Somebody(client, headers, answer.json["code"], talk, clash)


def test_a_marked_session_stands_beside_the_forums_held(somebody: Somebody) -> None:
    assert somebody.agenda() == ["专场opening"]
    assert somebody.mark(somebody.talk) == 302
    assert somebody.mark(somebody.talk) == 302
    assert somebody.agenda() == ["专场opening", "议程talk"]
    assert "议程talk" in somebody.client.get("/programme").get_data(as_text=True)
    assert somebody.mark(somebody.talk, "no") == 302
    assert somebody.agenda() == ["专场opening"]


def test_a_mark_that_overlaps_a_forum_says_so(somebody: Somebody) -> None:
    somebody.mark(somebody.clash)
    answer = somebody.client.get(f"{BASE}/{somebody.code}/agenda.ics", headers=somebody.headers)
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    marked = next(event for event in events if event["SUMMARY"] == "议程clash")
    assert marked["STATUS"] == "TENTATIVE"
    assert "专场opening" in marked["DESCRIPTION"]


def test_a_session_says_what_else_is_marked_for_its_time(somebody: Somebody) -> None:
    somebody.mark(somebody.clash)
    with unit_of_work() as session:
        late = make_session(session, the_congress(session), "late", hour=1.25).id
    assert "议程clash" in somebody.client.get(f"/programme/{late}").get_data(as_text=True)
    assert "议程clash" not in somebody.client.get(f"/programme/{somebody.talk}").get_data(as_text=True)
    somebody.mark(somebody.clash, "no")
    assert "议程clash" not in somebody.client.get(f"/programme/{late}").get_data(as_text=True)


def test_nobody_marks_what_is_not_there(somebody: Somebody) -> None:
    assert somebody.mark(999) == 404


def test_a_secretarys_marks_are_on_nobody_elses_agenda(somebody: Somebody, client: FlaskClient) -> None:
    with unit_of_work() as session:
        organiser = make_token(session, make_user(session, "organiser", email="second@congress.test"))
    body = {"name": "示例校友乙", "email": "alumnus@congress.test", "consent": True}
    other = client.post(BASE, json=body, headers=organiser).json["code"]
    somebody.mark(somebody.talk)
    answer = client.get(f"{BASE}/{other}/agenda.ics", headers=organiser)
    assert b"talk" not in answer.data


def test_a_calendar_address_works_until_it_is_renewed(somebody: Somebody) -> None:
    assert somebody.client.post(f"/me/{somebody.code}/feed").status_code == 302
    first = feed_address(somebody)
    stranger = somebody.client.application.test_client()
    answer = stranger.get(first)
    assert answer.mimetype == "text/calendar"
    assert [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.data).walk("VEVENT")] == ["专场opening"]
    somebody.client.post(f"/me/{somebody.code}/feed")
    assert feed_address(somebody) != first
    assert stranger.get(first).status_code == 404
    assert stranger.get("/agenda/guess.ics").status_code == 404


def test_a_cancelled_registration_has_no_calendar(somebody: Somebody) -> None:
    somebody.client.post(f"/me/{somebody.code}/feed")
    address = feed_address(somebody)
    somebody.client.post(f"/me/{somebody.code}/cancel")
    assert somebody.client.get(address).status_code == 404


def feed_address(somebody: Somebody) -> str:
    page = somebody.client.get("/me").get_data(as_text=True)
    return "/agenda/" + page.split("/agenda/")[1].split("<")[0]
