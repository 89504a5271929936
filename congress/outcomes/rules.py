"""Pure decisions about milestones."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from congress.foundation.shares import MILLION
from congress.outcomes.events import Claimant
from congress.outcomes.states import NEEDS_AMOUNT, NEEDS_COUNT, Family, Kind, Level


def missing_fact(
    kind: Kind, *, amount_fen: int | None, count: int | None, occurred_on: date, today: date
) -> str | None:
    """The name of the field that is missing or impossible, or None."""
    if occurred_on > today:
        return "occurred_on"
    if kind in NEEDS_AMOUNT and not amount_fen:
        return "amount_fen"
    if kind in NEEDS_COUNT and not count:
        return "count"
    return None


def claimants_of(
    schools: Sequence[tuple[str, str, int]], division: tuple[str, str], parent: tuple[str, str] | None
) -> tuple[Claimant, ...]:
    """Who has a share in the outcome: the schools by their shares; the county and its prefecture, each whole.

    Schools are (code, kind, share); a division is (code, kind). 湘江新区 and other functional areas count among
    the counties (CONTRACT: Entities).
    """
    claimants = [Claimant(kind=kind, code=code, share=share) for code, kind, share in schools]
    code, kind = division
    if kind == "prefecture":
        claimants.append(Claimant(kind="prefecture", code=code, share=MILLION))
    else:
        claimants.append(Claimant(kind="county", code=code, share=MILLION))
        if parent is not None and parent[1] == "prefecture":
            claimants.append(Claimant(kind="prefecture", code=parent[0], share=MILLION))
    return tuple(claimants)


# what each comes after
ORDER = (Kind.REGISTERED, Kind.STARTED, Kind.IN_PRODUCTION)
STANDARD_CHAINS: Mapping[Family, str] = {
    Family.INVESTMENT: "place | 园区/县市区\nprefecture | 市州商务局\nprovince | 省商务厅",
    Family.TALENT: "place | 县市区人社局\nprovince | 省人社厅/组织部",
    Family.RESEARCH: "school | 高校科研处\nprovince | 省科技厅",
    Family.DONATION: "school | 学校基金会\nprovince | 省教育厅",
}
LONGEST_OFFICE = LONGEST_LEVEL = 60
MOST_LEVELS = 20
LEVEL_KEY = re.compile(r"[a-z][a-z0-9-]{0,19}")


def read_chain(text: str) -> list[tuple[Level, str]]:
    """Steps as they are edited, one line each: level, office; raises ValueError with the number of the line."""
    steps = []
    for number, written in enumerate(text.splitlines(), start=1):
        level, bar, office = (part.strip() for part in written.partition("|"))
        if written.strip():
            if level not in set(Level) or not bar or not 0 < len(office) <= LONGEST_OFFICE:
                raise ValueError(number)
            steps.append((Level(level), office))
    return steps


@dataclass(frozen=True)
class LevelLine:
    """A level of talent: what it is kept as, and its name in both languages."""

    key: str
    zh: str
    en: str


STANDARD_LEVELS = (
    LevelLine("national", "国家级人才", "National level"),
    LevelLine("provincial", "省级人才", "Provincial level"),
    LevelLine("municipal", "市州级人才", "Prefecture level"),
    LevelLine("doctoral", "博士或正高级职称", "Doctors and full professors"),
    LevelLine("other", "其他人才", "Others"),
)


def read_levels(text: str) -> list[LevelLine]:
    """Levels as they are edited, one line each: key | Chinese | English; raises ValueError with the bad line."""
    levels: list[LevelLine] = []
    for number, written in enumerate(text.splitlines(), start=1):
        if not written.strip():
            continue
        parts = [part.strip() for part in written.split("|")]
        known = {one.key for one in levels}
        proper = len(parts) == 3 and all(0 < len(part) <= LONGEST_LEVEL for part in parts)  # noqa: PLR2004 -- the three parts
        if not proper or not LEVEL_KEY.fullmatch(parts[0]) or parts[0] in known or len(levels) == MOST_LEVELS:
            raise ValueError(number)
        levels.append(LevelLine(*parts))
    return levels


def write_levels(levels: Iterable[LevelLine]) -> str:
    return "\n".join(f"{one.key} | {one.zh} | {one.en}" for one in levels)


def has_level(level: str, division_kind: str, parent_kind: str | None, *, any_school: bool) -> bool:
    """Whether a step applies: what lies in a prefecture itself has no county above it, and not all have a school."""
    if level == Level.SCHOOL:
        return any_school
    if level == Level.PLACE:
        return division_kind != "prefecture"
    return level != Level.PREFECTURE or "prefecture" in {division_kind, parent_kind}


def is_out_of_order(kind: str, occurred_on: date, others: Iterable[tuple[str, date]]) -> bool:
    """Whether something is said to have come before what it follows from, or after what follows from it."""
    if kind not in ORDER:
        return False
    own = ORDER.index(Kind(kind))
    return any(
        (ORDER.index(Kind(other)) < own and day > occurred_on) or (ORDER.index(Kind(other)) > own and day < occurred_on)
        for other, day in others
        if other in ORDER
    )


def rate(part: int, whole: int) -> str:
    """`37.5%` of a stated whole; a dash where there is nothing to divide by."""
    if whole == 0:
        return "–"
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"
