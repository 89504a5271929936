"""A composite score goes the whole way to the public, and anybody can compute it again from its file."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from openpyxl import load_workbook

from congress.credit.publication_file import BUNDLE_FORMAT, sign_file
from congress.credit.rule_sets import RulesRefused, read_rules, rules_text
from congress.credit.rule_versions import put_in_force, save_draft
from congress.foundation.access import SYSTEM
from congress.foundation.db import unit_of_work
from tests.credit.checked import checked
from tests.credit.conftest import read
from tests.credit.test_printed_boards import texts_of
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office
from tests.factories.schools import HIGH_SCHOOL, OTHER_UNIVERSITY, UNIVERSITY

OVERALL = """
[[composites]]
slug = "overall"
entity_kind = "university"
zh = "综合评分（示例）"
en = "Overall score"
places = 8
[[composites.components]]
board = "investment-university"
scheme = "efficacy"
weight = 60
[[composites.components]]
board = "talent-university"
scheme = "completion"
weight = 30
cap_percent = 120
targets = { HN-T-U1 = 10, HN-T-U2 = 4 }
[[composites.components]]
board = "donation-university"
scheme = "sum"
weight = 10
[[composites.deductions]]
entity = "HN-T-U2"
hundredths = 50
basis = "示例：逾期未开工"
"""
RULES = rules_text().replace('version = "2024-1"', 'version = "2036-1"') + OVERALL
# by hand: 60 × 100 % + 30 × 50 % + 10 × 100 %; 60 × 60 % + 30 × 120 % − 0.5
POINTS = {UNIVERSITY: 8500, OTHER_UNIVERSITY: 7150}
Bring = Callable[..., dict[str, Any]]


@pytest.fixture
def scored(office: Office) -> Office:
    """Two universities with money, people and a gift, under rules that weigh all three."""
    now = datetime.now(UTC)
    with unit_of_work() as session:
        draft = save_draft(session, RULES, by=SYSTEM, now=now)
        put_in_force(session, draft, now - timedelta(hours=1), by=SYSTEM, now=now - timedelta(hours=2))
    for school, amount, people in ((UNIVERSITY, 500, 5), (OTHER_UNIVERSITY, 300, 9)):
        money = office.signed(title=f"示例项目{school}", schools=[{"code": school}])
        office.accept(office.milestone(money["id"], amount=amount)["id"])
        talent = office.signed(title=f"示例人才{school}", category="talent", schools=[{"code": school}])
        came = office.milestone(talent["id"], kind="person_recruited", amount_fen=None, count=people)
        office.accept(came["id"])
    gift = office.signed(title="示例捐赠", category="donation", schools=[{"code": UNIVERSITY}])
    office.accept(office.milestone(gift["id"], kind="donation_received")["id"])
    return office


def public_file(office: Office, shown: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(office.client.get(shown["file"]).data)
    return document


def test_the_score_is_the_one_computed_by_hand_and_each_line_leads_to_its_entries(scored: Office, app: Flask) -> None:
    board = scored.ask("viewer", "GET", f"{C}/boards/overall", status=200)
    assert {line["entity"]["code"]: line["points"] for line in board["entries"]} == POINTS
    assert [len(line["entries"]) for line in board["entries"]] == [3, 2]
    assert [one["weight"] for one in board["board"]["components"]] == [60, 30, 10]
    page = signed_in(app, "viewer@congress.test").get("/console/boards/overall").get_data(as_text=True)
    for told in ("85.00 分", "71.50 分", "0.50 分", "功效系数法", "至多百分之120"):
        assert told in page


def test_an_order_only_file_holds_no_totals_and_the_audit_recomputes_it(scored: Office, announced: Bring) -> None:
    shown = announced("overall")
    document = public_file(scored, shown)
    assert [line["entity"]["code"] for line in document["order"]] == [UNIVERSITY, OTHER_UNIVERSITY]
    assert {name for line in document["order"] for name in line} == {
        "place", "entity", "commitment", "parts_commitment",
    }  # fmt: skip
    assert "scale" not in document
    assert "逾期未开工" not in json.dumps(document, ensure_ascii=False)
    assert "功效系数法" in document["basis"]["counts_zh"]
    own = scored.ask("school", "GET", f"/api/v1/publications/{shown['id']}/openings/{UNIVERSITY}", status=200)
    report = checked(document, own)
    assert report.findings == []
    assert any("behind its points are the sums of its entries" in line for line in report.proven)
    bundle = scored.ask("auditor", "GET", f"{C}/openings", status=200)
    report = checked(document, bundle)
    assert report.findings == []
    for told in ("points of every opened line follow", "order and its places follow"):
        assert any(told in line for line in report.proven)


def test_a_file_that_shows_everything_proves_itself(scored: Office, announced: Bring) -> None:
    scored.ask("organiser", "POST", f"{C}/boards/overall/switch", {"with_amounts": True}, 200)
    shown = announced("overall")
    document = public_file(scored, shown)
    assert {line["entity"]["code"]: line["total"] for line in document["order"]} == POINTS
    assert document["order"][1]["parts"] == {
        "totals": {"investment-university": 300, "talent-university": 9}, "deducted": 50,
    }  # fmt: skip
    report = checked(document)
    assert report.findings == []
    assert any("points of every line follow" in line for line in report.proven)
    key = Ed25519PrivateKey.generate()
    for change in (
        lambda one: one["order"][0].update(total=9000),
        lambda one: one["order"][1]["parts"].update(deducted=0),
        lambda one: one["order"][1]["parts"]["totals"].update({"talent-university": 4}),
        lambda one: one["scale"].update({"investment-university": [0, 500]}),
        lambda one: one["board"]["components"][0].update(weight=61),
        lambda one: one["board"]["components"][0].update(scheme="dreamt"),
        lambda one: one["order"].reverse(),
        lambda one: one.pop("scale"),
    ):
        forged = copy.deepcopy(document)
        change(forged)
        assert checked(forged).findings, "the signature tells"
        forged.pop("signature")
        assert checked(sign_file(forged, key)).findings, "so does the arithmetic, whoever signs it anew"


def test_openings_that_were_tampered_with_are_found(scored: Office, announced: Bring) -> None:
    shown = announced("overall")
    document, bundle = public_file(scored, shown), scored.ask("auditor", "GET", f"{C}/openings", status=200)
    key = Ed25519PrivateKey.generate()
    first = bundle["openings"][0]
    for change in (
        lambda one: one["scales"][0]["spans"].update({"investment-university": [0, 500]}),
        lambda one: one["openings"][0]["parts"].update(deducted=1),
        lambda one: one["openings"][0]["parts"]["totals"].pop("investment-university"),
        lambda one: one["openings"][0]["entries"].pop(),
        lambda one: one["openings"][0]["entries"].append(first["entries"][0]),
        lambda one: one["openings"][0].pop("parts"),
        lambda one: one.update(scales="nonsense"),
    ):
        forged = copy.deepcopy(bundle)
        change(forged)
        unsigned = {name: forged[name] for name in ("congress", "openings", "scales")}
        assert checked(document, sign_file(unsigned, key, form=BUNDLE_FORMAT), None).findings


def unsigned(whole: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in whole.items() if name not in {"algorithm", "public_key", "signature"}}


def leaves(found: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something can be changed."""
    parts = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for name, part in parts:
        yield from leaves(part, (*path, name)) if isinstance(part, dict | list) and part else ((*path, name),)


