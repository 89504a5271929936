"""Every question about the devices at the gates."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from congress.checkin.errors import NoSuchDevice
from congress.checkin.models import Gate, GateDevice


def devices_of(session: Session, congress_id: int, gate_id: int | None = None) -> Sequence[GateDevice]:
    """Devices with their gates, those in service first, then by the order in which they were made."""
    statement = select(GateDevice).where(GateDevice.congress_id == congress_id).options(joinedload(GateDevice.gate))
    if gate_id is not None:
        statement = statement.where(GateDevice.gate_id == gate_id)
    return session.scalars(statement.order_by(GateDevice.revoked_at.is_not(None), GateDevice.id)).all()


def device_by_id(session: Session, congress_id: int, public_id: str) -> GateDevice:
    """Raises NoSuchDevice."""
    found = session.scalars(
        select(GateDevice)
        .where(GateDevice.congress_id == congress_id, GateDevice.public_id == public_id)
        .options(joinedload(GateDevice.gate).joinedload(Gate.forum))
    ).one_or_none()
    if found is None:
        raise NoSuchDevice
    return found


def device_by_link(session: Session, link_hash: str, *, lock: bool = False) -> GateDevice | None:
    statement = select(GateDevice).where(GateDevice.link_hash == link_hash).options(joinedload(GateDevice.gate))
    return session.scalars(statement.with_for_update(of=GateDevice) if lock else statement).one_or_none()


def device_by_secret(session: Session, secret_hash: str) -> GateDevice | None:
    return session.scalars(
        select(GateDevice).where(GateDevice.secret_hash == secret_hash).options(joinedload(GateDevice.gate))
    ).one_or_none()


def device_names(session: Session, congress_id: int) -> dict[str, str]:
    """What the console calls the devices that scans are signed with."""
    rows = session.execute(select(GateDevice.public_id, GateDevice.name).where(GateDevice.congress_id == congress_id))
    return dict(rows.tuples().all())
