"""Everybody who takes part in a signing and its credit, over HTTP."""

import io
from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient

from congress.foundation.db import unit_of_work
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress
from tests.factories.schools import (
    COUNTY,
    HIGH_SCHOOL,
    OTHER_PREFECTURE,
    OTHER_UNIVERSITY,
    PREFECTURE,
    UNIVERSITY,
    make_reference,
)

C = "/api/v1/congresses/2036"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"
)


class Office:
    """Tokens of everybody who takes part, and calls that fail loudly."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        with unit_of_work() as session:
            make_congress(session)
            make_reference(session)
            people = {
                "organiser": ("organiser", None, None),
                "verifier": ("verifier", "province", None),
                "second": ("verifier", "division", PREFECTURE),
                "stranger": ("verifier", "division", OTHER_PREFECTURE),
                "school": ("school", "school", UNIVERSITY),
                "other_school": ("school", "school", OTHER_UNIVERSITY),
                "division": ("division", "division", PREFECTURE),
                "auditor": ("auditor", None, None),
                "viewer": ("viewer", None, None),
            }
            self.tokens = {
                # without a password, whose hash costs more than everything else here: nobody signs in by one
                name: make_token(
                    session,
                    make_user(session, role, email=f"{name}@congress.test", kind=kind, code=code, password=None),
                )
                for name, (role, kind, code) in people.items()
            }

    def ask(self, who: str, method: str, path: str, body: Any = None, status: int | None = None) -> Any:
        answer = self.client.open(path, method=method, json=body, headers=self.tokens[who])
        if status is not None:
            assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True)[:500])
        return answer.json if answer.is_json else answer

    def intention(self, **more: Any) -> dict[str, Any]:
        body = {
            "title": "示例新材料项目", "category": "investment", "division": COUNTY, "industry": "示例产业",
            "amount_fen": 100_000_000, "currency": "CNY",
            "parties": [
                {"role": "investor", "name": "示例（虚构）新材料有限公司"},
                {"role": "host", "name": "示例县人民政府（虚构）"},
                {"role": "witness", "name": "示例见证人"},
            ],
            "alumni": [{"name": "示例校友甲"}],
            "schools": [{"code": UNIVERSITY}, {"code": OTHER_UNIVERSITY}, {"code": HIGH_SCHOOL}],
        }  # fmt: skip
        return self.ask("organiser", "POST", f"{C}/intentions", body | more, 201)

    def signed(self, **more: Any) -> dict[str, Any]:
        made = self.intention(**more)
        for party in made["parties"]:
            if party["role"] != "witness":
                body = {"signatory": "示例代表", "party": party["name"]}
                made = self.ask("organiser", "POST", f"{C}/intentions/{made['id']}/sign", body, 200)
        return made

    def upload(self, who: str = "organiser", content: bytes = PDF) -> str:
        answer = self.client.post(
            "/api/v1/uploads", data={"file": (io.BytesIO(content), "proof.pdf")}, headers=self.tokens[who]
        )
        assert answer.status_code == 201, answer.json
        return answer.json["id"]

    def milestone(self, intention: str, amount: int = 10_000_001, **more: Any) -> dict[str, Any]:
        body = {
            "kind": "capital_arrived", "occurred_on": datetime.now(UTC).date().isoformat(), "amount_fen": amount,
            "note": "验资报告", "evidence": [self.upload()],
        }  # fmt: skip
        return self.ask("organiser", "POST", f"{C}/intentions/{intention}/milestones", body | more, 201)

    def accept(self, milestone: str, who: str = "verifier", status: int = 200) -> Any:
        body = {"decision": "accept", "reason": "银行回单已核"}
        return self.ask(who, "POST", f"{C}/milestones/{milestone}/verify", body, status)

    def board(self, slug: str, query: str = "") -> list[dict[str, Any]]:
        return self.ask("viewer", "GET", f"{C}/boards/{slug}{query}", status=200)["entries"]
