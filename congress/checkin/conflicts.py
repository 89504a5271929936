"""Scans that cannot all be true: gathered by badge, settled by the duty officer with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from congress.checkin.conflict_queries import contradicting_scans, rulings_of
from congress.checkin.errors import NoSuchConflict
from congress.checkin.models import ConflictRuling, Scan
from congress.foundation.access import Actor
from congress.foundation.audit import record


@dataclass
class Conflict:
    """One badge and one target, let in by several devices."""

    badge_id: int
    target: int
    number: int
    registration: str
    name: str
    scans: list[tuple[Scan, str]] = field(default_factory=list)
    ruling: ConflictRuling | None = None

    @property
    def last_scan_id(self) -> int:
        return max(scan.id for scan, _gate in self.scans)

    @property
    def settled(self) -> bool:
        """A ruling speaks of the scans it was made about."""
        return self.ruling is not None and self.ruling.last_scan_id >= self.last_scan_id


def conflicts_of(
    session: Session, congress_id: int, *, badge_id: int | None = None, target: int | None = None
) -> Sequence[Conflict]:
    """Open ones first, then by badge; the scans of each by the time that counts."""
    found: dict[tuple[int, int], Conflict] = {}
    rulings = rulings_of(session, congress_id)
    for scan, number, code, name, gate in contradicting_scans(session, congress_id, badge_id=badge_id, target=target):
        key = (scan.badge_id, scan.target)
        conflict = found.setdefault(key, Conflict(*key, number, code, name, ruling=rulings.get(key)))
        conflict.scans.append((scan, gate))
    return sorted(found.values(), key=lambda one: (one.settled, one.number, one.target))


def settle_conflict(
    session: Session, congress_id: int, badge_id: int, target: int, *, reason: str, by: Actor, now: datetime
) -> None:
    """Raises NoSuchConflict. Nothing about the scans or the admission changes: they are facts."""
    found = conflicts_of(session, congress_id, badge_id=badge_id, target=target)
    if not found:
        raise NoSuchConflict
    conflict = found[0]
    ruling = ConflictRuling(
        congress_id=congress_id, badge_id=badge_id, target=target, last_scan_id=conflict.last_scan_id, reason=reason,
        ruled_by=by.user_id, ruled_at=now,
    )  # fmt: skip
    session.add(ruling)
    record(session, by, "conflict.settled", "registration", conflict.registration, now=now, badge=conflict.number)
