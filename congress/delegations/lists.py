"""A delegation's list from a file: everybody on it is nominated afterwards, or nothing is stored."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from congress.alumni.actions import PersonFacts
from congress.alumni.queries import person_by_keys
from congress.delegations.actions import Nomination, change_nominee, check_deadline, nominate
from congress.delegations.models import Delegation, Nominee
from congress.delegations.queries import lock_quotas, nominee_of_person
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import DomainError
from congress.foundation.i18n import _
from congress.foundation.tables import ImportRefused, ImportReport, Row
from congress.programme.models import Category, Congress
from congress.registration.roster_rows import Entry, match_columns, read_entry, says

UNIT = "organisation"


def import_nominees(
    session: Session, congress: Congress, delegation: Delegation, columns: Sequence[str], rows: Iterable[Row],
    report: ImportReport, *, by: Actor, now: datetime,
) -> ImportReport:  # fmt: skip
    """Nominate everybody on the list; whoever is known by name with address, or name with unit, is brought up to date,
    so that the same list twice changes nothing. Who has no unit belongs to the delegation's.

    Raises:
        DelegationClosed: the deadline has passed.
        ImportRefused: the report has an error; nothing is stored.
    """
    check_deadline(delegation, by=by, now=now)
    # two lists at once take places in orders of their own: one waits for the other
    lock_quotas(session, delegation.id)
    # the numbers of a school are not those of the office that brings the lists of the congress
    fields = match_columns(columns, {}, report, unread={"office_number"})
    if report.failed:
        raise ImportRefused(report)
    unit = fields.setdefault("organisation", UNIT)
    met: dict[int, int] = {}
    for row in rows:
        if not any(row.cells.values()):
            continue
        otherwise = "" if says(row, fields.get("unit_title")) else delegation.name
        whole = Row(row.number, {**row.cells, unit: says(row, unit) or otherwise})
        entry = read_entry(whole, fields, report)
        if entry is not None:
            _take(session, congress, delegation, entry, met, report, by=by, now=now)
    if report.failed:
        raise ImportRefused(report)
    record(
        session, by, "delegation.imported", "delegation", delegation.public_id, now=now,
        created=report.created, changed=report.changed, unchanged=report.unchanged,
    )  # fmt: skip
    return report


def _take(
    session: Session, congress: Congress, delegation: Delegation, entry: Entry, met: dict[int, int],
    report: ImportReport, *, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """One row; what refuses it is told at the row, and all that is wrong is told at once."""
    facts = PersonFacts(
        name=entry.name, email=entry.email, phone=entry.phone, organisation=entry.organisation, title=entry.title,
        family_name=entry.family_name, given_name=entry.given_name, nationality=entry.nationality,
    )  # fmt: skip
    person = person_by_keys(session, facts.keys)
    known = nominee_of_person(session, delegation.id, person.id) if person else None
    category = _category(delegation, entry, known)
    if category is None:
        report.error(entry.item("category"), _("The delegation has no places of this category."))
        return
    earlier = met.get(known.id) if known else None
    if earlier is not None:
        report.note(entry.row.item(), _("The same person as in row %(row)s; passed over.", row=earlier))
        report.unchanged += 1
        return
    try:
        if known is None:
            wanted = Nomination(person=facts, category=category, language=entry.language)
            known = nominate(session, congress, delegation, wanted, by=by, now=now)
            report.count(created=True, changed=False)
        else:
            changed = change_nominee(session, known, _merged(known, facts, category), by=by, now=now)
            report.count(created=False, changed=changed)
    except DomainError as error:
        report.error(entry.row.item(), error)
    else:
        met[known.id] = entry.row.number


def _category(delegation: Delegation, entry: Entry, known: Nominee | None) -> Category | None:
    """By slug or name; what one has already, or the delegation's only one, where the row says nothing."""
    offered = [quota.category for quota in delegation.quotas if quota.places]
    said = entry.category.casefold()
    if not said:
        return known.quota.category if known else offered[0] if len(offered) == 1 else None
    return next(
        (one for one in offered if said in {one.slug, one.name_zh.casefold(), one.name_en.casefold()}), None
    )  # fmt: skip


def _merged(known: Nominee, facts: PersonFacts, category: Category) -> Nomination:
    """An empty cell takes nothing away, nor does a list change what the person chose."""
    held = known.registration
    return Nomination(
        person=PersonFacts(
            name=facts.name, email=facts.email or held.email, phone=facts.phone or held.phone,
            organisation=facts.organisation or held.organisation, title=facts.title or held.title,
        ),
        category=category, language=held.language, is_head=known.is_head, rank=known.rank,
    )  # fmt: skip
