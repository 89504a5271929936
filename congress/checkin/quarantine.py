"""Scans that nobody could use, looked at by the duty officer: released as if they had come in order, or dismissed."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from congress.badges.tokens import Claims
from congress.checkin.actions import known_gates
from congress.checkin.conflict_queries import quarantined_scan
from congress.checkin.errors import AlreadyRuled
from congress.checkin.hotpath import record_scans
from congress.checkin.judging import Told
from congress.checkin.models import Gate, QuarantineRuling, Scan
from congress.checkin.rules import read_time
from congress.checkin.states import Flag, Result
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _


def release_scan(
    session: Session, congress_id: int, scan_id: int, *, gate: Gate, at: datetime | None, reason: str,
    read: Callable[[str], Claims | None], by: Actor, now: datetime,
) -> Result:  # fmt: skip
    """Decide about the scan as if it had come to this gate at its time; says what the gate says of it.

    The scan itself is a fact and stays as it is: what is decided is another one, with a mark.

    Raises:
        Invalid: the scan tells no time that could be used, and none is given.
        NoSuchQuarantine, AlreadyRuled
    """
    scan = quarantined_scan(session, congress_id, scan_id)
    moment = at or told_time(scan)
    if moment is None or moment > now:
        raise Invalid.field("at", _("A time that has passed is needed: the scan tells none that can be used."))
    ruling = _rule(session, scan, reason=reason, by=by, now=now)
    # a space, which no device's id has
    told = Told(f"released {scan.id}", scan.token, gate.slug, moment.isoformat(), scan.seq, offline=True)
    [answered] = record_scans(
        session.connection(), congress_id, [told], device=scan.device, sent_at=now.isoformat(), received=now,
        gates=known_gates(session, congress_id), read=read, mark=Flag.RELEASED,
    )  # fmt: skip
    ruling.result = answered.result
    facts = {"scan": scan.device_scan_id, "gate": gate.slug, "result": answered.result, "reason": reason}
    record(session, by, "scan.released", "scan", str(scan.id), now=now, **facts)
    return answered.result


def dismiss_scan(session: Session, congress_id: int, scan_id: int, *, reason: str, by: Actor, now: datetime) -> None:
    """Leave the scan without effect; raises NoSuchQuarantine, AlreadyRuled."""
    scan = quarantined_scan(session, congress_id, scan_id)
    _rule(session, scan, reason=reason, by=by, now=now)
    record(session, by, "scan.dismissed", "scan", str(scan.id), now=now, scan=scan.device_scan_id, reason=reason)


def told_time(scan: Scan) -> datetime | None:
    """The time that would count, else the device's own word."""
    return scan.counted_at or read_time(scan.told_at)


def _rule(session: Session, scan: Scan, *, reason: str, by: Actor, now: datetime) -> QuarantineRuling:
    ruling = QuarantineRuling(scan_id=scan.id, reason=reason, ruled_by=by.user_id, ruled_at=now)
    with unique_or(session, AlreadyRuled()):
        session.add(ruling)
    return ruling
