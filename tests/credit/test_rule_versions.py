"""Rules are data: checked whole, tried on what is there, valid from a day on, and exact in their schemes."""

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from congress.credit.rule_sets import Component, Composite, Deduction, RulesRefused, read_rules, rules_text
from congress.credit.scoring import (
    completion,
    composite_scores,
    efficacy,
    number_and_value,
    penalised,
    shortfall,
)
from congress.credit.states import Scheme
from congress.foundation import clock
from tests.credit.checked import checked
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office
from tests.factories.schools import COUNTY, OTHER_UNIVERSITY, UNIVERSITY

RULES = "/console/rules"
NEW = rules_text().replace('version = "2024-1"', 'version = "2036-1"')
BOARD = 'measure = "investment"\nplaces = { prefecture = 8, county = 30, university = 15 }'
CAPPED = NEW.replace(BOARD, f"{BOARD}\ncap_fen = 60")
COMPOSITE = (
    NEW
    + """
[[composites]]
slug = "overall"
entity_kind = "university"
zh = "综合评分"
en = "Overall"
[[composites.components]]
board = "investment-university"
scheme = "efficacy"
weight = 100
[[composites.deductions]]
entity = "HN-T-U2"
hundredths = 50
basis = "示例：两个项目逾期未开工"
"""
)


def test_the_printed_examples_of_other_places_come_out() -> None:
    half = Fraction(1, 2)
    assert completion(96, 100) * half == Fraction("0.48")
    assert completion(90, 100) * half == Fraction("0.45")
    assert completion(150, 100, Fraction(120, 100)) * half == Fraction("0.6")
    # printed: 28 of 27 projects and 177.7 of 54 give full marks
    assert number_and_value((28, 27), (1777, 540)) * half == half
    assert shortfall(half, [(7, 7), (3, 4), (0, 1)], Fraction(1, 10)) == Fraction("0.3")
    assert penalised(half, [(2, Fraction(1, 10)), (1, Fraction(2, 10))]) == Fraction("0.1")
    assert penalised(half, [(9, Fraction(1, 10))]) == 0


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 10**15), max_size=9))
def test_efficacy_runs_from_sixty_to_a_hundred_and_keeps_the_order(totals: dict[str, int]) -> None:
    points = efficacy(totals)
    assert set(points) == set(totals)
    assert all(Fraction(60, 100) <= value <= 1 for value in points.values())
    ordered = sorted(totals, key=totals.__getitem__)
    assert [points[code] for code in ordered] == sorted(points.values())
    if len(set(totals.values())) > 1:
        assert (min(points.values()), max(points.values())) == (Fraction(60, 100), 1)


def test_a_composite_adds_its_weighted_parts_and_takes_off_what_is_deducted() -> None:
    composite = Composite(
        "overall", "university", "综合", "Overall",
        (
            Component("investment-university", Scheme.EFFICACY, 60, None, {}),
            Component("talent-university", Scheme.COMPLETION, 30, 120, {"A": 10, "B": 10}),
            Component("research-university", Scheme.SUM, 10, None, {}),
        ),
        (Deduction("A", 30, "示例"),),
    )  # fmt: skip
    totals = {
        "investment-university": {"A": 100, "B": 0}, "talent-university": {"A": 15, "B": 5},
        "research-university": {"B": 3},
    }  # fmt: skip
    # A: 60 + 36 - 0.30; B: 36 + 15 + 10
    assert composite_scores(composite, totals) == {"A": 9570, "B": 6100}
    assert composite_scores(composite, {}) == {"A": 0, "B": 0}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("announcing = 5", "announcing = 0"), "announcing"),
        (("announcing = 5\n", ""), "plan"),
        (("university = 15", "university = 0"), "places"),
        (("university = 15", "planet = 15"), "places"),
        (('measure = "research"', 'measure = "investment"'), "one board"),
        (("first_month = 11", "first_month = 13"), "first_month"),
        (('zh = "捐赠成效"', 'zh = "a\\u0000b"'), "zh"),
        (("evidence_required = false", "evidence_required = false\nsurprise = 1"), "surprise"),
        (("[basis.donation]", "[basis.nothing]"), "basis"),
        (("capital_arrived =", "rumour ="), "measures"),
        (('version = "2036-1"', "version ="), "Invalid value"),
    ],
)
def test_a_text_that_is_no_rule_set_is_refused_with_the_place_of_the_fault(change: tuple[str, str], told: str) -> None:
    assert change[0] in NEW
    with pytest.raises(RulesRefused, match=told):
        read_rules(NEW.replace(*change, 1))


