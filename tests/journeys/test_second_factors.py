"""Passkeys in a real browser, with an authenticator that Chromium makes up, and an authenticator app."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from congress.accounts.factors import totp_at
from congress.accounts.models import Passkey
from congress.foundation.db import reading
from tests.factories.accounts import PASSWORD
from tests.journeys.conftest import Site, accessibility_faults

pytestmark = pytest.mark.journey
MAIL = "organiser@congress.test"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def site(site: Site) -> Site:
    """A passkey belongs to a name, so the site has one."""
    site.address = f"http://localhost:{site.server.port}"
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, public_url=site.address)
    return site


def with_authenticator(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def give_password(page: Page) -> None:
    page.goto("/login?lang=en")
    page.fill("input[name=email]", MAIL)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()


def add_passkey(page: Page) -> None:
    with_authenticator(page)
    page.goto("/account/factors?lang=en")
    page.fill("#passkey-name", "示例密钥")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("示例密钥")).to_be_visible()


def test_a_passkey_is_added_and_opens_the_door(site: Site, visit: Callable[..., Page]) -> None:
    page = visit("organiser", width=1280)
    add_passkey(page)
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Make new codes").click()
    expect(page.locator("#paper-codes")).to_contain_text("-")
    page.goto("/account?lang=en")
    page.get_by_role("button", name="Log out").click()
    give_password(page)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Use the passkey").click()
    page.wait_for_url("**/console/")


def test_a_passkeys_answer_is_taken_once(site: Site, visit: Callable[..., Page]) -> None:
    page = visit("organiser", width=1280)
    add_passkey(page)
    give_password(page)
    with page.expect_request("**/login/second/passkey") as answer:
        page.get_by_role("button", name="Use the passkey").click()
    page.wait_for_url("**/console/")
    with site.app.app_context(), reading() as session:
        [key] = session.query(Passkey)
        assert key.last_used_at is not None
    give_password(page)
    again = page.evaluate(
        """async (body) => (await fetch("/login/second/passkey", {method: "POST", body, headers: {
            "Content-Type": "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
        }})).status""",
        answer.value.post_data,
    )
    assert again == 422


def test_a_browser_without_the_passkey_stays_outside(site: Site, visit: Callable[..., Page]) -> None:
    add_passkey(visit("organiser", width=1280))
    page = visit()
    with_authenticator(page)
    give_password(page)
    page.get_by_role("button", name="Use the passkey").click()
    expect(page.get_by_role("alert").filter(has_text="could not be checked")).to_be_visible()
    page.goto("/console/")
    assert "/login" in page.url


def test_an_app_is_set_up_with_its_picture_and_asked_for_at_the_next_login(
    site: Site, visit: Callable[..., Page]
) -> None:
    page = visit("organiser", width=1280)
    page.goto("/account/factors?lang=en")
    page.get_by_role("button", name="Set up an app").click()
    expect(page.get_by_role("img", name="QR code for the app")).to_be_visible()
    assert accessibility_faults(page) == []
    key = base64.b32decode(page.locator("#totp-key").inner_text())
    page.fill("input[name=code]", totp_at(key, datetime.now(UTC)))
    page.get_by_role("button", name="Confirm").click()
    paper = page.locator("#paper-codes").inner_text().split()
    give_password(page)
    page.fill("input[name=code]", totp_at(key, datetime.now(UTC) + timedelta(seconds=30)))
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/console/")
    give_password(page)
    page.fill("input[name=code]", paper[0])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/console/")
