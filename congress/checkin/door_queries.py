"""Every question that is asked beside a door: who supervises it, who stands before it, who came in by it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from congress.accounts.models import RoleGrant, User
from congress.accounts.states import Role, ScopeKind
from congress.checkin.models import Admission, Gate, GateSupervisor, UndoneEntry
from congress.registration.errors import NoSuchRegistration
from congress.registration.models import Badge, Registration


def gates_supervised(session: Session, congress_id: int, user_id: int | None) -> Sequence[Gate]:
    """The gates that this user supervises and still has the role of."""
    held = select(RoleGrant.scope_code).where(
        RoleGrant.user_id == user_id, RoleGrant.role == Role.GATE, RoleGrant.scope_kind == ScopeKind.GATE
    )
    return session.scalars(
        select(Gate)
        .join(GateSupervisor, GateSupervisor.gate_id == Gate.id)
        .where(Gate.congress_id == congress_id, GateSupervisor.user_id == user_id, Gate.slug.in_(held))
        .options(joinedload(Gate.forum))
        .order_by(Gate.id)
    ).all()


def people_of_gate(session: Session, gate: Gate) -> Sequence[Any]:
    """(user, when appointed or None) of everybody who has the gate's role, by name."""
    return session.execute(
        select(User, GateSupervisor.appointed_at)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .outerjoin(GateSupervisor, (GateSupervisor.user_id == User.id) & (GateSupervisor.gate_id == gate.id))
        .where(RoleGrant.role == Role.GATE, RoleGrant.scope_kind == ScopeKind.GATE, RoleGrant.scope_code == gate.slug)
        .order_by(User.name, User.id)
    ).all()


def supervision_of(session: Session, gate_id: int, user_id: int) -> GateSupervisor | None:
    return session.scalars(
        select(GateSupervisor).where(GateSupervisor.gate_id == gate_id, GateSupervisor.user_id == user_id)
    ).one_or_none()


def registration_at_door(session: Session, congress_id: int, code: str) -> Registration:
    """By the registration's code, or by the one that is printed on one of its badges; raises NoSuchRegistration."""
    code = code.strip().upper()
    worn = select(Badge.registration_id).where(Badge.congress_id == congress_id, Badge.code == code)
    found = session.scalars(
        select(Registration)
        .where(Registration.congress_id == congress_id, or_(Registration.code == code, Registration.id.in_(worn)))
        .options(joinedload(Registration.category), selectinload(Registration.badges))
    ).one_or_none()
    if found is None:
        raise NoSuchRegistration
    return found


def admissions_of(session: Session, registration_id: int, target: int, day: int) -> Sequence[Admission]:
    """With whichever badge the person came in that day."""
    return session.scalars(
        select(Admission)
        .join(Badge, Badge.id == Admission.badge_id)
        .where(Badge.registration_id == registration_id, Admission.target == target, Admission.day == day)
        .order_by(Admission.at)
    ).all()


def first_entry(session: Session, congress_id: int, code: str, target: int, day: int) -> Any:
    """(time, gate slug) of the person's first entry that day, also with a badge that is void by now; None for none."""
    return session.execute(
        select(Admission.at, Gate.slug)
        .join(Badge, Badge.id == Admission.badge_id)
        .join(Registration, Registration.id == Badge.registration_id)
        .join(Gate, Gate.id == Admission.gate_id)
        .where(
            Registration.congress_id == congress_id, Registration.code == code, Admission.target == target,
            Admission.day == day,
        )
        .order_by(Admission.at)
        .limit(1)
    ).one_or_none()  # fmt: skip


def entries_with_lost_badges(session: Session, congress_id: int, target: int) -> Sequence[Any]:
    """(number, serial, letter of the badge that is worn now, day, when, gate slug) of entries with one that is void."""
    lost = aliased(Badge)
    return session.execute(
        select(
            Badge.number, Badge.serial, Badge.category_letter, Admission.day, Admission.at, Gate.slug.label("gate")
        )
        .join(lost, lost.registration_id == Badge.registration_id)
        .join(Admission, Admission.badge_id == lost.id)
        .join(Gate, Gate.id == Admission.gate_id)
        .where(
            Admission.congress_id == congress_id, Admission.target == target, Badge.revoked_at.is_(None),
            lost.revoked_at.is_not(None),
        )
        .order_by(Admission.at)
    ).all()  # fmt: skip


def entries_undone(session: Session, congress_id: int, target: int) -> Sequence[Any]:
    """(number, serial, letter, day, when) of entries taken back: what a device knows of them is no longer so."""
    return session.execute(
        select(Badge.number, Badge.serial, Badge.category_letter, UndoneEntry.day, UndoneEntry.undone_at)
        .join(Badge, Badge.id == UndoneEntry.badge_id)
        .where(UndoneEntry.congress_id == congress_id, UndoneEntry.target == target)
        .order_by(UndoneEntry.id)
    ).all()
