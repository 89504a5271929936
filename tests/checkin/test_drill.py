"""A drill: decided as on the day, with badges and counters of its own, and nothing of it is left when doors open."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.badges.tokens import issue_token
from congress.checkin.drills import drill_cards, drill_claims, end_drill, start_drill
from congress.checkin.queries import gate_by_slug
from congress.checkin.rules import Drill, drill_of
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, unit_of_work
from congress.programme.queries import the_congress
from congress.registration.passes import badge_key
from tests.checkin.desk import Desk
from tests.checkin.test_devices import Phone

HOUR = timedelta(hours=1)


def drill(*slugs: str, since: timedelta, ended: timedelta | None = None) -> None:
    """A drill that began so long ago, and ended so long ago."""
    now = datetime.now(UTC)
    with unit_of_work() as session:
        gates = [gate_by_slug(session, 1, slug) for slug in slugs]
        start_drill(session, gates, by=SYSTEM, now=now - since)
        if ended is not None:
            end_drill(session, gates, by=SYSTEM, now=now - ended)


def rehearsal_badge(position: int = 1) -> str:
    return issue_token(drill_claims(1, position), badge_key())


def rows(table: str) -> int:
    with db.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 -- of this file


def test_a_real_badge_is_answered_as_on_the_day_and_does_not_count_as_entered(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    drill("main", since=HOUR)
    first, second = desk.scan(token), desk.scan(token)
    assert (first["result"], first["drill"], first["registration"]["name"]) == ("admitted", True, "示例校友1")
    assert (second["result"], second["first"]["at"]) == ("already_admitted", first["first"]["at"])
    assert desk.get("attendance")["present"] == 0
    assert (rows("scans"), rows("admissions"), rows("drill_scans")) == (0, 0, 2)
    # a gate that does not rehearse lets it in, as if nothing had been
    assert desk.scan(token, "side")["result"] == "admitted"


def test_a_test_badge_opens_a_drill_and_nothing_else(desk: Desk) -> None:
    assert desk.scan(rehearsal_badge())["result"] == "unknown"
    drill("main", since=HOUR)
    once = desk.scan(rehearsal_badge())
    assert (once["result"], once["registration"]["name"]) == ("admitted", "演练证件 1")
    assert [desk.scan(rehearsal_badge())["result"], desk.scan(rehearsal_badge(2))["result"]] == [
        "already_admitted",
        "admitted",
    ]
    assert desk.scan(rehearsal_badge(), "side")["result"] == "unknown"
    with unit_of_work() as session:
        code = drill_cards(the_congress(session))[2].code
    assert desk.scan(code)["result"] == "admitted"


def test_a_drill_has_refusals_too_but_no_opening_hours(desk: Desk) -> None:
    soon = (datetime.now(UTC) + HOUR).isoformat()
    desk.post("gates", {"slug": "later", "name": "晚开的门", "opens_at": soon}, 201)
    person, void = desk.register(1), desk.register(2)
    desk.post(f"registrations/{void['code']}/cancel", {}, 200)
    assert desk.scan(person["badge"]["token"], "later")["result"] == "closed"
    drill("later", "hall", since=timedelta(minutes=5))
    assert desk.scan(person["badge"]["token"], "later")["result"] == "admitted"
    assert desk.scan(person["badge"]["token"], "hall")["result"] == "not_entitled"
    assert desk.scan(void["badge"]["token"], "later")["result"] == "revoked"
    assert desk.scan("HELLO", "later")["result"] == "forged"


def test_at_its_end_everything_of_it_is_gone_and_scans_count(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    drill("main", since=HOUR)
    desk.scan(token)
    drill("main", since=HOUR, ended=timedelta(minutes=1))
    assert rows("drill_scans") == 0
    answer = desk.scan(token)
    assert (answer["result"], "drill" in answer) == ("admitted", False)
    assert desk.get("attendance")["present"] == 1


def test_what_a_cut_off_device_saw_before_the_drill_counts_though_it_comes_during_it(desk: Desk) -> None:
    before, during = desk.register(1)["badge"]["token"], desk.register(2)["badge"]["token"]
    drill("main", since=HOUR)
    now = datetime.now(UTC)
    for token, ago in ((before, 2 * HOUR), (during, HOUR / 2)):
        at = (now - ago).isoformat()
        assert desk.scan(token, offline=True, scanned_at=at, sent_at=now.isoformat())["result"] == "admitted"
    assert desk.get("attendance")["present"] == 1


def test_what_comes_in_after_the_drill_but_was_read_in_it_is_answered_and_not_kept(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    drill("main", since=HOUR, ended=HOUR / 2)
    at = (datetime.now(UTC) - HOUR * 0.75).isoformat()
    late = desk.scan(token, offline=True, scanned_at=at, sent_at=datetime.now(UTC).isoformat(), drill=True)
    assert (late["result"], late["drill"]) == ("admitted", True)
    assert (rows("scans"), rows("drill_scans")) == (0, 0)


def test_a_device_that_did_not_hear_of_the_drills_end_loses_nobody(desk: Desk, officer: FlaskClient) -> None:
    token = desk.register()["badge"]["token"]
    drill("main", since=HOUR, ended=HOUR / 2)
    kept = desk.scan(token, offline=True, drill=True, sent_at=datetime.now(UTC).isoformat())
    assert kept["result"] == "quarantined"
    assert "误认为仍在演练" in officer.get("/console/quarantine").get_data(as_text=True)
    body = {"gate": "main", "reason": "示例", "decision": "release"}
    assert officer.post("/console/quarantine/1", data=body).status_code == 302
    assert desk.get("attendance")["present"] == 1


def test_a_drill_and_the_day_itself_may_come_in_one_batch(desk: Desk) -> None:
    token = desk.register()["badge"]["token"]
    drill("main", since=HOUR)
    now = datetime.now(UTC).isoformat()
    scans = [
        {"id": gate + str(number), "token": token, "gate": gate, "scanned_at": now}
        for number, gate in enumerate(("main", "side", "main", "nowhere"))
    ]
    results = desk.post("scans", {"device": "d", "scans": scans}, 200)["results"]
    assert [(one["id"], one["result"], one.get("drill", False)) for one in results] == [
        ("main0", "admitted", True), ("side1", "admitted", False), ("main2", "already_admitted", True),
        ("nowhere3", "quarantined", False),
    ]  # fmt: skip


def test_a_paired_phone_is_told_and_counts_apart(desk: Desk) -> None:
    phone = Phone(desk)
    assert phone.hello()["gate"]["drill"] is None
    drill("main", since=HOUR)
    phone.scan(rehearsal_badge())
    told = phone.hello()
    assert told["gate"]["drill"]["since"]
    assert told["counts"] == {"admitted": 1, "today": 1, "quarter": 1, "drill": 1}


def test_the_organiser_starts_and_ends_it_at_one_gate_or_at_all(desk: Desk, officer: FlaskClient) -> None:
    def state() -> dict[str, Any]:
        page = officer.get("/console/drill").get_data(as_text=True)
        return {name: f"{name}</td>" in page and "演练中" in page.split(f"{name}</td>")[1].split("</tr>")[0]
                for name in ("正门", "侧门")}  # fmt: skip

    assert state() == {"正门": False, "侧门": False}
    assert officer.post("/console/drill/start", data={"gate": "side"}).status_code == 302
    assert state() == {"正门": False, "侧门": True}
    officer.post("/console/drill/start")
    assert state() == {"正门": True, "侧门": True}
    officer.post("/console/drill/end")
    assert state() == {"正门": False, "侧门": False}
    with db.engine.connect() as connection:
        acts = connection.execute(text("SELECT act, count(*) FROM audit_entries WHERE act LIKE 'drill%' GROUP BY act"))
        assert dict(acts.tuples().all()) == {"drill.started": 5, "drill.ended": 4}


def test_the_test_badges_are_a_sheet_to_print(officer: FlaskClient) -> None:
    answer = officer.get("/console/drill/badges.pdf")
    assert answer.data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("until", "opens", "over"),
    [(None, None, False), (-1, None, True), (None, -1, True), (1, -1, True), (None, 1, False), (None, -9, False)],
)
def test_a_drill_nobody_ended_is_over_when_the_gate_opens(until: int | None, opens: int | None, over: bool) -> None:
    now = datetime.now(UTC)
    moments = [now + HOUR * hours if hours is not None else None for hours in (until, opens)]
    found = drill_of(now - 3 * HOUR, *moments)
    assert isinstance(found, Drill)
    assert found.covers(now) is not over
    assert not found.covers(now - 4 * HOUR)
    assert drill_of(None, None, None) is None
