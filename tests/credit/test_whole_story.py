"""From handshake to board over HTTP: each figure exact, traceable, and undone by reversal."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from congress.credit.chain import Head
from congress.credit.publication_file import check_file
from congress.foundation.db import db, unit_of_work
from congress.foundation.documents.verdicts import Verdict
from congress.signing.agreements import check_paper
from tests.factories.office import PDF, C, Office
from tests.factories.schools import (
    COUNTY,
    HIGH_SCHOOL,
    OTHER_UNIVERSITY,
    PREFECTURE,
    UNIVERSITY,
)


def test_without_shares_schools_split_equally_within_their_kind(office: Office) -> None:
    shares = {school["code"]: school["share"] for school in office.intention()["schools"]}
    assert shares == {UNIVERSITY: 500_000, OTHER_UNIVERSITY: 500_000, HIGH_SCHOOL: 1_000_000}


def test_an_agreement_is_sealed_once_every_party_but_the_witness_has_signed(office: Office, app: Flask) -> None:
    made = office.intention()
    path = f"{C}/intentions/{made['id']}"
    body = {"signatory": "示例代表", "party": made["parties"][0]["name"]}
    assert office.ask("organiser", "POST", f"{path}/sign", body, 200)["state"] == "draft"
    changed = office.ask("organiser", "PATCH", path, {"amount_fen": 1}, 409)
    assert changed["type"].endswith("/state-refused")
    body["party"] = made["parties"][1]["name"]
    signed = office.ask("organiser", "POST", f"{path}/sign", body, 200)
    assert signed["state"] == "signed"
    assert len({signature["text_sha256"] for signature in signed["signatures"]}) == 1
    pdf = office.ask("organiser", "GET", f"{path}/agreement.pdf", status=200).data
    settings = app.extensions["settings"]
    assert check_paper(pdf, settings).verdict is Verdict.UNALTERED
    assert check_paper(pdf + b"\n% added", settings).verdict is Verdict.EXTENDED


def test_an_accepted_outcome_is_credited_exactly_within_each_kind(office: Office) -> None:
    filed = office.milestone(office.signed()["id"], amount=10_000_001)
    assert filed["state"] == "filed"
    assert office.board("investment-university") == []
    assert office.accept(filed["id"])["state"] == "accepted"
    entries = office.ask("organiser", "GET", f"{C}/credit/ledger", status=200)["items"]
    by_kind: dict[str, int] = {}
    for entry in entries:
        by_kind[entry["entity"]["kind"]] = by_kind.get(entry["entity"]["kind"], 0) + entry["amount_fen"]
    assert by_kind == {"university": 10_000_001, "school": 10_000_001, "county": 10_000_001, "prefecture": 10_000_001}
    amounts = {entry["entity"]["code"]: entry["amount_fen"] for entry in entries}
    assert amounts[UNIVERSITY] == 5_000_001
    assert amounts[OTHER_UNIVERSITY] == 5_000_000
    lines = office.board("investment-university")
    assert [(line["place"], line["entity"]["code"], line["amount_fen"]) for line in lines] == [
        (1, UNIVERSITY, 5_000_001), (2, OTHER_UNIVERSITY, 5_000_000),
    ]  # fmt: skip
    ids = {entry["id"] for entry in entries}
    assert all(set(line["entries"]) <= ids and line["entries"] for line in lines)
    assert entries[0]["evidence"] == [filed["evidence"][0]["sha256"]]


def test_a_reversal_writes_counter_entries_and_removes_nothing(office: Office) -> None:
    filed = office.milestone(office.signed()["id"])
    office.accept(filed["id"])
    before = datetime.now(UTC).isoformat().replace("+", "%2B")
    office.ask("verifier", "POST", f"{C}/milestones/{filed['id']}/reverse", {"reason": "重复申报"}, 200)
    entries = office.ask("organiser", "GET", f"{C}/credit/ledger", status=200)["items"]
    assert len(entries) == 10
    assert sum(entry["amount_fen"] for entry in entries) == 0
    assert office.board("investment-county") == []
    assert [line["amount_fen"] for line in office.board("investment-county", f"?as_of={before}")] == [10_000_001]
    office.ask("verifier", "POST", f"{C}/milestones/{filed['id']}/reverse", {"reason": "再次"}, 409)


def test_whoever_files_never_verifies_and_places_bound_the_verifier(office: Office) -> None:
    intention = office.signed()
    with unit_of_work() as session:
        from congress.accounts.actions import set_grants
        from congress.accounts.queries import user_by_address
        from congress.foundation.access import SYSTEM, Grant

        both = user_by_address(session, "organiser@congress.test")
        grants = [Grant("organiser"), Grant("verifier", "province")]
        set_grants(session, both, grants, by=SYSTEM, now=datetime.now(UTC))
    from congress.accounts.sessions import forget_cached_tokens

    forget_cached_tokens()
    filed = office.milestone(intention["id"])
    refused = office.accept(filed["id"], "organiser", 403)
    assert refused["type"].endswith("/same-person")
    office.accept(filed["id"], "stranger", 404)
    office.accept(filed["id"], "school", 403)
    assert office.accept(filed["id"], "second")["state"] == "accepted"
    office.accept(filed["id"], "verifier", 409)


def test_schools_and_places_see_their_own_credit_alone(office: Office) -> None:
    office.accept(office.milestone(office.signed()["id"])["id"])
    seen = {
        who: {entry["entity"]["code"] for entry in office.ask(who, "GET", f"{C}/credit/ledger", status=200)["items"]}
        for who in ("school", "other_school", "division", "auditor")
    }
    assert seen["school"] == {UNIVERSITY}
    assert seen["other_school"] == {OTHER_UNIVERSITY}
    assert seen["division"] == {PREFECTURE}
    assert seen["auditor"] == {UNIVERSITY, OTHER_UNIVERSITY, HIGH_SCHOOL, COUNTY, PREFECTURE}
    office.ask("school", "GET", f"{C}/credit/schools/{UNIVERSITY}", status=200)
    office.ask("school", "GET", f"{C}/credit/schools/{OTHER_UNIVERSITY}", status=404)
    office.ask("viewer", "GET", f"{C}/credit/ledger", status=403)


def test_an_intention_is_seen_by_those_it_concerns(office: Office) -> None:
    made = office.intention(schools=[{"code": UNIVERSITY}])
    path = f"{C}/intentions/{made['id']}"
    for who, status in [("school", 200), ("division", 200), ("second", 200), ("other_school", 404), ("stranger", 404)]:
        office.ask(who, "GET", path, status=status)
    office.ask("viewer", "GET", path, status=403)


def test_the_ledger_tells_every_kind_of_tampering(office: Office, app: Flask) -> None:
    from congress.credit.actions import verify_ledger
    from congress.credit.queries import head_of
    from congress.foundation.db import reading
    from congress.programme.queries import congress_by_slug

    intention = office.signed()
    for _ in range(3):
        office.accept(office.milestone(intention["id"])["id"])

    def findings(checkpoint: Head | None = None) -> list[str]:
        with reading() as session:
            return [one.message for one in verify_ledger(session, congress_by_slug(session, "2036"), checkpoint)]

    with reading() as session:
        kept = head_of(session, congress_by_slug(session, "2036").id)
    assert findings(kept) == []
    with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
        connection.execute(text("UPDATE ledger_entries SET amount_fen = 1"))
    forge("UPDATE ledger_entries SET amount_fen = amount_fen + 1 WHERE seq = 4")
    assert any("entry 4 was changed" in message for message in findings())
    forge("UPDATE ledger_entries SET amount_fen = amount_fen - 1 WHERE seq = 4")
    assert findings(kept) == []
    forge("DELETE FROM ledger_entries WHERE seq = 15")
    assert any("cut off" in message for message in findings())
    assert findings(Head(14, kept.hash))


def forge(statement: str, table: str = "ledger_entries") -> None:
    """What an administrator of the database could do: take the guards away and change a row."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for act in ("UPDATE", "DELETE"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{act}"))
        else:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(text(statement))
        if connection.dialect.name != "sqlite":
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def test_a_published_board_is_signed_public_and_shows_no_amounts(office: Office, tmp_path: Path) -> None:
    office.accept(office.milestone(office.signed()["id"], amount=77_777_777)["id"])
    path = f"{C}/boards/investment-county/publications"
    published = office.ask("organiser", "POST", path, {}, 201)
    assert published["state"] == "announced"
    public = office.client.get(published["file"])
    assert public.status_code == 200
    assert "77777777" not in public.get_data(as_text=True)
    document = json.loads(public.data)
    assert check_file(document) == []
    assert [line["entity"]["code"] for line in document["order"]] == [COUNTY]
    document["order"][0]["entity"]["name"] = "别处"
    assert check_file(document) != []
    page = office.client.get("/boards?lang=en").get_data(as_text=True)
    assert "示例县" in page
    objection = {"objector": "示例单位", "text": "数据有误"}
    filed = office.ask("school", "POST", f"/api/v1/publications/{published['id']}/objections", objection, 201)
    finalise = f"/api/v1/publications/{published['id']}/finalise"
    assert office.ask("organiser", "POST", finalise, {}, 409)["type"].endswith("/state-refused")
    decision = {"uphold": False, "answer": "经核无误"}
    refused = office.ask("organiser", "POST", f"/api/v1/objections/{filed['id']}/decide", decision, 403)
    assert refused["type"].endswith("/same-person")
    office.ask("verifier", "POST", f"/api/v1/objections/{filed['id']}/decide", decision, 200)
    office.ask("organiser", "POST", finalise, {}, 409)


