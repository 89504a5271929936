"""Every question of the arrival desk."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from congress.checkin.models import Admission, Gate
from congress.checkin.states import GateKind
from congress.registration.models import Badge, BadgePrint


def desks_of(session: Session, congress_id: int) -> Sequence[Gate]:
    """In the order in which they were made."""
    return session.scalars(
        select(Gate).where(Gate.congress_id == congress_id, Gate.kind == GateKind.DESK).order_by(Gate.id)
    ).all()


def prints_of(session: Session, registration_id: int) -> Sequence[Any]:
    """(at, desk, serial) of each print of the person's badges, the newest last."""
    return session.execute(
        select(BadgePrint.at, BadgePrint.desk, Badge.serial)
        .join(Badge, Badge.id == BadgePrint.badge_id)
        .where(Badge.registration_id == registration_id)
        .order_by(BadgePrint.id)
    ).all()


def last_print(session: Session, badge_id: int) -> BadgePrint | None:
    return session.scalars(
        select(BadgePrint).where(BadgePrint.badge_id == badge_id).order_by(BadgePrint.id.desc()).limit(1)
    ).one_or_none()


def admissions_of(session: Session, registration_id: int) -> Sequence[Any]:
    """(at, gate, kind) of whatever the person's badges were admitted to, the newest last."""
    return session.execute(
        select(Admission.at, Gate.name, Gate.kind)
        .join(Badge, Badge.id == Admission.badge_id)
        .join(Gate, Gate.id == Admission.gate_id)
        .where(Badge.registration_id == registration_id)
        .order_by(Admission.at)
    ).all()
