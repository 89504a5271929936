"""Chains of verification, 会审, interests, favours, and what speaks against a milestone."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.access import SYSTEM
from congress.foundation.db import unit_of_work
from congress.outcomes.reviews import set_chain
from congress.outcomes.rules import STANDARD_CHAINS, has_level, is_out_of_order, read_chain
from congress.outcomes.states import Family
from congress.programme.queries import the_congress
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.office import C, Office
from tests.factories.schools import COUNTY, PREFECTURE, UNIVERSITY


class Chained(Office):
    """The office with the usual chains, and a verifier for each step."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.test_client())
        self.app = app
        with unit_of_work() as session:
            for name, kind, code in (("county", "division", COUNTY), ("bureau", "division", PREFECTURE),
                                     ("research", "school", UNIVERSITY)):  # fmt: skip
                user = make_user(session, "verifier", email=f"{name}@congress.test", kind=kind, code=code)
                self.tokens[name] = make_token(session, user)
            for family, text in STANDARD_CHAINS.items():
                set_chain(session, the_congress(session).id, family, text, by=SYSTEM, now=datetime.now(UTC))

    def browser(self, who: str) -> FlaskClient:
        return signed_in(self.app, f"{who}@congress.test")

    def state(self, milestone: str) -> str:
        return self.ask("verifier", "GET", f"{C}/milestones/{milestone}", status=200)["state"]

    def decide(self, milestone: str, who: str, decision: str, status: int) -> Any:
        body = {"decision": decision, "reason": "示例"}
        return self.ask(who, "POST", f"{C}/milestones/{milestone}/verify", body, status)


@pytest.fixture
def office(app: Flask) -> Chained:
    return Chained(app)


@pytest.fixture
def filed(office: Chained) -> str:
    return office.milestone(office.signed()["id"])["id"]


def test_each_step_is_confirmed_by_its_own_scope_and_the_last_writes_the_ledger(office: Chained, filed: str) -> None:
    office.accept(filed, "verifier", 403)
    office.accept(filed, "bureau", 403)
    office.accept(filed, "county", 202)
    office.accept(filed, "county", 403)
    office.accept(filed, "bureau", 202)
    assert office.board("investment-university") == []
    office.accept(filed, "verifier", 200)
    assert office.board("investment-university") != []
    path = f"{C}/milestones/{filed}/reverse"
    office.ask("county", "POST", path, {"reason": "示例"}, 403)
    office.ask("verifier", "POST", path, {"reason": "示例"}, 200)


def test_a_research_contract_begins_at_the_school(office: Chained) -> None:
    filed = office.milestone(office.signed(category="research")["id"], kind="contract_paid")["id"]
    office.accept(filed, "county", 403)
    office.accept(filed, "research", 202)
    office.accept(filed, "verifier", 200)


def test_a_school_never_verifies_where_no_chain_asks_it(office: Chained, filed: str) -> None:
    office.accept(filed, "research", 403)


def test_what_lies_in_a_prefecture_itself_has_no_county_step(office: Chained) -> None:
    filed = office.milestone(office.signed(division=PREFECTURE)["id"])["id"]
    office.accept(filed, "bureau", 202)
    office.accept(filed, "verifier", 200)


def test_a_chain_begins_anew_when_what_was_returned_is_filed_again(office: Chained, filed: str) -> None:
    office.accept(filed, "county", 202)
    office.decide(filed, "bureau", "return", 200)
    assert (
        office.browser("organiser").post(f"/console/milestones/{filed}/refile", data={"note": "示例"}).status_code
        == 302
    )
    office.accept(filed, "bureau", 403)
    office.accept(filed, "county", 202)


def test_who_rejects_what_others_confirmed_calls_a_joint_review(office: Chained, filed: str) -> None:
    office.accept(filed, "county", 202)
    office.decide(filed, "bureau", "reject", 202)
    assert office.state(filed) == "joint"
    office.decide(filed, "bureau", "accept", 409)
    path = f"/console/milestones/{filed}/joint-review/decide"
    minutes = {
        "participants": "示例甲\n示例乙",
        "minutes": "示例纪要〔2036〕1号",
        "decision": "accept",
        "reason": "示例",
    }
    assert office.browser("county").post(path, data=minutes).status_code == 403
    verifier = office.browser("verifier")
    refused = verifier.post(path, data=minutes | {"minutes": ""})
    assert (refused.status_code, "示例甲" in refused.text) == (422, True)
    assert verifier.post(path, data=minutes).status_code == 302
    assert office.state(filed) == "accepted"
    assert "示例纪要〔2036〕1号" in verifier.get(f"/console/milestones/{filed}").text
    assert office.board("investment-university") != []


