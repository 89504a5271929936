"""拒付: what a payer's bank wants back. Stripe tells each step; whichever comes first, the furthest holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.foundation.db import unique_or
from congress.payments.models import PaymentDispute
from congress.payments.queries import dispute_by_stripe_id
from congress.payments.states import DISPUTE_WORDS, DisputeState

STEPS = list(DisputeState)
LAST_MOMENT = 10**11


class _KnownAlready(Exception):
    """This dispute was told before."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A dispute as Stripe tells it now."""

    stripe_id: str
    amount_fen: int
    reason: str
    state: DisputeState
    answer_until: datetime | None


def read_claim(stripe_id: str, thing: Mapping[str, Any]) -> Claim:
    """A word of Stripe's that we do not know yet is an answer that is due: somebody looks at it."""
    details, amount = thing.get("evidence_details"), thing.get("amount")
    due = details.get("due_by") if isinstance(details, dict) else None
    return Claim(
        stripe_id=stripe_id,
        amount_fen=amount if isinstance(amount, int) and amount > 0 else 0,
        reason=str(thing.get("reason") or "")[:60],
        state=DISPUTE_WORDS.get(str(thing.get("status")), DisputeState.ANSWER),
        answer_until=datetime.fromtimestamp(due, UTC) if isinstance(due, int) and 0 < due < LAST_MOMENT else None,
    )


def keep_claim(session: Session, claim: Claim, payment_intent: str, *, now: datetime) -> None:
    """Each part of it only goes forward."""
    made = PaymentDispute(
        stripe_id=claim.stripe_id, payment_intent=payment_intent, amount_fen=claim.amount_fen, reason=claim.reason,
        state=claim.state, answer_until=claim.answer_until, opened_at=now,
    )  # fmt: skip
    try:
        with unique_or(session, _KnownAlready()):
            session.add(made)
    except _KnownAlready:
        known = dispute_by_stripe_id(session, claim.stripe_id)
        assert known is not None  # noqa: S101 -- it is what the unique key has just found
        known.amount_fen = max(known.amount_fen, claim.amount_fen)
        known.state = max(DisputeState(known.state), claim.state, key=STEPS.index)
        known.answer_until = max(filter(None, [known.answer_until, claim.answer_until]), default=None)
