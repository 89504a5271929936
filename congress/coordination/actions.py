"""Every change to the calendar."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.coordination.errors import NoSuchEvent
from congress.coordination.models import OutsideEvent
from congress.coordination.queries import event_by_id, schools_by_code
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _


def save_event(
    session: Session, event_id: int | None, facts: Mapping[str, Any], *, codes: Collection[str] | None, by: Actor,
    now: datetime,
) -> OutsideEvent:  # fmt: skip
    """Enter an event, or change one: its columns, and `school` by code. With `codes` only of these schools.

    Raises:
        NoSuchEvent: there is none that the actor may change.
        Invalid: it ends before it starts, or belongs to a school that is not the actor's.
    """
    found = OutsideEvent() if event_id is None else event_by_id(session, event_id, codes)
    if found is None:
        raise NoSuchEvent
    if facts["ends_on"] < facts["starts_on"]:
        raise Invalid.field("ends_on", _("The last day must not be before the first."))
    code = facts["school"]
    if codes is not None and code not in codes:
        raise Invalid.field("school", _("This is not a school of yours."))
    schools = schools_by_code(session, [code]) if code else []
    if code and not schools:
        raise Invalid.field("school", _("There is no such school."))
    for name, value in facts.items():
        if name != "school":
            setattr(found, name, value)
    found.school_id = schools[0].id if schools else None
    found.changed_at = now
    session.add(found)
    session.flush()
    record(session, by, "event.saved", "event", str(found.id), now=now)
    return found


def remove_event(
    session: Session, event_id: int, *, codes: Collection[str] | None, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Raises NoSuchEvent."""
    found = event_by_id(session, event_id, codes)
    if found is None:
        raise NoSuchEvent
    record(session, by, "event.removed", "event", str(found.id), now=now)
    session.delete(found)
