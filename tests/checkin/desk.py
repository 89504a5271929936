"""An organiser's desk over HTTP, for every test about gates: people with badges, gates, scans."""

import itertools
from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient

from congress.checkin.actions import forget_gates
from congress.checkin.devices import forget_devices
from congress.foundation.db import unit_of_work
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_forum

C = "/api/v1/congresses/2036"


class Desk:
    """An organiser's token with a gate of the congress, one of a forum, and people with badges."""

    def __init__(self, client: FlaskClient) -> None:
        forget_gates()
        forget_devices()
        self.client = client
        with unit_of_work() as session:
            congress = make_congress(session)
            make_forum(session, congress, "talk", capacity=1, waitlist=True)
            self.headers = make_token(session, make_user(session, "organiser"))
        self.post("gates", {"slug": "main", "name": "正门"}, 201)
        self.post("gates", {"slug": "side", "name": "侧门"}, 201)
        self.post("gates", {"slug": "hall", "name": "一号厅", "forum": "talk"}, 201)
        self.post("gates", {"slug": "lobby", "name": "大堂", "re_entry": True}, 201)
        self.ids = itertools.count(1)

    def post(self, path: str, body: dict[str, Any], status: int) -> Any:
        answer = self.client.post(f"{C}/{path}", json=body, headers=self.headers)
        assert answer.status_code == status, answer.json
        return answer.json

    def get(self, path: str) -> Any:
        answer = self.client.get(f"{C}/{path}", headers=self.headers)
        assert answer.status_code == 200, answer.json
        return answer.json

    def register(self, number: int = 1, **more: Any) -> dict[str, Any]:
        body = {"name": f"示例校友{number}", "email": f"a{number}@example.test", "consent": True} | more
        return self.post("registrations", body, 201)

    def scan(self, token: str, gate: str = "main", **more: Any) -> dict[str, Any]:
        scan = {"id": f"s{next(self.ids)}", "token": token, "gate": gate, "scanned_at": now_text()} | more
        device = scan.pop("device", "phone-1")
        sent = scan.pop("sent_at", None)
        body = {"device": device, "scans": [scan]} | ({"sent_at": sent} if sent else {})
        return self.post("scans", body, 200)["results"][0]


def now_text() -> str:
    return datetime.now(UTC).isoformat()
