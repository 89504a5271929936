"""Reading the reports that mail servers send back (RFC 3464). A report is a stranger's letter: nothing in it is
believed but that it names a letter of ours and the address to which that letter went.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Letter

OURS = re.compile(r"<congress-([0-9]{1,15})@([^>\s]+)>")


@dataclass(frozen=True)
class Bounce:
    """One letter that did not reach one address."""

    message_id: int
    host: str
    address: str
    status: str
    reason: str

    @property
    def address_is_dead(self) -> bool:
        """Class 5 is for good, but not for a full mailbox (5.2.2) or what hangs on the letter (5.6, 5.7)."""
        return self.status.startswith(("5.0.", "5.1.", "5.2.", "5.4.")) and self.status != "5.2.2"


def read_bounces(raw: bytes) -> list[Bounce] | None:
    """What a report says did not arrive, or None where the letter is no report about a letter of ours."""
    letter = message_from_bytes(raw)
    if letter.get_content_type() != "multipart/report" or not letter.is_multipart():
        return None
    named = _original(letter)
    if named is None:
        return None
    number, host = int(named[1]), named[2]
    return [
        Bounce(number, host, _plain(block, "Final-Recipient"), _status(block), _reason(block))
        for block in _recipients(letter)
        if _value(block, "Action").casefold() == "failed"
    ]


def _original(letter: Letter) -> re.Match[str] | None:
    """The Message-ID of the letter that came back, of which whole or headers are enclosed."""
    for part in letter.walk():
        if part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            part = message_from_bytes(content if isinstance(content, bytes) else b"")  # noqa: PLW2901 -- read as the letter it heads
        found = OURS.fullmatch(_value(part, "Message-ID"))
        if found and part is not letter:
            return found
    return None


def _recipients(letter: Letter) -> Iterator[Letter]:
    for part in letter.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (block for block in part.get_payload() if isinstance(block, Letter) and "Action" in block)


def _value(block: Letter, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _plain(block: Letter, name: str) -> str:
    """A value without its type: «rfc822; a@example.org» is an address."""
    return _value(block, name).partition(";")[2].strip().strip("<>")


def _status(block: Letter) -> str:
    return _value(block, "Status").split(" ")[0]


def _reason(block: Letter) -> str:
    return f"{_status(block)} {_plain(block, 'Diagnostic-Code')}".strip()
