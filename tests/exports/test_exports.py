"""Lists leave as files: whole, narrowed as on the screen, for whoever may see them there, with a reason for names."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import delete, event, select

from congress.accounts.models import RoleGrant
from congress.exports.actions import WORK, forget_exports, write_export
from congress.foundation import clock
from congress.foundation.audit import AuditEntry
from congress.foundation.batches import Batch, BatchState, batch_folder
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.lists import PORTION, declared_list
from congress.listings import LISTS
from tests.factories.accounts import make_token, make_user, signed_in
from tests.factories.exports import lines_of, take_out
from tests.factories.office import C
from tests.factories.programme import make_congress
from tests.factories.schools import PREFECTURE
from tests.world import World

# whose screen it is, where it is not the organiser's
READERS = {"audit": "auditor", "users": "security admin"}
# what the page narrows by itself leaves nothing of the world
SHOWN = {"planned-dates": "show=open"}
# nothing of the kind is in the world
EMPTY = {"orders", "money", "bank-lines", "invoices", "pledges", "ledger", "promises", "review", "seats"}


@pytest.fixture
def people(world: World) -> Iterator[World]:
    with world.app.app_context():
        yield world
        db.session.remove()


@pytest.mark.one_database
@pytest.mark.parametrize("name", [one.name for one in LISTS])
def test_every_list_comes_out_whole_with_a_cell_for_each_head(people: World, name: str) -> None:
    listed = declared_list(name)
    assert listed is not None
    client = people.client(READERS.get(name, "organiser"))
    head, *rows = csv.reader(lines_of(client, name, SHOWN.get(name, "")))
    assert rows or name in EMPTY
    assert {len(row) for row in rows} <= {len(head)}
    bare, *_rows = csv.reader(lines_of(client, name, personal=""))
    kept = [str(column.title) for column in listed.columns if not column.personal]
    assert (len(bare), set(bare) <= set(head)) == (len(kept), True)


@pytest.mark.one_database
def test_somebody_else_than_the_screens_reader_gets_neither_page_nor_file(people: World) -> None:
    for name in ("viewer", "school", "gate", "auditor"):
        client = people.client(name)
        assert client.get("/console/exports/registrations").status_code == 403
        assert take_out(client, "registrations").status_code == 403
        calls = people.app.test_client()
        asked = calls.post(f"{C}/exports", json={"list": "registrations"}, headers=people.tokens[name])
        assert asked.status_code == 403
    assert people.client("organiser").get("/console/exports/nothing").status_code == 404
    assert "没有您可以导出的列表" in people.client("viewer").get("/console/exports?lang=zh").text


@pytest.mark.one_database
def test_a_school_takes_out_its_own_claims_alone(people: World) -> None:
    own, other = (lines_of(people.client(name), "claims") for name in ("school", "other school"))
    assert len(own) > len(other) == 1


@pytest.mark.one_database
def test_the_lists_page_hands_its_filter_on_and_the_file_is_narrowed_by_it(people: World) -> None:
    client = people.client("organiser")
    assert 'href="/console/exports/registrations?status=confirmed&amp;listing=x&amp;"' in client.get(
        "/console/registrations?status=confirmed&listing=x"
    ).text  # fmt: skip
    page = client.get("/console/exports/registrations?lang=zh&status=confirmed&listing=x&forum=opening").text
    assert 'action="/console/exports/registrations?status=confirmed&amp;forum=opening"' in page
    assert "已确认" in page
    everybody = lines_of(client, "registrations")
    assert 1 < len(lines_of(client, "registrations", "forum=opening")) < len(everybody)
    assert len(lines_of(client, "registrations", "status=refused")) == 1
    # what the list does not know narrows nothing, as on the screen
    assert lines_of(client, "registrations", "status=nonsense") == everybody


@pytest.mark.one_database
def test_a_page_that_narrows_by_itself_hands_that_on_too(people: World) -> None:
    client = people.client("organiser")
    promise = {"text": "示例承诺", "office": PREFECTURE, "due_on": "2036-11-20", "basis": "示例〔2036〕1号"}
    people.ask("division", "POST", f"{C}/intentions/{people.parts['intention']}/promises", promise)
    for page, name, narrowed in (("milestones", "milestones", "state=filed"), ("promises", "promises", "state=open")):
        text = client.get(f"/console/{page}").text
        assert f'href="/console/exports/{name}?{narrowed}"' in text


@pytest.mark.one_database
def test_names_go_out_with_a_reason_alone_and_the_trail_says_who_took_what(people: World) -> None:
    client = people.client("organiser")
    refused = take_out(client, "registrations", reason="")
    assert refused.status_code == 422
    assert "请说明导出个人信息的用途" in refused.text
    assert 'name="personal" type="checkbox" value="y"' in refused.text.replace("checked ", "")
    assert "示例校友甲" not in "".join(lines_of(client, "registrations", personal="", reason=""))
    assert "示例校友甲" in "".join(lines_of(client, "registrations", "q=示例校友甲&status=confirmed"))
    with reading() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.act == "list.exported").order_by(AuditEntry.id.desc()).limit(1)
        ).one()
        facts = entry.facts
    assert (entry.object_id, facts["rows"], facts["personal"], facts["form"]) == ("registrations", 1, True, "csv")
    # what was typed to find somebody may be a name
    assert facts["narrowed"] == {"q": "…", "status": "confirmed"}
    assert facts["reason"] == "示例：核对名单"


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> "Office":
    """A congress with three people, and lists that are long from the second row on."""
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], export_rows_at_once=1))
    return Office(app)


class Office:
    """Those who take lists out of one congress."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with unit_of_work() as session:
            make_congress(session)
            self.headers = make_token(session, make_user(session, "organiser"))
            make_user(session, "organiser", email="second@congress.test")
        for number, name in enumerate(("=示例公式", "示例校友", "示例校友乙")):
            self.register(number, name)
        self.staff = signed_in(app, "organiser@congress.test")

    def register(self, number: int, name: str) -> None:
        body = {"name": name, "email": f"n{number}@example.test", "consent": True}
        assert self.call("registrations", body).status_code == 201

    def call(self, path: str, body: Any = None) -> Any:
        client = self.app.test_client()
        if body is None:
            return client.get(f"{C}/{path}", headers=self.headers)
        return client.post(f"{C}/{path}", json=body, headers=self.headers)

    def ask(self, **more: Any) -> str:
        """Ask for the registrations; the export's id."""
        answer = self.call("exports", {"list": "registrations", "personal": True, "reason": "示例"} | more)
        assert answer.status_code == 202, answer.json
        job: str = answer.json["job"]
        return job

    def work(self) -> None:
        """What the worker does."""
        with reading() as session:
            waiting = session.scalars(select(Batch.id).where(Batch.work == WORK, Batch.state == "queued")).all()
        for batch_id in waiting:
            write_export(batch_id)
        db.session.rollback()


