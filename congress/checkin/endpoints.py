"""Gates, scans and attendance as JSON."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response
from pydantic import AwareDatetime, Field

from congress.accounts.permissions import is_gate, is_organiser, is_viewer
from congress.badges.tokens import read_token
from congress.checkin.actions import create_gate, gates_for, known_congress, known_gates
from congress.checkin.conflicts import conflicts_of
from congress.checkin.errors import GateTaken, NotYourGate
from congress.checkin.intake import ScanBatch, told_scans
from congress.checkin.judging import Answered
from congress.checkin.manifest import build_manifest
from congress.checkin.models import WHOLE_CONGRESS, Gate
from congress.checkin.queries import (
    ANY,
    admission_times,
    attendance_by_category,
    attendance_by_forum,
    attendance_by_gate,
    attendance_by_track,
    gate_by_slug,
    gates_of,
    let_in_on,
    people_present,
)
from congress.checkin.rehearsal import take_batch
from congress.checkin.rules import quarter_of
from congress.checkin.states import GateKind
from congress.foundation.answers import conditional_json, encode
from congress.foundation.db import bare_unit_of_work
from congress.foundation.endpoint import Answer, Body, Call, Query, endpoint
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, page_of
from congress.foundation.texts import NonEmptyLine, Slug
from congress.programme.errors import NoSuchForum
from congress.programme.models import Forum
from congress.programme.queries import congress_by_slug, forum_by_slug
from congress.registration.passes import badge_public_keys

blueprint = Blueprint("checkin_api", __name__)
BASE = "/congresses/<slug>"


class NewGate(Body):
    slug: Slug
    name: NonEmptyLine
    forum: str | None = Field(default=None, max_length=60)
    re_entry: bool = False
    kind: GateKind = GateKind.ENTRY
    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None
    # everybody enters once a day; so they do at a gate of one day
    daily: bool = False
    day: date | None = None


class GateOut(Answer):
    slug: str
    name: str
    forum: str | None
    re_entry: bool
    kind: str
    opens_at: datetime | None
    closes_at: datetime | None
    daily: bool
    day: date | None


class GateList(Answer):
    items: list[GateOut]
    next: str | None


class ScannedPerson(Answer):
    """`delegation` only of whoever belongs to one."""

    code: str
    name: str
    category: str
    delegation: str = ""


class FirstScan(Answer):
    at: datetime
    gate: str
    device: str


class ScanResult(Answer):
    # the same as told, whatever that was
    id: Any
    result: str
    registration: ScannedPerson | None = None
    first: FirstScan | None = None
    # only where the gate rehearses: it counts for nothing
    drill: bool = False


class ScanResults(Answer):
    results: list[ScanResult]


class ConflictScan(Answer):
    id: str
    device: str
    gate: str
    told_at: str
    corrected_at: datetime
    result: str
    offline: bool


class Settled(Answer):
    at: datetime
    reason: str


class Conflict(Answer):
    registration: str
    badge: int
    # where everybody enters once a day
    day: date | None
    scans: list[ConflictScan]
    settled: Settled | None


class ConflictList(Answer):
    items: list[Conflict]
    next: str | None


class AttendanceQuery(Query):
    # entries of this day of the programme alone
    day: date | None = None


class Attendance(Answer):
    present: int
    gates: list[dict[str, Any]]
    forums: list[dict[str, Any]]
    tracks: list[dict[str, Any]]
    categories: list[dict[str, Any]]
    quarters: list[dict[str, Any]]


class ManifestQuery(Query):
    since: str | None = Field(default=None, max_length=3000)


class Manifest(Answer):
    congress: str
    congress_id: int
    gate: GateOut
    target: int
    version: str
    whole: bool
    salt: str
    door: dict[str, Any]
    keep_until: datetime
    keys: list[dict[str, str]]
    categories: list[dict[str, str]]
    buckets: list[int]
    entries: list[dict[str, str]]
    revoked: list[str]
    others: list[str]
    codes: list[list[str]]
    # each opened by what the badges of its people hold
    delegations: list[dict[str, str]]
    # who comes with whom, sealed under the leader's badge
    parties: list[dict[str, str]]
    undone: list[dict[str, Any]]
    inside: list[dict[str, Any]]
    # who came in with a badge that was lost since, by the new one
    earlier: list[dict[str, Any]]


def gate_out(gate: Gate) -> GateOut:
    return GateOut(
        slug=gate.slug, name=gate.name, forum=gate.forum.slug if gate.forum else None, re_entry=gate.re_entry,
        kind=gate.kind, opens_at=_local(gate.opens_at), closes_at=_local(gate.closes_at),
        daily=gate.daily, day=gate.day,
    )  # fmt: skip


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(zone()) if moment else None


@endpoint(
    blueprint, "POST", f"{BASE}/gates", access=is_organiser, scope="checkin:write", body=NewGate, answer=GateOut,
    status=201, errors=[NotFound, GateTaken],
)  # fmt: skip
def post_gate(call: Call) -> GateOut:
    """Create a gate of the congress, or of one forum."""
    congress = congress_by_slug(call.session, call.path["slug"])
    forum = _forum(call, congress.id, call.body.forum) if call.body.forum else None
    create_gate(
        call.session, congress, slug=call.body.slug, name=call.body.name, forum=forum, re_entry=call.body.re_entry,
        kind=call.body.kind, opens_at=call.body.opens_at, closes_at=call.body.closes_at, daily=call.body.daily,
        day=call.body.day, by=call.actor, now=call.now,
    )  # fmt: skip
    return gate_out(gate_by_slug(call.session, congress.id, call.body.slug))


def _forum(call: Call, congress_id: int, slug: str) -> Forum:
    try:
        return forum_by_slug(call.session, congress_id, slug)
    except NoSuchForum as error:
        raise Invalid.field("forum", str(error)) from error


@endpoint(
    blueprint, "GET", f"{BASE}/gates", access=is_organiser | is_gate, scope="checkin:read", query=ListQuery,
    answer=GateList, errors=[NotFound],
)  # fmt: skip
def list_gates(call: Call) -> GateList:
    """All gates for an organiser, one's own for a gate."""
    congress = congress_by_slug(call.session, call.path["slug"])
    own = None if is_organiser(call.actor) else call.actor.scopes("gate", "gate")
    found = [gate for gate in gates_of(call.session, congress.id) if own is None or gate.slug in own]
    page = page_of(found, limit=call.query.limit, cursor=call.query.cursor)
    return GateList(items=[gate_out(gate) for gate in page.items], next=page.next)


