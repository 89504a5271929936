"""The components as a browser shows them: readable for everybody, in both languages, on a phone and at a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import ASK_AXE, AXE
from tests.components.gate_desk import Gate

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/console/components", "/gate/", "/gate/hall", "/screen/"])
def test_pages_have_no_accessibility_fault_and_no_sideways_scroll(
    open_page: Callable[..., Page], path: str, language: str, width: int
) -> None:
    page = open_page(path, width=width, language=language, bare=True)
    page.evaluate(AXE)
    assert page.evaluate(ASK_AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "演示数据" in page.inner_text(".ribbon")


def test_pages_keep_to_the_policy_while_they_are_used(open_page: Callable[..., Page]) -> None:
    page = open_page("/console/components", width=1280)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.locator(".lang").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/console/components?lang=en")


def test_ticked_forums_that_overlap_name_each_other(open_page: Callable[..., Page]) -> None:
    page = open_page("/console/components", language="en")
    expect(page.locator("#forums-a-clash")).to_have_text("Overlaps in time with Talents and schools")
    page.uncheck("#forums-b")
    expect(page.locator("#forums-a-clash")).to_be_hidden()
    page.check("#forums-c")  # begins when the first one ends
    expect(page.locator(".choice--clash")).to_have_count(0)
    expect(page.locator("[data-choices-sum]")).to_have_text("2 chosen")


def test_what_was_ticked_is_still_there_after_a_reload(open_page: Callable[..., Page]) -> None:
    # waiting for the browser's own store evaluates script, which the policy refuses
    page = open_page("/console/components", language="en", bare=True)
    page.uncheck("#forums-b")
    page.check("#forums-c")
    page.wait_for_function("(sessionStorage.getItem('draft:sample-forums') || '').includes('c')")
    page.reload()
    expect(page.locator("#forums-c")).to_be_checked()
    expect(page.locator("#forums-b")).not_to_be_checked()
    page.get_by_role("button", name="Start afresh").click()
    expect(page.locator("#forums-b")).to_be_checked()


def test_the_desk_is_worked_from_the_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page("/console/components", width=1280)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    expect(page.locator("#console-search")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**#row-2")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_a_filter_keeps_its_words_in_the_address(open_page: Callable[..., Page]) -> None:
    page = open_page("/console/components", width=1280)
    page.fill("#filter-q", "abc")
    page.wait_for_url("**/console/components?q=abc*")
    expect(page.locator("#sample-list")).to_be_visible()


def test_a_dangerous_button_asks_before_it_acts(open_page: Callable[..., Page]) -> None:
    page = open_page("/console/components", width=1280, language="en")
    page.get_by_role("button", name="Cancel the registration").click()
    expect(page.locator("#confirm")).to_contain_text("The seat goes to the next on the waitlist.")
    page.locator("#confirm button[value=no]").click()
    expect(page.locator("#confirm")).to_be_hidden()


def test_a_signature_becomes_a_picture_and_can_be_taken_back(open_page: Callable[..., Page]) -> None:
    page = open_page("/console/components", language="en")
    pad = page.locator("[data-signature-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 80)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(box["x"] + 30 + 10 * step, box["y"] + 80 + (step % 3) * 12)
    page.mouse.up()
    expect(page.locator("[data-signature-state]")).to_have_text("Signature taken")
    assert page.input_value("#sample_signature").startswith("data:image/png;base64,")
    page.get_by_role("button", name="Clear").click()
    assert page.input_value("#sample_signature") == ""


IN_VIEW = """() => [...document.querySelectorAll(".screen__figures > :not([hidden])")]
    .filter((place) => place.getBoundingClientRect().bottom <= innerHeight)
    .map((place) => place.dataset.key)"""


def test_what_has_no_room_on_the_big_screen_takes_turns(open_page: Callable[..., Page], gate: Gate) -> None:
    gate.halls = 30
    page = open_page("/screen/", width=1280, height=720, before="window.now = 0; Date.now = () => now;")
    title, seen = page.locator("[data-title]"), []
    expect(title).to_contain_text("数字大会 1 / ")
    parts = int(title.inner_text().rsplit(" ", 1)[1])
    for part in range(parts):
        page.evaluate(f"now = {part * 10_000}")
        expect(title).to_have_text(f"数字大会 {part + 1} / {parts}")
        seen += page.evaluate(IN_VIEW)
    assert seen == ["registered", "hall", *(f"hall-{number}" for number in range(30))]


def test_the_big_screen_shows_what_it_heard_and_says_when(open_page: Callable[..., Page]) -> None:
    page = open_page("/screen/", width=1280, height=800)
    expect(page.locator("[data-key=hall]")).to_contain_text("未到 65")
    expect(page.locator("[data-heard]")).to_contain_text("截至")
    page.keyboard.press("l")
    expect(page.locator("[data-logo]")).to_be_visible()
