"""The official account 公众号: template messages to those who bound their WeChat, and whom a code of its login names.

docs/wechat.md has the exchange. The token is asked for as a stable one, so that several processes hold the same and
none makes another's invalid.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from congress.notifications.errors import WeChatRefused
from congress.notifications.sms import CHUNK, MOST_CHUNKS, PATIENCE, GatewayTroubled, Undeliverable
from congress.settings import Settings

AUTHORISE = "https://open.weixin.qq.com/connect/oauth2/authorize"
TOKEN_IS_OLD = {40001, 40014, 42001}
# the reader does not follow the account, took back the consent, or the template does not fit: later is no better
FOR_GOOD = {40003, 40037, 40165, 43004, 43101, 43116, 47003}
# before its last minutes a token is asked for anew
EARLY = timedelta(minutes=5)
# what a field of this kind holds at most; longer ones are refused as a whole
LONGEST = {"thing": 20, "phrase": 5}


@dataclass(frozen=True)
class TemplateMessage:
    """One message as WeChat wants it: a template of the account, its fields, and where a tap leads."""

    reference: str
    openid: str
    template: str
    fields: Mapping[str, str]
    link: str


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    errcode: int = 0
    errmsg: str = ""
    msgid: int | None = None
    access_token: str = ""
    expires_in: int = 0
    openid: str = Field("", max_length=64)


def shortened(field: str, value: str) -> str:
    """A value as its field takes it: «thing1» holds twenty characters."""
    longest = LONGEST.get(field.rstrip("0123456789"), len(value))
    return value if len(value) <= longest else f"{value[: longest - 1]}…"


_tokens: dict[tuple[str, str], tuple[str, datetime]] = {}


@dataclass(frozen=True)
class OfficialAccount:
    """The account's side of the interface."""

    base: str
    app_id: str
    secret: str

    def send(self, message: TemplateMessage, *, now: datetime) -> str:
        """Answers the message's number at WeChat.

        Raises:
            Undeliverable: it is refused for good.
            OSError: try again later.
        """
        body = {
            "touser": message.openid, "template_id": message.template, "client_msg_id": message.reference,
            "data": {name: {"value": shortened(name, value)} for name, value in message.fields.items()},
        } | ({"url": message.link} if message.link else {})  # fmt: skip
        token = self._token(now)
        answer = self._post("cgi-bin/message/template/send", body, access_token=token)
        if answer.errcode in TOKEN_IS_OLD:
            answer = self._post("cgi-bin/message/template/send", body, access_token=self._token(now, instead_of=token))
        if answer.errcode in FOR_GOOD:
            raise Undeliverable(_said(answer))
        if answer.errcode:
            raise GatewayTroubled(_said(answer))
        return str(answer.msgid or "")

    def openid_of(self, code: str) -> str:
        """Whom a code of the login names; raises WeChatRefused."""
        asked = {
            "appid": self.app_id, "secret": self.secret, "code": code, "grant_type": "authorization_code",
        }  # fmt: skip
        try:
            answer = self._ask("get", "sns/oauth2/access_token", params=asked)
        except OSError:
            raise WeChatRefused from None
        if answer.errcode or not answer.openid:
            raise WeChatRefused
        return answer.openid

    def _token(self, now: datetime, instead_of: str = "") -> str:
        """The one that is known, unless it is `instead_of` that an answer called old."""
        known = _tokens.get((self.base, self.app_id))
        if known is not None and known[0] != instead_of and now < known[1]:
            return known[0]
        asked = {"grant_type": "client_credential", "appid": self.app_id, "secret": self.secret}
        answer = self._post("cgi-bin/stable_token", asked)
        if answer.access_token == instead_of:
            answer = self._post("cgi-bin/stable_token", asked | {"force_refresh": True})
        if answer.errcode or not answer.access_token:
            raise GatewayTroubled(_said(answer))
        expires = now + timedelta(seconds=answer.expires_in) - EARLY
        _tokens[self.base, self.app_id] = answer.access_token, expires
        return answer.access_token

    def _post(self, path: str, body: Mapping[str, Any], **params: str) -> _Answer:
        return self._ask("post", path, json=body, params=params)

    def _ask(self, method: str, path: str, **sent: Any) -> _Answer:
        import requests  # noqa: PLC0415 -- most processes never send one

        ask: Callable[..., requests.Response] = getattr(requests, method)
        with ask(f"{self.base}/{path}", timeout=PATIENCE, allow_redirects=False, stream=True, **sent) as response:
            content = b"".join(islice(response.iter_content(CHUNK), MOST_CHUNKS))
            try:
                return _Answer.model_validate_json(content)
            except ValidationError:
                raise GatewayTroubled(f"HTTP {response.status_code}") from None


def _said(answer: _Answer) -> str:
    return f"{answer.errcode} {' '.join(answer.errmsg.split())}".strip()


def official_account(settings: Settings) -> OfficialAccount | None:
    """The one that is configured, or none."""
    if not settings.wechat_app_id:
        return None
    return OfficialAccount(
        settings.wechat_api_base.rstrip("/"), settings.wechat_app_id, settings.wechat_app_secret or ""
    )


def login_address(account: OfficialAccount, back: str, state: str) -> str:
    """Where WeChat says who somebody is, without asking them for more than that."""
    asked = {
        "appid": account.app_id, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base", "state": state,
    }  # fmt: skip
    return f"{AUTHORISE}?{urlencode(asked)}#wechat_redirect"
