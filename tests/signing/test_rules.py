"""Signing, pure and over HTTP: shares are whole, and what was signed stays as it was signed."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from congress.foundation.shares import MILLION
from congress.signing.rules import is_complete, shares_by_kind, text_hash
from congress.signing.states import BEFORE_SIGNED, SIGNED_STATES, TRANSITIONS, State
from tests.factories.office import C, Office
from tests.factories.schools import OTHER_PREFECTURE, OTHER_UNIVERSITY, UNIVERSITY

kinds = st.sampled_from(["university", "school"])


@given(st.lists(st.tuples(st.integers(0, 10**6), kinds), min_size=1, unique_by=lambda pair: pair[0]))
def test_shares_that_nobody_gave_sum_to_a_million_in_each_kind(given_: list[tuple[int, str]]) -> None:
    named = [(str(code), kind, None) for code, kind in given_]
    shares = shares_by_kind(named)
    for kind in {kind for _code, kind, _share in named}:
        own = [shares[code] for code, other, _share in named if other == kind]
        assert sum(own) == MILLION
        assert max(own) - min(own) <= 1


@given(st.lists(st.integers(1, MILLION), min_size=1, max_size=6))
def test_shares_that_were_given_are_taken_only_when_they_are_whole(told: list[int]) -> None:
    named = [(str(position), "university", share) for position, share in enumerate(told)]
    if sum(told) == MILLION:
        assert list(shares_by_kind(named).values()) == told
    else:
        with pytest.raises(ValueError, match="university"):
            shares_by_kind(named)


def test_some_with_and_some_without_a_share_are_refused_but_each_kind_speaks_for_itself() -> None:
    with pytest.raises(ValueError, match="school"):
        shares_by_kind([("a", "school", MILLION), ("b", "school", None)])
    shares = shares_by_kind([("a", "school", 1), ("b", "school", MILLION - 1), ("c", "university", None)])
    assert shares == {"a": 1, "b": MILLION - 1, "c": MILLION}


def test_an_agreement_needs_every_party_but_witnesses_and_at_least_one() -> None:
    parties = [(1, "investor"), (2, "host"), (3, "witness")]
    assert not is_complete(parties, [1])
    assert not is_complete(parties, [1, 3])
    assert is_complete(parties, [2, 1])
    assert not is_complete([(3, "witness")], [3])
    assert not is_complete([], [])


@given(st.dictionaries(st.text(max_size=5), st.one_of(st.integers(0, 9), st.text(max_size=5)), min_size=1))
def test_what_is_signed_is_bound_to_every_word(facts: dict[str, Any]) -> None:
    assert text_hash(facts) == text_hash(dict(facts))
    for name in facts:
        assert text_hash(facts | {name: ["another"]}) != text_hash(facts)


def test_signed_is_reached_from_every_state_before_it_and_never_left_backwards() -> None:
    for state in BEFORE_SIGNED:
        assert State.SIGNED in TRANSITIONS[state]
    reachable, todo = set(), [State.SIGNED]
    while todo:
        state = todo.pop()
        reachable.add(state)
        todo += [one for one in TRANSITIONS[state] if one not in reachable]
    assert reachable == SIGNED_STATES | {State.ENDED}
    assert TRANSITIONS[State.ENDED] == frozenset()


@pytest.fixture
def office(client: FlaskClient) -> Office:
    return Office(client)


CHANGES: list[dict[str, Any]] = [
    {"title": "另一个项目"}, {"amount_fen": 1}, {"currency": "USD"}, {"division": OTHER_PREFECTURE},
    {"parties": [{"role": "host", "name": "别人（虚构）"}]}, {"category": "donation"}, {"planned": "别的"},
    {"schools": [{"code": OTHER_UNIVERSITY}]}, {"alumni": [{"name": "示例校友乙"}]},
]  # fmt: skip


def test_before_anybody_signs_everything_can_change_and_afterwards_nothing(office: Office) -> None:
    for change in CHANGES:
        path = f"{C}/intentions/{office.intention()['id']}"
        office.ask("organiser", "PATCH", path, change, 200)
    made = office.intention()
    path = f"{C}/intentions/{made['id']}"
    yes = {"signatory": "示例代表", "party": made["parties"][0]["name"]}
    office.ask("organiser", "POST", f"{path}/sign", yes, 200)
    before = office.ask("organiser", "GET", path, status=200)
    for change in CHANGES:
        assert office.ask("organiser", "PATCH", path, change, 409)["type"].endswith("/state-refused")
    assert office.ask("organiser", "GET", path, status=200) == before


def test_a_party_signs_once_and_only_a_party(office: Office) -> None:
    made = office.intention()
    path = f"{C}/intentions/{made['id']}/sign"
    yes = {"signatory": "示例代表", "party": made["parties"][0]["name"]}
    office.ask("organiser", "POST", path, yes, 200)
    office.ask("organiser", "POST", path, yes, 409)
    refused = office.ask("organiser", "POST", path, yes | {"party": "路人（虚构）"}, 422)
    assert [fault["field"] for fault in refused["errors"]] == ["party"]
    for picture in ("%%%", "aGVsbG8=", "data:image/png;base64,aGVsbG8="):
        body = {"signatory": "示例代表", "party": made["parties"][1]["name"], "signature_png": picture}
        refused = office.ask("organiser", "POST", path, body, 422)
        assert [fault["field"] for fault in refused["errors"]] == ["signature_png"]


def test_a_scan_that_somebody_else_uploaded_is_no_signature(office: Office) -> None:
    made = office.intention(schools=[{"code": UNIVERSITY}])
    foreign = office.upload("division")
    body = {"signatory": "示例代表", "party": made["parties"][0]["name"], "upload": foreign}
    refused = office.ask("organiser", "POST", f"{C}/intentions/{made['id']}/sign", body, 422)
    assert [fault["field"] for fault in refused["errors"]] == ["upload"]
    signed = office.ask(
        "organiser", "POST", f"{C}/intentions/{made['id']}/sign", body | {"upload": office.upload()}, 200
    )
    assert len(signed["signatures"]) == 1


def test_what_is_signed_is_not_signed_again(office: Office) -> None:
    signed = office.signed()
    yes = {"signatory": "示例代表", "party": signed["parties"][0]["name"]}
    office.ask("organiser", "POST", f"{C}/intentions/{signed['id']}/sign", yes, 409)
