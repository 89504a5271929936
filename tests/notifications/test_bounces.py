"""Letters that come back, and servers that fail: each ends in a state that somebody can see, with its reason."""

import re
import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.commands.bounces import bounces
from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.db import reading, unit_of_work
from congress.notifications import delivery
from congress.notifications.actions import Recipient, Text, retry_message, send_message
from congress.notifications.models import Message
from congress.notifications.queries import bouncing_addresses, message_by_id
from congress.notifications.states import KIND_NAMES, STATE_NAMES, TRANSITIONS, MessageState
from congress.notifications.tasks import deliver_due
from congress.registration.models import Registration
from congress.settings import ROOT
from tests.factories.accounts import PASSWORD, make_user
from tests.notifications.mailbox import Box

ADDRESS = "fan@example.test"
NOBODY = "550 5.1.1 No such user"

REPORT = """\
From: MAILER-DAEMON@example.test
To: congress@example.test
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

It did not arrive.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.test

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 No such user

--cut
Content-Type: {enclosed}

From: congress@example.test
Message-ID: {name}

--cut--
"""


def write_letter(event: str = "registration.received", text: str = "示例正文") -> int:
    with unit_of_work() as session:
        to = Recipient(email=ADDRESS, phone=None, language="zh")
        message = send_message(session, to, event, Text("示例通知", text, "短"), now=clock.now())
        session.flush()
        return message.id


def found(message_id: int) -> Message:
    with reading() as session:
        session.expire_all()
        message = message_by_id(session, message_id)
        assert message is not None
        return message


def dead_addresses() -> list[str]:
    with reading() as session:
        return [one.address for one in bouncing_addresses(session, [ADDRESS])]


def report(box: Box, **told: str) -> str:
    usual = {
        "address": ADDRESS, "action": "failed", "status": "5.1.1", "enclosed": "text/rfc822-headers",
        "name": str(box.letters[-1]["Message-ID"]),
    }  # fmt: skip
    return REPORT.format(**usual | told)


def take(letter: str | bytes) -> tuple[int, str]:
    answer = CliRunner().invoke(bounces, ["--json"], input=letter)
    return answer.exit_code, answer.stdout


@pytest.fixture
def sent(site: Flask, box: Box) -> int:
    """A letter that the server took."""
    message_id = write_letter()
    assert deliver_due() == 1
    assert len(box.letters) == 1
    return message_id


@pytest.mark.parametrize("enclosed", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_marks_the_letter_and_its_address_once(sent: int, box: Box, enclosed: str) -> None:
    letter = report(box, enclosed=enclosed, address=ADDRESS.upper())
    for _again in range(2):
        assert take(letter) == (0, '{"bounced": 1, "ignored": 0}\n')
    message = found(sent)
    assert (message.state, message.last_error) == ("bounced", "5.1.1 550 No such user")
    assert dead_addresses() == [ADDRESS]


@pytest.mark.one_database
@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "4.4.7"])
def test_a_full_box_or_an_unwanted_letter_does_not_speak_against_the_address(sent: int, box: Box, status: str) -> None:
    take(report(box, status=status))
    assert found(sent).state == "bounced"
    assert dead_addresses() == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    "told",
    [{"address": "other@example.test"}, {"name": "<congress-999999@127.0.0.1>"}, {"name": "<congress-1@evil.example>"}],
)
def test_a_report_about_what_we_did_not_send_there_changes_nothing(sent: int, box: Box, told: dict[str, str]) -> None:
    assert take(report(box, **told)) == (0, '{"bounced": 0, "ignored": 1}\n')
    assert found(sent).state == "sent"
    assert dead_addresses() == []


@pytest.mark.one_database
@pytest.mark.parametrize("action", ["delayed", "delivered", ""])
def test_a_report_of_a_delay_is_no_bounce(sent: int, box: Box, action: str) -> None:
    assert take(report(box, action=action)) == (0, '{"bounced": 0, "ignored": 0}\n')
    assert found(sent).state == "sent"


@pytest.mark.one_database
def test_what_is_no_report_is_a_finding_in_one_line(sent: int, box: Box) -> None:
    torn = report(box).replace("multipart/report", "multipart/mixed")
    nameless = report(box, name="<something@else.example>")
    for letter in ("", "hello", b"\xff\x00\x80", torn, nameless, report(box)[:200]):
        code, out = take(letter)
        assert (code, out.count("\n")) == (1, 1)
    assert found(sent).state == "sent"


def test_an_address_that_the_server_refuses_for_good_is_not_tried_again(site: Flask, box: Box) -> None:
    box.refusing = NOBODY
    message_id = write_letter()
    assert deliver_due() == 0
    assert deliver_due() == 0
    message = found(message_id)
    assert (message.state, message.attempts, message.last_error) == ("bounced", 1, NOBODY)
    assert dead_addresses() == [ADDRESS]


