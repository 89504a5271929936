"""Rates say what they divide by, lead to what is behind them, and show nobody another's projects."""

import io
import json
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from congress.alumni.states import CLAIM_NAMES
from congress.reports.rules import Project, figures_of, funnel_of, grouped
from congress.reports.states import By, Rate
from tests.checkin.test_scans import counted_statements
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office
from tests.factories.schools import COUNTY, HIGH_SCHOOL, OTHER_PREFECTURE, OTHER_UNIVERSITY, PREFECTURE, UNIVERSITY
from tests.programme.test_public_programme import page


def project(**more: Any) -> Project:
    facts: dict[str, Any] = {
        "public_id": "P", "title": "示例项目", "state": "signed", "place": COUNTY, "prefecture": PREFECTURE,
        "industry": "T1", "schools": frozenset({("university", UNIVERSITY)}), "amount_fen": 1000, "year": 2036,
        "reached": frozenset(), "arrived_fen": 0,
    }  # fmt: skip
    return Project(**facts | more)


FULL = {"state": "fulfilling", "reached": frozenset({"registered", "started", "capital_arrived"}), "arrived_fen": 300}


def test_number_and_money_are_divided_each_by_all_that_was_signed() -> None:
    figures = figures_of([project(**FULL), project(amount_fen=2000), project(state="lead", year=None)])
    assert (figures.signed, figures.signed_fen) == (2, 3000)
    assert [figures.rate_by_number(which) for which in Rate] == ["50.0%", "50.0%", "50.0%", "0.0%"]
    assert [figures.rate_by_money(which) for which in Rate] == ["33.3%", "33.3%", "10.0%", "0.0%"]


def test_what_ended_after_signing_stays_in_the_whole_and_is_not_being_fulfilled() -> None:
    figures = figures_of([project(**FULL), project(**FULL | {"state": "ended"})])
    assert figures.rate_by_number(Rate.FULFILLED) == "50.0%"
    assert figures.rate_by_money(Rate.ARRIVED) == "30.0%"


def test_without_a_whole_there_is_no_rate() -> None:
    assert figures_of([project(year=None)]).rate_by_number(Rate.STARTED) == "–"
    assert figures_of([]).rate_by_money(Rate.ARRIVED) == "–"


def test_a_project_of_two_universities_stands_whole_in_each() -> None:
    both = frozenset({("university", UNIVERSITY), ("university", OTHER_UNIVERSITY), ("school", HIGH_SCHOOL)})
    groups = grouped([project(schools=both)], By.UNIVERSITY)
    assert {code: figures.signed_fen for code, figures in groups.items()} == {UNIVERSITY: 1000, OTHER_UNIVERSITY: 1000}


def test_the_funnel_narrows_from_lead_to_money() -> None:
    steps = funnel_of([project(**FULL), project(), project(state="lead", year=None, amount_fen=500)])
    assert [(step.name, step.count, step.fen) for step in steps] == [
        ("lead", 3, 2500), ("signed", 2, 2000), ("registered", 1, 1000), ("arrived", 1, 300),
    ]  # fmt: skip


BAR = r'chart__text--value"[^>]*>(\d+)</text>'


def about_projects(client: FlaskClient, path: str) -> int:
    """How many statements ask for projects; what a page asks besides is kept for some seconds or not."""
    with counted_statements() as seen:
        page(client, path)
    return sum("intentions" in statement for statement in seen)


class Desks:
    """One project signed in the county with a quarter of its money there, one signed elsewhere, one only meant."""

    def __init__(self, app: Flask) -> None:
        self.office = Office(app.test_client())
        near = self.office.signed(amount_fen=100_000_000)
        self.office.accept(self.office.milestone(near["id"], 25_000_000)["id"])
        self.office.signed(title="示例乙项目", division=OTHER_PREFECTURE, schools=[{"code": OTHER_UNIVERSITY}])
        self.office.intention(title="示例意向")
        self.organiser, self.school, self.division = (
            signed_in(app, f"{name}@congress.test") for name in ("organiser", "school", "division")
        )


