"""Mail as it arrives at a server: what registering sends, what a code lets in, what a refusal leaves behind."""

import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from congress.foundation import clock
from congress.foundation.db import reading, unit_of_work
from congress.notifications.actions import LEASE, Recipient, Text, lease_message, send_message
from congress.notifications.models import Message
from congress.notifications.states import MessageState
from congress.notifications.tasks import deliver_due
from tests.factories.accounts import PASSWORD, make_user, signed_in
from tests.notifications.mailbox import Box

ADDRESS = "jia@example.test"
TRY_LATER = "451 Try again later"


def register(client: FlaskClient, **more: Any) -> None:
    form = {
        "name": "示例·𬱟", "email": ADDRESS, "language": "zh", "forums": ["opening"], "attend": "y",
        "schools-0-school": "示例大学", "schools-0-graduated": "2001",
    }  # fmt: skip
    answer = client.post("/register", data=form | more)
    assert answer.status_code == 302, answer.get_data(as_text=True)


def parts(letter: EmailMessage) -> dict[str, EmailMessage]:
    return {part.get_filename() or part.get_content_type(): part for part in letter.walk() if not part.is_multipart()}


def test_registering_brings_one_letter_with_badge_agenda_and_calendar(
    site: Flask, client: FlaskClient, box: Box
) -> None:
    register(client)
    assert deliver_due() == 1
    assert deliver_due() == 0
    [letter] = box.letters
    assert letter["To"] == ADDRESS
    assert "校友回湘大会" in letter["Subject"]
    assert letter["Message-ID"]
    assert letter["Auto-Submitted"] == "auto-generated"
    found = parts(letter)
    plain, rich = found["text/plain"].get_content(), found["text/html"].get_content()
    assert "示例·𬱟" in plain
    assert "示例·𬱟" in rich
    assert "<p" in rich
    kinds = sorted(part.get_content_type() for part in letter.iter_attachments())
    assert kinds == ["application/pdf", "application/pdf", "text/calendar"]
    for part in letter.iter_attachments():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_content_type() == "application/pdf":
            assert content.startswith(b"%PDF-")
        else:
            [event] = Calendar.from_ical(content).walk("VEVENT")
            assert "专场opening" in event["SUMMARY"]
            assert event["DTSTART"].dt.utcoffset() == timedelta(hours=8)


def test_what_somebody_typed_never_becomes_markup_or_a_header(site: Flask, client: FlaskClient, box: Box) -> None:
    name = "<b>示例</b>&校友"
    register(client, name=name)
    deliver_due()
    [letter] = box.letters
    found = parts(letter)
    assert name in found["text/plain"].get_content()
    assert "<b>示例" not in found["text/html"].get_content()
    assert "&lt;b&gt;示例" in found["text/html"].get_content()
    answer = client.post("/register", data={"name": "示例\r\nBcc: all@example.test", "email": ADDRESS, "attend": "y"})
    deliver_due()
    assert answer.status_code in {302, 422}
    assert all(letter["Bcc"] is None and letter["To"] == ADDRESS for letter in box.letters)


def test_an_english_reader_gets_an_english_letter(site: Flask, client: FlaskClient, box: Box) -> None:
    register(client, language="en", name="Sample Alumna")
    deliver_due()
    [letter] = box.letters
    assert letter["Subject"] == "You are registered for Alumni Congress"
    assert "Dear Sample Alumna" in parts(letter)["text/plain"].get_content()


def test_the_code_that_arrives_opens_the_door_once(site: Flask, client: FlaskClient, box: Box) -> None:
    client.post("/login/code", data={"address": ADDRESS.upper()})
    deliver_due()
    code = code_in(box)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert client.post("/login/code/check", data={"code": wrong}).status_code == 422
    entered = client.post("/login/code/check", data={"code": f"{code[:3]} {code[3:]}"})
    assert (entered.status_code, entered.headers["Location"]) == (302, "/me")
    assert client.get("/me").status_code == 200
    other = site.test_client()
    with other.session_transaction() as cookie:
        cookie["code_for"] = ADDRESS
    assert other.post("/login/code/check", data={"code": code}).status_code == 422


def test_the_link_that_arrives_is_not_used_up_by_a_preview(site: Flask, client: FlaskClient, box: Box) -> None:
    client.post("/login/code", data={"address": ADDRESS})
    deliver_due()
    [link] = re.findall(r"https?://[^/\s]+(/login/link/\S+)", parts(box.letters[-1])["text/plain"].get_content())
    for _preview in range(3):
        assert site.test_client().get(link).status_code == 200
    assert client.post(link).headers["Location"] == "/me"
    assert site.test_client().post(link).status_code == 422


