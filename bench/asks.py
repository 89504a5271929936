"""A request that can be sent over a socket, many times and cheaply, or to the app inside this process."""

import json
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ask:
    """One request."""

    method: str
    path: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> bytes:
        body = b"" if self.body is None else json.dumps(self.body, ensure_ascii=False).encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def send(self, client: FlaskClient) -> TestResponse:
        return client.open(self.path, method=self.method, json=self.body, headers=self.headers)


def statements_of(app: Flask, engine: Engine, asks: list[Ask]) -> int:
    """How many SQL statements one of these requests takes when the process is warm: the median over them.

    The transaction's own BEGIN and COMMIT are not counted, savepoints are.
    """
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            seen.append(statement)

    client, counts = app.test_client(use_cookies=False), []
    event.listen(engine, "before_cursor_execute", note)
    try:
        for ask in asks:
            seen.clear()
            answer = ask.send(client)
            if answer.status_code >= 400:
                raise RuntimeError(f"{ask.method} {ask.path}: {answer.status} {answer.get_data(as_text=True)[:300]}")
            counts.append(len(seen))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return sorted(counts)[len(counts) // 2]
