"""The channels: an SMTP server, an SMS gateway, an official account of WeChat, or nothing but the outbox."""

import smtplib
from collections.abc import Callable, Sequence
from datetime import datetime
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, default
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app

from congress.foundation.i18n import in_language
from congress.notifications.models import Message
from congress.notifications.sms import GatewayTroubled, Sms, Undeliverable, gateway
from congress.notifications.states import Channel, MessageState
from congress.notifications.wechat import TemplateMessage, official_account
from congress.settings import Settings

PERMANENT = range(500, 600)
PATIENCE_SECONDS = 20

File = tuple[str, str, bytes]
Maker = Callable[[dict[str, Any]], File | None]
_makers: dict[str, Maker] = {}


def reason_of(error: Exception) -> str:
    """What went wrong, with the server's own words where it said any."""
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"{name}: {_answer(*next(iter(error.recipients.values())))}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{name}: {_answer(error.smtp_code, error.smtp_error)}"
    if isinstance(error, GatewayTroubled):
        return f"{name}: {error}"
    return name


def _answer(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(said.split())}"


def register_maker(name: str, maker: Maker) -> None:
    """Let a slice make the files of its messages when they are delivered; `maker` answers (name, type, bytes)."""
    _makers[name] = maker


def make_files(message_enclosures: Sequence[dict[str, Any]]) -> list[File]:
    """Draw what a message encloses; a document that is no longer there is left out."""
    made = (_makers[wish["maker"]](wish) for wish in message_enclosures)
    return [file for file in made if file is not None]


def deliver(
    settings: Settings, message: Message, files: Sequence[File], ready: Sms | TemplateMessage | None, *, now: datetime
) -> tuple[MessageState, str | None]:
    """Send one message; `KEPT` where its channel is not configured. Answers the provider's own id where it has one.

    Raises:
        Undeliverable: the server refuses the address, or the message, for good.
        OSError, smtplib.SMTPException: the server did not take it.
    """
    if message.channel == Channel.MAIL and settings.smtp_url:
        _send_mail(settings.smtp_url, compose(settings, message, files))
        return MessageState.SENT, None
    if isinstance(ready, Sms) and (way := gateway(settings)):
        return MessageState.SENT, way.send(ready, now=now)
    if isinstance(ready, TemplateMessage) and (account := official_account(settings)):
        return MessageState.SENT, account.send(ready, now=now)
    return MessageState.KEPT, None


def letter_host(settings: Settings) -> str:
    """The part of our Message-IDs by which a report is known to speak of a letter of ours."""
    return urlsplit(settings.public_url).hostname or "localhost"


class _UnsubscribeHeader(UniqueUnstructuredHeader):
    """One long word. The library would break and encode it, and mail programs would not find the link."""

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _UnsubscribeHeader)  # type: ignore[arg-type]  # the registry adds the base
_LETTER = default.clone(header_factory=_HEADERS)


def compose(settings: Settings, message: Message, files: Sequence[File]) -> EmailMessage:
    """The mail as it goes out. Its Message-ID is the row's, so that a second copy is known as one."""
    mail = EmailMessage(policy=_LETTER)
    mail["From"] = settings.mail_from
    mail["To"] = message.address
    if settings.mail_reply_to:
        mail["Reply-To"] = settings.mail_reply_to
    mail["Subject"] = message.subject
    mail["Message-ID"] = f"<congress-{message.id}@{letter_host(settings)}>"
    mail["Date"] = message.created_at
    mail["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe_link:
        # RFC 8058: the reader's mail program offers one button
        mail["List-Unsubscribe"] = f"<{message.unsubscribe_link}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    plain, rich = _laid_out(message)
    mail.set_content(plain)
    mail.add_alternative(rich, subtype="html")
    for filename, media_type, content in files:
        main, _slash, sub = media_type.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=filename)
    return mail


def _laid_out(message: Message) -> tuple[str, str]:
    """The text between the congress's head and foot, plain and as HTML; nothing in it becomes markup."""
    paragraphs = [part.splitlines() for part in message.text.strip().split("\n\n")]
    with in_language(message.language):
        plain = current_app.jinja_env.get_template("layout/mail.txt").render(text=message.text)
        return plain, current_app.jinja_env.get_template("layout/mail.html").render(paragraphs=paragraphs)


def _send_mail(url: str, mail: EmailMessage) -> None:
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    client = smtplib.SMTP_SSL if tls else smtplib.SMTP
    with client(parts.hostname or "localhost", parts.port or (465 if tls else 25), timeout=PATIENCE_SECONDS) as server:
        if parts.username:
            if not tls:
                server.starttls()
            server.login(unquote(parts.username), unquote(parts.password or ""))
        try:
            server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            [(code, words)] = error.recipients.values()
            if code in PERMANENT:
                raise Undeliverable(_answer(code, words)) from None
            raise
