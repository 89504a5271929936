"""The same work in several processes that begin at one moment."""

import multiprocessing
import resource
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")
# forked, so that what was prepared here (bodies of requests, fonts) is there without being sent
_FORK = multiprocessing.get_context("fork")
LONGEST = 600
Start = Callable[[], object]


def together(count: int, work: Callable[[int, Start], T]) -> list[T]:
    """Run `work(number, start)` in `count` processes; each calls `start()` when it is prepared, and waits there.

    Raises:
        RuntimeError: one of them failed; it has told why on standard error.
    """
    barrier = _FORK.Barrier(count)
    pipes = [_FORK.Pipe(duplex=False) for _number in range(count)]
    children = [
        _FORK.Process(target=_run, args=(work, number, barrier, sending), daemon=True)
        for number, (_receiving, sending) in enumerate(pipes)
    ]
    for child in children:
        child.start()
    for _receiving, sending in pipes:
        sending.close()
    try:
        return [_result(receiving) for receiving, _sending in pipes]
    finally:
        for child in children:
            child.join(5)
            if child.is_alive():
                child.kill()


def _run(work: Callable[[int, Start], Any], number: int, barrier: Any, sending: Connection) -> None:
    try:
        sending.send(work(number, lambda: barrier.wait(LONGEST)))
    except BaseException:
        barrier.abort()
        traceback.print_exc()
        raise


def _result(receiving: Connection) -> Any:
    try:
        return receiving.recv()
    except EOFError:
        raise RuntimeError("A process of the benchmark failed.") from None


def peak_memory() -> int:
    """The most that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
