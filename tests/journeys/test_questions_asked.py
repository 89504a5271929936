"""Questions in a browser: one shows after an earlier answer, what was typed survives an error, a follow-up is asked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.db import unit_of_work
from congress.programme.queries import the_congress
from congress.registration.follow_ups import save_follow_up
from tests.factories.accounts import make_user
from tests.factories.programme import OPENING
from tests.journeys.conftest import Site, accessibility_faults
from tests.questions.test_asking import DINNER, NOTE, ask
from tests.questions.test_follow_ups import F, hotel

pytestmark = [pytest.mark.journey, pytest.mark.one_database]


def test_a_question_shows_after_an_answer_and_what_was_typed_survives_an_error(
    site: Site, visit: Callable[..., Page]
) -> None:
    with site.app.app_context():
        ask(DINNER, NOTE)
    page = visit(None, width=390)
    page.goto("/register")
    diet = page.locator("#q_NOTE")
    expect(diet).to_be_hidden()
    page.locator("#q_DINNER").select_option("素食")
    expect(diet).to_be_visible()
    page.locator("#q_DINNER").select_option("普通")
    expect(diet).to_be_hidden()
    page.locator("#q_DINNER").select_option("素食")
    diet.fill("示例忌口")
    page.locator("form:has(#q_NOTE) button[type=submit]").click()
    expect(page.locator(".notice--no")).to_be_visible()
    expect(diet).to_be_visible()
    expect(diet).to_have_value("示例忌口")


def test_a_follow_up_is_asked_in_the_console_and_answered_on_a_phone(site: Site, visit: Callable[..., Page]) -> None:
    with site.app.app_context():
        with unit_of_work() as session:
            facts = {"title_zh": "抵湘行程", "answer_by": OPENING}
            key = save_follow_up(session, the_congress(session), None, facts, by=SYSTEM, now=clock.now()).key
            make_user(session, "alumnus", email="n1@congress.test")
        ask(hotel(key))
    guest = {"name": "示例校友甲", "email": "n1@congress.test", "consent": True}
    made = site.app.test_client().post(
        "/api/v1/congresses/2036/registrations", json=guest, headers=site.tokens["organiser"]
    )
    code = made.get_json()["code"]
    office = visit("organiser", width=1280)
    office.goto(f"{F}/{key}")
    office.get_by_role("button", name="发出询问").click()
    office.get_by_role("dialog").get_by_role("button", name="发出询问").click()
    expect(office.get_by_text("已通知 1 人")).to_be_visible()
    assert accessibility_faults(office) == []
    phone = visit("n1", width=390)
    phone.goto("/me")
    phone.get_by_role("link", name="抵湘行程").click()
    assert f"/me/{code}/follow-ups/{key}" in phone.url
    phone.locator("#q_HOTEL").select_option("双人间")
    assert accessibility_faults(phone) == []
    phone.get_by_role("button", name="保存").click()
    expect(phone.get_by_text("已答复")).to_be_visible()
