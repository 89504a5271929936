"""A seating plan over HTTP: laid out, proposed, placed by hand and by sheet, released, and kept whole."""

import csv
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.accounts.models import User
from congress.foundation.db import reading, unit_of_work
from congress.programme.queries import forum_by_slug, speakers_of, the_congress
from congress.registration.queries import registration_by_code
from congress.seating.cards import badges_of
from congress.seating.labels import seat_labels
from tests.factories.accounts import make_token, make_user
from tests.factories.exports import lines_of
from tests.factories.programme import make_congress, make_forum, make_room, make_session, make_speaker
from tests.handbook.test_papers import pages, squeezed
from tests.programme.test_planning import sign_in

C = "/api/v1/congresses/2036"
PLAN = f"{C}/forums/opening/seating"
PAGE = "/console/seating/opening"
NAMES = ("丁示例", "王示例", "李示例", "示例·买买提")


@pytest.fixture
def seated(app: Flask, client: FlaskClient) -> dict[str, Any]:
    """A forum with four guests, one of them a VIP, and two who speak in it."""
    with unit_of_work() as session:
        congress = make_congress(session)
        forum = make_forum(session, congress, "opening")
        hall = make_room(session, congress, "示例厅")
        speakers = [make_speaker(session, congress, f"示例讲者{n}", position=n) for n in (1, 2)]
        make_session(session, congress, "talk", room_id=hall.id, forum_id=forum.id, speakers=speakers)
        organiser = make_user(session, "organiser")
        second: User = make_user(session, "organiser", email="second@congress.test")
        headers = make_token(session, organiser)
        sign_in(client, organiser)
        other = make_token(session, second)
    codes = []
    for number, name in enumerate(NAMES):
        body = {
            "name": name, "email": f"p{number}@example.test", "consent": True, "forums": ["opening"],
            "category": "vip" if number == 3 else "guest",
        }  # fmt: skip
        answer = client.post(f"{C}/registrations", json=body, headers=headers)
        assert answer.status_code == 201, answer.json
        codes.append(answer.json["code"])
    blocks = [
        {"kind": "platform", "name": "主席台", "name_en": "Platform", "columns": 4},
        {"kind": "rows", "name": "A区", "name_en": "Block A", "rows": 2, "columns": 3},
    ]
    answer = client.post(PLAN, json={"blocks": blocks}, headers=headers)
    assert answer.status_code == 201, answer.json
    return {
        "codes": codes, "headers": headers, "second": second, "other": other,
        "blocks": [one["id"] for one in answer.json["blocks"]],
    }  # fmt: skip


def ask(
    client: FlaskClient, seated: dict[str, Any], method: str, path: str, body: Any = None, status: int = 200
) -> Any:
    answer = client.open(path, method=method, json=body, headers=seated["headers"])
    assert answer.status_code == status, answer.json
    return answer.json


def seats(plan: dict[str, Any]) -> dict[str, tuple[str, int, int] | None]:
    """Name → block, row and seat."""
    names = {block["id"]: block["name"]["zh"] for block in plan["blocks"]}
    return {
        one["name"]: (names[one["block"]], one["row"], one["column"]) if one["block"] else None
        for one in plan["people"]
    }  # fmt: skip


def person(plan: dict[str, Any], name: str) -> str:
    return next(one["person"] for one in plan["people"] if one["name"] == name)


def test_the_rules_seat_speakers_on_the_platform_and_guests_by_category_and_strokes(
    seated: dict[str, Any], client: FlaskClient
) -> None:
    plan = ask(client, seated, "POST", f"{PLAN}/propose", {})
    assert seats(plan) == {
        "示例讲者1": ("主席台", 1, 2),
        "示例讲者2": ("主席台", 1, 3),
        "丁示例": ("A区", 1, 2),
        "王示例": ("A区", 1, 1),
        "李示例": ("A区", 1, 3),
        "示例·买买提": ("A区", 2, 2),
    }
    _head, *taken_out = csv.reader(lines_of(client, "seats"))
    assert [(row[5], row[2], row[3]) for row in taken_out if row[1] == "A区"] == [
        ("王示例", "1", "1"), ("丁示例", "1", "2"), ("李示例", "1", "3"), ("示例·买买提", "2", "2"),
    ]  # fmt: skip


