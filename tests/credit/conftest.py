"""Everybody who takes part in a board, and a board with something on it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_babel import refresh

from tests.factories.office import C, Office

NOTICE = {"authority": "示例工作专班（虚构）", "phone": "0731-00000000", "address": "示例路1号（虚构）"}


def read(office: Office, path: str, language: str) -> bytes:
    """What the public gets in one language; the tests' open app context would keep the first one asked for."""
    refresh()
    answer = office.client.get(f"{path}?lang={language}")
    refresh()
    assert answer.status_code == 200, answer.status_code
    return answer.data


@pytest.fixture
def office(client: FlaskClient) -> Office:
    return Office(client)


@pytest.fixture
def announced(office: Office) -> Callable[..., dict[str, Any]]:
    """Bring a board through all steps to the public, and answer the publication."""

    def bring(board: str = "investment-university", **until: Any) -> dict[str, Any]:
        made = office.ask("organiser", "POST", f"{C}/boards/{board}/computations", {}, 201)
        one = f"/api/v1/publications/{made['id']}"
        office.ask("verifier", "POST", f"{one}/review", {"note": "示例联审意见"}, 200)
        office.ask("organiser", "POST", f"{one}/sign-off", {"document_number": "示例〔2036〕1号", "note": "示例"}, 200)
        return office.ask("organiser", "POST", f"{one}/announce", {"notice": NOTICE} | until, 200)

    return bring
