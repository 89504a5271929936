"""Whoever is moved in a released plan has a slip, and so has whoever had to make room."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from congress.changes.models import ChangeSlip
from congress.foundation.db import reading
from tests.programme.test_planning import sign_in
from tests.seating.test_plans import PAGE, PLAN, ask, person, seated

__all__ = ["seated"]


def moves() -> list[tuple[str, dict[str, str], dict[str, str]]]:
    with reading() as session:
        slips = session.scalars(select(ChangeSlip).order_by(ChangeSlip.id))
        return [(slip.kind, slip.before, slip.after) for slip in slips]


def test_a_seat_moved_after_the_release_is_written_down_for_both(
    seated: dict[str, Any], client: FlaskClient, app: Flask
) -> None:
    plan = ask(client, seated, "POST", f"{PLAN}/propose", {})
    body = {"person": person(plan, "丁示例"), "block": seated["blocks"][1], "column": 3}
    ask(client, seated, "POST", f"{PLAN}/seats", body)
    assert moves() == [], "a draft is on no paper"
    assert client.post(f"{PAGE}/submit").status_code == 302
    other = app.test_client()
    sign_in(other, seated["second"])
    assert other.post(f"{PAGE}/release").status_code == 302
    ask(client, seated, "POST", f"{PLAN}/seats", body | {"column": 2})
    two, three = {"seat": "A区 1排2座"}, {"seat": "A区 1排3座"}
    assert sorted(moves(), key=str) == [("seat", two, three), ("seat", three, two)]