def test_a_rank_set_by_hand_goes_before_strokes(seated: dict[str, Any], client: FlaskClient) -> None:
    key = person(ask(client, seated, "GET", PLAN), "李示例")
    assert client.post(f"{PAGE}/rank", data={"person": key, "rank": "1", "place": "hall"}).status_code == 302
    assert seats(ask(client, seated, "POST", f"{PLAN}/propose", {}))["李示例"] == ("A区", 1, 2)
    assert client.post(f"{PAGE}/rank", data={"person": key, "rank": "", "place": "platform"}).status_code == 302
    assert seats(ask(client, seated, "POST", f"{PLAN}/propose", {}))["李示例"] == ("主席台", 1, 1)
    assert client.post(f"{PAGE}/rank", data={"person": key, "rank": "0", "place": "moon"}).status_code == 422


def test_what_a_person_chose_stays_until_it_is_proposed_afresh(seated: dict[str, Any], client: FlaskClient) -> None:
    plan = ask(client, seated, "POST", f"{PLAN}/propose", {})
    block = seated["blocks"][1]
    body = {"person": person(plan, "丁示例"), "block": block, "row": 2, "column": 3}
    assert seats(ask(client, seated, "POST", f"{PLAN}/seats", body))["丁示例"] == ("A区", 2, 3)
    again = seats(ask(client, seated, "POST", f"{PLAN}/propose", {}))
    assert again["丁示例"] == ("A区", 2, 3)
    assert again["王示例"] == ("A区", 1, 2)
    afresh = ask(client, seated, "POST", f"{PLAN}/propose", {"afresh": True})
    assert seats(afresh)["丁示例"] == ("A区", 1, 2)


def test_whoever_sat_there_changes_places(seated: dict[str, Any], client: FlaskClient) -> None:
    plan = ask(client, seated, "POST", f"{PLAN}/propose", {})
    body = {"person": person(plan, "丁示例"), "block": seated["blocks"][1], "row": 1, "column": 1}
    found = seats(ask(client, seated, "POST", f"{PLAN}/seats", body))
    assert (found["丁示例"], found["王示例"]) == (("A区", 1, 1), ("A区", 1, 2))
    stood = seats(ask(client, seated, "POST", f"{PLAN}/seats", {"person": body["person"]}))
    assert stood["丁示例"] is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"person": "r999999", "block": "1"}, 404),
        ({"person": "nobody"}, 404),
        ({"person": "s1", "block": "999"}, 404),
        ({"person": "s1", "block": "1", "row": 9}, 404),
        ({"person": "s1", "block": "x"}, 422),
        ({"person": "s1", "row": 0}, 422),
    ],
)
def test_a_wrong_seat_is_refused_in_words(
    seated: dict[str, Any], client: FlaskClient, body: dict[str, Any], status: int
) -> None:
    ask(client, seated, "POST", f"{PLAN}/seats", body, status)


def test_a_seat_out_of_use_is_given_to_nobody(seated: dict[str, Any], client: FlaskClient) -> None:
    block = seated["blocks"][1]
    closed = {"block": block, "line": "1", "first": "1", "last": "2", "closed": "yes"}
    assert client.post(f"{PAGE}/close", data=closed).status_code == 302
    plan = ask(client, seated, "POST", f"{PLAN}/propose", {})
    assert seats(plan)["丁示例"] == ("A区", 1, 3)
    assert plan["blocks"][1]["closed"] == [[1, 1], [1, 2]]
    body = {"person": person(plan, "丁示例"), "block": block, "row": 1, "column": 2}
    assert ask(client, seated, "POST", f"{PLAN}/seats", body, 409)["type"].endswith("seat-out-of-use")
    taken = client.post(f"{PAGE}/close", data=closed | {"first": "3", "last": "3"})
    assert taken.status_code == 409
    assert client.post(f"{PAGE}/close", data=closed | {"closed": "no"}).status_code == 302
    assert ask(client, seated, "GET", PLAN)["blocks"][1]["closed"] == []


def test_whoever_stays_away_leaves_no_gap_in_the_row(seated: dict[str, Any], client: FlaskClient) -> None:
    ask(client, seated, "POST", f"{PLAN}/propose", {})
    ask(client, seated, "POST", f"{C}/registrations/{seated['codes'][0]}/cancel", {})
    found = seats(ask(client, seated, "GET", PLAN))
    assert "丁示例" not in found
    assert (found["王示例"], found["李示例"]) == (("A区", 1, 2), ("A区", 1, 1))
    assert found["示例·买买提"] == ("A区", 2, 2)


def test_giving_up_the_forum_alone_frees_the_seat_too(seated: dict[str, Any], client: FlaskClient) -> None:
    ask(client, seated, "POST", f"{PLAN}/propose", {})
    ask(client, seated, "PATCH", f"{C}/registrations/{seated['codes'][1]}", {"forums": []})
    assert "王示例" not in seats(ask(client, seated, "GET", PLAN))


