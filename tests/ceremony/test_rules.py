"""Pure decisions about the stage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.ceremony.rules import Line, all_agree, called_next, cue_of, is_left, presence_of
from congress.ceremony.states import Cue, Presence


def test_a_cue_calls_the_first_who_waits_or_all_of_their_group() -> None:
    order = [Line(1, 7, 1), Line(2, 7, None), Line(3, 7, None), Line(4, 8, None)]
    assert called_next(order, whole_batch=False) == [2]
    assert called_next(order, whole_batch=True) == [2, 3]
    assert called_next(order[:1], whole_batch=True) == []


def test_who_was_called_last_is_on_stage_and_who_was_called_before_is_done() -> None:
    told = [cue_of(Line(key, 7, cue), 2, frozenset({3})) for key, cue in ((1, 1), (2, 2), (3, None), (4, None))]
    assert told == [Cue.DONE, Cue.ON_STAGE, Cue.NEXT, Cue.WAITING]


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=12))
def test_every_agreement_is_called_once_whatever_keys_are_pressed(order: list[tuple[int, bool]]) -> None:
    waiting = [Line(key, batch, None) for key, (batch, _whole) in enumerate(order)]
    called: list[int] = []
    for _batch, whole in order:
        now = called_next(waiting, whole_batch=whole)
        called += now
        waiting = [Line(line.key, line.batch, 1) if line.key in now else line for line in waiting]
    assert sorted(called) == list(range(len(order)))


@pytest.mark.parametrize(
    ("role", "left"), [("host", True), ("recipient", True), ("investor", False), ("partner", False), ("school", False)]
)
def test_the_host_side_stands_left(role: str, left: bool) -> None:
    assert is_left(role) is left


def test_who_has_no_registration_is_not_called_absent() -> None:
    here = frozenset({1})
    assert [presence_of(one, here) for one in (1, 2, None)] == [Presence.HERE, Presence.AWAY, Presence.UNKNOWN]


def test_nobodys_silence_is_a_consent() -> None:
    assert [all_agree(told) for told in ([], [True], [True, False])] == [False, True, False]
