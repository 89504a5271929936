"""One project, known of several events, counts once; frameworks count nowhere; foreign money counts by its rate."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.access import Actor, Grant
from congress.foundation.db import reading
from congress.outcomes.queries import arrived_and_signed, signed_count, stage_counts
from congress.programme.queries import the_congress
from congress.reports.queries import projects_of
from congress.reports.rules import figures_of
from congress.signing.double_queries import likely_doubles
from congress.signing.likeness import (
    LIKELY,
    TITLES_ALIKE,
    Sign,
    Traits,
    are_alike,
    bare_name,
    is_one_project,
    likelihood,
    shared_signs,
)  # fmt: skip
from congress.signing.queries import sees_all
from congress.signing.rules import in_yuan, is_rate
from tests.factories.accounts import signed_in
from tests.factories.filings import FACTS, answer, last_code, last_secret
from tests.factories.office import C, Office
from tests.factories.schools import OTHER_PREFECTURE

ORGANISER = Actor(grants=(Grant("organiser"),))
USD = {"currency": "USD", "amount_fen": 12_345_67}
RATE = {"rate": "7.1234", "rate_on": "2036-11-03", "rate_source": "中国人民银行中间价"}


@pytest.fixture
def office(client: FlaskClient) -> Office:
    return Office(client)


def signed_fen() -> int:
    with reading() as session:
        return arrived_and_signed(session, the_congress(session).id)[1]


def funnel() -> tuple[int, int]:
    with reading() as session:
        zone = ZoneInfo("Asia/Shanghai")
        found = figures_of(projects_of(session, ORGANISER, the_congress(session).id, zone=zone))
        return found.signed, found.signed_fen


def doubles() -> list[tuple[str, str]]:
    with reading() as session:
        found = likely_doubles(session, the_congress(session).id)
        return [(each.one.public_id, each.other.public_id) for each in found]


def decide(app: Flask, one: str, other: str, act: str, **typed: str) -> Any:
    browser = signed_in(app, "organiser@congress.test")
    return browser.post(f"/console/intentions/{one}/doubles/{other}/{act}", data=typed)


def test_a_project_signed_at_two_events_counts_once(app: Flask, office: Office) -> None:
    one, other = office.signed(), office.signed(title="示例新材料生产项目", platform="湘商大会")
    stranger = office.signed(title="示例养老社区", division=OTHER_PREFECTURE, amount_fen=7,
                             parties=[{"role": "investor", "name": "毫不相干（虚构）公司"}])  # fmt: skip
    assert doubles() == [(one["id"], other["id"])]
    assert signed_fen() == 200_000_007
    assert decide(app, one["id"], other["id"], "merge", kept=one["id"], reason="同一营业执照").status_code == 302
    assert (signed_fen(), funnel(), doubles()) == (100_000_007, (2, 100_000_007), [])
    with reading() as session:
        congress = the_congress(session).id
        assert (signed_count(session, congress), stage_counts(session, congress)["signed"]) == (2, 2)
    gone = office.ask("organiser", "GET", f"{C}/intentions/{other['id']}", status=200)
    assert (gone["state"], gone["same_as"], gone["ended_reason"]) == ("ended", one["id"], "同一营业执照")
    office.ask("organiser", "POST", f"{C}/intentions/{other['id']}/milestones",
               {"kind": "started", "occurred_on": "2026-01-01", "note": "示例", "evidence": []}, 409)  # fmt: skip
    assert stranger["same_as"] is None


def test_only_one_of_two_records_may_earn(app: Flask, office: Office) -> None:
    one, other = office.signed(), office.signed(platform="港洽周")
    outcome = office.milestone(other["id"])
    office.accept(outcome["id"])
    before = office.board("investment-university")
    assert decide(app, one["id"], other["id"], "merge", kept=one["id"], reason="示例").status_code == 409
    assert decide(app, one["id"], other["id"], "merge", kept=other["id"], reason="示例").status_code == 302
    assert office.board("investment-university") == before


def test_both_earning_is_refused_until_one_is_reversed(app: Flask, office: Office) -> None:
    one, other = office.signed(), office.signed(platform="港洽周")
    filed = [office.milestone(each["id"])["id"] for each in (one, other)]
    for each in filed:
        office.accept(each)
    page = decide(app, one["id"], other["id"], "merge", kept=one["id"], reason="示例")
    assert page.status_code == 409
    assert "只能计其一" in page.get_data(as_text=True)
    office.ask("verifier", "POST", f"{C}/milestones/{filed[1]}/reverse", {"reason": "同一项目"}, 200)
    assert decide(app, one["id"], other["id"], "merge", kept=one["id"], reason="示例").status_code == 302


@pytest.mark.one_database
def test_two_projects_told_apart_are_not_proposed_again(app: Flask, office: Office) -> None:
    one, other = office.intention(), office.intention()
    assert decide(app, one["id"], other["id"], "apart", reason="").status_code == 422
    assert decide(app, one["id"], other["id"], "apart", reason="一期与二期").status_code == 302
    assert doubles() == []
    again = decide(app, other["id"], one["id"], "apart", reason="再说一次")
    assert (again.status_code, "此前已作过认定" in again.get_data(as_text=True)) == (422, True)
    browser = signed_in(app, "organiser@congress.test")
    assert "没有疑似重复的项目" in browser.get("/console/intentions/doubles").get_data(as_text=True)
    assert browser.get(f"/console/intentions/{one['id']}/doubles/{one['id']}").status_code == 404
    assert browser.get(f"/console/intentions/{one['id']}/doubles/{other['id']}").status_code == 200


@pytest.mark.one_database
def test_programs_read_likely_doubles_merge_them_and_keep_others_apart(office: Office) -> None:
    one, other, third = office.intention(), office.intention(), office.intention(platform="湘商大会")
    listed = office.ask("organiser", "GET", f"{C}/intentions/doubles", status=200)["items"]
    assert {(each["one"]["id"], each["other"]["id"]) for each in listed} == {
        (one["id"], other["id"]), (one["id"], third["id"]), (other["id"], third["id"]),
    }  # fmt: skip
    assert "title" in listed[0]["shared"]
    path = f"{C}/intentions/{one['id']}"
    office.ask("organiser", "POST", f"{path}/merge", {"other": other["id"], "reason": ""}, 422)
    office.ask("organiser", "POST", f"{path}/merge", {"other": one["id"], "reason": "示例"}, 404)
    office.ask("school", "POST", f"{path}/merge", {"other": other["id"], "reason": "示例"}, 403)
    told = {"other": other["id"], "reason": "同一营业执照"}
    assert office.ask("organiser", "POST", f"{path}/merge", told, 200)["decision"] == "merged"
    assert office.ask("organiser", "GET", f"{C}/intentions/{other['id']}", status=200)["same_as"] == one["id"]
    office.ask("organiser", "POST", f"{path}/merge", told, 404)
    apart = {"other": third["id"], "reason": "一期与二期"}
    office.ask("organiser", "POST", f"{path}/keep-apart", apart, 200)
    office.ask("organiser", "POST", f"{path}/keep-apart", apart, 422)
    assert office.ask("organiser", "GET", f"{C}/intentions/doubles", status=200)["items"] == []


def test_the_filing_goes_to_the_record_that_stays(app: Flask, office: Office) -> None:
    filed = office.ask("school", "POST", f"{C}/filings", FACTS, 201)["id"]
    ways = {"email": "investor@congress.test", "phone": "+86 139 0000 0078"}
    office.ask("school", "POST", f"{C}/filings/{filed}/ask", ways, 200)
    with reading() as session:
        secret, code = last_secret(session), last_code(session)
    answer(office.client, secret, code)
    one, other = office.intention(), office.intention(platform="湘商大会")
    path = f"{C}/filings/{filed}"
    assert office.ask("organiser", "GET", path, status=200)["intention"] == one["id"]
    assert decide(app, one["id"], other["id"], "merge", kept=other["id"], reason="示例").status_code == 302
    assert office.ask("organiser", "GET", path, status=200)["intention"] == other["id"]


def test_a_framework_agreement_stands_in_no_total_and_earns_nothing(office: Office) -> None:
    framework = office.signed(framework=True)
    assert (signed_fen(), funnel()) == (0, (0, 0))
    office.ask("organiser", "POST", f"{C}/intentions/{framework['id']}/milestones",
               {"kind": "started", "occurred_on": "2026-01-01", "note": "示例", "evidence": []}, 409)  # fmt: skip
    contract = office.signed(follows=framework["id"])
    assert contract["follows"] == framework["id"]
    assert (signed_fen(), funnel()) == (100_000_000, (1, 100_000_000))


def test_a_fact_filed_before_the_flag_is_not_accepted_either(office: Office) -> None:
    intention = office.intention()
    filed = office.milestone(intention["id"])
    office.ask("organiser", "PATCH", f"{C}/intentions/{intention['id']}", {"framework": True}, 200)
    office.accept(filed["id"], status=409)
    assert office.board("investment-university") == []


@pytest.mark.one_database
def test_a_contract_follows_a_framework_agreement_alone(office: Office) -> None:
    plain = office.intention()["id"]
    base = {"title": "示例", "category": "investment", "division": OTHER_PREFECTURE, "amount_fen": 1,
            "parties": [{"role": "investor", "name": "示例（虚构）公司"}]}  # fmt: skip
    for wrong in ({"follows": plain}, {"follows": "nobody-knows"}):
        problem = office.ask("organiser", "POST", f"{C}/intentions", base | wrong, 422)
        assert [one["field"] for one in problem["errors"]] == ["follows"]


def test_foreign_money_counts_by_its_rate_and_without_one_not(office: Office) -> None:
    known = office.signed(**USD, **RATE)
    assert (known["amount_fen"], known["currency"], known["cny_fen"]) == (12_345_67, "USD", 8_794_315)
    assert {name: known[name] for name in RATE} == RATE
    office.signed(**USD)
    assert signed_fen() == 8_794_315


@pytest.mark.one_database
def test_a_rate_has_its_day_and_its_source_and_yuan_have_none(office: Office) -> None:
    base = {"title": "示例", "category": "investment", "division": OTHER_PREFECTURE,
            "parties": [{"role": "investor", "name": "示例（虚构）公司"}]} | USD  # fmt: skip
    for field, wrong in (
        ("rate", RATE | {"rate": "0"}), ("rate", RATE | {"rate": "7,1"}), ("rate_on", {"rate": "7.1"}),
        ("rate_source", RATE | {"rate_source": ""}), ("rate", {"rate_on": "2036-11-03"}),
        ("rate", RATE | {"currency": "CNY"}), ("rate", RATE | {"amount_fen": 10**16, "rate": "999999"}),
    ):  # fmt: skip
        problem = office.ask("organiser", "POST", f"{C}/intentions", base | wrong, 422)
        assert [one["field"] for one in problem["errors"]] == [field]
    made = office.ask("organiser", "POST", f"{C}/intentions", base | RATE, 201)
    again = office.ask("organiser", "PATCH", f"{C}/intentions/{made['id']}", {"amount_fen": 100}, 200)
    assert again["cny_fen"] == 712
    assert office.ask("organiser", "PATCH", f"{C}/intentions/{made['id']}", {"currency": "CNY"}, 200)["rate"] is None


@pytest.mark.one_database
def test_a_secret_project_is_read_by_those_concerned_alone(office: Office) -> None:
    made = office.intention()
    assert made["secrecy"] == "internal"
    assert office.intention(secrecy="secret")["secrecy"] == "secret"
    for stranger in ("viewer", "auditor"):
        office.ask(stranger, "GET", f"{C}/intentions/{made['id']}", status=403)
    assert sees_all(ORGANISER)


def _traits(**more: Any) -> Traits:
    plain: dict[str, Any] = {
        "title": "示例项目", "investors": frozenset({"示例甲有限公司"}), "codes": frozenset(), "place": "1",
        "prefecture": "9", "industry": "", "amount_fen": 100,
    }  # fmt: skip
    return Traits(**plain | more)


def test_what_makes_two_records_one_project() -> None:
    one = _traits()
    assert is_one_project(shared_signs(one, _traits()))
    assert bare_name("示例（虚构）新材料 股份有限公司") == bare_name("示例新材料有限公司") == "示例新材料"
    far = {"title": "别的", "place": "2", "prefecture": "8", "amount_fen": 900}
    assert shared_signs(one, _traits(**far)) == [Sign.INVESTOR]
    assert not is_one_project(shared_signs(one, _traits(**far)))
    coded = _traits(codes=frozenset({"A"}))
    assert shared_signs(coded, _traits(codes=frozenset({"B"}), **far)) == []
    assert Sign.CODE in shared_signs(coded, _traits(codes=frozenset({"A"}), investors=frozenset({"改名公司"})))
    nobody = shared_signs(one, _traits(investors=frozenset({"毫不相干"})))
    assert likelihood(nobody) >= LIKELY
    assert not is_one_project(nobody)


def test_two_phases_of_a_project_are_two_projects() -> None:
    first = "示例新材料产业园一期"
    assert are_alike(first, "示例新材料产业园 一期工程", TITLES_ALIKE)
    assert are_alike(first, "示例新材料产业园", TITLES_ALIKE)
    assert not are_alike(first, "示例新材料产业园二期", TITLES_ALIKE)
    assert not are_alike("示例产业园（虚构）01", "示例产业园（虚构）02", TITLES_ALIKE)


def test_a_foreign_amount_is_rounded_half_up_to_the_fen() -> None:
    assert [in_yuan(1, rate) for rate in ("0.4", "0.5", "1.5", "7.1234")] == [0, 1, 2, 7]
    assert [text for text in ("7", "7.1234", "0", "-1", "7.", "1e3", "0.000000001") if is_rate(text)] == ["7", "7.1234"]
