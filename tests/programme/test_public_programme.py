"""What anybody sees of the programme, on the page and behind its links."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh
from sqlalchemy import event

from congress.foundation.db import db, unit_of_work
from congress.programme.pages import now_and_next
from congress.programme.published import published_plan
from congress.programme.queries import session_by_key, the_congress
from tests.factories.programme import (
    OPENING,
    make_congress,
    make_forum,
    make_large_programme,
    make_room,
    make_session,
    make_speaker,
)

BAD_NETWORK = 200_000


def page(client: FlaskClient, path: str) -> str:
    # the tests' own context would remember the language of the request before
    refresh()
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


@pytest.fixture
def planned(app: Flask) -> dict[str, Any]:
    """Two days, two rooms, one track, a dinner that ends after midnight."""
    with unit_of_work() as session:
        congress = make_congress(session)
        hall = make_room(session, congress, "一号厅", name_en="Hall 1")
        foyer = make_room(session, congress, "前厅")
        ann = make_speaker(session, congress, "示例讲者甲", name_en="Speaker A", organisation="示例（虚构）大学")
        talk = make_session(session, congress, "talk", room_id=hall.id, speakers=[ann], title_zh="新材料报告")
        make_session(session, congress, "walk", hour=2, room_id=foyer.id, title_zh="参观前厅", kind="visit")
        make_session(session, congress, "dance", hour=14, hours=4, room_id=foyer.id, title_zh="联欢晚会")
        make_session(session, congress, "late", hour=17, room_id=hall.id, title_zh="夜谈")
        make_session(session, congress, "second", hour=24, room_id=hall.id, title_zh="次日报告")
        make_session(session, congress, "secret", hour=3, room_id=hall.id, title_zh="未公开议程", released=False)
        forum = make_forum(session, congress, "pitch", hour=5, track_id=1)
        make_session(session, congress, "pitch-1", hour=5, room_id=hall.id, forum_id=forum.id, title_zh="项目路演")
        return {"talk": talk.id, "hall": hall.id, "foyer": foyer.id, "ann": ann.id}


def test_the_first_day_is_shown_unless_another_is_asked_for(planned: dict[str, Any], client: FlaskClient) -> None:
    first = page(client, "/programme")
    assert "新材料报告" in first
    assert "次日报告" not in first
    second = page(client, "/programme?day=2036-11-21")
    assert "次日报告" in second
    assert "新材料报告" not in second


def test_what_begins_after_midnight_belongs_to_the_evening_before(planned: dict[str, Any], client: FlaskClient) -> None:
    assert "夜谈" in page(client, "/programme?day=2036-11-20")
    assert "夜谈" not in page(client, "/programme?day=2036-11-21")


def test_a_day_may_end_at_six_in_the_morning(planned: dict[str, Any], client: FlaskClient) -> None:
    with unit_of_work() as session:
        congress = the_congress(session)
        make_session(session, congress, "dawn", hour=20.5, title_zh="凌晨收官")
    assert "凌晨收官" in page(client, "/programme?day=2036-11-21")
    with unit_of_work() as session:
        the_congress(session).day_break = 6
    assert "凌晨收官" in page(client, "/programme?day=2036-11-20")


def test_what_is_not_released_is_nowhere(planned: dict[str, Any], client: FlaskClient) -> None:
    paths = ("/programme?by=list", "/programme?q=未公开", "/programme/schedule.xml", "/programme/programme.ics")
    assert all("未公开议程" not in page(client, path) for path in paths)
    assert "未公开议程" not in client.get("/api/v1/congresses/2036/sessions").get_data(as_text=True)


def test_one_room_one_track_and_one_word_narrow_the_list(planned: dict[str, Any], client: FlaskClient) -> None:
    foyer = page(client, f"/programme?room={planned['foyer']}")
    assert "参观前厅" in foyer
    assert "新材料报告" not in foyer
    track = page(client, "/programme?track=invest")
    assert "项目路演" in track
    assert "新材料报告" not in track
    for word in ("新材料", "speaker a", "示例（虚构）大学"):
        found = page(client, f"/programme?q={word}")
        assert "新材料报告" in found
        assert "参观前厅" not in found


def test_groups_by_room_and_by_track_hold_every_item_once(planned: dict[str, Any], client: FlaskClient) -> None:
    for by in ("time", "room", "track"):
        shown = page(client, f"/programme?by={by}&day=2036-11-20")
        assert shown.count('class="slot"') == 5


def test_a_change_is_seen_at_once(planned: dict[str, Any], client: FlaskClient) -> None:
    assert "新材料报告" in page(client, "/programme")
    with unit_of_work() as session:
        congress = the_congress(session)
        plan = published_plan(session, congress)
        item = next(one for one in plan.items if one.id == planned["talk"])
        assert item.zh == "新材料报告"
        session_by_key(session, congress.id, "talk").title_zh = "新能源报告"
    shown = page(client, "/programme")
    assert "新能源报告" in shown
    assert "新材料报告" not in shown


def test_each_session_and_speaker_has_a_page_in_both_languages(planned: dict[str, Any], client: FlaskClient) -> None:
    assert "示例讲者甲" in page(client, f"/programme/{planned['talk']}")
    english = page(client, f"/programme/{planned['talk']}?lang=en")
    assert "Item talk" in english
    assert "Speaker A" in english
    assert "Hall 1" in english
    assert "新材料报告" in page(client, f"/programme/speakers/{planned['ann']}?lang=zh")
    assert client.get("/programme/999").status_code == 404
    assert client.get("/programme/speakers/999").status_code == 404


def test_now_and_next_tell_what_runs_and_what_follows(planned: dict[str, Any]) -> None:
    with unit_of_work() as session:
        plan = published_plan(session, the_congress(session))
    running, coming = now_and_next(plan, OPENING + timedelta(minutes=30))
    assert [line.title for line in running] == ["新材料报告"]
    assert [line.title for line in coming] == ["参观前厅"]
    assert now_and_next(plan, OPENING - timedelta(days=3)) == ([], [])


@pytest.mark.parametrize("abstract", ["<p>甲</p><p>乙 &amp; 丙</p>", "甲\n乙 & 丙"])
def test_abstracts_read_as_plain_text(planned: dict[str, Any], client: FlaskClient, abstract: str) -> None:
    with unit_of_work() as session:
        item = make_session(session, the_congress(session), "imported", abstract=abstract)
    shown = page(client, f"/programme/{item.id}")
    assert "乙 &amp; 丙" in shown
    assert "&lt;p&gt;" not in shown


def test_markup_that_somebody_typed_stays_text(planned: dict[str, Any], client: FlaskClient) -> None:
    with unit_of_work() as session:
        item = make_session(
            session, the_congress(session), "typed", title_zh="<script>x</script>", abstract="<img src=x>"
        )
    for path in (f"/programme/{item.id}", "/programme?by=list"):
        shown = page(client, path)
        assert "<script>x" not in shown
        assert "<img src=x>" not in shown


def test_nine_hundred_sessions_cost_no_more_statements_and_stay_light(app: Flask, client: FlaskClient) -> None:
    with unit_of_work() as session:
        congress = make_congress(session)
        make_large_programme(session, congress, 30)
    few = statements(client, "/programme?by=list")
    with unit_of_work() as session:
        make_large_programme_again(session)
    page(client, "/programme?by=list")
    assert statements(client, "/programme?by=list") == few
    for path in ("/programme", "/programme?by=list", "/programme?by=room", "/programme?q=校友", "/programme?lang=en"):
        assert len(client.get(path).data) < BAD_NETWORK
    assert "主题7" in page(client, "/programme?by=list&page=4&lang=zh")


def make_large_programme_again(session: Any) -> None:
    congress = the_congress(session)
    for number in range(870):
        make_session(
            session, congress, f"more-{number}", hour=(number % 3) * 24 + number // 90, label=f"主题{number % 8}",
            title_zh=f"校友企业与现代化产业体系的对接与展望（第{number}场）",
        )  # fmt: skip


def statements(client: FlaskClient, path: str) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    page(client, path)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        page(client, path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)
