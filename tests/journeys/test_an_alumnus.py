"""An alumnus in a real browser: registers on a phone, gets in, and is known at the gate by the badge alone."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser import start_camera
from tests.journeys.conftest import Site, accessibility_faults
from tests.tools import need

pytestmark = pytest.mark.journey
ADDRESS = "jia@example.test"


def fill_in(page: Page) -> None:
    page.goto("/register")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("#name", "示例·校友甲")
    page.fill("#email", ADDRESS)
    page.fill("#organisation", "示例（虚构）科技有限公司")
    page.fill("#schools-0-school", "示例大学")
    page.fill("#schools-0-graduated", "2001")


def sign_in(page: Page, site: Site) -> None:
    page.goto("/login")
    page.fill("#address", ADDRESS)
    page.get_by_role("button", name="发送验证码").click()
    code = re.search(r"\b\d{6}\b", site.newest_message(ADDRESS))
    assert code is not None
    page.fill("#code", code.group())
    page.locator("form:has(#code) button[type=submit]").click()
    page.wait_for_url("**/me")


def test_registers_on_a_phone_and_is_admitted_by_the_printed_badge(
    visit: Callable[..., Page], site: Site, camera: Callable[..., Browser], tmp_path: Path
) -> None:
    rasterise = need("pdftoppm")
    page = visit()
    fill_in(page)
    page.check("input[value=opening]")
    page.check("input[value=clash]")
    page.check("#attend")
    page.locator("form[data-keep] button[type=submit]").click()

    # refused with both forums named, and nothing typed is lost
    expect(page.locator(".notice, [role=alert]").first).to_contain_text("专场opening")
    expect(page.locator(".notice, [role=alert]").first).to_contain_text("专场clash")
    assert page.input_value("#name") == "示例·校友甲"
    assert page.input_value("#schools-0-school") == "示例大学"
    assert page.is_checked("#attend")
    page.uncheck("input[value=clash]")
    page.locator("form[data-keep] button[type=submit]").click()
    page.wait_for_url("**/register/done*")
    assert accessibility_faults(page) == []
    assert "示例·校友甲" in site.newest_message(ADDRESS)

    sign_in(page, site)
    expect(page.locator("main")).to_contain_text("专场opening")
    assert accessibility_faults(page) == []
    picture = page.locator("img.badge-picture")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="证件 PDF").click()
    pdf = tmp_path / "badge.pdf"
    download.value.save_as(pdf)
    subprocess.run([rasterise, "-r", "200", "-png", "-singlefile", pdf, tmp_path / "badge"], check=True)

    # the badge as printed, held before the gate's camera
    badge = Image.open(tmp_path / "badge.png")
    gate = visit("gate", on=camera([None, badge, badge, None, None, None, badge]))
    gate.goto("/gate/main")
    start_camera(gate)
    verdict = gate.locator("[data-verdict]")
    expect(verdict).to_have_attribute("data-kind", "yes", timeout=20_000)
    expect(verdict).to_contain_text("示例·校友甲")
    expect(verdict).to_have_attribute("data-kind", "no", timeout=20_000)
    expect(verdict).to_contain_text("首次入场")

    # the organiser sees it at once
    organiser = visit("organiser", width=1280)
    organiser.goto("/console/attendance")
    expect(organiser.locator("main")).to_contain_text("示例正门")


def test_somebody_known_gets_the_page_that_anybody_gets(visit: Callable[..., Page], site: Site) -> None:
    for _attempt in range(2):
        page = visit()
        fill_in(page)
        page.check("#attend")
        page.locator("form[data-keep] button[type=submit]").click()
        page.wait_for_url("**/register/done*")
        answer = page.inner_text("main")
    assert "已有报名" in site.newest_message(ADDRESS)
    assert "已有报名" not in answer


def test_cancels_a_forum_and_then_everything(visit: Callable[..., Page], site: Site) -> None:
    page = visit(language="en-GB")
    fill_in(page)
    page.check("input[value=opening]")
    page.check("#attend")
    page.locator("form[data-keep] button[type=submit]").click()
    page.wait_for_url("**/register/done*")
    page.goto("/login?lang=zh")
    sign_in(page, site)
    page.get_by_role("link", name="修改专场").click()
    page.uncheck("input[value=opening]")
    page.check("input[value=later]")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main")).to_contain_text("专场later")
    expect(page.locator("main")).not_to_contain_text("专场opening")
    page.get_by_role("link", name="取消报名").click()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/me*")
    expect(page.locator("main")).to_contain_text("已取消")
