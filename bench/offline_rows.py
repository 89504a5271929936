"""A gate without network: what its devices load beforehand, and what they hand in afterwards."""

import gzip
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from bench.asks import Ask
from bench.crowd import SLUG
from bench.figures import Figure
from bench.gate_rows import PATH, load_values
from bench.stage import Stage
from congress.badges.tokens import Claims, issue_token
from congress.checkin import manifest
from congress.checkin.actions import create_gate
from congress.checkin.hotpath import Told, record_scans
from congress.checkin.models import Gate
from congress.checkin.queries import gate_by_slug, gate_facts
from congress.foundation.access import SYSTEM
from congress.foundation.answers import encode
from congress.foundation.db import bare_unit_of_work, db, reading, unit_of_work
from congress.programme.models import Congress
from congress.programme.queries import congress_by_slug
from congress.registration.models import Badge, Registration
from congress.registration.passes import badge_code, badge_key
from congress.registration.queries import Filter, registrations_statement

DEVICES = 3
EACH = 1200
# what a device hands in at once
PIECE = 200
SCANS = 200
AT_ONCE = 5000


def offline_uploads(stage: Stage) -> Iterator[Figure]:
    """Three devices come back at the same moment, each with what it saw, at a gate of its own making."""
    with stage.inside(), unit_of_work() as session:
        congress = congress_by_slug(session, SLUG)
        slug = "bench-cut-off"
        create_gate(session, congress, slug=slug, name="示例签到点", forum=None, re_entry=False, by=SYSTEM,
                    now=datetime.now(UTC))  # fmt: skip
        db.session.remove()
        db.engine.dispose()
    commits = stage.commits_per_second(DEVICES)
    each = min(EACH, len(stage.crowd.badges) // DEVICES)
    asks = [_piece(stage, device, first, min(PIECE, each - first), slug, each)
            for first in range(0, each, PIECE) for device in range(DEVICES)]  # fmt: skip
    load = stage.drive([[ask.raw] for ask in asks], clients=DEVICES, seconds=600)
    values = load_values(stage, load, commits)
    scans = DEVICES * each
    values |= {"per_second": scans / load.elapsed, "of_commits": scans / load.elapsed / commits, "scans": scans}
    yield Figure("offline_uploads", f"{DEVICES} × {each}", stage.database, values | {"elapsed_s": load.elapsed})


def _piece(stage: Stage, device: int, first: int, count: int, gate: str, each: int) -> Ask:
    now = datetime.now(UTC)
    seen = stage.crowd.badges[device * each + first : device * each + first + count]
    scans = [
        {"id": f"cut-{device}-{first + number}", "token": token, "gate": gate, "seq": first + number, "offline": True,
         "scanned_at": (now - timedelta(seconds=each - first - number)).isoformat()}
        for number, token in enumerate(seen)
    ]  # fmt: skip
    body = {"device": f"cut-off-{device}", "sent_at": now.isoformat(), "scans": scans}
    return Ask("POST", PATH, body, stage.crowd.bearer)


def manifests(stage: Stage) -> Iterator[Figure]:
    """The first copy as a process builds it that has built none, the next one, and a scan among so many badges."""
    smallest: dict[str, float] = {}
    for count in stage.size.manifests:
        commits = stage.commits_per_second(1)
        with stage.inside():
            congress_id, slug = _crowded(count)
            values = _built(slug) | {"scan_ms": _scan_ms(congress_id, slug, count)}
            db.session.remove()
            db.engine.dispose()
        values["commits_per_second"] = commits
        smallest = smallest or values
        values["scan_times"] = values["scan_ms"] / smallest["scan_ms"]
        # in processor time: the machine may be busier now than it was for the smallest
        values["growth"] = values["cpu_s"] / smallest["cpu_s"] / (count / stage.size.manifests[0])
        yield Figure("manifest", f"{count} badges", stage.database, values)


def _crowded(count: int) -> tuple[int, str]:
    """A congress of its own with one gate and so many badges, all of one guest."""
    now, slug = datetime.now(UTC), f"crowded-{count}"
    with unit_of_work() as session:
        model = congress_by_slug(session, SLUG)
        guest = session.scalars(registrations_statement(model.id, Filter(status="confirmed")).limit(1)).unique().one()
        congress = Congress(
            slug=slug,
            title_zh="示例",
            title_en="Example",
            starts_on=model.starts_on,
            ends_on=model.ends_on,
            registration_closes_at=now,
        )
        session.add(congress)
        session.flush()
        create_gate(session, congress, slug="door", name="示例签到点", forum=None, re_entry=False, by=SYSTEM, now=now)
        facts = {name: getattr(guest, name) for name in ("person_id", "category_id", "status", "name", "language")}
        facts |= {"created_at": now, "changed_at": now}
        copy = Registration(congress_id=congress.id, code=slug[-10:], answers={}, **facts)
        session.add(copy)
        session.flush()
        for start in range(1, count + 1, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, count + 1))
            session.execute(
                insert(Badge),
                [
                    {"congress_id": congress.id, "registration_id": copy.id, "number": number, "serial": 1,
                     "category_letter": "G", "code": badge_code(congress.id, number, 1), "issued_at": now}
                    for number in numbers
                ],
            )  # fmt: skip
        return congress.id, slug


def _built(slug: str) -> dict[str, float]:
    manifest._derived.clear()  # noqa: SLF001 -- as in a process that has built none
    with reading() as session:
        congress = congress_by_slug(session, slug)
        gate: Gate = gate_by_slug(session, congress.id, "door")
        began, used = time.perf_counter(), time.process_time()
        whole = encode(manifest.build_manifest(session, congress, gate))
        elapsed, used = time.perf_counter() - began, time.process_time() - used
        version = manifest.build_manifest(session, congress, gate)["version"]
        began = time.perf_counter()
        later = encode(manifest.build_manifest(session, congress, gate, since=version))
        return {
            "elapsed_s": elapsed,
            "cpu_s": used,
            "kilobytes": _on_the_wire(whole),
            "later_s": time.perf_counter() - began,
            "later_kilobytes": _on_the_wire(later),
        }


def _on_the_wire(content: bytes) -> float:
    """In kilobytes, as the web server in front packs it."""
    return len(gzip.compress(content, 6)) / 1000


def _scan_ms(congress_id: int, slug: str, count: int) -> float:
    """A single scan among so many badges, from the token to the commit, without HTTP.

    That of the fastest tenth: what a busy machine adds to the others says nothing about the number of badges.
    """
    key = badge_key()
    with reading() as session:
        gates = gate_facts(session, congress_id)
    spread = range(1, count + 1, max(1, count // SCANS))[:SCANS]
    seconds = []
    for number in spread:
        claims = Claims(congress_id, number, 1, "G")
        token, now = issue_token(claims, key), datetime.now(UTC)
        told = [Told(f"{slug}-{number}", token, "door", now.isoformat(), 0, offline=False)]
        began = time.perf_counter()
        with bare_unit_of_work() as connection:
            record_scans(connection, congress_id, told, device="bench", sent_at=None, received=now, gates=gates,
                         read=lambda _token, claims=claims: claims)  # fmt: skip
        seconds.append(time.perf_counter() - began)
    return statistics.quantiles(seconds, n=10)[0] * 1000
