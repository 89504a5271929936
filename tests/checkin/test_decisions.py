"""One set of examples for both who decide: the server here, a device that is cut off in a browser.

The server is asked through HTTP, with the world of each example made real.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from congress.checkin.actions import forget_gates
from congress.foundation.db import db
from tests.checkin.desk import Desk
from tests.factories.badges import token_of

EXAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "decisions.json").read_text("utf-8"))
HOURS = {"to come": (1, 2), "over": (-2, -1), "now": (-1, 1)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["when"])
def test_the_server_says_what_the_example_says(desk: Desk, example: dict[str, Any]) -> None:
    forum = {"forums": ["talk"]} if example.get("state") != "other" else {}
    person = desk.register(**forum)
    token = person["badge"]["token"]
    if example.get("each_day"):
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE gates SET daily = true WHERE slug = 'hall'"))
        forget_gates()
    if example.get("inside") and forum:
        yesterday = {"offline": True, "scanned_at": (datetime.now(UTC) - timedelta(days=1)).isoformat()}
        assert (
            desk.scan(token, "hall", **(yesterday if example["inside"] == "yesterday" else {}))["result"] == "admitted"
        )
    if example.get("state") == "revoked":
        desk.post(f"registrations/{person['code']}/badge", {"reason": "lost"}, 201)
    if example.get("congress") == "another":
        token = token_of(1, congress=7)
    if example.get("genuine") is False:
        token = token[:-1] + ("0" if token[-1] != "0" else "1")
    gate: dict[str, Any] = {
        "slug": "door",
        "name": "门",
        "forum": "talk",
        "re_entry": example.get("re_entry", False),
        "daily": example.get("each_day", False),
    }
    if example.get("exit"):
        gate["kind"] = "exit"
    if "hours" in example:
        opens, closes = (datetime.now(UTC) + timedelta(hours=hours) for hours in HOURS[example["hours"]])
        gate |= {"opens_at": opens.isoformat(), "closes_at": closes.isoformat()}
    desk.post("gates", gate, 201)
    forget_gates()
    expected = example.get("server", example["says"])
    assert desk.scan(token, "door")["result"] == expected


def test_every_word_that_a_device_may_say_has_its_example() -> None:
    said = {example["says"] for example in EXAMPLES}
    known = "admitted already_admitted not_entitled revoked forged unknown missing other_lane closed left"
    assert said == set(known.split())


@pytest.mark.parametrize("kind", ["meal", "desk"])
def test_a_meal_or_a_bag_makes_nobody_present(desk: Desk, kind: str) -> None:
    desk.post("gates", {"slug": "given", "name": "发放处", "kind": kind}, 201)
    token = desk.register(1)["badge"]["token"]
    assert desk.scan(token, "given")["result"] == "admitted"
    assert desk.get("attendance")["present"] == 0
    assert desk.get("attendance")["categories"] == []
    desk.scan(token, "main")
    assert desk.get("attendance")["present"] == 1
