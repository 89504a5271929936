"""Pure decisions about months, lines, due dates and totals."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from congress.foundation.workdays import WorkCalendar

WAN, COUNT = "wan", "count"
MEASURES = ("investment", "talent", "research", "donation")
MOST_LINES = 30
# reminded first on the working day before the last one, then once it is late
EARLY_DAYS = 2
# to answer questions
ANSWER_DAYS = 3


@dataclass(frozen=True)
class Line:
    """One line of the template: ten thousand yuan (kept in fen) or a number; `measure` is what the ledger proposes."""

    key: str
    zh: str
    en: str
    unit: str
    measure: str = ""


STANDARD = (
    Line("investment", "到位资金", "Capital arrived", WAN, "investment"),
    Line("talents", "引进人才", "People recruited", COUNT, "talent"),
    Line("research", "到账技术合同额", "Research contracts paid", WAN, "research"),
    Line("donations", "到账捐赠", "Donations received", WAN, "donation"),
    Line("visits", "招商对接活动", "Visits and meetings", COUNT),
    Line("leads", "新增项目线索", "New leads", COUNT),
)


class BadLine(ValueError):
    """A line of the template that cannot be read; its number counts from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def write_lines(lines: Iterable[Line]) -> str:
    """The template as it is edited: one line each, its parts between bars."""
    return "\n".join(" | ".join(part for part in asdict(line).values() if part) for line in lines)


def read_lines(text: str) -> list[Line]:
    """The other way round; raises BadLine."""
    lines: list[Line] = []
    for number, written in enumerate(text.splitlines(), start=1):
        if not written.strip():
            continue
        parts = [part.strip() for part in written.split("|")]
        known = {line.key for line in lines}
        if not 4 <= len(parts) <= 5 or not all(parts[:4]) or parts[0] in known or len(lines) >= MOST_LINES:  # noqa: PLR2004 -- the four parts and the measure
            raise BadLine(number)
        line = Line(*parts)
        proper = line.key.isascii() and line.key.isidentifier() and line.unit in {WAN, COUNT}
        if not proper or line.measure not in {"", *MEASURES}:
            raise BadLine(number)
        lines.append(line)
    return lines


def lines_from(kept: Iterable[Mapping[str, Any]]) -> list[Line]:
    return [Line(**one) for one in kept]


def read_month(text: str) -> date | None:
    """`2026-11` as its first day."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def month_before(day: date) -> date:
    """The first day of the month before the one of `day`."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def due_day(month: date, working_days: int, calendar: WorkCalendar) -> date:
    """The so-many-th working day after the month."""
    return calendar.after(last_day(month), working_days)


def wrong_figures(figures: Mapping[str, int], *, nil: bool) -> str | None:
    """`nil` where figures contradict it, `empty` where there are none and nothing was not reported."""
    has_any = any(figures.values())
    if nil and has_any:
        return "nil"
    return "empty" if not nil and not has_any else None


def proposed(lines: Sequence[Line], ledger: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """What the ledger says (measure → fen, people) line by line; less than nothing cannot be reported."""
    found = {}
    for line in lines:
        if line.measure:
            fen, people = ledger.get(line.measure, (0, 0))
            found[line.key] = max(0, fen if line.unit == WAN else people)
    return found


@dataclass
class KindTotals:
    """How the units of one kind have reported, and what they sum to."""

    kind: str
    units: int = 0
    filed: int = 0
    accepted: int = 0
    nil: int = 0
    late: int = 0
    in_time: int = 0

    def __post_init__(self) -> None:
        self.figures: dict[str, int] = {}
