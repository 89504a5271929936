"""A forum that is moved into another one of the same people: told by number, and refused where that is the rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import reading, unit_of_work
from congress.programme.queries import forum_by_slug, the_congress
from congress.registration.agenda_queries import agenda_clashes, people_between
from tests.factories.accounts import make_token, make_user
from tests.factories.office import C
from tests.factories.programme import OPENING, make_congress, make_forum

HELD = {
    "示例甲": ["opening", "pitch"],
    "示例乙": ["opening", "pitch", "late"],
    "示例丙": ["pitch"],
    "示例丁": ["opening", "late"],
}


@pytest.fixture
def office(app: Flask, client: FlaskClient) -> dict[str, str]:
    with unit_of_work() as session:
        congress = make_congress(session)
        for slug, hour in (("opening", 0), ("pitch", 2), ("late", 4)):
            make_forum(session, congress, slug, hour=hour)
        user = make_user(session, "organiser")
        token = make_token(session, user)
        with client.session_transaction() as cookie:
            cookie.update({"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())})
    for number, (name, forums) in enumerate(HELD.items()):
        body = {"name": name, "email": f"guest{number}@congress.test", "consent": True, "forums": forums}
        assert client.post(f"{C}/registrations", json=body, headers=token).status_code == 201
    return token


def move(client: FlaskClient, token: dict[str, str], slug: str, minutes: int) -> Any:
    start = OPENING + timedelta(minutes=minutes)
    times = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat()}
    return client.patch(f"{C}/forums/{slug}", json=times, headers=token)


def found() -> list[tuple[str, str, int]]:
    with reading() as session:
        return [(a.slug, b.slug, count) for a, b, count in agenda_clashes(session, the_congress(session).id)]


def by_brute_force() -> set[tuple[str, str, int]]:
    with reading() as session:
        forums = {slug: forum_by_slug(session, 1, slug) for slug in ("opening", "pitch", "late")}
    ordered = sorted(forums, key=lambda slug: (forums[slug].starts_at, forums[slug].id))
    pairs = [(a, b) for at, a in enumerate(ordered) for b in ordered[at + 1 :]]
    return {
        (a, b, count)
        for a, b in pairs
        if forums[a].starts_at < forums[b].ends_at and forums[b].starts_at < forums[a].ends_at
        if (count := sum({a, b} <= set(held) for held in HELD.values()))
    }


def test_nothing_clashes_until_a_forum_is_moved(office: dict[str, str], client: FlaskClient) -> None:
    assert found() == []
    page = client.get("/console/agenda-clashes").get_data(as_text=True)
    assert "<table" not in page


@pytest.mark.parametrize("minutes", [-90, -60, -30, 0, 30, 60, 90, 180, 210, 240, 300])
def test_the_people_of_both_are_counted_as_by_brute_force(
    office: dict[str, str], client: FlaskClient, minutes: int
) -> None:
    assert move(client, office, "pitch", minutes).status_code == 200
    clashing = found()
    assert set(clashing) == by_brute_force()
    assert bool(clashing) is (minutes in {-30, 0, 30, 210, 240})
    page = client.get("/console/agenda-clashes").get_data(as_text=True)
    for first, second, _count in clashing:
        assert f"/console/forums/{first}" in page
        assert f"/console/forums/{second}" in page


def test_somebody_who_cancelled_clashes_with_nothing(office: dict[str, str], client: FlaskClient) -> None:
    for one in client.get(f"{C}/registrations?q=示例甲", headers=office).json["items"]:
        assert client.post(f"{C}/registrations/{one['code']}/cancel", headers=office).status_code == 200
    move(client, office, "pitch", 30)
    assert found() == [("opening", "pitch", 1)]


def test_where_the_rules_refuse_it_the_forum_stays_and_the_people_are_counted(
    office: dict[str, str], client: FlaskClient
) -> None:
    with unit_of_work() as session:
        the_congress(session).clash_levels = {"agenda": "block"}
    answer = move(client, office, "pitch", 30)
    assert answer.status_code == 409
    assert answer.json["type"].endswith("/programme-clash")
    assert "2" in answer.json["detail"]
    with reading() as session:
        forum = forum_by_slug(session, the_congress(session).id, "pitch")
        assert forum.starts_at == OPENING + timedelta(hours=2)
        assert people_between(session, forum.id) == 0
    assert move(client, office, "pitch", 90).status_code == 200
