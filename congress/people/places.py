"""Two places of one person at one congress become one: one holding for each forum, one badge."""

from collections.abc import Collection
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from congress.alumni.rules import sound_of, stroke_key
from congress.foundation.access import Actor
from congress.foundation.moves import move_rows
from congress.foundation.sealed import FieldSeal
from congress.people.queries import join_parties, remove_place
from congress.privacy.actions import reseal_identity
from congress.programme.rules import Slot, overlaps
from congress.registration.badges import revoke_badges
from congress.registration.differences import printed_facts, tell_difference
from congress.registration.errors import ForumFull
from congress.registration.models import Holding, Registration
from congress.registration.queries import lock_forum, lock_registration, standing_holding
from congress.registration.seats import approve_holding, give_up
from congress.registration.states import HoldingStatus, Status

# which of two stays
BEST_PLACE = (Status.CONFIRMED, Status.PENDING, Status.REFUSED, Status.CANCELLED)
BEST_HOLDING = (HoldingStatus.CONFIRMED, HoldingStatus.OFFERED, HoldingStatus.WAITLISTED, HoldingStatus.PENDING)

# what a place knows of its person by itself
SNAPSHOT = frozenset({"name", "organisation", "title", "email", "phone"})


def better_place(one: Registration, two: Registration) -> tuple[Registration, Registration]:
    """The one that stays and the one that goes: what is confirmed stays, else the first."""
    return (one, two) if BEST_PLACE.index(Status(one.status)) <= BEST_PLACE.index(Status(two.status)) else (two, one)


def join_places(
    session: Session, kept: Registration, gone: Registration, taken_over: Collection[str], *, by: Actor, now: datetime
) -> dict[str, int]:
    """Let the kept place have what both had, and these fields as the other one has them; answers what moved, by table.

    A seat that is held twice goes to the waitlist's first, as does one of a forum that overlaps with a kept one.
    """
    for each in sorted((kept, gone), key=lambda place: place.id):
        lock_registration(session, each.id)
    before = printed_facts(kept)
    revoke_badges(session, gone, "merged", now=now)
    _join_holdings(session, kept, gone, now=now)
    join_parties(session, gone.id, kept.id)
    kept.answers = {**gone.answers, **kept.answers}
    for name in SNAPSHOT.intersection(taken_over):
        setattr(kept, name, getattr(gone, name))
    kept.sound, kept.stroke_key = sound_of(kept.name), stroke_key(kept.name)
    kept.phone_tail = (kept.phone or "")[-4:]
    kept.changed_at = now
    gone_id, kept_id, number = gone.id, kept.id, kept.office_number or gone.office_number
    reseal_identity(session, gone_id, kept_id, FieldSeal(current_app.extensions["settings"]))
    moved = move_rows(session, "registration", gone_id, kept_id)
    remove_place(session, gone_id)
    lock_registration(session, kept_id)
    stays = session.get_one(Registration, kept_id)
    stays.office_number = number
    tell_difference(session, stays, before, by=by, now=now)
    return moved


def _join_holdings(session: Session, kept: Registration, gone: Registration, *, now: datetime) -> None:
    for forum_id in sorted({each.forum_id for each in [*kept.holdings, *gone.holdings]}):
        lock_forum(session, forum_id)
    own = {each.forum_id: each for each in kept.holdings}
    for theirs in sorted(gone.holdings, key=lambda each: each.forum_id):
        mine = own.get(theirs.forum_id)
        if mine is not None:
            if _rank(mine) <= _rank(theirs):
                give_up(session, theirs, now=now)
                continue
            give_up(session, mine, now=now)
        elif kept.status not in {Status.CONFIRMED, Status.PENDING} or any(_meet(theirs, each) for each in own.values()):
            give_up(session, theirs, now=now)
            continue
        _take_over(session, kept, theirs, now=now)
        own[theirs.forum_id] = theirs


def _take_over(session: Session, kept: Registration, holding: Holding, *, now: datetime) -> None:
    """Let the kept place hold it; what waited for the approval of the place that goes waits no longer."""
    holding.registration_id = kept.id
    session.flush()
    if holding.status != HoldingStatus.PENDING or kept.status != Status.CONFIRMED or holding.forum.approval:
        return
    try:
        approve_holding(session, holding, holding.forum)
    except ForumFull:
        if standing_holding(session, holding.id) is not None:
            give_up(session, holding, now=now)


def _rank(holding: Holding) -> int:
    return BEST_HOLDING.index(HoldingStatus(holding.status))


def _meet(one: Holding, two: Holding) -> bool:
    return overlaps(*(Slot(each.forum.slug, each.forum.starts_at, each.forum.ends_at) for each in (one, two)))
