"""Making two records of one project one, and telling two projects apart.

Nothing that was verified moves: who has accepted outcomes is the one that stays, and if both have, those of one are
reversed first. So every fen in the ledger is one project's, once.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid
from congress.foundation.events import publish
from congress.foundation.i18n import _
from congress.programme.models import Congress
from congress.signing.double_queries import pair_of
from congress.signing.errors import BothEarn, TheOtherEarns
from congress.signing.events import IntentionsMerged
from congress.signing.models import Intention, NotSameProject
from congress.signing.states import OFFICE_KEYS, State


def merge_intentions(
    session: Session, congress: Congress, kept: str, gone: str, reason: str, *, by: Actor, now: datetime
) -> Intention:
    """Let `kept` count for both: `gone` ends with the reason, refers to it, and leaves it the keys that it lacks.

    Raises:
        NoSuchPair: one of them is not there, or has ended.
        BothEarn, TheOtherEarns: accepted outcomes stand on the one that would go.
    """
    stays, goes = pair_of(session, congress.id, kept, gone, hold=True)
    if goes.outcome_since is not None:
        raise BothEarn if stays.outcome_since is not None else TheOtherEarns
    keys = {name: getattr(goes, name) for name in OFFICE_KEYS if getattr(goes, name) and not getattr(stays, name)}
    goes.move_to(State.ENDED)
    goes.ended_reason, goes.same_as_id = reason, stays.id
    for name in keys:
        setattr(goes, name, None)
    session.flush()
    for name, key in keys.items():
        setattr(stays, name, key)
    record(
        session, by, "intention.merged", "intention", kept, now=now, gone=gone, reason=reason, fields=sorted(keys)
    )  # fmt: skip
    record(session, by, "intention.ended", "intention", gone, now=now, reason=reason)
    publish(session, IntentionsMerged(kept_id=stays.id, gone_id=goes.id, by=by, at=now))
    session.flush()
    return stays


def tell_projects_apart(
    session: Session, congress: Congress, one: str, other: str, reason: str, *, by: Actor, now: datetime
) -> None:
    """Remember that these are two projects, and why. Raises NoSuchPair; Invalid where that has been said."""
    first, second = sorted(pair_of(session, congress.id, one, other, hold=True), key=lambda each: each.id)
    with unique_or(session, Invalid.field("reason", _("That has been said already."))):
        session.add(
            NotSameProject(
                intention_id=first.id, other_id=second.id, reason=reason, said_by=by.user_id, said_at=now
            )
        )  # fmt: skip
    record(session, by, "intention.told_apart", "intention", one, now=now, other=other, reason=reason)
