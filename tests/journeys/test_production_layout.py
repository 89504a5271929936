"""The production layout, from an empty folder to a registration that survives a lost web node."""

import signal
import subprocess
import sys
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from congress.settings import ROOT
from tests.layouts import Started, fetch, post_json, started
from tests.tools import need
from tests.waiting import eventually

PASSWORD = "correct horse battery staple"


def read_environment(layout: Started) -> dict[str, str]:
    """What `make up` wrote for commands beside it."""
    lines = (Path(layout.environment["CONGRESS_INSTANCE"]) / "environment").read_text().splitlines()
    return {name: value.strip("'") for name, _sign, value in (line.partition("=") for line in lines)}


def congress(layout: Started, *arguments: str, typed: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "congress", *arguments],
        cwd=ROOT,
        env={**layout.environment, **read_environment(layout)},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.journey
def test_two_nodes_behind_nginx_keep_answering_when_one_is_lost(tmp_path: Path) -> None:
    need("nginx")
    with started("deploy.up", tmp_path) as layout:
        layout.wait_ready(within=150)
        assert fetch(f"{layout.site}/healthz")[0] == 200
        assert fetch(f"{layout.site}/login")[0] == 200

        # outside the demo mode nobody can sign in until somebody is created
        assert "demo" not in layout.said.lower().replace("congress_demo", "")
        congress(layout, "user", "create", "organiser@congress.test", "--role", "organiser", typed=PASSWORD)
        token = congress(layout, "token", "create", "--user", "organiser@congress.test")
        bearer = {"Authorization": f"Bearer {token}"}
        assert fetch(f"{layout.site}/api/v1/congresses/2026/registrations", **bearer)[0] == 404
        congress(layout, "demo", "load", "--registrations", "0")

        calls = f"{layout.site}/api/v1/congresses/2026/registrations"
        entry = {"name": "示例校友甲", "email": "jia@example.test", "consent": True}
        status, registered = post_json(calls, entry, **bearer)
        assert status == 201, registered
        outbox_drains(layout)

        web = layout.child("gunicorn")
        pids = {each.pid for each in web.children(recursive=True)} | {web.pid}
        web.send_signal(signal.SIGKILL)
        for number in range(20):
            registers(calls, entry | {"name": f"示例校友{number}", "email": f"n{number}@example.test"}, **bearer)
            assert fetch(f"{layout.site}/healthz")[0] == 200
        eventually(lambda: "starting web" in layout.said and nodes_running(layout) == 2, within=30)
        assert not pids & {each.pid for each in layout.children()}
        eventually(lambda: fetch(f"{layout.site}/readyz")[0] == 200, within=30)
        assert count_registrations(layout) == 21
        assert layout.stop() == 0
    assert "Traceback" not in layout.said


def registers(url: str, entry: dict[str, Any], **headers: str) -> None:
    """Ask as a client should: with a key, and again with the same key when the node was lost in between."""
    key = {"Idempotency-Key": entry["email"], **headers}
    for _attempt in range(5):
        try:
            status, answer = post_json(url, entry, **key)
        except (HTTPException, ConnectionError):
            continue  # the node died in the middle of its answer
        if status != 503:
            break
        assert answer["type"].endswith("/unavailable")
    assert status == 201, answer


def count_registrations(layout: Started) -> int:
    with psycopg.connect(read_environment(layout)["DATABASE_URL"]) as database:
        row = database.execute("SELECT count(*) FROM registrations").fetchone()
        assert row is not None
        return row[0]


def nodes_running(layout: Started) -> int:
    return sum("gunicorn" in " ".join(each.cmdline()) for each in psutil.Process(layout.process.pid).children())


def outbox_drains(layout: Started) -> None:
    """The confirmation is worked off by the worker: with no mail server it is kept in the outbox."""
    with psycopg.connect(read_environment(layout)["DATABASE_URL"], autocommit=True) as database:

        def is_kept() -> bool:
            states = database.execute("SELECT state FROM messages WHERE address = 'jia@example.test'").fetchall()
            return states == [("kept",)]

        eventually(is_kept, within=40)
