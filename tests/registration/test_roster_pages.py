"""A list of people in the console: its columns are named, it is tried out, and stored as a whole or not at all."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import event, text

from congress.foundation import clock
from congress.foundation.db import db, unit_of_work
from congress.registration.tasks import forget_rosters
from tests.factories.accounts import make_user
from tests.factories.programme import make_congress
from tests.factories.rosters import work
from tests.factories.schools import make_reference

GOOD = "姓名,部门,手机\n示例甲,示例（虚构）公司,13900000001\n示例乙,示例（虚构）大学,13900000002\n"
AS = {"column-0": "name", "column-1": "organisation", "column-2": "phone"}


@pytest.fixture(autouse=True)
def congress(app: Flask, client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_congress(session)
        make_reference(session)
    sign_in(client, "organiser")


def sign_in(client: FlaskClient, name: str) -> None:
    with unit_of_work() as session:
        user = make_user(session, "organiser", email=f"{name}@example.test")
        signed = {"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())}
    with client.session_transaction() as cookie:
        cookie.update(signed)


def bring(client: FlaskClient, content: str | bytes, name: str = "名单.csv") -> Any:
    data = content if isinstance(content, bytes) else content.encode()
    return client.post("/console/rosters", data={"file": (BytesIO(data), name)}, content_type="multipart/form-data")


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def tried(client: FlaskClient, content: str, said: dict[str, str] | None = None) -> str:
    path: str = bring(client, content).location
    assert client.post(f"{path}/try", data=AS if said is None else said).location == path
    work()
    return path


def stored(client: FlaskClient, content: str) -> str:
    path = tried(client, content)
    assert client.post(f"{path}/store").location == path
    work()
    return path


def names() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.execute(text("SELECT name FROM registrations ORDER BY id")).scalars())


def figures(html: str) -> list[str]:
    """New, changed, as before."""
    return re.findall(r"<dd[^>]*>\s*(\d+)\s*</dd>", html)


def test_a_list_is_stored_after_it_was_tried_out(client: FlaskClient) -> None:
    path = tried(client, GOOD)
    assert figures(page(client, path)) == ["2", "0", "0"]
    assert names() == []
    client.post(f"{path}/store")
    work()
    assert names() == ["示例甲", "示例乙"]
    assert "名单已保存" in page(client, path)


def test_columns_are_guessed_by_their_headings_and_remembered_for_the_next_list(client: FlaskClient) -> None:
    chosen = r'value="(\w*)"\s+selected'
    first = page(client, bring(client, GOOD).location)
    assert re.findall(chosen, first) == ["name", "", "phone"]
    tried(client, GOOD)
    next_list = page(client, bring(client, GOOD.replace("姓名,部门,手机", "手机,姓名,部门")).location)
    assert re.findall(chosen, next_list) == ["phone", "name", "organisation"]
    assert "示例甲" in next_list


def test_a_column_that_is_not_to_be_read_is_not_read(client: FlaskClient) -> None:
    path = tried(client, GOOD, {"column-0": "name", "column-1": "organisation", "column-2": ""})
    client.post(f"{path}/store")
    work()
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(phone) FROM registrations")).scalar_one() == 0


@pytest.mark.parametrize(
    ("said", "says"),
    [({**AS, "column-1": "name"}, "只能保留一列"), ({**AS, "column-0": "nonsense"}, "哪一列是姓名")],
    ids=["twice", "no name"],
)
@pytest.mark.one_database
def test_columns_that_make_no_person_are_refused_and_stay_as_they_were_said(
    client: FlaskClient, said: dict[str, str], says: str
) -> None:
    path = bring(client, GOOD).location
    answer = client.post(f"{path}/try", data=said)
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert says in html
    assert re.findall(r'value="(\w*)"\s+selected', html)[1:] == [said["column-1"], said["column-2"]]


def test_one_wrong_row_keeps_the_list_out_and_comes_back_with_its_reason(client: FlaskClient) -> None:
    path = tried(client, GOOD + "=示例丙,示例（虚构）集团,12\n")
    html = page(client, path)
    assert re.findall(r"<td data-label=\"(?:行|列)\">([^<]*)</td>", html)[:2] == ["4", "手机"]
    assert client.post(f"{path}/store").status_code == 409
    assert names() == []
    sheet = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{path}/noticed.xlsx").data)).get_sheet_by_index(0)
    header, row = sheet.to_python()
    assert header == ["行", "姓名", "部门", "手机", "需要留意"]
    assert row[:4] == [4, "=示例丙", "示例（虚构）集团", "12"]
    assert row[4].startswith("手机: ")


def test_the_same_list_twice_changes_nothing_and_a_changed_row_says_what(client: FlaskClient) -> None:
    stored(client, GOOD)
    assert figures(page(client, stored(client, GOOD))) == ["0", "0", "2"]
    changed = page(client, tried(client, GOOD.replace("示例（虚构）公司", "示例（虚构）集团")))
    assert figures(changed) == ["0", "1", "1"]
    assert "有变动：单位" in changed


def test_somebody_who_stands_twice_is_named_with_both_rows(client: FlaskClient) -> None:
    html = page(client, tried(client, GOOD + "示例甲,示例（虚构）公司,13900000001\n"))
    assert figures(html) == ["2", "0", "1"]
    assert re.findall(r"<td data-label=\"行\">([^<]*)</td>", html) == ["4"]
    assert re.search(r"第 ?2 ?行", html)


def test_a_list_is_its_bringers_own(client: FlaskClient) -> None:
    path = tried(client, GOOD)
    sign_in(client, "another")
    assert [client.get(path).status_code, client.post(f"{path}/store").status_code] == [404, 404]
    assert client.post(f"{path}/try", data=AS).status_code == 404
    assert path not in page(client, "/console/rosters")


def test_a_list_cannot_be_stored_before_it_was_tried_out_nor_twice(client: FlaskClient) -> None:
    path = bring(client, GOOD).location
    assert client.post(f"{path}/store").status_code == 409
    path = stored(client, GOOD)
    assert client.post(f"{path}/store").status_code == 409


def test_a_list_that_is_being_worked_on_takes_no_second_order(client: FlaskClient) -> None:
    path = bring(client, GOOD).location
    client.post(f"{path}/try", data=AS)
    assert client.post(f"{path}/try", data=AS).status_code == 409
    assert 'hx-trigger="every 2s"' in page(client, path)


def test_a_list_is_forgotten_after_a_day_and_its_columns_are_not(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tried(client, GOOD + "示例丙,,12\n")
    assert client.get(f"{path}/noticed.xlsx").status_code == 200
    tomorrow = clock.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert (forget_rosters(), forget_rosters()) == (1, 0)
    assert client.get(f"{path}/noticed.xlsx").status_code == 404
    with db.engine.connect() as connection:
        left = connection.execute(text("SELECT content, samples, mapping FROM roster_files")).one()
    assert left.content is None
    assert "示例甲" not in str(left.samples)
    assert "organisation" in str(left.mapping)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "没有数据"),
        (b"PK\x03\x04 no workbook", "无法读取"),
        ("姓名,单位\n".encode(), "没有数据"),
        ("姓名,姓名\n示例甲,示例乙\n".encode(), "姓名"),
        (b"\xff\xff\xff", "GB"),
    ],
    ids=["empty", "broken", "headings alone", "heading twice", "no text"],
)
@pytest.mark.one_database
def test_what_is_no_list_is_refused_at_once(client: FlaskClient, content: bytes, says: str) -> None:
    answer = bring(client, content)
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert "/console/rosters/" not in answer.get_data(as_text=True)


def test_what_an_import_asks_of_the_database_does_not_grow_with_its_rows(client: FlaskClient) -> None:
    def statements(rows: int) -> int:
        content = "姓名,部门,手机\n" + "".join(
            f"示例{rows}之{n},示例（虚构）公司,1390000{rows}{n:03}\n" for n in range(rows)
        )
        path = tried(client, content)
        client.post(f"{path}/store")
        asked: list[str] = []

        def note(*given: Any) -> None:
            asked.append(given[2])

        event.listen(db.engine, "before_cursor_execute", note)
        work()
        event.remove(db.engine, "before_cursor_execute", note)
        # SQLite tells the ids of new rows one by one, inside the process
        return sum(not one.startswith("INSERT") for one in asked)

    statements(2)
    assert statements(1) == statements(3)
