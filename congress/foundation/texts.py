"""What text a person may type: shapes that forms, imports and calls all check in the same way."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from congress.foundation.i18n import _

# what comes along unseen when text is pasted: soft hyphen, zero-width space, word joiner, byte order mark
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# direction marks and joiners are of category Cf
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean_line(text: str) -> str:
    """One line of text in NFC with single spaces and nothing unseen.

    Raises:
        ValueError: it holds control characters, direction marks, or characters without meaning; the message
            names the first by its code point.
    """
    text = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    for character in text:
        if unicodedata.category(character) in _INVISIBLE or character == "\ufffd":
            raise ValueError(str(_("The character U+%(code)s cannot be used here.", code=f"{ord(character):04X}")))
    return " ".join(text.split())


def clean_text(text: str) -> str:
    """Several lines, each clean; raises ValueError like `clean_line`."""
    return "\n".join(clean_line(line) for line in text.replace("\r\n", "\n").split("\n")).strip()


def _read_instant(text: object) -> object:
    """A plus sign that was not escaped arrives as a space; a bare number is a time to nobody who typed it."""
    if not isinstance(text, str):
        return text
    if not re.match(r"\d{4}-\d\d-\d\d[Tt ]", text):
        raise ValueError(str(_("A time in ISO 8601 with an offset is expected.")))
    return re.sub(r" (\d\d:?\d\d)$", r"+\1", text) if len(text) > SECONDS else text


SECONDS = len("2026-11-20T09:00")
# a time among the parameters of an address
Instant = Annotated[AwareDatetime, BeforeValidator(_read_instant)]
Line = Annotated[str, Field(max_length=200), AfterValidator(clean_line)]
NonEmptyLine = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(clean_line), Field(min_length=1)]
Paragraphs = Annotated[str, Field(max_length=5000), AfterValidator(clean_text)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]
