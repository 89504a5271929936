"""Closed-loop clients over HTTP with keep-alive: raw sockets, since the load shares the cores with the served."""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.processes import Start, together

Address = tuple[str, int]
# bytes to send, or how to make them from the answer before
Step = bytes | Callable[[bytes], bytes]
Journey = Sequence[Step]
CONNECT_TRIES = 50
SILENCE = 60.0


@dataclass
class Load:
    """What a load saw: when it ran, how long each journey took, what was answered at its end."""

    began: float = 0.0
    ended: float = 0.0
    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    marked: int = 0
    size: int = 0
    # processor time of the web processes while the load ran, in seconds; the same on a busy machine as on an idle one
    web_seconds: float = 0.0

    @property
    def count(self) -> int:
        return len(self.seconds)

    @property
    def elapsed(self) -> float:
        return max(self.ended - self.began, 1e-9)

    @property
    def per_second(self) -> float:
        return self.count / self.elapsed

    def percentile_ms(self, percent: float) -> float:
        """The time within which this share of the journeys was answered."""
        ordered = sorted(self.seconds)
        if not ordered:
            return 0.0
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000


def drive(
    address: Address, journeys: Sequence[Journey], *, clients: int, seconds: float = 3600.0, marker: bytes = b""
) -> Load:
    """Let `clients` go through the journeys for so long, or until there are none left.

    `marker` is looked for in each journey's last answer; how many held it is counted.
    """
    processes = 1 if clients < 4 else 2

    def work(number: int, start: Start) -> Load:
        mine = iter(journeys[number::processes])
        share = len(range(number, clients, processes))
        return _Loop(address, mine, share, marker).run(start, seconds)

    loads = together(processes, work)
    return Load(
        began=min(load.began for load in loads),
        ended=max(load.ended for load in loads),
        seconds=[each for load in loads for each in load.seconds],
        statuses=sum((load.statuses for load in loads), Counter()),
        marked=sum(load.marked for load in loads),
        size=max(load.size for load in loads),
    )


class _Loop:
    """One process's clients."""

    def __init__(self, address: Address, journeys: Iterator[Journey], clients: int, marker: bytes) -> None:
        self._journeys = journeys
        self._marker = marker
        self._clients = [_Client(address) for _number in range(clients)]

    def run(self, start: Start, seconds: float) -> Load:
        load, selector = Load(), selectors.DefaultSelector()
        start()
        load.began = time.monotonic()
        deadline = load.began + seconds
        for client in self._clients:
            self._next(client, selector, deadline)
        while selector.get_map():
            ready = selector.select(SILENCE)
            if not ready:
                raise TimeoutError(f"No answer within {SILENCE:.0f} s.")
            for key, _events in ready:
                client: _Client = key.data
                if not client.receive(selector) or client.steps:
                    continue
                load.seconds.append(time.monotonic() - client.began)
                load.statuses[client.status] += 1
                load.marked += bool(self._marker) and self._marker in client.answer
                load.size = max(load.size, len(client.answer))
                self._next(client, selector, deadline)
        load.ended = time.monotonic()
        return load

    def _next(self, client: "_Client", selector: selectors.BaseSelector, deadline: float) -> None:
        journey = next(self._journeys, None) if time.monotonic() < deadline else None
        if journey is None:
            client.leave(selector)
        else:
            client.begin(journey, selector)


class _Client:
    """One keep-alive connection; what the server closed between two requests is opened and asked again."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._socket = self._connected()
        self._registered = False
        self._sent = b""
        self._buffer = bytearray()
        self.steps: list[Step] = []
        self.answer = b""
        self.status = 0
        self.began = 0.0

    def _connected(self) -> socket.socket:
        for _try in range(CONNECT_TRIES):
            try:
                connected = socket.create_connection(self._address, timeout=SILENCE)
            except ConnectionError:
                time.sleep(0.02)
            else:
                connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connected
        raise ConnectionError(f"Nobody listens on {self._address}.")

    def begin(self, journey: Journey, selector: selectors.BaseSelector) -> None:
        self.steps, self.answer = list(journey), b""
        self.began = time.monotonic()
        self._step(selector)

    def _step(self, selector: selectors.BaseSelector) -> None:
        step = self.steps.pop(0)
        self._sent = step if isinstance(step, bytes) else step(self.answer)
        self._send(selector)

    def _send(self, selector: selectors.BaseSelector) -> None:
        self._buffer.clear()
        if not self._registered:
            selector.register(self._socket, selectors.EVENT_READ, self)
            self._registered = True
        try:
            self._socket.sendall(self._sent)
        except ConnectionError:
            self._again(selector)

    def _again(self, selector: selectors.BaseSelector) -> None:
        self.leave(selector)
        self._socket = self._connected()
        self._send(selector)

    def receive(self, selector: selectors.BaseSelector) -> bool:
        """Read what has come; whether a whole answer is there and nothing is left to be sent."""
        try:
            part = self._socket.recv(262_144)
        except ConnectionError:
            part = b""
        if not part:
            self._again(selector)
            return False
        self._buffer += part
        head = self._buffer.find(b"\r\n\r\n")
        if head < 0 or len(self._buffer) < head + 4 + _length(bytes(self._buffer[:head])):
            return False
        self.answer = bytes(self._buffer)
        self.status = int(self.answer[9:12])
        if self.steps:
            self._step(selector)
            return False
        return True

    def leave(self, selector: selectors.BaseSelector) -> None:
        if self._registered:
            selector.unregister(self._socket)
            self._registered = False
        self._socket.close()


def _length(head: bytes) -> int:
    _before, found, after = head.lower().partition(b"\r\ncontent-length:")
    return int(after.split(b"\r\n", 1)[0]) if found else 0
