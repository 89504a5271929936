"""Printing a badge at a desk, and handing it over."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.checkin.late_entries import enter_by_hand
from congress.checkin.models import Gate
from congress.checkin.states import RESULT_NAMES, Result
from congress.desk.errors import NoBadge, NotHandedOver, PrintedBefore
from congress.desk.queries import last_print
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.registration.badges import note_printed
from congress.registration.models import Badge, Registration
from congress.registration.queries import lock_registration, standing_badge

HANDED_OVER = "handed over at the desk"


def print_at_desk(
    session: Session, desk: Gate, registration: Registration, *, again: bool, by: Actor, now: datetime
) -> Badge:
    """Note that the standing badge is printed here and now; of two desks at once the second is told of the first.

    Raises:
        NoBadge: there is none to print.
        PrintedBefore: it was printed already, and `again` was not said.
    """
    lock_registration(session, registration.id)
    badge = standing_badge(registration)
    if badge is None:
        raise NoBadge
    if last_print(session, badge.id) is not None and not again:
        raise PrintedBefore
    note_printed(session, [badge.id], desk=desk.name, user_id=by.user_id, now=now)
    record(session, by, "badge.printed", "registration", registration.code, now=now, desk=desk.slug, again=again)
    return badge


def hand_over(session: Session, desk: Gate, registration: Registration, *, by: Actor, now: datetime) -> None:
    """The person has badge and bag: as if the badge had been scanned at the desk.

    Raises:
        NoStandingBadge: there is none to hand over.
        AlreadyPresent: it was handed over here before.
        NotHandedOver: the desk is not open, or what else a scan there would have said.
    """
    result = enter_by_hand(session, desk, registration, at=now, reason=HANDED_OVER, by=by, now=now)
    if result is not Result.ADMITTED:
        raise NotHandedOver.because(RESULT_NAMES[result])
