"""The named places of a text. What is put in is never looked at again, so that a name in braces stays a name."""

import re
from collections.abc import Mapping, Sequence

PLACES = ("name", "congress", "code")
_PLACE = re.compile(r"\{([^{}]*)\}")


def unknown_places(text: str) -> Sequence[str]:
    """What stands in braces and is nothing that can be put in, in the order of the text."""
    return list(dict.fromkeys(name for name in _PLACE.findall(text) if name not in PLACES))


def filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: values[found[1]], text)
