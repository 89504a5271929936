"""Pure decisions: whether two records speak of one project, and by which signs."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l

# 「示例（虚构）新材料股份有限公司」 is the firm that others write without its form
_ASIDE = re.compile(r"\([^)]*\)")
_FORM = re.compile(r"(股份有限公司|有限责任公司|有限公司|集团公司|集团|公司|co\.?,?ltd\.?|inc\.?|ltd\.?)+$")
# 一期 and 二期, 1 号地块 and 2 号地块: what is numbered differently is different, however alike the rest
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十]+(?=[期号标批])")
NAMES_ALIKE, TITLES_ALIKE = 0.85, 0.8
# amounts that differ by no more than a fifth of the larger one
AMOUNTS_APART = 5


class Sign(StrEnum):
    """What two records share."""

    CODE = "code"
    INVESTOR = "investor"
    TITLE = "title"
    PLACE = "place"
    PREFECTURE = "prefecture"
    AMOUNT = "amount"
    INDUSTRY = "industry"


SIGN_NAMES: Mapping[Sign, LazyString] = {
    Sign.CODE: _l("the same credit code of an investor"),
    Sign.INVESTOR: _l("the same name of an investor, or nearly"),
    Sign.TITLE: _l("the same title, or nearly"),
    Sign.PLACE: _l("the same place"),
    Sign.PREFECTURE: _l("the same prefecture"),
    Sign.AMOUNT: _l("an amount that differs by a fifth at most"),
    Sign.INDUSTRY: _l("the same industry"),
}
# an investor has several projects, and a county several investors: neither is enough alone
WEIGHTS: Mapping[Sign, int] = {
    Sign.CODE: 60,
    Sign.INVESTOR: 45,
    Sign.TITLE: 30,
    Sign.PLACE: 25,
    Sign.PREFECTURE: 15,
    Sign.AMOUNT: 15,
    Sign.INDUSTRY: 10,
}
LIKELY = 70
CERTAIN = 100
OF_INVESTOR = frozenset({Sign.CODE, Sign.INVESTOR})


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What a project is known by; the amount is in fen of CNY, 0 where it is not known."""

    title: str
    investors: frozenset[str]
    codes: frozenset[str]
    place: str
    prefecture: str
    industry: str
    amount_fen: int


def bare_name(name: str) -> str:
    """A name without spaces, brackets and the legal form, for comparing alone."""
    text = _ASIDE.sub("", "".join(unicodedata.normalize("NFKC", name).casefold().split()))
    return _FORM.sub("", text) or text


def are_alike(one: str, two: str, least: float) -> bool:
    one, two = bare_name(one), bare_name(two)
    if not one or not two:
        return False
    if one == two:
        return True
    mine, theirs = _NUMBERS.findall(one), _NUMBERS.findall(two)
    if mine and theirs and mine != theirs:
        return False
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return matcher.quick_ratio() >= least and matcher.ratio() >= least


def shared_signs(one: Traits, two: Traits) -> list[Sign]:
    """What both say; two different credit codes mean two investors, whatever they are called."""
    same_code = bool(one.codes & two.codes)
    other_code = bool(one.codes and two.codes) and not same_code
    shared = {
        Sign.CODE: same_code,
        Sign.INVESTOR: not same_code
        and not other_code
        and any(are_alike(mine, theirs, NAMES_ALIKE) for mine in one.investors for theirs in two.investors),
        Sign.TITLE: are_alike(one.title, two.title, TITLES_ALIKE),
        Sign.PLACE: one.place in {two.place, two.prefecture} or one.prefecture == two.place,
        Sign.PREFECTURE: one.place != two.place and one.prefecture == two.prefecture,
        Sign.AMOUNT: _near(one.amount_fen, two.amount_fen),
        Sign.INDUSTRY: bool(one.industry) and one.industry == two.industry,
    }
    if shared[Sign.PLACE]:
        shared[Sign.PREFECTURE] = False
    return [sign for sign, is_shared in shared.items() if is_shared]


def _near(one: int, two: int) -> bool:
    return bool(one and two) and abs(one - two) * AMOUNTS_APART <= max(one, two)


def likelihood(signs: Iterable[Sign]) -> int:
    """How likely two records are one project, up to 100."""
    return min(sum(WEIGHTS[sign] for sign in signs), CERTAIN)


def is_one_project(signs: Iterable[Sign]) -> bool:
    """Whether the signs are enough, one of them of the investor."""
    found = set(signs)
    return bool(found & OF_INVESTOR) and likelihood(found) >= LIKELY
