"""Every question about doubles."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.alumni.models import Consent, Education, Person
from congress.checkin.models import Companion, CompanionGroup
from congress.people.errors import NoSuchPair
from congress.people.models import NotDouble
from congress.people.rules import LIKELY, Sign, score
from congress.privacy.models import IdentityNumber, RightsRequest
from congress.privacy.states import RequestState, Right
from congress.registration.models import Holding, Registration

# what one look proposes; when these are worked off, the next ones come
AT_ONCE = 1_000


@dataclass(frozen=True)
class Double:
    """Two records that may be one person, and why; the older one first."""

    person: Person
    other: Person
    signs: Sequence[Sign]

    @property
    def score(self) -> int:
        return score(self.signs)


def likely_doubles(session: Session) -> list[Double]:
    """The likeliest first. Each way of finding them asks for two things that are the same."""
    pairs = {pair for statement in _ways() for pair in _pairs(session, statement)}
    people = _people(session, {each for pair in pairs for each in pair})
    documents = _documents(session, people)
    parted = _parted(session, people)
    found = [
        Double(people[one], people[two], _signs(people[one], people[two], documents))
        for one, two in pairs - parted
    ]  # fmt: skip
    likely = [double for double in found if double.score >= LIKELY]
    return sorted(likely, key=lambda double: (-double.score, double.person.id, double.other.id))


def signs_of(session: Session, person: Person, other: Person) -> list[Sign]:
    people = _people(session, {person.id, other.id})
    return _signs(people[person.id], people[other.id], _documents(session, people))


def _ways() -> Iterator[Select[Any]]:
    """A person's id, and the things that have to be the same."""
    for called in (Person.name, Person.sound):
        for reached in (Person.phone, Person.email):
            yield select(Person.id, called, reached).where(called != "", reached.is_not(None))
        yield (
            select(Person.id, called, Education.school_id, Education.graduated)
            .join(Education, Education.person_id == Person.id)
            .where(called != "", Education.graduated.is_not(None))
        )
    yield select(Person.id, Person.name, Person.organisation).where(Person.organisation != "")
    yield (
        select(Registration.person_id, IdentityNumber.digest)
        .join(IdentityNumber, IdentityNumber.registration_id == Registration.id)
        .distinct()
    )


def _pairs(session: Session, statement: Select[Any]) -> Iterator[tuple[int, int]]:
    """Ids of those who are alike, the lower one first; by one pass over the rows, since a join grows by the square."""
    alike = statement.subquery()
    same = list(alike.c)[1:]
    counted = select(*alike.c, func.count().over(partition_by=same).label("many")).subquery()
    rows = session.execute(select(*counted.c).where(counted.c.many > 1).order_by(*list(counted.c)[1:]).limit(AT_ONCE))
    groups: dict[tuple[object, ...], set[int]] = {}
    for row in rows:
        groups.setdefault(tuple(row[1:]), set()).add(row[0])
    for group in groups.values():
        yield from combinations(sorted(group), 2)


def _parted(session: Session, ids: Collection[int]) -> set[tuple[int, int]]:
    """Pairs that somebody found to be two people."""
    rows = session.execute(select(NotDouble.person_id, NotDouble.other_id).where(NotDouble.person_id.in_(ids)))
    return {(min(pair), max(pair)) for pair in rows.tuples()}


def _people(session: Session, ids: Collection[int]) -> dict[int, Person]:
    found = session.scalars(select(Person).where(Person.id.in_(ids)).options(selectinload(Person.educations)))
    return {person.id: person for person in found}


def _documents(session: Session, ids: Collection[int]) -> dict[int, set[str]]:
    """The digests of the documents of each of these people."""
    rows = session.execute(
        select(Registration.person_id, IdentityNumber.digest)
        .join(IdentityNumber, IdentityNumber.registration_id == Registration.id)
        .where(Registration.person_id.in_(ids))
    )
    documents: dict[int, set[str]] = {}
    for person_id, digest in rows.tuples():
        documents.setdefault(person_id, set()).add(digest)
    return documents


