"""Who waits longest is decided first; many are decided whole or not at all; one is asked for more."""

import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.foundation.db import db, unit_of_work
from congress.notifications.models import Message
from congress.registration.models import Registration
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.exports import lines_of
from tests.factories.office import PDF, C
from tests.factories.programme import make_congress, make_forum

PAGE = "/console/review"


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    """An organiser at a congress with approval, with one small forum without a waitlist."""
    with unit_of_work() as session:
        congress = make_congress(session, approval=True)
        make_forum(session, congress, "small", capacity=1)
        make_token(session, make_user(session, "organiser"))
    return signed_in(app, "organiser@congress.test")


def asks_in(app: Flask, number: int, *forums: str) -> str:
    """Somebody who registers and stands under review."""
    body = {"name": f"示例校友{number}", "email": f"a{number}@example.test", "consent": True, "forums": list(forums)}
    with unit_of_work() as session:
        headers = make_token(session, make_user(session, "organiser", email=f"clerk{number}@congress.test"))
    answer = app.test_client().post(f"{C}/registrations", json=body, headers=headers)
    assert (answer.status_code, answer.json["status"]) == (201, "pending"), answer.json
    code: str = answer.json["code"]
    return code


def statuses() -> dict[str, str]:
    with db.engine.connect() as connection:
        return dict(connection.execute(text("SELECT name, status FROM registrations")).tuples().all())


def told(event: str) -> list[str]:
    with unit_of_work() as session:
        return [message.text for message in session.query(Message).filter_by(event=event).order_by(Message.id)]


def decide(office: FlaskClient, *codes: str, **more: Any) -> Any:
    return office.post(PAGE, data={"codes": list(codes)} | more)


def test_who_waits_longest_stands_first_with_the_days(office: FlaskClient, app: Flask) -> None:
    codes = [asks_in(app, number) for number in (1, 2)]
    with unit_of_work() as session:
        first = session.query(Registration).filter_by(code=codes[0]).one()
        first.created_at = datetime.now(UTC) - timedelta(days=9)
    page = office.get(PAGE).get_data(as_text=True)
    assert page.index("示例校友1") < page.index("示例校友2")
    assert '<td class="table__number" data-label="等候天数">9</td>' in " ".join(page.split()).replace("> <", "><")
    _head, *taken_out = csv.reader(lines_of(office, "review"))
    assert [(row[1], row[7]) for row in taken_out] == [("示例校友1", "9"), ("示例校友2", "0")]


def test_many_are_accepted_at_once_and_refused_with_a_reason_that_they_read(office: FlaskClient, app: Flask) -> None:
    codes = [asks_in(app, number) for number in (1, 2, 3)]
    assert decide(office, *codes[:2], decision="accept").status_code == 302
    assert decide(office, codes[2], decision="refuse", reason=" ").status_code == 422
    assert decide(office, codes[2], decision="refuse", reason="示例：名额已满").status_code == 302
    assert statuses() == {"示例校友1": "confirmed", "示例校友2": "confirmed", "示例校友3": "refused"}
    [message] = told("registration.refused")
    assert "示例：名额已满" in message
    assert decide(office, decision="accept").status_code == 422


def test_nobody_is_decided_where_one_cannot_be_and_each_is_named(office: FlaskClient, app: Flask) -> None:
    codes = [asks_in(app, 1, "small"), asks_in(app, 2, "small"), asks_in(app, 3)]
    decided = asks_in(app, 4)
    assert decide(office, decided, decision="accept").status_code == 302
    answer = decide(office, *codes, decided, "NOBODY", decision="accept")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    notice = page[page.index('role="alert"') : page.index("<form", page.index('role="alert"'))]
    for word in ("示例校友2", "专场small", "示例校友4", "NOBODY"):
        assert word in notice
    assert "示例校友3" not in notice
    assert set(statuses().values()) == {"pending", "confirmed"}
    assert list(statuses().values()).count("pending") == 3
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT taken FROM forums")).scalar() == 0
    # what was ticked stays ticked
    assert page.count("checked") == 3


def test_who_is_asked_for_more_answers_and_stands_where_they_stood(office: FlaskClient, app: Flask) -> None:
    first, second = asks_in(app, 1), asks_in(app, 2)
    with unit_of_work() as session:
        make_user(session, "alumnus", email="a1@example.test")
        make_user(session, "alumnus", email="a2@example.test")
    guest, stranger = signed_in(app, "a1@example.test"), signed_in(app, "a2@example.test")
    mine = f"/me/{first}/question"
    assert guest.get(mine).status_code == 404
    assert office.post(f"{PAGE}/{first}", data={"question": ""}).status_code == 422
    assert office.post(f"{PAGE}/{first}", data={"question": "示例：请附单位证明"}).status_code == 302
    assert office.post(f"{PAGE}/{first}", data={"question": "示例：再问一次"}).status_code == 409
    assert "示例：请附单位证明" in told("review.asked")[0]
    assert "示例校友1" not in office.get(PAGE).get_data(as_text=True)
    assert "示例校友1" in office.get(f"{PAGE}?state=asked").get_data(as_text=True)
    assert mine in guest.get("/me").get_data(as_text=True)
    assert "示例：请附单位证明" in guest.get(mine).get_data(as_text=True)
    assert stranger.get(mine).status_code == 404
    assert guest.post(mine, data={"answer": " "}).status_code == 422
    assert guest.post(mine, data={"file": (BytesIO(b"MZ"), "x.exe")}).status_code == 422
    sent = {"answer": "示例：见附件", "file": (BytesIO(PDF), "示例证明.pdf")}
    assert guest.post(mine, data=sent).status_code == 302
    assert guest.post(mine, data={"answer": "示例：又一次"}).status_code == 404
    page = office.get(PAGE).get_data(as_text=True)
    assert page.index("示例校友1") < page.index("示例校友2")
    assert "示例：见附件" in page
    assert office.get(f"{PAGE}/{first}/answers/1/file").data == PDF
    assert office.get(f"{PAGE}/{second}/answers/1/file").status_code == 404


def test_whoever_is_decided_is_asked_nothing_any_more(office: FlaskClient, app: Flask) -> None:
    code = asks_in(app, 1)
    assert office.post(f"{PAGE}/{code}", data={"question": "示例：请补充"}).status_code == 302
    assert decide(office, code, decision="accept").status_code == 302
    assert office.post(f"{PAGE}/{code}", data={"question": "示例：请补充"}).status_code == 409
    with unit_of_work() as session:
        make_user(session, "alumnus", email="a1@example.test")
    guest = signed_in(app, "a1@example.test")
    assert guest.post(f"/me/{code}/question", data={"answer": "示例"}).status_code == 404
