"""Text messages: only as approved templates, signed, once, at decent hours; and what became of them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.accounts.messages import LOGIN_CODE
from congress.foundation import clock
from congress.foundation.access import Actor
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import in_language
from congress.notifications import sms
from congress.notifications.actions import Recipient, retry_message, send_message
from congress.notifications.kinds import Kind
from congress.notifications.models import Message, SmsTemplate
from congress.notifications.rules import sms_parts, wakes_at
from congress.notifications.states import TEMPLATE_NAMES, TEMPLATE_TRANSITIONS, TemplateState
from congress.notifications.tasks import deliver_due
from congress.notifications.wordings import note_sms_template, short_text
from congress.registration.messages import INVITED
from tests.notifications.gateway import ACCEPTED, SECRET, FakeGateway

PHONE = "+8613800000000"
OFFICE = Actor(user_id=1, display_name="示例办")
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 2, 12, tzinfo=SHANGHAI).astimezone(UTC)
NIGHT = datetime(2026, 11, 2, 23, 30, tzinfo=SHANGHAI).astimezone(UTC)
MORNING = datetime(2026, 11, 3, 8, tzinfo=SHANGHAI).astimezone(UTC)
CODE = {"code": "123456", "link": "https://congress.example/l"}
INVITATION = {
    "name": "示例甲",
    "congress": "示例大会",
    "until": "11月3日",
    "whose": "仅供本人",
    "link": "https://e.example/i",
}


@pytest.fixture
def fake() -> Iterator[FakeGateway]:
    fake = FakeGateway()
    yield fake
    fake.stop()


@pytest.fixture
def sms_site(app: Flask, fake: FakeGateway, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app, which sends text messages to the fake gateway; it is noon."""
    known = replace(
        app.extensions["settings"], sms_gateway_url=fake.start(), sms_gateway_key="示例".encode().hex(),
        sms_gateway_secret=SECRET,
    )  # fmt: skip
    monkeypatch.setitem(app.extensions, "settings", known)
    at(monkeypatch, NOON)
    return app


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def approve(kind: Kind = LOGIN_CODE, *states: str) -> None:
    facts = {"signature": "校友大会", "number": "SMS_0001", "reason": ""}
    with unit_of_work() as session:
        for state in states or ("submitted", "approved"):
            note_sms_template(session, kind, "zh", facts | {"state": state}, by=OFFICE, now=clock.now())
            session.flush()


def write(kind: Kind = LOGIN_CODE, values: dict[str, str] = CODE) -> int:
    with unit_of_work() as session, in_language("zh"):
        to = Recipient(email=None, phone=PHONE, language="zh")
        message = send_message(session, to, kind.key, kind.text(**values), now=clock.now())
        session.flush()
        return message.id


def standing(message_id: int) -> Message:
    with reading() as session:
        session.expire_all()
        return session.scalars(select(Message).where(Message.id == message_id)).one()


def receipt(client: FlaskClient, *told: dict[str, str], secret: str = SECRET, age: int = 0) -> tuple[int, Any]:
    body = json.dumps({"receipts": told}).encode()
    moment = (clock.now() - timedelta(seconds=age)).isoformat()
    answer = client.post(
        "/webhooks/sms", data=body,
        headers={sms.TIME: moment, sms.SIGNATURE: sms.signature_of(secret, moment, body)},
    )  # fmt: skip
    return answer.status_code, answer.json


def test_an_approved_text_goes_out_as_its_template_once_and_the_receipt_says_that_it_arrived(
    sms_site: Flask, client: FlaskClient, fake: FakeGateway
) -> None:
    approve()
    one = write()
    assert (deliver_due(), deliver_due()) == (1, 0)
    assert fake.asked == [
        {
            "reference": f"congress-{one}", "phone": PHONE, "signature": "校友大会", "template": "SMS_0001",
            "variables": CODE,
        }
    ]  # fmt: skip
    assert (standing(one).state, standing(one).provider_id, standing(one).arrived_at) == ("sent", "provider-1", None)
    told = {"reference": f"congress-{one}", "state": "delivered"}
    assert receipt(client, told, told) == (200, {"taken": 2})
    assert standing(one).arrived_at == NOON


