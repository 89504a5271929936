"""Whatever happens in whatever order: each outcome's shares sum to it, what is frozen never ranks, board = ledger."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from congress.credit.actions import compute_board, verify_ledger
from congress.credit.disputes import decide_dispute, open_dispute
from congress.credit.models import Dispute
from congress.credit.queries import Frozen, frozen_at, ledger_statement
from congress.credit.reactions import counter_outcome, credit_outcome
from congress.credit.rule_queries import rules_at
from congress.credit.rule_sets import rules_text
from congress.credit.rule_versions import put_in_force, save_draft
from congress.foundation.access import Actor, Grant
from congress.foundation.db import db
from congress.outcomes.events import Claimant, OutcomeAccepted, OutcomeReversed
from congress.programme.models import Congress
from congress.programme.queries import congress_by_slug
from congress.schools.queries import resolve_division, resolve_school
from congress.signing.models import Intention, IntentionSchool
from tests.factories.programme import make_congress
from tests.factories.schools import COUNTY, HIGH_SCHOOL, OTHER_UNIVERSITY, PREFECTURE, UNIVERSITY, make_reference

# the database does not matter to what is asked; both see each path in the other tests
pytestmark = pytest.mark.one_database
ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2036, 3, 1, tzinfo=UTC)
OPENER, JUDGE = Actor(user_id=None, grants=(Grant("organiser"),)), Actor(grants=(Grant("verifier", "province"),))
SHARES = {UNIVERSITY: 600_000, OTHER_UNIVERSITY: 400_000}

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("accept"), st.integers(0, 2), st.integers(1, 10**13)),
        st.tuples(st.just("reverse"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("dispute"), st.integers(0, 2), st.just(0)),
        st.tuples(st.just("leave"), st.integers(0, 2), st.just(0)),
        st.tuples(st.just("divide"), st.integers(0, 2), st.integers(0, 1_000_000)),
        st.tuples(st.just("change_rules"), st.just(0), st.integers(1, 10**13)),
    ),
    max_size=14,
)


class Story:
    """Three intentions, and whatever befalls them."""

    def __init__(self, session: Session) -> None:
        self.session, self.now = session, START
        self.congress = congress_by_slug(session, "2036")
        self.intentions = [intention(session, self.congress, number) for number in range(3)]
        self.outcomes: dict[str, int] = {}
        self.reversed: set[str] = set()
        self.disputes: dict[int, Dispute] = {}
        self.versions = 0

    def accept(self, which: int, amount: int) -> None:
        milestone = f"m{len(self.outcomes)}"
        claimants = [Claimant(kind="university", code=code, share=share) for code, share in SHARES.items()]
        claimants += [
            Claimant(kind=kind, code=code, share=1_000_000)
            for kind, code in (("school", HIGH_SCHOOL), ("county", COUNTY), ("prefecture", PREFECTURE))
        ]
        event = OutcomeAccepted(
            congress_id=self.congress.id, milestone=milestone, intention=self.intentions[which].public_id,
            kind="capital_arrived", amount_fen=amount, currency="CNY", count=0, occurred_on=date(2036, 2, 1),
            accepted_at=self.now, claimants=tuple(claimants), evidence=("e",),
        )  # fmt: skip
        credit_outcome(self.session, event)
        self.outcomes[milestone] = amount

    def reverse(self, which: int, _more: int) -> None:
        standing = [one for one in self.outcomes if one not in self.reversed]
        if standing:
            milestone = standing[which % len(standing)]
            self.reversed.add(milestone)
            counter_outcome(
                self.session,
                OutcomeReversed(congress_id=self.congress.id, milestone=milestone, reversed_at=self.now),
            )

    def dispute(self, which: int, _more: int) -> None:
        if which not in self.disputes:
            self.disputes[which] = open_dispute(
                self.session, self.congress, self.intentions[which], "university", list(SHARES), "示例",
                statements_until=self.now + timedelta(seconds=1), zone=ZONE, by=OPENER, now=self.now,
            )  # fmt: skip

    def leave(self, which: int, _more: int) -> None:
        self._decide(which, None)

    def divide(self, which: int, share: int) -> None:
        self._decide(which, {UNIVERSITY: share, OTHER_UNIVERSITY: 1_000_000 - share})

    def _decide(self, which: int, shares: dict[str, int] | None) -> None:
        found = self.disputes.pop(which, None)
        if found is not None:
            decide_dispute(
                self.session, self.congress, found, self.intentions[which], "示例", shares=shares, by=JUDGE,
                now=self.now,
            )  # fmt: skip

    def change_rules(self, _which: int, cap: int) -> None:
        """From half an hour later on no project brings more than the cap to a board of investment."""
        self.versions += 1
        text = rules_text().replace('version = "2024-1"', f'version = "2036-{self.versions}"')
        text = text.replace('measure = "investment"\nplaces', f'measure = "investment"\ncap_fen = {cap}\nplaces')
        draft = save_draft(self.session, text, by=OPENER, now=self.now)
        put_in_force(self.session, draft, self.now + timedelta(minutes=30), by=OPENER, now=self.now)

    def check(self) -> None:
        entries = list(self.session.scalars(ledger_statement(self.congress.id, entities=None)))
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for entry in entries:
            sums[entry.milestone, entry.entity_kind] += entry.amount_fen
        for milestone, amount in self.outcomes.items():
            for kind in ("university", "school", "county", "prefecture"):
                assert sums[milestone, kind] == (0 if milestone in self.reversed else amount)
        frozen: Frozen = frozen_at(self.session, self.congress.id, self.now)
        assert {one[0] for one in frozen} == {self.intentions[which].public_id for which in self.disputes}
        for board in rules_at(self.session, self.now).boards:
            if board.measure != "investment":
                continue
            brought: dict[tuple[str, str], int] = defaultdict(int)
            for entry in entries:
                key = (entry.intention, entry.entity_kind, entry.entity_code)
                if entry.entity_kind == board.entity_kind and key not in frozen:
                    brought[entry.entity_code, entry.intention] += entry.amount_fen
            counted: dict[str, int] = defaultdict(int)
            for (code, _intention), fen in brought.items():
                counted[code] += fen if board.cap_fen is None else min(fen, board.cap_fen)
            shown = compute_board(
                self.session, self.congress, board.slug, as_of=self.now, period=2036, zone=ZONE
            ).standings  # fmt: skip
            assert {one.code: one.total for one in shown} == {code: n for code, n in counted.items() if n > 0}

    def shown_at(self, moment: datetime) -> list[tuple[str, int]]:
        computed = compute_board(
            self.session, self.congress, "investment-university", as_of=moment, period=2036, zone=ZONE
        )  # fmt: skip
        return [(one.code, one.total) for one in computed.standings]


def intention(session: Session, congress: Congress, number: int) -> Intention:
    made = Intention(
        public_id=f"i{number}", congress_id=congress.id, title="示例项目", category="investment", amount_fen=1,
        division=resolve_division(session, COUNTY), created_at=START,
    )  # fmt: skip
    made.schools = [
        IntentionSchool(school=resolve_school(session, code), share=share)
        for code, share in (*SHARES.items(), (HIGH_SCHOOL, 1_000_000))
    ]
    session.add(made)
    session.flush()
    return made


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_shares_sum_to_their_outcome_and_the_board_is_the_ledger_at_every_moment(
    app: Flask, steps: list[tuple[str, int, int]]
) -> None:
    session = db.session()
    try:
        make_congress(session)
        make_reference(session)
        story = Story(session)
        seen: list[tuple[datetime, list[tuple[str, int]]]] = []
        for name, which, more in steps:
            story.now += timedelta(hours=1)
            getattr(story, name)(which, more)
            story.check()
            seen.append((story.now, story.shown_at(story.now)))
        # a board as of a moment is what it was then, whatever was frozen, released or taken back since
        for moment, shown in seen:
            assert story.shown_at(moment) == shown
        assert verify_ledger(session, story.congress) == []
    finally:
        session.rollback()
