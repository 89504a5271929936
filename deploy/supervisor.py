"""Several processes as one: started together, watched, and stopped together.

Each process leads a group of its own, so that Ctrl-C reaches the supervisor alone and nothing is left behind
when it stops them. Their output is passed on line by line with the process's name in front.
"""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
WIDTH = 9


def say(text: str, name: str = "congress") -> None:
    print(f"{name:{WIDTH}}| {text}", flush=True)


@dataclass(kw_only=True)
class Program:
    """What to run. `restart` is for what the layout survives the loss of; else its end ends everything."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_with: signal.Signals = signal.SIGTERM
    patience: float = 20
    restart: bool = False
    user: str | None = None
    folder: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    again_at: float | None = None


class Stopped(Exception):
    """The supervisor was told to stop while it waited for something."""


class Supervisor:
    """Runs programs until it is told to stop or one that matters ends."""

    def __init__(self) -> None:
        self._programs: list[Program] = []
        self._selector = selectors.DefaultSelector()
        self._partial: dict[int, bytes] = {}
        self._asked: int | None = None
        self.failure: str | None = None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, number: int, _frame: FrameType | None) -> None:
        self._asked = number

    def start(self, program: Program) -> None:
        """Start the program and watch it from now on."""
        process = subprocess.Popen(
            program.command,
            env={**os.environ, **program.environment},
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=program.user,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 -- no threads here; it ties the child's life to ours
        )
        program.process = process
        program.again_at = None
        if program not in self._programs:
            self._programs.append(program)
        assert process.stdout is not None  # noqa: S101 -- it was asked for above
        os.set_blocking(process.stdout.fileno(), False)
        self._selector.register(process.stdout, selectors.EVENT_READ, program)

    def wait_until(self, ready: Callable[[], bool], *, what: str, seconds: float) -> None:
        """Pass logs on until `ready` says yes.

        Raises:
            Stopped: a program ended, a signal came, or the time is over; `failure` names the reason.
        """
        deadline = time.monotonic() + seconds
        asked_at = 0.0
        while True:
            self._turn(0.2)
            if self._asked is not None or self.failure:
                raise Stopped
            if time.monotonic() - asked_at >= 0.5:  # noqa: PLR2004 -- seconds between two questions
                if ready():
                    return
                asked_at = time.monotonic()
            if time.monotonic() > deadline:
                self.failure = f"{what} did not answer within {seconds:.0f} s"
                raise Stopped

    def watch(self) -> None:
        """Pass logs on until the end."""
        while self._asked is None and not self.failure:
            self._turn(0.5)

    def stop(self) -> int:
        """Stop everything, the last one started first; answers the exit code for the command."""
        say(self.failure or "stopping")
        # a second Ctrl-C must not cut the clean end short
        for program in reversed(self._programs):
            self._stop_one(program)
        self._turn(0)
        say("stopped")
        return 1 if self.failure else 0

    def _turn(self, seconds: float) -> None:
        for key, _events in self._selector.select(seconds):
            self._pass_on(key.fileobj.fileno(), key.data)  # type: ignore[union-attr]  # pipes alone are registered
        for program in self._programs:
            self._look_after(program)

    def _pass_on(self, descriptor: int, program: Program) -> None:
        try:
            chunk = os.read(descriptor, 65536)
        except BlockingIOError:
            return
        text = self._partial.pop(descriptor, b"") + chunk
        *lines, rest = text.split(b"\n")
        for line in lines:
            say(line.decode(errors="replace").rstrip(), program.name)
        if rest and chunk:
            self._partial[descriptor] = rest
        elif rest:
            say(rest.decode(errors="replace"), program.name)
        if not chunk:
            for key in list(self._selector.get_map().values()):
                if key.fd == descriptor:
                    self._selector.unregister(key.fileobj)
                    key.fileobj.close()  # type: ignore[union-attr]  # a pipe

    def _look_after(self, program: Program) -> None:
        process = program.process
        if process is None:
            if program.again_at is not None and time.monotonic() >= program.again_at and self._asked is None:
                say(f"starting {program.name} again")
                self.start(program)
            return
        code = process.poll()
        if code is None or self._asked is not None:
            return
        _end_group(process.pid, signal.SIGKILL)
        reason = f"{program.name} ended {_how(code)}"
        if not program.restart:
            self.failure = self.failure or f"{reason}: stopping the rest"
            return
        program.process = None
        program.restarts += 1
        pause = min(10.0, 0.5 * program.restarts)
        program.again_at = time.monotonic() + pause
        say(f"{reason}; starting it again in {pause:.1f} s")

    def _stop_one(self, program: Program) -> None:
        process = program.process
        if process is None:
            return
        if process.poll() is None:
            # only the leader: gunicorn, Celery, nginx and PostgreSQL end their own children in good order
            process.send_signal(program.stop_with)
            deadline = time.monotonic() + program.patience
            while process.poll() is None and time.monotonic() < deadline:
                self._drain(0.1)
            if process.poll() is None:
                say(f"{program.name} did not stop within {program.patience:.0f} s and is killed")
        _end_group(process.pid, signal.SIGKILL)
        process.wait()

    def _drain(self, seconds: float) -> None:
        if not self._selector.get_map():
            time.sleep(seconds)
            return
        for key, _events in self._selector.select(seconds):
            self._pass_on(key.fileobj.fileno(), key.data)  # type: ignore[union-attr]  # pipes alone are registered


def _how(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"


def _end_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def _die_with_parent() -> None:
    """Ask Linux to end the child when the supervisor is killed without a chance to stop it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
