"""Importing a roster: everybody on the list has a registration and a badge afterwards, or nothing is stored.

Nobody is written to: those who come by a roster hear from their delegation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from congress.alumni.actions import Learned, add_keys, claim_education
from congress.alumni.models import Education, Person, PersonKey
from congress.alumni.queries import known_keys, people_by_keys, people_by_names
from congress.alumni.rules import folded, sameness_keys, sound_of, stroke_key
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import RequestInProgress
from congress.foundation.i18n import _
from congress.foundation.ids import new_code, new_id
from congress.foundation.tables import ImportRefused, ImportReport, Row
from congress.programme.models import Category, Congress
from congress.programme.queries import categories_of
from congress.registration.badges import reissue_badge
from congress.registration.differences import printed_facts, tell_difference
from congress.registration.errors import AlreadyRegistered
from congress.registration.models import Badge, Registration
from congress.registration.passes import badge_code
from congress.registration.roster_queries import people_by_office_numbers, registrations_for_roster
from congress.registration.roster_rows import FIELD_NAMES, Entry, match_columns, narrow, read_entry
from congress.registration.states import Status
from congress.schools.models import School
from congress.schools.queries import resolve_school

AT_ONCE = 500
SNAPSHOT = ("organisation", "title", "email", "phone", "office_number")
OF_PERSON = ("family_name", "given_name", "nationality")


@dataclass
class _Roster:
    """One import on its way: what its texts stand for, and who has been met in which row."""

    congress_id: int
    categories: dict[str, Category]
    report: ImportReport
    by: Actor
    now: datetime
    schools: dict[str, School | None] = field(default_factory=dict)
    met: dict[int, int] = field(default_factory=dict)
    # office number → the row that brought it
    numbers: dict[str, int] = field(default_factory=dict)

    def category(self, entry: Entry) -> Category:
        """By slug or name; guest where the row says nothing."""
        return self.categories[entry.category.casefold() or "guest"]


def import_roster(
    session: Session, congress: Congress, columns: Sequence[str], rows: Iterable[Row], mapping: Mapping[str, str],
    report: ImportReport, *, by: Actor, now: datetime,
) -> ImportReport:  # fmt: skip
    """Register everybody on the list, and bring up to date who is registered already; the same list twice changes
    nothing. Rows go through in portions, so that long lists need no more memory than short ones.

    Raises:
        ImportRefused: the report has an error; nothing is stored.
    """
    fields = match_columns(columns, mapping, report)
    if report.failed:
        raise ImportRefused(report)
    roster = _Roster(congress.id, _categories(session, congress.id), report, by, now)
    entries = (entry for entry in (read_entry(row, fields, report) for row in rows) if entry is not None)
    while portion := list(islice(entries, AT_ONCE)):
        for entry in portion:
            _check_words(session, entry, roster)
        # after the first error only the rest of the faults is of interest
        if not report.failed:
            _store(session, portion, roster)
    if report.failed:
        raise ImportRefused(report)
    record(
        session, by, "roster.imported", "congress", congress.slug, now=now,
        created=report.created, changed=report.changed, unchanged=report.unchanged,
    )  # fmt: skip
    return report


def _categories(session: Session, congress_id: int) -> dict[str, Category]:
    found: dict[str, Category] = {}
    for category in reversed(categories_of(session, congress_id)):
        found |= {name.casefold(): category for name in (category.name_zh, category.name_en, category.slug)}
    return found


def _check_words(session: Session, entry: Entry, roster: _Roster) -> None:
    if (entry.category.casefold() or "guest") not in roster.categories:
        roster.report.error(entry.item("category"), _("There is no such category."))
    for text in entry.schools:
        if text not in roster.schools:
            roster.schools[text] = resolve_school(session, narrow(text))
        if roster.schools[text] is None:
            roster.report.error(entry.item("school"), _("There is no such school."))
    number = entry.office_number
    earlier = roster.numbers.setdefault(number, entry.row.number) if number else entry.row.number
    if earlier != entry.row.number:
        roster.report.error(entry.item("office_number"), _("Row %(row)s has this number too.", row=earlier))


def _store(session: Session, portion: Sequence[Entry], roster: _Roster) -> None:
    known = _Known.read(session, portion, roster.congress_id)
    new: list[tuple[Entry, Person]] = []
    fresh = _Fresh()
    for entry in portion:
        row = entry.row.number
        people = known.people_of(entry)
        if len(people) > 1:
            roster.report.error(entry.row.item(), _("Several people have this name and organisation."))
            continue
        person = people[0] if people else None
        if person is not None and known.is_somebody_else(entry, person):
            roster.report.error(entry.item("office_number"), _("This number is that of somebody else."))
            continue
        earlier = roster.met.get(person.id) if person else fresh.row_of(entry)
        if earlier is not None:
            roster.report.note(entry.row.item(), _("The same person as in row %(row)s; passed over.", row=earlier))
            roster.report.unchanged += 1
            continue
        fresh.add(entry)
        if person is not None:
            roster.met[person.id] = row
        registration = known.registrations.get(person.id) if person else None
        if registration is None:
            new.append((entry, person or _new_person(entry, roster.now)))
        else:
            _update(session, registration, known.people[registration.person_id], entry, roster)
    if not roster.report.failed:
        _register(session, new, roster)


@dataclass
class _Fresh:
    """Who was met first in this portion, with the row; the same rules as for those in the database."""

    by_key: dict[str, int] = field(default_factory=dict)
    without_address: dict[str, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        self.by_key |= dict.fromkeys([*entry.address_keys, *entry.unit_keys], entry.row.number)
        if not entry.addressed:
            self.without_address |= dict.fromkeys(entry.unit_keys, entry.row.number)

    def row_of(self, entry: Entry) -> int | None:
        by_address = (self.by_key.get(key) for key in entry.address_keys)
        units = self.without_address if entry.addressed else self.by_key
        by_unit = (units.get(key) for key in entry.unit_keys)
        return next((row for row in (*by_address, *by_unit) if row is not None), None)


@dataclass
class _Known:
    """Who of a portion is known: by keys, and by name with organisation."""

    people: dict[int, Person]
    by_key: dict[str, int]
    by_unit: dict[str, set[int]]
    by_number: dict[str, int]
    registrations: dict[int, Registration]

    @classmethod
    def read(cls, session: Session, portion: Sequence[Entry], congress_id: int) -> "_Known":
        keys = [key for entry in portion for key in (*entry.address_keys, *entry.unit_keys)]
        names = {entry.name for entry in portion}
        by_key = people_by_keys(session, keys)
        numbers = [entry.office_number for entry in portion if entry.office_number]
        by_number = people_by_office_numbers(session, congress_id, numbers) if numbers else {}
        ids = {*by_key.values(), *by_number.values()}
        people = {person.id: person for person in people_by_names(session, names, ids)}
        registrations = registrations_for_roster(session, congress_id, people.keys())
        by_unit: dict[str, set[int]] = {}
        told = [(one.id, one.name, one.organisation) for one in people.values()]
        told += [(one.person_id, one.name, one.organisation) for one in registrations]
        for person_id, name, organisation in told:
            for key in sameness_keys(name, email=None, phone=None, organisation=organisation):
                by_unit.setdefault(key, set()).add(person_id)
        return cls(people, by_key, by_unit, by_number, {one.person_id: one for one in registrations})

    def people_of(self, entry: Entry) -> list[Person]:
        """By the office's number; else by name with address; else by name with organisation, which with an address in
        the row means somebody of whom no address was known. More than one where the row does not tell.
        """
        if entry.office_number in self.by_number:
            return [self.people[self.by_number[entry.office_number]]]
        found = {self.by_key[key] for key in entry.address_keys if key in self.by_key}
        if not found:
            found = {person_id for key in entry.unit_keys for person_id in self.by_unit.get(key, ())}
            found |= {self.by_key[key] for key in entry.unit_keys if key in self.by_key}
            if entry.addressed:
                found = {person_id for person_id in found if not self._has_address(person_id)}
            here = found & self.registrations.keys()
            found = here or found
        else:
            found = {min(found)}
        return [self.people[person_id] for person_id in sorted(found)]

    def is_somebody_else(self, entry: Entry, person: Person) -> bool:
        """Whether nothing but the office's number says that it is this person: two offices may count from 1."""
        if self.by_number.get(entry.office_number) != person.id:
            return False
        held = self.registrations[person.id]
        said = [(entry.name, held.name), (entry.organisation, held.organisation)]
        said += [(entry.email or "", held.email or ""), (entry.phone or "", held.phone or "")]
        return not any(one and folded(one) == folded(two) for one, two in said)

    def _has_address(self, person_id: int) -> bool:
        known = [self.people[person_id], self.registrations.get(person_id)]
        return any(one is not None and (one.email or one.phone) for one in known)


