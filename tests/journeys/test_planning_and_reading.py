"""The day grid under mouse and keys, and the programme as somebody abroad reads it on a phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from congress.foundation.db import reading, unit_of_work
from congress.programme.published import draft_plan
from congress.programme.queries import the_congress
from tests.factories.programme import OPENING, make_room, make_session, make_speaker
from tests.journeys.conftest import Site, accessibility_faults

pytestmark = [pytest.mark.journey, pytest.mark.one_database]
Visit = Callable[..., Page]


@pytest.fixture
def talk(site: Site) -> int:
    """Two rooms, one talk at nine in the first, another at two in the second."""
    with site.app.app_context(), unit_of_work() as session:
        congress = the_congress(session)
        hall, foyer = make_room(session, congress, "一号会议厅"), make_room(session, congress, "前厅")
        ann = make_speaker(session, congress, "示例讲者甲")
        make_session(session, congress, "other", hour=5, room_id=foyer.id, speakers=[ann], title_zh="午后议程")
        return make_session(session, congress, "talk", room_id=hall.id, speakers=[ann], title_zh="示例报告").id


def stored(site: Site, item: int) -> tuple[float, float, str]:
    """(minutes after the opening, length, room) as the database has it."""
    with site.app.app_context(), reading() as session:
        plan = draft_plan(session, the_congress(session))
        found = plan.item[item]
        begins, lasts = found.starts_at - OPENING, found.ends_at - found.starts_at
        return begins / timedelta(minutes=1), lasts / timedelta(minutes=1), plan.room[found.room or 0].name


def test_a_session_is_dragged_and_stretched_with_the_mouse(site: Site, visit: Visit, talk: int) -> None:
    page = visit("organiser", width=1200)
    page.goto("/console/plan")
    block = page.locator(f"[data-item='{talk}']")
    box = block.bounding_box()
    other = page.locator("[data-room]", has_text="前厅").bounding_box()
    assert box
    assert other
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(other["x"] + 40, box["y"] + 20 + 60 * 1.8, steps=8)
    page.mouse.up()
    expect(page.locator("[data-told-text]")).to_contain_text("10:00–11:00")
    assert stored(site, talk) == (60, 60, "前厅")
    box = block.bounding_box()
    assert box
    edge = box["y"] + box["height"] - 3
    page.mouse.move(box["x"] + 20, edge)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, edge + 30 * 1.8, steps=6)
    page.mouse.up()
    expect(page.locator("[data-told-text]")).to_contain_text("10:00–11:30")
    assert stored(site, talk) == (60, 90, "前厅")


def test_the_same_goes_by_keyboard_and_a_clash_is_said(site: Site, visit: Visit, talk: int) -> None:
    page = visit("organiser", width=1200)
    page.goto("/console/plan")
    block = page.locator(f"[data-item='{talk}']")
    block.focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("[data-told-text]")).to_contain_text("09:10–10:15")
    assert stored(site, talk) == (10, 65, "一号会议厅")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-told-text]")).to_contain_text("前厅")
    for _step in range(58):
        page.keyboard.press("ArrowDown")
    expect(page.locator("[data-told]")).to_contain_text("午后议程")
    expect(block).to_have_class("plan__item plan__item--clash")
    assert stored(site, talk) == (300, 65, "前厅")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-told-text]")).to_contain_text("13:55")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/sessions/talk")


def test_the_grid_is_accessible(visit: Visit, talk: int) -> None:
    page = visit("organiser", width=1200)
    for name in ("plan", "clashes", "releases", "papers", "handbook-review", "rooms"):
        path = f"/console/{name}"
        page.goto(path)
        assert accessibility_faults(page) == [], path


def test_somebody_abroad_reads_both_times_on_a_phone(site: Site, browser: Browser, talk: int) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, locale="en-US", timezone_id="America/New_York",
        base_url=site.address, bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()
    page.goto("/programme")
    line = page.locator(".slot", has_text="Item talk")
    expect(line).to_contain_text("09:00–10:00")
    expect(line).to_contain_text("20:00 (11/19) your time")
    assert accessibility_faults(page) == []
    page.emulate_media(media="print")
    expect(page.get_by_role("search")).to_be_hidden()
    expect(line).to_be_visible()
    page.emulate_media(media="screen")
    line.get_by_role("link").click()
    page.wait_for_url(f"**/programme/{talk}")
    assert accessibility_faults(page) == []
    context.close()


def test_the_programme_is_still_there_when_the_network_is_gone(site: Site, browser: Browser, talk: int) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN", base_url=site.address)
    page = context.new_page()
    page.goto("/programme")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.locator(".slot", has_text="示例报告")).to_be_visible()
    context.set_offline(True)
    page.reload()
    expect(page.locator(".slot", has_text="示例报告")).to_be_visible()
    context.close()