@pytest.fixture
def desks(app: Flask) -> Desks:
    return Desks(app)


def test_the_console_shows_each_rate_with_what_it_divides_by(desks: Desks) -> None:
    shown = page(desks.organiser, "/console/rates?lang=zh")
    assert "资金到位率" in shown
    assert "到位资金 ÷ 签约合同金额" in shown
    assert "12.5%" in shown  # 250,000 of two contracts of a million each
    assert "25.0%" in shown  # of the one prefecture alone
    assert "示例市" in shown
    assert "示例乙市" in shown


@pytest.mark.one_database
def test_each_grouping_leads_to_the_projects_behind_it(desks: Desks) -> None:
    for by in By:
        shown = page(desks.organiser, f"/console/rates?by={by}")
        links = re.findall(r'href="(/console/rates/projects\?by=[^"]+key=[^"&]+)"', shown)
        assert links
        for link in links:
            assert "/console/intentions/" in page(desks.organiser, unescape(link))


@pytest.mark.one_database
def test_the_list_behind_a_rate_holds_what_stands_above_its_line(desks: Desks) -> None:
    behind = page(desks.organiser, "/console/rates/projects?rate=arrived")
    assert "示例新材料项目" in behind
    assert "示例乙项目" not in behind
    assert "示例意向" not in page(desks.organiser, "/console/rates/projects")


@pytest.mark.one_database
def test_a_desk_counts_its_own_projects_alone_and_says_so(desks: Desks) -> None:
    shown = page(desks.division, "/console/rates?lang=zh")
    assert "只统计与本单位有关的项目" in shown
    assert "示例乙市" not in shown
    assert "示例乙项目" not in page(desks.division, "/console/rates/projects")
    assert "只统计与本单位有关的项目" not in page(desks.organiser, "/console/rates?lang=zh")


@pytest.mark.one_database
def test_a_foreign_contract_counts_by_number_and_not_by_money(desks: Desks) -> None:
    desks.office.signed(title="示例外资项目", currency="USD")
    assert "1 / 3" in page(desks.organiser, "/console/rates?lang=en").replace(" of ", " / ")
    assert "12.5%" in page(desks.organiser, "/console/rates")


@pytest.mark.one_database
def test_a_question_that_makes_no_sense_is_answered_all_the_same(desks: Desks) -> None:
    for query in ("?by=nonsense", "/projects?by=year&key=x", "/projects?by=industry&key=%27&rate=nonsense"):
        page(desks.organiser, f"/console/rates{query}")
    assert desks.organiser.get("/console/rates/projects?cursor=nonsense").status_code == 422


def test_the_workbook_has_a_sheet_for_each_grouping_and_one_that_explains(desks: Desks) -> None:
    book = load_workbook(io.BytesIO(desks.organiser.get("/console/rates.xlsx?lang=zh").data), read_only=True)
    assert book.sheetnames == ["按市州", "按高校", "按高中", "按产业", "按签约年度", "口径：分子 ÷ 分母"]
    rows = list(book["按市州"].iter_rows(values_only=True))
    assert [row[:3] for row in rows[1:]] == [
        ("示例市", 1, 1_000_000),
        ("示例乙市", 1, 1_000_000),
        ("合计", 2, 2_000_000),
    ]
    assert rows[-1][rows[0].index("资金到位率（按金额）")] == "12.5%"


@pytest.mark.one_database
def test_three_projects_cost_no_more_statements_than_one(desks: Desks) -> None:
    few = about_projects(desks.organiser, "/console/rates")
    for number in range(2):
        desks.office.signed(title=f"示例续项目{number}")
    assert about_projects(desks.organiser, "/console/rates") == few


