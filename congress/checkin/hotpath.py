"""How a batch of scans is recorded and answered in two statements (three on SQLite), whatever its size.

The first asks what is known of the badges; the second writes the scans and, in the same statement, the
admissions: `ON CONFLICT` on the unique key (badge, target) lets the earliest stand. Facts travel as one
JSON array, so that a batch of a thousand costs what one costs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection

from congress.badges.tokens import Claims, is_printed_code
from congress.checkin.hotpath_sql import (
    ADMISSIONS_SQLITE,
    CODES,
    LOOK_UP,
    SCANS_SQLITE,
    STANDING,
    WRITE_POSTGRESQL,
)
from congress.checkin.rules import ANY_TIME, Door, Presented, counted_time, decide_entry, order_key, read_time
from congress.checkin.states import Flag, Result

# what a device that was cut off may have told somebody whose badge was in order
TURNED_AWAY = frozenset(
    {Result.ALREADY_ADMITTED, Result.NOT_ENTITLED, Result.REVOKED, Result.UNKNOWN, Result.OTHER_LANE}
)
# what a supervisor may set aside; a void badge stays void
OVERRULABLE = frozenset({Result.NOT_ENTITLED, Result.CLOSED})
STORED = "%Y-%m-%d %H:%M:%S.%f"
# ids that are new, and for each (badge, target) the scan that has become its admission
_Outcome = tuple[set[str], dict[tuple[int, int], str]]


@dataclass(frozen=True)
class GateFacts:
    """A gate as the hot path knows it, cached for two seconds."""

    id: int
    slug: str
    name: str
    target: int
    re_entry: bool
    door: Door = ANY_TIME


@dataclass(frozen=True)
class Told:
    """One scan as the device told it."""

    id: str
    token: str
    gate: str
    scanned_at: object
    seq: int
    offline: bool
    # what a device that was cut off told the person; empty where it left that to the server
    verdict: str = ""
    # an id that cannot be stored: the scan is kept under one of ours and answered under its own
    is_strange: bool = False
    strange_id: Any = None

    @property
    def answered_as(self) -> Any:
        return self.strange_id if self.is_strange else self.id


@dataclass(frozen=True)
class First:
    """The admission that stands."""

    at: datetime
    gate: str
    device: str


@dataclass
class Answered:
    """What a scan is answered, and whose badge it was."""

    # as it was told, which may be no text at all
    id: Any
    result: Result
    registration: dict[str, Any] | None = None
    first: First | None = None


@dataclass
class _Scan:
    """One scan on its way through the batch."""

    told: Told
    result: Result
    gate: GateFacts | None = None
    at: datetime | None = None
    flags: tuple[Flag, ...] = ()
    claims: Claims | None = None
    row: Any = None

    @property
    def key(self) -> tuple[int, int] | None:
        return (self.row.badge_id, self.gate.target) if self.row is not None and self.gate else None

    @property
    def is_valid(self) -> bool:
        return self.result is Result.ADMITTED


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
    sent = read_time(sent_at)
    scans = [_judge_form(one, congress_id, gates, read, sent=sent, received=received) for one in told]
    for scan in scans:
        if mark is not None:
            scan.flags = (*scan.flags, mark)
        if mark is Flag.REVOKED_DEVICE:
            # nobody's name is told to it; the time that would count is kept for whoever looks at the scan
            scan.result, scan.claims = Result.QUARANTINED, None
    _resolve_codes(connection, congress_id, scans)
    _look_up(connection, congress_id, scans)
    told_first: dict[str, Told] = {}
    for scan in scans:
        _judge(scan, told_first.setdefault(scan.told.id, scan.told))
    written = _write(connection, congress_id, scans, device=device, received=received)
    return _answers(connection, congress_id, scans, written, device=device)


def _judge_form(
    told: Told, congress_id: int, gates: Mapping[str, GateFacts], read: Callable[[str], Claims | None], *,
    sent: datetime | None, received: datetime,
) -> _Scan:  # fmt: skip
    """What can be said without the database: gate, time, signature."""
    gate, moment = gates.get(told.gate), read_time(told.scanned_at)
    if gate is None or moment is None:
        return _Scan(told, Result.QUARANTINED, gate, flags=(Flag.STRANGE,) if told.is_strange else ())
    at, flags = counted_time(moment, offline=told.offline, sent=sent, received=received)
    if told.is_strange:
        return _Scan(told, Result.QUARANTINED, gate, at, (*flags, Flag.STRANGE))
    scan = _Scan(told, Result.UNKNOWN, gate, at, tuple(flags))
    if is_printed_code(told.token):
        return scan
    scan.claims = read(told.token)
    if scan.claims is None:
        scan.result = Result.FORGED
    elif scan.claims.congress != congress_id:
        scan.claims = None
    return scan


def _resolve_codes(connection: Connection, congress_id: int, scans: Sequence[_Scan]) -> None:
    """Printed codes become claims; asked only when somebody typed one."""
    typed = {
        scan.told.token: scan for scan in scans if scan.result is Result.UNKNOWN and is_printed_code(scan.told.token)
    }
    if not typed:
        return
    rows = connection.execute(CODES[connection.dialect.name], {"codes": _json(list(typed)), "congress": congress_id})
    found = {row.code: Claims(congress_id, row.number, row.serial, row.category_letter) for row in rows}
    for scan in scans:
        scan.claims = scan.claims or found.get(scan.told.token)


def _look_up(connection: Connection, congress_id: int, scans: Sequence[_Scan]) -> None:
    asks = [
        {
            "i": position,
            "number": scan.claims.number,
            "serial": scan.claims.serial,
            "target": scan.gate.target,
            "scan": scan.told.id,
        }
        for position, scan in enumerate(scans)
        if scan.claims is not None and scan.gate is not None
    ]
    if not asks:
        return
    sql = LOOK_UP[connection.dialect.name]
    for row in connection.execute(sql, {"asks": _json(asks), "congress": congress_id}):
        scans[row.i].row = row


def _judge(scan: _Scan, told_first: Told) -> None:
    if _is_reused(scan, told_first):
        # nothing more is stored under this id, so nobody may be let in by it
        scan.row, scan.result = None, Result.QUARANTINED
        return
    if scan.row is not None and scan.row.counted_before is not None:
        # told before: it counts as of then, whatever has become of the badge since
        scan.at = moment(scan.row.counted_before)
    row, gate, at = scan.row, scan.gate, scan.at
    if row is None or gate is None or at is None or scan.result is not Result.UNKNOWN:
        return
    badge = Presented(row.badge_id, moment(row.issued_at), optional(row.revoked_at), row.status, row.holding)
    scan.result = decide_entry(badge, gate.door, at=at)
    if scan.result in OVERRULABLE and Flag.OVERRULED in scan.flags:
        scan.result = Result.ADMITTED
    if scan.result is Result.ADMITTED and scan.told.offline and scan.told.verdict in TURNED_AWAY:
        # nobody came in by it: an admission it is not
        scan.result = Result(scan.told.verdict)
    if at < badge.issued_at:
        scan.flags = (*scan.flags, Flag.BEFORE_BADGE)


def _is_reused(scan: _Scan, told_first: Told) -> bool:
    """Whether a device gave an id that it has given to a scan of another badge or target."""
    if (told_first.token, told_first.gate) != (scan.told.token, scan.told.gate):
        return True
    row, gate = scan.row, scan.gate
    if row is None or gate is None or row.told_before is None:
        return False
    return bool((row.badge_before, row.target_before) != (row.badge_id, gate.target))


def _write(
    connection: Connection, congress_id: int, scans: Sequence[_Scan], *, device: str, received: datetime
) -> _Outcome:
    """Ids that are new, and for each (badge, target) the scan that has just become its admission."""
    rows: dict[str, dict[str, Any]] = {}
    earliest: dict[tuple[int, int], _Scan] = {}
    for scan in scans:
        rows.setdefault(scan.told.id, _row(scan, device=device))
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
        "rows": _json(facts),
        "congress": congress_id,
        "device": device,
        "received": stored(connection, received),
    }
    fresh: set[str] = set()
    admitted: dict[tuple[int, int], str] = {}
    for row in _execute_write(connection, parameters):
        fresh.add(row.device_scan_id)
        if row.admitted_badge is not None:
            admitted[row.admitted_badge, row.admitted_target] = row.device_scan_id
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


def _row(scan: _Scan, *, device: str) -> dict[str, Any]:  # noqa: ARG001 -- one device for the whole batch
    return {
        "told": scan.told,
        "scan": scan.told.id,
        "seq": scan.told.seq,
        "gate_told": scan.told.gate[:60],
        "gate": scan.gate.id if scan.gate else None,
        "target": scan.gate.target if scan.gate else None,
        "token": scan.told.token[:300],
        "badge": scan.row.badge_id if scan.row is not None else None,
        "offline": scan.told.offline,
        "told_at": str(scan.told.scanned_at)[:40],
        "at": scan.at.astimezone(UTC).strftime(STORED) if scan.at else None,
        "result": scan.result.value,
        "flags": [flag.value for flag in scan.flags],
    }


def _order(scan: _Scan, device: str) -> tuple[datetime, str, int]:
    assert scan.at is not None  # noqa: S101 -- valid scans have a time
    return order_key(scan.at, device, scan.told.seq)


def _answers(
    connection: Connection, congress_id: int, scans: Sequence[_Scan], written: _Outcome, *, device: str
) -> list[Answered]:
    standing = _standing(connection, congress_id, scans, written, device=device)
    return [_answer(scan, standing) for scan in scans]


@dataclass(frozen=True)
class _Standing:
    """The admission that stands for one badge and target, and the scan that it is."""

    scan: str
    first: First


def _standing(
    connection: Connection, congress_id: int, scans: Sequence[_Scan], written: _Outcome, *, device: str
) -> dict[tuple[int, int], _Standing]:
    """From what the look-up saw and what was just written; asked again only where another was quicker."""
    fresh, admitted = written
    known: dict[tuple[int, int], _Standing] = {}
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
            unsure.append({"badge": scan.key[0], "target": scan.key[1]})
    if unsure:
        rows = connection.execute(STANDING[connection.dialect.name], {"asks": _json(unsure), "congress": congress_id})
        for row in rows:
            first = First(moment(row.first_at), row.first_gate, row.first_device)
            known[row.badge_id, row.target] = _Standing(row.first_scan, first)
    return known


def _answer(scan: _Scan, standing: Mapping[tuple[int, int], _Standing]) -> Answered:
    answered = Answered(scan.told.answered_as, scan.result)
    if scan.row is not None:
        answered.registration = {
            "code": scan.row.registration_code,
            "name": scan.row.name,
            "category": scan.row.category,
            "category_zh": scan.row.category_zh,
            "category_en": scan.row.category_en,
            "colour": scan.row.colour,
        }
    if not scan.is_valid or scan.key is None or scan.gate is None:
        return answered
    stands = standing.get(scan.key)
    if stands is not None:
        answered.first = stands.first
        if stands.scan != scan.told.id and not scan.gate.re_entry:
            answered.result = Result.ALREADY_ADMITTED
    return answered


def moment(value: Any) -> datetime:
    """A time as a raw statement gives it: text on SQLite."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    found: datetime = value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def optional(value: Any) -> datetime | None:
    return moment(value) if value is not None else None


def stored(connection: Connection, value: datetime) -> Any:
    """A time as a raw statement takes it."""
    utc = value.astimezone(UTC)
    return utc.strftime(STORED) if connection.dialect.name == "sqlite" else utc


def _json(rows: Any) -> str:
    return orjson.dumps(rows).decode()
