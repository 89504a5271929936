"""The questions of the duty officer's screen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from congress.checkin.models import Gate, Scan
from congress.checkin.states import Result

REFUSALS = (Result.NOT_ENTITLED, Result.REVOKED, Result.FORGED, Result.UNKNOWN, Result.CLOSED)


def gate_rates(session: Session, congress_id: int, *, now: datetime, within: timedelta) -> Sequence[Any]:
    """(slug, name, scans, admitted, refused) of each gate for what came in within that time."""
    recent = (
        select(
            Scan.gate_id,
            func.count().label("scans"),
            func.sum(case((Scan.result == Result.ADMITTED, 1), else_=0)).label("admitted"),
            func.sum(case((Scan.result.in_(REFUSALS), 1), else_=0)).label("refused"),
        )
        .where(Scan.congress_id == congress_id, Scan.received_at > now - within)
        .group_by(Scan.gate_id)
        .subquery()
    )
    counts = [func.coalesce(recent.c[name], 0).label(name) for name in ("scans", "admitted", "refused")]
    return session.execute(
        select(Gate.slug, Gate.name, *counts)
        .outerjoin(recent, recent.c.gate_id == Gate.id)
        .where(Gate.congress_id == congress_id)
        .order_by(Gate.id)
    ).all()


def quarantined_count(session: Session, congress_id: int) -> int:
    return (
        session.scalar(select(func.count()).where(Scan.congress_id == congress_id, Scan.result == Result.QUARANTINED))
        or 0
    )
