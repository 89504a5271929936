"""Handbook, papers and seating of the congress that an organiser plans, also while another one is running."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.batches import batches_of_work
from congress.foundation.db import reading, unit_of_work
from congress.handbook.production import WORK
from congress.handbook.queries import texts_of
from congress.programme.queries import congress_by_slug
from congress.seating.queries import plans_of
from tests.factories.accounts import make_user
from tests.factories.programme import make_congress, make_forum
from tests.programme.test_planning import sign_in

pytestmark = pytest.mark.one_database


@pytest.fixture
def next_year(app: Flask, client: FlaskClient) -> dict[str, int]:
    """Two congresses, the later one chosen though the public does not see it yet."""
    with unit_of_work() as session:
        now, coming = make_congress(session), make_congress(session, slug="2037")
        coming.released = False
        make_forum(session, now, "opening")
        make_forum(session, coming, "closing")
        sign_in(client, make_user(session, "organiser"))
        known = {one.slug: one.id for one in (now, coming)}
    assert client.post("/console/congresses/choose", data={"congress": "2037"}).status_code == 302
    return known


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_texts_and_papers_are_those_of_the_chosen_congress(next_year: dict[str, int], client: FlaskClient) -> None:
    assert client.post("/console/handbook-texts", data={"welcome_zh": "明年再会"}).status_code == 302
    assert "明年再会" in page(client, "/console/handbook-texts")
    wish = {"kind": "doors", "tongue": "zh", "format": "pdf", "forum": "", "day": "", "category": ""}
    assert client.post("/console/papers", data=wish).status_code == 302
    assert "专场closing" in page(client, "/console/papers")
    with reading() as session:
        kept: dict[str, Any] = {
            slug: (texts_of(session, number), batches_of_work(session, WORK, number))
            for slug, number in next_year.items()
        }
    assert kept["2036"] == ({}, [])
    texts, [batch] = kept["2037"]
    assert texts["welcome"].zh == "明年再会"
    assert batch.congress_id == next_year["2037"]


def test_seats_are_planned_for_the_chosen_congress(next_year: dict[str, int], client: FlaskClient) -> None:
    assert "专场closing" in page(client, "/console/seating")
    assert client.post("/console/seating/opening/make").status_code == 404
    assert client.post("/console/seating/closing/make").status_code == 302
    with reading() as session:
        assert plans_of(session, congress_by_slug(session, "2036").id) == {}
        assert len(plans_of(session, congress_by_slug(session, "2037").id)) == 1
    assert "/console/seating/closing" in page(client, "/console/seating")
    plan = page(client, "/console/seating/closing")
    assert re.search(r'value="2037"\s+selected', plan)
    # the other congress has no such plan: its list is where a change of congress leads
    assert re.search(r'name="next"\s+value="/console/seating"', plan)