def changed(found: dict[str, Any], path: tuple[Any, ...], chance: random.Random) -> dict[str, Any]:
    """One of its leaves changed or taken away."""
    made = copy.deepcopy(found)
    *way, last = path
    place: Any = made
    for step in way:
        place = place[step]
    value = place[last]
    if chance.random() < 0.2:
        del place[last]
    elif isinstance(value, int):
        place[last] = value + chance.choice([-1, 1, 1000])
    else:
        place[last] = f"{value}0"
    return made


@pytest.mark.one_database
def test_whatever_is_changed_by_somebody_who_signs_anew_both_verifiers_judge_alike(
    scored: Office, announced: Bring
) -> None:
    sealed = unsigned(public_file(scored, announced("overall")))
    bundle = unsigned(scored.ask("auditor", "GET", f"{C}/openings", status=200))
    chance, key, found = random.Random(13), Ed25519PrivateKey.generate(), 0
    for path in leaves(sealed):
        forged = sign_file(changed(sealed, path, chance), key)
        found += bool(checked(forged, sign_file(bundle, key, BUNDLE_FORMAT)).findings)
    for path in leaves(bundle):
        forged = sign_file(changed(bundle, path, chance), key, BUNDLE_FORMAT)
        found += bool(checked(sign_file(sealed, key), forged).findings)
    assert found > 100


@pytest.mark.one_database
def test_it_is_printed_with_its_points_and_how_they_arise(scored: Office, announced: Bring, app: Flask) -> None:
    scored.ask("organiser", "POST", f"{C}/boards/overall/switch", {"with_amounts": True}, 200)
    shown = announced("overall")
    page = read(scored, shown["file"].removesuffix(".json"), "zh").decode()
    for told in ("综合评分（示例）", "85.00 分", "功效系数法", "减去按规则扣的分"):
        assert told in page
    assert "85.00 points" in read(scored, shown["file"].removesuffix(".json"), "en").decode()
    assert "71.50 分" in texts_of(read(scored, shown["file"].replace(".json", ".pdf"), "zh"), "pdf")
    book = load_workbook(BytesIO(read(scored, shown["file"].replace(".json", ".xlsx"), "zh")))
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)] == [85, 71.5]
    desk = signed_in(app, "school@congress.test").get("/school/").get_data(as_text=True)
    assert "85.00 分" in desk
    assert "71.50 分" not in desk


@pytest.mark.one_database
def test_only_the_published_places_are_in_the_file(office: Office, scored: Office, announced: Bring) -> None:
    now = datetime.now(UTC)
    with unit_of_work() as session:
        text = RULES.replace('"2036-1"', '"2036-2"').replace("places = 8\n[[composites.c", "places = 1\n[[composites.c")
        draft = save_draft(session, text, by=SYSTEM, now=now)
        put_in_force(session, draft, now - timedelta(minutes=1), by=SYSTEM, now=now - timedelta(minutes=2))
    document = public_file(scored, announced("overall"))
    assert [line["entity"]["code"] for line in document["order"]] == [UNIVERSITY]
    assert OTHER_UNIVERSITY not in json.dumps(document)
    assert HIGH_SCHOOL not in json.dumps(document)


def test_a_composite_has_a_slug_of_its_own() -> None:
    with pytest.raises(RulesRefused, match="slug of its own"):
        read_rules(RULES.replace('slug = "overall"', 'slug = "talent-university"'))
