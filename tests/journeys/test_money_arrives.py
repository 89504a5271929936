"""Money arrives, in a real browser: filed, verified, seen by the school, and the board moves."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from congress.foundation import clock
from congress.settings import ROOT
from tests.factories.office import PDF
from tests.factories.schools import OTHER_UNIVERSITY, PREFECTURE, UNIVERSITY
from tests.journeys.conftest import Site, accessibility_faults
from tests.layouts import clean_environment, post_json

pytestmark = pytest.mark.journey
C = "/api/v1/congresses/2036"


def signed_intention(site: Site) -> str:
    organiser = site.tokens["organiser"]
    body = {
        "title": "示例新材料项目", "category": "investment", "division": PREFECTURE, "amount_fen": 100_000_000,
        "currency": "CNY", "parties": [{"role": "host", "name": "示例市人民政府（虚构）"}],
        "schools": [{"code": UNIVERSITY}, {"code": OTHER_UNIVERSITY}],
    }  # fmt: skip
    status, made = post_json(f"{site.address}{C}/intentions", body, **organiser)
    assert status == 201, made
    yes = {"signatory": "示例代表", "party": "示例市人民政府（虚构）"}
    status, made = post_json(f"{site.address}{C}/intentions/{made['id']}/sign", yes, **organiser)
    assert made["state"] == "signed", made
    return str(made["id"])


def file_arrival(page: Page, intention: str, folder: Path) -> None:
    proof = folder / "银行回单.pdf"
    proof.write_bytes(PDF)
    page.goto(f"/console/intentions/{intention}/milestones")
    page.select_option("#kind", "capital_arrived")
    page.fill("#occurred_on", (datetime.now(UTC) - timedelta(days=1)).date().isoformat())
    page.fill("#amount", "1000.0001")
    page.fill("#note", "首笔资金到账")
    page.set_input_files("#evidence", proof)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("table")).to_contain_text("待审核")


def verify(page: Page) -> None:
    page.goto("/console/milestones")
    page.get_by_role("link", name="示例新材料项目").click()
    page.get_by_label("认定：立即记入成效").check()
    page.fill("#reason", "银行回单已核")
    # more has arrived than was agreed, and before the signing: accepting it cites what it rests on
    page.fill("#basis", "示例会议纪要〔2036〕1号")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="作出决定").click()
    expect(page.locator(".page-head")).to_contain_text("已通过")


def test_a_school_follows_its_credit_down_to_the_bank_slip(
    visit: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    intention = signed_intention(site)
    division = visit("division", width=1280)
    file_arrival(division, intention, tmp_path)
    division.get_by_role("table").get_by_role("link").click()
    assert division.get_by_role("button", name="作出决定").count() == 0
    verify(visit("verifier", width=1280))

    school = visit("school")
    assert school.url.endswith("/school/")
    expect(school.locator("main")).to_contain_text("500 万元")
    assert accessibility_faults(school) == []
    # its own share alone: the rest of the thousand is another school's
    expect(school.locator("main")).not_to_contain_text("示例理工大学")
    school.get_by_role("table").first.get_by_role("link").first.click()
    expect(school.locator("main")).to_contain_text("首笔资金到账")
    assert accessibility_faults(school) == []
    with school.expect_download() as evidence:
        school.get_by_role("link", name="银行回单.pdf").click()
    assert Path(evidence.value.path()).read_bytes() == PDF
    # and nothing of anybody else's
    assert school.goto("/console/ledger/2").status == 404  # type: ignore[union-attr]


def announce(organiser: Page, verifier: Page) -> str:
    """From the board as it stands to the public notice; the address of the publication in the console."""
    organiser.get_by_role("button", name="固定并送联审").click()
    organiser.wait_for_url("**/console/publications/*")
    publication = organiser.url
    expect(organiser.get_by_role("button", name="审定发布")).to_have_count(0)
    # whoever computed it does not review it
    verifier.goto(publication)
    verifier.get_by_role("button", name="记录联审").click()
    organiser.goto(publication)
    organiser.fill("#document_number", "示例〔2036〕1号")
    organiser.locator("form[action$='/sign-off'] #note").fill("示例签发人")
    organiser.get_by_role("button", name="记录审签").click()
    for field, text in {"authority": "示例受理单位", "phone": "0731-00000000", "address": "示例地址"}.items():
        organiser.fill(f"#{field}", text)
    organiser.get_by_role("button", name="公示", exact=True).click()
    return publication


def test_a_board_is_announced_objected_to_and_final_and_anybody_can_check_its_file(
    visit: Callable[..., Page], site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    intention = signed_intention(site)
    file_arrival(visit("division", width=1280), intention, tmp_path)
    verify(visit("verifier", width=1280))
    public = visit(language="en-GB")
    public.goto("/boards")
    expect(public.locator("main")).to_contain_text("No board has been released yet")

    organiser = visit("organiser", width=1280)
    organiser.goto("/console/boards/investment-university")
    expect(organiser.get_by_role("table").first).to_contain_text("示例大学")
    verifier = visit("verifier", width=1280)
    publication = announce(organiser, verifier)

    school = visit("school", width=1280)
    school.goto(publication)
    school.fill("#objector", "示例大学（虚构）")
    school.fill("#text", "金额有出入")
    school.get_by_role("button", name="提交").click()
    expect(school.locator("main")).to_contain_text("金额有出入")
    viewer = visit("viewer", width=1280)
    viewer.goto(publication)
    expect(viewer.locator("main")).not_to_contain_text("金额有出入")

    after = datetime.now(UTC) + timedelta(days=12)
    monkeypatch.setattr(clock, "now", lambda: after)
    # nobody stays signed in for so long
    organiser, verifier = visit("organiser", width=1280), visit("verifier", width=1280)
    organiser.goto(publication)
    organiser.get_by_role("button", name="审定发布").click()
    expect(organiser.locator("main")).to_contain_text("公示期未满")
    verifier.goto(publication)
    verifier.get_by_label("驳回：榜单维持不变").check()
    verifier.fill("#answer", "经复核，金额无误")
    verifier.get_by_role("button", name="作出决定").click()
    organiser.goto(publication)
    organiser.get_by_role("button", name="审定发布").click()
    expect(organiser.locator(".page-head")).to_contain_text("审定")

    public.goto("/boards")
    expect(public.locator("main")).to_contain_text("示例大学")
    expect(public.locator("main")).to_contain_text("Final")
    assert accessibility_faults(public) == []
    public.get_by_role("link", name="Notice, how it was counted").click()
    check_file(public, site, tmp_path)


def check_file(public: Page, site: Site, tmp_path: Path) -> None:
    """The public file is signed, tells no amount, and shows that it was changed."""
    href = public.locator("a[href$='.json']").first.get_attribute("href")
    assert href is not None
    file = tmp_path / "board.json"
    file.write_bytes(public.request.get(f"{site.address}{href}").body())
    assert "500" not in json.dumps([line["place"] for line in json.loads(file.read_text())["order"]])
    assert check(file, tmp_path)[0] == 0
    document: dict[str, Any] = json.loads(file.read_text("utf-8"))
    document["order"].reverse()
    file.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    code, told = check(file, tmp_path)
    assert code == 1
    assert "changed after it was signed" in told


def check(file: Path, folder: Path) -> tuple[int, str]:
    """`python -m congress board verify FILE`, on a machine that knows nothing of the site."""
    done = subprocess.run(
        [sys.executable, "-m", "congress", "board", "verify", file], cwd=ROOT, capture_output=True, text=True,
        env=clean_environment(folder / "elsewhere"), check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr
