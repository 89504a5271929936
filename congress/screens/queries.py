"""Every question about screens and about what they show."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from congress.alumni.models import Consent, Education
from congress.alumni.states import Purpose
from congress.ceremony.models import Ceremony
from congress.checkin.models import Admission, ProtocolGuest, Scan
from congress.programme.models import Category, Congress
from congress.registration.models import Badge, Registration
from congress.registration.states import Status
from congress.schools.models import School
from congress.screens.errors import NoSuchScreen
from congress.screens.models import Screen
from congress.screens.states import NEVER_WELCOMED
from congress.signing.models import Intention
from congress.signing.queries import is_contract
from congress.signing.states import SIGNED_STATES


def screens_of(session: Session, congress_id: int) -> Sequence[Screen]:
    """In the order in which they were made."""
    return session.scalars(
        select(Screen).where(Screen.congress_id == congress_id).options(joinedload(Screen.forum)).order_by(Screen.id)
    ).all()


def screen_by_slug(session: Session, congress_id: int, slug: str, *, lock: bool = False) -> Screen:
    """Raises NoSuchScreen."""
    statement = select(Screen).where(Screen.congress_id == congress_id, Screen.slug == slug)
    found = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if found is None:
        raise NoSuchScreen
    return found


def pulse(session: Session) -> Sequence[Any]:
    """Each screen of the current congress as it is now, with what would change it: the last scan anywhere, and the
    ceremony's last change. One statement.
    """
    current = (
        select(Congress.id).where(Congress.released).order_by(Congress.starts_on.desc(), Congress.id.desc()).limit(1)
    )
    columns = (
        Screen.congress_id, Screen.slug, Screen.shape, Screen.live, Screen.frozen, Screen.forum_id, Screen.version,
        func.coalesce(Screen.live_batch, Screen.forum_id).label("target"),
        select(Ceremony.revision).where(Ceremony.congress_id == Screen.congress_id).scalar_subquery()
        .label("ceremony"),
        select(func.max(Scan.id)).scalar_subquery().label("last_scan"),
    )  # fmt: skip
    return session.execute(select(*columns).where(Screen.congress_id == current.scalar_subquery())).all()


def public_figures(session: Session, congress_id: int) -> dict[str, int]:
    """What the whole congress amounts to, in numbers that are nobody's secret; no amounts of money."""
    confirmed = select(func.count()).where(
        Registration.congress_id == congress_id, Registration.status == Status.CONFIRMED
    )
    schools = (
        select(func.count(func.distinct(Education.school_id)))
        .join(Registration, Registration.person_id == Education.person_id)
        .where(Registration.congress_id == congress_id, Registration.status == Status.CONFIRMED)
    )
    present = (
        select(func.count(func.distinct(Badge.registration_id)))
        .join(Admission, Admission.badge_id == Badge.id)
        .where(Admission.congress_id == congress_id, Admission.target >= 0)
    )
    signed = select(func.count()).where(
        Intention.congress_id == congress_id, Intention.state.in_(SIGNED_STATES), is_contract()
    )
    parts = {"registered": confirmed, "present": present, "schools": schools, "signed": signed}
    row = session.execute(select(*(part.scalar_subquery().label(name) for name, part in parts.items()))).one()
    return dict(row._mapping)  # noqa: SLF001 -- the documented way to a row's names


def newcomers(
    session: Session, congress_id: int, target: int, *, now: datetime, within: timedelta, limit: int
) -> Sequence[Any]:
    """(id, code, name, school, at) of who came in last, the newest first, if they agreed to be named in public.

    Guests whom a liaison brings in are never welcomed by a screen (PRACTICE.md, The day).
    """
    school = (
        select(School.name, School.name_en)
        .join(Education, Education.school_id == School.id)
        .where(Education.person_id == Registration.person_id)
        .order_by(Education.id)
        .limit(1)
    )
    agreed = exists().where(
        Consent.person_id == Registration.person_id, Consent.purpose == Purpose.PUBLISH, Consent.withdrawn_at.is_(None)
    )
    is_protocol = exists().where(ProtocolGuest.registration_id == Registration.id)
    return session.execute(
        select(
            Registration.id, Registration.code, Registration.name, Admission.at,
            school.with_only_columns(School.name).scalar_subquery().label("school"),
            school.with_only_columns(School.name_en).scalar_subquery().label("school_en"),
        )
        .join(Badge, Badge.id == Admission.badge_id)
        .join(Registration, Registration.id == Badge.registration_id)
        .join(Category, Category.id == Registration.category_id)
        .where(
            Admission.congress_id == congress_id, Admission.target == target, Admission.at >= now - within,
            Admission.at <= now, Registration.status == Status.CONFIRMED, Badge.revoked_at.is_(None),
            Category.slug.not_in(NEVER_WELCOMED), agreed, ~is_protocol,
        )
        .order_by(Admission.at.desc(), Admission.id.desc())
        .limit(limit)
    ).all()  # fmt: skip
