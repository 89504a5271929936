"""The ways into the congress beside the open one, each in a browser: a delegation, a personal link, a code for many."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from congress.foundation.db import reading
from congress.programme.queries import the_congress
from congress.registration.queries import Filter, registrations_statement
from tests.journeys.conftest import Site, accessibility_faults

pytestmark = [pytest.mark.journey, pytest.mark.one_database]
CONTACT = "contact@example.test"


def path_in(text: str) -> str:
    """Where the first link of a message leads on this site."""
    found = re.search(r"https?://\S+", text)
    assert found
    return urlsplit(found[0])._replace(scheme="", netloc="").geturl()


def statuses(site: Site) -> dict[str, tuple[str, str, list[str]]]:
    """Name → state, category, forums."""
    with site.app.app_context(), reading() as session:
        found = session.scalars(registrations_statement(the_congress(session).id, Filter())).unique()
        return {one.name: (one.status, one.category.slug, [held.forum.slug for held in one.holdings]) for one in found}


def thirty(path: Path) -> Path:
    book = Workbook()
    book.active.append(["姓名", "职务", "电子邮箱"])
    for number in range(30):
        book.active.append([f"示例团员{number:02d}", "教授", f"m{number}@example.test"])
    book.save(path)
    return path


def test_a_delegation_of_thirty_comes_by_a_workbook_and_its_people_by_links_of_their_own(
    visit: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    office = visit("organiser", width=1280)
    office.goto("/console/delegations/new")
    office.select_option("#unit", "other")
    office.fill("#name", "示例（虚构）商会")
    office.fill("#contact_name", "示例联系人")
    office.fill("#email", CONTACT)
    office.fill("#places_guest", "30")
    office.get_by_role("button", name="保存").click()
    expect(office.locator("#contact-link")).to_be_visible()

    contact = visit(None, width=1280)
    contact.goto(path_in(site.newest_message(CONTACT)))
    contact.set_input_files("#file", thirty(tmp_path / "名单.xlsx"))
    contact.get_by_role("button", name="导入").click()
    expect(contact.locator("main")).to_contain_text("已用 30，共 30")
    expect(contact.get_by_text("等待本人补全")).to_have_count(30)
    assert accessibility_faults(contact) == []
    links = [path_in(site.newest_message(f"m{number}@example.test")) for number in range(30)]
    assert len(set(links)) == 30

    phone = visit(None, width=390)
    phone.goto(links[7])
    expect(phone.locator("#name")).to_have_value("示例团员07")
    phone.fill("#title", "院长")
    assert accessibility_faults(phone) == []
    phone.get_by_role("button", name="完成").click()
    expect(phone.locator(".notice--no")).to_be_visible()
    expect(phone.locator("#title")).to_have_value("院长")
    phone.check("#attend")
    phone.get_by_role("button", name="完成").click()
    expect(phone.get_by_role("heading", name="谢谢")).to_be_visible()

    contact.reload()
    expect(contact.get_by_text("等待本人补全")).to_have_count(29)
    contact.locator("tr", has_text="示例团员08").get_by_role("link", name="换人").click()
    contact.fill("#name", "示例替补")
    contact.fill("#email", "instead@example.test")
    contact.get_by_role("button", name="确认替会").click()
    expect(contact.locator("main")).to_contain_text("示例替补")
    expect(contact.locator("main")).not_to_contain_text("示例团员08")
    phone.goto(links[8])
    expect(phone.locator("main")).to_contain_text("没有这名团员")
    phone.goto(path_in(site.newest_message("instead@example.test")))
    expect(phone.locator("#name")).to_have_value("示例替补")


def test_a_personal_link_and_a_code_for_many_lead_in_with_what_they_promise(
    visit: Callable[..., Page], site: Site
) -> None:
    office = visit("organiser", width=1280)
    codes = []
    for facts in (
        {"label": "示例贵宾", "email": "vip@example.test", "category": "vip", "forum": "opening"},
        {"label": "示例商会（虚构）", "category": "guest", "uses": 2},
    ):
        made = office.request.post("/api/v1/congresses/2036/invitations", data=facts, headers=site.tokens["organiser"])
        assert made.status == 201, made.text()
        codes.append(made.json()["code"])
    phone = visit(None, width=390)
    phone.goto(path_in(site.newest_message("vip@example.test")))
    expect(phone.locator("#name")).to_have_value("示例贵宾")
    expect(phone.locator("input[value=opening]")).to_be_checked()
    phone.check("#attend")
    phone.locator("form[data-keep] button[type=submit]").click()
    phone.wait_for_url("**/register/done*")
    for number in (1, 2, 3):
        phone = visit(None, width=390)
        phone.goto(f"/register?invitation={codes[1]}")
        if number == 3:
            expect(phone.locator("main")).to_contain_text("此邀请无效或已失效。")
            break
        phone.fill("#name", f"示例会员{number}")
        phone.fill("#email", f"member{number}@example.test")
        phone.check("#attend")
        phone.locator("form[data-keep] button[type=submit]").click()
        phone.wait_for_url("**/register/done*")
    assert statuses(site) == {
        "示例贵宾": ("confirmed", "vip", ["opening"]),
        "示例会员1": ("confirmed", "guest", []),
        "示例会员2": ("confirmed", "guest", []),
    }
