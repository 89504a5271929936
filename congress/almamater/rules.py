"""Pure decisions: what of a roll is kept, and how a claim compares with it."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from congress.almamater.states import Match
from congress.alumni.rules import folded
from congress.alumni.states import Degree

DEGREES: Mapping[str, Degree] = {degree.value: degree for degree in Degree} | {
    "高中": Degree.SECONDARY, "中学": Degree.SECONDARY, "专科": Degree.COLLEGE, "大专": Degree.COLLEGE,
    "本科": Degree.BACHELOR, "学士": Degree.BACHELOR, "硕士": Degree.MASTER, "研究生": Degree.MASTER,
    "博士": Degree.DOCTOR, "其他": Degree.OTHER,
}  # fmt: skip

NO_CLAIM = 0
MOST_DIGITS = 15


def claim_number(text: str) -> int:
    """The claim that an id names; NO_CLAIM where it can be none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else NO_CLAIM


@dataclass(frozen=True)
class Trace:
    """All that is kept of a line of a roll, and all that a claim is looked up by."""

    by_name: str
    by_year: str
    by_degree: str
    # a degree that one of the two does not tell contradicts nothing
    by_no_degree: str


def trace_of(key: bytes, school: str, name: str, year: int | None, degree: str) -> Trace:
    """The keyed hashes of a name: alone, with the year, and with year and degree; other in each school's roll."""
    who, when = folded(name), str(year or "")
    return Trace(
        by_name=keyed_hash(key, "name", school, who),
        by_year=keyed_hash(key, "year", school, who, when),
        by_degree=keyed_hash(key, "degree", school, who, when, degree),
        by_no_degree=keyed_hash(key, "degree", school, who, when, ""),
    )


def keyed_hash(key: bytes, *parts: str) -> str:
    """HMAC-SHA-256 over the parts, each with its length in front: without the key no name can be tried."""
    message = b"".join(len(raw).to_bytes(4, "big") + raw for raw in (part.encode() for part in parts))
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def compare(trace: Trace, roll: Mapping[str, int], *, has_roll: bool, year: int | None, degree: str) -> Match:
    """What the roll says to a claim; `roll` counts the lines that carry each hash."""
    if not has_roll:
        return Match.NO_ROLL
    if not roll.get(trace.by_name):
        return Match.ABSENT
    if year is None:
        return Match.NO_YEAR
    in_year = roll.get(trace.by_year, 0)
    if in_year == 0:
        return Match.OTHER_YEAR
    with_degree = roll.get(trace.by_degree, 0)
    if in_year > 1:
        return Match.EXACT if degree and with_degree == 1 else Match.SEVERAL
    if not degree or with_degree or roll.get(trace.by_no_degree):
        return Match.EXACT
    return Match.OTHER_DEGREE
