"""Where a batch of scans parts: what belongs to a drill is answered in its way and counts for nothing.

Whether a scan belongs to a drill is asked of its time alone, so that one made before and sent in later counts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from congress.badges.tokens import Claims
from congress.checkin.drill_queries import first_in_drill
from congress.checkin.drills import COLOUR, drill_badge_name, drill_badge_number, drill_claims
from congress.checkin.hotpath import record_scans, stored
from congress.checkin.judging import Answered, First, GateFacts, JudgedScan, Told, judged_scans, moment
from congress.checkin.rules import FIRST_TEST_NUMBER, counted_time, read_time
from congress.checkin.states import Flag, Result

KEEP = text("""
    INSERT INTO drill_scans (congress_id, gate_id, device_scan_id, device, target, number, at, result)
    VALUES (:congress, :gate, :scan, :device, :target, :number, :at, :result)
    ON CONFLICT (gate_id, device_scan_id) DO NOTHING""")


def take_batch(
    connection: Connection, congress_id: int, told: Sequence[Told], *, device: str, sent_at: object,
    received: datetime, gates: Mapping[str, GateFacts], read: Callable[[str], Claims | None], mark: Flag | None = None,
) -> list[Answered]:  # fmt: skip
    """Answers in the order told; without a drill a batch costs what `record_scans` costs."""
    drilled = {
        position for position, one in enumerate(told) if _is_drilled(one, gates, sent_at=sent_at, received=received)
    }
    answers: dict[int, Answered] = {}
    for positions, act in (
        ([at for at in range(len(told)) if at not in drilled], record_scans),
        (sorted(drilled), _rehearse),
    ):
        if positions:
            answered = act(
                connection, congress_id, [told[at] for at in positions], device=device, sent_at=sent_at,
                received=received, gates=gates, read=read, mark=mark,
            )  # fmt: skip
            answers |= zip(positions, answered, strict=True)
    return [answers[at] for at in range(len(told))]


def _is_drilled(told: Told, gates: Mapping[str, GateFacts], *, sent_at: object, received: datetime) -> bool:
    gate = gates.get(told.gate)
    if gate is None or gate.drill is None or told.is_strange:
        return False
    at = read_time(told.scanned_at)
    if at is None:
        return False
    counted, _flags = counted_time(at, offline=told.offline, sent=read_time(sent_at), received=received)
    return gate.drill.covers(counted)


def _rehearse(
    connection: Connection, congress_id: int, told: Sequence[Told], *, device: str, sent_at: object,
    received: datetime, gates: Mapping[str, GateFacts], read: Callable[[str], Claims | None], mark: Flag | None = None,
) -> list[Answered]:  # fmt: skip
    """Decide as at any other time, but for the gate's hours and for test badges, and keep it until the drill ends."""
    scans = judged_scans(
        connection, congress_id, [replace(one, drill=False) for one in told], sent_at=sent_at, received=received,
        gates={slug: _at_any_hour(facts) for slug, facts in gates.items()}, read=read, mark=mark,
    )  # fmt: skip
    for scan in scans:
        _know_test_badge(scan, congress_id)
    found = first_in_drill(connection, congress_id, {scan.claims.number for scan in scans if scan.claims})
    first = {key: (row.device_scan_id, First(moment(row.at), row.gate, row.device)) for key, row in found.items()}
    answers = [_answer(scan, first, device=device) for scan in scans]
    rows = [_row(connection, scan, congress_id, device=device, received=received) for scan in scans]
    kept = [row for row in rows if row is not None]
    if kept:
        connection.execute(KEEP, kept)
    return answers


def _at_any_hour(gate: GateFacts) -> GateFacts:
    return replace(gate, door=replace(gate.door, opens_at=None, closes_at=None))


def _know_test_badge(scan: JudgedScan, congress_id: int) -> None:
    if scan.result is not Result.UNKNOWN:
        return
    if scan.claims is None:
        number = drill_badge_number(congress_id, scan.told.token)
        scan.claims = drill_claims(congress_id, number - FIRST_TEST_NUMBER) if number else None
    if scan.claims is not None and scan.claims.number >= FIRST_TEST_NUMBER:
        scan.result = Result.ADMITTED


def _answer(scan: JudgedScan, first: dict[tuple[int, int], tuple[str, First]], *, device: str) -> Answered:
    person = scan.person
    if person is None and scan.claims is not None and scan.claims.number >= FIRST_TEST_NUMBER:
        words = {"category": "drill", "category_zh": "演练", "category_en": "Drill", "colour": COLOUR}
        person = {"code": "", "delegation": "", "name": drill_badge_name(scan.claims.number)} | words
    answered = Answered(scan.told.answered_as, scan.result, person, drill=True)
    if scan.result is not Result.ADMITTED or scan.claims is None or scan.gate is None or scan.at is None:
        return answered
    own = (scan.told.id, First(scan.at, scan.gate.slug, device))
    known, answered.first = first.setdefault((scan.gate.target, scan.claims.number), own)
    if known != scan.told.id and not scan.gate.re_entry:
        answered.result = Result.ALREADY_ADMITTED
    return answered


def _row(
    connection: Connection, scan: JudgedScan, congress_id: int, *, device: str, received: datetime
) -> dict[str, Any] | None:
    """None for what a device hands in after the drill: that was wiped, and stays so."""
    if scan.gate is None or scan.at is None or scan.gate.drill is None or not scan.gate.drill.covers(received):
        return None
    return {
        "congress": congress_id, "gate": scan.gate.id, "scan": scan.told.id, "device": device,
        "target": scan.gate.target, "number": scan.claims.number if scan.claims else None,
        "at": stored(connection, scan.at), "result": scan.result.value,
    }  # fmt: skip
