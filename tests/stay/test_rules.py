"""Who gets which room and which car, decided without a database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from congress.stay.rules import Car, Kind, Passenger, Sleeper, nights_between, propose_rides, propose_rooms
from congress.stay.states import Direction

FIRST, LAST = date(2036, 11, 19), date(2036, 11, 21)
NIGHTS = nights_between(FIRST, LAST)
NOON = datetime(2036, 11, 19, 4, tzinfo=UTC)


def sleeper(number: int, **more: Any) -> Sleeper:
    facts: dict[str, Any] = {
        "unit": "示例大学",
        "first": False,
        "order": f"{number:03d}",
        "arrives": FIRST,
        "leaves": LAST,
    }
    return Sleeper(id=number, **(facts | more))


def kind(number: int, hotel: int, rooms: int, beds: int = 1, **more: Any) -> Kind:
    return Kind(id=number, hotel=hotel, beds=beds, free=dict.fromkeys(NIGHTS, rooms), **more)


def placed(people: list[Sleeper], kinds: list[Kind]) -> dict[int, int]:
    return {one: found.kind for found in propose_rooms(people, kinds, {}) for one in found.people}


def test_a_night_is_between_two_days_and_the_day_of_leaving_is_none() -> None:
    assert nights_between(FIRST, LAST) == [date(2036, 11, 19), date(2036, 11, 20)]


def test_a_delegation_stays_in_the_one_hotel_that_holds_all_of_it() -> None:
    people = [sleeper(n) for n in (1, 2, 3)]
    assert set(placed(people, [kind(1, hotel=1, rooms=2), kind(2, hotel=2, rooms=3)]).values()) == {2}


def test_whoever_is_first_comes_before_others_when_rooms_are_short() -> None:
    people = [sleeper(1), sleeper(2, first=True, unit="终末单位")]
    assert placed(people, [kind(1, hotel=1, rooms=1)]) == {2: 1}


def test_two_share_where_each_has_named_the_other_and_nobody_shares_otherwise() -> None:
    mutual = [sleeper(1, shared=True, share_with=2), sleeper(2, shared=True, share_with=1)]
    [room] = propose_rooms(mutual, [kind(1, hotel=1, rooms=1, beds=2)], {})
    assert room.people == (1, 2)
    one_sided = [sleeper(1, shared=True, share_with=2), sleeper(2, shared=True, share_with=3)]
    assert [found.people for found in propose_rooms(one_sided, [kind(1, hotel=1, rooms=2, beds=2)], {})] == [(1,), (2,)]


def test_who_needs_access_gets_the_accessible_room_and_others_leave_it_free() -> None:
    kinds = [kind(1, hotel=1, rooms=1, accessible=True), kind(2, hotel=1, rooms=1)]
    assert placed([sleeper(1), sleeper(2, access=True)], kinds) == {1: 2, 2: 1}


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(1, 2), st.booleans()), max_size=12),
    st.lists(st.tuples(st.integers(1, 2), st.integers(0, 3), st.integers(1, 2)), max_size=4),
)
def test_no_night_of_a_kind_is_ever_proposed_more_often_than_there_are_rooms(
    people: list[tuple[int, int, bool]], kinds: list[tuple[int, int, int]]
) -> None:
    sleepers = [
        sleeper(n, arrives=FIRST + timedelta(days=late), leaves=FIRST + timedelta(days=late + stays), first=first)
        for n, (late, stays, first) in enumerate(people)
    ]
    days = nights_between(FIRST, FIRST + timedelta(days=4))
    supply = [Kind(id=n, hotel=h, beds=b, free=dict.fromkeys(days, r)) for n, (h, r, b) in enumerate(kinds)]
    rooms = propose_rooms(sleepers, supply, {})
    for each in supply:
        for night in days:
            used = sum(
                found.kind == each.id and sleepers[found.people[0]].arrives <= night < sleepers[found.people[0]].leaves
                for found in rooms
            )
            assert used <= each.free[night]


def passenger(number: int, minutes: int, **more: Any) -> Passenger:
    facts: dict[str, Any] = {
        "direction": Direction.ARRIVAL, "unit": "示例大学", "first": False, "order": "", "place": "示例南站",
        "service": "",
    }  # fmt: skip
    return Passenger(id=number, at=NOON + timedelta(minutes=minutes), **(facts | more))


def car(number: int, minutes: int, seats: int = 2, **more: Any) -> Car:
    facts: dict[str, Any] = {
        "direction": Direction.ARRIVAL, "place": "示例南站", "service": "", "window": timedelta(minutes=60),
    }  # fmt: skip
    return Car(id=number, starts_at=NOON + timedelta(minutes=minutes), free=seats, **(facts | more))


def test_a_car_takes_whom_it_meets_within_its_window_and_nobody_else() -> None:
    people = [passenger(1, 0), passenger(2, 61), passenger(3, -1), passenger(4, 10, place="示例机场")]
    assert propose_rides(people, [car(1, 60, seats=9)]) == {1: 1}


def test_a_seat_is_proposed_once_and_whoever_is_first_has_it() -> None:
    assert propose_rides([passenger(1, 0), passenger(2, 30, first=True)], [car(1, 60, seats=1)]) == {2: 1}


def test_the_car_of_ones_own_train_comes_before_an_earlier_one() -> None:
    assert propose_rides([passenger(1, 0, service="G1")], [car(1, 10), car(2, 40, service="G1")]) == {1: 2}


def test_whoever_leaves_is_brought_before_the_train_goes() -> None:
    people = [passenger(1, 50, direction=Direction.DEPARTURE), passenger(2, -10, direction=Direction.DEPARTURE)]
    assert propose_rides(people, [car(1, 0, direction=Direction.DEPARTURE)]) == {1: 1}
