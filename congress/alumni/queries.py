"""Every question about people."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from congress.alumni.models import Consent, Education, Person, PersonKey


def person_by_keys(session: Session, keys: Sequence[str]) -> Person | None:
    """Whoever was first known by one of the keys."""
    return session.scalars(
        select(Person)
        .join(PersonKey, PersonKey.person_id == Person.id)
        .where(PersonKey.key.in_(keys))
        .options(selectinload(Person.educations))
        .order_by(Person.id)
        .limit(1)
    ).first()


def people_by_keys(session: Session, keys: Sequence[str]) -> dict[str, int]:
    """Key → id of the person known by it, for those of the keys that are."""
    found = session.execute(select(PersonKey.key, PersonKey.person_id).where(PersonKey.key.in_(keys)))
    return dict(found.tuples().all())


def people_by_names(session: Session, names: Collection[str], ids: Collection[int]) -> Sequence[Person]:
    """Everybody of one of the names, and those with the ids, with their educations."""
    return session.scalars(
        select(Person).where(or_(Person.name.in_(names), Person.id.in_(ids))).options(selectinload(Person.educations))
    ).all()


def person_of_user(session: Session, user_id: int) -> Person | None:
    return session.scalars(
        select(Person).where(Person.user_id == user_id).options(selectinload(Person.educations))
    ).one_or_none()


def known_keys(session: Session, keys: Sequence[str]) -> set[str]:
    return set(session.scalars(select(PersonKey.key).where(PersonKey.key.in_(keys))))


def person_by_id(session: Session, person_id: int) -> Person | None:
    return session.scalars(
        select(Person)
        .where(Person.id == person_id)
        .options(selectinload(Person.educations).joinedload(Education.school))
    ).one_or_none()


def standing_consents(session: Session, person_id: int) -> Sequence[Consent]:
    return session.scalars(
        select(Consent).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None)).order_by(Consent.id)
    ).all()


def educations_of(session: Session, person_ids: Sequence[int]) -> Sequence[Education]:
    return session.scalars(
        select(Education)
        .where(Education.person_id.in_(person_ids))
        .options(selectinload(Education.school))
        .order_by(Education.id)
    ).all()
