"""Guests check in by themselves; the page goes back to its start and lets nobody out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from congress.checkin.devices import forget_devices
from tests.journeys.conftest import Site, accessibility_faults
from tests.journeys.gate_phone import Phone, pairing_link

pytestmark = pytest.mark.journey
NAME = "示例·自助来宾"


def test_a_phone_becomes_a_kiosk_serves_a_guest_and_opens_by_pin_alone(
    visit: Callable[..., Page], playwright: Playwright, chromium: str, tmp_path: Path, site: Site
) -> None:
    forget_devices()
    with site.app.app_context():
        guest = {"name": NAME, "phone": "13900000055", "consent": True}
        registered = site.app.test_client().post(
            "/api/v1/congresses/2036/registrations", json=guest, headers=site.tokens["organiser"]
        )
    phone = Phone(playwright, chromium, tmp_path / "kiosk", site)
    phone.pair(pairing_link(visit, "自助机"))
    console = visit("organiser", width=1280)
    console.goto("/console/gates/main/devices")
    console.get_by_role("link", name="自助机").click()
    console.fill("#pin", "4711")
    console.locator("main form").last.get_by_role("button").click()

    page = phone.page
    expect(page.get_by_role("heading", name="自助签到")).to_be_visible(timeout=30_000)
    assert accessibility_faults(page) == []
    page.screenshot(path=tmp_path / "kiosk-start.png")
    page.fill("#kiosk-phone", "13900000055")
    page.fill("#kiosk-code", registered.json["code"])
    page.get_by_role("button", name="签到").click()
    expect(page.locator("[data-guest]")).to_have_text(NAME)
    expect(page.locator("[data-picture]")).to_have_js_property("complete", True)
    expect(page.locator("[data-picture][src^=blob]")).to_be_visible()
    page.screenshot(path=tmp_path / "kiosk-done.png")
    # the next guest finds nothing of the one before
    expect(page.get_by_label("手机")).to_be_visible(timeout=30_000)
    assert page.input_value("#kiosk-phone") == ""
    assert NAME not in page.locator("main").inner_text()

    page.fill("#kiosk-pin", "0000")
    page.press("#kiosk-pin", "Enter")
    expect(page.locator("#kiosk-pin")).to_have_value("")
    page.fill("#kiosk-pin", "4711")
    page.press("#kiosk-pin", "Enter")
    expect(page.locator("#gate")).to_be_attached(timeout=20_000)
    phone.close()
