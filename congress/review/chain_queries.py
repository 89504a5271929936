"""Every question about chains of offices."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from congress.alumni.models import Education
from congress.foundation.access import Actor
from congress.registration.models import Registration
from congress.registration.states import Status
from congress.review.models import ReviewMark, ReviewStep, SchoolCounty
from congress.review.rules import ORDER, Office, next_office
from congress.schools.models import Division, School
from congress.schools.states import DivisionKind

ROLES = ("division", "verifier")


@dataclass(frozen=True)
class Turn:
    """Somebody under review, by which school, and whose turn it is."""

    registration_id: int
    school: str
    office: Office
    # the code of the scope that may say yes; empty for the province
    code: str


def chains_of(session: Session, congress_id: int) -> dict[str, list[Office]]:
    """Kind of school → the offices, from below."""
    chains: dict[str, list[Office]] = {}
    for kind, office in session.execute(
        select(ReviewStep.school_kind, ReviewStep.office).where(ReviewStep.congress_id == congress_id)
    ).tuples():
        chains.setdefault(kind, []).append(Office(office))
    return {kind: sorted(offices, key=ORDER.index) for kind, offices in chains.items()}


def forget_chains(session: Session, congress_id: int) -> None:
    session.execute(delete(ReviewStep).where(ReviewStep.congress_id == congress_id))


def turns_of(session: Session, congress_id: int, codes: Collection[str] | None = None) -> list[Turn]:
    """Whose turn it is with everybody under review who has a chain, or with those of the codes; first come first.

    The chain is that of the first school that the person named whose kind has one.
    """
    chains = chains_of(session, congress_id)
    first = (
        select(func.min(Education.id))
        .join(School, School.id == Education.school_id)
        .where(Education.person_id == Registration.person_id, School.kind.in_(chains))
        .correlate(Registration)
        .scalar_subquery()
    )
    county, prefecture = aliased(Division), aliased(Division)
    statement = (
        select(Registration.id, School.kind, School.code, School.name, county.code, prefecture.code)
        .select_from(Registration)
        .join(Education, Education.id == first)
        .join(School, School.id == Education.school_id)
        .outerjoin(SchoolCounty, SchoolCounty.school_id == School.id)
        .outerjoin(county, county.id == SchoolCounty.division_id)
        .outerjoin(
            prefecture, (prefecture.name == School.prefecture) & (prefecture.kind == DivisionKind.PREFECTURE)
        )
        .where(Registration.congress_id == congress_id, Registration.status == Status.PENDING)
        .order_by(Registration.id)
    )  # fmt: skip
    if codes is not None:
        statement = statement.where(Registration.code.in_(codes))
    rows = session.execute(statement).tuples().all()
    passed = marks_of(session, [row[0] for row in rows])
    turns = []
    for registration_id, kind, code, name, in_county, in_prefecture in rows:
        offices = {
            Office.SCHOOL: code, Office.COUNTY: in_county, Office.PREFECTURE: in_prefecture, Office.PROVINCE: "",
        }  # fmt: skip
        office = next_office(chains[kind], offices, passed.get(registration_id, ()))
        if office is not None:
            turns.append(Turn(registration_id, name, office, offices[office] or ""))
    return turns


def marks_of(session: Session, registration_ids: Sequence[int]) -> Mapping[int, list[Office]]:
    """Which offices have said yes to each of these."""
    marks: dict[int, list[Office]] = {}
    for registration_id, office in session.execute(
        select(ReviewMark.registration_id, ReviewMark.office)
        .where(ReviewMark.registration_id.in_(registration_ids))
        .order_by(ReviewMark.id)
    ).tuples():
        marks.setdefault(registration_id, []).append(Office(office))
    return marks


def is_turn_of(actor: Actor, turn: Turn) -> bool:
    """Whether the actor speaks for the office whose turn it is."""
    if turn.office is Office.SCHOOL:
        return turn.code in actor.scopes("school", "school")
    if turn.office is Office.PROVINCE:
        return any(grant.role == "verifier" and grant.scope_kind == "province" for grant in actor.grants)
    return any(turn.code in actor.scopes(role, "division") for role in ROLES)


def school_counties(session: Session) -> Sequence[tuple[str, str, str, str]]:
    """Schools that are under a county: code and name of both, in the official order."""
    rows = session.execute(
        select(School.code, School.name, Division.code, Division.name)
        .join(SchoolCounty, SchoolCounty.school_id == School.id)
        .join(Division, Division.id == SchoolCounty.division_id)
        .order_by(School.position)
    )
    return rows.tuples().all()


def county_of_school(session: Session, school_id: int) -> SchoolCounty | None:
    return session.get(SchoolCounty, school_id)
