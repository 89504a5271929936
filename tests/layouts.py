"""`make run` and `make up` as a test starts them: processes with an instance folder and ports of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from congress.settings import ROOT
from tests.waiting import eventually


def free_port(*, run_of: int = 1) -> int:
    """A port that nobody listens on, with the next ones free as well."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first: int = probe.getsockname()[1]
        if first + run_of < 60000 and all(_is_free(first + step) for step in range(run_of)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def fetch(url: str, **headers: str) -> tuple[int, bytes]:
    """Status and body; status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return 0, b""


def post_json(url: str, body: Any, **headers: str) -> tuple[int, Any]:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), headers={"Content-Type": "application/json", **headers}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


class Started:
    """A running layout: its process, its address, what it said so far."""

    def __init__(self, process: subprocess.Popen[bytes], site: str, log: Path, environment: dict[str, str]) -> None:
        self.process = process
        self.site = site
        self.environment = environment
        self._log = log

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait_ready(self, *, within: float) -> None:
        def is_ready() -> bool:
            assert self.process.poll() is None, self.said
            return fetch(f"{self.site}/readyz")[0] == 200 and "Ready after" in self.said

        eventually(is_ready, within=within, pause=0.3)

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, marker: str) -> psutil.Process:
        """The topmost process whose command line holds the marker."""
        return next(each for each in psutil.Process(self.process.pid).children() if marker in " ".join(each.cmdline()))

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """End it the way Ctrl-C does; answers its exit code and expects that nothing is left behind."""
        family = self.children()
        self.process.send_signal(number)
        code = self.process.wait(timeout=60)
        left = [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
        assert left == []
        return code


def clean_environment(instance: Path, **more: str) -> dict[str, str]:
    """The test's own environment without what would configure the product."""
    from tests.test_settings import WRONG

    configured = {name for name, _value, _says in WRONG}
    kept = {name: value for name, value in os.environ.items() if name not in configured}
    return {**kept, "CONGRESS_INSTANCE": str(instance), **more}


@contextmanager
def started(module: str, folder: Path, **more: str) -> Iterator[Started]:
    """Run `python -m module` until the end of the block; whatever is left then is killed."""
    port = free_port(run_of=4)
    environment = clean_environment(folder / "instance", PORT=str(port), HOST="127.0.0.1", **more)
    log = folder / "said.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
    layout = Started(process, f"http://127.0.0.1:{port}", log, environment)
    try:
        yield layout
    finally:
        if process.poll() is None:
            family = layout.children()
            process.kill()
            process.wait()
            for each in family:
                with suppress(psutil.NoSuchProcess):
                    each.kill()