def test_what_came_back_is_sent_again_by_hand_and_clears_the_address(sent: int, box: Box) -> None:
    take(report(box))
    with unit_of_work() as session:
        message = message_by_id(session, sent)
        assert message is not None
        retry_message(session, message, by=SYSTEM, now=clock.now())
    assert dead_addresses() == []
    assert deliver_due() == 1
    assert found(sent).state == "sent"
    assert len({letter["Message-ID"] for letter in box.letters}) == 1


@pytest.mark.one_database
def test_a_server_that_hangs_is_left_and_tried_later(site: Flask, monkeypatch: pytest.MonkeyPatch, box: Box) -> None:
    monkeypatch.setattr(delivery, "PATIENCE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with monkeypatch.context() as patch:
            patch.setitem(site.extensions, "settings", replace(site.extensions["settings"], smtp_url=url))
            message_id = write_letter()
            assert deliver_due() == 0
    assert (found(message_id).state, found(message_id).last_error) == ("waiting", "SMTPServerDisconnected")
    pass_minutes(monkeypatch, 5)
    assert deliver_due() == 1
    assert len(box.letters) == 1


@pytest.mark.one_database
def test_a_server_that_drops_after_taking_gets_the_same_letter_and_the_reader_knows_it_as_one(
    site: Flask, monkeypatch: pytest.MonkeyPatch, box: Box
) -> None:
    box.dropping = True
    message_id = write_letter()
    assert deliver_due() == 0
    assert found(message_id).state == "waiting"
    box.dropping = False
    pass_minutes(monkeypatch, 5)
    assert deliver_due() == 1
    assert len(box.letters) == 2
    assert len({letter["Message-ID"] for letter in box.letters}) == 1


def pass_minutes(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    later = clock.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: later)


def signed_in(site: Flask) -> FlaskClient:
    with unit_of_work() as session:
        make_user(session, "organiser", email="staff@congress.test")
    client = site.test_client()
    client.post("/login", data={"email": "staff@congress.test", "password": PASSWORD})
    return client


@pytest.mark.one_database
def test_the_outbox_shows_what_came_back_and_why(sent: int, site: Flask, box: Box) -> None:
    take(report(box))
    client = signed_in(site)
    fitting = ["?state=bounced", "?channel=mail", "?kind=registration", "?state=bounced&channel=mail&kind=registration"]
    for wish in fitting:
        assert "5.1.1 550 No such user" in client.get(f"/console/outbox{wish}").get_data(as_text=True), wish
    for wish in ("?state=sent", "?channel=sms", "?kind=payments"):
        assert "No such user" not in client.get(f"/console/outbox{wish}").get_data(as_text=True), wish
    assert "No such user" in client.get("/console/outbox?kind=nonsense&channel=x").get_data(as_text=True)
    assert "该地址自" in client.get(f"/console/outbox/{sent}?lang=zh").get_data(as_text=True)
    assert client.post(f"/console/outbox/{sent}/retry").status_code == 302
    assert found(sent).state == "waiting"


@pytest.mark.one_database
def test_a_person_and_the_organisers_see_that_an_address_takes_no_letters(site: Flask, box: Box) -> None:
    form = {"name": "示例·退信", "email": ADDRESS, "language": "zh", "forums": ["opening"], "attend": "y",
            "schools-0-school": "示例大学", "schools-0-graduated": "2001"}  # fmt: skip
    own = site.test_client()
    assert own.post("/register", data=form).status_code == 302
    deliver_due()
    take(report(box))
    with reading() as session:
        code = session.scalars(select(Registration.code)).one()
    page = signed_in(site).get(f"/console/registrations/{code}?lang=zh").get_data(as_text=True)
    assert f"发往 {ADDRESS} 的邮件被退回：5.1.1" in page
    own.post("/login/code", data={"address": ADDRESS})
    deliver_due()
    plain = box.letters[-1].get_body(("plain",))
    assert plain is not None
    [proof] = re.findall(r"\b\d{6}\b", plain.get_content())
    own.post("/login/code/check", data={"code": proof})
    assert f"发往 {ADDRESS} 的邮件被退回" in own.get("/me?lang=zh").get_data(as_text=True)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "event", ["accounts.login_code", "accounts.second_code", "accounts.reset", "privacy.erasure_code"]
)
def test_nobody_reads_in_the_outbox_what_opens_somebody_elses_account(site: Flask, event: str) -> None:
    message_id = write_letter(event, "secret-482913")
    deliver_due()
    assert "secret-482913" not in signed_in(site).get(f"/console/outbox/{message_id}").get_data(as_text=True)


def test_every_state_has_a_name_and_its_ways_on() -> None:
    assert set(STATE_NAMES) == set(TRANSITIONS) == set(MessageState)


def test_every_event_of_the_code_belongs_to_a_kind_that_can_be_chosen() -> None:
    sent = r'"([a-z]+)\.[a-z_]+", (?:text|_?[a-z]+_text\(|line|said)|event="([a-z]+)\.'
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "congress").rglob("*.py")]
    kinds = {first or second for source in sources for first, second in re.findall(sent, source)}
    assert kinds
    assert kinds - set(KIND_NAMES) == set()
