"""Scans over HTTP: what is admitted, what is refused, and what it costs."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import TextClause, event, text

from congress.checkin.hotpath import STORED
from congress.checkin.hotpath_sql import ADMISSIONS_SQLITE, LOOK_UP, STANDING
from congress.foundation.db import db, unit_of_work
from tests.checkin.desk import C, Desk, now_text
from tests.factories.accounts import make_token, make_user


def test_a_badge_is_admitted_once_and_then_told_when_and_where(desk: Desk) -> None:
    person = desk.register()
    first = desk.scan(person["badge"]["token"])
    assert first["result"] == "admitted"
    assert first["registration"] == {"code": person["code"], "name": "示例校友1", "category": "guest"}
    second = desk.scan(person["badge"]["token"], gate="side", device="phone-2")
    assert second["result"] == "already_admitted"
    assert (second["first"]["gate"], second["first"]["device"]) == ("main", "phone-1")
    assert second["first"]["at"] == first["first"]["at"]


def test_the_same_scan_again_adds_nothing_and_says_the_same(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    assert desk.scan(token, id="x")["result"] == "admitted"
    assert desk.scan(token, id="x")["result"] == "admitted"
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM scans")).scalar_one() == 1


def test_an_id_that_a_device_gives_twice_lets_nobody_else_in(desk: Desk) -> None:
    first, other = desk.register(1)["badge"]["token"], desk.register(2)["badge"]["token"]
    assert desk.scan(first, id="reset")["result"] == "admitted"
    assert desk.scan(other, id="reset")["result"] == "quarantined"
    assert desk.scan(first, id="reset", gate="hall")["result"] == "quarantined"
    assert desk.scan(first, id="reset")["result"] == "admitted"
    assert desk.scan(other)["result"] == "admitted"


def test_an_id_given_twice_within_a_batch_counts_for_the_first(desk: Desk) -> None:
    first, other = desk.register(1)["badge"]["token"], desk.register(2)["badge"]["token"]
    scans = [
        {"id": "twice", "token": token, "gate": "main", "scanned_at": datetime.now(UTC).isoformat()}
        for token in (first, other, first)
    ]
    results = desk.post("scans", {"device": "phone-1", "scans": scans}, 200)["results"]
    assert [one["result"] for one in results] == ["admitted", "quarantined", "admitted"]
    assert desk.scan(other)["result"] == "admitted"


def test_a_repeated_scan_keeps_its_result_after_the_badge_was_reissued(desk: Desk) -> None:
    person = desk.register()
    assert desk.scan(person["badge"]["token"], id="x")["result"] == "admitted"
    renewed = desk.post(f"registrations/{person['code']}/badge", {"reason": "lost"}, 201)
    assert desk.scan(person["badge"]["token"], id="x")["result"] == "admitted"
    assert desk.scan(person["badge"]["token"])["result"] == "revoked"
    assert renewed["badge"]["token"] != person["badge"]["token"]
    assert desk.scan(renewed["badge"]["token"])["result"] == "admitted"


def test_a_forums_gate_asks_for_the_forum(desk: Desk) -> None:
    holder = desk.register(1, forums=["talk"])["badge"]["token"]
    waiting = desk.register(2, forums=["talk"])["badge"]["token"]
    stranger = desk.register(3)["badge"]["token"]
    assert [desk.scan(token, "hall")["result"] for token in (holder, waiting, stranger)] == [
        "admitted", "not_entitled", "not_entitled",
    ]  # fmt: skip
    assert desk.scan(holder, "main")["result"] == "admitted"


def test_a_cancelled_registration_is_revoked_at_the_gate(desk: Desk) -> None:
    person = desk.register()
    desk.post(f"registrations/{person['code']}/cancel", {}, 200)
    assert desk.scan(person["badge"]["token"])["result"] == "revoked"


def test_a_re_entry_gate_admits_again_and_logs(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    assert [desk.scan(token, "lobby")["result"] for _ in range(3)] == ["admitted"] * 3


def test_the_printed_code_serves_where_nothing_scans(desk: Desk, app: Flask) -> None:
    desk.register()
    with db.engine.connect() as connection:
        code = connection.execute(text("SELECT code FROM badges")).scalar_one()
    assert desk.scan(code)["result"] == "admitted"
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert desk.scan(wrong)["result"] == "forged"


@pytest.mark.parametrize("token", ["", "HELLO", "A" * 128, "示例", "\x00", "x" * 5000])
def test_what_is_no_badge_is_forged(desk: Desk, token: str) -> None:
    assert desk.scan(token)["result"] == "forged"


def test_one_wrong_character_makes_a_forgery(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    for position in range(0, len(token), 7):
        wrong = token[:position] + ("0" if token[position] != "0" else "1") + token[position + 1 :]
        assert desk.scan(wrong)["result"] == "forged"
    assert desk.scan(token.lower())["result"] == "forged"


@pytest.mark.parametrize(
    "fault",
    [
        {"gate": "nowhere"},
        {"gate": 7},
        {"scanned_at": "yesterday"},
        {"scanned_at": None},
        {"scanned_at": "2036-01-01T00:00:00"},
    ],
)
def test_what_cannot_be_used_is_kept_in_quarantine_and_fails_nobody_else(desk: Desk, fault: dict[str, Any]) -> None:
    good = desk.register()["badge"]["token"]
    scans = [
        {"id": "bad", "token": good, "gate": "main", "scanned_at": now_text()} | fault,
        {"id": "good", "token": good, "gate": "main", "scanned_at": now_text()},
    ]
    results = desk.post("scans", {"device": "phone-1", "scans": scans}, 200)["results"]
    assert [(one["id"], one["result"]) for one in results] == [("bad", "quarantined"), ("good", "admitted")]
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM scans")).scalar_one() == 2


def test_an_earlier_scan_that_arrives_later_is_the_admission(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    base = datetime.now(UTC)
    online = desk.scan(token, "side", device="phone-2", id="online")
    assert online["result"] == "admitted"
    # the cut-off device's clock is an hour fast; it says so by what it sends
    late = desk.scan(
        token, "main", device="phone-1", id="offline", offline=True,
        scanned_at=(base + timedelta(minutes=30)).isoformat(), sent_at=(base + timedelta(hours=1)).isoformat(),
    )  # fmt: skip
    assert late["result"] == "admitted"
    again = desk.scan(token, "side", device="phone-2", id="online")
    assert (again["result"], again["first"]["device"]) == ("already_admitted", "phone-1")
    conflicts = desk.client.get(f"{C}/conflicts", headers=desk.headers).json["items"]
    assert [{scan["device"] for scan in conflict["scans"]} for conflict in conflicts] == [{"phone-1", "phone-2"}]


def test_somebody_whom_the_second_gate_turned_back_is_no_conflict(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    desk.scan(token, "main", device="phone-1")
    assert desk.scan(token, "side", device="phone-2")["result"] == "already_admitted"
    assert desk.get("conflicts")["items"] == []


def test_a_gates_account_scans_at_its_own_gate_only(desk: Desk) -> None:
    with unit_of_work() as session:
        user = make_user(session, "gate", kind="gate", code="side")
        own = make_token(session, user)
    token = desk.register()["badge"]["token"]
    body = {"device": "d", "scans": [{"id": "1", "token": token, "gate": "main", "scanned_at": now_text()}]}
    refused = desk.client.post(f"{C}/scans", json=body, headers=own)
    assert (refused.status_code, refused.json["type"].rsplit("/", 1)[1]) == (403, "forbidden")
    body["scans"][0]["gate"] = "side"
    assert desk.client.post(f"{C}/scans", json=body, headers=own).json["results"][0]["result"] == "admitted"


def test_fifty_scans_at_once_admit_one(desk: Desk, app: Flask) -> None:
    token = desk.register()["badge"]["token"]

    def scan(number: int) -> dict[str, Any]:
        body = {
            "device": f"d{number}",
            "scans": [{"id": f"c{number}", "token": token, "gate": "main", "scanned_at": now_text()}],
        }
        return app.test_client().post(f"{C}/scans", json=body, headers=desk.headers).json["results"][0]

    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(scan, range(50)))
    assert sorted(result["result"] for result in results) == ["admitted"] + ["already_admitted"] * 49
    assert len({(result["first"]["at"], result["first"]["device"]) for result in results}) == 1


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("size", [1, 200])
def test_a_batch_costs_two_statements_whatever_its_size(desk: Desk, backend: str, size: int) -> None:
    token = desk.register()["badge"]["token"]
    desk.scan(token)
    scans = [{"id": f"b{n}", "token": token, "gate": "main", "scanned_at": now_text()} for n in range(size)]
    with counted_statements() as seen:
        desk.post("scans", {"device": "d", "scans": scans}, 200)
    queries = [statement for statement in seen if not statement.startswith(("BEGIN", "COMMIT"))]
    assert len(queries) <= (3 if backend == "sqlite" else 2), queries


@pytest.mark.one_database
@pytest.mark.parametrize("statement", [LOOK_UP["sqlite"], STANDING["sqlite"], ADMISSIONS_SQLITE])
def test_a_scan_goes_through_no_table_whole(desk: Desk, backend: str, statement: TextClause) -> None:
    if backend != "sqlite":
        pytest.skip("PostgreSQL's planner goes by what it knows of the tables' sizes")
    given = {"asks": "[{}]", "rows": "[{}]", "congress": 1, "device": "d", "received": _now_stored()}
    asked = {name: value for name, value in given.items() if f":{name}" in statement.text}
    with db.engine.connect() as connection:
        steps = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement.text}"), asked)]
    assert steps[0].startswith("SCAN json_each")
    assert [step for step in steps[1:] if step.startswith("SCAN") or step.endswith("(congress_id=?)")] == []


def _now_stored() -> str:
    return datetime.now(UTC).strftime(STORED)


def test_whatever_the_order_of_uploads_the_end_is_the_same(desk: Desk) -> None:
    """Three devices with wrong clocks, cut off, upload in random pieces, repeating some (SAFETY.md finding 4)."""
    chance = random.Random(7)
    tokens = [desk.register(n)["badge"]["token"] for n in range(1, 6)]
    base = datetime.now(UTC) - timedelta(hours=3)
    skew = {"d1": timedelta(minutes=-11), "d2": timedelta(minutes=4), "d3": timedelta(hours=26)}
    facts = []
    for number in range(40):
        device, gate = chance.choice(list(skew)), chance.choice(["main", "side"])
        at = base + timedelta(seconds=chance.randint(0, 3600))
        facts.append((f"o{number}", device, chance.choice(tokens), gate, at, number))

    def upload(order: list[Any], prefix: str) -> list[tuple[Any, ...]]:
        for scan_id, device, token, gate, at, seq in order:
            desk.scan(
                token, gate, id=f"{prefix}{scan_id}", device=device, offline=True, seq=seq,
                scanned_at=(at + skew[device]).isoformat(), sent_at=(datetime.now(UTC) + skew[device]).isoformat(),
            )  # fmt: skip
        with db.engine.connect() as connection:
            rows = connection.execute(
                text(
                    "SELECT admissions.badge_id, admissions.target, scans.device, scans.seq"
                    " FROM admissions JOIN scans ON scans.id = scan_id"
                )
            )
            return sorted(tuple(row) for row in rows)

    ends = []
    for attempt in range(3):
        order = facts + chance.sample(facts, 10)
        chance.shuffle(order)
        ends.append(upload(order, f"{attempt}-"))
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM admissions"))
    truth = {}
    for _scan_id, device, token, _gate, at, seq in facts:
        truth[token] = min(truth.get(token, (at, device, seq)), (at, device, seq))
    assert len(ends[0]) == len(truth)
    assert [end for end in ends if end != ends[0]] == []
    assert {(device, seq) for _badge, _target, device, seq in ends[0]} == {(d, s) for _at, d, s in truth.values()}