def _new_person(entry: Entry, now: datetime) -> Person:
    return Person(
        public_id=new_id(), name=entry.name, family_name=entry.family_name, given_name=entry.given_name,
        sound=sound_of(entry.name), email=entry.email, phone=entry.phone, organisation=entry.organisation,
        title=entry.title, nationality=entry.nationality, created_at=now, educations=[],
    )  # fmt: skip


def _update(session: Session, registration: Registration, person: Person, entry: Entry, roster: _Roster) -> None:
    """Bring in what the row says and the registration does not; an empty cell takes nothing away."""
    if registration.status in {Status.CANCELLED, Status.REFUSED}:
        roster.report.note(entry.row.item(), _("This registration is cancelled or refused; it was left so."))
        roster.report.unchanged += 1
        return
    before = printed_facts(registration)
    is_by_number = entry.office_number and entry.office_number == registration.office_number
    fields = [*_merge(registration, entry, SNAPSHOT), *_merge(person, entry, OF_PERSON)]
    if is_by_number and folded(entry.name) != folded(registration.name):
        _rename(registration, person, entry.name)
        fields.append("name")
    if {"email", "phone"} & set(fields):
        registration.phone_tail = (registration.phone or "")[-4:]
        person.email, person.phone = person.email or entry.email, person.phone or entry.phone
        add_keys(session, person, entry.address_keys)
    category = roster.category(entry)
    if entry.category and category.id != registration.category_id:
        registration.category = category
        fields.append("category")
        if registration.number is not None:
            reissue_badge(session, registration, category, reason="category", by=roster.by, now=roster.now)
    if _claim(session, person, entry, roster):
        fields.append("school")
    roster.report.count(created=False, changed=bool(fields))
    if fields:
        names = "、".join(str(FIELD_NAMES[name]) for name in FIELD_NAMES if name in fields)
        roster.report.note(entry.row.item(), _("Changed: %(fields)s.", fields=names))
        registration.changed_at = roster.now
        record(
            session, roster.by, "registration.changed", "registration", registration.code, now=roster.now,
            fields=sorted(fields),
        )  # fmt: skip
        session.flush()
        tell_difference(session, registration, before, by=roster.by, now=roster.now)