def two_projects(office: Office) -> None:
    """One university with a large project, the other with two middling ones that make less together."""
    office.accept(office.milestone(office.signed(schools=[{"code": UNIVERSITY}])["id"], amount=100)["id"])
    for title in ("示例甲", "示例乙"):
        other = office.signed(title=title, schools=[{"code": OTHER_UNIVERSITY}])
        office.accept(office.milestone(other["id"], amount=45)["id"])


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    moment = datetime.now(UTC) + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)


def order(office: Office) -> list[tuple[str, int]]:
    return [(line["entity"]["code"], line["amount_fen"]) for line in office.board("investment-university")]


def test_a_draft_shows_its_difference_and_counts_from_its_day_on_alone(
    office: Office, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_projects(office)
    before = [(UNIVERSITY, 100), (OTHER_UNIVERSITY, 90)]
    assert order(office) == before
    browser = signed_in(app, "organiser@congress.test")
    page = browser.post(RULES, data={"text": CAPPED}).location
    shown = browser.get(page).get_data(as_text=True)
    for text in ("示例大学", "示例理工大学", "试算差异"):
        assert text in shown
    assert order(office) == before
    assert browser.post(f"{page}/force", data={"valid_from": "2020-01-01T00:00"}).status_code == 422
    day = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(f"{page}/force", data={"valid_from": day}).status_code == 302
    assert order(office) == before
    frozen_before = datetime.now(UTC).isoformat().replace("+", "%2B")
    later(monkeypatch, 4)
    assert order(office) == [(OTHER_UNIVERSITY, 90), (UNIVERSITY, 60)]
    assert [line["amount_fen"] for line in office.board("investment-university", f"?as_of={frozen_before}")] == [
        100,
        90,
    ]
    assert browser.post(f"{page}/force", data={"valid_from": "2999-01-01T00:00"}).status_code == 409
    assert browser.post(RULES, data={"text": CAPPED}).status_code == 409
    listed = office.ask("auditor", "GET", "/api/v1/rules", status=200)["items"]
    assert [(one["version"], one["state"]) for one in listed] == [("2036-1", "in_force"), ("2024-1", "in_force")]


def test_minimum_evidence_leaves_out_what_shows_too_little(office: Office, app: Flask) -> None:
    from congress.credit.rule_versions import try_rules
    from congress.foundation.db import reading
    from congress.foundation.pages import zone
    from congress.programme.queries import congress_by_slug

    intention = office.signed()
    office.accept(office.milestone(intention["id"], amount=10, evidence=[])["id"])
    office.accept(office.milestone(intention["id"], amount=3)["id"])
    strict = read_rules(NEW.replace(BOARD, f"{BOARD}\nminimum_evidence = 1"))
    with reading() as session:
        found = try_rules(session, congress_by_slug(session, "2036"), strict, zone=zone(), now=datetime.now(UTC))
    changed = {one.code: (one.before.total, one.after.total) for one in found if one.board == "investment-county"}
    assert changed == {COUNTY: (13, 3)}


def test_a_composite_score_is_shown_with_its_rules(office: Office, app: Flask) -> None:
    two_projects(office)
    browser = signed_in(app, "organiser@congress.test")
    page = browser.post(RULES, data={"text": COMPOSITE}).location
    shown = browser.get(page).get_data(as_text=True)
    for text in ("综合评分", "100.00", "59.50"):
        assert text in shown


@pytest.mark.parametrize("text", ["", "nonsense", "x = 1", rules_text(), "version = 1\n" * 9000])
def test_a_bad_draft_is_refused_and_nothing_is_kept(office: Office, app: Flask, text: str) -> None:
    browser = signed_in(app, "organiser@congress.test")
    assert browser.post(RULES, data={"text": text}).status_code in {409, 422}
    assert len(office.ask("organiser", "GET", "/api/v1/rules", status=200)["items"]) == 1
    assert browser.get(f"{RULES}/nowhere").status_code == 404
    assert signed_in(app, "school@congress.test").get(RULES).status_code == 403


def test_a_capped_board_is_opened_and_checked_like_any(
    office: Office, app: Flask, announced: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(app, "organiser@congress.test")
    page = browser.post(RULES, data={"text": CAPPED}).location
    day = (datetime.now(UTC) + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(f"{page}/force", data={"valid_from": day}).status_code == 302
    two_projects(office)
    later(monkeypatch, 1)
    shown = announced()
    document = json.loads(office.client.get(shown["file"]).data)
    bundle = office.ask("auditor", "GET", f"{C}/openings", status=200)
    report = checked(document, bundle)
    assert report.findings == []
    assert document["board"]["cap_fen"] == 60
    assert [line["entity"]["code"] for line in document["order"]] == [OTHER_UNIVERSITY, UNIVERSITY]
