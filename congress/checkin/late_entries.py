"""Late entry by hand 补签: somebody was let in whom no scan shows; the duty officer says when and why."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.checkin.actions import known_gates
from congress.checkin.errors import AlreadyPresent, NoStandingBadge
from congress.checkin.hotpath import Told, record_scans
from congress.checkin.models import Gate
from congress.checkin.presence_queries import has_come
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
    session: Session, gate: Gate, registration: Registration, *, at: datetime, reason: str, by: Actor, now: datetime
) -> Result:
    """Record the entry as a scan that carries its mark; says what the gate would have said.

    Raises:
        Invalid: the time is still to come.
        AlreadyPresent: a scan shows the entry already.
        NoStandingBadge: nobody can enter without a badge.
    """
    if at > now:
        raise Invalid.field("at", _("This time is still to come."))
    if has_come(session, gate, registration.id):
        raise AlreadyPresent
    badge = standing_badge(registration)
    if badge is None:
        raise NoStandingBadge
    told = Told(new_id(), badge.code, gate.slug, at.isoformat(), 0, offline=True)
    [answered] = record_scans(
        session.connection(), gate.congress_id, [told], device=DEVICE, sent_at=now.isoformat(), received=now,
        gates=known_gates(session, gate.congress_id), read=lambda _text: None, mark=Flag.BY_HAND,
    )  # fmt: skip
    record(
        session, by, "entry.by_hand", "registration", registration.code, now=now, gate=gate.slug, at=at.isoformat(),
        reason=reason, result=answered.result,
    )  # fmt: skip
    return answered.result
