"""Every question about who came: to the congress, and to which forums."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, extract, func, or_, select
from sqlalchemy.orm import Session, joinedload

from congress.alumni.models import Education
from congress.attendance.models import Certificate
from congress.checkin.models import Admission
from congress.checkin.queries import ANY
from congress.programme.models import Category
from congress.registration.models import Badge, Holding, Registration
from congress.registration.states import HoldingStatus, Status
from congress.schools.models import School

QUARTER = 900


def whoever_came(congress_id: int, which: ColumnElement[bool] = ANY) -> Any:
    """Whoever was let in anywhere; what a meal or a desk gave out says nothing about a hall."""
    return (
        select(Badge.registration_id)
        .join(Admission, Admission.badge_id == Badge.id)
        .where(Admission.congress_id == congress_id, Admission.target >= 0, which)
        .distinct()
    )


def came_count(session: Session, congress_id: int) -> int:
    return session.scalar(select(func.count()).select_from(whoever_came(congress_id).subquery())) or 0


def people_listed(session: Session, congress_id: int) -> Sequence[Any]:
    """Everybody who is expected or came, by the strokes of the surname."""
    return session.execute(
        select(
            Registration.id, Registration.code, Registration.number, Registration.name, Registration.organisation,
            Registration.title, Category.name_zh, Category.name_en,
        )
        .join(Category, Category.id == Registration.category_id)
        .where(
            Registration.congress_id == congress_id,
            or_(Registration.status == Status.CONFIRMED, Registration.id.in_(whoever_came(congress_id))),
        )
        .order_by(Registration.stroke_key, Registration.id)
    ).all()  # fmt: skip


def entries(session: Session, congress_id: int, registration_id: int | None = None) -> Sequence[Any]:
    """(registration, target, first entry) of everybody, or of one."""
    statement = (
        select(Badge.registration_id, Admission.target, func.min(Admission.at).label("at"))
        .join(Admission, Admission.badge_id == Badge.id)
        .where(Admission.congress_id == congress_id, Admission.target >= 0)
        .group_by(Badge.registration_id, Admission.target)
    )
    if registration_id is not None:
        statement = statement.where(Badge.registration_id == registration_id)
    return session.execute(statement).all()


def confirmed_holdings(session: Session, congress_id: int) -> Sequence[Any]:
    """(registration, forum) of each seat that is held."""
    return session.execute(
        select(Holding.registration_id, Holding.forum_id)
        .join(Registration, Registration.id == Holding.registration_id)
        .where(
            Registration.congress_id == congress_id, Registration.status == Status.CONFIRMED,
            Holding.status == HoldingStatus.CONFIRMED,
        )
    ).all()  # fmt: skip


def certificate_of(session: Session, registration_id: int) -> Certificate | None:
    return session.scalars(select(Certificate).where(Certificate.registration_id == registration_id)).one_or_none()


def certificate_by_code(session: Session, code: str) -> Certificate | None:
    """With the registration and its congress."""
    return session.scalars(
        select(Certificate)
        .where(Certificate.code == code)
        .options(joinedload(Certificate.registration).joinedload(Registration.congress))
    ).one_or_none()


def school_attendance(session: Session, congress_id: int, *, limit: int) -> Sequence[Any]:
    """(name, name_en, expected, present) of the schools with most people present; who went to two counts at both."""
    came = whoever_came(congress_id).subquery()
    present = func.count(func.distinct(came.c.registration_id)).label("present")
    return session.execute(
        select(School.name, School.name_en, func.count(func.distinct(Registration.id)).label("expected"), present)
        .join(Education, Education.school_id == School.id)
        .join(Registration, Registration.person_id == Education.person_id)
        .outerjoin(came, came.c.registration_id == Registration.id)
        .where(Registration.congress_id == congress_id, Registration.status == Status.CONFIRMED)
        .group_by(School.id, School.name, School.name_en)
        .order_by(present.desc(), School.id)
        .limit(limit)
    ).all()


def category_attendance(session: Session, congress_id: int, which: ColumnElement[bool] = ANY) -> Sequence[Any]:
    """(slug, zh, en, expected, present) for each category."""
    came = whoever_came(congress_id, which).subquery()
    confirmed = (
        select(
            Registration.category_id,
            func.count().label("expected"),
            func.count(came.c.registration_id).label("present"),
        )
        .outerjoin(came, came.c.registration_id == Registration.id)
        .where(Registration.congress_id == congress_id, Registration.status == Status.CONFIRMED)
        .group_by(Registration.category_id)
        .subquery()
    )
    return session.execute(
        select(
            Category.slug, Category.name_zh, Category.name_en,
            func.coalesce(confirmed.c.expected, 0), func.coalesce(confirmed.c.present, 0),
        )
        .outerjoin(confirmed, confirmed.c.category_id == Category.id)
        .where(Category.congress_id == congress_id)
        .order_by(Category.position)
    ).all()  # fmt: skip


def arrivals_per_quarter(session: Session, congress_id: int, target: int, *, limit: int) -> Sequence[tuple[int, int]]:
    """(quarters of an hour since 1970, arrivals), the latest `limit`, by time; counted by the database.

    Somebody arrives once, or once a day where days count, with however many badges.
    """
    arrivals = (
        select(func.min(Admission.at).label("at"))
        .join(Badge, Badge.id == Admission.badge_id)
        .where(Admission.congress_id == congress_id, Admission.target == target)
        .group_by(Badge.registration_id, Admission.day)
        .subquery()
    )
    quarter = cast(extract("epoch", arrivals.c.at), Integer) // QUARTER
    rows = session.execute(
        select(quarter.label("quarter"), func.count()).group_by(quarter).order_by(quarter.desc()).limit(limit)
    )
    return [(int(number), count) for number, count in reversed(rows.tuples().all())]