def _signs(one: Person, two: Person, documents: dict[int, set[str]]) -> list[Sign]:
    learned = [
        {(each.school_id, each.graduated) for each in person.educations if each.graduated} for person in (one, two)
    ]
    shared = {
        Sign.DOCUMENT: bool(documents.get(one.id, set()) & documents.get(two.id, set())),
        Sign.NAME: one.name == two.name,
        Sign.SOUND: bool(one.sound) and one.sound == two.sound and one.name != two.name,
        Sign.PHONE: bool(one.phone) and one.phone == two.phone,
        Sign.EMAIL: bool(one.email) and one.email == two.email,
        Sign.UNIT: bool(one.organisation) and one.organisation == two.organisation,
        Sign.SCHOOL_YEAR: bool(learned[0] & learned[1]),
    }
    return [sign for sign, is_shared in shared.items() if is_shared]


def pair_of(session: Session, person: str, other: str, *, hold: bool = False) -> tuple[Person, Person]:
    """Two different records by their public ids, with their schools; raises NoSuchPair.

    Held in the order of their ids, so that two merges of the same people follow one another.
    """
    statement = (
        select(Person)
        .where(Person.public_id.in_([person, other]))
        .options(selectinload(Person.educations).joinedload(Education.school))
        .order_by(Person.id)
    )
    if hold:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = {one.public_id: one for one in session.scalars(statement)}
    if person == other or person not in found or other not in found:
        raise NoSuchPair
    return found[person], found[other]


def places_of(session: Session, person_ids: Collection[int]) -> Sequence[Registration]:
    """What these people registered for, the newest congress first."""
    return session.scalars(
        select(Registration)
        .where(Registration.person_id.in_(person_ids))
        .options(
            joinedload(Registration.congress),
            selectinload(Registration.holdings).joinedload(Holding.forum),
        )
        .order_by(Registration.congress_id.desc(), Registration.id)
    ).all()


def asks_erasure(session: Session, person_ids: Collection[int]) -> bool:
    asked = select(RightsRequest.id).where(
        RightsRequest.person_id.in_(person_ids),
        RightsRequest.claim == Right.ERASE,
        RightsRequest.state == RequestState.OPEN,
    )
    return session.scalars(asked.limit(1)).first() is not None


def forget_pair(session: Session, person_ids: Collection[int]) -> None:
    """That the two were once found different does not outlast that they are one."""
    session.execute(delete(NotDouble).where(NotDouble.person_id.in_(person_ids), NotDouble.other_id.in_(person_ids)))


def join_parties(session: Session, gone: int, kept: int) -> None:
    """Who leads two parties leads one afterwards, and is nobody's companion in it."""
    groups = {
        group.leader_id: group.id
        for group in session.scalars(select(CompanionGroup).where(CompanionGroup.leader_id.in_([gone, kept])))
    }
    if len(groups) > 1:
        session.execute(update(Companion).where(Companion.group_id == groups[gone]).values(group_id=groups[kept]))
        session.execute(delete(CompanionGroup).where(CompanionGroup.id == groups[gone]))
    session.execute(
        delete(Companion).where(Companion.registration_id.in_([gone, kept]), Companion.group_id.in_(groups.values()))
    )


def remove_place(session: Session, registration_id: int) -> None:
    """Everything that it had has moved."""
    session.execute(delete(Registration).where(Registration.id == registration_id))


def remove_person(session: Session, person_id: int) -> None:
    """Everything that they had has moved."""
    session.execute(delete(Person).where(Person.id == person_id))


def consents_of(session: Session, person_ids: Collection[int]) -> Sequence[Consent]:
    """Every word they gave, the earliest first."""
    return session.scalars(
        select(Consent).where(Consent.person_id.in_(person_ids)).order_by(Consent.granted_at, Consent.id)
    ).all()


def person_at(session: Session, place: Registration) -> Person:
    return session.get_one(Person, place.person_id)
