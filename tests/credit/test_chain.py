"""The hash chain, pure: what somebody with the database in hand can do to it, and what gives them away."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from congress.credit.chain import (
    NOTHING,
    SEPARATOR,
    Head,
    Link,
    entry_hash,
    make_checkpoint,
    read_checkpoint,
    sealed_lines,
    sealed_links,
    stamp,
    verify_chain,
)

START = datetime(2036, 11, 20, 1, tzinfo=UTC)
LENGTH = 8
Chain = list[tuple[Link, str]]


def link(seq: int, previous: str, **more: object) -> Link:
    facts = {
        "congress": "2036", "milestone": f"m{seq}", "intention": "i", "entity_kind": "university",
        "entity_code": "HN-T-U1", "measure": "investment", "amount_fen": 100 * seq, "count": 0, "share": 500_000,
        "rule_version": "2024-1", "period": 2037, "recorded_at": START + timedelta(seconds=seq), "reverses": None,
        "evidence": ("aa", "bb"),
    }  # fmt: skip
    return Link(**(facts | {"seq": seq, "previous_hash": previous} | more))  # type: ignore[arg-type]


def chain(length: int = LENGTH, **more: object) -> Chain:
    entries: Chain = []
    previous = NOTHING
    for seq in range(1, length + 1):
        made = link(seq, previous, **more)
        previous = entry_hash(made)
        entries.append((made, previous))
    return entries


def head(entries: Chain) -> Head:
    return Head(len(entries), entries[-1][1] if entries else NOTHING)


def told(entries: Chain, kept: Head, checkpoint: Head | None = None) -> list[str]:
    return [finding.message for finding in verify_chain(entries, kept, checkpoint)]


def test_a_whole_chain_has_nothing_wrong() -> None:
    entries = chain()
    assert told(entries, head(entries)) == []
    assert told(entries, head(entries), Head(3, entries[2][1])) == []
    assert told([], Head(0, NOTHING), Head(0, NOTHING)) == []


CHANGES: dict[str, object] = {
    "congress": "2037", "milestone": "other", "intention": "other", "entity_kind": "school", "entity_code": "HN-T-U2",
    "measure": "donation", "amount_fen": 1, "count": 1, "share": 1, "rule_version": "2025-1", "period": 2038,
    "recorded_at": START, "reverses": 1, "evidence": ("aa",), "seq": 99, "previous_hash": "1" * 64,
}  # fmt: skip


def test_no_field_is_left_out_of_these_tests() -> None:
    assert set(CHANGES) == set(Link.__dataclass_fields__)


@pytest.mark.parametrize("field", list(CHANGES))
def test_a_changed_field_is_found(field: str) -> None:
    entries = chain()
    kept = head(entries)
    entries[3] = (replace(entries[3][0], **{field: CHANGES[field]}), entries[3][1])  # type: ignore[arg-type]
    assert any("was changed" in message for message in told(entries, kept))


@given(st.integers(0, LENGTH - 1))
def test_a_removed_entry_is_found_wherever_it_stood(position: int) -> None:
    entries = chain()
    kept = head(entries)
    del entries[position]
    assert told(entries, kept)


@given(st.integers(0, LENGTH), st.booleans())
def test_an_entry_that_was_slipped_in_is_found(position: int, well_made: bool) -> None:
    entries = chain()
    kept = head(entries)
    before = entries[position - 1][1] if position else NOTHING
    extra = link(position + 1, before if well_made else "1" * 64, milestone="slipped in")
    entries.insert(position, (extra, entry_hash(extra)))
    assert told(entries, kept)


@given(st.lists(st.integers(0, LENGTH - 1), min_size=2, max_size=2, unique=True))
def test_entries_that_were_swapped_are_found(places: list[int]) -> None:
    entries = chain()
    kept = head(entries)
    first, second = places
    entries[first], entries[second] = entries[second], entries[first]
    assert told(entries, kept)


@given(st.integers(0, LENGTH - 1))
def test_an_end_that_was_cut_off_is_found_by_the_head_alone(length: int) -> None:
    entries = chain()
    assert [message for message in told(entries[:length], head(entries)) if "cut off" in message]


def test_a_chain_rewritten_with_its_head_is_whole_in_itself_and_only_a_checkpoint_tells() -> None:
    kept = head(chain())
    rewritten = chain(amount_fen=1)
    assert told(rewritten, head(rewritten)) == []
    assert any("rewritten" in message for message in told(rewritten, head(rewritten), kept))


def test_a_chain_that_was_cut_off_with_its_head_is_told_by_a_checkpoint() -> None:
    entries = chain()
    shorter = entries[:3]
    assert told(shorter, head(shorter)) == []
    assert told(shorter, head(shorter), head(entries))


def test_what_was_added_after_a_checkpoint_does_not_break_it() -> None:
    longer = chain(12)
    assert told(longer, head(longer), Head(8, longer[7][1])) == []


def test_no_field_runs_into_its_neighbour() -> None:
    one = link(1, NOTHING, milestone="ab", intention="c")
    other = link(1, NOTHING, milestone="a", intention="bc")
    assert entry_hash(one) != entry_hash(other)
    assert entry_hash(link(1, NOTHING, evidence=("ab",))) != entry_hash(link(1, NOTHING, evidence=("a", "b")))
    assert entry_hash(link(1, NOTHING, evidence=())) != entry_hash(link(1, NOTHING, evidence=("",)))


def test_a_checkpoint_is_taken_by_its_own_key_alone_and_not_after_a_change() -> None:
    key = Ed25519PrivateKey.generate()
    document = make_checkpoint("2036", Head(5, "a" * 64), START, key)
    assert read_checkpoint(document, key.public_key()) == Head(5, "a" * 64)
    for change in ({"count": 4}, {"hash": "b" * 64}, {"congress": "2037"}, {"at": "x"}, {"signature": "%"}):
        with pytest.raises(ValueError, match="no checkpoint"):
            read_checkpoint(document | change, key.public_key())
    with pytest.raises(ValueError, match="no checkpoint"):
        read_checkpoint(document, Ed25519PrivateKey.generate().public_key())
    with pytest.raises(ValueError, match="no checkpoint"):
        read_checkpoint({}, key.public_key())


def line(entry: Link, stored: str) -> bytes:
    """An entry as the database tells it."""
    reverses = "" if entry.reverses is None else entry.reverses
    fields = [
        entry.seq, entry.milestone, entry.intention, entry.entity_kind, entry.entity_code, entry.measure,
        entry.amount_fen, entry.count, entry.share, entry.rule_version, entry.period, stamp(entry.recorded_at),
        reverses, json.dumps(entry.evidence), entry.previous_hash, stored,
    ]  # fmt: skip
    return SEPARATOR.join(str(field).encode() for field in fields)


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1f"), max_size=300)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis asks for bare limits


@given(
    st.builds(
        link, st.integers(0, 10**9), WORDS, congress=st.just("2036"), milestone=WORDS, entity_code=WORDS,
        amount_fen=st.integers(-(2**62), 2**62), recorded_at=MOMENTS, reverses=st.none() | st.integers(1, 10**6),
        evidence=st.lists(WORDS, max_size=3).map(tuple),
    ),
    WORDS,
)  # fmt: skip
def test_an_entry_read_as_a_line_is_judged_as_the_entry_itself(entry: Link, stored: str) -> None:
    assert list(sealed_lines("2036", [line(entry, stored)])) == list(sealed_links([(entry, stored)]))


@pytest.mark.parametrize("wrong", [b"", SEPARATOR * 14, SEPARATOR * 16, b"x" + SEPARATOR * 15])
def test_a_line_that_no_entry_makes_is_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match=r"line|literal|Expecting"):
        list(sealed_lines("2036", [wrong]))
