"""Every question about the calendar."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from congress.coordination.models import OutsideEvent
from congress.coordination.rules import Entry
from congress.programme.models import Congress
from congress.schools.models import School


def _events(codes: Collection[str] | None) -> Select[tuple[OutsideEvent]]:
    """All events, or those of the schools with these codes."""
    statement = select(OutsideEvent).options(joinedload(OutsideEvent.school))
    if codes is None:
        return statement
    return statement.where(OutsideEvent.school_id.in_(select(School.id).where(School.code.in_(codes))))


def events_of(session: Session, codes: Collection[str] | None) -> Sequence[OutsideEvent]:
    """What somebody may change, by day."""
    return session.scalars(_events(codes).order_by(OutsideEvent.starts_on, OutsideEvent.id)).all()


def event_by_id(session: Session, event_id: int, codes: Collection[str] | None) -> OutsideEvent | None:
    return session.scalars(_events(codes).where(OutsideEvent.id == event_id)).one_or_none()


def schools_by_code(session: Session, codes: Collection[str]) -> Sequence[School]:
    return session.scalars(select(School).where(School.code.in_(codes)).order_by(School.position, School.id)).all()


def calendar_entries(session: Session, *, whole: bool, since: date) -> list[Entry]:
    """Everything that has not ended before `since`, by day: events, and the congresses themselves."""
    events = _events(None).where(OutsideEvent.ends_on >= since)
    congresses = select(Congress).where(Congress.ends_on >= since)
    if not whole:
        events, congresses = events.where(OutsideEvent.public), congresses.where(Congress.released)
    found = [entry_of(event) for event in session.scalars(events)]
    found += [
        Entry(
            key=f"congress-{one.slug}", zh=one.title_zh, en=one.title_en, starts_on=one.starts_on, ends_on=one.ends_on,
            place_zh=one.place_zh, place_en=one.place_en, public=one.released,
        )
        for one in session.scalars(congresses)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.starts_on, one.key))


def entry_of(event: OutsideEvent) -> Entry:
    return Entry(
        key=f"event-{event.id}", zh=event.title_zh, en=event.title_en, starts_on=event.starts_on,
        ends_on=event.ends_on, place_zh=event.place_zh, place_en=event.place_en,
        giver=event.school.name if event.school else event.giver, link=event.link, public=event.public,
    )  # fmt: skip
