"""The interface of an official account with faults, on loopback."""

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

APP_ID, SECRET = "wx-example", "a secret of the account"


@dataclass
class FakeWeChat:
    """What it was asked to send, the tokens it gave, and the answers that it gives before it says yes."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    def answer(self, path: str, asked: dict[str, str], body: dict[str, Any]) -> dict[str, Any] | bytes:
        if path == "/cgi-bin/stable_token":
            assert (body["appid"], body["secret"]) == (APP_ID, SECRET)
            if not self.given or body.get("force_refresh"):
                self.given.append(f"token-{len(self.given) + 1}")
            return {"access_token": self.given[-1], "expires_in": 7200}
        if path == "/sns/oauth2/access_token":
            assert asked["secret"] == SECRET
            known = asked["code"].startswith("code-of-")
            return {"openid": asked["code"].removeprefix("code-of-")} if known else {"errcode": 40029}
        if self.answers:
            return self.answers.pop(0)
        assert asked["access_token"] == self.given[-1]
        self.sent.append(body)
        return {"errcode": 0, "errmsg": "ok", "msgid": 100 + len(self.sent)}

    def start(self) -> str:
        """Answers the address at which it listens."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.do_POST()

            def do_POST(self) -> None:
                asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or "{}")
                answer = fake.answer(urlsplit(self.path).path, asked, body)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

            def log_message(self, *_args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
