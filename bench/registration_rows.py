"""Registering: by the API, through the pages, and five hundred at once for fifty seats."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from bench.asks import HOST, Ask
from bench.crowd import FORUMS, SLUG
from bench.figures import Figure
from bench.gate_rows import load_values
from bench.load import Journey
from bench.stage import Stage

PATH = f"/api/v1/congresses/{SLUG}/registrations"
SEATS, RUSH = 50, 500
PEOPLE_AT_MOST = 400
_numbers = itertools.count(1)
_forums = itertools.count(1)


def registration_ask(stage: Stage, forum: str = "") -> Ask:
    """Somebody new with a school, a phone and a seat in one forum."""
    number = next(_numbers)
    body = {
        "name": f"示例来宾{number:06d}",
        "email": f"came{number}@demo.example",
        "phone": f"+86{18_000_000_000 + number}",
        "organisation": "示例（虚构）医药有限公司",
        "schools": [{"code": stage.crowd.schools[number % len(stage.crowd.schools)], "graduated": 2001}],
        "forums": [forum or FORUMS[number % len(FORUMS)]],
        "consent": True,
        "consents": {"publish": True},
    }
    return Ask("POST", PATH, body, stage.crowd.bearer)


def registrations(stage: Stage) -> Iterator[Figure]:
    """One person a request."""
    for clients in stage.size.clients:
        commits = stage.commits_per_second(clients)
        enough = int(PEOPLE_AT_MOST * stage.size.seconds) + 50
        asks = [registration_ask(stage) for _number in range(enough)]
        stage.drive([[registration_ask(stage).raw] for _number in range(20)], clients=clients, seconds=1)
        load = stage.drive([[ask.raw] for ask in asks], clients=clients, seconds=stage.size.seconds)
        statements = stage.statements_of([registration_ask(stage) for _number in range(9)])
        values = load_values(stage, load, commits, expected=201) | {"statements": statements}
        name = f"{clients} client{'s' if clients > 1 else ''}"
        yield Figure("registrations", name, stage.database, values)


def registration_pages(stage: Stage) -> Iterator[Figure]:
    """The whole way: open the form, send it, read that it has arrived."""
    commits = stage.commits_per_second(8)
    journeys = [_way_through_the_pages() for _number in range(int(PEOPLE_AT_MOST * stage.size.seconds / 2))]
    load = stage.drive(journeys, clients=8, seconds=stage.size.seconds, marker=b"@demo.example")
    values = load_values(stage, load, commits) | {"arrived": load.marked}
    yield Figure("registration_pages", "8 clients", stage.database, values)


def _way_through_the_pages() -> Journey:
    number = next(_numbers)
    # everybody comes from an address of their own: how often one may register from one is limited
    sender = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
    form = {
        "name": f"示例页面来宾{number:06d}",
        "email": f"page{number}@demo.example",
        "language": "zh",
        "forums": FORUMS[number % len(FORUMS)],
        "attend": "y",
        "publish": "y",
    }
    return [Ask("GET", "/register", headers=sender).raw, _send_form(form, sender), _follow(sender)]


def _send_form(form: dict[str, str], sender: dict[str, str]) -> Callable[[bytes], bytes]:
    def make(page: bytes) -> bytes:
        found = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page)
        if found is None:
            raise RuntimeError(f"No form: {page[:300].decode(errors='replace')}")
        body = urlencode(form | {"csrf_token": found[1].decode()}).encode()
        head = {"Cookie": _cookie(page), "Content-Type": "application/x-www-form-urlencoded"} | sender
        lines = ["POST /register HTTP/1.1", f"Host: {HOST}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in head.items()]
        return "\r\n".join([*lines, "", ""]).encode() + body

    return make


def _follow(sender: dict[str, str]) -> Callable[[bytes], bytes]:
    def make(answer: bytes) -> bytes:
        if not answer.startswith(b"HTTP/1.1 302"):
            raise RuntimeError(f"Not registered: {answer[:80].decode(errors='replace')}")
        return Ask("GET", "/register/done", headers={"Cookie": _cookie(answer)} | sender).raw

    return make


def _cookie(answer: bytes) -> str:
    found = re.search(rb"\r\nSet-Cookie: (session=[^;]+)", answer, re.IGNORECASE)
    return found[1].decode() if found else ""


def seats(stage: Stage) -> Iterator[Figure]:
    """Five hundred people at the same moment for the fifty seats of one forum."""
    starts = datetime.now(UTC) + timedelta(days=31, hours=3)
    forum = {
        "slug": "bench-seats", "track": "invest", "title": {"zh": "示例专场", "en": "Example"}, "room": "示例厅",
        "starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat(), "capacity": SEATS,
    }  # fmt: skip
    made = Ask("POST", f"/api/v1/congresses/{SLUG}/forums", forum, stage.crowd.bearer)
    stage.drive([[made.raw]], clients=1, seconds=60)
    commits = stage.commits_per_second(8)
    rush = [[registration_ask(stage, "bench-seats").raw] for _number in range(RUSH)]
    load = stage.drive(rush, clients=RUSH, seconds=60, marker=b"forum-full")
    values = {
        "taken": load.statuses[201],
        "refused": load.marked,
        "elapsed_s": load.elapsed,
        "p99_ms": load.percentile_ms(99),
        "answers": json.dumps({str(status): count for status, count in sorted(load.statuses.items())}),
        "commits_per_second": commits,
    }
    yield Figure("seats", f"{RUSH} for {SEATS}", stage.database, values)
