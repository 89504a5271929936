"""人才层次: set by the organisers, named when people are filed, counted apart."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import reading
from congress.outcomes.levels import people_by_level
from congress.outcomes.rules import STANDARD_LEVELS, read_levels, write_levels
from congress.programme.queries import congress_by_slug
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office

PAGE = "/console/talent-levels"


@pytest.fixture
def office(client: FlaskClient) -> Office:
    return Office(client)


def people(office: Office, intention: str, count: int, **more: Any) -> dict[str, Any]:
    return office.milestone(intention, amount_fen=None, **({"kind": "person_recruited", "count": count} | more))


def counted() -> dict[str, int]:
    with reading() as session:
        found = people_by_level(session, congress_by_slug(session, "2036").id)
    return {level.key if level else "": number for level, number in found if number}


def test_people_are_counted_by_their_level_once_accepted(office: Office, app: Flask) -> None:
    intention = office.signed(category="talent")["id"]
    filed = [people(office, intention, 3, level="national"), people(office, intention, 4), people(office, intention, 9)]
    assert [one["level"] for one in filed] == ["national", "", ""]
    for one in filed[:2]:
        office.accept(one["id"])
    assert counted() == {"national": 3, "": 4}
    page = signed_in(app, "organiser@congress.test").get(PAGE).get_data(as_text=True)
    assert page.index("国家级人才") < page.index("未填")
    office.ask("verifier", "POST", f"{C}/milestones/{filed[0]['id']}/reverse", {"reason": "示例"}, 200)
    assert counted() == {"": 4}


def test_a_level_is_one_of_those_set_and_only_people_have_one(office: Office, app: Flask) -> None:
    intention = office.signed(category="talent")["id"]
    body = {"kind": "person_recruited", "occurred_on": "2026-01-01", "count": 1, "note": "示例", "evidence": []}
    path = f"{C}/intentions/{intention}/milestones"
    for wrong in ({"level": "galactic"}, {"level": "national", "kind": "started"}):
        problem = office.ask("organiser", "POST", path, body | wrong, 422)
        assert problem["errors"][0]["field"] == "level"
    organiser = signed_in(app, "organiser@congress.test")
    for wrong in ("top", "top | 顶尖", "Top | 顶尖 | Top", "top | 顶尖 | Top\ntop | 又一 | Again", "a | | c"):
        answer = organiser.post(PAGE, data={"levels": wrong})
        assert answer.status_code == 422
        assert wrong.splitlines()[0] in answer.get_data(as_text=True)
    assert organiser.post(PAGE, data={"levels": "galactic | 银河级（虚构） | Galactic"}).status_code == 302
    made = office.ask("organiser", "POST", path, body | {"level": "galactic"}, 201)
    page = organiser.get(f"/console/milestones/{made['id']}").get_data(as_text=True)
    assert "银河级（虚构）" in page
    office.ask("organiser", "POST", path, body | {"level": "national"}, 422)
    assert organiser.post(PAGE, data={"levels": ""}).status_code == 302
    assert "国家级人才" in organiser.get(PAGE).get_data(as_text=True)


def test_the_form_names_the_levels_and_keeps_the_one_chosen(office: Office, app: Flask) -> None:
    division = signed_in(app, "division@congress.test")
    path = f"/console/intentions/{office.signed(category='talent')['id']}/milestones"
    typed = {"kind": "person_recruited", "occurred_on": "2026-01-01", "count": "2", "level": "national", "note": ""}
    refused = division.post(path, data=typed)
    assert refused.status_code == 422
    assert 'selected value="national"' in refused.get_data(as_text=True)
    assert division.post(path, data=typed | {"note": "示例", "level": "no-such"}).status_code == 422
    assert division.post(path, data=typed | {"note": "示例"}).status_code == 302
    [made] = office.ask("organiser", "GET", f"{C}/milestones", status=200)["items"]
    assert made["level"] == "national"


def test_what_is_shown_to_be_edited_reads_back_as_it_was() -> None:
    assert read_levels(write_levels(STANDARD_LEVELS)) == list(STANDARD_LEVELS)
