"""A programme of 900 sessions: imported, looked at by phones, printed as a grid and as a list."""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from bench.asks import Ask
from bench.crowd import SLUG as DEMO
from bench.figures import Figure
from bench.gate_rows import load_values
from bench.stage import Stage
from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.pages import zone
from congress.handbook.production import Kind, draw, matter_of
from congress.handbook.speech import Tongue
from congress.programme.copying import copy_congress, open_congress
from congress.programme.imported import ProgrammeReport, import_programme
from congress.programme.imports.read import read_programme
from congress.programme.models import Congress
from congress.programme.queries import congress_by_slug, sessions_of
from congress.programme.sessions import remove_session

SLUG = "large"
DAYS, ROOMS, SPEAKERS, TRACKS = 4, 18, 400, 8
FIRST = date(2036, 11, 20)
PAGES = 2000


def programme(stage: Stage) -> Iterator[Figure]:
    """Import twice, the public list, and both papers; the congress is public only meanwhile."""
    with tempfile.TemporaryDirectory() as folder, stage.inside():
        path = Path(folder) / "schedule.json"
        path.write_bytes(schedule(stage.size.sessions))
        _make_congress()
        for variant in ("import", "import again"):
            commits = stage.commits_per_second(1)
            began = time.monotonic()
            report = _imported(path)
            values = {"elapsed_s": time.monotonic() - began, "count": stage.size.sessions}
            values |= {"created": report.created, "unchanged": report.unchanged, "commits_per_second": commits}
            yield Figure("programme", variant, stage.database, values)
        with _public():
            db.engine.dispose()
            yield _page(stage)
            yield from _papers(stage)


def schedule(count: int) -> bytes:
    """So many sessions over four days in eighteen rooms, as schedule JSON, with two speakers and an abstract each."""
    days: list[dict[str, object]] = []
    for day in range(DAYS):
        rooms: dict[str, list[dict[str, object]]] = {}
        for number in range(day, count, DAYS):
            place, slot = number // DAYS % ROOMS, number // DAYS // ROOMS
            begins = datetime.combine(FIRST, datetime.min.time(), zone()) + timedelta(days=day, minutes=540 + 45 * slot)
            rooms.setdefault(f"{place + 1}号会议室", []).append(_event(number, begins))
        days.append({"index": day, "date": (FIRST + timedelta(days=day)).isoformat(), "rooms": rooms})
    return json.dumps({"schedule": {"version": "1", "conference": {"acronym": SLUG, "days": days}}}).encode()


def _event(number: int, begins: datetime) -> dict[str, object]:
    people = [f"示例讲者{one % SPEAKERS}" for one in (number, number * 7 + 1)]
    return {
        "id": number + 1, "guid": f"00000000-0000-4000-8000-{number:012}", "date": begins.isoformat(),
        "duration": "00:45", "title": f"校友企业与现代化产业体系的对接与展望（第{number}场）",
        "track": f"主题{number % TRACKS}", "type": "talk",
        "abstract": "<p>这是一段示例摘要，说明本场议程的内容。</p>" * 6,
        "persons": [{"id": one, "public_name": name} for one, name in enumerate(people, start=1)],
    }  # fmt: skip


def _make_congress() -> None:
    facts = {"slug": SLUG, "title_zh": "示例大会", "title_en": "Example congress", "starts_on": FIRST}
    with unit_of_work() as session:
        made = copy_congress(session, congress_by_slug(session, DEMO), facts, by=SYSTEM, now=clock.now())
        for item in sessions_of(session, made.id):
            remove_session(session, made, item.key, by=SYSTEM, now=clock.now())


def _imported(path: Path) -> ProgrammeReport:
    report = ProgrammeReport()
    found = read_programme(path, report, zone=None, ours=zone())
    with unit_of_work() as session:
        return import_programme(session, congress_by_slug(session, SLUG), found, report, by=SYSTEM, now=clock.now())


@contextmanager
def _public() -> Iterator[None]:
    with unit_of_work() as session:
        open_congress(session, congress_by_slug(session, SLUG), by=SYSTEM, now=clock.now())
    try:
        yield
    finally:
        with unit_of_work() as session:
            congress: Congress = congress_by_slug(session, SLUG)
            congress.released = False


def _page(stage: Stage) -> Figure:
    """The list of all days, whose first page holds what a phone loads, asked by one reader after the other."""
    ask = Ask("GET", "/programme?by=list", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    commits = stage.commits_per_second(1)
    stage.drive([[ask.raw]] * 40, clients=4, seconds=2)
    load = stage.drive([[ask.raw]] * PAGES, clients=1, seconds=stage.size.seconds)
    values = load_values(stage, load, commits)
    values |= {"statements": stage.statements_of([ask] * 3), "kilobytes": load.size / 1024}
    return Figure("programme", "page", stage.database, values)


def _papers(stage: Stage) -> Iterator[Figure]:
    for kind in (Kind.GRID, Kind.LIST):
        commits = stage.commits_per_second(1)
        began, out = time.monotonic(), BytesIO()
        with reading() as session:
            matter = matter_of(session, congress_by_slug(session, SLUG), Tongue.ZH, now=clock.now())
            draw(out, matter, {"kind": kind, "format": "pdf"}, slogan=[], people=[])
        values = {"elapsed_s": time.monotonic() - began, "bytes": len(out.getvalue()), "commits_per_second": commits}
        yield Figure("programme", f"{kind} PDF", stage.database, values)
