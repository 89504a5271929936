"""Every question about who is expected at a gate and has not come."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from congress.checkin.models import Admission, Gate
from congress.registration.models import Badge, Holding, Registration
from congress.registration.states import HoldingStatus, Status


def _expected(gate: Gate, *columns: Any) -> Select[Any]:
    """Whoever the gate may let in: those who hold its forum, or everybody who is confirmed."""
    statement = select(*columns).where(
        Registration.congress_id == gate.congress_id, Registration.status == Status.CONFIRMED
    )
    if gate.forum_id is None:
        return statement
    holds = select(Holding.registration_id).where(
        Holding.forum_id == gate.forum_id, Holding.status == HoldingStatus.CONFIRMED
    )
    return statement.where(Registration.id.in_(holds))


def _came(gate: Gate, day: int) -> Any:
    came = select(Badge.registration_id).join(Admission, Admission.badge_id == Badge.id)
    return came.where(Admission.congress_id == gate.congress_id, Admission.target == gate.target, Admission.day == day)


def expected_at(session: Session, gate: Gate) -> int:
    return session.scalar(_expected(gate, func.count(Registration.id))) or 0


def missing_count(session: Session, gate: Gate, day: int) -> int:
    missing = _expected(gate, func.count(Registration.id)).where(Registration.id.not_in(_came(gate, day)))
    return session.scalar(missing) or 0


def missing_at(session: Session, gate: Gate, day: int) -> Sequence[Any]:
    """(id, code, name, unit, title, phone) of those who have not come that day, by strokes of the name."""
    columns = (
        Registration.id, Registration.code, Registration.name, Registration.organisation, Registration.title,
        Registration.phone,
    )  # fmt: skip
    statement = _expected(gate, *columns).where(Registration.id.not_in(_came(gate, day)))
    return session.execute(statement.order_by(Registration.stroke_key, Registration.id)).all()


def has_come(session: Session, gate: Gate, registration_id: int, day: int) -> bool:
    came = _came(gate, day).where(Badge.registration_id == registration_id)
    return session.scalar(select(came.exists())) or False
