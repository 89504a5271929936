"""Draft and release: two named people, a difference one can read, and word to those whom it concerns."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from congress.foundation.access import Actor
from congress.foundation.db import reading, unit_of_work
from congress.notifications.queries import outbox
from congress.programme.actions import set_star
from congress.programme.difference import Change, differences
from congress.programme.errors import NoSuchSession, NothingChanged, ReleaseDecided, ReleaseWaiting, SecondPersonNeeded
from congress.programme.plan import from_json, to_json
from congress.programme.published import draft_plan, published_plan
from congress.programme.queries import session_by_key, the_congress
from congress.programme.releases import propose_release, release_version, withdraw_release
from congress.programme.sessions import remove_session
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_forum, make_room, make_session, make_speaker
from tests.programme.test_planning import sign_in

FIRST, SECOND = Actor(user_id=901, display_name="示例初审人"), Actor(user_id=902, display_name="示例审定人")


@pytest.fixture
def planned(app: Flask, now: Any) -> dict[str, Any]:
    with unit_of_work() as session:
        congress = make_congress(session)
        hall = make_room(session, congress, "一号厅")
        ann = make_speaker(session, congress, "示例讲者甲")
        forum = make_forum(session, congress, "pitch", hour=5)
        make_session(session, congress, "talk", room_id=hall.id, speakers=[ann])
        make_session(session, congress, "pitch-1", hour=5, room_id=hall.id, forum_id=forum.id)
        make_session(session, congress, "plain", hour=8, room_id=hall.id)
    return {"now": now}


def let_out(now: Any) -> int:
    # messages name the site's address, which a request knows
    with current_app.test_request_context(), unit_of_work() as session:
        congress = the_congress(session)
        version = propose_release(session, congress, "", by=FIRST, now=now).version
        release_version(session, congress, version, by=SECOND, now=now)
        return version


def titles() -> list[str]:
    with reading() as session:
        return [item.zh for item in published_plan(session, the_congress(session)).items]


def change(key: str, **facts: Any) -> None:
    with unit_of_work() as session:
        item = session_by_key(session, the_congress(session).id, key)
        for name, value in facts.items():
            setattr(item, name, value)


def test_what_is_planned_after_a_release_waits_for_the_next(planned: dict[str, Any], client: FlaskClient) -> None:
    let_out(planned["now"])
    change("talk", title_zh="改名的议程")
    assert "改名的议程" not in titles()
    for path in (
        "/programme",
        "/programme/schedule.xml",
        "/programme/programme.ics",
        "/api/v1/congresses/2036/sessions",
    ):
        assert "改名的议程" not in client.get(path).get_data(as_text=True), path
    let_out(planned["now"])
    assert "改名的议程" in titles()
    assert "改名的议程" in client.get("/programme").get_data(as_text=True)


def test_one_person_alone_releases_nothing(planned: dict[str, Any]) -> None:
    with unit_of_work() as session:
        congress = the_congress(session)
        propose_release(session, congress, "", by=FIRST, now=planned["now"])
        for alone in (FIRST, Actor(display_name="nobody")):
            with pytest.raises(SecondPersonNeeded):
                release_version(session, congress, 1, by=alone, now=planned["now"])
        with pytest.raises(ReleaseWaiting):
            propose_release(session, congress, "", by=SECOND, now=planned["now"])
        withdraw_release(session, congress, 1, by=FIRST, now=planned["now"])
        with pytest.raises(ReleaseDecided):
            release_version(session, congress, 1, by=SECOND, now=planned["now"])


def test_a_version_that_changes_nothing_is_not_proposed(planned: dict[str, Any]) -> None:
    let_out(planned["now"])
    with unit_of_work() as session, pytest.raises(NothingChanged):
        propose_release(session, the_congress(session), "", by=FIRST, now=planned["now"])


def test_a_plan_reads_back_from_its_release_as_it_was(planned: dict[str, Any]) -> None:
    with reading() as session:
        plan = draft_plan(session, the_congress(session))
    assert from_json(to_json(plan), version=0, as_of=None) == plan


def test_the_difference_names_what_changed_in_each_item(planned: dict[str, Any]) -> None:
    with reading() as session:
        old = draft_plan(session, the_congress(session))
    with unit_of_work() as session:
        congress = the_congress(session)
        foyer = make_room(session, congress, "前厅")
        moved = session_by_key(session, congress.id, "talk")
        moved.starts_at -= timedelta(minutes=15)
        moved.room_id = foyer.id
        session.delete(session_by_key(session, congress.id, "plain"))
        make_session(session, congress, "new", hour=9)
    with reading() as session:
        new = draft_plan(session, the_congress(session))
    found = {one.item.key: one.changes for one in differences(old, new)}
    assert found == {"talk": (Change.TIME, Change.ROOM), "plain": (Change.REMOVED,), "new": (Change.ADDED,)}
    assert differences(old, old) == []


def messages() -> list[tuple[str, str]]:
    with reading() as session:
        found = session.scalars(outbox()).all()
        return sorted((one.address, one.text) for one in found if one.event == "programme.released")


def test_only_those_whom_a_change_concerns_are_told(planned: dict[str, Any], client: FlaskClient) -> None:
    now = planned["now"]
    with unit_of_work() as session:
        organiser = make_token(session, make_user(session, "organiser"))
        fan = make_user(session, "alumnus", email="fan@congress.test")
    entries = (("holder", ["pitch"]), ("fan", []), ("bystander", []))
    for name, forums in entries:
        body = {"name": f"示例{name}", "email": f"{name}@congress.test", "consent": True, "forums": forums}
        assert client.post("/api/v1/congresses/2036/registrations", json=body, headers=organiser).status_code == 201
    with unit_of_work() as session:
        congress = the_congress(session)
        talk = session_by_key(session, congress.id, "talk")
        set_star(session, Actor(user_id=fan.id), talk.id, wanted=True)
    let_out(now)
    assert messages() == []
    change("talk", title_zh="只是改名")
    let_out(now)
    assert messages() == []
    with unit_of_work() as session:
        congress = the_congress(session)
        for key in ("talk", "pitch-1", "plain"):
            item = session_by_key(session, congress.id, key)
            item.starts_at, item.ends_at = item.starts_at + timedelta(days=1), item.ends_at + timedelta(days=1)
    let_out(now)
    told = messages()
    assert [address for address, _body in told] == ["fan@congress.test", "holder@congress.test"]
    assert "只是改名" in told[0][1]
    assert "议程pitch-1" not in told[0][1]
    assert "议程pitch-1" in told[1][1]
    assert "11月21日" in told[1][1]


def test_whoever_marked_what_is_taken_out_hears_that_it_does_not_take_place(
    planned: dict[str, Any], client: FlaskClient
) -> None:
    now = planned["now"]
    with unit_of_work() as session:
        organiser = make_token(session, make_user(session, "organiser"))
        fan = make_user(session, "alumnus", email="fan@congress.test")
    body = {"name": "示例收藏者", "email": "fan@congress.test", "consent": True}
    assert client.post("/api/v1/congresses/2036/registrations", json=body, headers=organiser).status_code == 201
    let_out(now)

    def taken_out(key: str) -> bool:
        with unit_of_work() as session:
            return remove_session(session, the_congress(session), key, by=Actor(), now=now)

    with unit_of_work() as session:
        congress = the_congress(session)
        talk = session_by_key(session, congress.id, "talk")
        set_star(session, Actor(user_id=fan.id), talk.id, wanted=True)
    assert not taken_out("talk")
    let_out(now)
    [(address, text)] = messages()
    assert address == "fan@congress.test"
    assert "取消举行" in text
    assert taken_out("talk")
    with reading() as session, pytest.raises(NoSuchSession):
        session_by_key(session, the_congress(session).id, "talk")


def test_the_console_asks_a_second_organiser(planned: dict[str, Any], client: FlaskClient) -> None:
    with unit_of_work() as session:
        one, other = make_user(session, "organiser"), make_user(session, "organiser", email="two@congress.test")
    sign_in(client, one)
    assert client.post("/console/releases", data={"note": "首版"}).status_code == 302
    assert client.post("/console/releases", data={"note": "又一版"}).status_code == 409
    assert client.post("/console/releases/1/release").status_code == 403
    assert "待第二人审定" in client.get("/console/releases").get_data(as_text=True)
    sign_in(client, other)
    assert client.post("/console/releases/1/release").status_code == 302
    page = client.get("/console/releases").get_data(as_text=True)
    assert "organiser user" in page
    assert "首版" in page
    assert "新增" in client.get("/console/releases/1").get_data(as_text=True)
    assert client.get("/console/releases/99").status_code == 404
    change("talk", title_zh="改名的议程")
    client.post("/console/releases", data={"note": ""})
    shown = client.get("/console/releases/2").get_data(as_text=True)
    assert "标题变更" in shown
    assert "改名的议程" in shown
