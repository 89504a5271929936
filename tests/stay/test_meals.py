"""Meals: counted from who comes, when they are there and what they eat; nobody is named to the kitchen."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import reading, unit_of_work
from congress.privacy.retention import let_go, retention_report
from congress.privacy.states import Kept
from congress.programme.queries import forum_by_slug, the_congress
from congress.stay.actions import lodge_person
from congress.stay.lists import meal_counts
from congress.stay.queries import lodging_of, wish_of
from congress.stay.transfers import add_meal
from tests.factories.programme import OPENING
from tests.factories.stay import BY, EVENING, LAST, make_hotel, make_kind, make_trip, wish
from tests.handbook.test_papers import pages, squeezed
from tests.stay.conftest import C, says, who

Register = Callable[..., str]


def serve(**more: Any) -> None:
    facts = {"name": "示例晚宴", "name_en": "Dinner", "starts_at": OPENING, "place": "示例厅", "forum_id": None}
    with unit_of_work() as session:
        add_meal(session, the_congress(session), facts | {"hotel_id": None} | more, **BY)


def counts() -> list[tuple[int, dict[str, int]]]:
    with reading() as session:
        found = meal_counts(session, the_congress(session))
        return [(one.total, {diet.value: count for diet, count in one.by_diet.items() if count}) for one in found]


def test_who_said_nothing_eats_everything_and_who_is_not_there_eats_nothing(register: Register) -> None:
    register("甲示例")
    says(register("乙示例"), diet="halal")
    says(register("丙示例"), arrives_at=OPENING + timedelta(hours=1))
    says(register("丁示例"), leaves_at=OPENING - timedelta(hours=1))
    serve()
    assert counts() == [(2, {"ordinary": 1, "halal": 1})]


@pytest.mark.one_database
def test_a_cancelled_registration_is_cooked_for_no_more(
    client: FlaskClient, headers: dict[str, str], register: Register
) -> None:
    code = register("甲示例")
    serve()
    client.post(f"{C}/registrations/{code}/cancel", json={}, headers=headers)
    assert counts() == [(0, {})]


def test_a_meal_may_be_for_who_holds_a_forum_or_who_slept_in_a_hotel(register: Register) -> None:
    register("甲示例", forums=["opening"])
    sleeps = register("乙示例")
    register("丙示例")
    with unit_of_work() as session:
        congress = the_congress(session)
        kind = make_kind(session, make_hotel(session, congress))
        lodge_person(session, who(session, sleeps), kind, EVENING, LAST, **BY)
        forum, hotel = forum_by_slug(session, congress.id, "opening").id, kind.hotel_id
    serve(forum_id=forum)
    serve(hotel_id=hotel)
    serve(hotel_id=hotel, starts_at=OPENING - timedelta(days=2))
    assert sorted(total for total, _diets in counts()) == [0, 1, 1]


@pytest.mark.one_database
def test_somebody_who_eats_otherwise_is_told_by_table_and_never_by_name(
    client: FlaskClient, headers: dict[str, str], register: Register
) -> None:
    code = register("甲示例", forums=["opening"])
    with unit_of_work() as session:
        wish(session, who(session, code), diet="vegetarian", diet_note="不吃示例")
        forum = forum_by_slug(session, the_congress(session).id, "opening").id
    seating = f"{C}/forums/opening/seating"
    client.post(seating, json={"blocks": [{"kind": "table", "name": "一号桌", "columns": 8}]}, headers=headers)
    client.post(f"{seating}/propose", json={}, headers=headers)
    serve(forum_id=forum)
    book = openpyxl.load_workbook(BytesIO(client.get("/console/meals/kitchen.xlsx?lang=zh").data)).active
    assert book is not None
    told = str(list(book.iter_rows(values_only=True)))
    assert "一号桌: 素食 × 1" in told
    assert "不吃示例 × 1" in told
    text = squeezed("".join(pages(client.get("/console/meals/kitchen.pdf?lang=zh").data)))
    assert "示例晚宴" in text
    assert "甲示例" not in told + text


def test_who_arrives_when_goes_by_time(client: FlaskClient, register: Register) -> None:
    says(register("一示例"), arrives_at=OPENING - timedelta(hours=1))
    says(register("龙示例"), arrives_at=OPENING - timedelta(hours=9))
    page = client.get("/console/stay/arrivals?lang=zh").get_data(as_text=True)
    assert page.index("龙示例") < page.index("一示例")
    assert "按抵达时间、姓氏笔画排序" in page


def test_rooms_cars_and_wishes_go_a_week_after_the_congress(app: Flask, register: Register) -> None:
    zone, code = app.extensions["settings"].timezone, register("甲示例")
    with unit_of_work() as session:
        congress = the_congress(session)
        wish(session, who(session, code))
        lodge_person(
            session, who(session, code), make_kind(session, make_hotel(session, congress)), EVENING, LAST, **BY
        )
        make_trip(session, congress)
    with unit_of_work() as session:
        due = {
            late: next(
                one
                for one in retention_report(session, zone=zone, now=OPENING + timedelta(days=late))
                if one.kind is Kept.STAY
            )
            for late in (7, 9)
        }
        assert [one.is_due for one in due.values()] == [False, True]
        assert (
            let_go(session, due[9], due[9].ids, others_due=frozenset(), zone=zone, now=OPENING + timedelta(days=9)) == 1
        )
    with reading() as session:
        person = who(session, code).id
        assert (wish_of(session, person), lodging_of(session, person)) == (None, None)


@pytest.mark.one_database
def test_a_meal_without_a_time_is_refused_and_what_was_typed_stays(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    answer = client.post("/console/meals", data={"name": "示例午餐", "place": "示例厅", "whom": ""})
    assert answer.status_code == 422
    assert "示例午餐" in answer.get_data(as_text=True)
