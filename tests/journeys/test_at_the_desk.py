"""The organiser's desk in a real browser: somebody walks in, is registered, found again, and badged."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, accessibility_faults
from tests.tools import need

pytestmark = pytest.mark.journey


TYPE = """token => {
  const press = (key, code) => document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
  for (const key of token) press(key, (/[0-9]/.test(key) ? "Digit" : "Key") + key);
  press("Enter", "Enter");
}"""


def type_like_a_scanner(page: Page, token: str) -> None:
    """Faster than fingers: key by key through the test's own connection would be slower on a busy machine."""
    expect(page.locator("#gate[data-state]")).to_be_attached()
    page.evaluate(TYPE, token)


def walk_in(page: Page, name: str, phone: str) -> None:
    page.goto("/console/registrations/new")
    page.fill("#name", name)
    page.fill("#phone", phone)
    page.fill("#schools-0-school", "示例一中")
    page.select_option("#category", "vip")
    page.check("input[value=opening]")
    page.check("#attend")
    page.locator("main form[data-guard] button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/console/registrations/(?!new)\w+"))


def test_somebody_who_walks_in_leaves_with_a_badge(visit: Callable[..., Page], site: Site, tmp_path: Path) -> None:
    pdftotext, pdftoppm, zbarimg = need("pdftotext"), need("pdftoppm"), need("zbarimg")
    page = visit("organiser", width=1280, language="en-GB")
    page.goto("/console/registrations")
    page.get_by_role("link", name="Register at the desk").click()
    page.fill("#name", "示例·𬱟")
    page.locator("main form[data-guard] button[type=submit]").last.click()
    expect(page.locator("[role=alert], .notice").first).to_be_visible()
    assert page.input_value("#name") == "示例·𬱟"
    walk_in(page, "示例·𬱟", "13900000007")
    expect(page.locator("main")).to_contain_text("Confirmed")
    expect(page.locator("main")).to_contain_text("Forum opening")
    assert "报名" in site.newest_message("+8613900000007")

    href = page.get_by_role("link", name="Badge as PDF").get_attribute("href")
    pdf = tmp_path / "badge.pdf"
    pdf.write_bytes(page.request.get(f"{site.address}{href}").body())
    text = subprocess.run([pdftotext, pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "示例·𬱟" in text.replace("\n", "").replace(" ", "")
    subprocess.run([pdftoppm, "-r", "200", "-png", "-singlefile", pdf, tmp_path / "badge"], check=True)
    read = subprocess.run(
        [zbarimg, "-q", "--raw", tmp_path / "badge.png"], capture_output=True, text=True, check=True
    ).stdout.strip()

    # the badge that was just printed opens the gate, typed by a hand scanner
    gate = visit("gate", language="en-GB")
    gate.goto("/gate/main")
    type_like_a_scanner(gate, read)
    verdict = gate.locator("[data-verdict]")
    expect(verdict).to_have_attribute("data-kind", "yes", timeout=15_000)
    expect(verdict).to_contain_text("示例·𬱟")

    # a new badge: the old one is void at once
    page.fill("#reason", "lost")
    page.get_by_role("button", name="Make a new badge").click()
    expect(page.locator("main")).to_contain_text("Void")
    gate.reload()  # a phone that reads the same badge within three seconds takes it for one reading
    type_like_a_scanner(gate, read)
    expect(verdict).to_have_attribute("data-kind", "no", timeout=15_000)


def test_what_one_searches_for_stays_in_the_address_and_can_be_sent_to_a_colleague(visit: Callable[..., Page]) -> None:
    page = visit("organiser", width=1280)
    walk_in(page, "示例校友甲", "13900000001")
    walk_in(page, "示例校友乙", "13900000002")
    page.goto("/console/registrations")
    rows = page.locator("#registrations tbody tr")
    expect(rows).to_have_count(2)
    page.fill("#filter-q", "jia")
    page.wait_for_url("**q=jia*")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("示例校友甲")
    page.fill("#filter-q", "0002")
    page.wait_for_url("**q=0002*")
    expect(rows).to_contain_text("示例校友乙")
    page.select_option("#filter-forum", "opening")
    page.wait_for_url("**forum=opening*")
    address = page.url
    assert "q=0002" in address

    page.reload()
    assert (page.input_value("#filter-q"), page.input_value("#filter-forum")) == ("0002", "opening")
    colleague = visit("organiser", width=1280, language="en-GB")
    colleague.goto(address)
    expect(colleague.locator("#registrations tbody tr")).to_have_count(1)
    expect(colleague.locator("#registrations")).to_contain_text("示例校友乙")
    colleague.select_option("#filter-status", "cancelled")
    expect(colleague.locator("#registrations")).to_contain_text("Nobody fits this filter")
    assert accessibility_faults(colleague) == []
    colleague.go_back()
    expect(colleague.locator("#registrations tbody tr")).to_have_count(1)
