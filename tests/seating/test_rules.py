"""Who is the first, and on which chair: the order of seats, the proposal, and a row that closes."""

import pytest

from congress.seating.rules import Guest, Zone, centre_out, close_up, one_person, precedence, propose, seats_in_order
from congress.seating.states import BlockKind, Place


def platform(columns: int, **more: object) -> Zone:
    return Zone(id=1, kind=BlockKind.PLATFORM, rows=1, columns=columns, **more)


@pytest.mark.parametrize(
    ("count", "seen_by_the_audience"),
    [
        (1, [1]),
        (2, [1, 2]),
        (3, [3, 1, 2]),
        (4, [3, 1, 2, 4]),
        (5, [5, 3, 1, 2, 4]),
        (6, [5, 3, 1, 2, 4, 6]),
    ],
)
def test_on_the_platform_number_two_sits_at_the_left_hand_of_number_one_and_three_at_the_right(
    count: int, seen_by_the_audience: list[int]
) -> None:
    order = centre_out(count, towards=1)
    ranks = {column: rank for rank, column in enumerate(order, start=1)}
    assert [ranks[column] for column in range(1, count + 1)] == seen_by_the_audience
    # who faces the audience has the left hand where the audience has its right
    if count > 2:
        assert order[1] == order[0] + 1
        assert order[2] == order[0] - 1


@pytest.mark.parametrize("count", range(1, 30))
@pytest.mark.parametrize("towards", [1, -1])
def test_every_seat_of_a_row_is_given_once(count: int, towards: int) -> None:
    assert sorted(centre_out(count, towards=towards)) == list(range(1, count + 1))


def test_in_the_hall_the_left_hand_is_the_other_way_round() -> None:
    rows = Zone(id=1, kind=BlockKind.ROWS, rows=2, columns=5)
    assert seats_in_order(rows)[:5] == [(1, 3), (1, 2), (1, 4), (1, 1), (1, 5)]
    assert seats_in_order(rows)[5] == (2, 3)


def test_a_seat_out_of_use_moves_the_middle() -> None:
    rows = Zone(id=1, kind=BlockKind.ROWS, rows=1, columns=5, closed=frozenset({(1, 1), (1, 2)}))
    assert seats_in_order(rows) == [(1, 4), (1, 3), (1, 5)]


def test_at_the_signing_table_the_host_signs_at_the_left_as_signers_see_it() -> None:
    table = Zone(id=1, kind=BlockKind.SIGNING, rows=1, columns=4)
    guests = [
        Guest(key="host1", place=Place.HOST, rank=1),
        Guest(key="host2", place=Place.HOST, rank=2),
        Guest(key="guest1", place=Place.GUEST, rank=1),
        Guest(key="guest2", place=Place.GUEST, rank=2),
        Guest(key="hall", rank=1),
    ]
    given = propose([table], guests)
    assert given == {"guest2": (1, 1, 1), "guest1": (1, 1, 2), "host1": (1, 1, 3), "host2": (1, 1, 4)}


def test_ranks_set_by_hand_come_first_then_categories_then_strokes() -> None:
    guests = [
        Guest(key="c", category_position=1, order="03"),
        Guest(key="b", category_position=0, order="09"),
        Guest(key="a", category_position=0, order="02"),
        Guest(key="second", rank=2, category_position=9),
        Guest(key="first", rank=1, category_position=9),
    ]
    assert [one.key for one in sorted(guests, key=precedence)] == ["first", "second", "a", "b", "c"]


def test_zones_take_their_category_and_their_ranks_and_the_rest_goes_on() -> None:
    front = Zone(id=1, kind=BlockKind.ROWS, rows=1, columns=2, category=7)
    ranked = Zone(id=2, kind=BlockKind.ROWS, rows=1, columns=1, most_rank=3)
    rest = Zone(id=3, kind=BlockKind.TABLE, rows=1, columns=2)
    guests = [
        Guest(key="vip1", category=7, order="1"), Guest(key="vip2", category=7, order="2"),
        Guest(key="vip3", category=7, order="3"), Guest(key="ranked", category=8, rank=3),
        Guest(key="low", category=8, rank=4), Guest(key="plain", category=8, order="9"),
        Guest(key="away", place=Place.NONE),
    ]  # fmt: skip
    given = propose([front, ranked, rest], guests)
    assert {key: seat[0] for key, seat in given.items()} == {"vip1": 1, "vip2": 1, "ranked": 2, "low": 3, "vip3": 3}
    assert "plain" not in given
    assert "away" not in given


def test_an_absence_on_the_platform_closes_the_row_in_the_order_it_had() -> None:
    zone = platform(5)
    seats = dict(zip(["1", "2", "3", "4", "5"], seats_in_order(zone), strict=True))
    del seats["2"]
    moved = close_up(zone, seats, 1)
    shown = {column: key for key, (_row, column) in moved.items()}
    assert [shown.get(column) for column in range(1, 6)] == [None, "4", "1", "3", "5"]


def test_an_absence_moves_nobody_in_another_row_and_nobody_at_a_signing_table() -> None:
    rows = Zone(id=1, kind=BlockKind.ROWS, rows=2, columns=3)
    assert close_up(rows, {"a": (1, 1), "b": (2, 2)}, 1) == {"a": (1, 2)}
    signing = Zone(id=1, kind=BlockKind.SIGNING, rows=1, columns=4)
    assert close_up(signing, {"a": (1, 4)}, 1) == {}


@pytest.mark.parametrize(
    ("registered", "same"),
    [
        ([(5, "示例 甲", "示例·大学")], {1: 5}),
        ([(5, "示例甲", "示例公司")], {}),
        ([(5, "示例乙", "示例大学")], {}),
        ([(5, "示例甲", "示例大学"), (6, "示例甲", "示例大学")], {}),
    ],
)
def test_a_speaker_is_whoever_alone_is_registered_with_the_name_and_the_unit(
    registered: list[tuple[int, str, str]], same: dict[int, int]
) -> None:
    assert one_person([(1, "示例甲", "示例大学")], registered) == same


def test_nobody_is_known_by_a_name_alone() -> None:
    assert one_person([(1, "示例甲", "")], [(5, "示例甲", "")]) == {}
