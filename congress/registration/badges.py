"""The badges of a registration: issued, issued anew, revoked, printed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import StateRefused
from congress.foundation.events import publish
from congress.programme.models import Category, Congress
from congress.registration.events import BadgeRevoked
from congress.registration.models import Badge, BadgePrint, Registration
from congress.registration.passes import badge_code
from congress.registration.queries import last_serial, lock_registration
from congress.registration.states import Status

# what one statement is asked to name
AT_ONCE = 500


def issue_badge(session: Session, registration: Registration, category: Category, *, now: datetime) -> Badge:
    """A badge for somebody who has no valid one; the number, drawn from the congress by one statement, stays."""
    serial = 1
    if registration.number is not None:
        serial += last_serial(session, registration.id)
    else:
        registration.number = session.execute(
            update(Congress)
            .where(Congress.id == registration.congress_id)
            .values(last_badge_number=Congress.last_badge_number + 1)
            .returning(Congress.last_badge_number)
            .execution_options(synchronize_session=False)
        ).scalar_one()
    badge = Badge(
        congress_id=registration.congress_id,
        registration_id=registration.id,
        number=registration.number,
        serial=serial,
        category_letter=category.letter,
        code=badge_code(registration.congress_id, registration.number, serial),
        issued_at=now,
    )
    session.add(badge)
    session.flush()
    return badge


def reissue_badge(
    session: Session, registration: Registration, category: Category, *, reason: str, by: Actor, now: datetime
) -> Badge:
    """A new badge with the same number; the old one is void from this moment.

    Raises:
        StateRefused: the registration is not confirmed.
    """
    lock_registration(session, registration.id)
    if registration.status != Status.CONFIRMED or registration.number is None:
        raise StateRefused
    revoke_badges(session, registration, reason, now=now)
    badge = issue_badge(session, registration, category, now=now)
    record(session, by, "badge.reissued", "registration", registration.code, now=now, serial=badge.serial)
    return badge


def revoke_badges(session: Session, registration: Registration, reason: str, *, now: datetime) -> None:
    for badge in registration.badges:
        if badge.revoked_at is None:
            badge.revoked_at, badge.reason = now, reason
            session.flush()
            publish(session, BadgeRevoked(badge_id=badge.id, at=now))


def note_printed(
    session: Session, badge_ids: Sequence[int], *, desk: str = "", user_id: int | None = None, now: datetime
) -> None:
    """Remember that these badges came out of a printer; without a desk it was a batch."""
    for start in range(0, len(badge_ids), AT_ONCE):
        some = badge_ids[start : start + AT_ONCE]
        session.execute(update(Badge).where(Badge.id.in_(some)).values(printed_at=now))
        session.execute(
            insert(BadgePrint), [{"badge_id": each, "at": now, "desk": desk, "user_id": user_id} for each in some]
        )
