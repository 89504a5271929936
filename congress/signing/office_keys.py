"""The keys by which the offices' own tables know intentions: out as a sheet, and in again, whole or not at all."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import BinaryIO

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.documents.xlsx import write_table
from congress.foundation.i18n import LANGUAGES, LazyString, _, _l, in_language
from congress.foundation.money import in_wan
from congress.foundation.tables import ImportRefused, ImportReport, Row, Table
from congress.programme.models import Congress
from congress.signing.models import Intention
from congress.signing.queries import intentions_with_keys
from congress.signing.states import CATEGORY_NAMES, OFFICE_KEYS, STATE_NAMES, Category, State

# GB/T 40058-2021
PROJECT_CODE = re.compile(r"[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}")
LONGEST = 40
ID = _l("Id of the intention")
Key = tuple[Intention, str]


def write_keys(out: BinaryIO, session: Session, congress: Congress) -> int:
    """Every intention of the congress with its keys; answers how many there are."""
    head = [ID, *OFFICE_KEYS.values(), _("Project"), _("Category"), _("Place")]
    head += [_("Amount in ten thousand (not read)"), _("Currency"), _("State")]
    rows = (_cells(one) for one in intentions_with_keys(session, congress.id))
    return write_table(out, congress.slug, [str(name) for name in head], rows)


def _cells(one: Intention) -> Sequence[object]:
    # as text, so that no digit of an amount is lost
    about = [one.title, str(CATEGORY_NAMES[Category(one.category)]), one.division.name, f"{in_wan(one.amount_fen):f}"]
    keys = [getattr(one, name) for name in OFFICE_KEYS]
    return [one.public_id, *keys, *about, one.currency, str(STATE_NAMES[State(one.state)])]


def load_keys(
    session: Session, congress: Congress, table: Table, report: ImportReport, *, trial: bool, by: Actor, now: datetime
) -> None:
    """Take the keys of every row; a note names each cell that changes. A trial changes nothing.

    Raises:
        ImportRefused: with all that is wrong, by row and column.
    """
    columns = _columns(table, report)
    known = {one.public_id: one for one in intentions_with_keys(session, congress.id, lock=True)}
    changes: dict[Key, str | None] = {}
    items: dict[Key, str] = {}
    seen: set[str] = set()
    for row in table.rows if columns["id"] else []:
        found = known.get(row.get(columns["id"]))
        if found is None or found.public_id in seen:
            told = (
                _("There is no such intention in this congress.")
                if found is None
                else _("This intention is there twice.")
            )
            report.error(row.item(columns["id"]), told)
            continue
        seen.add(found.public_id)
        new = {name: _key(row, name, columns[name], report) for name in OFFICE_KEYS if columns[name]}
        different = {name: key for name, key in new.items() if key != getattr(found, name)}
        for name, key in different.items():
            changes[found, name], items[found, name] = key, row.item(columns[name])
            before = getattr(found, name) or "–"
            report.note(items[found, name], _("%(before)s becomes %(after)s", before=before, after=key or "–"))
        report.count(created=False, changed=bool(different))
    _find_twice(known.values(), changes, items, report)
    if report.failed:
        raise ImportRefused(report)
    if not trial:
        _store(session, changes, by=by, now=now)


def _columns(table: Table, report: ImportReport) -> dict[str, str]:
    """Which column of the file holds the id and each key, in whatever language it was written; empty for none."""
    names: dict[str, LazyString] = {"id": ID, **OFFICE_KEYS}
    said: dict[str, set[str]] = {field: set() for field in names}
    for code in LANGUAGES:
        with in_language(code):
            for field, name in names.items():
                said[field].add(str(name))
    found = {field: next((one for one in table.columns if one in said[field]), "") for field in names}
    if not found["id"]:
        report.error("row 1", _("The column %(name)s is missing.", name=ID))
    return found


def _key(row: Row, name: str, column: str, report: ImportReport) -> str | None:
    key = row.get(column).strip()
    if name == "project_code" and key and not PROJECT_CODE.fullmatch(key):
        report.error(row.item(column), _("A project code looks like 2024-430000-04-01-123456."))
    elif len(key) > LONGEST:
        report.error(row.item(column), _("At most %(length)s characters are accepted.", length=LONGEST))
    return key or None


def _find_twice(
    all_of_them: Collection[Intention], changes: dict[Key, str | None], items: dict[Key, str], report: ImportReport
) -> None:
    """Tell of each changed key that another intention would have too."""
    for name in OFFICE_KEYS:
        owners: dict[str, list[Intention]] = {}
        for one in all_of_them:
            key = changes.get((one, name), getattr(one, name))
            if key:
                owners.setdefault(key, []).append(one)
        for several in (found for found in owners.values() if len(found) > 1):
            for one in several:
                if (one, name) in changes:
                    other = next(them for them in several if them is not one)
                    told = _("This key belongs to another intention too: %(id)s.", id=other.public_id)
                    report.error(items[one, name], told)


def _store(session: Session, changes: dict[Key, str | None], *, by: Actor, now: datetime) -> None:
    # two intentions may give each other their keys: all are let go before any is taken
    for one, name in changes:
        setattr(one, name, None)
    session.flush()
    fields: dict[Intention, list[str]] = {}
    for (one, name), key in changes.items():
        setattr(one, name, key)
        fields.setdefault(one, []).append(name)
    for one, names in fields.items():
        record(session, by, "intention.keys", "intention", one.public_id, now=now, fields=names)
    session.flush()