def test_guests_see_their_seat_once_a_second_person_has_released_it(
    seated: dict[str, Any], client: FlaskClient, app: Flask
) -> None:
    ask(client, seated, "POST", f"{PLAN}/propose", {})

    def told() -> list[str]:
        with reading() as session:
            congress = the_congress(session)
            found = registration_by_code(session, congress.id, seated["codes"][0])
            return list(seat_labels(session, [found.id]).values())

    assert told() == []
    assert client.post(f"{PAGE}/release").status_code == 409
    assert client.post(f"{PAGE}/submit").status_code == 302
    assert client.post(f"{PAGE}/release").status_code == 403
    other = app.test_client()
    sign_in(other, seated["second"])
    assert other.post(f"{PAGE}/release").status_code == 302
    assert told() == ["A区 1排2座"]
    one = f"{C}/registrations/{seated['codes'][0]}"
    badge, agenda = (client.get(f"{one}/{name}.pdf", headers=seated["headers"]).data for name in ("badge", "agenda"))
    for paper in (badge, agenda):
        assert "A区1排2座" in squeezed("".join(pages(paper)))
    with reading() as session:
        people = [registration_by_code(session, the_congress(session).id, code) for code in seated["codes"]]
        assert next(card.seat for _badge, card in badges_of(session, people)) == "A区 1排2座", "also in a long print"
    assert "A区 1排2座" in client.get(f"{one}/agenda.ics", headers=seated["headers"]).get_data(as_text=True)
    with unit_of_work() as session:
        guest = make_user(session, "alumnus", email="p0@example.test")
        own = app.test_client()
        sign_in(own, guest)
    assert "您的座位：A区 1排2座" in own.get("/me?lang=zh").get_data(as_text=True)
    body = {"person": person(ask(client, seated, "GET", PLAN), "丁示例"), "block": seated["blocks"][1], "column": 3}
    ask(client, seated, "POST", f"{PLAN}/seats", body)
    assert told() == [], "a change by hand reopens the plan"


def sheet(client: FlaskClient, change: dict[str, tuple[Any, ...]] | None = None) -> BytesIO:
    """The plan as it is taken out, with block, row and seat of some changed."""
    book = openpyxl.load_workbook(BytesIO(client.get(f"{PAGE}/seats.xlsx?lang=zh").data))
    page = book.active
    for row in page.iter_rows(min_row=2):
        if change and row[1].value in change:
            for cell, value in zip(row[6:], change[row[1].value], strict=True):
                cell.value = value
    out = BytesIO()
    book.save(out)
    return BytesIO(out.getvalue())


def load(client: FlaskClient, file: BytesIO, **more: str) -> Any:
    return client.post(f"{PAGE}/load", data={"file": (file, "seats.xlsx")} | more)


def test_a_sheet_is_taken_out_filled_in_and_loaded_again(seated: dict[str, Any], client: FlaskClient) -> None:
    ask(client, seated, "POST", f"{PLAN}/propose", {})
    before = seats(ask(client, seated, "GET", PLAN))
    changed = sheet(client, {"丁示例": ("A区", 2, 1), "王示例": (None, None, None)}).getvalue()
    assert load(client, BytesIO(changed), only_check="y").status_code == 200
    assert seats(ask(client, seated, "GET", PLAN)) == before
    assert load(client, BytesIO(changed)).status_code == 302
    after = seats(ask(client, seated, "GET", PLAN))
    assert after == before | {"丁示例": ("A区", 2, 1), "王示例": None}
    again = client.post(f"{PAGE}/load", data={"file": (sheet(client), "seats.xlsx")}, follow_redirects=True)
    assert "改动 0" in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("seat", "said"),
    [
        (("B区", 1, 1), "没有这个区域"),
        (("A区", 9, 1), "没有这个座位"),
        (("A区", "一", 1), "整数"),
        (("A区", 1, 3), "两人"),
    ],
)
def test_a_sheet_with_one_wrong_row_changes_nothing(
    seated: dict[str, Any], client: FlaskClient, seat: tuple[Any, ...], said: str
) -> None:
    ask(client, seated, "POST", f"{PLAN}/propose", {})
    before = ask(client, seated, "GET", PLAN)
    answer = load(client, sheet(client, {"丁示例": seat, "王示例": ("A区", 2, 3)}))
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert ask(client, seated, "GET", PLAN) == before


