"""One calendar of platforms, schools and the congress: who sees what, who enters what, and what clashes."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from congress.coordination.queries import events_of
from congress.coordination.rules import Entry, clashes
from congress.foundation.db import reading, unit_of_work
from tests.factories.accounts import make_user
from tests.factories.coordination import make_event
from tests.factories.programme import make_congress
from tests.factories.schools import OTHER_UNIVERSITY, UNIVERSITY, make_reference

FIRST = date(2036, 11, 1)
FORM = {
    "title_zh": "示例校庆",
    "starts_on": "2036-11-21",
    "ends_on": "2036-11-22",
    "place_zh": "长沙",
    "school": UNIVERSITY,
}


def entry(number: int, day: int, days: int, place: str = "") -> Entry:
    first = FIRST + timedelta(days=day)
    return Entry(
        key=f"{number:03}", zh="示例", en="", starts_on=first, ends_on=first + timedelta(days=days), place_zh=place
    )


@pytest.mark.parametrize("seed", range(10))
def test_the_sweep_finds_what_brute_force_finds(seed: int) -> None:
    chance = random.Random(seed)
    entries = [entry(number, chance.randrange(60), chance.randrange(6)) for number in range(60)]
    found = clashes(entries)
    days = {one.key: {one.starts_on + timedelta(days=day) for day in range((one.ends_on - one.starts_on).days + 1)}
            for one in entries}  # fmt: skip
    expected = {frozenset((a.key, b.key)): len(days[a.key] & days[b.key]) for a, b in combinations(entries, 2)}
    assert {frozenset((one.first.key, one.second.key)): one.days for one in found} == {
        pair: count for pair, count in expected.items() if count
    }
    assert found == sorted(found, key=lambda one: one.starts_on)


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [("长沙", "长沙", True), ("长沙", "长沙国际会展中心", True), ("长沙", "上海", False), ("", "长沙", False)],
)
def test_a_venue_is_in_its_city(a: str, b: str, one: bool) -> None:
    [found] = clashes([entry(1, 0, 1, a), entry(2, 0, 1, b)])
    assert found.in_one_place is one


def test_a_last_day_is_shared_with_what_begins_on_it() -> None:
    [found] = clashes([entry(1, 0, 2, "长沙"), entry(2, 2, 1, "长沙")])
    assert (found.days, found.starts_on, found.in_one_place) == (1, FIRST + timedelta(days=2), True)
    assert clashes([entry(1, 0, 1), entry(2, 2, 1)]) == []


@pytest.fixture
def calendar(app: Flask) -> dict[str, int]:
    """The congress on 20 and 21 November 2036, a platform beside it, an event of a school that is not public."""
    with unit_of_work() as session:
        make_congress(session)
        make_reference(session)
        platform = make_event(session, "示例经贸博览会", day=1, days=3, giver="示例组委会")
        secret = make_event(session, "示例校友论坛", UNIVERSITY, day=2, public=False)
        other = make_event(session, "示例他校活动", OTHER_UNIVERSITY, day=40)
        return {"platform": platform.id, "secret": secret.id, "other": other.id}


def sign_in(client: FlaskClient, role: str, code: str | None = None) -> None:
    with unit_of_work() as session:
        user = make_user(session, role, kind="school" if code else None, code=code)
        with client.session_transaction() as cookie:
            cookie.update({"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())})


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_everybody_sees_what_is_public_and_no_clashes(calendar: dict[str, int], client: FlaskClient) -> None:
    text = page(client, "/dates")
    assert "示例经贸博览会" in text
    assert "校友回湘大会" in text
    assert "11月21日—23日" in text
    assert "示例校友论坛" not in text
    assert "撞期" not in text


@pytest.mark.parametrize("role", ["organiser", "viewer"])
def test_those_who_coordinate_see_all_of_it_and_what_clashes(
    calendar: dict[str, int], client: FlaskClient, role: str
) -> None:
    sign_in(client, role)
    text = page(client, "/dates")
    assert "示例校友论坛" in text
    rows = text[text.index("<table") :]
    assert rows.count("示例经贸博览会") == 2
    assert "校友回湘大会" in rows


def test_the_feed_holds_whole_days_of_what_is_public_whoever_asks(
    calendar: dict[str, int], client: FlaskClient
) -> None:
    sign_in(client, "organiser")
    events = Calendar.from_ical(client.get("/dates.ics").data).walk("VEVENT")
    found = {str(one["SUMMARY"]): one for one in events}
    assert set(found) == {"校友回湘大会", "示例经贸博览会", "示例他校活动"}
    fair = found["示例经贸博览会"]
    assert (fair["DTSTART"].dt, fair["DTEND"].dt) == (date(2036, 11, 21), date(2036, 11, 24))
    assert fair["UID"] == f"event-{calendar['platform']}@congress.test"


def test_a_school_enters_changes_and_removes_its_own(calendar: dict[str, int], client: FlaskClient) -> None:
    sign_in(client, "school", UNIVERSITY)
    assert client.post("/school/dates/new", data=FORM).status_code == 302
    text = page(client, "/school/dates")
    assert "示例校庆" in text
    assert "示例他校活动" not in text
    assert "示例经贸博览会" in text, "the clash of its own event"
    with reading() as session:
        [made] = [one for one in events_of(session, [UNIVERSITY]) if one.title_zh == "示例校庆"]
        number = made.id
    assert client.post(f"/school/dates/{number}", data=FORM | {"title_zh": "示例百年校庆"}).status_code == 302
    assert "示例百年校庆" in page(client, "/school/dates")
    assert client.post(f"/school/dates/{number}/remove").status_code == 302
    assert "示例百年校庆" not in page(client, "/school/dates")


def test_a_school_touches_nothing_of_another(calendar: dict[str, int], client: FlaskClient) -> None:
    sign_in(client, "school", UNIVERSITY)
    for event in (calendar["other"], calendar["platform"]):
        assert client.get(f"/school/dates/{event}").status_code == 404
        assert client.post(f"/school/dates/{event}", data=FORM).status_code == 404
        assert client.post(f"/school/dates/{event}/remove").status_code == 404
    assert client.post("/school/dates/new", data=FORM | {"school": OTHER_UNIVERSITY}).status_code == 422
    assert client.get("/console/dates").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": "2036-11-20"},
        {"starts_on": "2036-02-31"},
        {"title_zh": ""},
        {"link": "javascript:alert(1)"},
        {"title_zh": "示" * 201},
        {"place_zh": "\u202e"},
    ],
)
def test_what_makes_no_sense_is_refused_and_what_was_typed_stays(
    calendar: dict[str, int], client: FlaskClient, wrong: dict[str, str]
) -> None:
    sign_in(client, "organiser")
    answer = client.post("/console/dates/new", data=FORM | {"giver": "示例组委会"} | wrong)
    assert answer.status_code == 422
    assert "示例组委会" in answer.get_data(as_text=True)
    assert client.post("/console/dates/new", data=FORM).status_code == 302


def test_the_calendar_speaks_english(calendar: dict[str, int], client: FlaskClient) -> None:
    text = page(client, "/dates?lang=en")
    assert "21–23 Nov" in text
    assert "November 2036" in text


def test_an_empty_calendar_says_so(app: Flask, client: FlaskClient) -> None:
    assert "尚未公布活动" in page(client, "/dates")
