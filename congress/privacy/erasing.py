"""Erasing: what goes, what stays and why, said before and then done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.i18n import LazyString
from congress.foundation.personal import PersonalTable, Subject, erase_subject, find_subject
from congress.privacy.errors import HoldsOffice
from congress.privacy.exporting import forget_exports
from congress.privacy.queries import holds_office, naming_screens, registrations_of
from congress.privacy.rules import later, pseudonym
from congress.privacy.states import Right
from congress.registration.actions import cancel_registration
from congress.registration.states import Status
from congress.screens.actions import thaw


@dataclass(frozen=True)
class Fate:
    """What an erasure does to the rows of one table."""

    title: LazyString
    count: int
    why: LazyString | None
    until: date | None
    # what of the rows is changed, where they stay
    is_emptied: bool

    @property
    def is_kept(self) -> bool:
        return self.why is not None


def announced(subject: Subject, *, today: date) -> list[Fate]:
    """What would happen to everything that is kept, what goes first."""
    fates = [_fate(table, len(rows), today) for table, rows in subject.holdings()]
    return sorted(fates, key=lambda fate: (fate.is_kept, not fate.is_emptied))


def _fate(table: PersonalTable, count: int, today: date) -> Fate:
    ground = None if table.erased else table.kept
    until = later(today, ground.years) if ground and ground.years else None
    return Fate(table.title, count, ground.why if ground else None, until, table.is_changed)


def check_erasable(session: Session, subject: Subject) -> None:
    """Raises HoldsOffice while one of the accounts has a role of the staff."""
    if holds_office(session, sorted(subject.keys["user"])):
        raise HoldsOffice


def erase_person(
    session: Session, start: dict[str, int], code: str, *, zone: ZoneInfo, by: Actor, cause: Right | str, now: datetime
) -> dict[str, int]:
    """Erase whom `start` names, as it was announced; answers how many rows of each table it touched.

    A place at a congress that is not over is given back first, so that the seat passes on.

    Raises:
        HoldsOffice: the account has a role of the staff.
    """
    check_erasable(session, find_subject(session, **start))
    if "person" in start:
        give_places_back(session, start["person"], today=clock.local_day(now, zone), by=by, now=now)
    # what the cancellation wrote is part of it
    subject = find_subject(session, **start)
    clear_screens(session, sorted(subject.names), by=by, now=now)
    forget_exports(session, start)
    done = erase_subject(session, subject, pseudonym=pseudonym(code), now=now)
    record(session, by, "person.erased", "rights", code, now=now, cause=str(cause), rows=sum(done.values()))
    session.flush()
    return done


def give_places_back(session: Session, person_id: int, *, today: date, by: Actor, now: datetime) -> None:
    """Cancel what the person holds at a congress that is not over."""
    for registration in registrations_of(session, person_id):
        if registration.congress.ends_on >= today and registration.status in {Status.CONFIRMED, Status.PENDING}:
            cancel_registration(session, registration, by=by, now=now)


def clear_screens(session: Session, names: Sequence[str], *, by: Actor, now: datetime) -> None:
    """A screen that stands still on one of the names follows the day again; a welcome is gathered anew at once."""
    for screen in naming_screens(session):
        if screen.frozen is None:
            screen.version += 1
        elif _says(screen.frozen, names):
            thaw(session, screen, by=by, now=now)


def _says(content: Any, names: Sequence[str]) -> bool:
    text = orjson.dumps(content).decode()
    return any(name in text for name in names)
