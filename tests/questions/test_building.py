"""An organiser writes the questions in the console: refused with a reason, ordered, previewed, released once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.foundation.db import reading, unit_of_work
from congress.programme.queries import the_congress
from congress.questions.models import FormVersion
from congress.questions.queries import draft_form, released_form
from congress.questions.rules import Question
from tests.factories.accounts import make_user, signed_in
from tests.factories.programme import make_congress

Q = "/console/questions"
WHOLE = {
    "kind": "choice", "label_zh": "用餐", "purpose_zh": "安排用餐",
    "options": "素食, Vegetarian, 20\n清真，Halal\n普通",
    "category": "", "track": "", "after": "",
}  # fmt: skip


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "organiser")
    return signed_in(app, "organiser@congress.test")


def draft() -> list[Question]:
    with reading() as session:
        found = draft_form(session, the_congress(session).id)
        return found.questions if found else []


def test_a_question_is_written_ordered_previewed_and_released(staff: FlaskClient, client: FlaskClient) -> None:
    assert staff.post(f"{Q}/new", data=WHOLE).status_code == 302
    first = draft()[0]
    assert [(o.zh, o.en, o.seats) for o in first.options] == [
        ("素食", "Vegetarian", 20), ("清真", "Halal", None), ("普通", "", None),
    ]  # fmt: skip
    follow_up = {"kind": "text", "label_zh": "忌口", "after": first.key, "answer": "素食"}
    staff.post(f"{Q}/new", data=WHOLE | follow_up)
    second = draft()[1]
    staff.post(f"{Q}/{second.key}/move", data={"step": "up"})
    assert [each.label_zh for each in draft()] == ["忌口", "用餐"]
    # what hangs on a later question is never asked, so that it cannot be released
    assert staff.post(f"{Q}/release").status_code == 422
    staff.post(f"{Q}/{second.key}/move", data={"step": "down"})
    assert "用餐" in staff.get(f"{Q}/preview").get_data(as_text=True)
    assert "用餐" not in client.get("/register").get_data(as_text=True)
    assert staff.post(f"{Q}/release").status_code == 302
    assert "用餐" in client.get("/register").get_data(as_text=True)
    assert staff.post(f"{Q}/release").status_code == 409


def test_a_change_makes_the_next_version_and_leaves_the_released_one(staff: FlaskClient) -> None:
    staff.post(f"{Q}/new", data=WHOLE)
    staff.post(f"{Q}/release")
    with reading() as session:
        released = released_form(session, the_congress(session).id)
        assert released is not None
        before, key = released.content, released.questions[0].key
    staff.post(f"{Q}/{key}", data=WHOLE | {"label_zh": "晚宴"})
    staff.post(f"{Q}/{key}/remove")
    assert draft() == []
    with reading() as session:
        versions = session.scalars(select(FormVersion).order_by(FormVersion.version)).all()
        assert [one.version for one in versions] == [1, 2]
        assert versions[0].content == before


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "sculpture"), ("label_zh", ""), ("label_zh", "a\x07b"), ("purpose_zh", ""), ("options", ""),
        ("options", "甲\n甲"), ("options", "甲, A, many"), ("options", "甲, A, 1234567"), ("options", "长" * 61),
        ("track", "nowhere"), ("category", "king"), ("after", "NOTHING"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused_and_what_was_typed_stays(
    staff: FlaskClient, field: str, value: str
) -> None:
    answer = staff.post(f"{Q}/new", data=WHOLE | {"help_zh": "示例<i>提示"} | {field: value})
    assert answer.status_code == 422
    assert "示例&lt;i&gt;提示" in answer.get_data(as_text=True)
    assert draft() == []


@pytest.mark.one_database
def test_an_unknown_question_is_not_found(staff: FlaskClient) -> None:
    assert staff.get(f"{Q}/NOTHING").status_code == 404
    assert staff.post(f"{Q}/NOTHING/move", data={"step": "up"}).status_code == 404
