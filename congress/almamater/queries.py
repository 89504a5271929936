"""Every question about claims and rolls; whose claims one sees is part of the question."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session, contains_eager

from congress.almamater.errors import NoSuchClaim
from congress.almamater.models import RollEntry
from congress.alumni.models import Education, Person
from congress.registration.models import Registration
from congress.schools.models import School

# fewer than SQLite binds in one statement
AT_ONCE = 10_000


@dataclass(frozen=True, kw_only=True)
class ClaimFilter:
    """What a list of claims is narrowed by."""

    state: str | None = None
    q: str | None = None
    school: str | None = None


def claims_statement(codes: Collection[str] | None, wish: ClaimFilter) -> Select[tuple[Education]]:
    """Claims to the schools of these codes alone (to any, for None), with their people and schools."""
    statement = (
        select(Education)
        .join(Education.person)
        .join(Education.school)
        .options(contains_eager(Education.person), contains_eager(Education.school))
    )
    if codes is not None:
        statement = statement.where(School.code.in_(codes))
    if wish.state:
        statement = statement.where(Education.state == wish.state)
    if wish.school:
        statement = statement.where(School.code == wish.school)
    if wish.q:
        sounds = Person.sound.contains(wish.q.lower(), autoescape=True)
        statement = statement.where(Person.name.icontains(wish.q, autoescape=True) | sounds)
    return statement


def claims_in_line(session: Session, codes: Collection[str], wish: ClaimFilter) -> Sequence[Education]:
    """Whoever waits longest first."""
    statement = claims_statement(codes, wish).order_by(Education.claimed_at, Education.id)
    return session.scalars(statement).unique().all()


def count_claims(session: Session, codes: Collection[str]) -> dict[str, int]:
    """State → how many claims to these schools stand in it."""
    rows = session.execute(
        select(Education.state, func.count())
        .join(School, School.id == Education.school_id)
        .where(School.code.in_(codes))
        .group_by(Education.state)
    )
    return dict(rows.tuples().all())


def locked_claims(session: Session, codes: Collection[str], ids: Collection[int]) -> Sequence[Education]:
    """These claims to these schools, held until the commit; raises NoSuchClaim where one is none."""
    session.execute(select(Education.id).where(Education.id.in_(ids)).order_by(Education.id).with_for_update())
    statement = claims_statement(codes, ClaimFilter()).where(Education.id.in_(ids)).order_by(Education.id)
    found = session.scalars(statement.execution_options(populate_existing=True)).unique().all()
    if len(found) != len(ids):
        raise NoSuchClaim
    return found


def newest_registration(session: Session, person_id: int) -> Registration | None:
    """Where the person last told how to reach them, and in which language."""
    return session.scalars(
        select(Registration).where(Registration.person_id == person_id).order_by(Registration.id.desc()).limit(1)
    ).one_or_none()


def schools_of_codes(session: Session, codes: Collection[str]) -> Sequence[School]:
    return session.scalars(select(School).where(School.code.in_(codes)).order_by(School.position, School.id)).all()


def roll_lines(session: Session, school_ids: Collection[int], hashes: Collection[str]) -> dict[str, int]:
    """Hash → how many lines of these schools' rolls carry it."""
    counts: Counter[str] = Counter()
    wanted = sorted(hashes)
    for start in range(0, len(wanted), AT_ONCE):
        portion = wanted[start : start + AT_ONCE]
        for column in (RollEntry.by_name, RollEntry.by_year, RollEntry.by_degree):
            rows = session.execute(
                select(column, func.count())
                .where(RollEntry.school_id.in_(school_ids), column.in_(portion))
                .group_by(column)
            )
            counts.update(dict(rows.tuples().all()))
    return dict(counts)


def rolls_of(session: Session, school_ids: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """School → how many lines its roll has, and when the last were added; schools without one are left out."""
    rows = session.execute(
        select(RollEntry.school_id, func.count(), func.max(RollEntry.added_at))
        .where(RollEntry.school_id.in_(school_ids))
        .group_by(RollEntry.school_id)
    )
    return {school_id: (count, latest) for school_id, count, latest in rows}


def known_lines(session: Session, school_id: int) -> set[tuple[str, str]]:
    """(degree, number) hashes of each line of a school's roll."""
    rows = session.execute(
        select(RollEntry.by_degree, RollEntry.by_number).where(RollEntry.school_id == school_id)
    )  # fmt: skip
    return set(rows.tuples().all())


def drop_lines(session: Session, school_id: int) -> None:
    session.execute(delete(RollEntry).where(RollEntry.school_id == school_id))
