"""A ceremony of 69 in three groups, led by keys, with somebody who signs in another's place a minute before."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from congress.foundation.access import SYSTEM
from congress.foundation.clock import now
from congress.foundation.db import unit_of_work
from congress.programme.queries import the_congress
from congress.signing.actions import record_intention
from congress.signing.models import Intention
from congress.signing.queries import whole_intention
from tests.factories.ceremony import make_ceremony
from tests.factories.schools import COUNTY
from tests.journeys.conftest import Site, accessibility_faults
from tests.tools import need

pytestmark = pytest.mark.journey
GROUPS = {"investment": 24, "research": 23, "donation": 22}


def fill_the_stage(site: Site) -> None:
    with site.app.app_context(), unit_of_work() as session:
        congress = the_congress(session)
        for category, count in GROUPS.items():
            made: list[Intention] = []
            for number in range(count):
                facts = {
                    "title": f"示例{category}项目{number + 1:02d}", "category": category, "division": COUNTY,
                    "amount_fen": 100_000_000, "currency": "CNY", "planned": "", "alumni": [], "schools": None,
                    "parties": [
                        {"role": "host", "name": f"示例县某局（虚构）{number + 1:02d}"},
                        {"role": "investor", "name": f"示例（虚构）公司{number + 1:02d}"},
                    ],
                }  # fmt: skip
                made.append(record_intention(session, congress, facts, by=SYSTEM, now=now()))
            found = [whole_intention(session, one.id) for one in made]
            make_ceremony(session, congress, found, title=f"示例{category}组")


def test_sixty_nine_are_led_across_the_stage(visit: Callable[..., Page], site: Site, tmp_path: Path) -> None:
    fill_the_stage(site)
    page = visit("organiser", width=1280)
    page.goto("/console/ceremony")
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="示例investment项目03").click()
    for name, reason in (("示例局长甲", ""), ("示例局长乙", "示例：临时公务")):
        page.fill("#name", name)
        page.fill("#reason", reason)
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.locator("main")).to_contain_text(name)
    assert accessibility_faults(page) == []

    # an agreement leaves a minute before, and stands outside
    page.goto("/console/ceremony")
    page.get_by_label("勾选 示例donation项目22").check()
    page.select_option("#batch", "")
    page.get_by_role("button", name="移动", exact=True).click()
    expect(page.locator("#outside")).to_contain_text("示例donation项目22")

    order = tmp_path / "order.pdf"
    order.write_bytes(page.request.get(f"{site.address}/console/ceremony/running-order.pdf").body())
    told = subprocess.run([need("pdftotext"), str(order), "-"], capture_output=True, text=True, check=True).stdout
    assert "示例局长乙" in told
    assert "示例局长甲" not in told
    assert len(set(re.findall(r"2036-\d{3}", told))) == 68

    page.goto("/console/ceremony/stage")
    assert accessibility_faults(page) == []
    for seen in ("1", "2", "3"):
        press(page, "PageDown", seen)
    # the one who took the other's place stands on stage
    expect(page.locator("#stage .panel").first).to_contain_text("示例局长乙")
    press(page, "ArrowLeft", "2")
    for seen in ("3", "4", "5", "6"):
        press(page, "g", seen)
    expect(page.locator("#stage .figure").first).to_contain_text("68")


def press(page: Page, key: str, seen: str) -> None:
    """A key, once the page listens; and the cue that the stage is at then."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)
    expect(page.locator("input[name=seen]")).to_have_value(seen)
