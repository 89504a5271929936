"""What is asked later of those who are confirmed: told once, answered on `/me`, reminded of once a day, closed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from congress.alumni.actions import PersonFacts
from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.audit import AuditEntry
from congress.foundation.db import reading, unit_of_work
from congress.foundation.pages import zone
from congress.notifications.models import Message
from congress.privacy.retention import let_go, retention_report
from congress.privacy.states import Kept
from congress.programme.queries import the_congress
from congress.questions.models import FollowUp, FollowUpSheet
from congress.questions.rules import Option, Question, misplaced
from congress.questions.states import Kind
from congress.registration.deputies import send_deputy
from congress.registration.models import Registration
from congress.registration.queries import registration_by_code
from tests.factories.accounts import make_user, signed_in
from tests.factories.exports import lines_of
from tests.factories.programme import OPENING, make_congress, make_forum
from tests.questions.test_asking import alumnus, ask, register, taken

F = "/console/questions/follow-ups"
SOON = {"title_zh": "抵湘行程", "title_en": "Arrival", "category": "", "forum": "", "answer_by": "2036-04-01T18:00"}


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    with unit_of_work() as session:
        congress = make_congress(session)
        make_forum(session, congress, "opening")
        make_user(session, "organiser")
    return signed_in(app, "organiser@congress.test")


def make_follow_up(staff: FlaskClient, **facts: str) -> str:
    """A follow-up as an organiser makes it; answers its key."""
    answer = staff.post(f"{F}/new/edit", data=SOON | facts)
    assert answer.status_code == 302
    return str(answer.location).rsplit("/", 1)[1]


def hotel(key: str) -> Question:
    options = (Option(zh="单人间", en="Single", seats=1), Option(zh="双人间", en="Double"))
    return Question(
        key="HOTEL", kind=Kind.CHOICE, label_zh="住宿", label_en="Hotel", purpose_zh="安排住宿", required=True,
        options=options, follow_up=key,
    )  # fmt: skip


def told() -> list[str]:
    with reading() as session:
        messages = select(Message.address).where(Message.event == "registration.follow_up")
        return sorted(session.scalars(messages))


def code_of(number: int) -> str:
    with reading() as session:
        mail = f"n{number}@congress.test"
        return session.scalars(select(Registration.code).where(Registration.email == mail)).one()


def sheets() -> list[tuple[dict[str, Any], bool]]:
    with reading() as session:
        rows = session.scalars(select(FollowUpSheet).order_by(FollowUpSheet.registration_id))
        return [(row.answers, row.answered_at is not None) for row in rows]


def put_back(model: Any, column: str, by: timedelta) -> None:
    """As if it had been so long ago."""
    with unit_of_work() as session:
        session.execute(update(model).values({column: clock.now() - by}))


def test_everybody_concerned_is_told_once_and_reminded_once_a_day_until_they_answer(
    staff: FlaskClient, client: FlaskClient, app: Flask
) -> None:
    key = make_follow_up(staff)
    ask(hotel(key))
    register(client, 1)
    register(client, 2)
    assert staff.post(f"{F}/{key}/ask").status_code == 302
    assert told() == ["n1@congress.test", "n2@congress.test"]
    register(client, 3)
    staff.post(f"{F}/{key}/ask")
    assert told() == ["n1@congress.test", "n2@congress.test", "n3@congress.test"]
    assert alumnus(app).post(f"/me/{code_of(1)}/follow-ups/{key}", data={"q_HOTEL": "单人间"}).status_code == 302
    page = staff.get(f"{F}/{key}").get_data(as_text=True)
    assert re.findall("示例校友[0-9]", page) == ["示例校友2", "示例校友3"]
    put_back(FollowUpSheet, "told_at", timedelta(days=1))
    for _again in range(2):
        staff.post(f"{F}/{key}/ask")
    assert told().count("n1@congress.test") == 1
    assert told().count("n2@congress.test") == told().count("n3@congress.test") == 2
    with reading() as session:
        told_acts = select(AuditEntry.act).where(AuditEntry.act.like("follow_up.%"))
        acts = session.scalars(told_acts.order_by(AuditEntry.id)).all()
    assert acts == ["follow_up.saved"] + ["follow_up.asked"] * 4


def test_only_those_of_the_category_who_have_a_seat_in_the_forum_are_asked(
    staff: FlaskClient, client: FlaskClient
) -> None:
    key, nobody = make_follow_up(staff, forum="opening", category="guest"), make_follow_up(staff, category="vip")
    ask(hotel(key), Question(key="OTHER", kind=Kind.TEXT, label_zh="问", purpose_zh="用", follow_up=nobody))
    register(client, 1, forums="opening")
    register(client, 2)
    staff.post(f"{F}/{key}/ask")
    staff.post(f"{F}/{nobody}/ask")
    assert told() == ["n1@congress.test"]


def test_an_answer_takes_a_seat_of_its_choice_is_exported_and_goes_with_the_person(
    staff: FlaskClient, client: FlaskClient, app: Flask
) -> None:
    key = make_follow_up(staff)
    ask(hotel(key))
    assert "住宿" not in client.get("/register").get_data(as_text=True)
    register(client, 1)
    register(client, 2)
    staff.post(f"{F}/{key}/ask")
    me = alumnus(app)
    path = f"/me/{code_of(1)}/follow-ups/{key}"
    assert path in me.get("/me").get_data(as_text=True)
    refused = me.post(path, data={})
    assert refused.status_code == 422
    assert 'href="#q_HOTEL"' in refused.get_data(as_text=True)
    assert me.post(path, data={"q_HOTEL": "单人间"}).status_code == 302
    assert '<option selected value="单人间">' in me.get(path).get_data(as_text=True)
    second = alumnus(app, "n2@congress.test")
    assert second.post(f"/me/{code_of(2)}/follow-ups/{key}", data={"q_HOTEL": "单人间"}).status_code == 409
    assert second.get(path).status_code == 404
    head, one, two = lines_of(staff, "registrations")
    assert (head.rsplit(",", 1)[1], one.rsplit(",", 1)[1], two.rsplit(",", 1)[1]) == ("住宿", "单人间", "")
    assert "单人间" in staff.get(f"/console/registrations/{code_of(1)}").get_data(as_text=True)
    me.post(f"/me/{code_of(1)}/cancel")
    assert taken("单人间") == 0
    assert second.post(f"/me/{code_of(2)}/follow-ups/{key}", data={"q_HOTEL": "单人间"}).status_code == 302


def test_a_deputy_is_asked_again_and_old_answers_go_on_their_date(
    staff: FlaskClient, client: FlaskClient, app: Flask
) -> None:
    key = make_follow_up(staff)
    ask(hotel(key))
    register(client, 1)
    staff.post(f"{F}/{key}/ask")
    alumnus(app).post(f"/me/{code_of(1)}/follow-ups/{key}", data={"q_HOTEL": "单人间"})
    with unit_of_work() as session:
        whole = registration_by_code(session, the_congress(session).id, code_of(1))
        facts = PersonFacts(name="示例代表", email="n2@congress.test")
        send_deputy(session, whole, facts, reason="示例", letter=None, by=SYSTEM, now=clock.now())
    assert sheets() == [({}, False)]
    alumnus(app, "n2@congress.test").post(f"/me/{code_of(2)}/follow-ups/{key}", data={"q_HOTEL": "双人间"})
    assert sheets() == [({"HOTEL": "双人间"}, True)]
    later = OPENING + timedelta(days=400)
    with app.test_request_context(), unit_of_work() as session:
        [due] = [one for one in retention_report(session, zone=zone(), now=later) if one.kind is Kept.ANSWERS]
        assert let_go(session, due, due.ids, others_due=frozenset(), zone=zone(), now=later) == 1
    assert sheets() == [({}, True)]


@pytest.mark.one_database
def test_nothing_is_asked_without_questions_or_after_the_last_day(
    staff: FlaskClient, client: FlaskClient, app: Flask
) -> None:
    key = make_follow_up(staff)
    assert staff.post(f"{F}/{key}/ask").status_code == 409
    ask(hotel(key))
    register(client, 1)
    staff.post(f"{F}/{key}/ask")
    put_back(FollowUp, "answer_by", timedelta(minutes=1))
    assert staff.post(f"{F}/{key}/ask").status_code == 409
    me, path = alumnus(app), f"/me/{code_of(1)}/follow-ups/{key}"
    assert me.post(path, data={"q_HOTEL": "双人间"}).status_code == 409
    assert "期限已过" in me.get(path).get_data(as_text=True)
    assert sheets() == [({}, False)]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "value"),
    [("title_zh", ""), ("title_zh", "a\x07b"), ("category", "king"), ("forum", "nowhere"), ("answer_by", "soon")],
)
def test_a_follow_up_that_cannot_be_is_refused_and_what_was_typed_stays(
    staff: FlaskClient, field: str, value: str
) -> None:
    answer = staff.post(f"{F}/new/edit", data=SOON | {"title_en": "<b>Arrival"} | {field: value})
    assert answer.status_code == 422
    assert "&lt;b&gt;Arrival" in answer.get_data(as_text=True)
    with reading() as session:
        assert session.scalars(select(FollowUp.id)).all() == []


@pytest.mark.one_database
def test_an_unknown_follow_up_is_not_found(staff: FlaskClient) -> None:
    for path in (f"{F}/NOTHING", f"{F}/NOTHING/edit"):
        assert staff.get(path).status_code == 404
    assert staff.post(f"{F}/NOTHING/ask").status_code == 404


def test_a_question_does_not_hang_on_one_that_is_asked_at_another_time() -> None:
    first = Question(key="A", kind=Kind.CHOICE, label_zh="甲问", options=(Option(zh="甲"),))
    later = Question(key="B", kind=Kind.TEXT, label_zh="乙问", after="A", answer="甲", follow_up="LATER")
    assert misplaced([first, later]) == [later]
