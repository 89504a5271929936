"""Every question about scans that cannot all be true, and about those that nobody could use."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from congress.checkin.errors import NoSuchQuarantine
from congress.checkin.judging import Key
from congress.checkin.models import ConflictRuling, Gate, QuarantineRuling, Scan
from congress.checkin.states import Result
from congress.registration.models import Badge, Registration


def contradicting_scans(session: Session, congress_id: int, *, key: Key | None = None) -> Sequence[Any]:
    """(scan, badge number, registration code, name, gate slug) of badges that several devices let in.

    A device let somebody in when it was cut off and said so by itself, or when it was told so: the server tells
    it of the first scan alone. More than one device for one badge, target and day cannot all be right (CONTRACT:
    conflicts).
    """
    one = aliased(Scan)
    strict = select(Gate.id).where(Gate.congress_id == congress_id, Gate.re_entry.is_(False))
    first = (
        select(Scan.badge_id, Scan.target, Scan.day, func.min(Scan.id).label("id"))
        .where(Scan.congress_id == congress_id, Scan.result == Result.ADMITTED)
        .group_by(Scan.badge_id, Scan.target, Scan.day)
        .subquery()
    )

    def let_in(scan: Any) -> ColumnElement[bool]:
        return and_(scan.result == Result.ADMITTED, or_(scan.offline, scan.id == first.c.id))

    doubtful = (
        select(one.badge_id, one.target, one.day, first.c.id.label("first_id"))
        .join(first, _same_key(first.c, one))
        .where(one.congress_id == congress_id, let_in(one), one.gate_id.in_(strict))
        .group_by(one.badge_id, one.target, one.day, first.c.id)
        .having(func.count(func.distinct(one.device)) > 1)
    )
    if key is not None:
        badge_id, target, day = key
        doubtful = doubtful.where(one.badge_id == badge_id, one.target == target, one.day == day)
    found = doubtful.subquery()
    again = aliased(Scan)
    return session.execute(
        select(again, Badge.number, Registration.code, Registration.name, Gate.slug)
        .join(found, _same_key(found.c, again))
        .join(Badge, Badge.id == again.badge_id)
        .join(Registration, Registration.id == Badge.registration_id)
        .join(Gate, Gate.id == again.gate_id)
        .where(
            again.congress_id == congress_id,
            again.result == Result.ADMITTED,
            or_(again.offline, again.id == found.c.first_id),
        )
        .order_by(again.badge_id, again.target, again.day, again.counted_at, again.device, again.seq)
    ).all()


def _same_key(one: Any, other: Any) -> ColumnElement[bool]:
    return and_(one.badge_id == other.badge_id, one.target == other.target, one.day == other.day)


def rulings_of(session: Session, congress_id: int) -> dict[Key, ConflictRuling]:
    """The latest ruling for each badge, target and day."""
    rows = session.scalars(
        select(ConflictRuling).where(ConflictRuling.congress_id == congress_id).order_by(ConflictRuling.id)
    )
    return {(ruling.badge_id, ruling.target, ruling.day): ruling for ruling in rows}


def quarantined_scans(session: Session, congress_id: int, *, most: int) -> Sequence[Any]:
    """(scan, ruling or None): those nobody has looked at first, then the newest."""
    statement = _quarantined(congress_id, Scan, QuarantineRuling)
    return session.execute(statement.order_by(QuarantineRuling.id.is_not(None), Scan.id.desc()).limit(most)).all()


def quarantined_scan(session: Session, congress_id: int, scan_id: int) -> Scan:
    """Raises NoSuchQuarantine."""
    found: Scan | None = session.scalars(_quarantined(congress_id, Scan).where(Scan.id == scan_id)).one_or_none()
    if found is None:
        raise NoSuchQuarantine
    return found


def count_in_quarantine(session: Session, congress_id: int) -> int:
    """Scans that wait to be looked at."""
    statement = _quarantined(congress_id, func.count(Scan.id)).where(QuarantineRuling.id.is_(None))
    return session.scalar(statement) or 0


def _quarantined(congress_id: int, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Scan)
        .outerjoin(QuarantineRuling, QuarantineRuling.scan_id == Scan.id)
        .where(Scan.congress_id == congress_id, Scan.result == Result.QUARANTINED)
    )
