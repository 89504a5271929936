"""By WeChat: only to whoever bound it themselves, beside mail, as the account's template, with what became of it."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.accounts.messages import LOGIN_CODE
from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import in_language
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import Kind
from congress.notifications.models import Message, WeChatLink
from congress.notifications.tasks import deliver_due
from congress.notifications.wechat import shortened
from congress.notifications.wechat_links import link_wechat
from congress.registration.messages import KNOWN
from tests.factories.accounts import make_user, signed_in
from tests.factories.programme import make_congress
from tests.notifications.wechat_server import APP_ID, SECRET, FakeWeChat

ADDRESS = "organiser@congress.test"
WORDS = f"/console/message-words/{KNOWN.key}"
FIELDS = {"wechat-number": "TEMPLATE-1", "wechat-lines": "thing1 = {name}\ncharacter_string2 = {code}"}


@pytest.fixture
def wechat() -> Iterator[FakeWeChat]:
    fake = FakeWeChat()
    yield fake
    fake.stop()


@pytest.fixture
def organiser(app: Flask, wechat: FakeWeChat, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Somebody with an account, on a site with an official account, where one kind has a template."""
    known = replace(
        app.extensions["settings"], wechat_app_id=APP_ID, wechat_app_secret=SECRET, wechat_api_base=wechat.start()
    )
    monkeypatch.setitem(app.extensions, "settings", known)
    with unit_of_work() as session:
        make_congress(session)
        make_user(session, "organiser", email=ADDRESS)
    client = signed_in(app, ADDRESS)
    assert client.post(f"{WORDS}/wechat", data=FIELDS).status_code == 302
    return client


def begin(organiser: FlaskClient) -> str:
    """The way in, as the person finds it on their page."""
    page = organiser.post("/account/wechat/bind").get_data(as_text=True)
    return page.partition('href="http://congress.test/wechat/')[2].partition('"')[0]


def bind(organiser: FlaskClient, phone: FlaskClient, openid: str = "reader-1") -> int:
    """Through WeChat and back, on a phone where nobody is signed in; answers the last status."""
    state = begin(organiser)
    onward = phone.get(f"/wechat/{state}").headers["Location"]
    assert onward.startswith("https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx-example&")
    assert f"scope=snsapi_base&state={state}" in onward
    assert phone.get(f"/wechat/back?code=code-of-{openid}&state={state}").status_code == 200
    return phone.post("/wechat/back").status_code


def tell(kind: Kind = KNOWN, address: str = ADDRESS) -> None:
    with unit_of_work() as session, in_language("zh"):
        values = {"name": "示例甲" * 9, "code": "CODE123456", "link": "https://e.example/me"}
        to = Recipient(email=address, phone=None, language="zh")
        send_message(session, to, kind.key, kind.text(**values), now=clock.now())


def by_wechat() -> list[Message]:
    with reading() as session:
        session.expire_all()
        return list(session.scalars(select(Message).where(Message.channel == "wechat").order_by(Message.id)))


def test_whoever_bound_it_reads_there_too_what_goes_by_mail(
    organiser: FlaskClient, client: FlaskClient, wechat: FakeWeChat
) -> None:
    tell()
    assert by_wechat() == []
    assert bind(organiser, client) == 200
    tell()
    tell(address="somebody@else.test")
    tell(LOGIN_CODE)
    deliver_due()
    deliver_due()
    [message] = by_wechat()
    assert (message.state, message.provider_id, message.address) == ("sent", "101", "reader-1")
    assert wechat.sent == [
        {
            "touser": "reader-1", "template_id": "TEMPLATE-1", "client_msg_id": f"congress-{message.id}",
            "url": "https://e.example/me",
            "data": {"thing1": {"value": ("示例甲" * 9)[:19] + "…"}, "character_string2": {"value": "CODE123456"}},
        }
    ]  # fmt: skip
    with reading() as session:
        letters = session.scalars(select(Message.event).where(Message.channel == "mail"))
        assert sorted(letters) == [LOGIN_CODE.key, *[KNOWN.key] * 3]


@pytest.mark.one_database
def test_one_token_serves_until_wechat_calls_it_old(
    organiser: FlaskClient, client: FlaskClient, wechat: FakeWeChat
) -> None:
    bind(organiser, client)
    tell()
    tell()
    deliver_due()
    assert wechat.given == ["token-1"]
    wechat.answers = [b'{"errcode": 42001, "errmsg": "access_token expired"}']
    tell()
    deliver_due()
    assert wechat.given == ["token-1", "token-2"]
    assert [message.state for message in by_wechat()] == ["sent"] * 3
    assert len(wechat.sent) == 3


