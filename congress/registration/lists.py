"""Lists of registrations as files that an office opens."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain

from flask import Response
from sqlalchemy.orm import Session

from congress.alumni.queries import educations_of
from congress.foundation.documents.xlsx import XLSX, inert, write_table
from congress.foundation.errors import NotFound
from congress.foundation.i18n import _, pick
from congress.foundation.pages import zone
from congress.programme.models import Congress
from congress.questions.queries import every_sheet_of
from congress.questions.shown import answer_cells, answer_columns
from congress.registration.models import Registration
from congress.registration.queries import Filter, registrations_statement
from congress.registration.states import HOLDING_NAMES, STATUS_NAMES, HoldingStatus, Status


def registration_list(session: Session, congress: Congress, wish: Filter, kind: str) -> tuple[Response, int]:
    """The list as `xlsx` or `csv`, by the strokes of the surname, and how many people are on it; else NotFound."""
    if kind not in {"xlsx", "csv"}:
        raise NotFound
    statement = registrations_statement(congress.id, wish)
    found = session.scalars(statement.order_by(Registration.stroke_key, Registration.id)).all()
    columns = [
        str(text)
        for text in (
            _("Code"), _("Badge number"), _("Name"), _("Organisation"), _("Position"), _("Category"), _("Status"),
            _("E-mail"), _("Phone"), _("Schools"), _("Forums"), _("Registered at"),
        )
    ]  # fmt: skip
    sheets = every_sheet_of(session, [one.id for one in found])
    asked = answer_columns(chain.from_iterable(sheets.values()))
    columns += asked.values()
    rows = (
        [*row, *answer_cells(sheets[one.id], list(asked))]
        for one, row in zip(found, _rows(found, _schools(session, found)), strict=True)
    )
    content = _xlsx(columns, rows) if kind == "xlsx" else _csv(columns, rows)
    response = Response(content, content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="registrations-{congress.slug}.{kind}"'
    return response, len(found)


def _schools(session: Session, found: Sequence[Registration]) -> dict[int, list[str]]:
    schools: dict[int, list[str]] = {}
    for education in educations_of(session, [one.person_id for one in found]):
        year = f" ({education.graduated})" if education.graduated else ""
        schools.setdefault(education.person_id, []).append(f"{education.school.name}{year}")
    return schools


def _rows(found: Sequence[Registration], schools: dict[int, list[str]]) -> Iterator[list[object]]:
    for one in found:
        forums = [
            f"{pick(held.forum.title_zh, held.forum.title_en)} ({HOLDING_NAMES[HoldingStatus(held.status)]})"
            for held in one.holdings
        ]
        yield [
            one.code, one.number, one.name, one.organisation, one.title,
            pick(one.category.name_zh, one.category.name_en), STATUS_NAMES[Status(one.status)], one.email, one.phone,
            "；".join(schools.get(one.person_id, [])), "；".join(forums),
            f"{one.created_at.astimezone(zone()):%Y-%m-%d %H:%M}",
        ]  # fmt: skip


def _xlsx(columns: Sequence[str], rows: Iterator[list[object]]) -> bytes:
    out = io.BytesIO()
    write_table(out, str(_("Registrations")), columns, rows)
    return out.getvalue()


def _csv(columns: Sequence[str], rows: Iterator[list[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([inert(value) for value in row] for row in rows)
    # spreadsheet programs take UTF-8 for what it is only with the mark
    return out.getvalue().encode("utf-8-sig")
