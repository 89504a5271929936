"""An SMS gateway with faults, on loopback."""

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from congress.notifications.sms import KEY, SIGNATURE, TIME, signature_of

SECRET = "a secret shared with the gateway"
ACCEPTED = (200, {"state": "accepted", "id": "provider-1"})


@dataclass
class FakeGateway:
    """What it was asked to send, and how it answers: a status with a document, or nothing at all."""

    answer: tuple[int, Any] | None = ACCEPTED
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    released: Event = field(default_factory=Event)

    def start(self) -> str:
        """Answers the address at which it listens."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers[SIGNATURE] == signature_of(SECRET, self.headers[TIME], body)
                fake.keys.append(self.headers[KEY])
                fake.asked.append(json.loads(body))
                if fake.answer is None:
                    fake.released.wait(5)
                    return
                status, document = fake.answer
                self.send_response(status)
                self.end_headers()
                self.wfile.write(document if isinstance(document, bytes) else json.dumps(document).encode())

            def log_message(self, *_args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/send"

    def stop(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
