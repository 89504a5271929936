"""Pure decisions about people."""

import hashlib
import unicodedata

from pypinyin import Style, lazy_pinyin


def sameness_keys(name: str, *, email: str | None, phone: str | None, organisation: str) -> list[str]:
    """Two entries that share a key are one person: the name with an address, or, where there is none, with the unit.

    An address alone never decides (a secretary's phone serves ten leaders), nor does a name alone
    (PRACTICE.md, People and registration).
    """
    by = [("email", email), ("phone", phone)] if email or phone else [("unit", organisation)]
    return [
        hashlib.sha256("\x00".join((kind, _folded(name), _folded(value))).encode()).hexdigest()
        for kind, value in by
        if value
    ]


def sound_of(name: str) -> str:
    """What a name is found by when it is typed in pinyin: full syllables and initials."""
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors="default")
    initials = "".join(syllable[:1] for syllable in syllables)
    return f"{''.join(syllables)} {initials}".lower()[:400]


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).replace("·", "").replace("•", "")
