"""Taking a seat, giving it back, and passing it on: the only place where a forum's `taken` changes."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from congress.foundation.events import publish
from congress.foundation.i18n import pick
from congress.programme.models import Forum
from congress.programme.states import Promotion
from congress.registration.errors import ForumFull
from congress.registration.events import HoldingEnded
from congress.registration.messages import tell_promoted
from congress.registration.models import Holding, Registration
from congress.registration.queries import first_waiting, lock_forum, registration_by_id, standing_holding
from congress.registration.rules import moves_up_until
from congress.registration.states import SEATED, HoldingStatus

OFFER_LASTS = timedelta(hours=24)


def take_seat(session: Session, forum_id: int) -> bool:
    """Take one seat if there is one: a single statement, guarded again by the table's CHECK (SAFETY.md finding 1)."""
    taken = session.execute(
        update(Forum)
        .where(Forum.id == forum_id, Forum.taken < Forum.capacity)
        .values(taken=Forum.taken + 1)
        .returning(Forum.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return taken is not None


def refuse_full(forum: Forum) -> None:
    """Raises ForumFull where neither seat nor line was left when the forum was read.

    It spares a rush the work of a registration that will be refused; who passes is asked again by `claim_forum`.
    """
    if not (forum.seats_left > 0 or forum.waitlist or forum.approval):
        raise _full(forum)


def _full(forum: Forum) -> ForumFull:
    return ForumFull.named(forum.slug, pick(forum.title_zh, forum.title_en))


def reserve_seat(session: Session, forum: Forum) -> None:
    """Take a seat for somebody who is not registered yet; raises ForumFull."""
    if not take_seat(session, forum.id):
        raise _full(forum)


def hold_reserved(session: Session, registration: Registration, forum: Forum, *, now: datetime) -> Holding:
    """A holding with the seat that was reserved for it."""
    return _hold(session, registration, forum, HoldingStatus.CONFIRMED, now=now)


def claim_forum(session: Session, registration: Registration, forum: Forum, *, now: datetime) -> Holding:
    """A holding of the forum: pending where it is approved by hand, else a seat, else a place on the waitlist.

    Raises:
        ForumFull: no seat and no waitlist.
    """
    if registration.status != "confirmed" or forum.approval:
        return _hold(session, registration, forum, HoldingStatus.PENDING, now=now)
    return _hold(session, registration, forum, _seat_or_line(session, forum), now=now)


def approve_holding(session: Session, holding: Holding, forum: Forum) -> None:
    """Give a pending holding its seat, or its place on the waitlist; raises ForumFull."""
    holding.move_to(_seat_or_line(session, forum))


def _seat_or_line(session: Session, forum: Forum) -> HoldingStatus:
    if take_seat(session, forum.id):
        return HoldingStatus.CONFIRMED
    # before joining the line the row is held and asked once more: a seat freed meanwhile found nobody waiting
    fresh = lock_forum(session, forum.id)
    if fresh.seats_left > 0 and take_seat(session, forum.id):
        return HoldingStatus.CONFIRMED
    if not fresh.waitlist:
        raise _full(fresh)
    return HoldingStatus.WAITLISTED


def _hold(
    session: Session, registration: Registration, forum: Forum, status: HoldingStatus, *, now: datetime
) -> Holding:
    holding = Holding(registration_id=registration.id, forum=forum, status=status, created_at=now)
    session.add(holding)
    session.flush()
    return holding


def give_up(session: Session, holding: Holding, *, now: datetime) -> None:
    """End a holding; its seat, if it had one, goes to the waitlist's first in this transaction."""
    # nobody moves up while the forum is held: whether there is a seat to pass on is asked after that, not before
    lock_forum(session, holding.forum_id)
    standing = standing_holding(session, holding.id)
    if standing is None:
        return
    seated = standing.status in SEATED
    session.delete(standing)
    session.flush()
    publish(session, HoldingEnded(registration_id=standing.registration_id, forum_id=standing.forum_id, at=now))
    if seated:
        free_seat(session, standing.forum_id, now=now)


def free_seat(session: Session, forum_id: int, *, now: datetime) -> None:
    """Give one seat back; the waitlist's first gets it in this transaction."""
    lock_forum(session, forum_id)
    session.execute(
        update(Forum)
        .where(Forum.id == forum_id)
        .values(taken=Forum.taken - 1)
        .execution_options(synchronize_session=False)
    )
    fill_from_waitlist(session, forum_id, now=now)


def fill_from_waitlist(session: Session, forum_id: int, *, now: datetime) -> int:
    """Pass free seats to those who wait, first come first served, and tell them; how many moved up.

    A forum that is over passes none on, and one that offers its seats none once it has begun.
    """
    forum = lock_forum(session, forum_id)
    until = moves_up_until(forum.starts_at, forum.ends_at, forum.promotion)
    moved = 0
    while now < until and (waiting := first_waiting(session, forum_id)) is not None and take_seat(session, forum_id):
        if forum.promotion == Promotion.OFFER:
            waiting.move_to(HoldingStatus.OFFERED)
            waiting.offered_until = min(now + OFFER_LASTS, until)
        else:
            waiting.move_to(HoldingStatus.CONFIRMED)
        session.flush()
        registration = registration_by_id(session, waiting.registration_id)
        if registration is not None:
            tell_promoted(session, registration, forum, offered_until=waiting.offered_until, now=now)
        moved += 1
    return moved
