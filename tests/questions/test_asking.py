"""A congress asks its questions: built by an organiser, answered when registering and on `/me`, frozen by release."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event, select, update
from sqlalchemy.exc import IntegrityError

from congress.alumni.actions import PersonFacts
from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.audit import AuditEntry
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.personal import find_subject
from congress.privacy.export import export_document
from congress.privacy.retention import let_go, retention_report
from congress.privacy.states import Kept
from congress.programme.models import Track
from congress.programme.queries import the_congress
from congress.questions.actions import release_form, save_question
from congress.questions.models import AnswerSheet, ChoiceSeat, FormVersion
from congress.questions.rules import Option, Question
from congress.questions.states import Kind
from congress.registration.deputies import send_deputy
from congress.registration.models import Registration
from congress.registration.queries import registration_by_code
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.exports import lines_of, take_out
from tests.factories.programme import OPENING, make_congress, make_forum

DINNER = Question(
    key="DINNER", kind=Kind.CHOICE, label_zh="用餐", label_en="Dinner", purpose_zh="安排用餐",
    options=(Option(zh="素食", en="Vegetarian", seats=1), Option(zh="清真", en="Halal"), Option(zh="普通", en="Any")),
)  # fmt: skip
AMOUNT = Question(
    key="AMOUNT", kind=Kind.MONEY, label_zh="拟投资金额", label_en="Amount", purpose_zh="对接项目", track="invest",
    required=True,
)  # fmt: skip
NOTE = Question(
    key="NOTE", kind=Kind.TEXT, label_zh="忌口", label_en="Diet", purpose_zh="安排用餐", after="DINNER", answer="素食"
)


def ask(*questions: Question) -> None:
    """Release these questions as the next version."""
    with unit_of_work() as session:
        congress = the_congress(session)
        for question in questions:
            save_question(session, congress, question, by=SYSTEM, now=clock.now())
        release_form(session, congress, by=SYSTEM, now=clock.now())


@pytest.fixture
def congress(app: Flask) -> None:
    with unit_of_work() as session:
        made = make_congress(session)
        track = session.scalars(select(Track)).one()
        make_forum(session, made, "invest", track_id=track.id)
        make_user(session, "organiser")


def register(client: FlaskClient, number: int = 1, **answers: Any) -> Any:
    body = {"name": f"示例校友{number}", "email": f"n{number}@congress.test", "language": "zh", "attend": "y"}
    return client.post("/register", data=body | answers)


def alumnus(app: Flask, address: str = "n1@congress.test") -> FlaskClient:
    with unit_of_work() as session:
        make_user(session, "alumnus", email=address)
    return signed_in(app, address)


def stored(number: int = 1) -> dict[str, Any] | None:
    with reading() as session:
        return session.scalars(
            select(AnswerSheet.answers)
            .join(Registration, Registration.id == AnswerSheet.registration_id)
            .where(Registration.email == f"n{number}@congress.test")
        ).one_or_none()


def taken(option: str) -> int:
    with reading() as session:
        return session.scalars(select(ChoiceSeat.taken).where(ChoiceSeat.option == option)).one()


@pytest.mark.usefixtures("congress")
def test_answers_are_kept_as_whole_fen_and_what_was_not_asked_is_dropped(client: FlaskClient) -> None:
    ask(DINNER, AMOUNT, NOTE)
    assert register(client, q_DINNER="普通", q_NOTE="not asked", q_AMOUNT="nonsense").status_code == 302
    assert stored() == {"DINNER": "普通"}
    register(client, 2, forums="invest", q_AMOUNT="12.000001", q_DINNER="素食", q_NOTE="忌花生")
    assert stored(2) == {"DINNER": "素食", "AMOUNT": 12_000_001, "NOTE": "忌花生"}


@pytest.mark.usefixtures("congress")
def test_what_is_needed_is_needed_of_those_who_are_asked_and_what_was_typed_stays(client: FlaskClient) -> None:
    ask(DINNER, AMOUNT, NOTE)
    answer = register(client, forums="invest", q_DINNER="素食", q_NOTE="忌<b>花生")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'href="#q_AMOUNT"' in page
    assert "忌&lt;b&gt;花生" in page
    assert stored() is None


@pytest.mark.usefixtures("congress")
@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.NUMBER, "many"), (Kind.NUMBER, "9" * 40), (Kind.MONEY, "0.0000001"), (Kind.MONEY, "-1"),
        (Kind.MONEY, "NaN"), (Kind.DATE, "31 February"), (Kind.USCC, "91430000000000000X"), (Kind.TEXT, "a\x07b"),
        (Kind.TEXT, "长" * 201), (Kind.CHOICE, "别的"), (Kind.CHOICES, "别的"),
    ],
)  # fmt: skip
@pytest.mark.one_database
def test_an_answer_of_the_wrong_kind_is_told_at_its_field(client: FlaskClient, kind: Kind, typed: str) -> None:
    ask(Question(key="ONE", kind=kind, label_zh="问", purpose_zh="用", options=(Option(zh="甲"),)))
    answer = register(client, q_ONE=typed)
    assert answer.status_code == 422
    assert 'href="#q_ONE"' in answer.get_data(as_text=True)
    assert stored() is None


@pytest.mark.usefixtures("congress")
def test_a_choice_is_refused_by_name_when_it_is_full_and_freed_by_a_cancellation(
    client: FlaskClient, app: Flask
) -> None:
    ask(DINNER)
    assert register(client, 1, q_DINNER="素食").status_code == 302
    refused = register(client, 2, q_DINNER="素食")
    assert refused.status_code == 409
    assert "素食" in refused.get_data(as_text=True)
    assert stored(2) is None
    me = alumnus(app)
    with reading() as session:
        code = session.scalars(select(Registration.code)).one()
    me.post(f"/me/{code}/cancel")
    assert taken("素食") == 0
    assert register(client, 2, q_DINNER="素食").status_code == 302
    assert taken("素食") == 1


@pytest.mark.usefixtures("congress")
def test_many_at_once_never_take_more_seats_of_a_choice_than_there_are(app: Flask) -> None:
    ask(DINNER)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: register(app.test_client(), n, q_DINNER="素食").status_code, range(6)))
    assert sorted(answers) == [302] + [409] * 5
    assert taken("素食") == 1
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.execute(update(ChoiceSeat).values(taken=2))


@pytest.mark.usefixtures("congress")
def test_somebody_changes_answers_and_the_old_choice_is_free_again(client: FlaskClient, app: Flask) -> None:
    ask(DINNER, AMOUNT)
    register(client, q_DINNER="素食")
    me = alumnus(app)
    with reading() as session:
        code = session.scalars(select(Registration.code)).one()
    page = me.get(f"/me/{code}/answers").get_data(as_text=True)
    assert '<option selected value="素食">' in page
    assert "q_AMOUNT" not in page  # no forum of that track is held
    assert me.post(f"/me/{code}/answers", data={"q_DINNER": "别的"}).status_code == 422
    assert me.post(f"/me/{code}/answers", data={"q_DINNER": "普通"}).status_code == 302
    assert stored() == {"DINNER": "普通"}
    assert (taken("素食"), taken("普通")) == (0, 1)
    with reading() as session:
        assert session.scalars(select(AuditEntry.id).where(AuditEntry.act == "registration.answered")).all()


@pytest.mark.usefixtures("congress")
def test_an_answer_is_shown_with_the_words_of_the_version_that_asked(client: FlaskClient, app: Flask) -> None:
    ask(DINNER)
    register(client, q_DINNER="清真")
    again = Question(
        key="DINNER", kind=Kind.CHOICE, label_zh="晚宴口味", purpose_zh="安排用餐", options=(Option(zh="湘菜"),)
    )
    ask(again)
    with reading() as session:
        first, second = session.scalars(select(FormVersion).order_by(FormVersion.version))
        assert [first.questions[0].label_zh, second.questions[0].label_zh] == ["用餐", "晚宴口味"]
        code = session.scalars(select(Registration.code)).one()
    page = alumnus(app).get("/me").get_data(as_text=True)
    assert "用餐" in page
    assert "清真" in page
    assert "晚宴口味" in client.get("/register").get_data(as_text=True)
    staff = signed_in(app, "organiser@congress.test")
    assert "清真" in staff.get(f"/console/registrations/{code}").get_data(as_text=True)


@pytest.mark.usefixtures("congress")
@pytest.mark.one_database
def test_the_list_has_a_column_for_each_question_and_no_formula(client: FlaskClient, app: Flask) -> None:
    ask(Question(key="FREE", kind=Kind.TEXT, label_zh="备注", purpose_zh="用"), DINNER)
    register(client, q_FREE="=1+1", q_DINNER="普通")
    register(client, 2)
    staff = signed_in(app, "organiser@congress.test")
    head, one, two = lines_of(staff, "registrations")
    assert head.endswith("备注,用餐")
    assert one.endswith("'=1+1,普通")
    assert two.endswith(",,")
    sheet = load_workbook(io.BytesIO(take_out(staff, "registrations", form="xlsx").data)).active
    assert sheet is not None
    assert "普通" in [cell.value for row in sheet for cell in row]
    assert all(cell.data_type != "f" for row in sheet for cell in row)


@pytest.mark.usefixtures("congress")
def test_answers_are_read_by_whoever_may_see_the_registration_and_by_nobody_else(
    client: FlaskClient, app: Flask
) -> None:
    ask(Question(key="FREE", kind=Kind.TEXT, label_zh="备注", label_en="Note", purpose_zh="用"), DINNER)
    register(client, q_FREE="示例备注", q_DINNER="普通")
    with unit_of_work() as session:
        code = session.scalars(select(Registration.code)).one()
        staff, own, other = (
            make_token(session, make_user(session, role, email=f"{name}@congress.test"))
            for role, name in (("organiser", "api"), ("alumnus", "n1"), ("alumnus", "n2"))
        )
    path = f"/api/v1/congresses/2036/registrations/{code}/answers"
    for headers in (staff, own):
        items = client.get(path, headers=headers).json["items"]
        assert [(one["key"], one["question"]["zh"], one["answer"], one["version"]) for one in items] == [
            ("FREE", "备注", "示例备注", 1), ("DINNER", "用餐", "普通", 1),
        ]  # fmt: skip
    assert client.get(path, headers=other).status_code == 404


@pytest.mark.usefixtures("congress")
@pytest.mark.one_database
def test_somebody_takes_their_answers_along_in_the_words_that_asked(client: FlaskClient) -> None:
    ask(Question(key="FREE", kind=Kind.TEXT, label_zh="备注", purpose_zh="用"), DINNER)
    register(client, q_FREE="示例备注", q_DINNER="普通")
    with reading() as session:
        person = session.scalars(select(Registration.person_id)).one()
        document = export_document(find_subject(session, person=person), made_at=clock.now())
    [rows] = [one["rows"] for one in document["records"] if one["record"].startswith("answer_sheets")]
    assert rows[0]["told"] == {"备注": "示例备注", "用餐": "普通"}


@pytest.mark.usefixtures("congress")
@pytest.mark.one_database
def test_the_page_asks_the_database_as_often_for_three_questions_as_for_one(client: FlaskClient) -> None:
    def statements() -> int:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        assert client.get("/register").status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    ask(DINNER)
    client.get("/register")
    one = statements()
    ask(Question(key="TWO", kind=Kind.TEXT, label_zh="问", purpose_zh="用"), NOTE)
    assert statements() == one


@pytest.mark.usefixtures("congress")
def test_answers_go_on_the_date_that_the_congress_has_set(client: FlaskClient) -> None:
    ask(DINNER)
    register(client, q_DINNER="普通")
    china, later = ZoneInfo("Asia/Shanghai"), OPENING + timedelta(days=400)
    with unit_of_work() as session:
        [due] = [one for one in retention_report(session, zone=china, now=later) if one.kind is Kept.ANSWERS]
        assert due.is_due
        assert let_go(session, due, due.ids, others_due=frozenset(), zone=china, now=later) == 1
    assert stored() == {}


@pytest.mark.usefixtures("congress")
def test_a_deputy_does_not_inherit_what_the_other_answered(client: FlaskClient, app: Flask) -> None:
    ask(DINNER)
    register(client, q_DINNER="素食")
    with unit_of_work() as session:
        found = session.scalars(select(Registration)).one()
        facts = PersonFacts(name="示例代表", email="n2@congress.test")
        whole = registration_by_code(session, found.congress_id, found.code)
        send_deputy(session, whole, facts, reason="示例", letter=None, by=SYSTEM, now=clock.now())
    assert stored(2) == {}
    assert taken("素食") == 0
