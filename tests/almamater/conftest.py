"""People who claim schools, and the desks of two schools."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.accounts import signed_in
from tests.factories.office import C, Office
from tests.factories.schools import UNIVERSITY


class Desk(Office):
    """The office, with alumni who register and schools that decide."""

    def alumnus(self, name: str = "示例校友甲", **more: Any) -> dict[str, Any]:
        body = {
            "name": name, "email": f"{abs(hash(name))}@congress.test", "consent": True,
            "schools": [{"code": UNIVERSITY, "graduated": 2001, "degree": "bachelor"}],
        }  # fmt: skip
        return self.ask("organiser", "POST", f"{C}/registrations", body | more, 201)

    def claims(self, who: str = "school", query: str = "") -> list[dict[str, Any]]:
        return self.ask(who, "GET", f"{C}/claims{query}", status=200)["items"]

    def confirm(self, claim: str, who: str = "school", status: int = 200, **more: Any) -> Any:
        return self.ask(who, "POST", f"{C}/claims/{claim}/confirm", more, status)

    def refuse(self, claim: str, who: str = "school", status: int = 200, reason: str = "示例：查无此人") -> Any:
        return self.ask(who, "POST", f"{C}/claims/{claim}/refuse", {"reason": reason}, status)


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)


@pytest.fixture
def school(desk: Desk, app: Flask) -> FlaskClient:
    return signed_in(app, "school@congress.test")
