"""Texts with named places, as people write them: «{name}». What is put in is never looked at again, so that a name in
braces stays a name.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from congress.foundation.i18n import _

_PLACE = re.compile(r"\{([^{}]*)\}")


def places_in(text: str) -> Sequence[str]:
    """What stands in braces, each once, in the order of the text."""
    return list(dict.fromkeys(_PLACE.findall(text)))


def unknown_places(text: str, known: Collection[str]) -> Sequence[str]:
    """What stands in braces and is nothing that can be put in."""
    return [name for name in places_in(text) if name not in known]


def complaint(place: str, known: Collection[str]) -> str:
    """What to tell whoever wrote an unknown place."""
    names = ", ".join(f"{{{one}}}" for one in known)
    return str(_("{%(place)s} cannot be put in; these can: %(known)s", place=place, known=names))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Raises KeyError for a place without a value."""
    return _PLACE.sub(lambda found: values[found[1]], text)
