"""The SMS gateway: one signed POST for each message, and the signed receipts that it sends back.

docs/sms-gateway.md has the whole exchange. A message is asked for under its own reference each time, so that a gateway
whose answer was lost knows it again.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.foundation.ids import same
from congress.notifications.errors import BadReceipt
from congress.settings import Settings

# seconds, for connecting and for the answer
PATIENCE = 10
# an answer is short; what is longer is not read to its end
CHUNK, MOST_CHUNKS = 4096, 16
KEY, TIME, SIGNATURE = "X-Congress-Key", "X-Congress-Time", "X-Congress-Signature"
MOST_AGE = timedelta(minutes=5)
_REFERENCE = re.compile(r"congress-([0-9]{1,15})")


class Undeliverable(Exception):
    """The server says that it will not deliver this, now or later."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class GatewayTroubled(OSError):
    """The gateway did not take it and did not refuse it: later it may."""


@dataclass(frozen=True)
class Sms:
    """One message as operators want it: a registered template and its variables, no text of one's own."""

    reference: str
    phone: str
    signature: str
    template: str
    variables: Mapping[str, str]


class SmsGateway(Protocol):
    """Whatever brings text messages to an operator."""

    def send(self, sms: Sms, *, now: datetime) -> str:
        """Answers the provider's own id.

        Raises:
            Undeliverable: it is refused for good.
            OSError: try again later.
        """


def reference_of(message_id: int) -> str:
    return f"congress-{message_id}"


def signature_of(secret: str, moment: str, body: bytes) -> str:
    return hmac.new(secret.encode(), moment.encode() + b"\n" + body, hashlib.sha256).hexdigest()


class _Answer(BaseModel):
    model_config = ConfigDict(strict=True)

    state: Literal["accepted", "refused"]
    id: str = Field("", max_length=80)
    reason: str = ""


@dataclass(frozen=True)
class HttpGateway:
    """Speaks JSON over HTTP, signed with a shared secret."""

    url: str
    key: str
    secret: str

    def send(self, sms: Sms, *, now: datetime) -> str:
        """See `SmsGateway`."""
        import requests  # noqa: PLC0415 -- most processes never send one

        body = json.dumps(vars(sms), ensure_ascii=False).encode()
        moment = now.isoformat(timespec="seconds")
        headers = {
            "Content-Type": "application/json", KEY: self.key, TIME: moment,
            SIGNATURE: signature_of(self.secret, moment, body),
        }  # fmt: skip
        with requests.post(
            self.url, data=body, headers=headers, timeout=PATIENCE, allow_redirects=False, stream=True
        ) as response:
            return _read_answer(response.status_code, b"".join(islice(response.iter_content(CHUNK), MOST_CHUNKS)))


def _read_answer(status: int, content: bytes) -> str:
    try:
        answer = _Answer.model_validate_json(content)
    except ValidationError:
        raise GatewayTroubled(f"HTTP {status}") from None
    if answer.state == "refused":
        raise Undeliverable(" ".join(answer.reason.split()) or f"HTTP {status}")
    if status >= 300:  # noqa: PLR2004 -- whatever it says, it did not take it
        raise GatewayTroubled(f"HTTP {status}")
    return answer.id


def gateway(settings: Settings) -> SmsGateway | None:
    """The one that is configured, or none."""
    if not settings.sms_gateway_url:
        return None
    return HttpGateway(settings.sms_gateway_url, settings.sms_gateway_key or "", settings.sms_gateway_secret or "")


class Receipt(BaseModel):
    """What became of one message."""

    model_config = ConfigDict(extra="ignore")

    reference: str = Field(max_length=40)
    state: Literal["delivered", "failed"]
    reason: str = Field("", max_length=500)

    @property
    def message_id(self) -> int | None:
        found = _REFERENCE.fullmatch(self.reference)
        return int(found[1]) if found else None


class _Receipts(BaseModel):
    receipts: list[Receipt] = Field(max_length=1000)


def read_receipts(settings: Settings, headers: Mapping[str, Any], body: bytes, *, now: datetime) -> list[Receipt]:
    """The receipts of a call that the gateway signed.

    Raises:
        BadReceipt: no secret is set, or the signature does not fit, or is older than five minutes.
        Invalid: it is signed and cannot be read.
    """
    moment = str(headers.get(TIME, ""))
    secret = settings.sms_gateway_secret
    if not secret or not same(signature_of(secret, moment, body), str(headers.get(SIGNATURE, ""))):
        raise BadReceipt
    if not _is_fresh(moment, now):
        raise BadReceipt
    try:
        return _Receipts.model_validate_json(body).receipts
    except ValidationError:
        raise Invalid.field("receipts", _("The receipts cannot be read.")) from None


def _is_fresh(moment: str, now: datetime) -> bool:
    try:
        return abs(now - datetime.fromisoformat(moment)) <= MOST_AGE
    except (TypeError, ValueError):
        # a time without an offset, or none at all
        return False
