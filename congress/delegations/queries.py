"""Every question about delegations."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, update
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.accounts.states import Role
from congress.checkin.missing import Contact
from congress.checkin.models import WHOLE_CONGRESS, Admission
from congress.delegations.errors import NoSuchDelegation, NoSuchNominee
from congress.delegations.models import Delegation, Nominee, Quota
from congress.delegations.states import Unit
from congress.foundation.access import Actor
from congress.foundation.ids import digest
from congress.programme.models import Congress
from congress.registration.liaisons import Liaison
from congress.registration.models import Badge, Registration
from congress.registration.states import Status

# whom one run reminds
AT_ONCE = 500
IN_ORDER = (
    Nominee.is_head.desc(), Nominee.rank.is_(None), Nominee.rank, Registration.stroke_key, Registration.id,
)  # fmt: skip
QUOTAS = selectinload(Delegation.quotas).joinedload(Quota.category)


def _own(actor: Actor) -> ColumnElement[bool]:
    """Those of the actor's school or place; all for an organiser."""
    if actor.has(Role.ORGANISER):
        return true()
    return or_(
        and_(Delegation.unit == Unit.SCHOOL, Delegation.unit_code.in_(actor.scopes(Role.SCHOOL, "school"))),
        and_(Delegation.unit == Unit.DIVISION, Delegation.unit_code.in_(actor.scopes(Role.DIVISION, "division"))),
    )


def _opened_by(model: type[Delegation | Nominee], link: str) -> ColumnElement[bool]:
    """By the first link, or by the one that came with a reminder."""
    asked = digest(link.upper())
    return or_(model.link_digest == asked, model.reminder_digest == asked)


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
            or_(_opened_by(Delegation, key), and_(Delegation.public_id == key, _own(actor))),
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
    found: Sequence[Nominee] = session.scalars(
        _nominees()
        .join(Registration, Registration.id == Nominee.registration_id)
        .where(Nominee.delegation_id == delegation_id, Nominee.withdrawn_at.is_(None))
        .order_by(*IN_ORDER)
    ).all()
    return found


def nominees_statement(congress_id: int, *, delegation: str | None = None) -> Select[tuple[Nominee]]:
    """Whoever is sent by the delegations of a congress, or by one of them: head, rank, strokes."""
    conditions = [Delegation.congress_id == congress_id, Nominee.withdrawn_at.is_(None)]
    if delegation:
        conditions.append(Delegation.public_id == delegation)
    statement: Select[tuple[Nominee]] = (
        _nominees()
        .join(Delegation, Delegation.id == Nominee.delegation_id)
        .join(Registration, Registration.id == Nominee.registration_id)
        .where(*conditions)
    )
    return statement.order_by(Delegation.id, *IN_ORDER)


def nominee_by_id(session: Session, delegation_id: int, nominee_id: int) -> Nominee:
    """Raises NoSuchNominee."""
    return _one(session, Nominee.delegation_id == delegation_id, Nominee.id == nominee_id)


def nominee_by_code(session: Session, delegation_id: int, code: str) -> Nominee:
    """By the registration, also one who was withdrawn; raises NoSuchNominee."""
    held = select(Registration.id).where(Registration.code == code)
    return _one(session, Nominee.delegation_id == delegation_id, Nominee.registration_id.in_(held))


def nominee_by_link(session: Session, link: str) -> Nominee:
    """Raises NoSuchNominee: there is none, or not any more."""
    return _one(session, _opened_by(Nominee, link), Nominee.withdrawn_at.is_(None))


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


def lock_quotas(session: Session, delegation_id: int) -> None:
    """Hold the delegation's places, so that two changes to them follow one another, and read them afresh."""
    # with its key left free: whoever is named at this moment refers to the delegation and must not wait for it
    session.execute(select(Delegation.id).where(Delegation.id == delegation_id).with_for_update(key_share=True))
    session.execute(
        select(Quota)
        .where(Quota.delegation_id == delegation_id)
        .options(joinedload(Quota.category))
        .order_by(Quota.id)
        .with_for_update(of=Quota, key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def rename_delegation(session: Session, delegation: Delegation) -> None:
    """Its people's badges and pages say the new name."""
    members = select(Nominee.registration_id).where(
        Nominee.delegation_id == delegation.id, Nominee.withdrawn_at.is_(None)
    )
    session.execute(update(Registration).where(Registration.id.in_(members)).values(delegation=delegation.name))


def nominees_to_remind(session: Session, *, named_before: datetime, today: date) -> Sequence[Nominee]:
    """Who was asked for their own data some time ago and has neither given them nor been reminded; their rows are held,
    those that another run holds are left to it.
    """
    found: Sequence[Nominee] = session.scalars(
        _nominees()
        .join(Registration, Registration.id == Nominee.registration_id)
        .join(Congress, Congress.id == Registration.congress_id)
        .where(
            Nominee.completed_at.is_(None), Nominee.withdrawn_at.is_(None), Nominee.reminded_at.is_(None),
            Nominee.nominated_at <= named_before, Congress.ends_on >= today,
            or_(Registration.email.is_not(None), Registration.phone.is_not(None)),
        )
        .order_by(Nominee.id)
        .limit(AT_ONCE)
        .with_for_update(of=Nominee, skip_locked=True)
    ).all()  # fmt: skip
    return found


def delegations_to_remind(session: Session, *, after: datetime, until: datetime) -> Sequence[Delegation]:
    """Whose deadline lies between these moments and whose contact can be written to and was not reminded of it."""
    return session.scalars(
        select(Delegation)
        .where(
            Delegation.deadline > after, Delegation.deadline <= until, Delegation.reminded_at.is_(None),
            or_(Delegation.email.is_not(None), Delegation.phone.is_not(None)),
        )
        .options(QUOTAS, joinedload(Delegation.congress))
        .order_by(Delegation.id)
        .limit(AT_ONCE)
        .with_for_update(of=Delegation, skip_locked=True)
    ).all()  # fmt: skip


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


def liaisons_of_nominees(session: Session, registration_ids: Collection[int]) -> dict[int, Liaison]:
    """Registration → the contact of the delegation that sends the person."""
    rows = session.execute(
        select(Nominee.registration_id, Delegation.contact_name, Delegation.phone)
        .join(Delegation, Delegation.id == Nominee.delegation_id)
        .where(Nominee.registration_id.in_(registration_ids), Nominee.withdrawn_at.is_(None))
    )
    return {registration: Liaison(contact, phone or "") for registration, contact, phone in rows}


def contacts_of_nominees(session: Session, congress_id: int) -> dict[int, Contact]:
    """Registration → whom to call about somebody who does not come."""
    rows = session.execute(
        select(Nominee.registration_id, Delegation.name, Delegation.contact_name, Delegation.phone)
        .join(Delegation, Delegation.id == Nominee.delegation_id)
        .where(Delegation.congress_id == congress_id, Nominee.withdrawn_at.is_(None))
    )
    return {registration: Contact(name, contact, phone or "") for registration, name, contact, phone in rows}
