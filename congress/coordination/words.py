"""Days of events in words, by month."""

from collections.abc import Iterable
from datetime import date

from flask_babel import format_date

from congress.coordination.rules import Entry
from congress.foundation.i18n import language


def span(first: date, last: date) -> str:
    """`11月20日` or `11月20日—22日`, `20 Nov` or `20–22 Nov`."""
    if language() == "zh":
        end = "" if first == last else f"—{last.day}日" if first.month == last.month else f"—{last.month}月{last.day}日"
        return f"{first.month}月{first.day}日{end}"
    if first == last:
        return str(format_date(first, "d MMM"))
    return f"{format_date(first, 'd' if first.month == last.month else 'd MMM')}–{format_date(last, 'd MMM')}"


def by_month(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries under the months in which they begin."""
    months: dict[str, list[Entry]] = {}
    for entry in entries:
        day = entry.starts_on
        title = f"{day.year}年{day.month}月" if language() == "zh" else str(format_date(day, "MMMM y"))
        months.setdefault(title, []).append(entry)
    return list(months.items())
