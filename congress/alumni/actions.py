"""Every change to what is known of people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from congress.alumni.events import AlmaMaterMoved
from congress.alumni.models import Consent, Education, Person, PersonKey
from congress.alumni.queries import known_keys, person_by_keys, person_of_user, standing_consents
from congress.alumni.rules import sameness_keys, sound_of
from congress.alumni.states import TEXT_VERSION, ClaimState, Purpose
from congress.foundation.db import unique_or
from congress.foundation.errors import RequestInProgress
from congress.foundation.events import publish
from congress.foundation.ids import new_id
from congress.schools.models import School


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What somebody says of themselves; at least one of e-mail and phone, or a unit."""

    name: str
    email: str | None = None
    phone: str | None = None
    organisation: str = ""
    title: str = ""
    family_name: str = ""
    given_name: str = ""
    nationality: str = ""

    @property
    def keys(self) -> list[str]:
        return sameness_keys(self.name, email=self.email, phone=self.phone, organisation=self.organisation)


class Learned(NamedTuple):
    """A school that somebody names, with what they say of their time there."""

    school: School
    graduated: int | None = None
    degree: str = ""


class Known(NamedTuple):
    """A person, and whether nobody had heard of them before: then nothing need be asked about them."""

    person: Person
    is_new: bool


def know_person(session: Session, facts: PersonFacts, *, now: datetime, user_id: int | None = None) -> Known:
    """The person these facts speak of; a known one keeps what was known.

    With `user_id` the facts are that user's own: they speak of the person tied to the account, under whichever
    of their addresses, and an account that has none yet is tied to the one found.
    """
    tied = person_of_user(session, user_id) if user_id is not None else None
    person = tied or person_by_keys(session, facts.keys)
    if person is None:
        return Known(_new_person(session, facts, user_id, now=now), is_new=True)
    add_keys(session, person, facts.keys)
    if user_id is not None and tied is None and person.user_id is None:
        person.user_id = user_id
    return Known(person, is_new=False)


def _new_person(session: Session, facts: PersonFacts, user_id: int | None, *, now: datetime) -> Person:
    person = Person(
        public_id=new_id(),
        user_id=user_id,
        name=facts.name,
        family_name=facts.family_name,
        given_name=facts.given_name,
        sound=sound_of(facts.name),
        email=facts.email,
        phone=facts.phone,
        organisation=facts.organisation,
        title=facts.title,
        nationality=facts.nationality,
        created_at=now,
        educations=[],
    )
    session.add(person)
    session.flush()
    with unique_or(session, RequestInProgress()):
        session.add_all(PersonKey(key=key, person_id=person.id) for key in facts.keys)
    return person


def add_keys(session: Session, person: Person, keys: Sequence[str]) -> None:
    """Let the person also be known by these, as far as nobody is known by them yet."""
    known = known_keys(session, keys)
    session.add_all(PersonKey(key=key, person_id=person.id) for key in keys if key not in known)
    session.flush()


def claim_education(session: Session, person: Person, claims: Iterable[Learned], *, now: datetime) -> None:
    """Add schools that the person names; what is said anew of one that is there opens that claim again."""
    known = {education.school_id: education for education in person.educations}
    for school, graduated, degree in claims:
        education = known.get(school.id)
        if education is None:
            education = Education(school_id=school.id, graduated=graduated, degree=degree, claimed_at=now)
            person.educations.append(education)
            known[school.id] = education
            continue
        said = (graduated or education.graduated, degree or education.degree)
        if said != (education.graduated, education.degree):
            education.graduated, education.degree = said
            _open_again(session, education, now=now)


def _open_again(session: Session, education: Education, *, now: datetime) -> None:
    """What a school said was said of the claim as it stood then."""
    education.claimed_at = now
    if education.state == ClaimState.CLAIMED:
        return
    education.move_to(ClaimState.CLAIMED)
    education.reason, education.confirmed_at, education.confirmed_by = "", None, None
    _tell_moved(session, education, now=now)


def _tell_moved(session: Session, education: Education, *, now: datetime) -> None:
    session.flush()
    publish(
        session, AlmaMaterMoved(person_id=education.person_id, school_id=education.school_id, moved_at=now)
    )  # fmt: skip


def replace_education(session: Session, person: Person, claims: Iterable[Learned], *, now: datetime) -> None:
    """Make the claims exactly these; what a school confirmed stays confirmed while it is claimed unchanged."""
    session.flush()
    wanted = {claim.school.id: claim for claim in claims}
    for education in list(person.educations):
        if education.school_id not in wanted:
            person.educations.remove(education)
            _tell_moved(session, education, now=now)
    claim_education(session, person, wanted.values(), now=now)


def judge_education(
    session: Session, education: Education, state: ClaimState, *, reason: str, by: int | None, now: datetime
) -> None:
    """What the school says to a claim; everybody whom it concerns hears of it in the same transaction."""
    education.move_to(state)
    confirmed = state is ClaimState.CONFIRMED
    education.reason = "" if confirmed else reason
    education.confirmed_at, education.confirmed_by = (now, by) if confirmed else (None, None)
    _tell_moved(session, education, now=now)


def give_consents(
    session: Session, person_id: int, wishes: Mapping[Purpose, bool], *, now: datetime, is_new: bool = False
) -> None:
    """Record each yes and take back each no; a purpose that is not mentioned stays as it is."""
    given = [] if is_new else standing_consents(session, person_id)
    standing = {consent.purpose: consent for consent in given}
    for purpose, agreed in wishes.items():
        held = standing.get(purpose)
        if agreed and held is None:
            session.add(Consent(person_id=person_id, purpose=purpose, text_version=TEXT_VERSION, granted_at=now))
        elif not agreed and held is not None:
            held.withdrawn_at = now