def test_blocks_are_changed_and_removed_and_nobody_is_left_in_the_air(
    seated: dict[str, Any], client: FlaskClient
) -> None:
    ask(client, seated, "POST", f"{PLAN}/propose", {})
    block = seated["blocks"][1]
    facts = {"kind": "rows", "name": "A区", "seat_rows": "1", "seat_columns": "2", "category": "guest", "position": "1"}
    assert client.post(f"{PAGE}/blocks/{block}", data=facts).status_code == 302
    found = seats(ask(client, seated, "GET", PLAN))
    assert (found["李示例"], found["示例·买买提"]) == (None, None)
    assert client.post(f"{PAGE}/blocks/{block}", data=facts | {"seat_rows": "61"}).status_code == 422
    assert client.get(f"{PAGE}/blocks/{block}").status_code == 200
    assert client.get(f"{PAGE}/blocks/999").status_code == 404
    assert client.post(f"{PAGE}/blocks/{block}/remove").status_code == 302
    assert seats(ask(client, seated, "GET", PLAN))["丁示例"] is None
    assert client.post(f"{PAGE}/blocks/new", data=facts | {"category": "nobody"}).status_code == 422
    assert client.post(f"{PAGE}/blocks/new", data=facts).status_code == 302


def test_a_plan_is_made_from_the_list_of_forums(seated: dict[str, Any], client: FlaskClient) -> None:
    with unit_of_work() as session:
        make_forum(session, the_congress(session), "second", hour=3)
    assert client.get("/console/seating/second").status_code == 404
    assert "second" in client.get("/console/seating").get_data(as_text=True)
    assert client.post("/console/seating/second/make").status_code == 302
    assert "还没有座位" in client.get("/console/seating/second?lang=zh").get_data(as_text=True)


def register(client: FlaskClient, seated: dict[str, Any], name: str, organisation: str) -> str:
    body = {"name": name, "email": f"{organisation}@example.test", "consent": True, "forums": ["opening"]}
    answer = client.post(
        f"{C}/registrations", json=body | {"organisation": organisation}, headers=seated["headers"]
    )  # fmt: skip
    assert answer.status_code == 201, answer.json
    code: str = answer.json["code"]
    return code


def give_unit(unit: str) -> None:
    with unit_of_work() as session:
        for speaker in speakers_of(session, the_congress(session).id):
            speaker.organisation = unit


def test_a_registered_speaker_stands_once_and_keeps_the_seat_given_to_the_speaker(
    seated: dict[str, Any], client: FlaskClient
) -> None:
    give_unit("示例 大学")
    plan = ask(client, seated, "POST", f"{PLAN}/propose", {})
    place = {"person": person(plan, "示例讲者1"), "block": seated["blocks"][0], "row": 1, "column": 4}
    ask(client, seated, "POST", f"{PLAN}/seats", place)
    code = register(client, seated, "示例讲者1", "示例大学")
    plan = ask(client, seated, "GET", PLAN)
    [one] = [one for one in plan["people"] if one["name"] == "示例讲者1"]
    assert (one["code"], one["rank"], one["place"]) == (code, 1, "platform")
    assert seats(plan)["示例讲者1"] == ("主席台", 1, 4)
    again = seats(ask(client, seated, "POST", f"{PLAN}/propose", {}))
    assert (again["示例讲者1"], len(again)) == (("主席台", 1, 4), 6)
    assert client.post(f"{PAGE}/submit").status_code == 302
    sign_in(client, seated["second"])
    assert client.post(f"{PAGE}/release").status_code == 302
    with reading() as session:
        congress = the_congress(session)
        found = registration_by_code(session, congress.id, code)
        forum = forum_by_slug(session, congress.id, "opening")
        assert seat_labels(session, [found.id])[found.id, forum.id] == "主席台 4座"


def test_a_namesake_of_another_unit_is_told_and_both_are_seated(seated: dict[str, Any], client: FlaskClient) -> None:
    give_unit("示例大学")
    register(client, seated, "示例讲者1", "示例公司")
    plan = ask(client, seated, "POST", f"{PLAN}/propose", {})
    twice = [one for one in plan["people"] if one["name"] == "示例讲者1"]
    assert [bool(one["block"]) for one in twice] == [True, True]
    told = "如是同一人"
    assert told in client.get(PAGE).get_data(as_text=True)
    nowhere = {"person": twice[1]["person"], "rank": "", "place": "none"}
    assert client.post(f"{PAGE}/rank", data=nowhere).status_code == 302
    assert told not in client.get(PAGE).get_data(as_text=True)