@pytest.mark.one_database
def test_a_refusal_ends_with_wechats_reason_and_trouble_is_tried_again(
    organiser: FlaskClient, client: FlaskClient, wechat: FakeWeChat
) -> None:
    bind(organiser, client)
    answers = [
        ({"errcode": 43004, "errmsg": "require subscribe"}, "failed", "43004 require subscribe"),
        ({"errcode": 47003, "errmsg": "argument invalid"}, "failed", "47003 argument invalid"),
        ({"errcode": -1, "errmsg": "system error"}, "waiting", "GatewayTroubled: -1 system error"),
        ({"errcode": 45009, "errmsg": "reach max api daily quota limit"}, "waiting", "GatewayTroubled: 45009"),
        ("no answer at all", "waiting", "GatewayTroubled: HTTP 200"),
    ]
    for answer, _state, _reason in answers:
        wechat.answers = [json.dumps(answer).encode()]
        tell()
        deliver_due()
    found = by_wechat()
    assert [message.state for message in found] == [state for _answer, state, _reason in answers]
    for message, (_answer, _state, reason) in zip(found, answers, strict=True):
        assert (message.last_error or "").startswith(reason)


def test_unbinding_takes_back_what_waits_and_nothing_more_goes_there(
    organiser: FlaskClient, client: FlaskClient, wechat: FakeWeChat
) -> None:
    bind(organiser, client)
    assert ADDRESS in organiser.get("/account/wechat").get_data(as_text=True)
    tell()
    assert organiser.post("/account/wechat/unbind").status_code == 302
    tell()
    deliver_due()
    assert [message.state for message in by_wechat()] == ["withdrawn"]
    assert wechat.sent == []


@pytest.mark.one_database
def test_a_link_binds_once_in_the_browser_that_opened_it_and_only_after_a_word(
    app: Flask, organiser: FlaskClient, client: FlaskClient
) -> None:
    stranger = app.test_client()
    assert client.get("/wechat/back?code=code-of-x&state=").status_code == 403
    state = begin(organiser)
    client.get(f"/wechat/{state}")
    assert stranger.get(f"/wechat/back?code=code-of-x&state={state}").status_code == 403
    assert stranger.post("/wechat/back").status_code == 403
    assert client.get(f"/wechat/back?code=unknown&state={state}").status_code == 403
    client.get(f"/wechat/{state}")
    assert client.get(f"/wechat/back?code=code-of-x&state={state}").status_code == 200
    with reading() as session:
        assert session.scalars(select(WeChatLink)).all() == []
    assert client.post("/wechat/back").status_code == 200
    stranger.get(f"/wechat/{state}")
    assert stranger.get(f"/wechat/back?code=code-of-other&state={state}").status_code == 403
    invented = f"{state.partition('x')[0]}xINVENTED"
    stranger.get(f"/wechat/{invented}")
    answer = stranger.get(f"/wechat/back?code=code-of-other&state={invented}")
    assert answer.status_code == 403
    with reading() as session:
        assert session.scalars(select(WeChatLink.openid)).all() == ["x"]


@pytest.mark.one_database
def test_only_places_fill_a_template_and_what_opens_an_account_has_none(organiser: FlaskClient) -> None:
    for lines in ("thing1 = 您好", "thing1 = {nobody}", ""):
        answer = organiser.post(f"{WORDS}/wechat", data=FIELDS | {"wechat-lines": lines})
        assert answer.status_code == 422
    assert "一律不经微信" in organiser.get(f"/console/message-words/{LOGIN_CODE.key}").get_data(as_text=True)
    assert organiser.post(f"/console/message-words/{LOGIN_CODE.key}/wechat", data=FIELDS).status_code == 422
    assert "character_string2 = {code}" in organiser.get(WORDS).get_data(as_text=True)
    assert organiser.post(f"{WORDS}/wechat", data={"wechat-number": ""}).status_code == 302
    assert "character_string2 = {code}" not in organiser.get(WORDS).get_data(as_text=True)


@pytest.mark.one_database
def test_without_an_official_account_nothing_is_written_and_the_pages_say_so(app: Flask) -> None:
    with unit_of_work() as session:
        make_congress(session)
        user = make_user(session, "organiser", email=ADDRESS)
        link_wechat(session, user.id, [ADDRESS], "reader-1", by=SYSTEM, now=clock.now())
    own = signed_in(app, ADDRESS)
    own.post(f"{WORDS}/wechat", data=FIELDS)
    tell()
    assert by_wechat() == []
    assert "未开通微信消息" in own.get("/account/wechat").get_data(as_text=True)
    assert "尚未配置公众号" in own.get(WORDS).get_data(as_text=True)
    assert own.post("/account/wechat/bind").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [("thing1", "字" * 21, "字" * 19 + "…"), ("phrase2", "六个字的状态", "六个字的…"), ("time3", "9" * 40, "9" * 40)],
)
def test_a_field_takes_no_more_than_its_kind_holds(field: str, value: str, kept: str) -> None:
    assert shortened(field, value) == kept
