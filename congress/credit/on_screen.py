"""Boards that the public may read, as a big screen shows them: made from the frozen file, like the sheet."""

import json
from typing import Any

from sqlalchemy.orm import Session

from congress.credit.models import Publication
from congress.credit.publication_queries import released_publication, released_publications
from congress.credit.sheet import Sheet, sheet_of
from congress.foundation.i18n import LANGUAGES, in_language


def boards_for_screens(session: Session, congress_id: int) -> list[tuple[int, str]]:
    """Id and title of each, in the reader's language."""
    return [(one.id, _title(sheet_of(one))) for one in released_publications(session, congress_id)]


def _title(sheet: Sheet) -> str:
    return f"{sheet.title} · {sheet.state}"


def board_for_screens(
    session: Session, congress_id: int, publication_id: int
) -> tuple[list[str], list[list[Any]]] | None:
    """Titles in Chinese and English, and rows in order of [code, name, English name, result, English result];
    nothing unless it is released.
    """
    found = released_publication(session, congress_id, publication_id)
    return None if found is None else _on_screen(found)


def _on_screen(publication: Publication) -> tuple[list[str], list[list[Any]]]:
    sheets = []
    for code in LANGUAGES:
        with in_language(code):
            sheets.append(sheet_of(publication))
    zh, en = sheets
    rows = []
    for line, named, named_en in zip(json.loads(publication.document)["order"], zh.rows, en.rows, strict=True):
        result, result_en = (row[1] if publication.with_amounts else "" for row in (named, named_en))
        rows.append([line["entity"]["code"], named[0], named_en[0], result, result_en])
    return [_title(zh), _title(en)], rows
