"""Two records of one person become one: nothing is forgotten, nothing is held twice, no ledger changes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, select, text

from congress.credit.actions import verify_ledger
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.moves import columns_of
from congress.people.actions import merge_people
from congress.people.errors import BeingErased, NoSuchPair
from congress.privacy.actions import open_request
from congress.privacy.queries import identity_of
from congress.privacy.states import Channel, Right
from congress.programme.queries import the_congress
from tests.factories.accounts import signed_in
from tests.factories.office import C
from tests.factories.privacy import NUMBER, seal_here
from tests.factories.schools import OTHER_UNIVERSITY, UNIVERSITY
from tests.privacy.test_registry import full
from tests.world import World, address_of

__all__ = ["full"]
NOW = datetime.now(UTC)
REFERRING = {"people": "person", "registrations": "registration"}


def rows(statement: str, **values: object) -> list[tuple[Any, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), values)]


def referring(target: str) -> set[tuple[str, str]]:
    """Every column of the schema that refers to rows of a table, whatever was declared."""

    def leads(table: Table) -> set[str]:
        return {c.name for c in table.columns if any(key.column.table.name == target for key in c.foreign_keys)}

    return {(table.name, column) for table in db.metadata.sorted_tables for column in leads(table)}


@pytest.mark.one_database
@pytest.mark.parametrize("target", REFERRING)
def test_each_table_that_refers_to_a_person_or_a_place_is_moved(app: Flask, target: str) -> None:
    moved = {(table.name, column) for table, column in columns_of(REFERRING[target])}
    assert referring(target) - moved == set()


def values_of(table: str, column: str) -> set[object]:
    with db.engine.connect() as connection:
        return set(connection.execute(select(db.metadata.tables[table].c[column])).scalars())


def registered(world: World, **more: Any) -> dict[str, Any]:
    """A second record of 示例校友甲, made by another address."""
    body = {"name": "示例校友甲", "phone": "+8613900000077", "consent": True, "organisation": "示例（虚构）公司"}
    return world.ask("organiser", "POST", f"{C}/registrations", body | more)


def ids_of(code: str) -> tuple[int, int, str]:
    """The place, its person, and what the person is called by in addresses."""
    [found] = rows(
        "SELECT r.id, p.id, p.public_id FROM registrations r JOIN people p ON p.id = r.person_id WHERE r.code = :code",
        code=code,
    )
    return found  # type: ignore[return-value]


def merge(kept: str, gone: str, *taken_over: str) -> None:
    with unit_of_work() as session:
        merge_people(session, kept, gone, taken_over, by=SYSTEM, now=NOW)


def exact(forum: str = "opening") -> bool:
    [[taken, seated]] = rows(
        "SELECT f.taken, (SELECT count(*) FROM holdings h WHERE h.forum_id = f.id AND h.status IN ('confirmed',"
        " 'offered')) FROM forums f WHERE f.slug = :slug",
        slug=forum,
    )
    return bool(taken == seated)


def test_all_that_the_rich_record_had_belongs_to_the_poor_one(full: World) -> None:
    """The record with orders, scans, seals, signings and help calls goes; the new one stays and has all of it."""
    double = registered(full, forums=["opening"], schools=[{"code": OTHER_UNIVERSITY}])
    rich, poor = ids_of(full.parts["code"]), ids_of(double["code"])
    ledger = "SELECT seq, amount_fen, hash FROM ledger_entries ORDER BY seq"
    money = "SELECT id, amount_fen FROM money_entries ORDER BY id"
    linked = "SELECT count(*) FROM intention_alumni WHERE registration_id = :id"
    before = (rows(ledger), rows(money), rows("SELECT share FROM intention_alumni ORDER BY id"))
    had = rows(linked, id=rich[0])
    assert had[0][0] > 0
    merge(poor[2], rich[2])
    for target, gone in (("people", rich[1]), ("registrations", rich[0])):
        for table, column in referring(target):
            # the better of the two places stays: both were confirmed, so that of the kept record
            assert gone not in values_of(table, column), (table, column)
    assert rows(linked, id=poor[0]) == had
    assert (rows(ledger), rows(money), rows("SELECT share FROM intention_alumni ORDER BY id")) == before
    with reading() as session:
        assert verify_ledger(session, the_congress(session)) == []
    assert rows("SELECT count(*) FROM people WHERE name = '示例校友甲'") == [(1,)]
    schools = rows("SELECT s.code FROM educations e JOIN schools s ON s.id = e.school_id ORDER BY s.code")
    assert {UNIVERSITY, OTHER_UNIVERSITY} <= {code for (code,) in schools}
    with reading() as session:
        kept = identity_of(session, poor[0])
        assert kept is not None
        assert seal_here().open(kept.sealed, f"identity_numbers/{poor[0]}") == NUMBER
    assert exact()


def test_one_holding_one_badge_and_the_freed_seat_passes_on(full: World) -> None:
    first = full.parts["code"]
    double = registered(full, forums=["opening"])
    full.ask("organiser", "PATCH", f"{C}/forums/opening", {"capacity": 2, "waitlist": True})
    waiting = registered(full, name="示例候补人", phone="+8613900000078", forums=["opening"])
    assert waiting["forums"][0]["status"] == "waitlisted"
    merge(ids_of(first)[2], ids_of(double["code"])[2])
    now = full.ask("organiser", "GET", f"{C}/registrations/{waiting['code']}")
    assert now["forums"][0]["status"] == "confirmed"
    kept = full.ask("organiser", "GET", f"{C}/registrations/{first}")
    assert [forum["status"] for forum in kept["forums"]] == ["confirmed"]
    assert exact()
    device = {"device": "three", "scans": [
        {"id": name, "token": token, "gate": "main", "scanned_at": datetime.now(UTC).isoformat()}
        for name, token in (("kept", kept["badge"]["token"]), ("void", double["badge"]["token"]))
    ]}  # fmt: skip
    results = {one["id"]: one["result"] for one in full.ask("organiser", "POST", f"{C}/scans", device)["results"]}
    assert results == {"kept": "already_admitted", "void": "revoked"}


def test_fields_stay_as_chosen_and_both_ways_of_knowing_the_person_lead_to_one(full: World) -> None:
    double = registered(full)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE registrations SET office_number = 'HN-1' WHERE code = :code"), double)
    merge(ids_of(full.parts["code"])[2], ids_of(double["code"])[2], "organisation", "phone")
    assert rows("SELECT code FROM registrations WHERE office_number = 'HN-1'") == [(full.parts["code"],)]
    chosen = ("示例（虚构）公司", "+8613900000077", address_of("alumnus"))
    for table in ("people", "registrations"):
        assert rows(f"SELECT organisation, phone, email FROM {table} WHERE name = '示例校友甲'") == [chosen]  # noqa: S608 -- two names of our own
    for address in ({"phone": "+8613900000077"}, {"email": address_of("alumnus")}):
        body = {"name": "示例校友甲", "consent": True} | address
        answer = full.client("organiser").post(
            f"{C}/registrations", json=body, headers=full.tokens["organiser"]
        )  # fmt: skip
        assert (answer.status_code, answer.json["type"].rsplit("/", 1)[-1]) == (409, "already-registered")
    [[facts]] = rows("SELECT facts FROM audit_entries WHERE act = 'person.merged'")
    assert "示例" not in str(facts)
    assert double["code"] in str(facts)


def test_whoever_asks_to_be_erased_is_not_merged(full: World) -> None:
    double = registered(full)
    first, second = ids_of(full.parts["code"]), ids_of(double["code"])
    with unit_of_work() as session:
        open_request(
            session, Right.ERASE, channel=Channel.LETTER, person_id=second[1], received_on=NOW.date(), by=SYSTEM,
            now=NOW,
        )  # fmt: skip
    for pair in ((first, second), (second, first)):
        with pytest.raises(BeingErased):
            merge(pair[0][2], pair[1][2])
    assert rows("SELECT count(*) FROM registrations WHERE code = :code", code=double["code"]) == [(1,)]


def test_a_second_merge_of_the_same_two_finds_nobody(full: World) -> None:
    first, second = ids_of(full.parts["code"]), ids_of(registered(full)["code"])
    merge(first[2], second[2])
    for pair in ((first, second), (second, first), (first, first)):
        with pytest.raises(NoSuchPair):
            merge(pair[0][2], pair[1][2])


def test_a_consent_that_was_taken_back_later_stays_taken_back(full: World) -> None:
    double = registered(full, consents={"publish": True})
    first, second = ids_of(full.parts["code"]), ids_of(double["code"])
    full.ask("organiser", "PATCH", f"{C}/registrations/{full.parts['code']}", {"consents": {"publish": True}})
    full.ask("organiser", "PATCH", f"{C}/registrations/{full.parts['code']}", {"consents": {"publish": False}})
    merge(second[2], first[2])
    standing = "SELECT count(*) FROM consents WHERE person_id = :id AND purpose = :purpose AND withdrawn_at IS NULL"
    assert rows(standing, id=second[1], purpose="publish") == [(0,)]
    assert rows(standing, id=second[1], purpose="attend") == [(1,)]


def test_the_list_proposes_them_with_reasons_until_they_are_told_apart(full: World) -> None:
    client = signed_in(full.app, address_of("organiser"))
    registered(full, name="示例校友甲", organisation="", schools=[{"code": UNIVERSITY, "graduated": 2001}])
    page = client.get("/console/people/doubles").get_data(as_text=True)
    assert "同名、学校和毕业年份相同" in page
    assert page.count("示例校友乙") == 0
    [one], [two] = rows("SELECT public_id FROM people WHERE name = '示例校友甲' ORDER BY id")
    path = f"/console/people/{one}/doubles/{two}"
    assert client.get(f"{path}").status_code == 200
    assert client.post(f"{path}/apart", data={"reason": " "}).status_code == 422
    assert client.post(f"{path}/apart", data={"reason": "示例：电话核实，同名两人"}).status_code == 302
    assert client.post(f"{path}/apart", data={"reason": "示例：再说一次"}).status_code == 422
    assert "示例校友甲" not in client.get("/console/people/doubles").get_data(as_text=True)
    # whoever knows better may still make them one
    assert client.post(f"{path}/merge", data={"name": "nobody's"}).status_code == 422
    assert client.post(f"{path}/merge", data={"phone": "other"}).status_code == 302
    assert client.get(path).status_code == 404
    assert rows("SELECT count(*) FROM not_doubles") == [(0,)]


def test_any_two_who_are_registered_can_be_compared_by_their_codes(full: World) -> None:
    client = signed_in(full.app, address_of("organiser"))
    codes = {"one": full.parts["code"], "two": full.parts["spare"]}
    there = client.post("/console/people/doubles", data=codes)
    assert (there.status_code, client.get(there.headers["Location"]).status_code) == (302, 200)
    wrong: Mapping[str, dict[str, str]] = {"unknown": codes | {"two": "NOBODY"}, "same": codes | {"two": codes["one"]}}
    for body in wrong.values():
        answer = client.post("/console/people/doubles", data=body)
        assert answer.status_code == 422
        assert body["two"] in answer.get_data(as_text=True)
