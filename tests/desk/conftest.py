"""The arrival desk beside the gates."""

import pytest

from tests.checkin.conftest import desk, officer
from tests.checkin.desk import Desk

__all__ = ["arrival", "desk", "officer"]


@pytest.fixture
def arrival(desk: Desk) -> Desk:
    """Two desks are there too."""
    for number in (1, 2):
        desk.post("gates", {"slug": f"desk-{number}", "name": f"{number}号台", "kind": "desk"}, 201)
    return desk
