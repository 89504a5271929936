"""Protocol guests: their liaison marks them present in one tap."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.checkin.errors import AlreadyProtocol
from congress.checkin.late_entries import enter_by_hand
from congress.checkin.models import Gate, ProtocolGuest
from congress.checkin.states import Result
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.registration.models import Registration


def entrust_guest(
    session: Session, registration: Registration, liaison_id: int, gate: Gate, *, by: Actor, now: datetime
) -> ProtocolGuest:
    """Raises AlreadyProtocol."""
    guest = ProtocolGuest(registration_id=registration.id, liaison_id=liaison_id, gate_id=gate.id)
    with unique_or(session, AlreadyProtocol()):
        session.add(guest)
    record(session, by, "guest.entrusted", "registration", registration.code, now=now, liaison=liaison_id)
    return guest


def release_guest(session: Session, guest: ProtocolGuest, *, by: Actor, now: datetime) -> None:
    record(session, by, "guest.released", "registration", guest.registration.code, now=now)
    session.delete(guest)


def mark_present(session: Session, guest: ProtocolGuest, *, by: Actor, now: datetime) -> Result:
    """The guest is here; raises AlreadyPresent, NoStandingBadge."""
    return enter_by_hand(
        session, guest.gate, guest.registration, at=now, reason="liaison", by=by, now=now, overrule=True
    )
