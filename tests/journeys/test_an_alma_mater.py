"""From claim to credit, in a real browser: the alumnus claims, the school compares and confirms, the board thaws."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.factories.schools import PREFECTURE
from tests.journeys.conftest import Site, accessibility_faults
from tests.journeys.test_an_alumnus import ADDRESS, fill_in, sign_in
from tests.layouts import post_json

pytestmark = pytest.mark.journey
C = "/api/v1/congresses/2036"
ROLL = "姓名,毕业年份,学历\n示例校友甲,2001,硕士\n示例校友乙,1999,本科\n"


def outcome_through(site: Site, code: str) -> None:
    """An accepted arrival of a project that names its alumnus and no school."""
    organiser, verifier = site.tokens["organiser"], site.tokens["verifier"]
    party = {"role": "host", "name": "示例市人民政府（虚构）"}
    body = {
        "title": "示例新材料项目", "category": "investment", "division": PREFECTURE, "amount_fen": 100_000_000,
        "currency": "CNY", "parties": [party], "alumni": [{"registration": code}],
    }  # fmt: skip
    status, made = post_json(f"{site.address}{C}/intentions", body, **organiser)
    assert status == 201, made
    path = f"{site.address}{C}/intentions/{made['id']}"
    status, _answer = post_json(f"{path}/sign", {"signatory": "示例代表", "party": party["name"]}, **organiser)
    arrival = {
        "kind": "capital_arrived", "occurred_on": datetime.now(UTC).date().isoformat(), "amount_fen": 500_000_000,
        "note": "首笔资金到账", "evidence": [],
    }  # fmt: skip
    status, filed = post_json(f"{path}/milestones", arrival, **organiser)
    assert status == 201, filed
    accept = {"decision": "accept", "reason": "银行回单已核"}
    status, answer = post_json(f"{site.address}{C}/milestones/{filed['id']}/verify", accept, **verifier)
    assert status == 200, answer


def send_roll(school: Page, folder: Path) -> None:
    roll = folder / "名册.csv"
    roll.write_text(ROLL, encoding="utf-8")
    school.goto("/school/roll")
    assert accessibility_faults(school) == []
    school.set_input_files("#file", roll)
    school.check("#dry_run")
    school.get_by_role("button", name="上传名册").click()
    expect(school.locator("main")).to_contain_text("将新增 2 条")
    school.set_input_files("#file", roll)
    school.uncheck("#dry_run")
    school.get_by_role("button", name="上传名册").click()
    school.wait_for_url("**/school/claims")


def test_a_claim_is_confirmed_and_the_credit_that_waited_for_it_ranks(
    visit: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    organiser = visit("organiser", width=1280)
    organiser.goto("/console/alma-maters")
    organiser.get_by_role("button", name="改为待确认后计入").click()
    expect(organiser.locator("main")).to_contain_text("立即计入")
    alumnus = visit()
    fill_in(alumnus)
    alumnus.check("#attend")
    alumnus.locator("form[data-keep] button[type=submit]").click()
    alumnus.wait_for_url("**/register/done*")
    sign_in(alumnus, site)
    alumnus.get_by_role("link", name="修改母校").click()
    assert accessibility_faults(alumnus) == []
    assert alumnus.evaluate("document.documentElement.scrollWidth") <= 390
    alumnus.select_option("#schools-0-degree", "master")
    alumnus.get_by_role("button", name="保存").click()
    alumnus.wait_for_url("**/me")
    expect(alumnus.locator("main")).to_contain_text("等待学校确认")
    code = alumnus.locator("section[aria-labelledby^=r-] h2").first.get_attribute("id")
    assert code is not None
    outcome_through(site, code.removeprefix("r-"))

    viewer = visit("viewer", width=1280)
    viewer.goto("/console/boards/investment-university")
    expect(viewer.locator("main")).not_to_contain_text("示例大学")
    organiser.goto("/console/alma-maters")
    expect(organiser.get_by_role("table")).to_contain_text("示例大学")
    assert accessibility_faults(organiser) == []

    school = visit("school", width=1280)
    school.get_by_role("link", name="查看申请").click()
    expect(school.get_by_role("table")).to_contain_text("尚无名册可供比对")
    send_roll(school, tmp_path)
    expect(school.get_by_role("table")).to_contain_text("姓名与所填内容均在名册中")
    assert accessibility_faults(school) == []
    decide = school.get_by_role("button", name="提交并告知本人")
    expect(decide).to_be_disabled()
    school.get_by_label("选择本页全部").check()
    school.get_by_label("不予确认").check()
    decide.click()
    expect(school.locator("[role=alert]")).to_contain_text("请写明原因")
    school.get_by_label("确认：曾在本校就读").check()
    decide.click()
    expect(school.locator("main")).to_contain_text("没有符合条件的申请")

    viewer.reload()
    expect(viewer.get_by_role("table").first).to_contain_text("示例大学")
    assert "示例大学已确认您曾在该校就读" in site.newest_message(ADDRESS)
    alumnus.reload()
    expect(alumnus.locator("main")).to_contain_text("学校已确认")