@pytest.mark.one_database
def test_the_school_desk_tells_what_became_of_the_schools_own_projects(desks: Desks) -> None:
    shown = page(desks.school, "/school/?lang=zh")
    assert "本单位项目落地情况" in shown
    # its alumni, by where their claims stand
    for name in CLAIM_NAMES.values():
        assert f'figure__label">{name}' in shown
    assert re.findall(BAR, shown) == ["2", "1", "0", "1"]
    assert "25.0%" in shown
    behind = page(desks.school, f"/console/rates/projects?rate=arrived&unit={UNIVERSITY}")
    assert "示例新材料项目" in behind
    assert "示例新材料项目" not in page(desks.school, f"/console/rates/projects?unit={OTHER_PREFECTURE}")


def test_the_place_desk_counts_what_lies_in_its_counties_and_nothing_else(desks: Desks) -> None:
    shown = page(desks.division, "/division/?lang=zh")
    assert re.findall(BAR, shown) == ["2", "1", "0", "1"]


@pytest.mark.one_database
def test_a_desk_costs_no_more_statements_with_three_projects_than_with_one(desks: Desks) -> None:
    few = about_projects(desks.school, "/school/")
    for number in range(2):
        desks.office.signed(title=f"示例续项目{number}")
    assert about_projects(desks.school, "/school/") == few


@pytest.mark.one_database
def test_what_is_drawn_is_what_the_table_says(desks: Desks) -> None:
    shown = page(desks.organiser, "/console/rates?lang=zh")
    number, money = (json.loads(unescape(data)) for data in re.findall(r'data-chart="([^"]+)"', shown))
    assert money["names"] == ["示例市", "示例乙市"]
    assert {one["name"]: one["values"] for one in money["series"]}["资金到位率"] == [25.0, 0.0]
    assert {one["name"]: one["values"] for one in number["series"]}["资金到位率"] == [100.0, 0.0]
    assert "reports/charts.js" in shown
    signed, arrived = (json.loads(unescape(data)) for data in re.findall(r'data-tiles="([^"]+)"', shown))
    assert {one["name"]: one["value"] for one in signed} == {"示例市": 100_000_000, "示例乙市": 100_000_000}
    assert {one["name"]: one["shown"] for one in arrived} == {"示例市": "25 万元", "示例乙市": "0.00 元"}
    assert 'data-tiles="' not in page(desks.organiser, "/console/rates?by=industry")
    assert "reports/charts.js" not in page(desks.organiser, "/console/rates/projects")


@pytest.mark.one_database
def test_a_program_reads_each_rate_with_both_its_sums_and_what_it_divides_by(desks: Desks) -> None:
    found = desks.office.ask("organiser", "GET", f"{C}/rates", status=200)
    arrived = found["all"]["rates"]["arrived"]
    assert arrived["by_number"] | {"divides": ""} == {"part": 1, "whole": 2, "rate": "50.0%", "divides": ""}
    assert (arrived["by_money"]["part_fen"], arrived["by_money"]["whole_fen"]) == (25_000_000, 200_000_000)
    assert arrived["by_money"]["divides"] in {
        "到位资金 ÷ 签约合同金额",
        "Capital that has arrived ÷ contract money signed",
    }
    assert [one["key"] for one in found["items"]] == [PREFECTURE, OTHER_PREFECTURE]
    first = desks.office.ask("organiser", "GET", f"{C}/rates?limit=1", status=200)
    rest = desks.office.ask("organiser", "GET", f"{C}/rates?limit=1&cursor={first['next']}", status=200)
    assert [one["key"] for one in rest["items"]] == [OTHER_PREFECTURE]
    # a place is told its own alone
    assert [one["key"] for one in desks.office.ask("division", "GET", f"{C}/rates", status=200)["items"]] == [
        PREFECTURE
    ]
    assert desks.office.ask("organiser", "GET", f"{C}/rates?by=nonsense", status=422)["errors"][0]["field"] == "by"
