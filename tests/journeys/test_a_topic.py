"""A topic on its way: proposed on a phone without a login, found again by the message, answered by its speaker."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from congress.calls.actions import accept_proposal, move_call, save_call
from congress.calls.queries import call_by_slug, proposals_of
from congress.calls.rules import Criterion
from congress.calls.states import CallState
from congress.foundation.access import SYSTEM
from congress.foundation.db import unit_of_work
from congress.programme.queries import the_congress
from tests.factories.programme import OPENING
from tests.journeys.conftest import Site, accessibility_faults

pytestmark = [pytest.mark.journey, pytest.mark.one_database]


@pytest.fixture
def open_call(site: Site) -> None:
    now = datetime.now(UTC)
    facts = {
        "slug": "topics", "title_zh": "示例征集", "title_en": "Example call", "text_zh": "示例说明", "text_en": "",
        "track_id": None, "opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=1),
    }  # fmt: skip
    with site.app.app_context(), unit_of_work() as session:
        made = save_call(
            session, the_congress(session), None, facts, [Criterion("质量", "Quality", 1)], [], by=SYSTEM, now=now
        )
        move_call(session, made, CallState.OPEN, by=SYSTEM, now=now)


def link_in(text: str) -> str:
    found = re.search(r"http\S+(/calls/\S+)", text)
    assert found
    return found[1]


def accept_it(site: Site) -> None:
    with site.app.app_context(), unit_of_work() as session:
        congress = the_congress(session)
        [proposal] = proposals_of(session, call_by_slug(session, congress.id, "topics").id)
        slot = {"starts_at": OPENING, "ends_at": OPENING + timedelta(hours=1), "room": "", "forum": ""}
        accept_proposal(session, congress, proposal, "示例理由", slot, by=SYSTEM, now=datetime.now(UTC))


def test_a_topic_is_proposed_found_again_and_spoken_for(
    site: Site, visit: Callable[..., Page], open_call: None
) -> None:
    page = visit(None, width=390)
    page.goto("/calls")
    page.get_by_role("link", name="示例征集").click()
    assert accessibility_faults(page) == []
    page.get_by_label("中文议题").fill("示例议题")
    page.get_by_label("内容简介").fill("示例摘要")
    page.get_by_label("演讲人", exact=True).fill("示例讲者甲, 示例大学, 教授, speaker@example.test")
    page.get_by_label("申报人姓名").fill("示例申报人")
    page.get_by_label("单位", exact=True).fill("示例（虚构）大学")
    page.get_by_label("邮箱或手机号").fill("not an address")
    page.get_by_label("演讲人同意").check()
    page.get_by_role("button", name="提交申报").click()
    expect(page.get_by_label("内容简介")).to_have_value("示例摘要")
    page.get_by_label("邮箱或手机号").fill("proposer@example.test")
    page.get_by_role("button", name="提交申报").click()
    expect(page.get_by_text("proposer@example.test")).to_be_visible()
    page.goto(link_in(site.newest_message("proposer@example.test")))
    expect(page.get_by_label("中文议题")).to_have_value("示例议题")
    assert accessibility_faults(page) == []
    accept_it(site)
    page.goto(link_in(site.newest_message("speaker@example.test")))
    assert accessibility_faults(page) == []
    page.get_by_label("您能出席演讲吗？").select_option("confirmed")
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_text("确认出席")).to_be_visible()
