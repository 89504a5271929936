"""Once a day the ledger is held against Stripe's own books."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.clock import day_bounds
from congress.foundation.db import reading, unit_of_work
from congress.payments.books_queries import is_reconciled
from congress.payments.gateway import Gateway
from congress.payments.incoming import News, news_of, take_news
from congress.payments.models import Difference, Reconciliation
from congress.payments.queries import disputes_known, known_facts, oldest_open_dispute, stripe_payments_between
from congress.payments.states import DifferenceKind, EventOutcome

# a payment at midnight is in the ledger a little later
AROUND = timedelta(days=1)


def reconcile_day(gateway: Gateway, day: date, *, zone: ZoneInfo, now: datetime) -> bool:
    """Compare one day; what Stripe has and the ledger missed is taken over, and told. False where it was done."""
    with reading() as session:
        if is_reconciled(session, day):
            return False
    start, end = day_bounds(day, zone)
    charges = [one for one in gateway.charges_between(start - AROUND, end + AROUND) if one.get("paid") is True]
    refunds = list(gateway.refunds_between(start, end))
    with reading() as session:
        # a dispute goes on for months after the day on which it began
        since = min(start, oldest_open_dispute(session) or start)
    disputes = list(gateway.disputes_between(since - AROUND, end))
    with unit_of_work() as session:
        todays = [one for one in charges if start.timestamp() <= one["created"] < end.timestamp()]
        made = Reconciliation(
            day=day, charges=len(todays), refunds=len(refunds), disputes=len(disputes),
            paid_fen=sum(one["amount"] for one in todays),
            refunded_fen=sum(one["amount"] for one in refunds), made_at=now,
            differences=[
                *_missing_here(session, "charge.succeeded", todays, now=now),
                *_missing_here(session, "refund.updated", refunds, now=now),
                *_further_there(session, disputes, now=now),
                *_missing_there(session, charges, start, end),
            ],
        )  # fmt: skip
        session.add(made)
    return True


def _missing_here(
    session: Session, kind: str, things: Sequence[Mapping[str, Any]], *, now: datetime
) -> list[Difference]:  # fmt: skip
    """What Stripe has and we had not, or had with another amount."""
    all_news = [(thing, news) for thing in things if (news := news_of(kind, thing)) is not None]
    known = known_facts(session, [_fact_id(news) for _thing, news in all_news])
    found = []
    for thing, news in all_news:
        ours, theirs = known.get(_fact_id(news)), thing["amount"]
        if ours == theirs:
            continue
        outcome, fault, _order = take_news(session, news, now=now)
        if outcome is EventOutcome.FOREIGN:
            continue
        found.append(
            Difference(
                kind=DifferenceKind.MISSING_HERE if ours is None else DifferenceKind.AMOUNT,
                object_id=str(thing["id"]), ours_fen=ours, theirs_fen=theirs, note=fault or "taken over",
            )
        )  # fmt: skip
    return found


def _further_there(session: Session, disputes: Sequence[Mapping[str, Any]], *, now: datetime) -> list[Difference]:
    """Disputes of which Stripe knows more than it told us."""
    found = []
    for thing in disputes:
        name, news = str(thing["id"]), news_of("charge.dispute.updated", thing)
        before = disputes_known(session, [name]).get(name)
        outcome = take_news(session, news, now=now)[0] if news is not None else EventOutcome.FOREIGN
        after = disputes_known(session, [name]).get(name)
        if outcome is EventOutcome.FOREIGN or before == after or after is None:
            continue
        found.append(
            Difference(
                kind=DifferenceKind.MISSING_HERE if before is None else DifferenceKind.STEP, object_id=name,
                ours_fen=before[0] if before else None, theirs_fen=after[0], note="taken over",
            )
        )  # fmt: skip
    return found


def _fact_id(news: News) -> str:
    return news.refund[0] if news.refund is not None else news.payment_intent or ""


def _missing_there(
    session: Session, charges: Sequence[Mapping[str, Any]], start: datetime, end: datetime
) -> list[Difference]:  # fmt: skip
    """What the ledger recorded on the day and Stripe knows nothing of."""
    theirs = {one.get("payment_intent") for one in charges}
    return [
        Difference(kind=DifferenceKind.MISSING_THERE, object_id=payment, ours_fen=amount, theirs_fen=None)
        for payment, amount in stripe_payments_between(session, start, end).items()
        if payment not in theirs
    ]


def settle_difference(session: Session, difference: Difference, reason: str, *, by: Actor, now: datetime) -> None:
    """Somebody has understood a difference, and says what it was."""
    difference.settled_reason, difference.settled_at = reason, now
    record(session, by, "difference.settled", "difference", difference.id, now=now)
