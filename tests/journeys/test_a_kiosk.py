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

    serve_without_network(phone, site, registered.json["badge"]["token"], tmp_path)

    page = phone.page
    page.fill("#kiosk-pin", "0000")
    page.press("#kiosk-pin", "Enter")
    expect(page.locator("[data-out-problem]")).to_have_text("PIN 不正确。")
    page.fill("#kiosk-pin", "4711")
    page.press("#kiosk-pin", "Enter")
    expect(page.locator("#gate")).to_be_attached(timeout=20_000)
    phone.close()


def serve_without_network(phone: Phone, site: Site, token: str, tmp_path: Path) -> None:
    """It lets in by its copy, says what has to wait, is still a kiosk after a restart, and hands everything in."""
    expect(phone.page.locator("#kiosk[data-kept=true]")).to_be_attached(timeout=20_000)
    expect(phone.page.locator("[data-connection]")).to_contain_text("张证件", timeout=20_000)
    site.server.stop()
    phone.kill()
    phone.open()
    page = phone.page
    page.goto("/gate/")
    expect(page.locator("#kiosk")).to_have_attribute("data-link", "offline", timeout=15_000)
    phone.type(token)
    expect(page.locator("[data-guest]")).to_have_text(NAME)
    expect(page.locator("[data-unprinted]")).to_be_visible()
    expect(page.locator("#kiosk")).to_have_attribute("data-waiting", "1")
    page.screenshot(path=tmp_path / "kiosk-offline.png")
    page.get_by_role("button", name="下一位").click()
    page.fill("#kiosk-phone", "13900000055")
    page.fill("#kiosk-code", "HN26CODE")
    page.get_by_role("button", name="签到").click()
    expect(page.get_by_text("请改用二维码")).to_be_visible()
    page.fill("#kiosk-pin", "4711")
    page.press("#kiosk-pin", "Enter")
    expect(page.locator("[data-out-problem]")).to_contain_text("网络恢复后方可退出")
    site.server.start()
    expect(page.locator("#kiosk")).to_have_attribute("data-waiting", "0", timeout=30_000)
    scans = site.app.test_client().get("/api/v1/congresses/2036/attendance", headers=site.tokens["organiser"])
    assert scans.json["present"] == 1