def test_a_long_list_is_written_by_a_worker_and_fetched_by_the_one_who_asked(office: Office) -> None:
    answer = take_out(office.staff, "registrations", form="xlsx")
    assert "正在生成列表" in answer.text
    assert 'hx-trigger="every 2s"' in answer.text
    office.work()
    page = office.staff.get("/console/exports?lang=zh").text
    assert "已完成" in page
    path = page.split('href="/console/exports/files/')[1].split('"')[0]
    file = office.staff.get(f"/console/exports/files/{path}")
    sheet = load_workbook(BytesIO(file.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert [row[2].value for row in rows[1:]] == ["=示例公式", "示例校友", "示例校友乙"]
    assert all(cell.data_type != "f" for row in rows for cell in row)
    second = signed_in(office.app, "second@congress.test")
    assert second.get(f"/console/exports/files/{path}").status_code == 404


def test_a_program_asks_for_a_list_watches_it_and_fetches_it(office: Office) -> None:
    lists = {one["name"]: one for one in office.call("exports").json["items"]}
    assert lists["registrations"]["filters"] == ["q", "status", "category", "track", "forum", "school"]
    assert {"title": {"zh": "姓名", "en": "Name"}, "personal": True} in lists["registrations"]["columns"]
    assert office.call("exports", {"list": "registrations", "personal": True}).status_code == 422
    assert office.call("exports", {"list": "registrations", "filter": {"colour": "red"}}).status_code == 422
    assert office.call("exports", {"list": "nothing"}).status_code == 404
    job = office.ask(form="csv", filter={"q": "校友"})
    assert office.call(f"exports/{job}").json | {"total": 2, "done": 0, "state": "queued", "file": None} == (
        office.call(f"exports/{job}").json
    )  # fmt: skip
    assert office.call(f"exports/{job}/file").status_code == 404
    office.work()
    told = office.call(f"exports/{job}").json
    assert (told["state"], told["done"]) == ("done", 2)
    text = office.app.test_client().get(told["file"], headers=office.headers).get_data().decode("utf-8-sig")
    assert text.count("示例校友") == 2


def test_whoever_lost_the_right_while_the_worker_wrote_gets_nothing(office: Office) -> None:
    job = office.ask()
    with unit_of_work() as session:
        session.execute(delete(RoleGrant))
    office.work()
    with reading() as session:
        batch = session.scalars(select(Batch).where(Batch.public_id == job)).one()
        assert (batch.state, batch.file) == (BatchState.FAILED, None)
    assert not list(batch_folder().glob(f"*{job}*"))


@pytest.mark.one_database
def test_a_file_goes_after_its_days_and_with_it_what_was_typed_to_find_somebody(office: Office) -> None:
    job = office.ask(filter={"q": "校友乙"})
    office.work()
    assert list(batch_folder().glob(f"*{job}*"))
    with unit_of_work() as session:
        assert forget_exports(session, now=clock.now() + timedelta(days=2)) == 0
        assert forget_exports(session, now=clock.now() + timedelta(days=4)) == 1
    assert not list(batch_folder().glob(f"*{job}*"))
    with reading() as session:
        assert session.scalars(select(Batch).where(Batch.public_id == job)).one().wish["narrowed"] == {}
    assert office.call(f"exports/{job}/file").status_code == 404


@pytest.mark.one_database
def test_a_list_asks_the_database_as_often_for_three_as_for_one_and_reads_in_portions(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PORTION >= 100
    one, three = (_statements(office, asked) for asked in ({"q": "校友乙"}, {}))
    assert one == three
    monkeypatch.setattr("congress.foundation.lists.PORTION", 1)
    assert _statements(office, {}) > three


def _statements(office: Office, narrowed: dict[str, str]) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    office.ask(filter=narrowed)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        office.work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
