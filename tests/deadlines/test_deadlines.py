"""计划节点: what is overdue, who is told of it when, and how a delay is acknowledged."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from congress.deadlines.actions import remind_owners
from congress.deadlines.rules import is_climb, kinds_of
from congress.foundation.db import reading, unit_of_work
from congress.notifications.queries import messages_to
from congress.outcomes.states import Kind
from congress.signing.climb import STANDARD, Level, next_level
from tests.factories.accounts import signed_in
from tests.factories.office import C, Office
from tests.factories.schools import OTHER_PREFECTURE, UNIVERSITY

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = datetime.now(ZONE).date()
NOON = datetime.combine(TODAY, time(12), ZONE)
FAR = "2999-01-01"


class Desk:
    """A signed project in a county, its dates, and days that pass."""

    def __init__(self, client: FlaskClient) -> None:
        self.office = Office(client)
        self.intention = self.office.signed(schools=[{"code": UNIVERSITY}])["id"]

    def plan(self, late: int = 0, status: int = 201, who: str = "division", **more: Any) -> Any:
        facts = {"kind": "started", "due_on": (TODAY - timedelta(days=late)).isoformat()} | more
        return self.office.ask(who, "POST", f"{C}/intentions/{self.intention}/planned-dates", facts, status)

    def move(self, planned: str, due_on: str = FAR, status: int = 200, who: str = "division") -> Any:
        body = {"due_on": due_on, "reason": "示例原因：用地手续未完"}
        return self.office.ask(who, "POST", f"{C}/planned-dates/{planned}/move", body, status)

    def shown(self, show: str, who: str = "organiser") -> list[str]:
        found = self.office.ask(who, "GET", f"{C}/planned-dates?show={show}", status=200)
        return [one["id"] for one in found["items"]]

    def standing(self, planned: str) -> str:
        return str(self.office.ask("organiser", "GET", f"{C}/planned-dates/{planned}", status=200)["standing"])


def after(days: int) -> int:
    """What the job does when so many days have passed."""
    with unit_of_work() as session:
        return remind_owners(session, zone=ZONE, now=NOON + timedelta(days=days))


def told(who: str) -> list[str]:
    with reading() as session:
        return sorted(one.event for one in messages_to(session, [f"{who}@congress.test"]) if "deadlines" in one.event)


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    return Desk(client)


def test_a_date_that_has_passed_is_overdue_until_the_fact_is_accepted(desk: Desk) -> None:
    planned = desk.plan(late=3)["id"]
    ahead = desk.plan(late=-3, kind="registered")["id"]
    assert (desk.shown("overdue"), desk.shown("coming")) == ([planned], [ahead])
    filed = desk.office.milestone(desk.intention, kind="started")["id"]
    assert desk.standing(planned) == "waiting"
    assert after(9) == 1, "the other date only: what waits for a verifier is nobody's delay"
    desk.office.accept(filed)
    assert desk.standing(planned) == "met"
    assert planned not in desk.shown("open")
    desk.office.ask("verifier", "POST", f"{C}/milestones/{filed}/reverse", {"reason": "示例"}, 200)
    assert desk.standing(planned) == "overdue"


def test_money_by_instalments_is_there_once_the_total_has_arrived(desk: Desk) -> None:
    whole = desk.plan(late=1, kind="capital_arrived", amount_fen=300)["id"]
    first = desk.plan(late=1, kind="capital_arrived", amount_fen=100)["id"]
    for amount, met in ((99, []), (1, [first]), (200, [first, whole])):
        desk.office.accept(desk.office.milestone(desk.intention, amount)["id"])
        assert [one for one in (first, whole) if desk.standing(one) == "met"] == met


def test_it_climbs_from_its_owners_to_the_prefecture_and_the_province_once_each(desk: Desk) -> None:
    """The county has no account of its own, and so the prefecture is told in its place at first."""
    desk.plan()
    assert [day for day in range(45) if after(day)] == [1, 15, 30]
    assert told("school") == ["deadlines.owner"]
    assert told("division") == ["deadlines.owner", "deadlines.prefecture"]
    assert told("organiser") == ["deadlines.province"]
    assert told("other_school") == []


def test_a_new_date_needs_a_reason_counts_anew_and_leaves_the_first_to_be_read(desk: Desk) -> None:
    planned = desk.plan(late=20)
    assert after(0) == 1
    desk.office.ask("division", "POST", f"{C}/planned-dates/{planned['id']}/move", {"due_on": FAR, "reason": ""}, 422)
    desk.move(planned["id"], planned["due_on"], status=422)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    moved = desk.move(planned["id"], tomorrow, who="school")
    assert (moved["first_due_on"], moved["due_on"], moved["standing"]) == (planned["due_on"], tomorrow, "ahead")
    assert [(one["was_due_on"], one["reason"]) for one in moved["steps"]] == [
        (planned["due_on"], "示例原因：用地手续未完")
    ]
    assert desk.shown("moved") == [planned["id"]]
    assert [day for day in range(1, 18) if after(day)] == [2, 16]


def test_a_date_is_planned_once_for_what_the_project_can_reach(desk: Desk) -> None:
    desk.plan()
    assert desk.plan(status=422)["errors"][0]["field"] == "kind"
    assert desk.plan(status=422, kind="donation_received")["errors"][0]["field"] == "kind"
    assert desk.plan(status=422, kind="registered", amount_fen=5)["errors"][0]["field"] == "amount_fen"
    for wrong in ({"kind": "dreamt"}, {"due_on": "morgen"}, {"amount_fen": -1}):
        assert [one["field"] for one in desk.plan(status=422, **wrong)["errors"]] == list(wrong)


def test_only_who_answers_for_a_project_keeps_its_dates(desk: Desk) -> None:
    planned = desk.plan()["id"]
    desk.plan(who="other_school", kind="registered", status=404)
    desk.plan(who="verifier", kind="registered", status=403)
    desk.move(planned, who="other_school", status=404)
    assert desk.shown("open", who="other_school") == []
    desk.intention = desk.office.signed(division=OTHER_PREFECTURE, schools=[{"code": UNIVERSITY}])["id"]
    theirs = desk.plan(who="school")["id"]
    assert desk.shown("open", who="division") == [planned]
    desk.move(theirs, status=404)


def test_what_is_dropped_or_ended_is_nobodys_delay(desk: Desk) -> None:
    planned = desk.plan(late=5)["id"]
    body = {"reason": "示例：项目无需施工"}
    assert desk.office.ask("division", "POST", f"{C}/planned-dates/{planned}/drop", body, 200)["standing"] == "dropped"
    desk.office.ask("division", "POST", f"{C}/planned-dates/{planned}/drop", body, 409)
    desk.plan(late=5, kind="registered")
    desk.office.ask("organiser", "POST", f"{C}/intentions/{desk.intention}/end", {"reason": "示例"}, 200)
    assert (desk.shown("overdue"), after(0)) == ([], 0)
    desk.plan(kind="in_production", status=409)


@pytest.mark.parametrize("table", ["planned_steps", "overdue_notices"])
def test_neither_a_move_nor_a_notice_can_be_changed_in_the_database(desk: Desk, table: str) -> None:
    planned = desk.plan(late=5)["id"]
    after(0)
    desk.move(planned)
    with pytest.raises(DBAPIError), unit_of_work() as session:
        session.execute(text(f"UPDATE {table} SET due_on = '2001-01-01'"))  # noqa: S608 -- names of our own


def test_the_organisers_set_after_how_many_days_each_level_is_told(desk: Desk, app: Flask) -> None:
    organiser = signed_in(app, "organiser@congress.test")
    desk.plan()
    page = "/console/overdue/rule"
    for wrong in (
        {"owner": "5", "prefecture": "5", "province": "9"},
        {"owner": "0"},
        {"province": "999"},
        {"owner": "x"},
    ):
        assert organiser.post(page, data={"owner": "1", "prefecture": "2", "province": "3"} | wrong).status_code == 422
    assert organiser.post(page, data={"owner": "2", "prefecture": "4", "province": "6"}).status_code == 302
    assert 'value="4"' in organiser.get(page).get_data(as_text=True)
    assert [day for day in range(9) if after(day)] == [2, 4, 6]


def test_the_pages_say_what_is_overdue_since_when_and_what_was_said(desk: Desk, app: Flask) -> None:
    division = signed_in(app, "division@congress.test")
    path = f"/console/intentions/{desk.intention}/dates"
    form = {"kind": "capital_arrived", "due_on": "2020-02-03", "amount_fen": "12.5"}
    for wrong in ({"kind": "donation_received"}, {"due_on": ""}, {"amount_fen": "0.0000001"}):
        answer = division.post(path, data=form | wrong)
        assert answer.status_code == 422
    assert division.post(path, data=form).status_code == 302
    again = division.post(path, data=form)
    assert again.status_code == 422
    assert "该节点已有计划" in again.get_data(as_text=True)
    after(0)
    [planned] = desk.shown("overdue")
    for page in (path, "/console/overdue", "/division/", f"/console/dates/{planned}"):
        shown = division.get(page).get_data(as_text=True)
        assert "2020-02-03" in shown, page
        assert "已提醒学校和属地" in shown, page
    one = f"/console/dates/{planned}"
    kept = division.post(one, data={"due_on": "", "reason": "示例原因"})
    assert kept.status_code == 422
    assert "示例原因" in kept.get_data(as_text=True)
    assert division.post(f"{one}/drop", data={"why": ""}).status_code == 422
    assert division.post(one, data={"due_on": FAR, "reason": "示例原因"}).status_code == 302
    shown = division.get(one).get_data(as_text=True)
    assert f"2020-02-03 → {FAR} · 示例原因" in shown
    assert division.post(f"{one}/drop", data={"why": "示例：不再施工"}).status_code == 302
    assert "示例：不再施工" in division.get(one).get_data(as_text=True)
    trail = signed_in(app, "auditor@congress.test").get("/console/audit").get_data(as_text=True)
    assert "计划节点已调整" in trail


def test_a_category_works_towards_its_own_milestones() -> None:
    assert kinds_of("research") == [Kind.CONTRACT_PAID]
    assert Kind.STARTED in kinds_of("investment")
    assert kinds_of("education") == list(Kind)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40))
def test_however_seldom_the_job_runs_each_level_is_told_once_in_order_and_has_its_time(gaps: list[int]) -> None:
    due = date(2036, 1, 1)
    seen: dict[Level, date] = {}
    today = due
    for gap in gaps:
        today += timedelta(days=gap)
        level = next_level(due, seen, STANDARD, today)
        if level is not None:
            assert level not in seen
            seen[level] = today
    assert list(seen) == list(Level)[: len(seen)]
    days = list(seen.values())
    assert all(later - sooner >= timedelta(days=14) for sooner, later in pairwise(days))


def test_a_rule_that_does_not_climb_is_none() -> None:
    assert is_climb(STANDARD)
    for owner, prefecture, province in ((0, 1, 2), (1, 1, 2), (3, 2, 4), (1, 2, 366)):
        days = {Level.OWNER: owner, Level.PREFECTURE: prefecture, Level.PROVINCE: province}
        assert not is_climb(days)
