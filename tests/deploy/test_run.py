"""`make run`: one pair of processes, once on a database, gone without a trace when it stops."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil

from congress.settings import ROOT
from tests.layouts import clean_environment, fetch, free_port, started
from tests.waiting import eventually


def run_again(instance: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deploy.run"],
        cwd=ROOT, env=clean_environment(instance, **more), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_it_serves_the_demo_to_one_caller_and_however_it_ends_nothing_of_it_is_left(tmp_path: Path) -> None:
    with started("deploy.run", tmp_path) as layout:
        layout.wait_ready(within=200)
        assert fetch(f"{layout.site}/healthz")[0] == 200
        assert fetch(f"{layout.site}/api/v1/congresses/2026")[0] == 200
        assert "organiser@demo.example" in layout.said
        assert f"{layout.site}/login" in layout.said
        second = run_again(tmp_path / "instance", PORT=str(free_port()))
        assert second.returncode == 1
        assert second.stderr == f"Another `make run` serves this database already: {tmp_path}/instance/congress.db.\n"
        port = layout.site.rpartition(":")[2]
        other = run_again(tmp_path / "other", PORT=port)
        assert other.returncode == 1
        assert other.stderr.startswith(f"127.0.0.1:{port} is taken by another program.")
        assert other.stderr.count("\n") == 1
        assert layout.stop() == 0
    assert "Traceback" not in layout.said
    assert layout.said.rstrip().endswith("stopped")
    with started("deploy.run", tmp_path) as again:
        again.wait_ready(within=60)
        assert "has a congress already" in again.said
        worker = again.child("celery")
        worker.kill()
        assert again.process.wait(timeout=40) == 1
        assert "worker ended by SIGKILL: stopping the rest" in again.said
        assert fetch(f"{again.site}/healthz")[0] == 0
    with started("deploy.run", tmp_path) as last:
        last.wait_ready(within=60)
        family = last.children()
        assert len(family) >= 4
        last.process.send_signal(signal.SIGKILL)
        last.process.wait()

        def all_gone() -> bool:
            return not [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]

        eventually(all_gone, within=40)


def test_a_wrong_port_is_said_in_one_line(tmp_path: Path) -> None:
    for port in ("http", "0", "65536"):
        done = run_again(tmp_path, PORT=port)
        assert (done.returncode, done.stderr) == (1, f"PORT must be a number from 1 to 65535, not '{port}'.\n")
