"""Scans that cannot all be true: gathered by badge, settled by the duty officer with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from congress.checkin.conflict_queries import contradicting_scans, rulings_of
from congress.checkin.errors import NoSuchConflict
from congress.checkin.judging import Key
from congress.checkin.models import ConflictRuling, Scan
from congress.checkin.rules import day_of_number
from congress.foundation.access import Actor
from congress.foundation.audit import record


@dataclass
class Conflict:
    """One badge, one target and one day, let in by several devices."""

    badge_id: int
    target: int
    # as in the key of an entry; nought where everybody enters once
    day: int
    number: int
    registration: str
    name: str
    scans: list[tuple[Scan, str]] = field(default_factory=list)
    ruling: ConflictRuling | None = None

    @property
    def key(self) -> Key:
        return self.badge_id, self.target, self.day

    @property
    def on(self) -> date | None:
        return day_of_number(self.day)

    @property
    def last_scan_id(self) -> int:
        return max(scan.id for scan, _gate in self.scans)

    @property
    def settled(self) -> bool:
        """A ruling speaks of the scans it was made about."""
        return self.ruling is not None and self.ruling.last_scan_id >= self.last_scan_id


def conflicts_of(session: Session, congress_id: int, *, key: Key | None = None) -> Sequence[Conflict]:
    """Open ones first, then by badge; the scans of each by the time that counts."""
    found: dict[Key, Conflict] = {}
    rulings = rulings_of(session, congress_id)
    for scan, number, code, name, gate in contradicting_scans(session, congress_id, key=key):
        about = (scan.badge_id, scan.target, scan.day)
        conflict = found.setdefault(about, Conflict(*about, number, code, name, ruling=rulings.get(about)))
        conflict.scans.append((scan, gate))
    return sorted(found.values(), key=lambda one: (one.settled, one.number, one.target, one.day))


def settle_conflict(session: Session, congress_id: int, key: Key, *, reason: str, by: Actor, now: datetime) -> None:
    """Raises NoSuchConflict. Nothing about the scans or the admission changes: they are facts."""
    found = conflicts_of(session, congress_id, key=key)
    if not found:
        raise NoSuchConflict
    [conflict] = found
    badge_id, target, day = key
    ruling = ConflictRuling(
        congress_id=congress_id, badge_id=badge_id, target=target, day=day, last_scan_id=conflict.last_scan_id,
        reason=reason, ruled_by=by.user_id, ruled_at=now,
    )  # fmt: skip
    session.add(ruling)
    record(session, by, "conflict.settled", "registration", conflict.registration, now=now, badge=conflict.number)
