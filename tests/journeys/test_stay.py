"""Rooms, cars and meals on real screens: the organisers' pages, and the driver's without a login."""

from collections.abc import Callable
from functools import reduce

import pytest
from playwright.sync_api import Page

from congress.foundation.db import unit_of_work
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code
from tests.factories.stay import host
from tests.journeys.conftest import Site, accessibility_faults
from tests.layouts import post_json

pytestmark = [pytest.mark.journey, pytest.mark.one_database]
C = "/api/v1/congresses/2036"
PAGES = (
    "/console/stay", "/console/stay/hotels/{int:hotel}", "/console/stay/kinds/{int:kind}", "/console/stay/people",
    "/console/stay/proposal", "/console/stay/load", "/console/trips", "/console/trips/{int:trip}", "/console/meals",
    "/console/stay/arrivals",
)  # fmt: skip


def test_nobody_is_shut_out_of_rooms_and_cars_and_a_driver_needs_no_login(
    visit: Callable[..., Page], site: Site
) -> None:
    entry = {"name": "示例乘客", "phone": "+8619900000009", "consent": True, "forums": []}
    _status, made = post_json(f"{site.address}{C}/registrations", entry, **site.tokens["organiser"])
    with site.app.app_context(), unit_of_work() as session:
        congress = the_congress(session)
        parts = host(session, congress, registration_by_code(session, congress.id, made["code"]))
    desk, faults = visit("organiser", width=390, language="zh-CN"), {}
    for pattern in PAGES:
        path = reduce(lambda said, part: said.replace(f"{{{part[0]}}}", part[1]), parts.items(), pattern)
        desk.goto(path)
        found: list[object] = list(accessibility_faults(desk))
        if desk.evaluate("document.documentElement.scrollWidth") > 390:
            found.append("scrolls sideways")
        if found:
            faults[path] = found
    assert faults == {}
    phone = visit(None, width=390, language="zh-CN")
    phone.goto(f"/ride/{parts['ride_secret']}")
    assert list(accessibility_faults(phone)) == []
    phone.get_by_role("button", name="已上车").click()
    phone.get_by_role("button", name="未上车").wait_for()
