"""The main pages as people have them, on a phone and at a desk, in both languages: no fault that axe-core finds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Site, accessibility_faults
from tests.journeys.test_money_arrives import signed_intention
from tests.layouts import post_json

pytestmark = pytest.mark.journey
C = "/api/v1/congresses/2036"
PAGES: dict[str | None, list[str]] = {
    None: ["/", "/register", "/login", "/programme", "/boards", "/calls"],
    "organiser": [
        "/console/", "/console/registrations", "/console/registrations/{code}", "/console/forums", "/console/gates",
        "/console/attendance", "/console/intentions", "/console/intentions/{intention}", "/console/boards",
        "/console/badges", "/console/outbox", "/screen/", "/console/seating", "/console/topic-calls",
        "/console/topic-calls/new", "/console/reminders", "/console/papers", "/console/handbook-texts", "/reviews",
    ],
    "gate": ["/gate/", "/gate/main"],
    "school": ["/school/"],
    "division": ["/division/"],
}  # fmt: skip
# what stands at doors and desks is looked at on a phone
AT_THE_DOORS = [
    "/console/gates/new", "/console/gates/main/missing", "/console/gates/main/late", "/console/conflicts",
    "/console/drill", "/console/duty", "/console/desk", "/duty/main", "/liaison/",
]  # fmt: skip


@pytest.mark.parametrize(("width", "language"), [(390, "zh-CN"), (1280, "en-GB")])
def test_no_main_page_shuts_anybody_out(visit: Callable[..., Page], site: Site, width: int, language: str) -> None:
    organiser = site.tokens["organiser"]
    entry = {"name": "Sample Alumna", "email": "jia@example.test", "consent": True, "forums": ["opening"]}
    _status, registered = post_json(f"{site.address}{C}/registrations", entry, **organiser)
    parts = {"code": registered["code"], "intention": signed_intention(site)}
    faults: dict[str, object] = {}
    for who, paths in PAGES.items():
        page = visit(who, width=width, language=language)
        for path in paths + (AT_THE_DOORS if (who, width) == ("organiser", 390) else []):
            answer = page.goto(path.format(**parts))
            assert answer is not None
            found: list[object] = list(accessibility_faults(page))
            if answer.status != 200:
                found.append(answer.status)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("scrolls sideways")
            if page.get_attribute("html", "lang") != language.removesuffix("-GB"):
                found.append("tells another language than it speaks")
            if found:
                faults[path] = found
    assert faults == {}
