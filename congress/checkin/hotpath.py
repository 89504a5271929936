"""How a batch of scans is recorded and answered in two statements (three on SQLite), whatever its size.

The first asks what is known of the badges; the second writes the scans and, in the same statement, the
admissions: `ON CONFLICT` on the unique key (badge, target, day) lets the earliest stand. Facts travel as one
JSON array, so that a batch of a thousand costs what one costs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from congress.badges.tokens import Claims
from congress.checkin.hotpath_sql import ADMISSIONS_SQLITE, SCANS_SQLITE, STANDING, WRITE_POSTGRESQL
from congress.checkin.judging import Answered, First, GateFacts, JudgedScan, Key, Told, as_json, judged_scans, moment
from congress.checkin.rules import order_key
from congress.checkin.states import Flag, Result

STORED = "%Y-%m-%d %H:%M:%S.%f"
# ids that are new, and for each (badge, target, day) the scan that has become its admission
_Outcome = tuple[set[str], dict[Key, str]]


def record_scans(
    connection: Connection,
    congress_id: int,
    told: Sequence[Told],
    *,
    device: str,
    sent_at: object,
    received: datetime,
    gates: Mapping[str, GateFacts],
    read: Callable[[str], Claims | None],
    mark: Flag | None = None,
) -> list[Answered]:
    """Store the scans and answer each as it stands now, in the order told; the same id adds nothing.

    A `mark` stands with all of them; those of a revoked device are kept in quarantine.
    """
    scans = judged_scans(
        connection, congress_id, told, sent_at=sent_at, received=received, gates=gates, read=read, mark=mark
    )
    written = _write(connection, congress_id, scans, device=device, received=received)
    return _answers(connection, congress_id, scans, written, device=device)


def _write(
    connection: Connection, congress_id: int, scans: Sequence[JudgedScan], *, device: str, received: datetime
) -> _Outcome:
    """Ids that are new, and for each (badge, target, day) the scan that has just become its admission."""
    rows: dict[str, dict[str, Any]] = {}
    earliest: dict[Key, JudgedScan] = {}
    for scan in scans:
        rows.setdefault(scan.told.id, _row(scan))
        if scan.is_valid and scan.key is not None and rows[scan.told.id]["told"] is scan.told:
            best = earliest.get(scan.key)
            if best is None or _order(scan, device) < _order(best, device):
                earliest[scan.key] = scan
    candidates = {scan.told.id for scan in earliest.values()}
    facts = [
        {**{name: value for name, value in row.items() if name != "told"}, "first": row["scan"] in candidates}
        for row in rows.values()
    ]
    parameters = {
        "rows": as_json(facts),
        "congress": congress_id,
        "device": device,
        "received": stored(connection, received),
    }
    fresh: set[str] = set()
    admitted: dict[Key, str] = {}
    for row in _execute_write(connection, parameters):
        fresh.add(row.device_scan_id)
        if row.admitted_badge is not None:
            admitted[row.admitted_badge, row.admitted_target, row.admitted_day] = row.device_scan_id
    return fresh, admitted


def _execute_write(connection: Connection, parameters: dict[str, Any]) -> list[Any]:
    if connection.dialect.name == "postgresql":
        return list(connection.execute(WRITE_POSTGRESQL, parameters))
    new = {row.device_scan_id: row.id for row in connection.execute(SCANS_SQLITE, parameters)}
    won = {}
    if new and '"first":true' in parameters["rows"]:
        for row in connection.execute(ADMISSIONS_SQLITE, parameters):
            won[row.scan_id] = row
    return [_Written(told, won.get(row_id)) for told, row_id in new.items()]


class _Written:
    """A row as PostgreSQL's statement answers it, put together from SQLite's two."""

    def __init__(self, device_scan_id: str, won: Any) -> None:
        self.device_scan_id = device_scan_id
        self.admitted_badge = won.badge_id if won else None
        self.admitted_target = won.target if won else None
        self.admitted_day = won.day if won else None


def _row(scan: JudgedScan) -> dict[str, Any]:
    return {
        "told": scan.told,
        "scan": scan.told.id,
        "seq": scan.told.seq,
        "gate_told": scan.told.gate[:60],
        "gate": scan.gate.id if scan.gate else None,
        "target": scan.gate.target if scan.gate else None,
        "day": scan.day,
        "token": scan.told.token[:300],
        "badge": scan.row.badge_id if scan.row is not None else None,
        "offline": scan.told.offline,
        "told_at": str(scan.told.scanned_at)[:40],
        "at": scan.at.astimezone(UTC).strftime(STORED) if scan.at else None,
        "result": scan.result.value,
        "flags": [flag.value for flag in scan.flags],
    }


def _order(scan: JudgedScan, device: str) -> tuple[datetime, str, int]:
    assert scan.at is not None  # noqa: S101 -- valid scans have a time
    return order_key(scan.at, device, scan.told.seq)


def _answers(
    connection: Connection, congress_id: int, scans: Sequence[JudgedScan], written: _Outcome, *, device: str
) -> list[Answered]:
    standing = _standing(connection, congress_id, scans, written, device=device)
    return [_answer(scan, standing) for scan in scans]


@dataclass(frozen=True)
class _Standing:
    """The admission that stands for one key, and the scan that it is."""

    scan: str
    first: First


def _standing(
    connection: Connection, congress_id: int, scans: Sequence[JudgedScan], written: _Outcome, *, device: str
) -> dict[Key, _Standing]:
    """From what the look-up saw and what was just written; asked again only where another was quicker."""
    fresh, admitted = written
    known: dict[Key, _Standing] = {}
    by_id = {scan.told.id: scan for scan in reversed(scans)}
    unsure = []
    for scan in scans:
        if scan.key is None or scan.gate is None or not scan.is_valid or scan.key in known:
            continue
        winner = by_id.get(admitted.get(scan.key, ""))
        if winner is not None and winner.at is not None and winner.gate is not None:
            known[scan.key] = _Standing(winner.told.id, First(winner.at, winner.gate.slug, device))
        elif scan.row.first_at is not None and scan.told.id in fresh:
            row = scan.row
            known[scan.key] = _Standing(row.first_scan, First(moment(row.first_at), row.first_gate, row.first_device))
        else:
            unsure.append(dict(zip(("badge", "target", "day"), scan.key, strict=True)))
    if unsure:
        rows = connection.execute(STANDING[connection.dialect.name], {"asks": as_json(unsure), "congress": congress_id})
        for row in rows:
            first = First(moment(row.first_at), row.first_gate, row.first_device)
            known[row.badge_id, row.target, row.day] = _Standing(row.first_scan, first)
    return known


def _answer(scan: JudgedScan, standing: Mapping[Key, _Standing]) -> Answered:
    answered = Answered(scan.told.answered_as, scan.result, scan.person)
    if not scan.is_valid or scan.key is None or scan.gate is None:
        return answered
    stands = standing.get(scan.key)
    if stands is not None:
        answered.first = stands.first
        if stands.scan != scan.told.id and not scan.gate.re_entry:
            answered.result = Result.ALREADY_ADMITTED
    return answered


def stored(connection: Connection, value: datetime) -> Any:
    """A time as a raw statement takes it."""
    utc = value.astimezone(UTC)
    return utc.strftime(STORED) if connection.dialect.name == "sqlite" else utc
