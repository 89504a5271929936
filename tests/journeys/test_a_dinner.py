"""Somebody chooses the dinner on a phone, pays on another server's page, and is known to have paid."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from congress.foundation.db import db, unit_of_work
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code
from tests.factories.accounts import make_user
from tests.factories.payments import sell_something
from tests.journeys.conftest import Site, accessibility_faults
from tests.payments.desk import C, with_stripe
from tests.payments.stripe_double import StripeDouble

pytestmark = pytest.mark.journey


@pytest.fixture
def double(site: Site) -> Iterator[StripeDouble]:
    """A Stripe beside the site, which tells the site's webhook."""
    server = StripeDouble()
    settings = with_stripe(site.app.extensions["settings"], server.address)
    site.app.extensions["settings"] = replace(settings, public_url=site.address)
    server.tell_at(site.address)
    yield server
    server.stop()


@pytest.fixture
def code(site: Site) -> str:
    """Two who are registered, one of whom has a dinner already; the code of the other."""
    client = site.app.test_client()
    codes = []
    for name in ("alumnus", "neighbour"):
        body = {"name": f"示例校友{name}", "email": f"{name}@congress.test", "consent": True}
        answer = client.post(f"{C}/registrations", json=body, headers=site.tokens["organiser"])
        codes.append(answer.json["code"])
    with site.app.app_context():
        with unit_of_work() as session:
            make_user(session, "alumnus")
            congress = the_congress(session)
            sell_something(session, congress, registration_by_code(session, congress.id, codes[1]))
        db.session.remove()
    return str(codes[0])


def test_the_dinner_is_chosen_paid_and_shown_as_paid(
    site: Site, visit: Callable[..., Page], double: StripeDouble, code: str
) -> None:
    page = visit("alumnus")
    page.goto("/me")
    page.click(f"a[href='/me/{code}/orders']")
    page.select_option("#filter-quantity-dinner", "2")
    page.check("input[value=stripe]")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("待付款")
    assert accessibility_faults(page) == []
    page.click(f"a[href^='{double.address}']")
    # the payment service's own page, which sends back here
    page.click("button")
    page.wait_for_url("**/orders/*")
    expect(page.locator("main")).to_contain_text("已支付")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert accessibility_faults(page) == []

    office = visit("organiser", width=1280)
    office.goto("/console/payments?state=paid")
    expect(office.locator("#orders tbody tr")).to_have_count(2)
    office.click("#orders tbody tr:first-child a")
    assert accessibility_faults(office) == []
    for address in ("extras", "extras/new", "bank", "money", "invoices", "pledges", "payments"):
        office.goto(f"/console/{address}")
        assert accessibility_faults(office) == [], address