def test_a_joint_review_may_be_called_and_may_reject(office: Chained, filed: str) -> None:
    bureau, path = office.browser("bureau"), f"/console/milestones/{filed}/joint-review"
    assert bureau.post(path, data={"reason": ""}).status_code == 422
    assert bureau.post(path, data={"reason": "凭证存疑"}).status_code == 302
    assert bureau.post(path, data={"reason": "又一次"}).status_code == 409
    minutes = {"participants": "示例甲", "minutes": "示例纪要2号", "decision": "reject", "reason": "示例"}
    office.browser("verifier").post(f"{path}/decide", data=minutes)
    assert office.state(filed) == "rejected"
    assert office.board("investment-university") == []


def test_a_declared_interest_bars_from_every_decision(office: Chained, filed: str) -> None:
    path = f"/console/milestones/{filed}"
    county = office.browser("county")
    assert county.post(f"{path}/interest", data={"text": ""}).status_code == 422
    assert county.post(f"{path}/interest", data={"text": "亲属任职"}).status_code == 302
    assert office.accept(filed, "county", 403)["type"].endswith("interested")
    assert county.post(f"{path}/joint-review", data={"reason": "示例"}).status_code == 403


def test_a_favour_is_read_by_auditors_alone(office: Chained, filed: str) -> None:
    asked = {"who": "示例某领导", "asked_on": "2036-11-01", "text": "请<b>尽快</b>通过"}
    answer = office.browser("county").post(f"/console/milestones/{filed}/favour", data=asked)
    assert answer.status_code == 302
    page = office.browser("auditor").get("/console/favours").text
    assert "示例某领导" in page
    assert "请&lt;b&gt;尽快&lt;/b&gt;通过" in page
    assert office.browser("organiser").get("/console/favours").status_code == 403


def test_an_acceptance_against_doubts_cites_its_basis(office: Chained) -> None:
    intention = office.signed(division=PREFECTURE)["id"]
    filed = office.milestone(intention, amount=100_000_001)["id"]
    bureau, path = office.browser("bureau"), f"/console/milestones/{filed}"
    assert "超过合同金额" in bureau.get(path).text
    verdict = {"decision": "accept", "reason": "示例"}
    assert bureau.post(f"{path}/verify", data=verdict).status_code == 422
    assert bureau.post(f"{path}/verify", data=verdict | {"basis": "示例〔2036〕3号"}).status_code == 302
    assert "示例〔2036〕3号" in bureau.get(path).text


def test_the_same_voucher_is_seen_by_its_hash(office: Chained) -> None:
    intention = office.signed()["id"]
    first = office.milestone(intention)["id"]
    assert "同一凭证" not in office.browser("county").get(f"/console/milestones/{first}").text
    second = office.milestone(intention)["id"]
    assert "同一凭证" in office.browser("county").get(f"/console/milestones/{second}").text


def test_what_follows_from_another_does_not_come_before_it() -> None:
    first, second = date(2036, 1, 1), date(2036, 1, 2)
    assert is_out_of_order("started", first, [("registered", second)])
    assert is_out_of_order("registered", second, [("in_production", first)])
    assert not is_out_of_order("started", second, [("registered", first), ("started", first)])
    assert not is_out_of_order("capital_arrived", first, [("registered", second)])


def test_a_chain_is_edited_as_lines_and_a_bad_one_is_named(office: Chained) -> None:
    organiser = office.browser("organiser")
    assert "省商务厅" in organiser.get("/console/chains").text
    refused = organiser.post("/console/chains", data={"investment": "province | 示例厅\nnobody | 示例"})
    assert (refused.status_code, "第 2 行" in refused.text, "示例厅" in refused.text) == (422, True, True)
    assert organiser.post("/console/chains", data={}).status_code == 302
    filed = office.milestone(office.signed()["id"])["id"]
    office.accept(filed, "second", 200)


@pytest.mark.parametrize("family", list(Family))
def test_the_usual_chains_can_be_read(family: Family) -> None:
    assert read_chain(STANDARD_CHAINS[family])[-1][0] == "province"


def test_steps_that_nobody_could_take_are_left_out() -> None:
    assert not has_level("place", "prefecture", None, any_school=True)
    assert not has_level("prefecture", "county", None, any_school=True)
    assert not has_level("school", "county", "prefecture", any_school=False)
    assert has_level("province", "functional", None, any_school=False)
