"""Three devices that were cut off hand in what they saw, in any order, in pieces, some of it twice, with clocks
that are wrong: the end is the one that a plain model of the rules names (SAFETY.md findings 4 and 5)."""

import itertools
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from congress.badges.tokens import Claims
from congress.checkin.hotpath import GateFacts, Told, record_scans
from congress.foundation.db import bare_unit_of_work, db
from tests.checkin.desk import Desk
from tests.factories.badges import copy_badge

START = datetime(2036, 11, 20, 1, tzinfo=UTC)
BADGES = 4
DEVICES = ("anna", "bert", "carl")
EXAMPLES = int(os.environ.get("INTERLEAVINGS", "60"))


@dataclass(frozen=True)
class Seen:
    """A scan as it truly happened: who, by which device, when, and what the device told the person."""

    id: str
    device: str
    badge: int
    second: int
    seq: int
    verdict: str


@dataclass(frozen=True)
class History:
    """What was seen, by how much each device's clock is wrong, and in which pieces it was handed in."""

    seen: tuple[Seen, ...]
    skew: dict[str, int]
    uploads: tuple[tuple[str, tuple[Seen, ...]], ...]


@st.composite
def histories(draw: st.DrawFn) -> History:
    facts = draw(
        st.lists(
            st.tuples(
                st.sampled_from(DEVICES), st.integers(1, BADGES), st.integers(0, 600),
                st.sampled_from(["admitted", "admitted", "already_admitted", "other_lane"]),
            ),
            min_size=1, max_size=14,
        )
    )  # fmt: skip
    seqs = {device: itertools.count(1) for device in DEVICES}
    seen = tuple(
        Seen(f"s{number}", device, badge, second, next(seqs[device]), verdict)
        for number, (device, badge, second, verdict) in enumerate(facts)
    )
    skew = {device: draw(st.integers(-100_000, 100_000)) for device in DEVICES}
    # some pieces arrive although the device never heard the answer: it hands the same scans in again
    sent = list(seen) + draw(st.lists(st.sampled_from(seen), max_size=6))
    order = draw(st.permutations(sent))
    uploads = []
    while order:
        size = draw(st.integers(1, len(order)))
        piece, order = order[:size], order[size:]
        for device in DEVICES:
            own = tuple(one for one in piece if one.device == device)
            if own:
                uploads.append((device, own))
    return History(seen, skew, tuple(uploads))


def model(history: History) -> dict[int, tuple[str, int]]:
    """Who was let in first: by the true time, then the device, then its own count."""
    first: dict[int, Seen] = {}
    for one in history.seen:
        if one.verdict != "admitted":
            continue
        best = first.get(one.badge)
        if best is None or (one.second, one.device, one.seq) < (best.second, best.device, best.seq):
            first[one.badge] = one
    return {badge: (one.device, one.seq) for badge, one in first.items()}


def hand_in(history: History, uploads: Sequence[tuple[str, tuple[Seen, ...]]]) -> None:
    gates = {"main": GateFacts(1, "main", "正门", 0, re_entry=False)}
    for number, (device, piece) in enumerate(uploads):
        skew = timedelta(seconds=history.skew[device])
        received = START + timedelta(hours=2, seconds=number)
        told = [
            Told(
                one.id, str(one.badge), "main", (START + timedelta(seconds=one.second) + skew).isoformat(), one.seq,
                offline=True, verdict=one.verdict,
            )
            for one in piece
        ]  # fmt: skip
        with bare_unit_of_work() as connection:
            record_scans(
                connection, 1, told, device=device, sent_at=(received + skew).isoformat(), received=received,
                gates=gates, read=lambda badge: Claims(1, int(badge), 1, "G"),
            )  # fmt: skip


@pytest.fixture
def badges(desk: Desk) -> None:
    desk.register()
    copy_badge(BADGES)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE badges SET issued_at = '2036-01-01 00:00:00'"))


@given(history=histories())
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize="INTERLEAVINGS" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_whatever_arrives_when_the_end_is_the_models(badges: None, history: History) -> None:
    empty()
    hand_in(history, history.uploads)
    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT device_scan_id, result FROM scans")).all()
        rows = connection.execute(
            text("SELECT b.number, a.device, a.seq FROM admissions a JOIN badges b ON b.id = a.badge_id")
        ).all()
    assert {row.number: (row.device, row.seq) for row in rows} == model(history)
    assert {row.device_scan_id: row.result for row in kept} == {one.id: one.verdict for one in history.seen}
    assert len(kept) == len(history.seen)


def test_without_the_rule_of_the_earliest_the_order_of_uploads_would_decide(badges: None) -> None:
    """The model can fail: were the first to arrive the admission, these two orders would end differently."""
    late = Seen("late", "anna", 1, 500, 1, "admitted")
    early = Seen("early", "bert", 1, 10, 1, "admitted")
    history = History((late, early), {"anna": 0, "bert": 90_000}, ())
    for order in itertools.permutations([("anna", (late,)), ("bert", (early,))]):
        empty()
        hand_in(history, order)
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT device FROM admissions")).scalar_one() == "bert"
        assert json.dumps(model(history)) == json.dumps({"1": ["bert", 1]})


def empty() -> None:
    """Scans cannot be removed, so the table is made anew beneath its guard."""
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM admissions"))
        if connection.dialect.name == "sqlite":
            guard = connection.execute(
                text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'scans_no_DELETE'")
            ).scalar_one()
            connection.execute(text("DROP TRIGGER scans_no_DELETE"))
            connection.execute(text("DELETE FROM scans"))
            connection.execute(text(guard))
        else:
            connection.execute(text("TRUNCATE scans CASCADE"))
