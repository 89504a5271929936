"""Every question about schools, divisions and industries."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from congress.schools.models import Division, Industry, School, SchoolName


def school_by_code(session: Session, code: str) -> School | None:
    """The school of this ministry or house code."""
    return session.scalars(select(School).where(School.code == code)).one_or_none()


def resolve_school(session: Session, text: str) -> School | None:
    """A school by code, name, former name or alias; None when nothing or more than one fits."""
    by_name = select(SchoolName.school_id).where(SchoolName.name == text)
    found = session.scalars(
        select(School).where(or_(School.code == text, School.name == text, School.id.in_(by_name))).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def all_schools(session: Session, *, kind: str | None = None) -> Sequence[School]:
    """Schools in the order of the official lists."""
    statement = select(School).order_by(School.position, School.id)
    return session.scalars(statement.where(School.kind == kind) if kind else statement).all()


def school_names(session: Session) -> Sequence[str]:
    """The names alone, in the order of the official lists: what a field proposes while one types."""
    return session.scalars(select(School.name).order_by(School.position, School.id)).all()


def schools_with_names(session: Session) -> Sequence[School]:
    return session.scalars(select(School).options(selectinload(School.names)).order_by(School.position)).all()


def resolve_division(session: Session, text: str) -> Division | None:
    """A division by code, name, or name behind its prefecture's (长沙市雨花区), with its parent; None when nothing
    or more than one fits.
    """
    above = aliased(Division)
    within = select(Division.id).join(above, Division.parent_id == above.id).where(above.name + Division.name == text)
    found = session.scalars(
        select(Division)
        .where(or_(Division.code == text, Division.name == text, Division.id.in_(within)))
        .options(joinedload(Division.parent))
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def all_divisions(session: Session) -> Sequence[Division]:
    """Divisions in official order, with their parents."""
    return session.scalars(
        select(Division).options(joinedload(Division.parent)).order_by(Division.position, Division.id)
    ).all()


def divisions_under(codes: Collection[str]) -> Select[tuple[int]]:
    """The ids of the divisions with these codes, and of their counties."""
    own = select(Division.id).where(Division.code.in_(codes))
    return select(Division.id).where(or_(Division.code.in_(codes), Division.parent_id.in_(own)))


def resolve_industry(session: Session, text: str) -> Industry | None:
    return session.scalars(
        select(Industry).where(or_(Industry.code == text, Industry.name_zh == text, Industry.name_en == text)).limit(1)
    ).one_or_none()


def all_industries(session: Session) -> Sequence[Industry]:
    return session.scalars(select(Industry).order_by(Industry.position)).all()
