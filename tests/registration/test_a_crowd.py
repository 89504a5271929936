"""Hundreds at once over HTTP, against the web processes of production."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from congress.foundation.db import db, unit_of_work
from tests.crowd import Ask, web_processes
from tests.factories.accounts import make_token, make_user
from tests.factories.programme import make_congress, make_forum

C = "/api/v1/congresses/2036"


@pytest.fixture
def organiser(app: Flask) -> dict[str, str]:
    with unit_of_work() as session:
        congress = make_congress(session)
        make_forum(session, congress, "popular", capacity=50)
        make_forum(session, congress, "line", capacity=5, hour=2, waitlist=True)
        return make_token(session, make_user(session, "organiser"))


def registers(number: int, token: dict[str, str], forum: str) -> Ask:
    body = {"name": f"示例校友{number}", "email": f"n{number}@example.test", "consent": True, "forums": [forum]}
    return Ask(f"{C}/registrations", body, token)


def kinds(answers: list[tuple[int, Any]]) -> Counter[str]:
    return Counter("ok" if status < 300 else body["type"].rpartition("/")[2] for status, body in answers)


def seats(forum: str) -> tuple[int, dict[str, int]]:
    """What the forum says is taken, and how many hold it in each state."""
    with db.engine.connect() as connection:
        taken = connection.execute(text("SELECT taken FROM forums WHERE slug = :slug"), {"slug": forum}).scalar_one()
        held = connection.execute(
            text(
                "SELECT holdings.status, count(*) FROM holdings JOIN forums ON forums.id = forum_id"
                " WHERE slug = :slug GROUP BY holdings.status"
            ),
            {"slug": forum},
        )
        return taken, dict(held.tuples().all())


def test_five_hundred_ask_for_fifty_seats_and_fifty_get_one(app: Flask, organiser: dict[str, str]) -> None:
    with web_processes(app) as crowd:
        answers = crowd.ask_at_once([registers(number, organiser, "popular") for number in range(500)])
    assert kinds(answers) == {"ok": 50, "forum-full": 450}
    assert all(body["forums"][0]["status"] == "confirmed" for status, body in answers if status == 201)
    assert seats("popular") == (50, {"confirmed": 50})
    numbers = [body["badge"]["number"] for status, body in answers if status == 201]
    assert len(set(numbers)) == 50


def test_without_the_guard_the_same_crowd_oversells(app: Flask, organiser: dict[str, str], backend: str) -> None:
    if backend == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE forums DROP CONSTRAINT ck_forums_seats"))
    try:
        with web_processes(app, "tests.registration.unguarded:app") as crowd:
            crowd.ask_at_once([registers(number, organiser, "popular") for number in range(150)])
        taken, held = seats("popular")
        assert taken == held["confirmed"] > 50
    finally:
        if backend == "postgresql":
            with db.engine.begin() as connection:
                connection.execute(text("UPDATE forums SET taken = 0"))
                connection.execute(
                    text("ALTER TABLE forums ADD CONSTRAINT ck_forums_seats CHECK (taken >= 0 AND taken <= capacity)")
                )


def test_one_badge_at_fifty_devices_at_once_lets_one_in_and_tells_the_others_when_and_where(
    app: Flask, organiser: dict[str, str]
) -> None:
    client = app.test_client()
    for gate in ("main", "side"):
        made = client.post(f"{C}/gates", json={"slug": gate, "name": f"示例{gate}"}, headers=organiser)
        assert made.status_code == 201
    ask = registers(1, organiser, "popular")
    badge = client.post(ask.path, json=ask.body, headers=organiser).json["badge"]["token"]
    now = datetime.now(UTC).isoformat()
    scans = [
        Ask(
            f"{C}/scans",
            {
                "device": f"device-{number}",
                "scans": [
                    {"id": f"s{number}", "token": badge, "gate": ("main", "side")[number % 2], "scanned_at": now}
                ],
            },
            organiser,
        )
        for number in range(50)
    ]
    with web_processes(app) as crowd:
        answers = crowd.ask_at_once(scans)
    results = [body["results"][0] for _status, body in answers]
    assert Counter(result["result"] for result in results) == {"admitted": 1, "already_admitted": 49}
    [admitted] = [number for number, result in enumerate(results) if result["result"] == "admitted"]
    firsts = {(one["first"]["gate"], one["first"]["device"], one["first"]["at"]) for one in results}
    [(gate, device, _at)] = firsts
    assert (gate, device) == (("main", "side")[admitted % 2], f"device-{admitted}")


def test_whoever_cancels_at_once_frees_no_seat_twice_and_loses_none(app: Flask, organiser: dict[str, str]) -> None:
    client = app.test_client()
    asks = [registers(number, organiser, "line") for number in range(40)]
    codes = [client.post(ask.path, json=ask.body, headers=organiser).json["code"] for ask in asks]
    assert seats("line") == (5, {"confirmed": 5, "waitlisted": 35})
    # those who hold a seat and those who would move up, and each twice, as a finger does that taps again
    leaving = [code for code in codes[:25] for _tap in range(2)]
    with web_processes(app) as crowd:
        answers = crowd.ask_at_once([Ask(f"{C}/registrations/{code}/cancel", {}, organiser) for code in leaving])
    assert {status for status, _body in answers} == {200}
    assert seats("line") == (5, {"confirmed": 5, "waitlisted": 10})
