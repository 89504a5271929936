"""Rooms: exact in each night, shared, moved, given up, listed for the hotel and told to the person."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.notifications.queries import outbox
from congress.programme.queries import the_congress
from congress.stay.actions import fill_rooms, lodge_person, move_out, set_rooms
from congress.stay.errors import InUse, NoRoomLeft, NotComing, RoomFull
from congress.stay.models import Room
from congress.stay.queries import kind_by_id, lodging_of
from tests.factories.accounts import make_user
from tests.factories.programme import OPENING
from tests.factories.stay import BY, EVENING, LAST, make_hotel, make_kind, wish
from tests.handbook.test_papers import pages, squeezed
from tests.programme.test_planning import sign_in
from tests.stay.conftest import C, says, who

Register = Callable[..., str]


@pytest.fixture
def kind(headers: dict[str, str]) -> int:
    """Two rooms with two beds, for two nights."""
    with unit_of_work() as session:
        return make_kind(session, make_hotel(session, the_congress(session))).id


def lodge(code: str, kind: int, *, into: str = "") -> None:
    with unit_of_work() as session:
        found = kind_by_id(session, the_congress(session).id, kind)
        mate = lodging_of(session, who(session, into).id) if into else None
        room = session.get_one(Room, mate.room_id) if mate else None
        lodge_person(session, who(session, code), found, EVENING, LAST, room=room, **BY)


def taken(kind: int) -> list[int]:
    with reading() as session:
        return [night.taken for night in kind_by_id(session, the_congress(session).id, kind).nights]


def told(event: str) -> Sequence[str]:
    with reading() as session:
        return [one.text for one in session.scalars(outbox()) if one.event == event]


def test_a_room_is_taken_in_each_night_and_the_next_one_finds_none(register: Register, kind: int) -> None:
    for name in ("甲示例", "乙示例"):
        lodge(register(name), kind)
    assert taken(kind) == [2, 2]
    with pytest.raises(NoRoomLeft):
        lodge(register("丙示例"), kind)
    assert taken(kind) == [2, 2]


def test_many_at_once_never_get_more_rooms_than_there_are(app: Flask, register: Register, kind: int) -> None:
    codes = [register(f"示例{number}") for number in range(6)]

    def ask(code: str) -> bool:
        with app.app_context():
            try:
                lodge(code, kind)
            except DomainError:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, codes))
    assert answers.count(True) == 2
    assert taken(kind) == [2, 2]


def test_two_share_one_room_and_a_third_finds_no_bed(register: Register, kind: int) -> None:
    first, second = register("甲示例"), register("乙示例")
    lodge(first, kind)
    lodge(second, kind, into=first)
    assert taken(kind) == [1, 1]
    with pytest.raises(RoomFull):
        lodge(register("丙示例"), kind, into=first)


def test_the_room_stays_taken_until_the_last_one_leaves_it(register: Register, kind: int) -> None:
    first, second = register("甲示例"), register("乙示例")
    lodge(first, kind)
    lodge(second, kind, into=first)
    for code, left in ((first, [1, 1]), (second, [0, 0])):
        with unit_of_work() as session:
            assert move_out(session, who(session, code), **BY)
        assert taken(kind) == left


def test_moving_frees_the_room_before_and_is_told_once(register: Register, kind: int) -> None:
    first, second = register("甲示例"), register("乙示例")
    lodge(first, kind)
    lodge(second, kind)
    lodge(second, kind, into=first)
    lodge(second, kind, into=first)
    assert taken(kind) == [1, 1]
    assert len(told("stay.lodged")) == 3


def test_who_cancels_frees_the_room_at_once_and_stands_struck_until_the_hotel_has_seen_it(
    client: FlaskClient, headers: dict[str, str], register: Register, kind: int
) -> None:
    code = register("甲示例")
    lodge(code, kind)
    lodge(register("乙示例"), kind)
    hand_over(client)
    assert client.post(f"{C}/registrations/{code}/cancel", json={}, headers=headers).status_code == 200
    assert taken(kind) == [1, 1]
    assert rows(client) == [["撤", "甲示例"], [None, "乙示例"]]
    hand_over(client)
    assert rows(client) == [[None, "乙示例"]]
    with pytest.raises(NotComing):
        lodge(code, kind)


def hand_over(client: FlaskClient) -> None:
    assert client.post("/console/stay/hotels/1/handed").status_code == 302


def rows(client: FlaskClient) -> list[list[object]]:
    """Mark and name of each line of the hotel's list, by name of the mark's rank in the list."""
    answer = client.get("/console/stay/hotels/1/rooming.xlsx?lang=zh")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    return [[row[0], row[3]] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_the_list_marks_what_changed_since_it_was_handed_over_in_any_language(
    client: FlaskClient, register: Register, kind: int
) -> None:
    lodge(register("甲示例"), kind)
    client.get("/?lang=en")
    hand_over(client)
    assert rows(client) == [[None, "甲示例"]]
    lodge(register("乙示例"), kind)
    client.post("/console/stay/rooms/1", data={"number": "801"})
    assert sorted(rows(client), key=str) == [["改", "甲示例"], ["新", "乙示例"]]


@pytest.mark.one_database
def test_the_hotels_list_on_paper_names_everybody_and_says_how_it_is_sorted(
    client: FlaskClient, register: Register, kind: int
) -> None:
    lodge(register("示例·买买提"), kind)
    answer = client.get("/console/stay/hotels/1/rooming.pdf?lang=zh")
    assert answer.mimetype == "application/pdf"
    text = squeezed("".join(pages(answer.data)))
    for word in ("示例·买买提", "住宿安排表：示例酒店", "按房型、房号、姓氏笔画排序", "11月19日"):
        assert squeezed(word) in text


def test_fewer_rooms_than_are_given_are_refused(register: Register, kind: int) -> None:
    lodge(register("甲示例"), kind)
    with unit_of_work() as session:
        found = kind_by_id(session, the_congress(session).id, kind)
        with pytest.raises(InUse):
            set_rooms(session, found, EVENING, LAST, 0, **BY)


def test_the_proposal_gives_a_shared_room_to_two_who_name_each_other(app: Flask, register: Register, kind: int) -> None:
    first, second = register("甲示例"), register("乙示例")
    with unit_of_work() as session:
        wish(session, who(session, first), room="shared", share_with=second)
        wish(session, who(session, second), room="shared", share_with=first)
    with unit_of_work() as session:
        done = fill_rooms(session, the_congress(session), app.extensions["settings"].timezone, **BY)
        assert (len(done.placements), list(done.left)) == (1, [])
    assert taken(kind) == [1, 1]


def test_the_preview_changes_nothing_and_the_button_gives_what_it_showed(
    client: FlaskClient, register: Register, kind: int
) -> None:
    says(register("甲示例"))
    assert "甲示例" in client.get("/console/stay/proposal").get_data(as_text=True)
    assert taken(kind) == [0, 0]
    client.post("/console/stay/proposal")
    assert taken(kind) == [1, 1]


def sheet(*lines: Sequence[str]) -> dict[str, object]:
    text = "\n".join(",".join(line) for line in [("报名码", "酒店", "房型", "房号"), *lines])
    return {"file": (BytesIO(text.encode()), "rooms.csv")}


def test_a_sheet_gives_rooms_and_one_number_is_one_room(client: FlaskClient, register: Register, kind: int) -> None:
    lines = [(register(name), "示例酒店", "双床房", "801") for name in ("甲示例", "乙示例")]
    assert client.post("/console/stay/load?lang=zh", data=sheet(*lines)).status_code == 302
    assert taken(kind) == [1, 1]
    assert client.post("/console/stay/load", data=sheet(*lines)).status_code == 302
    assert len(told("stay.lodged")) == 2


@pytest.mark.one_database
def test_a_sheet_with_one_wrong_row_changes_nothing_and_names_it(
    client: FlaskClient, register: Register, kind: int
) -> None:
    lines = [(register("甲示例"), "示例酒店", "双床房", ""), ("NOBODY", "示例酒店", "双床房", "")]
    answer = client.post("/console/stay/load?lang=zh", data=sheet(*lines))
    assert answer.status_code == 422
    assert "参会人员中没有这个报名码" in answer.get_data(as_text=True)
    assert taken(kind) == [0, 0]


def test_a_sheet_that_asks_for_more_rooms_than_there_are_changes_nothing(
    client: FlaskClient, register: Register, kind: int
) -> None:
    lines = [(register(f"示例{number}"), "示例酒店", "双床房", "") for number in range(3)]
    answer = client.post("/console/stay/load?lang=zh", data=sheet(*lines))
    assert answer.status_code == 422
    assert "已无空房" in answer.get_data(as_text=True)
    assert taken(kind) == [0, 0]


def test_people_change_rooms_by_a_sheet_where_every_room_is_taken(
    client: FlaskClient, register: Register, kind: int
) -> None:
    first, second = register("甲示例"), register("乙示例")
    for codes in ((first, second), (second, first)):
        lines = [(code, "示例酒店", "双床房", number) for code, number in zip(codes, ("801", "802"), strict=True)]
        assert client.post("/console/stay/load?lang=zh", data=sheet(*lines)).status_code == 302
        assert taken(kind) == [2, 2]


@pytest.mark.one_database
def test_the_person_sees_hotel_and_room_on_their_page_and_on_the_agenda(
    client: FlaskClient, headers: dict[str, str], register: Register, kind: int
) -> None:
    code = register("甲示例")
    lodge(code, kind)
    agenda = client.get(f"{C}/registrations/{code}/agenda.pdf", headers=headers)
    assert squeezed("住宿：示例酒店") in squeezed("".join(pages(agenda.data)))
    [text] = told("stay.lodged")
    assert "示例酒店（双床房）" in text


def test_the_api_lists_hotels_and_who_sleeps_where(
    client: FlaskClient, headers: dict[str, str], register: Register, kind: int
) -> None:
    code = register("甲示例")
    lodge(code, kind)
    [hotel] = client.get(f"{C}/hotels", headers=headers).json["items"]
    assert [night["taken"] for night in hotel["kinds"][0]["nights"]] == [1, 1]
    [lodging] = client.get(f"{C}/lodgings", headers=headers).json["items"]
    assert (lodging["registration"], lodging["arrives"]) == (code, "2036-11-19")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"leaves_at": (OPENING - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")}, "离开须在抵达之后"),
        ({"luggage": "many"}, "luggage"),
        ({"room": "palace"}, "room"),
        ({"diet_note": "无" * 201}, "最多"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_and_what_was_typed_stays(
    client: FlaskClient, register: Register, typed: dict[str, str], message: str
) -> None:
    code = register("甲示例")
    whole = {
        "arrives_at": "2036-11-19T13:00", "leaves_at": "2036-11-21T13:00", "room": "own", "diet": "halal",
        "access_needs": "轮椅（示例）",
    }  # fmt: skip
    answer = client.post(f"/console/stay/people/{code}/wish?lang=zh", data=whole | typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert "轮椅（示例）" in page


@pytest.mark.one_database
def test_ones_own_code_is_nobody_to_share_with(client: FlaskClient, register: Register) -> None:
    code = register("甲示例")
    answer = client.post(
        f"/console/stay/people/{code}/wish", data={"room": "shared", "diet": "ordinary", "share_with": code}
    )
    assert answer.status_code == 422


@pytest.mark.one_database
def test_the_form_shows_the_times_at_the_venue_again_as_they_were_typed(
    client: FlaskClient, register: Register
) -> None:
    code = register("甲示例")
    typed = {"arrives_at": "2036-11-19T13:05", "leaves_at": "2036-11-21T15:30", "room": "own", "diet": "halal"}
    assert client.post(f"/console/stay/people/{code}/wish", data=typed).status_code == 302
    page = client.get(f"/console/stay/people/{code}").get_data(as_text=True)
    assert 'value="2036-11-19T13:05"' in page
    assert 'value="2036-11-21T15:30"' in page


@pytest.mark.one_database
def test_somebody_says_on_their_own_page_when_they_come_and_sees_it_there(
    app: Flask, client: FlaskClient, headers: dict[str, str], kind: int
) -> None:
    with unit_of_work() as session:
        person = app.test_client()
        sign_in(person, make_user(session, "alumnus", email="own@example.test"))
    body = {"name": "甲示例", "email": "own@example.test", "consent": True}
    code = client.post(f"{C}/registrations", json=body, headers=headers).json["code"]
    typed = {"arrives_at": "2036-11-19T13:05", "arrives_by": "g 1001", "room": "own", "diet": "halal"}
    assert person.post(f"/me/{code}/stay", data=typed).status_code == 302
    assert 'value="G1001"' in person.get(f"/me/{code}/stay").get_data(as_text=True)
    lodge(code, kind)
    assert "示例酒店" in person.get("/me?lang=zh").get_data(as_text=True)