@endpoint(
    blueprint, "GET", f"{BASE}/gates/<gate>/manifest", access=is_organiser | is_gate, scope="checkin:read",
    query=ManifestQuery, answer=Manifest, errors=[NotFound],
)  # fmt: skip
def get_manifest(call: Call) -> Response:
    """What an offline device needs, or what differs from the version `since`; names are sealed. Has an ETag."""
    congress = congress_by_slug(call.session, call.path["slug"])
    gate = gate_by_slug(call.session, congress.id, call.path["gate"])
    if not is_organiser(call.actor) and gate.slug not in call.actor.scopes("gate", "gate"):
        raise NotFound
    document = build_manifest(call.session, congress, gate, since=call.query.since)
    return conditional_json(document | {"gate": gate_out(gate).model_dump(mode="json")})


@endpoint(
    blueprint, "POST", f"{BASE}/scans", access=is_organiser | is_gate, scope="checkin:write", body=ScanBatch,
    answer=ScanResults, errors=[NotFound, NotYourGate], writes=False,
)  # fmt: skip
def post_scans(call: Call) -> Response:
    """Record scans and answer each; the same id adds nothing. Never fails for one of them."""
    answered = take_scans(call, call.path["slug"], call.body)
    results = []
    for one in answered:
        result: dict[str, Any] = {"id": one.id, "result": one.result.value}
        if one.registration is not None:
            result["registration"] = _person_out(one.registration)
        if one.first is not None:
            result["first"] = {
                "at": one.first.at.astimezone(zone()).isoformat(), "gate": one.first.gate, "device": one.first.device,
            }  # fmt: skip
        if one.drill:
            result["drill"] = True
        results.append(result)
    return Response(encode({"results": results}), content_type="application/json")


