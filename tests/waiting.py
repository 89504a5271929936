"""Waiting for what another process does."""

import threading
import time
from collections.abc import Callable


def eventually(question: Callable[[], object], *, within: float, pause: float = 0.1) -> None:
    """Ask until the answer is yes; fails when the time is over."""
    deadline = time.monotonic() + within
    while not question():
        assert time.monotonic() < deadline, f"It did not happen within {within:.0f} s."
        threading.Event().wait(pause)
