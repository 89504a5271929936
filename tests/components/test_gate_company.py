"""What the scanner says of companions, of protocol guests, and in a drill."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.components.gate_desk import Gate
from tests.components.test_gate_page import BADGE, type_badge

pytestmark = pytest.mark.journey


def test_one_tap_lets_the_companions_in_and_names_who_was_not(open_page: Callable[..., Page], gate: Gate) -> None:
    page = open_page("/gate/hall")
    type_badge(page, "LEADER123456")
    page.get_by_role("button", name="一并签到：示例代表团").click()
    verdict = page.locator("[data-verdict]")
    expect(verdict).to_contain_text("已签到 3 人")
    expect(verdict).to_contain_text("示例校友丁")
    expect(verdict).to_have_attribute("data-kind", "doubt")
    expect(page.get_by_role("button", name="一并签到")).to_have_count(0)
    [wish] = gate.parties
    assert (wish["code"], wish["gate"]) == ("HN26AB12", "hall")


def test_a_protocol_guest_meets_neither_a_welcome_nor_a_refusal(open_page: Callable[..., Page]) -> None:
    page = open_page("/gate/hall")
    type_badge(page, "QUIET1234567")
    verdict = page.locator("[data-verdict]")
    expect(verdict).to_have_attribute("data-kind", "doubt")
    expect(verdict).to_contain_text("请联系该来宾的联络员")
    assert "示例校友甲" not in verdict.inner_text()
    assert "示例校友甲" not in page.locator("[data-recent]").inner_text()


def test_in_a_drill_the_page_and_each_verdict_say_so_in_large_letters(
    open_page: Callable[..., Page], gate: Gate, tmp_path: Path
) -> None:
    page = open_page("/gate/hall")
    signs = page.locator(".gate__drill")
    expect(signs.first).to_be_hidden()
    gate.drill = 1
    type_badge(page, BADGE)
    expect(page.locator("[data-verdict] .gate__drill")).to_be_visible()
    expect(signs.first).to_contain_text("演练")
    page.screenshot(path=tmp_path / "drill.png")
    large = signs.first.evaluate("(sign) => parseFloat(getComputedStyle(sign).fontSize)")
    assert large >= 24
    gate.drill = 0
    page.keyboard.press("Escape")
    type_badge(page, BADGE.replace("GATE2", "GATE4"))
    expect(signs.first).to_be_hidden()
