"""All intentions as a table, and tables of the offices stored: known ones brought up to date, the others recorded.

An intention is known by its id or by a key that the offices gave it. A row tells what its cells hold; an empty cell
leaves what is stored. What parties have signed keeps its text, and takes keys, event and rate alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.documents.xlsx import write_table
from congress.foundation.errors import Invalid
from congress.foundation.events import publish
from congress.foundation.i18n import _, _l
from congress.foundation.money import in_wan
from congress.foundation.tables import ImportRefused, ImportReport, Row
from congress.programme.models import Congress
from congress.registration.subjects import Subject
from congress.signing.actions import fill_intention, new_intention
from congress.signing.errors import AlreadySigned, OutcomesStand
from congress.signing.events import IntentionsWritten
from congress.signing.models import Intention
from congress.signing.queries import all_intentions, intentions_by_key, keys_held
from congress.signing.resolving import Words
from congress.signing.rules import shares_by_kind
from congress.signing.states import (
    BEFORE_SIGNED,
    CATEGORY_NAMES,
    OFFICE_KEYS,
    SECRECY_NAMES,
    Category,
    PartyRole,
    Secrecy,
)
from congress.signing.table_rows import FIELD_NAMES, NEEDED_FIRST, PERCENT, Line, guessed_field, lacks, read_line
from congress.signing.traits import place_name

AT_ONCE = 500
# what may be told of an agreement that is signed
OF_THE_OFFICE = frozenset({"platform", "secrecy", "rate", "rate_on", "rate_source"})


def write_intentions(out: BinaryIO, session: Session, congress: Congress) -> int:
    """Every intention under the headings that are read again; answers how many there are."""
    rows = (_cells(one) for one in all_intentions(session, congress.id))
    return write_table(out, congress.slug, [str(name) for name in FIELD_NAMES.values()], rows)


def _cells(one: Intention) -> Sequence[object]:
    by_role = {role: [party for party in one.parties if party.role == role] for role in PartyRole}
    investors = by_role[PartyRole.INVESTOR]
    # as text, so that no digit of an amount is lost
    return [
        one.public_id, *(getattr(one, name) for name in OFFICE_KEYS), one.title,
        str(CATEGORY_NAMES[Category(one.category)]), place_name(one.division),
        one.industry.name_zh if one.industry else None,
        f"{in_wan(one.amount_fen):f}", one.currency, one.rate, one.rate_on.isoformat() if one.rate_on else None,
        one.rate_source, "；".join(party.name for party in investors),
        "；".join(party.uscc for party in investors if party.uscc),
        "；".join(party.name for party in by_role[PartyRole.HOST]),
        "；".join(alumnus.name for alumnus in one.alumni),
        "；".join(f"{share.school.name} {share.share / PERCENT:.4f}%" for share in one.schools),
        one.planned, str(_("yes") if one.is_framework else _("no")), one.platform,
        str(SECRECY_NAMES[Secrecy(one.secrecy)]),
    ]  # fmt: skip


@dataclass
class _Loading:
    """One table on its way."""

    congress: Congress
    words: Words
    report: ImportReport
    by: Actor
    now: datetime
    # key → the row that brought it, and intention → the row that spoke of it
    brought: dict[tuple[str, str], int] = field(default_factory=dict)
    met: dict[int, int] = field(default_factory=dict)
    written: list[int] = field(default_factory=list)
    keys: list[tuple[Intention, str, str]] = field(default_factory=list)


def load_intentions(
    session: Session, congress: Congress, columns: Sequence[str], rows: Iterable[Row], mapping: Mapping[str, str],
    report: ImportReport, *, by: Actor, now: datetime,
) -> ImportReport:  # fmt: skip
    """Bring known intentions up to date and record the others; the same table twice changes nothing.

    Raises:
        ImportRefused: the report has an error; nothing is stored.
    """
    fields = {name: column for column, name in mapping.items() if name and column in columns}
    loading = _Loading(congress, Words(session), report, by, now)
    lines = (line for line in (read_line(row, fields, report) for row in rows) if line is not None)
    while portion := list(islice(lines, AT_ONCE)):
        _store(session, portion, loading)
    _take_keys(session, loading)
    if report.failed:
        raise ImportRefused(report)
    record(
        session, by, "intention.table", "congress", congress.slug, now=now,
        created=report.created, changed=report.changed, unchanged=report.unchanged,
    )  # fmt: skip
    told = IntentionsWritten(congress_id=congress.id, intention_ids=tuple(loading.written), by=by, at=now)
    publish(session, told)
    return report


def _store(session: Session, portion: Sequence[Line], loading: _Loading) -> None:
    known = intentions_by_key(session, loading.congress.id, [line.keys for line in portion])
    new: list[Intention] = []
    changes: list[tuple[Intention, Line]] = []
    for line in portion:
        # an id decides alone: so two intentions can give each other their keys
        telling = {"id": line.keys["id"]} if "id" in line.keys else line.keys
        found = list({one.id: one for name, key in telling.items() if (one := known.get((name, key)))}.values())
        if len(found) > 1:
            loading.report.error(line.row.item(), _("The keys of this row belong to several intentions."))
        elif "id" in line.keys and not found:
            loading.report.error(line.item("id"), _("There is no such intention in this congress."))
        elif not _is_first(line, loading, *found):
            continue
        elif found:
            changes.append((found[0], line))
        elif (made := _new(session, line, loading)) is not None:
            new.append(made)
            loading.report.count(created=True, changed=False)
    changed = _changed(session, changes, loading)
    # after the first error only the rest of the faults is of interest
    if loading.report.failed:
        return
    session.add_all(new)
    session.flush()
    for one in new:
        record(session, loading.by, "intention.recorded", "intention", one.public_id, now=loading.now)
    loading.written += [one.id for one in (*new, *changed)]


def _is_first(line: Line, loading: _Loading, found: Intention | None = None) -> bool:
    """Whether no row before brought one of these keys or spoke of this intention; else that is an error."""
    keys = [(name, key) for name, key in line.keys.items() if name != "id"]
    earlier = loading.met.get(found.id) if found else None
    earlier = earlier or next((loading.brought[key] for key in keys if key in loading.brought), None)
    if earlier is not None:
        loading.report.error(line.row.item(), _("Row %(row)s speaks of the same intention.", row=earlier))
        return False
    loading.brought |= dict.fromkeys(keys, line.row.number)
    if found:
        loading.met[found.id] = line.row.number
    return True


def _new(session: Session, line: Line, loading: _Loading) -> Intention | None:
    told = set(line.facts) | ({"investors"} if "parties" in line.facts else set())
    missing = next((name for name in NEEDED_FIRST if name not in told), None)
    if missing:
        loading.report.error(line.item(missing), _("A new intention needs it."))
        return None
    made = new_intention(loading.congress, by=loading.by, now=loading.now)
    if not _filled(session, made, line, line.facts, loading):
        return None
    for name, key in line.keys.items():
        setattr(made, name, key)
    return made


def _filled(session: Session, one: Intention, line: Line, facts: Mapping[str, Any], loading: _Loading) -> bool:
    """Write the facts, under the names that they are stored by; what is refused is told at its column."""
    stored = {STORED_AS.get(name, name): value for name, value in facts.items()}
    try:
        with session.no_autoflush:
            fill_intention(session, loading.words, one, stored)
    except Invalid as error:
        for fault in error.errors or [{"field": "", "message": str(error)}]:
            name = fault["field"].split(".")[0]
            loading.report.error(line.item({"parties": "investors"}.get(name, name)), fault["message"])
        return False
    return True


STORED_AS = {"amount": "amount_fen", "framework": "is_framework"}


def _changed(session: Session, changes: Sequence[tuple[Intention, Line]], loading: _Loading) -> list[Intention]:
    """What differs is written; keys wait for the end of the table."""
    changed: dict[Intention, set[str]] = {}
    for one, line in changes:
        facts = _different(one, line, loading)
        new_keys = {name: key for name, key in line.keys.items() if name != "id" and getattr(one, name) != key}
        loading.keys += [(one, name, key) for name, key in new_keys.items()]
        names = {*facts, *new_keys}
        if facts and not (_may_change(one, line, facts, loading) and _filled(session, one, line, facts, loading)):
            continue
        loading.report.count(created=False, changed=bool(names))
        if names:
            told = "、".join(str(FIELD_NAMES[name]) for name in FIELD_NAMES if name in names or _is_party(name, names))
            loading.report.note(line.row.item(), _("Changed: %(fields)s.", fields=told))
            changed[one] = names
    for one, names in changed.items():
        fields = sorted(names)
        record(session, loading.by, "intention.changed", "intention", one.public_id, now=loading.now, fields=fields)
    return [one for one, names in changed.items() if names - set(OFFICE_KEYS)]


def _is_party(name: str, names: set[str]) -> bool:
    return name == "investors" and "parties" in names


def _may_change(one: Intention, line: Line, facts: Mapping[str, Any], loading: _Loading) -> bool:
    if set(facts) <= OF_THE_OFFICE:
        return True
    refusal = None
    if one.signatures or one.state not in BEFORE_SIGNED:
        refusal = AlreadySigned.message
    elif one.outcome_since is not None:
        refusal = OutcomesStand.message
    if refusal is not None:
        loading.report.error(line.item(next(iter(sorted(set(facts) - OF_THE_OFFICE)))), refusal)
    return refusal is None


def _different(one: Intention, line: Line, loading: _Loading) -> dict[str, Any]:
    """Of what the row says that which is not stored so."""
    current: dict[str, Any] = {
        "title": one.title, "category": one.category, "amount": one.amount_fen, "currency": one.currency,
        "rate": one.rate, "rate_on": one.rate_on, "rate_source": one.rate_source, "planned": one.planned,
        "framework": one.is_framework, "platform": one.platform, "secrecy": one.secrecy,
        "alumni": [{"name": alumnus.name} for alumnus in one.alumni],
    }  # fmt: skip
    facts: dict[str, Any] = {
        name: value for name, value in line.facts.items() if name in current and value != current[name]
    }
    try:
        if "division" in line.facts and loading.words.division(line.facts["division"]).id != one.division_id:
            facts["division"] = line.facts["division"]
        if "industry" in line.facts and loading.words.industry(line.facts["industry"]).id != one.industry_id:
            facts["industry"] = line.facts["industry"]
        if "schools" in line.facts and _shares(line, loading) != {
            share.school.code: share.share for share in one.schools
        }:
            facts["schools"] = line.facts["schools"]
    except Invalid as error:
        for fault in error.errors or []:
            loading.report.error(line.item(fault["field"].split(".")[0]), fault["message"])
        return {}
    parties = _parties(one, line.facts.get("parties", []))
    if parties is not None:
        facts["parties"] = parties
    if "alumni" in facts:
        # who is known by a registration stays so
        codes = {alumnus.name: alumnus.registration.code for alumnus in one.alumni if alumnus.registration}
        facts["alumni"] = [{"name": each["name"], "registration": codes.get(each["name"])} for each in facts["alumni"]]
    if "alumni" in facts and "schools" not in facts and one.schools:
        # who it came through is one thing, whose shares stand another
        facts["schools"] = [{"code": share.school.code, "share": share.share} for share in one.schools]
    return facts


def _shares(line: Line, loading: _Loading) -> dict[str, int]:
    given = []
    for wish in line.facts["schools"]:
        school = loading.words.school(wish["code"])
        given.append((school.code, school.kind, wish.get("share")))
    try:
        return shares_by_kind(given)
    except ValueError:
        message = _("The shares of the schools of one kind must sum to 1,000,000 parts per million.")
        raise Invalid.field("schools", message) from None


def _parties(one: Intention, given: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]] | None:
    """All parties as the row would have them, or None where they are so: roles that it names are replaced."""
    known = {party.name: party.uscc for party in one.parties}
    # a row without a code takes none away
    told = [{**party, "uscc": party["uscc"] or known.get(party["name"])} for party in given]
    roles = {party["role"] for party in told}
    held = [{"role": party.role, "name": party.name, "uscc": party.uscc} for party in one.parties]
    kept = [party for party in held if party["role"] not in roles]
    replaced = [party for party in held if party["role"] in roles]
    return None if told == replaced else [*told, *kept]


def _take_keys(session: Session, loading: _Loading) -> None:
    """Give keys once all that give theirs up have let go of them."""
    if loading.report.failed:
        return
    taken = keys_held(session, loading.congress.id, [(name, key) for _one, name, key in loading.keys])
    leaving = {(name, getattr(one, name)) for one, name, _key in loading.keys}
    wished = [(one, (name, key)) for one, name, key in loading.keys]
    clashes = [(one, taken[key]) for one, key in wished if key in taken and key not in leaving]
    for one, owner in clashes:
        told = _("This key belongs to another intention too: %(id)s.", id=owner)
        loading.report.error(f"row {loading.met[one.id]}", told)
    if clashes:
        return
    for one, name, _key in loading.keys:
        setattr(one, name, None)
    session.flush()
    for one, name, key in loading.keys:
        setattr(one, name, key)
    session.flush()


INTENTIONS = Subject(
    title=_l("Tables of the offices"),
    about=_l(
        "Every row is stored, or none is. A row is a known intention by its id, its project code, the registration"
        " number of its technology contract or its receipt number; the others are recorded as new. You see what would"
        " change before anything is stored; an empty cell takes nothing away, and the same table twice changes nothing."
        " The file is forgotten after a day."
    ),
    fields=FIELD_NAMES,
    guess=guessed_field,
    lacks=lacks,
    load=load_intentions,
)
