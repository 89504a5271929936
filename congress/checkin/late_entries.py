"""Entries by hand 补签: somebody was let in whom no scan shows, or a scan shows an entry that was none."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.checkin.actions import known_gates
from congress.checkin.door_queries import admissions_of
from congress.checkin.errors import AlreadyPresent, NoStandingBadge, NotPresent
from congress.checkin.hotpath import record_scans
from congress.checkin.judging import Told
from congress.checkin.models import Gate, UndoneEntry
from congress.checkin.presence_queries import has_come
from congress.checkin.queries import counted_day
from congress.checkin.states import Flag, Result
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.registration.models import Registration
from congress.registration.queries import standing_badge

DEVICE = "console"


def enter_by_hand(
    session: Session, gate: Gate, registration: Registration, *, at: datetime, reason: str, by: Actor, now: datetime,
    overrule: bool = False,
) -> Result:  # fmt: skip
    """Record the entry as a scan that carries its mark; says what the gate would have said.

    Who may `overrule` lets in also somebody whom the gate would send away, but never with a badge that is void.

    Raises:
        Invalid: the time is still to come.
        AlreadyPresent: a scan shows the entry already.
        NoStandingBadge: nobody can enter without a badge.
    """
    if at > now:
        raise Invalid.field("at", _("This time is still to come."))
    if has_come(session, gate, registration.id, counted_day(session, gate, at)):
        raise AlreadyPresent
    badge = standing_badge(registration)
    if badge is None:
        raise NoStandingBadge
    told = Told(new_id(), badge.code, gate.slug, at.isoformat(), 0, offline=True)
    [answered] = record_scans(
        session.connection(), gate.congress_id, [told], device=DEVICE, sent_at=now.isoformat(), received=now,
        gates=known_gates(session, gate.congress_id), read=lambda _text: None,
        mark=Flag.OVERRULED if overrule else Flag.BY_HAND,
    )  # fmt: skip
    record(
        session, by, "entry.by_hand", "registration", registration.code, now=now, gate=gate.slug, at=at.isoformat(),
        reason=reason, result=answered.result,
    )  # fmt: skip
    return answered.result


def undo_entry(
    session: Session, gate: Gate, registration: Registration, *, reason: str, by: Actor, now: datetime
) -> None:
    """The entry, where entries count by day today's, was none: the next scan lets the person in.

    Raises:
        NotPresent: there is nothing to undo.
    """
    entries = admissions_of(session, registration.id, gate.target, counted_day(session, gate, now))
    if not entries:
        raise NotPresent
    for entry in entries:
        session.add(
            UndoneEntry(
                congress_id=gate.congress_id, badge_id=entry.badge_id, target=entry.target, day=entry.day,
                scan_id=entry.scan_id, came_at=entry.at, reason=reason, undone_by=by.user_id, undone_at=now,
            )
        )  # fmt: skip
        session.delete(entry)
    record(session, by, "entry.undone", "registration", registration.code, now=now, gate=gate.slug, reason=reason)
