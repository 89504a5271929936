"""Who is reminded, where a delegation is named, and the lists that go out and come in."""

import base64
import html
import io
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from congress.checkin.actions import create_gate
from congress.delegations.actions import remind_delegations
from congress.delegations.queries import delegations_of, nominees_of
from congress.foundation import clock
from congress.foundation.audit import trail_of
from congress.foundation.db import reading, unit_of_work
from congress.handbook.papers import badge_file
from congress.notifications.queries import messages_to
from congress.programme.queries import the_congress
from congress.registration.passes import badge_token
from congress.registration.queries import registration_by_code
from tests.delegations.contact import ORGANISER, grant, link_of, name, send, terms
from tests.documents.readers import Pdf
from tests.factories.accounts import make_token, make_user
from tests.factories.office import C as API


def test_reminders_go_once_to_who_has_not_completed_and_to_the_contact_before_the_deadline(
    client: FlaskClient, organiser: FlaskClient
) -> None:
    contact = grant(organiser)
    name(client, contact, 1)
    first = link_of("m1@example.test")
    with reading() as session:
        [delegation] = delegations_of(session, the_congress(session).id, ORGANISER)
        deadline = delegation.deadline

    def remind(now: datetime) -> int:
        with unit_of_work() as session:
            return remind_delegations(session, today=now.date(), now=now)

    assert remind(clock.now()) == 0
    near = deadline - timedelta(days=2)
    assert remind(near) == 2
    assert remind(near) == 0
    second = link_of("m1@example.test")
    assert second != first
    assert {client.get(link).status_code for link in (first, second, contact, link_of("contact@example.test"))} == {200}
    with reading() as session:
        [told, *_earlier] = messages_to(session, ["contact@example.test"])
        assert "尚有空余名额 1 个；尚有 1 人未补全信息" in told.text
    organiser.post(f"/console/delegations/{delegation.public_id}/edit", data=terms(deadline="2036-11-02T18:00"))
    assert remind(near + timedelta(days=1)) == 1
    assert remind(deadline + timedelta(days=60)) == 0


@pytest.mark.one_database
def test_the_name_of_the_delegation_stands_on_badge_page_desk_and_gate_until_somebody_leaves(
    app: Flask, client: FlaskClient, organiser: FlaskClient, tmp_path: Path
) -> None:
    link = grant(organiser)
    name(client, link, 1, organisation="示例研究所（虚构）")
    with unit_of_work() as session:
        congress = the_congress(session)
        [delegation] = delegations_of(session, congress.id, ORGANISER)
        [member] = nominees_of(session, delegation.id)
        code, badge = member.registration.code, member.registration.badges[-1]
        create_gate(session, congress, slug="main", name="示例签到点", forum=None, re_entry=False, by=ORGANISER,
                    now=clock.now())  # fmt: skip
        asking = registration_by_code(session, congress.id, code)
        printed = Pdf(tmp_path / "badge.pdf", badge_file(session, asking)).squeezed()
        token = badge_token(badge, congress)
        headers = make_token(session, make_user(session, "organiser", email="api@congress.test"))
    assert "代表团：示例（虚构）公司" in printed
    assert "联络员：" + delegation.contact_name in printed
    assert "示例（虚构）公司" in organiser.get(f"/console/registrations/{code}").get_data(as_text=True)
    scan = {"id": "one", "token": token, "gate": "main", "scanned_at": clock.now().isoformat()}
    answer = client.post(f"{API}/scans", json={"device": "d", "scans": [scan]}, headers=headers)
    assert answer.json["results"][0]["registration"]["delegation"] == "示例（虚构）公司"
    path = f"/console/delegations/{delegation.public_id}/edit"
    assert organiser.post(path, data=terms(name="示例集团（虚构）")).status_code == 302
    held = client.get(f"{API}/registrations/{code}", headers=headers)
    assert held.json["delegation"] == "示例集团（虚构）"
    client.post(f"{link}/1/withdraw")
    assert client.get(f"{API}/registrations/{code}", headers=headers).json["delegation"] == ""


@pytest.mark.one_database
def test_the_list_goes_out_as_a_workbook_that_can_be_brought_again(client: FlaskClient, organiser: FlaskClient) -> None:
    link = grant(organiser)
    name(client, link, 1, title="=1+1", rank="2")
    name(client, link, 2, is_head="y", email="")
    taken = client.get(f"{link}/list.xlsx")
    sheet = load_workbook(io.BytesIO(taken.data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["姓名", "单位", "职务", "类别"]
    assert [row[0] for row in rows[1:]] == ["示例团员2", "示例团员1"]
    assert sheet["C3"].data_type == "s"
    with reading() as session:
        [delegation] = delegations_of(session, the_congress(session).id, ORGANISER)
        assert "delegation.exported" in {one.act for one in trail_of(session, "delegation", delegation.public_id)}
    again = client.post(link, data={"file": (io.BytesIO(taken.data), "名单.xlsx"), "then": "try"})
    assert "新增 0，更改 0，不变 2" in again.get_data(as_text=True)


@pytest.mark.one_database
def test_what_was_wrong_with_a_list_can_be_taken_along_as_a_workbook(
    client: FlaskClient, organiser: FlaskClient
) -> None:
    link = grant(organiser)
    brought = "示例名单,\n姓名,邮箱\n示例甲,a@example.test\n示例乙,不是地址\n"
    refused = send(client, link, brought).get_data(as_text=True)
    found = re.search(r'href="data:[^;]+;base64,([^"]+)"', refused)
    assert found
    sheet = load_workbook(io.BytesIO(base64.b64decode(html.unescape(found[1])))).active
    [head, row] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (head[1:3], row[:3]) == (["姓名", "邮箱"], [4, "示例乙", "不是地址"])
    assert "邮箱" in row[3]
