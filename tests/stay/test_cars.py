"""Cars: exact seats, whom each meets, late trains, the driver's list and link."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import reading, unit_of_work
from congress.programme.queries import the_congress
from congress.stay.errors import CarFull, InUse, NoSuchTrip
from congress.stay.states import Direction
from congress.stay.transfer_queries import rides_of_people, trip_by_id
from congress.stay.transfers import TRIP_FACTS, driver_trip, make_link, note_late, save_trip, seat_person, unseat_person
from tests.factories.programme import OPENING
from tests.factories.stay import ARRIVAL, BY, make_trip, wish
from tests.handbook.test_papers import pages, squeezed
from tests.stay.conftest import C, says, who
from tests.stay.test_rooms import told

Register = Callable[..., str]


@pytest.fixture
def trip(headers: dict[str, str]) -> int:
    with unit_of_work() as session:
        return make_trip(session, the_congress(session), seats=1).id


def seat(code: str, trip: int) -> None:
    with unit_of_work() as session:
        found = trip_by_id(session, the_congress(session).id, trip)
        seat_person(session, who(session, code), found, **BY)


def taken(trip: int) -> int:
    with reading() as session:
        return trip_by_id(session, the_congress(session).id, trip).taken


def link_of(trip: int) -> str:
    with unit_of_work() as session:
        return make_link(session, trip_by_id(session, the_congress(session).id, trip), **BY)


def test_a_seat_is_given_once_and_the_next_one_finds_the_car_full(register: Register, trip: int) -> None:
    first = register("甲示例")
    seat(first, trip)
    seat(first, trip)
    assert len(told("stay.car")) == 1
    with pytest.raises(CarFull):
        seat(register("乙示例"), trip)
    assert taken(trip) == 1


def test_another_car_frees_the_seat_before(register: Register, trip: int) -> None:
    code = register("甲示例")
    seat(code, trip)
    with unit_of_work() as session:
        other = make_trip(session, the_congress(session)).id
    seat(code, other)
    assert (taken(trip), taken(other)) == (0, 1)


def test_who_cancels_frees_the_seat_at_once_and_stands_struck_on_the_drivers_page(
    client: FlaskClient, headers: dict[str, str], register: Register, trip: int
) -> None:
    code = register("甲示例")
    seat(code, trip)
    secret = link_of(trip)
    client.post(f"{C}/registrations/{code}/cancel", json={}, headers=headers)
    assert taken(trip) == 0
    page = client.get(f"/ride/{secret}").get_data(as_text=True)
    assert "<s>甲示例</s>" in page
    assert "/in" not in page


def test_the_proposal_seats_whom_the_car_meets_and_the_preview_changes_nothing(
    client: FlaskClient, register: Register, trip: int
) -> None:
    says(register("甲示例"))
    says(register("乙示例"), arrives_at=ARRIVAL - timedelta(hours=3))
    page = client.get("/console/trips/proposal").get_data(as_text=True)
    assert page.index("甲示例") < page.index("乙示例")
    assert taken(trip) == 0
    client.post("/console/trips/proposal")
    assert taken(trip) == 1


def test_a_late_train_moves_its_people_to_a_car_that_waits_and_says_who_has_none(
    app: Flask, register: Register, trip: int
) -> None:
    zone = app.extensions["settings"].timezone
    first, second = register("甲示例"), register("乙示例")
    with unit_of_work() as session:
        for code in (first, second):
            wish(session, who(session, code))
        early = make_trip(session, the_congress(session), seats=2)
        for code in (first, second):
            seat_person(session, who(session, code), early, **BY)
        later = make_trip(session, the_congress(session), seats=1, starts_at=ARRIVAL + timedelta(hours=3)).id
    with unit_of_work() as session:
        done = note_late(session, the_congress(session), "G1001", ARRIVAL + timedelta(hours=2, minutes=30), zone, **BY)
    assert vars(done) == {"people": 2, "moved": 1, "without": 1}
    assert taken(later) == 1
    assert len(told("stay.no_car")) == 1


def test_the_driver_needs_no_login_and_ticks_who_is_in_the_car(app: Flask, register: Register, trip: int) -> None:
    code = register("甲示例", phone="+8619900000009")
    seat(code, trip)
    secret, phone = link_of(trip), app.test_client()
    page = phone.get(f"/ride/{secret}").get_data(as_text=True)
    assert 'href="tel:+8619900000009"' in page
    with reading() as session:
        [ride] = rides_of_people(session, [who(session, code).id])
        number = ride.id
    for state, inside in (("in", True), ("in", True), ("out", False)):
        assert phone.post(f"/ride/{secret}/{number}/{state}").status_code == 302
        with reading() as session:
            [ride] = rides_of_people(session, [who(session, code).id])
            assert (ride.picked_up_at is not None) is inside


@pytest.mark.one_database
def test_a_drivers_link_shows_nobody_of_another_car(app: Flask, register: Register, trip: int) -> None:
    with unit_of_work() as session:
        other = make_trip(session, the_congress(session)).id
    code = register("甲示例")
    seat(code, other)
    with reading() as session:
        [ride] = rides_of_people(session, [who(session, code).id])
        number = ride.id
    assert app.test_client().post(f"/ride/{link_of(trip)}/{number}/in").status_code == 404


@pytest.mark.one_database
def test_a_revoked_link_and_one_of_yesterdays_congress_lead_nowhere(
    app: Flask, client: FlaskClient, register: Register, trip: int
) -> None:
    secret, zone = link_of(trip), app.extensions["settings"].timezone
    with reading() as session:
        assert driver_trip(session, secret, zone=zone, now=OPENING).id == trip
        with pytest.raises(NoSuchTrip):
            driver_trip(session, secret, zone=zone, now=OPENING + timedelta(days=5))
    client.post(f"/console/trips/{trip}/revoke")
    assert app.test_client().get(f"/ride/{secret}").status_code == 404


@pytest.mark.one_database
def test_the_drivers_list_is_large_tagged_and_has_sign_phone_and_luggage(
    client: FlaskClient, register: Register, trip: int
) -> None:
    code = register("示例䶮", phone="+8619900000009")
    with unit_of_work() as session:
        wish(session, who(session, code), luggage=3)
    seat(code, trip)
    pdf = client.get(f"/console/trips/{trip}/list.pdf?lang=zh").data
    text = squeezed("".join(pages(pdf)))
    for word in ("示例䶮", "+8619900000009", "举牌：示例大会", "G1001", "湘A00001", "按抵达时间、姓氏笔画排序"):
        assert squeezed(word) in text
    assert pikepdf.open(BytesIO(pdf)).Root.MarkInfo.Marked


def test_a_car_keeps_as_many_seats_as_are_taken(register: Register, trip: int) -> None:
    seat(register("甲示例"), trip)
    with unit_of_work() as session:
        found = trip_by_id(session, the_congress(session).id, trip)
        facts = {name: getattr(found, name) for name in TRIP_FACTS} | {"seats": 0}
        with pytest.raises(InUse):
            save_trip(session, the_congress(session), found, facts, **BY)


def test_taking_somebody_out_frees_the_seat_and_tells_them(register: Register, trip: int) -> None:
    code = register("甲示例")
    seat(code, trip)
    with unit_of_work() as session:
        assert unseat_person(session, who(session, code), Direction.ARRIVAL, **BY)
        assert not unseat_person(session, who(session, code), Direction.ARRIVAL, **BY)
    assert (taken(trip), len(told("stay.no_car"))) == (0, 1)


def test_the_api_lists_cars_with_who_rides(
    client: FlaskClient, headers: dict[str, str], register: Register, trip: int
) -> None:
    code = register("甲示例")
    seat(code, trip)
    [found] = client.get(f"{C}/trips", headers=headers).json["items"]
    assert (found["taken"], found["riders"], found["starts_at"][-6:]) == (1, [code], "+08:00")