def test_a_second_verifier_is_asked_for_above_the_limit(office: Office, app: Flask) -> None:
    from dataclasses import replace

    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, verify_with_two_above_fen=1_000_000)
    try:
        filed = office.milestone(office.signed()["id"])
        assert office.accept(filed["id"], status=202)["state"] == "filed"
        assert office.ask("organiser", "GET", f"{C}/credit/ledger", status=200)["items"] == []
        assert office.accept(filed["id"], status=403)["type"].endswith("/same-person")
        assert office.accept(filed["id"], "second")["state"] == "accepted"
    finally:
        app.extensions["settings"] = settings


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"division": "nowhere"}, "division"),
        ({"industry": "nothing"}, "industry"),
        ({"amount_fen": -1}, "amount_fen"),
        ({"amount_fen": 1.5}, "amount_fen"),
        ({"currency": "yuan"}, "currency"),
        ({"category": "gift"}, "category"),
        ({"parties": []}, "parties"),
        ({"parties": [{"role": "king", "name": "x"}]}, "parties.0.role"),
        ({"parties": [{"role": "host", "name": "x", "uscc": "123"}]}, "parties.0.uscc"),
        ({"schools": [{"code": "nowhere"}]}, "schools.0.code"),
        ({"schools": [{"code": UNIVERSITY, "share": 400_000}]}, "schools"),
        ({"alumni": [{"registration": "NOBODY"}]}, "alumni.0.registration"),
        ({"title": "a\u0000b"}, "title"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_bad_intentions_name_their_field(office: Office, change: dict[str, Any], field: str) -> None:
    body = {
        "title": "示例", "category": "investment", "division": COUNTY, "amount_fen": 1,
        "parties": [{"role": "host", "name": "示例县（虚构）"}],
    }  # fmt: skip
    refused = office.ask("organiser", "POST", f"{C}/intentions", body | change, 422)
    assert [fault["field"] for fault in refused["errors"]] == [field]
    assert office.ask("organiser", "GET", f"{C}/intentions", status=200)["items"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount_fen": None}, "amount_fen"),
        ({"occurred_on": (datetime.now(UTC) + timedelta(days=3)).date().isoformat()}, "occurred_on"),
        ({"kind": "person_recruited", "amount_fen": None}, "count"),
        ({"evidence": ["nothing"]}, "evidence"),
        ({"note": ""}, "note"),
        ({"kind": "rumour"}, "kind"),
    ],
)
def test_bad_milestones_name_their_field(office: Office, change: dict[str, Any], field: str) -> None:
    intention = office.signed()
    body = {"kind": "capital_arrived", "occurred_on": "2026-01-01", "amount_fen": 5, "note": "x"} | change
    refused = office.ask("organiser", "POST", f"{C}/intentions/{intention['id']}/milestones", body, 422)
    assert [fault["field"] for fault in refused["errors"]] == [field]


@pytest.mark.parametrize("content", [b"", b"hello", b"<html>", b"PK\x03\x04", b"\x89PNG\r\n\x1a\nbroken"])
def test_a_file_of_the_wrong_kind_is_refused(office: Office, content: bytes) -> None:
    answer = office.client.post(
        "/api/v1/uploads", data={"file": (io.BytesIO(content), "x.pdf")}, headers=office.tokens["organiser"]
    )
    assert answer.status_code == 422


def test_evidence_is_downloaded_by_those_who_may_see_it(office: Office) -> None:
    filed = office.milestone(office.signed(schools=[{"code": UNIVERSITY}])["id"])
    path = f"/api/v1/uploads/{filed['evidence'][0]['id']}"
    assert office.ask("verifier", "GET", path, status=200).data == PDF
    assert office.ask("school", "GET", path, status=200).data == PDF
    office.ask("other_school", "GET", path, status=404)
