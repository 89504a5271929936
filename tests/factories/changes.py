"""A change slip for tests that only ask."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from congress.changes.actions import write_slip
from congress.foundation.access import SYSTEM
from congress.registration.models import Registration


def slip_of(session: Session, registration: Registration) -> dict[str, str]:
    """The parts of its addresses."""
    before, after = ({"title": title} for title in ("示例主任", "示例副主任"))
    slip = write_slip(session, registration, before, after, (), by=SYSTEM, now=datetime.now(UTC))
    assert slip is not None
    return {"int:slip": str(slip.id), "int:task": str(slip.tasks[0].id)}
