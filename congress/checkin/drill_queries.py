"""Every question about a drill."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, select
from sqlalchemy.orm import Session

from congress.checkin.models import DrillScan, Gate
from congress.checkin.rules import FIRST_TEST_NUMBER
from congress.checkin.states import Result


def first_in_drill(connection: Connection, congress_id: int, numbers: Iterable[int]) -> dict[tuple[int, int], Any]:
    """For each (target, badge number) the reading that was admitted first."""
    rows = connection.execute(
        select(
            DrillScan.target, DrillScan.number, DrillScan.device_scan_id, DrillScan.at, DrillScan.device,
            Gate.slug.label("gate"),
        )
        .join(Gate, Gate.id == DrillScan.gate_id)
        .where(
            DrillScan.congress_id == congress_id, DrillScan.number.in_(list(numbers)),
            DrillScan.result == Result.ADMITTED,
        )
        .order_by(DrillScan.at.desc(), DrillScan.id.desc())
    )  # fmt: skip
    return {(row.target, row.number): row for row in rows}


def drill_counts(session: Session, congress_id: int) -> dict[int, tuple[int, int]]:
    """Gate id → (test badges, real badges) that were let in while rehearsing."""
    test = func.count(func.distinct(case((DrillScan.number >= FIRST_TEST_NUMBER, DrillScan.number))))
    real = func.count(func.distinct(case((DrillScan.number < FIRST_TEST_NUMBER, DrillScan.number))))
    rows = session.execute(
        select(DrillScan.gate_id, test, real)
        .where(DrillScan.congress_id == congress_id, DrillScan.result == Result.ADMITTED)
        .group_by(DrillScan.gate_id)
    )
    return {gate: (tests, reals) for gate, tests, reals in rows}


def drill_total(session: Session, congress_id: int, target: int, since: datetime) -> int:
    """Badges of either kind let in for the target since then."""
    return (
        session.scalar(
            select(func.count(func.distinct(DrillScan.number))).where(
                DrillScan.congress_id == congress_id,
                DrillScan.target == target,
                DrillScan.result == Result.ADMITTED,
                DrillScan.at >= since,
            )
        )
        or 0
    )


def drill_scans_of(session: Session, gate_ids: Sequence[int]) -> Sequence[DrillScan]:
    return session.scalars(select(DrillScan).where(DrillScan.gate_id.in_(gate_ids))).all()
