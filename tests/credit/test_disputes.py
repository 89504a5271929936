"""Competing claims freeze what is claimed, and somebody outside decides; the sums never move."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from congress.foundation.access import SYSTEM, Grant
from congress.foundation.db import reading, unit_of_work
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.office import C, Office
from tests.factories.schools import COUNTY, HIGH_SCHOOL, OTHER_UNIVERSITY, UNIVERSITY

BOTH = [UNIVERSITY, OTHER_UNIVERSITY]


def opened(office: Office, intention: str, status: int = 201, **more: Any) -> Any:
    body = {"intention": intention, "kind": "university", "entities": BOTH, "reason": "示例：两校均主张"}
    return office.ask("organiser", "POST", f"{C}/disputes", body | more, status)


def decided(office: Office, dispute: dict[str, Any], who: str = "verifier", status: int = 200, **more: Any) -> Any:
    body = {"reason": "示例：依据会议纪要"} | more
    return office.ask(who, "POST", f"/api/v1/disputes/{dispute['id']}/decide", body, status)


def stated(office: Office, dispute: dict[str, Any]) -> None:
    for who, code in (("school", UNIVERSITY), ("other_school", OTHER_UNIVERSITY)):
        body = {"entity": code, "text": "示例陈述"}
        office.ask(who, "POST", f"/api/v1/disputes/{dispute['id']}/statements", body, 201)


def states(office: Office) -> dict[str, str]:
    entries = office.ask("organiser", "GET", f"{C}/credit/ledger", status=200)["items"]
    return {entry["entity"]["code"]: entry["state"] for entry in entries}


def sums(office: Office) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in office.ask("organiser", "GET", f"{C}/credit/ledger?limit=200", status=200)["items"]:
        kind = entry["entity"]["kind"]
        found[kind] = found.get(kind, 0) + entry["amount_fen"]
    return found


def test_what_is_claimed_is_frozen_and_ranks_nowhere_what_is_not_claimed_stays(office: Office) -> None:
    intention = office.signed()
    office.accept(office.milestone(intention["id"])["id"])
    before = datetime.now(UTC).isoformat().replace("+", "%2B")
    opened(office, intention["id"])
    assert states(office)[UNIVERSITY] == states(office)[OTHER_UNIVERSITY] == "frozen"
    assert states(office)[HIGH_SCHOOL] == states(office)[COUNTY] == "counted"
    assert office.board("investment-university") == []
    assert [line["amount_fen"] for line in office.board("investment-county")] == [10_000_001]
    assert len(office.board("investment-university", f"?as_of={before}")) == 2
    credit = office.ask("school", "GET", f"{C}/credit/schools/{UNIVERSITY}", status=200)["totals"][0]
    assert (credit["amount_fen"], credit["frozen_fen"]) == (0, 5_000_001)


def test_what_is_accepted_while_a_dispute_is_open_is_frozen_too(office: Office) -> None:
    intention = office.signed()
    opened(office, intention["id"])
    office.accept(office.milestone(intention["id"])["id"])
    assert states(office)[UNIVERSITY] == "frozen"
    assert office.board("investment-university") == []
    other = office.signed(title="示例另一项目")
    office.accept(office.milestone(other["id"], amount=40)["id"])
    assert [line["amount_fen"] for line in office.board("investment-university")] == [20, 20]


def test_a_decision_to_leave_the_shares_only_releases(office: Office) -> None:
    intention = office.signed()
    office.accept(office.milestone(intention["id"])["id"])
    dispute = opened(office, intention["id"])
    stated(office, dispute)
    assert decided(office, dispute)["state"] == "decided"
    assert set(states(office).values()) == {"counted"}
    assert [line["amount_fen"] for line in office.board("investment-university")] == [5_000_001, 5_000_000]
    decided(office, dispute, status=409)


def test_a_decision_divides_past_and_future_anew_and_keeps_every_sum(office: Office) -> None:
    intention = office.signed()
    first = office.milestone(intention["id"])
    office.accept(first["id"])
    office.accept(office.milestone(intention["id"], amount=7)["id"])
    dispute = opened(office, intention["id"])
    stated(office, dispute)
    shares = {UNIVERSITY: 0, OTHER_UNIVERSITY: 1_000_000}
    decided(office, dispute, shares=shares)
    assert sums(office) == dict.fromkeys(["university", "school", "county", "prefecture"], 10_000_008)
    lines = office.board("investment-university")
    assert [(line["entity"]["code"], line["amount_fen"]) for line in lines] == [(OTHER_UNIVERSITY, 10_000_008)]
    office.accept(office.milestone(intention["id"], amount=5)["id"])
    assert office.board("investment-university")[0]["amount_fen"] == 10_000_013
    office.ask("verifier", "POST", f"{C}/milestones/{first['id']}/reverse", {"reason": "示例"}, 200)
    assert office.board("investment-university")[0]["amount_fen"] == 12
    assert sums(office) == dict.fromkeys(["university", "school", "county", "prefecture"], 12)


def test_a_school_that_was_not_named_gets_its_share_by_decision(office: Office) -> None:
    intention = office.signed(schools=[{"code": UNIVERSITY}, {"code": HIGH_SCHOOL}])
    office.accept(office.milestone(intention["id"], amount=100)["id"])
    dispute = opened(office, intention["id"])
    stated(office, dispute)
    decided(office, dispute, shares={UNIVERSITY: 300_000, OTHER_UNIVERSITY: 700_000})
    lines = {line["entity"]["code"]: line["amount_fen"] for line in office.board("investment-university")}
    assert lines == {UNIVERSITY: 30, OTHER_UNIVERSITY: 70}


@pytest.mark.parametrize(
    "shares",
    [
        {UNIVERSITY: 500_000, OTHER_UNIVERSITY: 499_999},
        {UNIVERSITY: 1_000_000},
        {UNIVERSITY: -1, OTHER_UNIVERSITY: 1_000_001},
        {UNIVERSITY: 500_000, OTHER_UNIVERSITY: 400_000, HIGH_SCHOOL: 100_000},
        {},
    ],
)
def test_shares_that_are_not_those_of_the_parties_are_refused(office: Office, shares: dict[str, int]) -> None:
    dispute = opened(office, office.signed()["id"])
    stated(office, dispute)
    refused = decided(office, dispute, status=422, shares=shares)
    assert [fault["field"] for fault in refused["errors"]] == ["shares"]


def test_nobody_involved_decides_and_nobody_decides_before_the_parties_were_heard(office: Office) -> None:
    dispute = opened(office, office.signed()["id"])
    assert decided(office, dispute, status=409)["type"].endswith("/state-refused")
    stated(office, dispute)
    assert decided(office, dispute, "organiser", 403)["type"].endswith("/same-person")
    decided(office, dispute, "school", 403)
    with unit_of_work() as session:
        from congress.accounts.actions import set_grants

        both = make_user(session, "verifier", email="both@congress.test", kind="province")
        grants = [Grant("verifier", "province"), Grant("school", "school", UNIVERSITY)]
        set_grants(session, both, grants, by=SYSTEM, now=datetime.now(UTC))
        office.tokens["both"] = make_token(session, both)
    assert decided(office, dispute, "both", 403)["type"].endswith("/same-person")


def test_parties_state_their_own_case_in_time_and_others_see_nothing(office: Office) -> None:
    intention = office.signed()
    until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    dispute = opened(office, intention["id"], statements_until=until)
    path = f"/api/v1/disputes/{dispute['id']}"
    body = {"entity": OTHER_UNIVERSITY, "text": "示例"}
    office.ask("school", "POST", f"{path}/statements", body, 403)
    office.ask("division", "GET", path, status=404)
    assert office.ask("division", "GET", f"{C}/disputes", status=200)["items"] == []
    assert len(office.ask("school", "GET", f"{C}/disputes", status=200)["items"]) == 1
    opened(office, intention["id"], 409)
    office.ask("school", "POST", f"{C}/disputes", {
        "intention": intention["id"], "kind": "school", "entities": [HIGH_SCHOOL, "示例大学"], "reason": "x",
    }, 422)  # fmt: skip
    past = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    opened(office, office.signed(title="示例二")["id"], 422, statements_until=past)


def test_a_dispute_is_led_through_the_console(office: Office, app: Flask) -> None:
    intention = office.signed()
    office.accept(office.milestone(intention["id"], amount=100)["id"])
    organiser, verifier, school, other = (
        signed_in(app, f"{who}@congress.test") for who in ("organiser", "verifier", "school", "other_school")
    )
    form = {"intention": intention["id"], "kind": "university", "entities": "示例大学\n示例理工大学", "reason": "示例"}
    assert organiser.post("/console/disputes/new", data=form | {"entities": "示例大学"}).status_code == 422
    page = organiser.post("/console/disputes/new", data=form).location
    for browser, code in ((school, UNIVERSITY), (other, OTHER_UNIVERSITY)):
        assert browser.post(f"{page}/statements", data={"entity": code, "text": "示例陈述"}).status_code == 302
    decision = {
        "verdict": "divided",
        "reason": "示例",
        f"share-{UNIVERSITY}": "12.5",
        f"share-{OTHER_UNIVERSITY}": "87,5",
    }
    assert verifier.post(f"{page}/decide", data=decision).status_code == 422
    assert organiser.post(f"{page}/decide", data={"verdict": "stands", "reason": "x"}).status_code == 403
    assert verifier.post(f"{page}/decide", data=decision | {f"share-{OTHER_UNIVERSITY}": "87.5"}).status_code == 302
    shown = school.get(page).get_data(as_text=True)
    assert "12.5000 %" in shown
    assert "冻结" not in school.get("/school/").get_data(as_text=True)
    lines = {line["entity"]["code"]: line["amount_fen"] for line in office.board("investment-university")}
    assert lines == {UNIVERSITY: 13, OTHER_UNIVERSITY: 87}


def test_a_hold_that_was_tampered_with_and_a_total_that_was_bent_are_found(office: Office) -> None:
    from congress.credit.actions import rebuild_totals, take_checkpoint, verify_ledger
    from congress.credit.chain import read_hold_checkpoint
    from congress.credit.keys import board_key
    from congress.programme.queries import congress_by_slug
    from tests.credit.test_whole_story import forge

    intention = office.signed()
    office.accept(office.milestone(intention["id"])["id"])
    opened(office, intention["id"])
    with unit_of_work() as session:
        kept = take_checkpoint(session, congress_by_slug(session, "2036"), board_key(), now=datetime.now(UTC)).document

    def findings() -> list[str]:
        with reading() as session:
            holds = read_hold_checkpoint(kept, board_key().public_key())
            return [one.message for one in verify_ledger(session, congress_by_slug(session, "2036"), holds=holds)]

    assert findings() == []
    forge("UPDATE board_totals SET amount_fen = amount_fen + 1 WHERE entity_kind = 'county'")
    assert any("kept total" in message for message in findings())
    with unit_of_work() as session:
        rebuild_totals(session, congress_by_slug(session, "2036"))
    assert findings() == []
    forge("UPDATE credit_holds SET act = 'release' WHERE seq = 1", "credit_holds")
    assert any("hold 1" in message for message in findings())
    forge("UPDATE credit_holds SET act = 'freeze' WHERE seq = 1", "credit_holds")
    forge("DELETE FROM credit_holds WHERE seq = 2", "credit_holds")
    assert any("holds end at 1" in message for message in findings())
