"""Every question about delegations."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true, update
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.accounts.states import Role
from congress.checkin.missing import Contact
from congress.checkin.models import WHOLE_CONGRESS, Admission
from congress.delegations.errors import NoSuchDelegation, NoSuchNominee
from congress.delegations.models import Delegation, Nominee, Quota
from congress.delegations.states import Unit
from congress.foundation.access import Actor
from congress.foundation.ids import digest
from congress.registration.models import Badge, Registration
from congress.registration.states import Status

QUOTAS = selectinload(Delegation.quotas).joinedload(Quota.category)


def _own(actor: Actor) -> ColumnElement[bool]:
    """Those of the actor's school or place; all for an organiser."""
    if actor.has(Role.ORGANISER):
        return true()
    return or_(
        and_(Delegation.unit == Unit.SCHOOL, Delegation.unit_code.in_(actor.scopes(Role.SCHOOL, "school"))),
        and_(Delegation.unit == Unit.DIVISION, Delegation.unit_code.in_(actor.scopes(Role.DIVISION, "division"))),
    )


def delegations_of(session: Session, congress_id: int, actor: Actor) -> Sequence[Delegation]:
    """What the actor answers for, the next deadline first."""
    return session.scalars(
        select(Delegation)
        .where(Delegation.congress_id == congress_id, _own(actor))
        .options(QUOTAS)
        .order_by(Delegation.deadline, Delegation.id)
    ).all()


def delegation_for(session: Session, congress_id: int, key: str, actor: Actor) -> Delegation:
    """By the contact's link, or by its id for whoever answers for it. Raises NoSuchDelegation."""
    found = session.scalars(
        select(Delegation)
        .where(
            Delegation.congress_id == congress_id,
            or_(Delegation.link_digest == digest(key.upper()), and_(Delegation.public_id == key, _own(actor))),
        )
        .options(QUOTAS)
    ).one_or_none()
    if found is None:
        raise NoSuchDelegation
    return found


def _nominees() -> Any:
    return select(Nominee).options(
        joinedload(Nominee.registration).options(
            joinedload(Registration.category),
            joinedload(Registration.congress),
            selectinload(Registration.badges),
        ),
        joinedload(Nominee.delegation).options(QUOTAS),
        joinedload(Nominee.quota).joinedload(Quota.category),
    )


def nominees_of(session: Session, delegation_id: int) -> Sequence[Nominee]:
    """Who stands: the head, then by the rank given by hand, then by the strokes of the name."""
    order = (
        Nominee.is_head.desc(), Nominee.rank.is_(None), Nominee.rank, Registration.stroke_key, Registration.id,
    )  # fmt: skip
    found: Sequence[Nominee] = session.scalars(
        _nominees()
        .join(Registration, Registration.id == Nominee.registration_id)
        .where(Nominee.delegation_id == delegation_id, Nominee.withdrawn_at.is_(None))
        .order_by(*order)
    ).all()
    return found


def nominee_by_id(session: Session, delegation_id: int, nominee_id: int) -> Nominee:
    """Raises NoSuchNominee."""
    return _one(session, Nominee.delegation_id == delegation_id, Nominee.id == nominee_id)


def nominee_by_link(session: Session, link: str) -> Nominee:
    """Raises NoSuchNominee: there is none, or not any more."""
    return _one(session, Nominee.link_digest == digest(link.upper()), Nominee.withdrawn_at.is_(None))


def _one(session: Session, *conditions: ColumnElement[bool]) -> Nominee:
    found: Nominee | None = session.scalars(_nominees().where(*conditions)).one_or_none()
    if found is None:
        raise NoSuchNominee
    return found


def nominee_of_registration(session: Session, registration_id: int) -> Nominee | None:
    """Also one who was withdrawn."""
    found: Nominee | None = session.scalars(
        _nominees().where(Nominee.registration_id == registration_id)
    ).one_or_none()  # fmt: skip
    return found


def nominee_of_person(session: Session, delegation_id: int, person_id: int) -> Nominee | None:
    """Who stands in the delegation for this person."""
    found: Nominee | None = session.scalars(
        _nominees()
        .join(Registration, Registration.id == Nominee.registration_id)
        .where(
            Nominee.delegation_id == delegation_id, Nominee.withdrawn_at.is_(None), Registration.person_id == person_id
        )
    ).one_or_none()
    return found


def no_other_head(session: Session, delegation_id: int, nominee_id: int) -> None:
    session.execute(
        update(Nominee)
        .where(Nominee.delegation_id == delegation_id, Nominee.id != nominee_id, Nominee.is_head)
        .values(is_head=False)
    )


def progress_of(session: Session, congress_id: int) -> dict[int, Any]:
    """Of each delegation how many are nominated, completed, confirmed and have arrived."""
    # a meal or a desk, whose targets lie below nought, makes nobody present
    came = (
        select(Badge.registration_id)
        .join(Admission, Admission.badge_id == Badge.id)
        .where(Admission.congress_id == congress_id, Admission.target >= WHOLE_CONGRESS)
    )
    rows = session.execute(
        select(
            Nominee.delegation_id,
            func.count().label("nominated"),
            func.count(Nominee.completed_at).label("completed"),
            func.count().filter(Registration.status == Status.CONFIRMED).label("confirmed"),
            func.count().filter(Registration.id.in_(came)).label("arrived"),
        )
        .join(Registration, Registration.id == Nominee.registration_id)
        .where(Registration.congress_id == congress_id, Nominee.withdrawn_at.is_(None))
        .group_by(Nominee.delegation_id)
    )
    return {row.delegation_id: row for row in rows}


def contacts_of_nominees(session: Session, congress_id: int) -> dict[int, Contact]:
    """Registration → whom to call about somebody who does not come."""
    rows = session.execute(
        select(Nominee.registration_id, Delegation.name, Delegation.contact_name, Delegation.phone)
        .join(Delegation, Delegation.id == Nominee.delegation_id)
        .where(Delegation.congress_id == congress_id, Nominee.withdrawn_at.is_(None))
    )
    return {registration: Contact(name, contact, phone or "") for registration, name, contact, phone in rows}
