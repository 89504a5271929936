"""Events beside the congress for tests."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from congress.coordination.models import OutsideEvent
from congress.schools.queries import school_by_code
from tests.factories.programme import OPENING


def make_event(
    session: Session, title: str, school: str | None = None, *, day: int = 0, days: int = 1, **more: object
) -> OutsideEvent:
    """An event that begins `day` days after the opening; of the school with this code, or of a platform."""
    first: date = OPENING.date() + timedelta(days=day)
    found = school_by_code(session, school) if school else None
    facts: dict[str, object] = {"public": True, "changed_at": OPENING} | more
    event = OutsideEvent(
        title_zh=title,
        starts_on=first,
        ends_on=first + timedelta(days=days - 1),
        school_id=found.id if found else None,
        **facts,
    )
    session.add(event)
    session.flush()
    return event
