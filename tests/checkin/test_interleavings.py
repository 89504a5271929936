"""Three devices that were cut off hand in what they saw, in any order, in pieces, some of it twice, with clocks
that are wrong: the end is the one that a plain model of the rules names (SAFETY.md findings 4 and 5)."""

import itertools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from congress.badges.tokens import Claims
from congress.checkin.hotpath import GateFacts, Told, record_scans
from congress.checkin.rules import EachDay
from congress.foundation.db import bare_unit_of_work, db
from tests.checkin.desk import Desk
from tests.factories.badges import copy_badge

START = datetime(2036, 11, 20, 1, tzinfo=UTC)
BADGES = 4
# days end at four in the morning: of each day the second at which it begins, counted from the opening at nine
DAYS = {20361120: -5 * 3600, 20361121: 19 * 3600, 20361122: 43 * 3600}
# people come after the opening, and around the hour at which a day ends
MORNINGS = (0, 19 * 3600 - 300, 43 * 3600 - 300)
GATES = {
    "main": GateFacts(1, "main", "正门", 0, re_entry=False),
    "hall": GateFacts(3, "hall", "一号厅", 1, re_entry=False, each_day=EachDay(ZoneInfo("Asia/Shanghai"), 4)),
}
DEVICES = ("anna", "bert", "carl")
EXAMPLES = int(os.environ.get("INTERLEAVINGS", "60"))


@dataclass(frozen=True)
class Seen:
    """A scan as it truly happened: who, by which device, when, what the device told the person, and at which of two
    gates; at the hall's everybody enters once a day.
    """

    id: str
    device: str
    badge: int
    second: int
    seq: int
    verdict: str
    gate: str = "main"


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
                st.sampled_from(sorted(GATES)), st.sampled_from(MORNINGS),
            ),
            min_size=1, max_size=14,
        )
    )  # fmt: skip
    seqs = {device: itertools.count(1) for device in DEVICES}
    seen = tuple(
        Seen(f"s{number}", device, badge, morning + second, next(seqs[device]), verdict, gate)
        for number, (device, badge, second, verdict, gate, morning) in enumerate(facts)
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


def model(history: History) -> dict[tuple[int, str, int], tuple[str, int]]:
    """Who was let in first, at each gate and, where days count, on each: by the true time, then the device, then its
    own count.
    """
    first: dict[tuple[int, str, int], Seen] = {}
    for one in history.seen:
        if one.verdict != "admitted":
            continue
        day = max(day for day, begins in DAYS.items() if begins <= one.second) if one.gate == "hall" else 0
        best = first.get((one.badge, one.gate, day))
        if best is None or (one.second, one.device, one.seq) < (best.second, best.device, best.seq):
            first[one.badge, one.gate, day] = one
    return {key: (one.device, one.seq) for key, one in first.items()}


def hand_in(history: History, uploads: Sequence[tuple[str, tuple[Seen, ...]]]) -> None:
    for number, (device, piece) in enumerate(uploads):
        skew = timedelta(seconds=history.skew[device])
        received = START + timedelta(days=3, seconds=number)
        told = [
            Told(
                one.id, str(one.badge), one.gate, (START + timedelta(seconds=one.second) + skew).isoformat(), one.seq,
                offline=True, verdict=one.verdict,
            )
            for one in piece
        ]  # fmt: skip
        with bare_unit_of_work() as connection:
            record_scans(
                connection, 1, told, device=device, sent_at=(received + skew).isoformat(), received=received,
                gates=GATES, read=lambda badge: Claims(1, int(badge), 1, "G"),
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
            text("""SELECT b.number, g.slug, a.day, a.device, a.seq FROM admissions a
                JOIN badges b ON b.id = a.badge_id JOIN gates g ON g.id = a.gate_id""")
        ).all()
    assert {(row.number, row.slug, row.day): (row.device, row.seq) for row in rows} == model(history)
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
        assert model(history) == {(1, "main", 0): ("bert", 1)}


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
