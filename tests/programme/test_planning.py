"""Planning in the console: rooms, speakers, the day grid, clashes with their levels, and next year's congress."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.accounts.models import User
from congress.foundation.db import reading, unit_of_work
from congress.programme.plan_queries import rooms_in_order, speakers_in_order
from congress.programme.published import draft_plan
from congress.programme.queries import congress_by_slug, sessions_of, the_congress
from tests.factories.accounts import make_user
from tests.factories.programme import OPENING, make_congress, make_forum, make_room, make_session, make_speaker

JSON = {"Accept": "application/json"}


def sign_in(client: FlaskClient, user: User) -> None:
    with client.session_transaction() as cookie:
        cookie.update({"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())})


@pytest.fixture
def planned(app: Flask, client: FlaskClient) -> dict[str, Any]:
    with unit_of_work() as session:
        congress = make_congress(session)
        hall = make_room(session, congress, "一号厅", capacity=100, venue="甲馆")
        foyer = make_room(session, congress, "前厅", venue="乙馆")
        ann = make_speaker(session, congress, "示例讲者甲")
        talk = make_session(session, congress, "talk", room_id=hall.id, speakers=[ann])
        panel = make_session(session, congress, "panel", hour=2, room_id=hall.id, speakers=[ann])
        sign_in(client, make_user(session, "organiser"))
        return {"hall": hall.id, "foyer": foyer.id, "talk": talk.id, "panel": panel.id, "ann": ann.id}


def move(client: FlaskClient, item: int, start: str, minutes: int, room: int | None) -> Any:
    sent = {"start": start, "minutes": minutes, "room": room or ""}
    return client.post(f"/console/plan/{item}/move", data=sent, headers=JSON)


def test_dragging_stores_the_time_of_the_place_and_the_room(planned: dict[str, Any], client: FlaskClient) -> None:
    answer = move(client, planned["talk"], "2036-11-20T10:05", 25, planned["foyer"])
    assert (answer.status_code, answer.json) == (200, {"clashes": [], "clashing": []})
    with reading() as session:
        item = draft_plan(session, the_congress(session)).item[planned["talk"]]
    assert item.starts_at == OPENING + timedelta(minutes=65)
    assert item.ends_at - item.starts_at == timedelta(minutes=25)
    assert item.room == planned["foyer"]


def test_a_clash_is_told_when_it_is_made(planned: dict[str, Any], client: FlaskClient) -> None:
    answer = move(client, planned["talk"], "2036-11-20T11:30", 60, planned["hall"])
    assert len(answer.json["clashes"]) == 2
    assert answer.json["clashing"] == sorted([planned["talk"], planned["panel"]])
    page = client.get("/console/clashes").get_data(as_text=True)
    assert page.count("「议程panel」与「议程talk」") == 2


def test_a_blocked_clash_is_refused_and_nothing_moves(planned: dict[str, Any], client: FlaskClient) -> None:
    rules = {
        "room": "block",
        "speaker": "allow",
        "host": "warn",
        "capacity": "warn",
        "travel": "warn",
        "day_break": "6",
    }
    assert client.post("/console/clashes", data=rules).status_code == 302
    answer = move(client, planned["talk"], "2036-11-20T11:30", 60, planned["hall"])
    assert answer.status_code == 409
    assert answer.json["type"].endswith("/programme-clash")
    assert "一号厅" in answer.json["detail"]
    with reading() as session:
        congress = the_congress(session)
        assert congress.day_break == 6
        assert draft_plan(session, congress).item[planned["talk"]].starts_at == OPENING
    assert move(client, planned["talk"], "2036-11-20T11:30", 60, planned["foyer"]).json["clashes"] == []


@pytest.mark.parametrize(
    ("start", "minutes", "status"),
    [
        ("nonsense", 60, 422),
        ("2036-11-20T09:00", 0, 422),
        ("2036-11-20T09:00", -5, 422),
        ("2036-11-20T09:00", 9999, 422),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(
    planned: dict[str, Any], client: FlaskClient, start: str, minutes: int, status: int
) -> None:
    assert move(client, planned["talk"], start, minutes, None).status_code == status
    assert move(client, 999, "2036-11-20T09:00", 60, None).status_code == 404
    assert move(client, planned["talk"], "2036-11-20T09:00", 60, 999).status_code == 404


def test_the_grid_holds_a_column_for_each_room_and_works_as_links(planned: dict[str, Any], client: FlaskClient) -> None:
    page = client.get("/console/plan").get_data(as_text=True)
    assert page.count("data-room=") == 2
    assert 'data-start="540"' in page
    assert "/console/sessions/talk" in page


def test_a_session_has_a_kind_hosts_and_two_languages(planned: dict[str, Any], client: FlaskClient) -> None:
    form = {
        "title_zh": "圆桌", "title_en": "Round table", "kind": "panel", "forum": "", "room": "一号厅",
        "starts_at": "2036-11-20T20:00", "ends_at": "2036-11-21T01:00", "speakers": "示例讲者甲\n示例讲者乙",
        "hosts": "示例主持人", "abstract": "甲", "abstract_en": "A", "released": "y",
    }  # fmt: skip
    assert client.post("/console/sessions/new", data=form).status_code == 302
    with reading() as session:
        plan = draft_plan(session, the_congress(session))
    item = next(one for one in plan.items if one.zh == "圆桌")
    assert (item.kind, item.abstract_en) == ("panel", "A")
    assert [plan.speaker[one].name for one in item.hosts] == ["示例主持人"]
    assert {plan.speaker[one].name for one in item.speakers} == {"示例讲者甲", "示例讲者乙"}
    page = client.get(f"/programme/{item.id}").get_data(as_text=True)
    assert "主持人" in page


def test_editing_a_host_into_a_speaker_is_kept(planned: dict[str, Any], client: FlaskClient) -> None:
    form = {
        "title_zh": "议程talk", "kind": "talk", "forum": "", "room": "一号厅", "starts_at": "2036-11-20T09:00",
        "ends_at": "2036-11-20T10:00", "hosts": "示例讲者甲", "released": "y",
    }  # fmt: skip
    for hosts, speakers in ((["示例讲者甲"], []), ([], ["示例讲者甲"])):
        typed = form | {"hosts": "\n".join(hosts), "speakers": "\n".join(speakers)}
        assert client.post("/console/sessions/talk", data=typed).status_code == 302
        with reading() as session:
            item = draft_plan(session, the_congress(session)).item[planned["talk"]]
        assert (len(item.hosts), len(item.speakers)) == (len(hosts), len(speakers))


def test_rooms_and_speakers_are_made_and_changed(planned: dict[str, Any], client: FlaskClient) -> None:
    room = {"name": "橘洲厅", "name_en": "Juzhou Room", "capacity": "80", "shared": "y", "position": "0"}
    assert client.post("/console/rooms/new", data=room).status_code == 302
    assert client.post("/console/rooms/new", data=room).status_code == 409
    assert client.post("/console/rooms/new", data={"name": ""}).status_code == 422
    speaker = {"name": "示例讲者甲", "title": "教授", "title_en": "Professor", "biography": "简历", "position": "1"}
    assert client.post(f"/console/speakers/{planned['ann']}", data=speaker).status_code == 302
    with reading() as session:
        congress = the_congress(session)
        made = next(one for one in rooms_in_order(session, congress.id) if one.name == "橘洲厅")
        [ann] = speakers_in_order(session, congress.id)
        assert (made.capacity, made.shared, ann.title_en) == (80, True, "Professor")
    assert "简历" in client.get(f"/programme/speakers/{planned['ann']}").get_data(as_text=True)


def test_the_way_between_two_venues_is_kept_once_and_forgotten_at_nought(
    planned: dict[str, Any], client: FlaskClient
) -> None:
    for first, second, minutes in (("甲馆", "乙馆", 40), ("乙馆", "甲馆", 50)):
        sent = {"venue_a": first, "venue_b": second, "minutes": minutes}
        assert client.post("/console/rooms/distances", data=sent).status_code == 302
    assert "50 分钟" in client.get("/console/rooms").get_data(as_text=True)
    assert "40 分钟" not in client.get("/console/rooms").get_data(as_text=True)
    move(client, planned["panel"], "2036-11-20T10:20", 60, planned["foyer"])
    assert "转场" in client.get("/console/clashes").get_data(as_text=True)
    client.post("/console/rooms/distances", data={"venue_a": "甲馆", "venue_b": "乙馆", "minutes": 0})
    assert "50 分钟" not in client.get("/console/rooms").get_data(as_text=True)


def test_an_item_taken_out_is_gone(planned: dict[str, Any], client: FlaskClient) -> None:
    assert client.post("/console/sessions/talk/remove").status_code == 302
    assert client.get(f"/programme/{planned['talk']}").status_code == 404
    assert client.post("/console/sessions/talk/remove").status_code == 404


def test_the_next_congress_takes_the_plan_but_no_people(planned: dict[str, Any], client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_forum(session, the_congress(session), "pitch", hour=5, track_id=1, taken=3)
    form = {"slug": "2037", "title_zh": "下一届大会", "starts_on": "2037-11-19"}
    assert client.post("/console/congresses", data=form).status_code == 302
    assert client.post("/console/congresses", data=form).status_code == 409
    with reading() as session:
        source, target = the_congress(session), congress_by_slug(session, "2037")
        assert (target.released, target.registration_open) == (False, False)
        old, new = draft_plan(session, source), draft_plan(session, target)
        shift = timedelta(days=364)
        assert [(one.zh, one.starts_at + shift, one.forum) for one in old.items] == [
            (one.zh, one.starts_at, one.forum) for one in new.items
        ]
        assert [room.name for room in new.rooms] == [room.name for room in old.rooms]
        assert new.speakers == ()
        assert {room.id for room in new.rooms}.isdisjoint(room.id for room in old.rooms)
        assert [one.capacity for one in new.forums] == [10]
        assert all(not item.released for item in sessions_of(session, target.id))
    assert client.post("/console/congresses/2037/open").status_code == 302
    with reading() as session:
        assert the_congress(session).slug == "2037"
