"""What leaves through the product itself: agenda, calendar, agreement and lists, read back by other programs."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from congress.foundation.db import unit_of_work
from congress.programme.queries import congress_by_slug
from tests.documents.readers import Pdf
from tests.factories.exports import take_out
from tests.factories.office import C, Office
from tests.factories.programme import OPENING, make_forum

NAMES = ["䶮𬱟㛃𠮷", "阿卜杜拉·买买提·示例", "示" * 50, "W" * 120, "<img src=/etc/passwd>", "<b>示例</b> & 人"]
FORMULAS = ["=1+1", "+HYPERLINK(1)", "-2+3", "@SUM(1)", "＝1+1", "＠示例", "=cmd|' /C calc'!A0"]


@pytest.fixture
def office(client: FlaskClient) -> Office:
    office = Office(client)
    with unit_of_work() as session:
        congress = congress_by_slug(session, "2036")
        congress.is_demo = True
        make_forum(session, congress, "first", capacity=100)
        make_forum(session, congress, "next-day", capacity=100, hour=24)
        make_forum(session, congress, "full", capacity=0, hour=30, waitlist=True)
    return office


def register(office: Office, name: str, **more: Any) -> dict[str, Any]:
    body = {
        "name": name, "email": "a@example.test", "consent": True, "organisation": "示例（虚构）单位", "title": "经理",
        "forums": ["first", "next-day", "full"],
    }  # fmt: skip
    return office.ask("organiser", "POST", f"{C}/registrations", body | more, 201)


def fetch(office: Office, path: str) -> bytes:
    return office.ask("organiser", "GET", path, status=200).data


@pytest.mark.one_database
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_agenda_prints_the_name_whole_in_the_language_of_the_person(
    office: Office, tmp_path: Path, name: str, language: str
) -> None:
    made = register(office, name, language=language)
    pdf = Pdf(tmp_path / "agenda.pdf", fetch(office, made["links"]["agenda_pdf"]))
    heading = "个人日程" if language == "zh" else "Personal agenda"
    pdf.check(title=f"{heading} – {name}", language="zh-CN" if language == "zh" else "en")
    text = pdf.squeezed()
    for part in (name, made["code"], "演示数据", "专场first" if language == "zh" else "Forum first", "09:00–10:00"):
        assert "".join(part.split()) in text
    assert pdf.codes() == [made["badge"]["token"]]


@pytest.mark.one_database
def test_badge_and_agenda_are_pictures_too(office: Office) -> None:
    links = register(office, NAMES[0])["links"]
    for name in ("badge.png", "agenda.png"):
        assert fetch(office, f"{links['self']}/{name}").startswith(b"\x89PNG")


@pytest.mark.one_database
def test_a_calendar_has_a_zone_and_ids_that_stay(office: Office) -> None:
    links = register(office, "示例人")["links"]
    first, again = (Calendar.from_ical(fetch(office, links["agenda_ics"])) for _time in range(2))
    events = first.walk("VEVENT")
    assert [zone["TZID"] for zone in first.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert [event["UID"] for event in events] == [event["UID"] for event in again.walk("VEVENT")]
    assert len({event["UID"] for event in events}) == 3
    assert events[0]["DTSTART"].dt.astimezone(UTC) == OPENING
    assert events[0]["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert events[0]["DTEND"].dt - events[0]["DTSTART"].dt == timedelta(hours=1)
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "TENTATIVE"]
    assert all("演示数据" in event["SUMMARY"] for event in events)


@pytest.mark.one_database
@pytest.mark.parametrize("title", ["示例新材料项目 䶮𬱟", "<b>示例</b> & <img src=/etc/passwd>", "示例" * 100])
def test_an_agreement_names_what_was_agreed(office: Office, tmp_path: Path, title: str) -> None:
    made = office.signed(title=title, planned="一期\n二期 <para>")
    pdf = Pdf(tmp_path / "agreement.pdf", fetch(office, f"{C}/intentions/{made['id']}/agreement.pdf"))
    facts = pdf.facts()
    assert facts["Tagged"] == "yes"
    assert title in facts["Title"]
    text = pdf.squeezed()
    for part in (
        title,
        "示例（虚构）新材料有限公司",
        "示例代表",
        "二期<para>",
        "演示数据",
        f"{datetime.now(UTC):%Y}年",
    ):
        assert "".join(part.split()) in text


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text_in_every_list(office: Office, text: str) -> None:
    register(office, f"示例{text}", organisation=text, title=text)
    content = _list(office, "xlsx")
    [_columns, row] = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert row.count(text) == 2
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "inlineStr"}
    [_names, row] = list(csv.reader(io.StringIO(_list(office, "csv").decode("utf-8-sig"))))
    assert row.count(f"'{text}") == 2
    assert not any(cell.startswith(("=", "+", "-", "@", "＝", "＠")) for cell in row if not cell.startswith("+86"))


def _list(office: Office, kind: str) -> bytes:
    """The list as the console's button gives it."""
    from congress.accounts.queries import user_by_address

    browser = office.client.application.test_client()
    with unit_of_work() as session:
        user = user_by_address(session, "organiser@congress.test")
        assert user is not None
        signed_in = {"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())}
    with browser.session_transaction() as cookie:
        cookie.update(signed_in)
    answer = take_out(browser, "registrations", form=kind)
    assert answer.status_code == 200, answer.status_code
    return answer.data


@pytest.mark.one_database
@pytest.mark.parametrize("character", ["ཨ", "\U00010600", "\U000e0080", "ئ", "\u0378", "\U0003fffd"])
def test_a_character_that_cannot_be_printed_is_refused_by_name(office: Office, app: Flask, character: str) -> None:
    body = {"name": f"示例{character}", "email": "a@example.test", "consent": True}
    answer = office.ask("organiser", "POST", f"{C}/registrations", body, 422)
    assert answer["errors"][0]["field"] == "name"
    assert f"{ord(character):04X}" in answer["errors"][0]["message"]
    made = register(office, "示例人")
    answer = office.ask("organiser", "PATCH", made["links"]["self"], {"organisation": f"示例{character}"}, 422)
    assert f"{ord(character):04X}" in answer["errors"][0]["message"]
