"""Erasing: announced before, confirmed by a code, and then nothing names the person any more."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from congress.foundation.db import db, reading, unit_of_work
from congress.privacy.rules import ERASED
from tests.factories.privacy import NUMBER
from tests.privacy.test_registry import MAIL, NAME, full, places_of
from tests.world import PHONE, World, address_of

__all__ = ["full"]

# what the page says that no erasure reaches: bank statements and invoices, and messages to others
ANNOUNCED = {("bank_lines", "payer"), ("invoices", "title"), ("messages", "text"), ("messages", "subject")}


def value_of(statement: str, **values: object) -> object:
    with db.engine.connect() as connection:
        return connection.execute(text(statement), values).scalar()


def count_of(table: str) -> int:
    with db.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(db.metadata.tables[table])).scalar_one()


def newest_code() -> str:
    told = value_of("SELECT text FROM messages WHERE event = 'privacy.erasure_code' ORDER BY id DESC")
    found = re.search(r"\d{6}", str(told))
    assert found is not None
    return found[0]


def erase(client: FlaskClient, who: str) -> str:
    assert client.post(f"/me/data/{who}/erase").status_code == 302
    answer = client.post(f"/me/data/{who}/erase/confirm", data={"code": newest_code()})
    assert answer.status_code == 200, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)


def test_no_table_names_the_person_after_an_erasure(full: World) -> None:
    client = full.client("alumnus")
    assert ("people", "name") in places_of(NAME)
    erase(client, full.parts["who"])
    assert places_of(MAIL) == set()
    assert places_of(NAME) <= ANNOUNCED
    assert places_of(PHONE) == places_of(PHONE) & {("registrations", "phone"), ("people", "phone"),
                                                   ("login_codes", "address"), ("messages", "address")}  # fmt: skip
    assert value_of("SELECT count(*) FROM identity_numbers") == 0
    assert value_of("SELECT count(*) FROM audit_entries WHERE act = 'person.erased'") == 1


def test_the_phone_stays_with_the_other_who_uses_it(full: World) -> None:
    erase(full.client("alumnus"), full.parts["who"])
    assert value_of("SELECT name FROM registrations WHERE phone = :phone", phone=PHONE) == "示例校友乙"


def test_counts_stay_and_the_ledger_still_verifies(full: World) -> None:
    from congress.credit.actions import verify_ledger
    from congress.programme.queries import the_congress

    counted = ("people", "registrations", "scans", "admissions", "badges", "intentions", "ledger_entries", "orders")
    before = {table: count_of(table) for table in counted}
    signed = value_of("SELECT agreement_sha256 FROM intentions WHERE agreement_sha256 IS NOT NULL")
    erase(full.client("alumnus"), full.parts["who"])
    assert {table: count_of(table) for table in counted} == before
    assert value_of("SELECT agreement_sha256 FROM intentions WHERE agreement_sha256 IS NOT NULL") == signed
    assert str(value_of("SELECT name FROM intention_alumni")).startswith(ERASED)
    with reading() as session:
        assert verify_ledger(session, the_congress(session)) == []


def test_the_session_ends_and_the_address_is_free_again(full: World, app: Flask) -> None:
    client = full.client("alumnus")
    erase(client, full.parts["who"])
    assert client.get("/me").status_code == 302
    app.test_client().post("/login/code", data={"address": MAIL})
    assert ("messages", "address") in places_of(MAIL)


def test_what_stays_is_said_before_anybody_confirms(full: World) -> None:
    page = full.client("alumnus").get(f"/me/data/{full.parts['who']}/erase").get_data(as_text=True)
    for told in (
        "将删除的信息",
        "将保留的信息及理由",
        "三十年",
        "已签署并加盖电子签名的意向书",
        "您的报名",
        "发给他人的消息",
        "审计日志",
    ):
        assert told in page, told
    assert re.search(r"至 20\d\d-\d\d-\d\d", page)
    assert places_of(NAME) >= {("people", "name")}


@pytest.mark.parametrize("code", ["", "12", "000000x", "999 999 999"])
def test_without_the_right_code_nothing_happens(full: World, code: str) -> None:
    client, who = full.client("alumnus"), full.parts["who"]
    client.post(f"/me/data/{who}/erase")
    assert client.post(f"/me/data/{who}/erase/confirm", data={"code": code}).status_code == 422
    assert value_of("SELECT name FROM people WHERE public_id = :who", who=who) == NAME


def test_a_code_is_good_once_and_five_tries_end_it(full: World) -> None:
    client, who = full.client("alumnus"), full.parts["who"]
    client.post(f"/me/data/{who}/erase")
    right = newest_code()
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(5):
        assert client.post(f"/me/data/{who}/erase/confirm", data={"code": wrong}).status_code == 422
    assert client.post(f"/me/data/{who}/erase/confirm", data={"code": right}).status_code == 422
    assert value_of("SELECT name FROM people WHERE public_id = :who", who=who) == NAME


def test_who_holds_an_office_hands_it_over_first(full: World) -> None:
    client = full.client("organiser")
    assert client.get("/me/data").status_code == 302
    assert client.get("/me/data/account/erase").status_code == 409
    assert client.post("/me/data/account/erase").status_code == 409


def test_a_seat_passes_on_when_its_holder_is_erased(full: World) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE congresses SET starts_on = '2036-11-20', ends_on = '2036-11-21'"))
    taken = value_of("SELECT taken FROM forums WHERE slug = 'opening'")
    erase(full.client("alumnus"), full.parts["who"])
    assert value_of("SELECT taken FROM forums WHERE slug = 'opening'") == int(str(taken)) - 1
    assert value_of("SELECT count(*) FROM badges WHERE revoked_at IS NULL AND registration_id = 1") == 0


def test_an_export_goes_with_whom_it_is_about(full: World, app: Flask) -> None:
    client, who = full.client("alumnus"), full.parts["who"]
    answer = client.post(f"/me/data/{who}/export", data={"format": "pdf"})
    folder = app.extensions["settings"].instance_dir / "batches"
    files = list(folder.glob(f"personal-data-{answer.location.rsplit('/', 1)[1]}*"))
    assert files
    erase(client, who)
    assert not any(file.exists() for file in files)


def test_an_alumnus_without_a_registration_can_go_too(full: World) -> None:
    client = full.client("other alumnus")
    assert client.get("/me/data").location.endswith("/me/data/account")
    erase(client, "account")
    assert places_of(address_of("other alumnus")) == set()


def test_the_words_of_a_call_go_though_its_steps_only_grow(full: World) -> None:
    erase(full.client("alumnus"), full.parts["who"])
    assert value_of("SELECT count(*) FROM help_steps WHERE text <> ''") == 0
    with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
        connection.execute(text("UPDATE help_steps SET step = 'solved'"))


def test_a_letter_is_answered_within_fifteen_working_days(full: World) -> None:
    client = full.client("organiser")
    sent = {
        "claim": "erase",
        "sender": NAME,
        "code": full.parts["code"],
        "received_on": "2026-09-21",
        "note": "示例来信",
    }
    where = client.post("/console/rights/new", data=sent).location
    page = client.get(where).get_data(as_text=True)
    # 中秋 and 国庆 lie between, with their make-up days
    assert "2026-10-19" in page
    assert "将保留的信息及理由" in page
    assert client.post(f"{where}/answer", data={"decision": "refuse"}).status_code == 422
    assert client.post(f"{where}/erase").status_code == 302
    assert client.post(f"{where}/erase").status_code == 409
    assert places_of(MAIL) == set()
    assert places_of(NAME) <= ANNOUNCED


def test_a_letter_about_a_code_that_is_none_is_refused_and_stays_typed(full: World) -> None:
    sent = {"claim": "export", "sender": "示例来信人丙", "code": "NONE", "received_on": "2026-09-21"}
    answer = full.client("organiser").post("/console/rights/new", data=sent)
    assert answer.status_code == 422
    assert "示例来信人丙" in answer.get_data(as_text=True)


def test_a_refused_letter_keeps_its_reason(full: World) -> None:
    client, path = full.client("organiser"), f"/console/rights/{full.parts['request_id']}"
    client.post(f"{path}/answer", data={"decision": "refuse", "answer": "示例理由"})
    assert value_of("SELECT state FROM rights_requests WHERE public_id = :id", id=full.parts["request_id"]) == "refused"
    assert "示例理由" in client.get(path).get_data(as_text=True)


def test_the_number_is_given_masked_found_and_shown_with_a_reason(full: World) -> None:
    client = full.client("organiser")
    lists = client.get("/console/identity").get_data(as_text=True)
    assert NUMBER not in lists
    assert "430102********0018" in lists
    found = client.post("/console/identity/find", data={"number": NUMBER}).get_data(as_text=True)
    assert "430102********0018" in found
    missed = client.post("/console/identity/find", data={"number": "1"}).get_data(as_text=True)
    assert "430102********0018" not in missed
    path = f"/console/identity/{full.parts['code']}"
    assert client.post(path, data={}).status_code == 422
    assert NUMBER in client.post(path, data={"reason": "police"}).get_data(as_text=True)
    assert value_of("SELECT count(*) FROM audit_entries WHERE act = 'identity.viewed'") == 1


def test_nobody_is_asked_for_a_number_unless_the_congress_needs_it(full: World) -> None:
    with unit_of_work() as session:
        session.execute(text("UPDATE identity_terms SET is_asked = :no"), {"no": False})
    client, path = full.client("alumnus"), f"/me/{full.parts['code']}/identity"
    assert client.get(path).status_code == 409
    assert path not in client.get("/me").get_data(as_text=True)
    assert client.post("/me/data", data={}).status_code == 405


@pytest.mark.parametrize("wrong", [{"number": "430102184912310019"}, {"consent": ""}, {"kind": "library"}])
def test_a_wrong_number_and_one_without_consent_are_not_kept(full: World, wrong: dict[str, str]) -> None:
    client, path = full.client("alumnus"), f"/me/{full.parts['code']}/identity"
    client.post(f"{path}/remove")
    sent = {"kind": "resident", "number": NUMBER, "consent": "y"} | wrong
    assert client.post(path, data=sent).status_code == 422
    assert value_of("SELECT count(*) FROM identity_numbers") == 0
    assert client.post(path, data=sent | {"kind": "resident", "number": NUMBER, "consent": "y"}).status_code == 302
    assert value_of("SELECT count(*) FROM identity_numbers") == 1
