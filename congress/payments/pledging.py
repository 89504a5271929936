"""Donations are promises: they go on to the recipient's own account and its own receipt, never through a checkout."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import StateRefused
from congress.foundation.ids import new_id
from congress.payments.models import Pledge
from congress.payments.states import PLEDGE_TRANSITIONS, PledgeState
from congress.registration.models import Registration


def make_pledge(
    session: Session, registration: Registration, recipient: str, purpose: str, amount_fen: int, *, by: Actor,
    now: datetime,
) -> Pledge:  # fmt: skip
    """What somebody means to give, to whom and what for."""
    pledge = Pledge(
        public_id=new_id(), congress_id=registration.congress_id, registration_id=registration.id,
        recipient=recipient, purpose=purpose, amount_fen=amount_fen, state=PledgeState.MADE, made_at=now,
    )  # fmt: skip
    session.add(pledge)
    session.flush()
    record(session, by, "pledge.made", "pledge", pledge.public_id, now=now)
    return pledge


def move_pledge(session: Session, pledge: Pledge, new: PledgeState, *, by: Actor, now: datetime) -> None:
    """Passed on by the office, or withdrawn by who made it; raises StateRefused."""
    if new not in PLEDGE_TRANSITIONS[PledgeState(pledge.state)]:
        raise StateRefused
    pledge.move_to(new)
    record(session, by, f"pledge.{new}", "pledge", pledge.public_id, now=now)
