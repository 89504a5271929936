"""Printed, handed over, entered: three events, and a second print that says so before it prints."""

import re
import threading
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.attendance.queries import came_count
from congress.badges.sheets import Sheet
from congress.desk.actions import print_at_desk
from congress.desk.errors import PrintedBefore
from congress.desk.queries import desks_of
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, reading, unit_of_work
from congress.handbook.printing import print_badges, queue_print
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code
from tests.checkin.desk import Desk


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split('id="main"')[1]).split())


def prints() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.execute(text("SELECT desk FROM badge_prints ORDER BY id")).scalars())


def test_a_badge_is_printed_at_once_and_a_second_print_says_when_and_where(arrival: Desk, officer: FlaskClient) -> None:
    code = arrival.register()["code"]
    path = f"/console/desk/desk-2/{code}"
    answer = officer.post(f"{path}/print")
    assert (answer.status_code, answer.content_type, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    now = datetime.now(UTC)
    again = officer.post(f"/console/desk/desk-1/{code}/print?lang=zh")
    assert again.status_code == 409
    told = words_of(again.get_data(as_text=True))
    assert re.search(rf"已于 .*{(now.hour + 8) % 24:02d}:\d\d 打印：2号台", told), told
    assert prints() == ["2号台"]
    assert officer.post(f"/console/desk/desk-1/{code}/print", data={"again": "yes"}).content_type == "application/pdf"
    assert prints() == ["2号台", "1号台"]


def test_a_new_badge_for_a_lost_one_is_not_taken_for_printed(arrival: Desk, officer: FlaskClient) -> None:
    code = arrival.register()["code"]
    officer.post(f"/console/desk/desk-1/{code}/print")
    arrival.post(f"registrations/{code}/badge", {"reason": "lost"}, 201)
    assert officer.post(f"/console/desk/desk-1/{code}/print").content_type == "application/pdf"


def test_printed_handed_over_and_entered_are_three_events(arrival: Desk, officer: FlaskClient) -> None:
    person = arrival.register()
    path = f"/console/desk/desk-1/{person['code']}"

    def told() -> list[str]:
        return re.findall(r"<td>(已打印|已发放|入场)</td>", officer.get(f"{path}?lang=zh").get_data(as_text=True))

    assert told() == []
    officer.post(f"{path}/print")
    assert len(told()) == 1
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM admissions")).scalar_one() == 0
    assert officer.post(f"{path}/hand-over").status_code == 302
    assert told()[1:] == ["已发放"]
    # having been given a badge is not having been let in
    with reading() as session:
        assert came_count(session, the_congress(session).id) == 0
    arrival.scan(person["badge"]["token"])
    assert len(told()) == 3
    assert officer.post(f"{path}/hand-over").status_code == 409


def test_a_badge_scanned_at_the_desk_is_handed_over_too(arrival: Desk, officer: FlaskClient) -> None:
    person = arrival.register()
    assert arrival.scan(person["badge"]["token"], gate="desk-1")["result"] == "admitted"
    page = officer.get(f"/console/desk/desk-2/{person['code']}?lang=zh").get_data(as_text=True)
    assert "已发放" in page
    assert "1号台" in words_of(page)


def test_the_desk_finds_people_and_says_how_far_they_are(arrival: Desk, officer: FlaskClient) -> None:
    code = arrival.register(phone="+8613900004321")["code"]
    officer.post(f"/console/desk/desk-1/{code}/print")
    for q in ("示例校友1", "4321"):
        page = officer.get("/console/desk", query_string={"desk": "desk-2", "q": q, "lang": "zh"})
        told = words_of(page.get_data(as_text=True))
        assert "示例校友1" in told
        assert "已打印" in told
    assert "没有找到" in officer.get("/console/desk?q=nobody&lang=zh").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/console/desk/nowhere/{code}", "/console/desk/desk-1/NOBODY"])
def test_what_is_not_there_is_not_found(arrival: Desk, officer: FlaskClient, path: str) -> None:
    code = arrival.register()["code"]
    assert officer.get(path.format(code=code)).status_code == 404
    for act in ("print", "hand-over"):
        assert officer.post(f"{path.format(code=code)}/{act}").status_code == 404


def test_without_a_desk_the_page_says_how_to_make_one(desk: Desk, officer: FlaskClient) -> None:
    assert "/console/gates/new" in officer.get("/console/desk").get_data(as_text=True)


def test_who_has_no_badge_gets_none_printed(arrival: Desk, officer: FlaskClient) -> None:
    code = arrival.register()["code"]
    arrival.post(f"registrations/{code}/cancel", {}, 200)
    for act in ("print", "hand-over"):
        assert officer.post(f"/console/desk/desk-1/{code}/{act}").status_code == 409
    assert prints() == []


def test_of_two_desks_at_once_one_prints_and_the_other_is_told(arrival: Desk, app: Flask) -> None:
    code = arrival.register()["code"]
    db.session.remove()
    outcomes: list[str] = []

    def ask() -> None:
        with app.app_context():
            try:
                with unit_of_work() as session:
                    congress_id = the_congress(session).id
                    found = registration_by_code(session, congress_id, code)
                    desk = desks_of(session, congress_id)[0]
                    print_at_desk(session, desk, found, again=False, by=SYSTEM, now=datetime.now(UTC))
            except PrintedBefore:
                outcomes.append("told")
            else:
                outcomes.append("printed")

    askers = [threading.Thread(target=ask) for _number in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert sorted(outcomes) == ["printed", "told", "told", "told"]


def test_a_batch_counts_as_printed_too(arrival: Desk, officer: FlaskClient) -> None:
    code = arrival.register()["code"]
    with unit_of_work() as session:
        batch = queue_print(session, the_congress(session), {}, Sheet.A6, by=SYSTEM, now=datetime.now(UTC))
        batch_id = batch.id
    print_badges(batch_id)
    with reading():
        assert prints() == [""]
    answer = officer.post(f"/console/desk/desk-1/{code}/print?lang=zh")
    assert answer.status_code == 409
    assert "批量打印" in words_of(answer.get_data(as_text=True))