@pytest.mark.parametrize("states", [(), ("submitted",), ("submitted", "refused")])
@pytest.mark.one_database
def test_a_text_that_is_not_approved_is_not_sent_and_says_so_until_it_is(
    sms_site: Flask, fake: FakeGateway, states: tuple[str, ...]
) -> None:
    facts = {"signature": "校友大会", "number": "SMS_0001", "reason": "含链接"}
    with unit_of_work() as session:
        for state in states:
            note_sms_template(session, LOGIN_CODE, "zh", facts | {"state": state}, by=OFFICE, now=NOON)
            session.flush()
    one = write()
    assert deliver_due() == 0
    assert fake.asked == []
    assert (standing(one).state, standing(one).last_error) == ("failed", "no-approved-template")
    approve(LOGIN_CODE, *(["approved"] if states == ("submitted",) else []))
    with unit_of_work() as session:
        retry_message(session, session.get_one(Message, one), by=OFFICE, now=NOON)
    assert deliver_due() == 1


@pytest.mark.one_database
def test_an_approval_is_worth_nothing_for_other_words(sms_site: Flask, fake: FakeGateway) -> None:
    approve()
    with unit_of_work() as session:
        template = session.scalars(select(SmsTemplate)).one()
        template.text = template.text.replace("5", "9").replace("五", "九") + "。"
    one = write()
    deliver_due()
    assert (fake.asked, standing(one).state) == ([], "failed")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((500, {"state": "accepted", "id": "x"}), "GatewayTroubled: HTTP 500"),
        ((200, b"<html>"), "GatewayTroubled: HTTP 200"),
        ((302, {}), "GatewayTroubled: HTTP 302"),
        ((200, b"x" * 100_000), "GatewayTroubled: HTTP 200"),
        (None, "ReadTimeout"),
    ],
)
@pytest.mark.one_database
def test_a_gateway_in_trouble_is_asked_again_later_under_the_same_reference(
    sms_site: Flask, fake: FakeGateway, monkeypatch: pytest.MonkeyPatch, answer: Any, error: str
) -> None:
    monkeypatch.setattr(sms, "PATIENCE", 0.2)
    approve()
    one = write()
    fake.answer = answer
    assert (deliver_due(), deliver_due()) == (0, 0)
    assert (standing(one).state, standing(one).attempts, standing(one).last_error) == ("waiting", 1, error)
    fake.answer = ACCEPTED
    at(monkeypatch, NOON + timedelta(minutes=2))
    assert deliver_due() == 1
    assert [asked["reference"] for asked in fake.asked] == [f"congress-{one}"] * 2


