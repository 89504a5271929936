"""What a name must be so that it prints, and what names and addresses are in calls."""

from typing import Annotated

from pydantic import AfterValidator, Field

from congress.accounts.addresses import normal_email, normal_phone
from congress.foundation.documents.fonts import unsupported_characters
from congress.foundation.i18n import _
from congress.foundation.texts import Line, NonEmptyLine


def check_printable(text: str) -> str:
    """The text itself.

    Raises:
        ValueError: a character that no bundled font has, or of a script that would be garbled; it is named.
    """
    missing = unsupported_characters(text)
    if missing:
        shown = missing[0] if missing[0].isprintable() else ""
        code = f"U+{ord(missing[0]):04X}"
        raise ValueError(str(_("The character “%(shown)s” (%(code)s) cannot be printed.", shown=shown, code=code)))
    return text


def _email(text: str) -> str | None:
    return normal_email(text) if text else None


def _phone(text: str) -> str | None:
    return normal_phone(text) if text else None


PrintableLine = Annotated[Line, AfterValidator(check_printable)]
PrintableName = Annotated[NonEmptyLine, AfterValidator(check_printable)]
# an empty one is none
EmailAddress = Annotated[str, Field(max_length=254), AfterValidator(_email)]
PhoneNumber = Annotated[str, Field(max_length=40), AfterValidator(_phone)]
