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


def tab_to(page: Page, place: str) -> None:
    """As somebody does who sees where the focus is."""
    for _step in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("(place) => document.activeElement.matches(place)", place):
            return
    raise AssertionError(f"no key leads to {place}")


def test_without_a_pointer_people_are_found_let_in_and_their_companions_with_them(
    open_page: Callable[..., Page], gate: Gate
) -> None:
    page = open_page("/gate/hall")
    expect(page.locator("#gate[data-state=ready]")).to_be_attached()
    tab_to(page, "#gate-q")
    page.keyboard.insert_text("示例")
    expect(page.locator("[data-gate-found] li")).to_contain_text("1234")
    tab_to(page, "[data-gate-found] button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-word]")).to_have_text("欢迎入场")
    page.keyboard.press("Escape")
    expect(page.locator("[data-verdict]")).to_be_hidden()
    type_badge(page, "LEADER123456")
    expect(page.get_by_role("button", name="一并签到：示例代表团")).to_be_visible()
    tab_to(page, "[data-with-party]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict]")).to_contain_text("已签到 3 人")
    assert len(gate.parties) == 1


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
