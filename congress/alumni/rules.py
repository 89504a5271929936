"""Pure decisions about people."""

import hashlib
import unicodedata
from functools import cache
from pathlib import Path

from congress.foundation.pinyin import name_syllables


def sameness_keys(name: str, *, email: str | None, phone: str | None, organisation: str) -> list[str]:
    """Two entries that share a key are one person: the name with an address, or, where there is none, with the unit.

    An address alone never decides (a secretary's phone serves ten leaders), nor does a name alone
    (PRACTICE.md, People and registration).
    """
    by = [("email", email), ("phone", phone)] if email or phone else [("unit", organisation)]
    return [
        hashlib.sha256("\x00".join((kind, folded(name), folded(value))).encode()).hexdigest()
        for kind, value in by
        if value
    ]


def sound_of(name: str) -> str:
    """What a name is found by when it is typed in pinyin: full syllables and initials."""
    sounds = name_syllables(name)
    initials = "".join(sound[:1] for sound in sounds)
    return f"{''.join(sounds)} {initials}".lower()[:400]


STROKE_DIGITS = 5
STROKE_CHARACTERS = 12
AFTER_HAN = "9" * STROKE_DIGITS


def stroke_key(name: str) -> str:
    """What a list by 姓氏笔画 is sorted by: five digits for each of the first twelve characters; other scripts follow.

    The order is that of Unicode CLDR (`stroke_order.txt`): number of strokes, then radical.
    """
    order = _stroke_order()
    ranks = [order[character] for character in name if character in order][:STROKE_CHARACTERS]
    if not ranks:
        return AFTER_HAN + name.casefold()[: STROKE_DIGITS * STROKE_CHARACTERS]
    return "".join(f"{rank:0{STROKE_DIGITS}d}" for rank in ranks)


@cache
def _stroke_order() -> dict[str, int]:
    lines = (Path(__file__).parent / "stroke_order.txt").read_text(encoding="utf-8").splitlines()
    characters = "".join(line for line in lines if not line.startswith("#"))
    return {character: rank for rank, character in enumerate(characters)}


def folded(text: str) -> str:
    """A name as it is compared: without spaces, middle dots and differences of width or case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).replace("·", "").replace("•", "")
