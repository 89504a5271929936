"""`/me/data`: everything to see, to take along, to withdraw; consents and dates take effect."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import text

from congress.foundation import clock
from congress.foundation.db import db, reading
from congress.foundation.identity_numbers import masked
from congress.foundation.sealed import FieldSeal, SealBroken
from congress.handbook.queries import consenting_participants
from congress.privacy import exporting
from congress.privacy.rules import ERASED, normal_number
from congress.privacy.states import DocumentKind
from congress.privacy.tasks import keep_dates, remove_exports
from congress.programme.queries import the_congress
from congress.settings import Settings
from tests.factories.privacy import NUMBER
from tests.privacy.test_erasure import value_of
from tests.privacy.test_registry import MAIL, NAME, full
from tests.world import World

__all__ = ["full"]


def test_the_page_shows_everything_by_purpose_and_masks_the_number(full: World) -> None:
    page = full.client("alumnus").get(f"/me/data/{full.parts['who']}").get_data(as_text=True)
    for told in (NAME, MAIL, "430102********0018", "安排您参会", "办理订购与付款", "您的吹哨"):
        assert told in page, told
    assert NUMBER not in page


def test_a_secretary_is_asked_whose_data_it_is(full: World) -> None:
    page = full.client("alumnus").get("/me/data").get_data(as_text=True)
    assert NAME in page
    assert "示例校友乙" in page


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_an_export_is_fetched_by_its_owner_for_a_day(full: World, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = full.client("alumnus")
    where = client.post(f"/me/data/{full.parts['who']}/export", data={"format": form}).location
    answer = client.get(where)
    assert answer.status_code == 200
    if form == "json":
        assert {one["record"] for one in json.loads(answer.data)["records"]} >= {"people", "scans", "messages"}
    else:
        with pikepdf.open(io.BytesIO(answer.data)) as pdf:
            assert "/StructTreeRoot" in pdf.Root
            assert str(pdf.Root.Lang) == "zh-CN"
        document = pypdfium2.PdfDocument(answer.data)
        told = "".join(page.get_textpage().get_text_bounded() for page in document)
        assert NAME in told
        assert NUMBER not in told
    assert full.client("organiser").get(where).status_code == 404
    later = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with full.app.test_request_context():
        assert remove_exports() >= 1
    assert value_of("SELECT count(*) FROM batches WHERE work = 'privacy.make_export' AND file IS NOT NULL") == 0


def test_a_large_export_is_made_by_a_worker(full: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congress.privacy.views.SMALL", 3)
    monkeypatch.setattr("congress.privacy.exporting.SMALL", 3)
    client, who = full.client("alumnus"), full.parts["who"]
    assert client.post(f"/me/data/{who}/export", data={"format": "json"}).location == f"/me/data/{who}"
    waiting = value_of(
        "SELECT id FROM batches WHERE state = 'queued' AND work = 'privacy.make_export' ORDER BY id DESC"
    )
    exporting.make_export(int(str(waiting)))
    assert value_of("SELECT state FROM batches WHERE id = :id", id=waiting) == "done"


def test_a_consent_that_is_taken_back_counts_no_more(full: World) -> None:
    client, who = full.client("alumnus"), full.parts["who"]

    def printed() -> list[str]:
        with reading() as session:
            return [name for name, *_rest in consenting_participants(session, the_congress(session).id)]

    assert NAME not in printed()
    client.post(f"/me/data/{who}/consents/publish", data={"agreed": "yes"})
    assert NAME in printed()
    freeze_on(NAME)
    client.post(f"/me/data/{who}/consents/publish", data={"agreed": "no"})
    assert NAME not in printed()
    assert value_of("SELECT count(*) FROM screens WHERE CAST(frozen AS TEXT) LIKE '%rows%'") == 0


def test_a_welcome_is_gathered_anew_when_a_consent_is_taken_back(full: World) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE screens SET live = 'welcome', version = 7"))
    full.client("alumnus").post(f"/me/data/{full.parts['who']}/consents/publish", data={"agreed": "no"})
    assert value_of("SELECT version FROM screens") == 8


def freeze_on(name: str) -> None:
    frozen = json.dumps({"scene": "welcome", "rows": [{"name": name}]})
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE screens SET frozen = :frozen, live = 'welcome'"), {"frozen": frozen})


def test_without_the_consent_to_take_part_the_place_is_given_back(full: World) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE congresses SET starts_on = '2036-11-20', ends_on = '2036-11-21'"))
    full.client("alumnus").post(f"/me/data/{full.parts['who']}/consents/attend", data={"agreed": "no"})
    assert value_of("SELECT status FROM registrations WHERE code = :code", code=full.parts["code"]) == "cancelled"


def end_the_congress(days_ago: int) -> None:
    last = datetime.now(UTC).date() - timedelta(days=days_ago)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE congresses SET starts_on = :last, ends_on = :last"), {"last": last.isoformat()})


def test_what_is_past_its_date_goes_and_the_consent_to_stay_is_kept(full: World) -> None:
    full.client("alumnus").post(f"/me/data/{full.parts['who']}/consents/keep_after", data={"agreed": "yes"})
    end_the_congress(days_ago=200)
    page = full.client("system admin").get("/console/retention").get_data(as_text=True)
    assert "将清除" in page
    assert NAME not in page
    assert full.client("system admin").post("/console/retention", data={}).status_code == 403
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE messages SET created_at = '2026-01-01 00:00:00'"))
    registered = value_of("SELECT count(*) FROM registrations")
    assert keep_dates() > 0
    assert value_of("SELECT count(*) FROM identity_numbers") == 0
    assert value_of("SELECT name FROM people WHERE public_id = :who", who=full.parts["who"]) == NAME
    others = value_of("SELECT count(DISTINCT person_id) FROM registrations") - 1
    assert value_of("SELECT count(*) FROM people WHERE name LIKE :erased", erased=f"{ERASED} %") == others > 0
    assert value_of("SELECT count(*) FROM registrations") == registered
    assert keep_dates() == 0


def test_nothing_goes_before_its_date(full: World) -> None:
    end_the_congress(days_ago=5)
    assert keep_dates() == 0
    tomorrow = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    client = full.client("organiser")
    assert client.post("/console/retention", data={"kind": "identity", "until": tomorrow}).status_code == 302
    assert client.post("/console/retention", data={"kind": "identity", "until": "示例"}).status_code == 422
    assert keep_dates() == 1
    assert value_of("SELECT count(*) FROM identity_numbers") == 0


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [
        ("resident", "430102 1849 1231 0018", "430102********0018"),
        ("resident", "11010519491231002X", "110105********002X"),
        ("resident", "11010519491231002x", "110105********002X"),
        ("passport", "E00000001", "*******01"),
        ("hk_macao", "H12345678", "*******78"),
        ("taiwan", "00000001", "******01"),
        ("foreign_resident", "EXA000000000001", "*************01"),
    ],
)
def test_a_number_is_read_and_masked(kind: str, number: str, kept: str, app: Flask) -> None:
    assert masked(normal_number(DocumentKind(kind), number)) == kept


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("resident", "430102184912310019"), ("resident", "430102184913310018"), ("resident", "43010218491231001"),
        ("resident", "E00000001"), ("passport", "示例"), ("hk_macao", "A12345678"), ("taiwan", "0000001"),
        ("foreign_resident", "911124198108030020"), ("resident", ""), ("resident", "４３０１０２184912310018"),
    ],
)  # fmt: skip
def test_a_number_that_no_document_has_is_refused(kind: str, number: str, app: Flask) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        normal_number(DocumentKind(kind), number)


@pytest.mark.one_database
def test_a_sealed_value_opens_only_in_its_place_and_with_its_key(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    seal = FieldSeal(settings)
    sealed = seal.seal(NUMBER, "identity_numbers/1")
    assert NUMBER.encode() not in sealed
    assert seal.open(sealed, "identity_numbers/1") == NUMBER
    assert seal.seal(NUMBER, "identity_numbers/1") != sealed
    for other, place in ((seal, "identity_numbers/2"), (FieldSeal(replace(settings, field_key="another key of a test")),
                                                        "identity_numbers/1")):  # fmt: skip
        with pytest.raises(SealBroken):
            other.open(sealed, place)