@pytest.mark.one_database
def test_a_gateway_that_is_not_there_leaves_the_message_waiting(
    sms_site: Flask, fake: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = replace(sms_site.extensions["settings"], sms_gateway_url="http://127.0.0.1:9/send")
    monkeypatch.setitem(sms_site.extensions, "settings", known)
    approve()
    one = write()
    assert deliver_due() == 0
    assert (standing(one).state, standing(one).last_error) == ("waiting", "ConnectionError")


@pytest.mark.one_database
def test_a_refusal_ends_the_message_with_the_operators_reason(sms_site: Flask, fake: FakeGateway) -> None:
    approve()
    one = write()
    fake.answer = (400, {"state": "refused", "reason": "号码在黑名单\n中"})
    assert (deliver_due(), deliver_due()) == (0, 0)
    assert (standing(one).state, standing(one).last_error) == ("failed", "号码在黑名单 中")


def test_a_receipt_of_failure_is_seen_and_only_the_gateway_can_send_one(
    sms_site: Flask, client: FlaskClient, fake: FakeGateway
) -> None:
    approve()
    one = write()
    deliver_due()
    told = {"reference": f"congress-{one}", "state": "failed", "reason": "空号"}
    assert receipt(client, told, secret="guessed")[0] == 400
    assert receipt(client, told, age=600)[0] == 400
    assert client.post("/webhooks/sms", data=b"{}", headers={sms.TIME: "now"}).status_code == 400
    assert standing(one).state == "sent"
    assert receipt(client, {"reference": "congress-999", "state": "failed"}, {"reference": "x", "state": "failed"}) == (
        200,
        {"taken": 0},
    )
    assert receipt(client, {"reference": "x"})[0] == 422
    assert receipt(client, told) == (200, {"taken": 1})
    assert receipt(client, told) == (200, {"taken": 0})
    assert (standing(one).state, standing(one).last_error) == ("bounced", "空号")


@pytest.mark.one_database
def test_an_invitation_waits_out_the_night_and_a_code_does_not(
    sms_site: Flask, fake: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve()
    approve(INVITED)
    at(monkeypatch, NIGHT)
    invited, code = write(INVITED, INVITATION), write()
    assert deliver_due() == 1
    assert (standing(code).state, standing(invited).state) == ("sent", "waiting")
    assert (standing(invited).not_before, standing(invited).attempts) == (MORNING, 0)
    at(monkeypatch, MORNING)
    assert deliver_due() == 1
    assert standing(invited).state == "sent"


@pytest.mark.one_database
def test_no_more_go_out_in_a_minute_than_the_operator_takes(
    sms_site: Flask, fake: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = replace(sms_site.extensions["settings"], sms_per_minute=2)
    monkeypatch.setitem(sms_site.extensions, "settings", known)
    approve()
    for _each in range(3):
        write()
    assert (deliver_due(), deliver_due()) == (2, 0)
    at(monkeypatch, NOON + timedelta(seconds=61))
    assert deliver_due() == 1


@pytest.mark.one_database
def test_without_a_gateway_the_message_is_kept_and_no_receipt_is_believed(app: Flask, client: FlaskClient) -> None:
    one = write()
    assert deliver_due() == 1
    assert standing(one).state == "kept"
    assert receipt(client, {"reference": f"congress-{one}", "state": "delivered"})[0] == 400


@pytest.mark.one_database
def test_every_state_of_a_template_has_its_name_and_its_way_on(app: Flask) -> None:
    assert set(TemplateState) == TEMPLATE_TRANSITIONS.keys() == TEMPLATE_NAMES.keys()
    for old in TemplateState:
        for new in TemplateState:
            known = SmsTemplate(state=old)
            assert known.may_become(new) == (new in TEMPLATE_TRANSITIONS[old])


@pytest.mark.parametrize(
    ("hour", "quiet", "wakes"),
    [(20, (21, 8), None), (21, (21, 8), 3), (0, (21, 8), 2), (7, (21, 8), 2), (8, (21, 8), None),
     (12, (12, 14), 2), (14, (12, 14), None), (3, (0, 0), None)],
)  # fmt: skip
def test_quiet_hours_end_at_the_next_morning(hour: int, quiet: tuple[int, int], wakes: int | None) -> None:
    moment = datetime(2026, 11, 2, hour, 30, tzinfo=SHANGHAI)
    ends = wakes_at(moment.astimezone(UTC), quiet, SHANGHAI)
    assert ends == (datetime(2026, 11, wakes, quiet[1], tzinfo=SHANGHAI) if wakes else None)


@pytest.mark.parametrize(("length", "parts"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_a_long_text_counts_as_several(length: int, parts: int) -> None:
    assert sms_parts("字" * length) == parts


@pytest.mark.one_database
def test_the_text_that_is_submitted_is_the_one_in_use(app: Flask) -> None:
    with reading() as session:
        assert short_text(session, LOGIN_CODE, "zh").startswith("【校友大会】")
        assert "{code}" in short_text(session, LOGIN_CODE, "en")
