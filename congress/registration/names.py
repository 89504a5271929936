"""What a name must be so that it prints."""

from congress.foundation.documents.fonts import unsupported_characters
from congress.foundation.i18n import _


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
