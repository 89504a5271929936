"""How Chinese names sound. Read character by character, with the readings that names have.

The table of words that pypinyin would also load takes 43 MB in every process and knows no surnames.
"""

import os
import unicodedata

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # noqa: TID251 -- the library asks it, nothing of ours

from pypinyin import Style, load_single_dict, pinyin

# as in 长沙, 长郡 and 都市: in names of places and schools the other reading is the rare one
load_single_dict({ord("长"): "cháng,zhǎng", ord("都"): "dū,dōu"})
# surnames that sound otherwise than the same character in a word
SURNAMES = {
    "单": "shàn", "仇": "qiú", "解": "xiè", "曾": "zēng", "区": "ōu", "查": "zhā", "任": "rén", "华": "huà",
    "朴": "piáo", "盖": "gě", "员": "yùn", "逄": "páng", "缪": "miào", "翟": "zhái", "葛": "gě", "燕": "yān",
    "冼": "xiǎn", "宁": "nìng", "牟": "mù", "那": "nā", "纪": "jǐ", "应": "yīng", "洗": "xiǎn", "种": "chóng",
    "卜": "bǔ", "黑": "hè", "乐": "yuè", "召": "shào", "尉迟": "yù chí", "万俟": "mò qí", "长孙": "zhǎng sūn",
    "澹台": "tán tái", "令狐": "líng hú",
}  # fmt: skip


def syllables(text: str, *, tones: bool = False, others: bool = True) -> list[str]:
    """The sound of each character; with `others` what is not Han stands as it is, else it is left out."""
    style = Style.TONE if tones else Style.NORMAL
    found = pinyin(text, style=style, errors="default" if others else "ignore")
    return [first for [first, *_rest] in found]


def name_syllables(name: str) -> list[str]:
    """As `syllables`, with the reading that the surname has as one."""
    surname, known = _surname(name)
    plain = [_without_tones(syllable) for syllable in known]
    return [*plain, *syllables(name[len(surname) :])] if known else syllables(name)


def name_sound(name: str) -> str:
    """`Zhāng Sān`; of a name without Han characters nothing."""
    if not any("\u3400" <= character <= "\u9fff" or ord(character) > 0xFFFF for character in name):  # noqa: PLR2004 -- beyond the BMP
        return ""
    surname, known = _surname(name)
    first = "".join(known or syllables(surname, tones=True, others=False))
    given = "".join(syllables(name[len(surname) :], tones=True, others=False))
    return f"{first.capitalize()} {given.capitalize()}".strip()


def _surname(name: str) -> tuple[str, list[str]]:
    """The surname and how it sounds, where that is not how its characters sound in words."""
    surname = name[:2] if name[:2] in SURNAMES else name[:1]
    return surname, SURNAMES.get(surname, "").split()


def _without_tones(syllable: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", syllable) if not unicodedata.combining(c))
