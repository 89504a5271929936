"""A gate whose network fails: it decides by itself, forgets nothing, and hands everything in when it can."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page, Playwright, expect
from sqlalchemy import text

from congress.checkin.devices import forget_devices
from congress.foundation.db import db
from tests.browser import start_camera, write_film
from tests.factories.badges import copy_badge, token_of
from tests.journeys.conftest import Site
from tests.journeys.gate_phone import Phone, pairing_link

pytestmark = pytest.mark.journey
NAME = "示例·校友甲"
BADGES = 210


@pytest.fixture
def phones(playwright: Playwright, chromium: str, tmp_path: Path, site: Site) -> Iterator[Callable[..., Phone]]:
    made: list[Phone] = []

    def phone(film: Path | None = None) -> Phone:
        made.append(Phone(playwright, chromium, tmp_path / f"phone-{len(made)}", site, film))
        return made[-1]

    yield phone
    for one in made:
        one.close()


@pytest.fixture
def tokens(site: Site) -> list[str]:
    """Of badges 1, 2, 3 … in order."""
    forget_devices()
    with site.app.app_context():
        answer = site.app.test_client().post(
            "/api/v1/congresses/2036/registrations",
            json={"name": NAME, "email": "jia@example.test", "consent": True},
            headers=site.tokens["organiser"],
        )
        assert answer.status_code == 201
        copy_badge(BADGES)
        return [token_of(number) for number in range(1, BADGES + 1)]


def stored_scans(site: Site) -> list[Any]:
    with site.app.app_context(), db.engine.connect() as connection:
        return list(connection.execute(text("SELECT device_scan_id, token, result, offline FROM scans")))


def printed_code_of_first_badge(site: Site) -> str:
    with site.app.app_context(), db.engine.connect() as connection:
        return str(connection.execute(text("SELECT code FROM badges ORDER BY id LIMIT 1")).scalar_one())


def count_admissions(site: Site) -> int:
    with site.app.app_context(), db.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM admissions")).scalar_one())


def test_two_hundred_badges_without_network_and_over_a_dead_battery_arrive_once(
    visit: Callable[..., Page], site: Site, phones: Callable[[], Phone], tokens: list[str]
) -> None:
    phone = phones()
    phone.pair(pairing_link(visit, "一号手机"))
    phone.type(tokens[0])
    phone.expect_verdict("admitted", name=NAME)
    phone.expect_link("online")

    site.server.stop()
    phone.type(tokens[1])
    phone.expect_verdict("admitted", name=NAME)
    phone.expect_link("offline")
    phone.type(tokens[0])
    phone.expect_verdict("already_admitted", name=NAME)
    phone.type(tokens[2][:-1] + ("0" if tokens[2][-1] != "0" else "1"))
    phone.expect_verdict("forged")
    phone.scan(*tokens[2:150])
    phone.expect_waiting(151)

    phone.kill()
    phone.open()
    phone.page.goto("/gate/")
    phone.expect_waiting(151)
    phone.expect_link("offline")
    phone.type(tokens[100])
    phone.expect_verdict("already_admitted", name=NAME)
    phone.scan(*tokens[150:200])
    phone.expect_waiting(202)
    assert len(stored_scans(site)) == 1

    site.server.start()
    phone.expect_link("online")
    phone.expect_waiting(0)
    found = stored_scans(site)
    assert len(found) == len({scan.device_scan_id for scan in found}) == 203
    assert sorted(scan.token for scan in found if scan.result == "admitted") == sorted(tokens[:200])
    assert count_admissions(site) == 200


def test_without_network_the_camera_reads_a_printed_badge(
    visit: Callable[..., Page], site: Site, phones: Callable[..., Phone], tokens: list[str], tmp_path: Path
) -> None:
    film = tmp_path / "badge.mjpeg"
    write_film(film, [None, printed_badge(site), None, None])
    phone = phones(film)
    phone.pair(pairing_link(visit, "带摄像头的手机"))
    site.server.stop()
    start_camera(phone.page)
    phone.expect_verdict("admitted", name=NAME)
    phone.expect_link("offline")
    # the film goes on: the badge comes back
    phone.expect_verdict("already_admitted", name=NAME)
    site.server.start()
    phone.expect_link("online")
    phone.page.wait_for_function("() => document.getElementById('gate').dataset.waiting === '0'")
    [read] = {scan.token for scan in stored_scans(site)}
    assert read in tokens
    assert count_admissions(site) == 1


def printed_badge(site: Site) -> Image.Image:
    """The PDF that the desk prints, as a picture."""
    with site.app.app_context():
        client, headers = site.app.test_client(), site.tokens["organiser"]
        [found] = client.get("/api/v1/congresses/2036/registrations", headers=headers).json["items"]
        pdf = client.get(found["links"]["badge_pdf"], headers=headers).data
    picture: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil()
    return picture


def test_two_phones_without_network_let_the_same_badge_in_and_the_officer_sees_it(
    visit: Callable[..., Page], site: Site, phones: Callable[[], Phone], tokens: list[str]
) -> None:
    both = [phones(), phones()]
    for phone, name in zip(both, ("东门手机", "西门手机"), strict=True):
        phone.pair(pairing_link(visit, name))
    site.server.stop()
    for phone in both:
        phone.type(tokens[0])
        phone.expect_verdict("admitted", name=NAME)
    # where nothing scans, the code beneath serves without a network too
    both[0].type(printed_code_of_first_badge(site))
    both[0].expect_verdict("already_admitted")
    site.server.start()
    for phone in both:
        phone.expect_waiting(0)
    officer = visit("organiser", width=1280)
    officer.goto("/console/conflicts")
    for word in (NAME, "东门手机", "西门手机"):
        expect(officer.locator("main")).to_contain_text(word)
    officer.get_by_label("核查结论").fill("示例：同一人先后走了两个门")
    officer.get_by_role("button", name="处理").click()
    expect(officer.locator("main")).to_contain_text("示例：同一人先后走了两个门")
    assert count_admissions(site) == 1


def test_without_network_one_tap_lets_in_those_who_come_with_the_leader(
    visit: Callable[..., Page], site: Site, phones: Callable[[], Phone], tmp_path: Path
) -> None:
    forget_devices()
    people = []
    with site.app.app_context():
        for number in range(3):
            body = {"name": f"虚构·同行{number}", "email": f"c{number}@example.test", "consent": True}
            made = site.app.test_client().post(
                "/api/v1/congresses/2036/registrations", json=body, headers=site.tokens["organiser"]
            )
            people.append(made.json)
    console = visit("organiser", width=1280)
    console.goto("/console/parties")
    console.fill("#name", "示例代表团")
    console.fill("#leader", people[0]["code"])
    console.fill("#members", f"{people[1]['code']} {people[2]['code']}")
    console.locator("main form").last.get_by_role("button").click()
    expect(console.locator("main")).to_contain_text("示例代表团")
    phone = phones()
    phone.pair(pairing_link(visit, "团队门手机"))
    assert "虚构" not in phone.stored()
    site.server.stop()
    phone.type(people[0]["badge"]["token"])
    phone.expect_verdict("admitted", name="虚构·同行0")
    phone.page.screenshot(path=tmp_path / "leader.png")
    phone.page.get_by_role("button", name="一并签到：示例代表团").click()
    phone.expect_verdict("company")
    expect(phone.page.locator("[data-name]")).to_have_text("已签到 2 人")
    phone.page.keyboard.press("Escape")
    phone.type(people[2]["badge"]["token"])
    phone.expect_verdict("already_admitted", name="虚构·同行2")
    phone.expect_waiting(4)
    assert "虚构" not in phone.stored(), "the names are gone with the leader's badge"
    site.server.start()
    phone.expect_waiting(0)
    assert sorted(scan.result for scan in stored_scans(site)) == ["admitted"] * 3 + ["already_admitted"]
    assert count_admissions(site) == 3


def test_with_lanes_a_badge_enters_at_its_own_door_alone(
    visit: Callable[..., Page], site: Site, phones: Callable[[], Phone], tokens: list[str]
) -> None:
    both = [phones(), phones()]
    for lane, phone in enumerate(both, start=1):
        phone.pair(pairing_link(visit, f"{lane}号通道", lane=lane, lanes=2))
        expect(phone.page.locator("[data-lane]")).to_have_text(f"第 {lane} 通道（共 2 个）")
    site.server.stop()
    for number, token in enumerate(tokens[:4], start=1):
        own = number % 2
        both[own].type(token)
        both[own].expect_verdict("admitted", name=NAME)
        both[1 - own].type(token)
        both[1 - own].expect_verdict("other_lane")
        expect(both[1 - own].page.locator("[data-reason]")).to_contain_text(f"第 {own + 1} 通道")
    site.server.start()
    for phone in both:
        phone.expect_waiting(0)
    assert count_admissions(site) == 4
    assert len(stored_scans(site)) == 8
    conflicts = site.app.test_client().get("/api/v1/congresses/2036/conflicts", headers=site.tokens["organiser"])
    assert conflicts.json == {"items": [], "next": None}


def test_a_stolen_phone_holds_no_name_and_a_revoked_one_is_told_so_and_loses_nothing(
    visit: Callable[..., Page], site: Site, phones: Callable[[], Phone], tokens: list[str]
) -> None:
    phone = phones()
    phone.pair(pairing_link(visit, "丢失的手机"))
    phone.type(tokens[0])
    phone.expect_verdict("admitted", name=NAME)
    site.server.stop()
    phone.type(tokens[1])
    phone.expect_verdict("admitted", name=NAME)
    phone.expect_waiting(1)
    held = phone.stored()
    assert tokens[1] in held, "the scan itself must be there"
    assert "sealed" not in held
    assert len(held) > BADGES * 60
    for part in (NAME, "校友甲", "example.test"):
        assert part not in held

    site.server.start()
    phone.expect_waiting(0)
    console = visit("organiser", width=1280)
    console.goto("/console/gates/main/devices")
    expect(console.locator("#devices")).to_contain_text("丢失的手机")
    console.get_by_role("button", name="吊销").click()
    console.locator("dialog[open]").get_by_role("button", name="吊销").click()
    expect(console.locator("#devices")).to_contain_text("已停用")

    phone.page.reload()
    phone.expect_link("revoked")
    expect(phone.page.locator("[data-connection]")).to_contain_text("请交回")
    assert len(phone.stored()) < BADGES * 60, "its copy is gone"
    phone.type(tokens[2])
    phone.expect_verdict("quarantined")
    phone.expect_waiting(0)
    kept = {scan.token: scan.result for scan in stored_scans(site)}
    assert kept == {tokens[0]: "admitted", tokens[1]: "admitted", tokens[2]: "quarantined"}
