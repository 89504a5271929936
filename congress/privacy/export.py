"""Everything that is kept of somebody as JSON for programs and as a PDF to read."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import orjson

from congress.foundation.documents.pdf import A4, MM, QUIET
from congress.foundation.i18n import _, language
from congress.foundation.pages import local_time
from congress.foundation.personal import PersonalTable, Subject
from congress.handbook.press import Press
from congress.privacy.words import column_name, value_text

SIZE = 9


def value_of(row: Any, path: str) -> Any:
    """What stands in a column, also in one of another table that is named by it."""
    for step in path.split("."):
        row = getattr(row, step) if row is not None else None
    return row


def shown_rows(table: PersonalTable, rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [{path: value_of(row, path) for path in table.shown} for row in rows]


def export_document(subject: Subject, *, made_at: datetime) -> dict[str, Any]:
    """Each table with its purpose, what happens to it at an erasure, and its rows."""
    return {
        "made_at": made_at,
        "language": language(),
        "records": [
            {
                "record": table.name,
                "title": str(table.title),
                "purpose": str(table.purpose),
                "kept_after_erasure": str(table.kept.why) if table.kept and not table.erased else None,
                "rows": shown_rows(table, rows),
            }
            for table, rows in subject.holdings()
        ],
    }


def export_json(subject: Subject, *, made_at: datetime) -> bytes:
    return orjson.dumps(export_document(subject, made_at=made_at), option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)


def export_pdf(subject: Subject, *, organiser: str, made_at: datetime) -> bytes:
    """The same to read, by purpose."""
    out = BytesIO()
    title = str(_("What is kept about you"))
    foot = f"{organiser} · {_('As of %(time)s', time=local_time(made_at))}"
    press = Press(out, A4, title=title, language=language(), foot=foot)
    press.heading(1, [title])
    press.lines(str(_("Everything that this system keeps about you, by what it is kept for.")), SIZE, colour=QUIET)
    for purpose, tables in by_purpose(subject):
        press.heading(2, [purpose])
        for table, rows in tables:
            press.heading(3, [str(table.title)], follows=15 * MM)
            for row in shown_rows(table, rows):
                _draw_row(press, row)
    press.save()
    return out.getvalue()


def _draw_row(press: Press, row: dict[str, Any]) -> None:
    for path, value in row.items():
        text = value_text(value)
        if text:
            press.lines(f"{column_name(path)}{_(': ')}{text}", SIZE)
    press.space(2 * MM)


def by_purpose(subject: Subject) -> list[tuple[str, list[tuple[PersonalTable, Sequence[Any]]]]]:
    """The tables that hold something, under what they are kept for, in the order of the slices."""
    groups: dict[str, list[tuple[PersonalTable, Sequence[Any]]]] = {}
    for table, rows in subject.holdings():
        groups.setdefault(str(table.purpose), []).append((table, rows))
    return list(groups.items())
