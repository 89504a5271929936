"""What each scan of a batch is worth, before anything is written: one look at the database for all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection

from congress.badges.tokens import Claims, is_printed_code
from congress.checkin.hotpath_sql import CODES, LOOK_UP
from congress.checkin.rules import (
    ANY_TIME,
    ONCE,
    Door,
    Drill,
    EachDay,
    Presented,
    counted_time,
    decide_entry,
    read_time,
)
from congress.checkin.states import Flag, Result

# what a device that was cut off may have told somebody whose badge was in order
TURNED_AWAY = frozenset(
    {Result.ALREADY_ADMITTED, Result.NOT_ENTITLED, Result.REVOKED, Result.UNKNOWN, Result.OTHER_LANE}
)
# what a supervisor may set aside; a void badge stays void
OVERRULABLE = frozenset({Result.NOT_ENTITLED, Result.CLOSED})


# (badge, target, day): what may be entered once
Key = tuple[int, int, int]


@dataclass(frozen=True)
class GateFacts:
    """A gate as the hot path knows it, cached for two seconds."""

    id: int
    slug: str
    name: str
    target: int
    re_entry: bool
    door: Door = ANY_TIME
    drill: Drill | None = None
    each_day: EachDay | None = None

    def day_of(self, at: datetime | None) -> int:
        """Whose entries that moment belongs to."""
        return self.each_day.number(at) if self.each_day and at else ONCE


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
    # the device took it for one of a drill, and said so to the person
    drill: bool = False
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
    # it belongs to a drill and counts for nothing
    drill: bool = False


@dataclass
class JudgedScan:
    """One scan on its way through the batch."""

    told: Told
    result: Result
    gate: GateFacts | None = None
    at: datetime | None = None
    flags: tuple[Flag, ...] = ()
    claims: Claims | None = None
    row: Any = None

    @property
    def day(self) -> int:
        if self.row is not None and self.row.told_before is not None:
            return int(self.row.day_before)
        return self.gate.day_of(self.at) if self.gate else ONCE

    @property
    def key(self) -> Key | None:
        return (self.row.badge_id, self.gate.target, self.day) if self.row is not None and self.gate else None

    @property
    def person(self) -> dict[str, Any] | None:
        """Whose badge it is, as far as a gate is told."""
        if self.row is None:
            return None
        return {
            "code": self.row.registration_code,
            "name": self.row.name,
            "delegation": self.row.delegation,
            "category": self.row.category,
            "category_zh": self.row.category_zh,
            "category_en": self.row.category_en,
            "colour": self.row.colour,
        }

    @property
    def is_valid(self) -> bool:
        return self.result is Result.ADMITTED


def judged_scans(
    connection: Connection, congress_id: int, told: Sequence[Told], *, sent_at: object, received: datetime,
    gates: Mapping[str, GateFacts], read: Callable[[str], Claims | None], mark: Flag | None = None,
) -> list[JudgedScan]:  # fmt: skip
    """A `mark` stands with all of them; those of a revoked device are for the quarantine."""
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
    return scans


def _judge_form(
    told: Told, congress_id: int, gates: Mapping[str, GateFacts], read: Callable[[str], Claims | None], *,
    sent: datetime | None, received: datetime,
) -> JudgedScan:  # fmt: skip
    """What can be said without the database: gate, time, signature."""
    gate, moment = gates.get(told.gate), read_time(told.scanned_at)
    if gate is None or moment is None:
        return JudgedScan(told, Result.QUARANTINED, gate, flags=(Flag.STRANGE,) if told.is_strange else ())
    at, flags = counted_time(moment, offline=told.offline, sent=sent, received=received)
    if told.is_strange:
        return JudgedScan(told, Result.QUARANTINED, gate, at, (*flags, Flag.STRANGE))
    if told.drill:
        # a device that was cut off and did not know that the drill was over: somebody has to look
        return JudgedScan(told, Result.QUARANTINED, gate, at, (*flags, Flag.DRILL))
    scan = JudgedScan(told, Result.UNKNOWN, gate, at, tuple(flags))
    if is_printed_code(told.token):
        return scan
    scan.claims = read(told.token)
    if scan.claims is None:
        scan.result = Result.FORGED
    elif scan.claims.congress != congress_id:
        scan.claims = None
    return scan


def _resolve_codes(connection: Connection, congress_id: int, scans: Sequence[JudgedScan]) -> None:
    """Printed codes become claims; asked only when somebody typed one."""
    typed = {
        scan.told.token: scan for scan in scans if scan.result is Result.UNKNOWN and is_printed_code(scan.told.token)
    }
    if not typed:
        return
    rows = connection.execute(CODES[connection.dialect.name], {"codes": as_json(list(typed)), "congress": congress_id})
    found = {row.code: Claims(congress_id, row.number, row.serial, row.category_letter) for row in rows}
    for scan in scans:
        scan.claims = scan.claims or found.get(scan.told.token)


def _look_up(connection: Connection, congress_id: int, scans: Sequence[JudgedScan]) -> None:
    asks = [
        {
            "i": position,
            "number": scan.claims.number,
            "serial": scan.claims.serial,
            "target": scan.gate.target,
            "day": scan.day,
            "scan": scan.told.id,
        }
        for position, scan in enumerate(scans)
        if scan.claims is not None and scan.gate is not None
    ]
    if not asks:
        return
    sql = LOOK_UP[connection.dialect.name]
    for row in connection.execute(sql, {"asks": as_json(asks), "congress": congress_id}):
        scans[row.i].row = row


def _judge(scan: JudgedScan, told_first: Told) -> None:
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


def _is_reused(scan: JudgedScan, told_first: Told) -> bool:
    """Whether a device gave an id that it has given to a scan of another badge or target."""
    if (told_first.token, told_first.gate) != (scan.told.token, scan.told.gate):
        return True
    row, gate = scan.row, scan.gate
    if row is None or gate is None or row.told_before is None:
        return False
    return bool((row.badge_before, row.target_before) != (row.badge_id, gate.target))


def moment(value: Any) -> datetime:
    """A time as a raw statement gives it: text on SQLite."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    found: datetime = value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def optional(value: Any) -> datetime | None:
    return moment(value) if value is not None else None


def as_json(rows: Any) -> str:
    return orjson.dumps(rows).decode()
