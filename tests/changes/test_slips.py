"""A change that reaches paper writes one slip, and the slip says what is to be printed again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.foundation.db import db, unit_of_work
from congress.programme.queries import forum_by_slug, the_congress
from congress.registration.badges import note_printed
from congress.registration.queries import registration_by_code, standing_badge
from congress.seating.models import SeatingPlan
from tests.checkin.desk import Desk
from tests.factories.accounts import signed_in
from tests.factories.programme import make_forum
from tests.handbook.test_papers import pages, squeezed

LISTS = {"handbook", "delegation"}


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)


def office(desk: Desk) -> FlaskClient:
    return signed_in(desk.client.application, "organiser@congress.test")


def printed(desk: Desk, number: int = 1, **more: Any) -> str:
    """Somebody whose badge has come out of the printer."""
    code: str = desk.register(number, **more)["code"]
    with unit_of_work() as session:
        badge = standing_badge(registration_by_code(session, the_congress(session).id, code))
        assert badge is not None
        note_printed(session, [badge.id], now=datetime.now(UTC))
    return code


def plan_seats(slug: str) -> None:
    with unit_of_work() as session:
        congress = the_congress(session)
        forum = forum_by_slug(session, congress.id, slug)
        session.add(SeatingPlan(congress_id=congress.id, forum_id=forum.id, changed_at=datetime.now(UTC)))


def slips() -> list[tuple[int, str, set[str]]]:
    with db.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT s.id, s.kind, t.paper FROM change_slips s JOIN slip_tasks t ON t.slip_id = s.id")
        ).all()
    kinds = {row.id: row.kind for row in rows}
    return [(key, kind, {row.paper for row in rows if row.id == key}) for key, kind in sorted(kinds.items())]


def change(desk: Desk, code: str, **more: Any) -> None:
    answer = desk.client.patch(f"/api/v1/congresses/2036/registrations/{code}", json=more, headers=desk.headers)
    assert answer.status_code == 200, answer.json


def test_what_stands_on_no_paper_makes_no_slip(desk: Desk) -> None:
    code = desk.register(1)["code"]
    change(desk, code, name="示例·改名人", title="示例主任")
    held = printed(desk, 2)
    change(desk, held, language="en", email="other@example.test")
    change(desk, held, name="示例校友2")
    assert slips() == []


def test_a_new_name_touches_the_badge_the_seats_of_its_forum_and_the_lists(desk: Desk) -> None:
    plan_seats("talk")
    code = printed(desk, forums=["talk"], consents={"publish": True})
    change(desk, code, name="示例·改名人", title="示例主任")
    change(desk, code, title="示例局长")
    [(_first, kind, papers), (_second, _kind, fewer)] = slips()
    assert (kind, papers) == ("changed", {"badge", "table_card", "seat_chart"} | LISTS)
    assert fewer == {"badge"} | LISTS


def test_who_withdraws_or_sends_a_deputy_leaves_every_paper(desk: Desk) -> None:
    plan_seats("talk")
    code, other = printed(desk, 1, forums=["talk"]), printed(desk, 2)
    body = {"name": "示例·替会人", "phone": "13900000091", "reason": "示例：临时有公务", "attend": "y"}
    assert office(desk).post(f"/console/registrations/{other}/deputy", data=body).status_code == 302
    desk.post(f"registrations/{code}/cancel", {}, 200)
    desk.post(f"registrations/{code}/cancel", {}, 200)
    assert [(kind, papers) for _id, kind, papers in slips()] == [
        ("deputy", {"badge", "delegation"}),
        ("withdrawn", {"badge", "table_card", "seat_chart", "delegation"}),
    ]


def test_giving_a_forum_up_touches_its_seats_and_not_the_badge(desk: Desk) -> None:
    with unit_of_work() as session:
        make_forum(session, the_congress(session), "later", hour=5)
    plan_seats("talk")
    code = printed(desk, forums=["talk", "later"])
    change(desk, code, forums=["later"])
    [(_id, kind, papers)] = slips()
    assert (kind, papers) == ("changed", {"table_card", "seat_chart", "delegation"})


def test_a_slip_is_ticked_off_by_name_and_closed_with_its_last_paper(desk: Desk) -> None:
    code = printed(desk)
    change(desk, code, title="示例主任")
    [(slip, _kind, _papers)] = slips()
    client = office(desk)
    page = client.get("/console/changes").get_data(as_text=True)
    assert "示例校友1" in page
    assert "0 / 2" in page
    with db.engine.connect() as connection:
        tasks = connection.execute(text("SELECT id FROM slip_tasks ORDER BY id")).scalars().all()
    for task in (tasks[0], tasks[0], tasks[1]):
        assert client.post(f"/console/changes/{slip}/tasks/{task}").status_code == 302
    assert client.post(f"/console/changes/{slip}/tasks/0").status_code == 404
    assert client.get("/console/changes/999").status_code == 404
    assert "示例校友1" not in client.get("/console/changes").get_data(as_text=True)
    assert "示例校友1" in client.get("/console/changes?state=done").get_data(as_text=True)
    shown = client.get(f"/console/changes/{slip}").get_data(as_text=True)
    assert "示例主任" in shown
    with db.engine.connect() as connection:
        acts = connection.execute(text("SELECT act, facts FROM audit_entries WHERE object_kind = 'slip'")).all()
    assert sorted(act for act, _facts in acts) == ["slip.ticked", "slip.ticked", "slip.written"]
    assert "示例" not in str(acts)


def test_the_slip_on_paper_says_what_was_what_is_and_what_to_print(desk: Desk) -> None:
    code = printed(desk, title="示例处长")
    change(desk, code, title="示例主任")
    [(slip, _kind, _papers)] = slips()
    answer = office(desk).get(f"/console/changes/{slip}.pdf")
    assert answer.content_type == "application/pdf"
    told = squeezed("".join(pages(answer.data)))
    for word in ("变动单", "示例校友1", "示例处长", "示例主任", "证件", "代表团名单"):
        assert word in told
