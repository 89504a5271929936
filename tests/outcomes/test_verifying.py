"""Milestones: filed by one, verified by another, returned and filed again, reversed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from congress.accounts.actions import set_grants
from congress.accounts.queries import user_by_address
from congress.accounts.sessions import actor_of, forget_cached_tokens
from congress.foundation.access import SYSTEM, Grant
from congress.foundation.db import unit_of_work
from congress.foundation.shares import MILLION
from congress.outcomes.actions import refile_milestone
from congress.outcomes.queries import milestone_for
from congress.outcomes.rules import claimants_of, missing_fact, rate
from congress.outcomes.states import RESULT_OF, TRANSITIONS, Decision, Kind, MilestoneState
from tests.factories.accounts import signed_in
from tests.factories.exports import lines_of
from tests.factories.office import C, Office
from tests.factories.schools import COUNTY, PREFECTURE

TODAY = date(2036, 11, 20)
NOW = datetime.now(UTC)


@pytest.fixture
def office(client: FlaskClient) -> Office:
    return Office(client)


def verify(office: Office, milestone: str, decision: str, status: int = 200, who: str = "verifier") -> Any:
    body = {"decision": decision, "reason": "示例理由"}
    return office.ask(who, "POST", f"{C}/milestones/{milestone}/verify", body, status)


def ledger(office: Office) -> list[Any]:
    return office.ask("organiser", "GET", f"{C}/credit/ledger", status=200)["items"]


def state_of_intention(office: Office, intention: str) -> str:
    return office.ask("organiser", "GET", f"{C}/intentions/{intention}", status=200)["state"]


@pytest.mark.parametrize("decision", ["reject", "return"])
def test_what_is_not_accepted_counts_for_nothing(office: Office, decision: str) -> None:
    intention = office.signed()["id"]
    filed = office.milestone(intention)
    assert verify(office, filed["id"], decision)["state"] == {"reject": "rejected", "return": "returned"}[decision]
    assert ledger(office) == []
    assert state_of_intention(office, intention) == "signed"
    verify(office, filed["id"], "accept", 409)
    office.ask("verifier", "POST", f"{C}/milestones/{filed['id']}/reverse", {"reason": "示例"}, 409)


def test_what_came_true_beside_the_signing_counts_and_fixes_what_it_is_credited_by(office: Office) -> None:
    intention = office.intention()["id"]
    verify(office, office.milestone(intention)["id"], "accept")
    assert ledger(office) != []
    assert state_of_intention(office, intention) == "draft"
    path = f"{C}/intentions/{intention}"
    assert "成果" in office.ask("organiser", "PATCH", path, {"amount_fen": 1}, 409)["detail"]
    [accepted] = office.ask("organiser", "GET", f"{C}/milestones", status=200)["items"]
    office.ask("verifier", "POST", f"{C}/milestones/{accepted['id']}/reverse", {"reason": "示例"}, 200)
    assert state_of_intention(office, intention) == "draft"
    office.ask("organiser", "PATCH", path, {"amount_fen": 1}, 200)


def test_the_state_of_an_intention_follows_its_outcomes(office: Office) -> None:
    intention = office.signed()["id"]
    first, second = office.milestone(intention), office.milestone(intention)
    assert state_of_intention(office, intention) == "signed"
    for filed in (first, second):
        verify(office, filed["id"], "accept")
        assert state_of_intention(office, intention) == "fulfilling"
    for filed, state in ((first, "fulfilling"), (second, "signed")):
        office.ask("verifier", "POST", f"{C}/milestones/{filed['id']}/reverse", {"reason": "示例"}, 200)
        assert state_of_intention(office, intention) == state
    assert sum(entry["amount_fen"] for entry in ledger(office)) == 0


def test_a_milestone_that_was_returned_is_filed_again_and_whoever_does_so_never_verifies(office: Office) -> None:
    filed = office.milestone(office.signed()["id"])
    verify(office, filed["id"], "return")
    with unit_of_work() as session:
        user = user_by_address(session, "division@congress.test")
        assert user is not None
        grants = [Grant("division", "division", PREFECTURE), Grant("verifier", "province")]
        set_grants(session, user, grants, by=SYSTEM, now=NOW)
    with unit_of_work() as session:
        user = user_by_address(session, "division@congress.test")
        assert user is not None
        found = milestone_for(session, actor_of(user), "2036", filed["id"])
        again = refile_milestone(session, found, "补充了回单", by=actor_of(user), now=NOW)
        assert (again.state, again.note) == ("filed", "补充了回单")
    forget_cached_tokens()
    assert verify(office, filed["id"], "accept", 403, "division")["type"].endswith("/same-person")
    assert verify(office, filed["id"], "accept")["state"] == "accepted"


DOLLARS = {"currency": "USD", "rate": "7.12345678", "rate_on": "2025-01-05", "rate_source": "示例来源"}


def test_foreign_money_counts_as_yuan_by_its_rate_to_the_fen(office: Office, app: Flask) -> None:
    intention = office.signed(amount_fen=100)
    filed = office.milestone(intention["id"], amount=123_45, **DOLLARS)
    assert {name: filed[name] for name in DOLLARS} == DOLLARS
    # 123.45 × 7.12345678 = 879.390…, rounded half up
    assert (filed["amount_fen"], filed["cny_fen"]) == (123_45, 879_39)
    office.accept(filed["id"])
    assert {one["amount_fen"] for one in ledger(office) if one["entity"]["kind"] == "county"} == {879_39}
    assert sum(one["amount_fen"] for one in ledger(office) if one["entity"]["kind"] == "university") == 879_39
    console = signed_in(app, "organiser@congress.test")
    for path in (f"/console/milestones/{filed['id']}", "/console/ledger/1"):
        page = console.get(path).get_data(as_text=True)
        assert "USD 123.45" in page
        assert "汇率7.12345678（2025-01-05，示例来源）" in page
    [_head, line] = lines_of(console, "milestones")
    assert "123.45,USD,7.12345678,2025-01-05,示例来源,879.39," in line


@pytest.mark.one_database
def test_foreign_money_that_nobody_can_count_is_not_taken(office: Office) -> None:
    path = f"{C}/intentions/{office.signed()['id']}/milestones"
    arrived = {"kind": "capital_arrived", "occurred_on": "2025-01-05", "amount_fen": 1, "note": "示例"}
    for field, wrong in (
        ("rate", {"rate": None, "rate_on": None, "rate_source": ""}), ("rate", {"rate": "7,1"}),
        ("rate_on", {"rate_on": None}), ("rate_on", {"rate_on": "2999-01-01"}),
        ("rate_source", {"rate_source": ""}), ("currency", {"currency": "XXQ"}),
        ("rate", {"currency": "CNY"}), ("rate", {"amount_fen": 10**16, "rate": "999999"}),
    ):  # fmt: skip
        problem = office.ask("organiser", "POST", path, arrived | DOLLARS | wrong, 422)
        assert [one["field"] for one in problem["errors"]] == [field], wrong


@pytest.mark.one_database
def test_a_form_that_lacks_the_rate_says_so_at_its_field(office: Office, app: Flask) -> None:
    path = f"/console/intentions/{office.signed()['id']}/milestones"
    typed = {"kind": "capital_arrived", "occurred_on": "2025-01-05", "amount": "2", "currency": "EUR", "note": "示例"}
    console = signed_in(app, "organiser@congress.test")
    refused = console.post(path, data=typed)
    assert (refused.status_code, "外币按人民币计入" in refused.get_data(as_text=True)) == (422, True)
    told = typed | {"rate": "8.5", "rate_on": "2025-01-05", "rate_source": "示例来源"}
    assert console.post(path, data=told).status_code == 302
    page = console.get(path).get_data(as_text=True)
    assert "17 万元" in page
    assert "EUR 20,000.00" in page


def test_evidence_counts_once_and_belongs_to_whoever_files(office: Office) -> None:
    intention = office.signed()["id"]
    proof = office.upload("organiser")
    office.milestone(intention, evidence=[proof])
    body = {"kind": "started", "occurred_on": "2026-01-01", "note": "示例", "evidence": [office.upload("division")]}
    office.ask("organiser", "POST", f"{C}/intentions/{intention}/milestones", body, 422)


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        (Kind.CAPITAL_ARRIVED, {"amount_fen": 0}, "amount_fen"),
        (Kind.CONTRACT_PAID, {}, "amount_fen"),
        (Kind.DONATION_RECEIVED, {"amount_fen": 1}, None),
        (Kind.PERSON_RECRUITED, {"amount_fen": 5}, "count"),
        (Kind.PERSON_RECRUITED, {"count": 1}, None),
        (Kind.REGISTERED, {}, None),
        (Kind.STARTED, {"occurred_on": TODAY + timedelta(days=1)}, "occurred_on"),
    ],
)
def test_each_kind_says_what_it_needs(kind: Kind, facts: dict[str, Any], field: str | None) -> None:
    given_: dict[str, Any] = {"amount_fen": None, "count": None, "occurred_on": TODAY} | facts
    assert missing_fact(kind, today=TODAY, **given_) == field


def test_a_county_counts_for_itself_and_for_its_prefecture_and_each_whole() -> None:
    schools = [("u", "university", 400_000), ("v", "university", 600_000)]
    found = claimants_of(schools, (COUNTY, "county"), (PREFECTURE, "prefecture"))
    assert [(one.kind, one.code, one.share) for one in found] == [
        ("university", "u", 400_000), ("university", "v", 600_000), ("county", COUNTY, MILLION),
        ("prefecture", PREFECTURE, MILLION),
    ]  # fmt: skip


def test_a_prefecture_counts_for_itself_and_a_functional_area_among_the_counties() -> None:
    assert [(one.kind, one.code) for one in claimants_of([], (PREFECTURE, "prefecture"), ("43", "province"))] == [
        ("prefecture", PREFECTURE)
    ]
    assert [(one.kind, one.code) for one in claimants_of([], ("HN-XJXQ", "functional"), None)] == [
        ("county", "HN-XJXQ")
    ]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_rate_is_the_nearest_tenth_of_a_per_cent(part: int, whole: int) -> None:
    told = rate(part, whole)
    assert abs(round(float(told.removesuffix("%")) * 10) * whole - part * 1000) <= whole / 2 + 1e-6 * whole
    assert rate(part, 0) == "–"


def test_every_decision_is_a_step_from_filed_and_nothing_leads_out_of_an_end() -> None:
    results = {RESULT_OF[decision] for decision in Decision}
    assert set(TRANSITIONS[MilestoneState.FILED]) == results | {MilestoneState.JOINT}
    assert set(TRANSITIONS[MilestoneState.JOINT]) == results
    for end in (MilestoneState.REJECTED, MilestoneState.REVERSED):
        assert TRANSITIONS[end] == frozenset()
