"""The words of messages: changed by one, released by another, checked, and seen as a person reads them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.foundation.audit import AuditEntry
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import LANGUAGES, in_language
from congress.notifications.kinds import FIELDS, known_kinds
from congress.notifications.models import Message, SmsTemplate
from congress.notifications.states import KIND_NAMES
from congress.settings import ROOT
from tests.campaigns.conftest import desk, mailing, organiser, second, site
from tests.notifications.conftest import box

__all__ = ["box", "desk", "mailing", "organiser", "second", "site"]
PAGE = "/console/message-words"
RECEIVED = f"{PAGE}/registration.received"
WORDS = {
    "subject_zh": "{name}，报名成功", "long_zh": "{name}：\n\n您的编码是 {code}，详见 {link}", "short_zh": "",
    "subject_en": "", "long_en": "", "short_en": "",
}  # fmt: skip
SUBMITTED = {"zh-signature": "校友大会", "zh-number": "SMS_0001", "zh-state": "submitted", "zh-reason": ""}


def registered(client: FlaskClient, address: str = "new@example.test") -> Message:
    form = {"name": "<i>示例丙</i>{code}", "email": address, "language": "zh", "attend": "y"}
    assert client.post("/register", data=form).status_code == 302
    with reading() as session:
        return session.scalars(select(Message).where(Message.address == address)).one()


def test_what_one_wrote_is_used_once_another_has_released_it_and_until_the_built_in_is_restored(
    site: Flask, organiser: FlaskClient, second: FlaskClient, client: FlaskClient
) -> None:
    assert organiser.post(f"{RECEIVED}/edit", data=WORDS).status_code == 302
    before = registered(client, "first@example.test")
    assert organiser.post(f"{RECEIVED}/release", data={"version": "1"}).status_code == 403
    assert second.post(f"{RECEIVED}/release", data={"version": "2"}).status_code == 409
    assert second.post(f"{RECEIVED}/release", data={"version": "1"}).status_code == 302
    assert second.post(f"{RECEIVED}/release", data={"version": "1"}).status_code == 409
    after = registered(client)
    assert "报名成功" not in before.subject
    # a place in what was put in is not looked at again
    assert after.subject == "<i>示例丙</i>{code}，报名成功"
    assert re.search(r"您的编码是 [0-9A-Z]{10}，详见 http://congress.test/me", after.text)
    assert second.post(f"{RECEIVED}/restore").status_code == 302
    assert organiser.post(f"{RECEIVED}/release", data={"version": "2"}).status_code == 302
    assert registered(client, "last@example.test").subject == before.subject
    with reading() as session:
        of_one = select(AuditEntry.act).where(AuditEntry.object_id == "registration.received")
        acts = session.scalars(of_one.order_by(AuditEntry.id)).all()
    assert acts == ["wording.saved", "wording.released", "wording.saved", "wording.released"]


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("long_zh", "{name}，{Code} {code} {link}", "不能填入 {Code}"),
        ("long_zh", "{0.__class__} {code} {link}", "不能填入 {0.__class__}"),
        ("long_zh", "您好", "必须保留 {code}"),
        ("short_en", "Registered, see {link}", "必须保留 {code}"),
        # subjects stand in lists that others read
        ("subject_zh", "编码 {code}", "不能填入 {code}"),
        ("subject_zh", "字" * 201, "200"),
        ("subject_zh", "a\x00b", "U+0000"),
    ],
)
@pytest.mark.one_database
def test_a_place_that_nothing_fills_or_that_went_missing_is_named_and_nothing_is_kept(
    site: Flask, organiser: FlaskClient, field: str, text: str, error: str
) -> None:
    answer = organiser.post(f"{RECEIVED}/edit", data=WORDS | {field: text})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, error in page) == (422, True)
    # what was typed is still there
    assert "报名成功" in page or field == "subject_zh"
    assert "第 1 版" not in organiser.get(RECEIVED).get_data(as_text=True)


@pytest.mark.one_database
def test_what_is_written_is_shown_as_a_registered_person_reads_it_and_never_as_markup(
    site: Flask, organiser: FlaskClient, second: FlaskClient, client: FlaskClient
) -> None:
    code = re.search(r"[0-9A-Z]{10}", registered(client).text)
    assert code
    marked = WORDS | {"long_zh": "<b>{name}</b> {code} {link}"}
    assert organiser.post(f"{RECEIVED}/edit", data=marked).status_code == 302
    page = second.get(f"{RECEIVED}?code={code[0].lower()}").get_data(as_text=True)
    assert f"&lt;b&gt;&lt;i&gt;示例丙&lt;/i&gt;{{code}}&lt;/b&gt; {code[0]} http://congress.test/me" in page
    assert "<b>" not in page
    assert "没有该编码的报名" in second.get(f"{RECEIVED}?code=NOBODY").get_data(as_text=True)
    # the code of a login is never anybody's
    assert "123456" in second.get(f"{PAGE}/accounts.login_code?code={code[0]}").get_data(as_text=True)
    assert "第 1 版待他人发布" in second.get(PAGE).get_data(as_text=True)


@pytest.mark.one_database
def test_an_approval_follows_a_submission_and_ends_with_other_words(
    site: Flask, organiser: FlaskClient, second: FlaskClient
) -> None:
    sms = f"{RECEIVED}/sms/zh"
    approved = SUBMITTED | {"zh-state": "approved"}
    assert organiser.post(sms, data=approved).status_code == 422
    assert organiser.post(sms, data=SUBMITTED | {"zh-signature": "【校友】"}).status_code == 422
    assert organiser.post(sms, data=SUBMITTED | {"zh-state": "nonsense"}).status_code == 422
    assert organiser.post(sms, data=SUBMITTED).status_code == 302
    assert organiser.post(sms, data=approved | {"zh-number": ""}).status_code == 422
    assert organiser.post(sms, data=SUBMITTED | {"zh-state": "refused"}).status_code == 422
    assert organiser.post(sms, data=approved).status_code == 302
    assert "运营商审核通过" in organiser.get(RECEIVED).get_data(as_text=True)
    organiser.post(f"{RECEIVED}/edit", data=WORDS | {"short_zh": "【校友大会】{code}，{link}"})
    second.post(f"{RECEIVED}/release", data={"version": "1"})
    assert "审核的是另一文本" in organiser.get(RECEIVED).get_data(as_text=True)
    assert organiser.post(sms, data=approved).status_code == 422
    assert organiser.post(sms, data=SUBMITTED).status_code == 302
    with unit_of_work() as session:
        template = session.scalars(select(SmsTemplate)).one()
        assert (template.state, template.text) == ("submitted", "【校友大会】{code}，{link}")


@pytest.mark.one_database
def test_an_unknown_kind_is_not_there(site: Flask, organiser: FlaskClient) -> None:
    for page in (f"{PAGE}/nonsense", f"{PAGE}/nonsense/edit"):
        assert organiser.get(page).status_code == 404
    assert organiser.post(f"{PAGE}/nonsense/restore").status_code == 404
    assert organiser.post(f"{PAGE}/nonsense/sms/zh", data=SUBMITTED).status_code == 404


@pytest.mark.one_database
def test_every_kind_has_a_group_and_the_same_places_in_each_language(app: Flask) -> None:
    for key, kind in known_kinds().items():
        assert key.partition(".")[0] in KIND_NAMES
        seen = []
        for code in LANGUAGES:
            with in_language(code):
                seen.append([set(kind.places(name)) for name in FIELDS])
        assert seen[0] == seen[1], key


def test_every_message_that_is_sent_is_of_a_declared_kind() -> None:
    """Words that are put together on the spot could be neither changed nor approved by an operator."""
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "congress").rglob("*.py")}
    loose = {
        str(path.relative_to(ROOT))
        for path, source in sources.items()
        if "congress.notifications" in source and re.search(r"(?<![\w.])Text\(", source)
    }
    # where a kind is put in other words, and where everybody reads what organisers wrote for the occasion
    assert loose == {"congress/notifications/wordings.py", "congress/campaigns/messages.py"}