def _person_out(person: dict[str, Any]) -> dict[str, Any]:
    told = {name: person[name] for name in ("code", "name", "category")}
    return told | {"delegation": person["delegation"]} if person["delegation"] else told


def take_scans(call: Call, slug: str, batch: ScanBatch) -> list[Answered]:
    """The gate's hot path: two statements, no ORM, no audit row beside the scan itself."""
    congress_id = known_congress(call.session, slug)
    told = told_scans(batch.scans)
    gates = gates_for(call.actor, known_gates(call.session, congress_id), [one.gate for one in told])
    call.session.rollback()
    keys = badge_public_keys()
    with bare_unit_of_work() as connection:
        return take_batch(
            connection,
            congress_id,
            told,
            device=batch.device,
            sent_at=batch.sent_at,
            received=call.now,
            gates=gates,
            read=lambda text: read_token(text, keys),
        )


@endpoint(
    blueprint, "GET", f"{BASE}/conflicts", access=is_organiser, scope="checkin:read", query=ListQuery,
    answer=ConflictList, errors=[NotFound],
)  # fmt: skip
def list_conflicts(call: Call) -> ConflictList:
    """Scans of one badge that cannot both be true."""
    congress = congress_by_slug(call.session, call.path["slug"])
    items = []
    for conflict in conflicts_of(call.session, congress.id):
        scans = [
            ConflictScan(
                id=scan.device_scan_id, device=scan.device, gate=gate, told_at=scan.told_at,
                corrected_at=scan.counted_at.astimezone(zone()), result=scan.result, offline=scan.offline,
            )
            for scan, gate in conflict.scans
            if scan.counted_at is not None
        ]  # fmt: skip
        ruling = conflict.ruling if conflict.settled else None
        settled = Settled(at=ruling.ruled_at.astimezone(zone()), reason=ruling.reason) if ruling else None
        items.append(
            Conflict(
                registration=conflict.registration, badge=conflict.number, day=conflict.on, scans=scans,
                settled=settled,
            )
        )  # fmt: skip
    page = page_of(items, limit=call.query.limit, cursor=call.query.cursor)
    return ConflictList(items=list(page.items), next=page.next)


@endpoint(
    blueprint, "GET", f"{BASE}/attendance", access=is_organiser | is_viewer, scope="checkin:read",
    query=AttendanceQuery, answer=Attendance, errors=[NotFound],
)  # fmt: skip
def get_attendance(call: Call) -> Attendance:
    """People present by gate, forum, track and category, and arrivals by quarter of an hour; of all days, or of one."""
    congress = congress_by_slug(call.session, call.path["slug"])
    session = call.session
    which = let_in_on(session, congress.id, call.query.day) if call.query.day else ANY
    times = Counter(quarter_of(at, zone()) for at in admission_times(session, congress.id, WHOLE_CONGRESS, which))
    return Attendance(
        present=people_present(session, congress.id, which),
        gates=[
            {"gate": slug, "name": name, "count": count}
            for slug, name, count in attendance_by_gate(session, congress.id, which)
        ],
        forums=[
            {"forum": slug, "title": {"zh": zh, "en": en}, "expected": expected, "count": count}
            for slug, zh, en, expected, count in attendance_by_forum(session, congress.id, which)
        ],
        tracks=[{"track": slug, "count": count} for slug, count in attendance_by_track(session, congress.id, which)],
        categories=[
            {"category": slug, "count": count} for slug, count in attendance_by_category(session, congress.id, which)
        ],
        quarters=[{"from": start.isoformat(), "count": count} for start, count in sorted(times.items())],
    )
