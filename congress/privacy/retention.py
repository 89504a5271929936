"""Until when what is kept, what would go today, and letting it go. Nobody is named on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import SYSTEM, Actor
from congress.foundation.audit import record
from congress.foundation.batches import Batch, remove_batch_file
from congress.foundation.db import Base
from congress.foundation.ids import new_id
from congress.notifications.models import Enclosed, Message
from congress.privacy.erasing import erase_person
from congress.privacy.errors import HoldsOffice
from congress.privacy.models import IdentityNumber, RetentionDate
from congress.privacy.queries import (
    all_congresses,
    answered_ids,
    congresses_of,
    files_made,
    identity_ids,
    message_ids,
    people_at,
    retention_dates,
)
from congress.privacy.rules import default_date
from congress.privacy.states import Kept
from congress.programme.models import Congress
from congress.questions.actions import let_answers_go, let_past_answers_go
from congress.questions.queries import answered_sheets, released_forms
from congress.questions.rules import Question, is_past, last_day
from congress.registration.models import Registration
from congress.registration.photo_queries import photographed
from congress.registration.photos import let_photos_go
from congress.stay.actions import let_stays_go
from congress.stay.queries import registrations_with_stay

AT_ONCE = 500
BEFORE_EVERYTHING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Due:
    """One kind of data of one congress: until when it is kept, how much there is, how much stays by consent."""

    congress: Congress
    kind: Kept
    until: date
    ids: Sequence[int]
    staying: int
    is_due: bool


def retention_report(session: Session, *, zone: ZoneInfo, now: datetime) -> list[Due]:
    """Every kind of data of every congress; what is due would go with the next run."""
    today = clock.local_day(now, zone)
    congresses = all_congresses(session)
    # an edition's messages run from the end of the one before; the latest one's go on until they are let go
    starts = [_midnight(one.ends_on, zone) for one in congresses[1:]] + [BEFORE_EVERYTHING]
    report = []
    for congress, start in zip(congresses, starts, strict=True):
        told = retention_dates(session, congress.id)
        for kind in Kept:
            until = told.get(kind, default_date(kind, congress.ends_on))
            end = _midnight(until if congress is congresses[0] else congress.ends_on, zone)
            ids = _ids(session, congress, kind, start, end)
            staying = len(people_at(session, congress.id, agreed=True)) if kind is Kept.PERSONS else 0
            report.append(Due(congress, kind, until, ids, staying, until < today))
    return report


@dataclass(frozen=True)
class DatedQuestion:
    """A question whose answers go before the others."""

    congress: Congress
    question: Question
    until: date
    is_past: bool


def question_dates(session: Session, *, zone: ZoneInfo, now: datetime) -> list[DatedQuestion]:
    """The questions with a date of their own, by congress and then by what goes first."""
    today, found = clock.local_day(now, zone), []
    for congress in all_congresses(session):
        asked = {question.key: question for form in released_forms(session, congress.id) for question in form.questions}
        dated = [
            DatedQuestion(congress, question, until, is_past(question, congress.ends_on, today))
            for question in asked.values()
            if (until := last_day(question, congress.ends_on)) is not None
        ]
        found += sorted(dated, key=lambda one: (one.until, one.question.key))
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the day is over."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)


def _ids(session: Session, congress: Congress, kind: Kept, start: datetime, end: datetime) -> Sequence[int]:
    if kind is Kept.IDENTITY:
        return identity_ids(session, congress.id)
    if kind is Kept.ANSWERS:
        return sorted({*answered_ids(session, congress.id), *answered_sheets(session, congress.id)})
    if kind is Kept.PERSONS:
        return people_at(session, congress.id, agreed=False)
    if kind is Kept.MESSAGES:
        return message_ids(session, start, end)
    if kind is Kept.STAY:
        return registrations_with_stay(session, congress.id)
    if kind is Kept.PHOTOS:
        return photographed(session, congress.id)
    return [batch.id for batch in files_made(session, congress.id)]


def set_retention(session: Session, congress: Congress, kind: Kept, until: date, *, by: Actor, now: datetime) -> None:
    """Say until when this congress keeps a kind of data."""
    kept = session.get(RetentionDate, (congress.id, kind.value)) or RetentionDate(congress_id=congress.id, kind=kind)
    kept.until = until
    session.add(kept)
    record(session, by, "retention.set", "congress", congress.slug, now=now, data=kind, until=until.isoformat())
    session.flush()


def let_go(
    session: Session, due: Due, ids: Sequence[int], *, others_due: frozenset[int], zone: ZoneInfo, now: datetime,
) -> int:  # fmt: skip
    """Let these rows of something that is due go; answers how many went.

    A person goes once every congress they were at has let them go (`others_due`).
    """
    if due.kind is Kept.IDENTITY:
        _remove(session, IdentityNumber, ids)
        return len(ids)
    if due.kind is Kept.ANSWERS:
        session.execute(update(Registration).where(Registration.id.in_(ids)).values(answers={}))
        let_answers_go(session, ids)
        return len(ids)
    if due.kind is Kept.MESSAGES:
        session.execute(delete(Enclosed).where(Enclosed.message_id.in_(ids)))
        _remove(session, Message, ids)
        return len(ids)
    if due.kind is Kept.FILES:
        return sum(remove_batch_file(session, session.get_one(Batch, batch_id)) for batch_id in ids)
    if due.kind is Kept.STAY:
        let_stays_go(session, due.congress.id, ids)
        return len(ids)
    if due.kind is Kept.PHOTOS:
        let_photos_go(session, ids)
        return len(ids)
    gone = 0
    for person_id in ids:
        if others_due.issuperset(congresses_of(session, person_id)):
            gone += _erase(session, person_id, zone=zone, now=now)
    return gone


def let_early_answers_go(session: Session, *, zone: ZoneInfo, now: datetime) -> int:
    """Let go the answers whose question keeps them for less than the others; answers how many went."""
    today, gone = clock.local_day(now, zone), 0
    for congress in all_congresses(session):
        count = let_past_answers_go(session, congress, today=today)
        if count:
            record(session, SYSTEM, "retention.kept", "congress", congress.slug, now=now, data="answers", rows=count)
        gone += count
    return gone


def _erase(session: Session, person_id: int, *, zone: ZoneInfo, now: datetime) -> bool:
    """Whoever holds an office is known for as long as they hold it."""
    try:
        erase_person(session, {"person": person_id}, new_id()[:8], zone=zone, by=SYSTEM, cause="retention", now=now)
    except HoldsOffice:
        return False
    return True


def _remove(session: Session, model: type[Base], ids: Sequence[int]) -> None:
    session.execute(delete(model).where(model.id.in_(ids)))  # type: ignore[attr-defined]  # each of these tables has an id
