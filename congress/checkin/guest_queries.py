"""Every question about those who come together, and about those whom a liaison brings in."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from congress.accounts.models import RoleGrant, User
from congress.checkin.errors import NoSuchGuest, NoSuchParty
from congress.checkin.models import Admission, Companion, CompanionGroup, ProtocolGuest
from congress.registration.liaisons import Liaison
from congress.registration.models import Badge, Registration
from congress.registration.queries import STANDING
from congress.registration.states import Status


def _parties() -> Select[tuple[CompanionGroup]]:
    return select(CompanionGroup).options(
        joinedload(CompanionGroup.leader), selectinload(CompanionGroup.members).joinedload(Companion.registration)
    )


def parties_of(session: Session, congress_id: int) -> Sequence[CompanionGroup]:
    return session.scalars(
        _parties().where(CompanionGroup.congress_id == congress_id).order_by(CompanionGroup.name, CompanionGroup.id)
    ).all()


def party_by_id(session: Session, congress_id: int, group_id: int) -> CompanionGroup:
    """Raises NoSuchParty."""
    found = session.scalars(
        _parties().where(CompanionGroup.congress_id == congress_id, CompanionGroup.id == group_id)
    ).one_or_none()
    if found is None:
        raise NoSuchParty
    return found


def registrations_by_codes(session: Session, congress_id: int, codes: Collection[str]) -> dict[str, Registration]:
    rows = session.scalars(
        select(Registration).where(Registration.congress_id == congress_id, Registration.code.in_(codes))
    )
    return {row.code: row for row in rows}


def party_led_by(session: Session, congress_id: int, code: str) -> CompanionGroup | None:
    """The party whose leader has this registration."""
    leader = select(Registration.id).where(Registration.congress_id == congress_id, Registration.code == code)
    return session.scalars(select(CompanionGroup).where(CompanionGroup.leader_id.in_(leader))).one_or_none()


def brought_by(session: Session, leader_id: int) -> Sequence[Companion]:
    """Whom somebody registered as companions of theirs and who still stands, in the order in which they did."""
    return session.scalars(
        select(Companion)
        .join(CompanionGroup, CompanionGroup.id == Companion.group_id)
        .join(Registration, Registration.id == Companion.registration_id)
        .where(CompanionGroup.leader_id == leader_id, Companion.brought, Registration.status.in_(STANDING))
        .options(joinedload(Companion.registration).selectinload(Registration.badges))
        .order_by(Companion.id)
    ).all()


def companionship_of(session: Session, registration_id: int) -> Companion | None:
    return session.scalars(select(Companion).where(Companion.registration_id == registration_id)).one_or_none()


def brought_ids(session: Session, registration_ids: Collection[int]) -> set[int]:
    """Those of the registrations that somebody else made for a companion."""
    chosen = (Companion.brought, Companion.registration_id.in_(registration_ids))
    return set(session.scalars(select(Companion.registration_id).where(*chosen)))


def members_outside(session: Session, party: CompanionGroup, target: int, day: int) -> Sequence[Any]:
    """(registration id, printed code of the valid badge) of members who have not entered that day, by the list."""
    came = select(Badge.registration_id).join(Admission, Admission.badge_id == Badge.id)
    return session.execute(
        select(Registration.id, func.max(Badge.code).label("code"))
        .join(Companion, Companion.registration_id == Registration.id)
        .join(Badge, (Badge.registration_id == Registration.id) & Badge.revoked_at.is_(None))
        .where(
            Companion.group_id == party.id,
            Registration.status == Status.CONFIRMED,
            Registration.id.not_in(came.where(Admission.target == target, Admission.day == day)),
        )
        .group_by(Registration.id, Companion.id)
        .order_by(Companion.id)
    ).all()


def companions_of_all(session: Session, congress_id: int) -> Sequence[Any]:
    """(leader's registration, party, registration id, name, number, serial, letter, printed code) of each companion
    who has a valid badge, in the order of the lists: what a device has to know to let them in by itself.
    """
    leader = aliased(Registration)
    return session.execute(
        select(
            leader.code.label("leader"), CompanionGroup.name.label("party"), Registration.id, Registration.name,
            Badge.number, Badge.serial, Badge.category_letter, Badge.code,
        )
        .join(CompanionGroup, CompanionGroup.leader_id == leader.id)
        .join(Companion, Companion.group_id == CompanionGroup.id)
        .join(Registration, Registration.id == Companion.registration_id)
        .join(Badge, (Badge.registration_id == Registration.id) & Badge.revoked_at.is_(None))
        .where(CompanionGroup.congress_id == congress_id, Registration.status == Status.CONFIRMED)
        .order_by(Companion.id)
    ).all()  # fmt: skip


def _guests() -> Select[tuple[ProtocolGuest]]:
    return select(ProtocolGuest).options(
        joinedload(ProtocolGuest.registration).selectinload(Registration.badges),
        joinedload(ProtocolGuest.gate),
        joinedload(ProtocolGuest.liaison),
    )


def guests_of(session: Session, congress_id: int, liaison_id: int | None = None) -> Sequence[ProtocolGuest]:
    """Protocol guests of the congress, or of one liaison, by strokes of the name."""
    statement = _guests().join(Registration).where(Registration.congress_id == congress_id)
    if liaison_id is not None:
        statement = statement.where(ProtocolGuest.liaison_id == liaison_id)
    return session.scalars(statement.order_by(Registration.stroke_key, Registration.id)).all()


def liaisons_of_guests(session: Session, registration_ids: Collection[int]) -> dict[int, Liaison]:
    rows = session.execute(
        select(ProtocolGuest.registration_id, User.name, User.phone)
        .join(User, User.id == ProtocolGuest.liaison_id)
        .where(ProtocolGuest.registration_id.in_(registration_ids))
    )
    return {registration: Liaison(name, phone or "") for registration, name, phone in rows}


def guest_by_id(session: Session, congress_id: int, guest_id: int, liaison_id: int | None = None) -> ProtocolGuest:
    """Raises NoSuchGuest, also for another liaison's."""
    found = next((one for one in guests_of(session, congress_id, liaison_id) if one.id == guest_id), None)
    if found is None:
        raise NoSuchGuest
    return found


def protocol_codes(session: Session, congress_id: int) -> frozenset[str]:
    """The registrations that no screen may welcome or turn away."""
    return frozenset(
        session.scalars(select(Registration.code).join(ProtocolGuest).where(Registration.congress_id == congress_id))
    )


def staff_users(session: Session) -> Sequence[User]:
    """Who may be a liaison: everybody with a role of the staff."""
    holds = select(RoleGrant.user_id).where(RoleGrant.role != "alumnus")
    return session.scalars(select(User).where(User.id.in_(holds), User.is_active).order_by(User.name, User.id)).all()
