"""A mail server with faults."""

from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast


@dataclass
class Box:
    """What a mail server was brought, and what is wrong with it."""

    port: int = 0
    refusing: str | None = None
    dropping: bool = False
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 -- as aiosmtpd calls it
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.refusing:
            return self.refusing
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- as aiosmtpd calls it
        letter = cast("EmailMessage", message_from_bytes(envelope.content, policy=default))
        assert envelope.rcpt_tos == [letter["To"]]
        self.letters.append(letter)
        if self.dropping:
            server.transport.close()
        return "250 OK"