def _rename(registration: Registration, person: Person, name: str) -> None:
    """Who is known by the office's number may have been misspelt."""
    if folded(person.name) == folded(registration.name):
        person.name, person.sound = name, sound_of(name)
    registration.name, registration.sound, registration.stroke_key = name, sound_of(name), stroke_key(name)


def _merge(thing: Any, entry: Entry, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        value = getattr(entry, name)
        if value and getattr(thing, name) != value:
            setattr(thing, name, value)
            yield name


def _claim(session: Session, person: Person, entry: Entry, roster: _Roster) -> bool:
    held = {education.school_id for education in person.educations}
    named = [school for text in entry.schools if (school := roster.schools[text]) is not None]
    news = [Learned(school) for school in named if school.id not in held]
    if news:
        claim_education(session, person, news, now=roster.now)
    return bool(news)


def _register(session: Session, new: Sequence[tuple[Entry, Person]], roster: _Roster) -> None:
    """People, their keys and schools, registrations and badges of a portion, with few statements each."""
    if not new:
        return
    session.add_all([person for _entry, person in new])
    session.flush()
    keys = {key: person.id for entry, person in new for key in entry.address_keys or entry.unit_keys}
    known = known_keys(session, list(keys))
    with unique_or(session, RequestInProgress()):
        session.add_all(PersonKey(key=key, person_id=owner) for key, owner in keys.items() if key not in known)
    for entry, person in new:
        roster.met[person.id] = entry.row.number
        _merge_all(person, entry)
        schools = {school.id for text in entry.schools if (school := roster.schools[text]) is not None}
        held = {education.school_id for education in person.educations}
        session.add_all(
            Education(person_id=person.id, school_id=school_id, claimed_at=roster.now) for school_id in schools - held
        )
    registrations = [_registration(entry, person, roster) for entry, person in new]
    with unique_or(session, AlreadyRegistered()):
        session.add_all(registrations)
    last = session.execute(
        update(Congress)
        .where(Congress.id == roster.congress_id)
        .values(last_badge_number=Congress.last_badge_number + len(new))
        .returning(Congress.last_badge_number)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    for number, (registration, (entry, _person)) in enumerate(
        zip(registrations, new, strict=True), start=last - len(new) + 1
    ):
        registration.number = number
        session.add(_badge(registration, number, roster.category(entry), roster.now))
        roster.report.count(created=True, changed=False)
    session.flush()


def _merge_all(person: Person, entry: Entry) -> None:
    """What was not known of a person yet."""
    for name in (*OF_PERSON, "email", "phone"):
        if not getattr(person, name) and getattr(entry, name):
            setattr(person, name, getattr(entry, name))


def _registration(entry: Entry, person: Person, roster: _Roster) -> Registration:
    return Registration(
        code=new_code(), congress_id=roster.congress_id, person_id=person.id,
        category_id=roster.category(entry).id, status=Status.CONFIRMED, name=entry.name,
        organisation=entry.organisation, title=entry.title, email=entry.email, phone=entry.phone,
        phone_tail=(entry.phone or "")[-4:], office_number=entry.office_number or None,
        sound=person.sound, stroke_key=stroke_key(entry.name),
        language=entry.language, answers={}, created_at=roster.now, changed_at=roster.now,
    )  # fmt: skip


def _badge(registration: Registration, number: int, category: Category, now: datetime) -> Badge:
    return Badge(
        congress_id=registration.congress_id, registration_id=registration.id, number=number, serial=1,
        category_letter=category.letter, code=badge_code(registration.congress_id, number, 1), issued_at=now,
    )  # fmt: skip
