"""A seating plan under mouse and keys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from congress.foundation.db import reading, unit_of_work
from congress.programme.queries import forum_by_slug, the_congress
from congress.seating.charts import chart_of
from congress.seating.queries import plan_of
from tests.factories.programme import make_session, make_speaker
from tests.journeys.conftest import Site, accessibility_faults

pytestmark = [pytest.mark.journey, pytest.mark.one_database]
Visit = Callable[..., Page]


@pytest.fixture
def laid_out(site: Site) -> None:
    """Three speakers and a platform of four seats."""
    with site.app.app_context():
        with unit_of_work() as session:
            congress = the_congress(session)
            forum = forum_by_slug(session, congress.id, "opening")
            people = [make_speaker(session, congress, f"示例讲者{n}", position=n) for n in (1, 2, 3)]
            make_session(session, congress, "talk", forum_id=forum.id, speakers=people)
        answer = site.app.test_client().post(
            "/api/v1/congresses/2036/forums/opening/seating", headers=site.tokens["organiser"],
            json={"blocks": [{"kind": "platform", "name": "主席台", "columns": 4}]},
        )  # fmt: skip
        assert answer.status_code == 201


def seated(site: Site) -> list[str]:
    """Who sits on the platform, from the left."""
    with site.app.app_context(), reading() as session:
        forum = forum_by_slug(session, the_congress(session).id, "opening")
        [block] = chart_of(session, plan_of(session, forum.id)).blocks
        return [cell.person.name[-1] if cell.person else "-" for cell in block.rows[0]]


def middle(page: Page, what: str) -> tuple[float, float]:
    box = page.locator(what).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, what: str, where: str) -> None:
    page.mouse.move(*middle(page, what))
    page.mouse.down()
    page.mouse.move(*middle(page, where), steps=8)
    page.mouse.up()


def test_names_are_dragged_to_seats_and_change_places(site: Site, visit: Visit, laid_out: None) -> None:
    page = visit("organiser", width=1300)
    page.goto("/console/seating/opening")
    seats = page.locator("[data-seat]")
    drag(page, "[data-name=示例讲者1]", "[data-column='2']")
    expect(seats.nth(1)).to_have_text("示例讲者1")
    drag(page, "[data-name=示例讲者2]", "[data-column='3']")
    expect(seats.nth(2)).to_have_text("示例讲者2")
    drag(page, "[data-column='3']", "[data-column='2']")
    expect(seats.nth(1)).to_have_text("示例讲者2")
    assert seated(site) == ["-", "2", "1", "-"]
    assert accessibility_faults(page) == []


def test_the_same_goes_by_keyboard(site: Site, visit: Visit, laid_out: None) -> None:
    page = visit("organiser", width=1300)
    page.goto("/console/seating/opening")
    seats = page.locator("[data-seat]")
    page.locator("[data-name=示例讲者3]").focus()
    for key in ("Enter", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(seats.nth(1)).to_have_text("示例讲者3")
    expect(page.locator("[data-told-text]")).to_contain_text("示例讲者3")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    expect(seats.nth(2)).to_have_text("×")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_contain_text("停用")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    expect(seats.nth(1)).to_have_text("2")
    assert seated(site) == ["-", "-", "-", "-"]
