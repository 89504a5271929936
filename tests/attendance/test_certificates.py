"""A certificate is for who really came, after the last day, and anybody can check it by its code."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.attendance.actions import certify
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, unit_of_work
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code
from tests.checkin.desk import Desk
from tests.factories.accounts import make_user
from tests.programme.test_planning import sign_in


@pytest.fixture
def alumnus(desk: Desk, app: Flask) -> FlaskClient:
    """The one who registered with `a1@example.test`, in a browser."""
    client = app.test_client()
    with unit_of_work() as session:
        sign_in(client, make_user(session, "alumnus", email="a1@example.test"))
    return client


def end_the_congress(days_ago: int = 1) -> None:
    last = datetime.now(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=days_ago)
    with db.engine.begin() as connection:
        connection.execute(
            text("UPDATE congresses SET starts_on = :first, ends_on = :last"),
            {"first": (last - timedelta(days=1)).isoformat(), "last": last.isoformat()},
        )


def came(desk: Desk, number: int = 1) -> dict[str, Any]:
    person = desk.register(number, name=f"示例·校友{number}", forums=["talk"] if number == 1 else [])
    for gate in ("main", "hall") if number == 1 else ("main",):
        desk.scan(person["badge"]["token"], gate=gate)
    return person


def codes() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.execute(text("SELECT code FROM certificates ORDER BY id")).scalars())


def test_there_is_none_before_the_last_day_has_passed(desk: Desk, alumnus: FlaskClient) -> None:
    person = came(desk)
    path = f"/me/{person['code']}/certificate-zh.pdf"
    assert alumnus.get(path).status_code == 409
    end_the_congress(days_ago=0)
    assert alumnus.get(path).status_code == 409
    assert "certificate-zh" not in alumnus.get("/me").get_data(as_text=True)
    end_the_congress()
    assert f'href="{path}"' in alumnus.get("/me").get_data(as_text=True)
    assert alumnus.get(path).content_type == "application/pdf"


def test_who_did_not_come_gets_none(desk: Desk, alumnus: FlaskClient) -> None:
    person = desk.register(1)
    end_the_congress()
    assert "certificate-zh" not in alumnus.get("/me").get_data(as_text=True)
    assert alumnus.get(f"/me/{person['code']}/certificate-zh.pdf").status_code == 404
    other = came(desk, 2)
    assert alumnus.get(f"/me/{other['code']}/certificate-zh.pdf").status_code == 404
    assert alumnus.get(f"/me/{person['code']}/certificate-fr.pdf").status_code == 404
    assert codes() == []


@pytest.mark.parametrize(("language", "title"), [("zh", "参会证明"), ("en", "Certificate of attendance")])
def test_the_paper_says_who_was_where_and_its_code_opens_the_page(
    desk: Desk, alumnus: FlaskClient, language: str, title: str
) -> None:
    person = came(desk)
    end_the_congress()
    content = alumnus.get(f"/me/{person['code']}/certificate-{language}.pdf").data
    again = alumnus.get(f"/me/{person['code']}/certificate-{language}.pdf").data
    [code] = codes()
    with pypdfium2.PdfDocument(content) as document:
        assert len(document) == 1
        words = document[0].get_textpage().get_text_range()
        picture = document[0].render(scale=150 / 72).to_pil().convert("L")
    assert title in words
    assert "示例·校友1" in words
    assert {"zh": "专场talk", "en": "Forum talk"}[language] in words
    grouped = " ".join(code[start : start + 4] for start in range(0, 16, 4))
    assert grouped in words
    [read] = zxingcpp.read_barcodes(picture)
    assert read.text == f"http://congress.test/certificates/{code}"
    with pypdfium2.PdfDocument(again) as document:
        assert grouped in document[0].get_textpage().get_text_range()
    stranger = desk.client.application.test_client()
    page = stranger.get(f"/certificates/{code}?lang=zh").get_data(as_text=True)
    assert "示例·校友1" in page
    assert "专场talk" in page


def test_a_typed_code_leads_to_the_page_and_a_wrong_one_to_none(desk: Desk, alumnus: FlaskClient) -> None:
    person = came(desk)
    end_the_congress()
    alumnus.get(f"/me/{person['code']}/certificate-zh.pdf")
    [code] = codes()
    typed = f"{code[:4].lower()} {code[4:]}"
    answer = desk.client.get("/certificates", query_string={"code": typed})
    assert answer.location.split("?")[0] == f"/certificates/{code}"
    for wrong in ("0" * 16, "x", f"{code[:-1]}{'0' if code[-1] != '0' else '1'}"):
        assert desk.client.get(f"/certificates/{wrong}").status_code == 404
    assert desk.client.get("/certificates").status_code == 200


def test_asked_twice_at_once_there_is_one_code(desk: Desk, app: Flask) -> None:
    person = came(desk)
    end_the_congress()
    db.session.remove()
    given: list[str] = []

    def ask() -> None:
        with app.app_context(), unit_of_work() as session:
            congress = the_congress(session)
            registration = registration_by_code(session, congress.id, person["code"])
            certificate, _presence = certify(
                session, congress, registration, zone=ZoneInfo("Asia/Shanghai"), by=SYSTEM, now=datetime.now(UTC)
            )
            given.append(certificate.code)

    askers = [threading.Thread(target=ask) for _number in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(given) == 4
    assert set(given) == set(codes())
    assert len(codes()) == 1