def test_staff_are_sent_no_code_and_the_page_does_not_tell(site: Flask, client: FlaskClient, box: Box) -> None:
    with unit_of_work() as session:
        make_user(session, "organiser", email="staff@congress.test")
    answers = [
        client.post("/login/code", data={"address": address}) for address in ("staff@congress.test", "new@example.test")
    ]
    deliver_due()
    assert [letter["To"] for letter in box.letters] == ["new@example.test"]
    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1
    assert client.post("/login", data={"email": "staff@congress.test", "password": PASSWORD}).status_code == 302


def test_a_server_that_refuses_leaves_the_letter_waiting_and_gets_it_once_later(
    site: Flask, client: FlaskClient, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.refusing = TRY_LATER
    register(client)
    assert deliver_due() == 0
    assert deliver_due() == 0
    state, attempts, error = standing()
    assert (state, attempts) == ("waiting", 1)
    assert error
    assert box.letters == []
    box.refusing = None
    later = clock.now() + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert deliver_due() == 1
    assert deliver_due() == 0
    assert len(box.letters) == 1
    assert standing() == ("sent", 2, None)


def test_a_server_that_never_takes_it_hands_the_letter_to_a_person(
    site: Flask, client: FlaskClient, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.refusing = TRY_LATER
    register(client)
    start = clock.now()
    for hour in range(12):
        monkeypatch.setattr(clock, "now", lambda passed=timedelta(hours=5 * hour): start + passed)
        deliver_due()
    assert standing()[:2] == ("failed", 8)


def code_in(box: Box) -> str:
    [code] = re.findall(r"\b\d{6}\b", parts(box.letters[-1])["text/plain"].get_content())
    return str(code)


def standing() -> tuple[str, int, str | None]:
    with reading() as session:
        session.expire_all()
        [message] = session.scalars(select(Message)).all()
        return message.state, message.attempts, message.last_error


def test_without_a_mail_server_the_letter_is_kept_for_whoever_looks(
    site: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(site.extensions, "settings", replace(site.extensions["settings"], smtp_url=None))
    register(client)
    assert deliver_due() == 1
    assert standing() == ("kept", 1, None)
    with unit_of_work() as session:
        message = session.scalars(select(Message)).one()
        for state in MessageState:
            with pytest.raises(ValueError, match="does not lead"):
                message.move_to(state)


def letter(*, to_many: bool = False, event: str = "test", **more: Any) -> None:
    with unit_of_work() as session:
        to = Recipient(email=ADDRESS, phone=None, language="zh")
        send_message(session, to, event, Text("示例", "正文", "短"), to_many=to_many, now=clock.now(), **more)


def set_up(site: Flask, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
    monkeypatch.setitem(site.extensions, "settings", replace(site.extensions["settings"], **settings))


@pytest.mark.one_database
def test_of_what_goes_to_many_a_minute_takes_so_much_and_what_concerns_one_passes(
    site: Flask, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(site, monkeypatch, mail_per_minute=3)
    for to_many in (True, True, True, False):
        letter(to_many=to_many)
    assert (deliver_due(), deliver_due()) == (3, 0)
    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert deliver_due() == 1


@pytest.mark.one_database
def test_one_address_gets_so_many_in_an_hour_and_its_codes_besides(
    site: Flask, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(site, monkeypatch, messages_per_address=2, mail_reply_to="office@example.test")
    for event in ("test", "test", "test", "accounts.login_code"):
        letter(event=event)
    assert (deliver_due(), deliver_due()) == (3, 0)
    assert {one["Reply-To"] for one in box.letters} == {"office@example.test"}
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert deliver_due() == 1


@pytest.mark.one_database
def test_what_comes_too_late_is_not_sent_and_says_so(site: Flask, box: Box) -> None:
    letter(expires_at=clock.now() - timedelta(seconds=1))
    assert deliver_due() == 0
    assert box.letters == []
    with reading() as session:
        message = session.scalars(select(Message)).one()
        assert (message.state, message.last_error) == ("withdrawn", "too-late")


@pytest.mark.one_database
def test_an_organiser_sees_by_a_letter_whether_mail_arrives(site: Flask, box: Box) -> None:
    with unit_of_work() as session:
        make_user(session, "organiser", email=ADDRESS)
    organiser = signed_in(site, ADDRESS)
    page = organiser.post("/console/outbox/test").headers["Location"]
    deliver_due()
    assert box.letters[0]["To"] == ADDRESS
    assert "已发送" in organiser.get(page).get_data(as_text=True)


def test_a_letter_in_the_hands_of_a_worker_that_died_is_sent_by_the_next(
    site: Flask, client: FlaskClient, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(client)
    with unit_of_work() as session:
        [message] = session.scalars(select(Message)).all()
        assert lease_message(session, message.id, now=clock.now()) is not None
        assert lease_message(session, message.id, now=clock.now()) is None
    assert deliver_due() == 0
    later = clock.now() + LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert deliver_due() == 1
    assert len(box.letters) == 1
