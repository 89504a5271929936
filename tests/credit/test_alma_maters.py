"""Credit that comes to a school through its alumni alone is frozen until the school has confirmed one of them."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from congress.alumni.actions import Learned, PersonFacts, judge_education, replace_education
from congress.alumni.models import Education, Person
from congress.alumni.queries import person_by_id
from congress.alumni.states import CLAIM_TRANSITIONS, ClaimState
from congress.credit.actions import compute_board, verify_ledger
from congress.credit.alma_maters import switch_alma_maters
from congress.credit.queries import frozen_at, ledger_statement
from congress.credit.reactions import counter_outcome, credit_outcome
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, reading, unit_of_work
from congress.outcomes.events import Claimant, OutcomeAccepted, OutcomeReversed
from congress.programme.queries import category_by_slug, congress_by_slug
from congress.registration.actions import register_person
from congress.registration.wish import Wish
from congress.schools.queries import resolve_division, resolve_school
from congress.signing.models import Intention, IntentionAlumnus, IntentionSchool
from tests.almamater.conftest import Desk
from tests.factories.accounts import signed_in
from tests.factories.office import C
from tests.factories.programme import make_congress
from tests.factories.schools import COUNTY, HIGH_SCHOOL, OTHER_UNIVERSITY, UNIVERSITY, make_reference

BOTH = [{"code": UNIVERSITY, "graduated": 2001}, {"code": OTHER_UNIVERSITY, "graduated": 2004}]
ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2036, 3, 1, tzinfo=UTC)


@pytest.fixture
def desk(client: FlaskClient) -> Desk:
    """A congress whose organiser lets credit wait for alma maters."""
    office = Desk(client)
    with unit_of_work() as session:
        switch_alma_maters(session, congress_by_slug(session, "2036"), waits=True, by=SYSTEM, now=START)
    return office


def test_until_it_is_switched_on_credit_through_alumni_counts_at_once(client: FlaskClient) -> None:
    office = Desk(client)
    credited(office, office.alumnus())
    assert ranked(office) == {UNIVERSITY: 100}


def credited(desk: Desk, *people: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A signed intention through these people that names no school, with an accepted arrival of 100 fen."""
    alumni = [{"registration": person["code"]} for person in people]
    signed = desk.signed(**{"schools": [], "alumni": alumni} | more)
    desk.accept(desk.milestone(signed["id"], amount=100)["id"])
    return signed


def ranked(desk: Desk) -> dict[str, int]:
    return {line["entity"]["code"]: line["amount_fen"] for line in desk.board("investment-university")}


def states(desk: Desk) -> dict[str, str]:
    entries = desk.ask("organiser", "GET", f"{C}/credit/ledger", status=200)["items"]
    return {entry["entity"]["code"]: entry["state"] for entry in entries}


def test_a_share_through_an_unconfirmed_alumnus_is_written_but_frozen_until_the_school_confirms(desk: Desk) -> None:
    person = desk.alumnus(schools=[*BOTH, {"code": HIGH_SCHOOL, "graduated": 1997}])
    credited(desk, person)
    assert states(desk)[COUNTY] == "counted"
    assert {states(desk)[code] for code in (UNIVERSITY, OTHER_UNIVERSITY, HIGH_SCHOOL)} == {"frozen"}
    assert ranked(desk) == {}
    [claim] = desk.claims()
    desk.confirm(claim["id"])
    assert ranked(desk) == {UNIVERSITY: 50}
    assert (states(desk)[UNIVERSITY], states(desk)[OTHER_UNIVERSITY]) == ("counted", "frozen")


def test_schools_that_the_parties_name_count_at_once(desk: Desk) -> None:
    credited(desk, desk.alumnus(), schools=[{"code": UNIVERSITY}])
    assert ranked(desk) == {UNIVERSITY: 100}


def test_one_confirmed_alumnus_of_several_is_enough(desk: Desk) -> None:
    first, second = desk.alumnus("示例校友甲"), desk.alumnus("示例校友乙")
    credited(desk, first, second)
    older, newer = desk.claims()
    desk.refuse(older["id"])
    assert ranked(desk) == {}
    desk.confirm(newer["id"])
    assert ranked(desk) == {UNIVERSITY: 100}


def test_what_is_confirmed_before_the_outcome_counts_at_once_and_a_refused_school_gets_no_share(desk: Desk) -> None:
    person = desk.alumnus(schools=BOTH)
    desk.confirm(desk.claims()[0]["id"])
    desk.refuse(desk.claims("other_school")[0]["id"], "other_school")
    credited(desk, person)
    assert ranked(desk) == {UNIVERSITY: 100}


def test_a_claim_that_is_changed_or_given_up_freezes_again(desk: Desk) -> None:
    person = desk.alumnus()
    credited(desk, person)
    [claim] = desk.claims()
    one = f"{C}/registrations/{person['code']}"
    for change in ([{"code": UNIVERSITY, "graduated": 1990}], []):
        desk.confirm(claim["id"])
        assert ranked(desk) == {UNIVERSITY: 100}
        desk.ask("organiser", "PATCH", one, {"schools": change}, 200)
        assert ranked(desk) == {}


def test_a_board_as_of_a_moment_stays_what_it_was(desk: Desk) -> None:
    credited(desk, desk.alumnus())
    before = datetime.now(UTC).isoformat().replace("+", "%2B")
    desk.confirm(desk.claims()[0]["id"])
    assert desk.board("investment-university", f"?as_of={before}") == []
    assert ranked(desk) == {UNIVERSITY: 100}


def test_a_dispute_and_an_alma_mater_freeze_independently(desk: Desk) -> None:
    signed = credited(desk, desk.alumnus(schools=BOTH))
    body = {
        "intention": signed["id"], "kind": "university", "entities": [UNIVERSITY, OTHER_UNIVERSITY], "reason": "示例",
    }  # fmt: skip
    dispute = desk.ask("organiser", "POST", f"{C}/disputes", body, 201)
    desk.confirm(desk.claims()[0]["id"])
    assert ranked(desk) == {}
    for who, code in (("school", UNIVERSITY), ("other_school", OTHER_UNIVERSITY)):
        desk.ask(who, "POST", f"/api/v1/disputes/{dispute['id']}/statements", {"entity": code, "text": "示例"}, 201)
    desk.ask("verifier", "POST", f"/api/v1/disputes/{dispute['id']}/decide", {"reason": "示例"}, 200)
    assert ranked(desk) == {UNIVERSITY: 50}


def test_the_organiser_sees_what_waits_with_its_reason_and_may_switch_the_waiting_off(desk: Desk, app: Flask) -> None:
    organiser = signed_in(app, "organiser@congress.test")
    assert "没有待确认的成效" in organiser.get("/console/alma-maters").get_data(as_text=True)
    credited(desk, desk.alumnus(schools=BOTH))
    desk.refuse(desk.claims()[0]["id"], reason="示例：名册中无此人")
    page = organiser.get("/console/alma-maters").get_data(as_text=True)
    assert page.index("示例：名册中无此人") < page.index("示例理工大学")
    assert organiser.post("/console/alma-maters", data={"waits": "no"}).status_code == 302
    assert ranked(desk) == {UNIVERSITY: 50, OTHER_UNIVERSITY: 50}
    credited(desk, desk.alumnus("示例校友乙"), title="示例另一项目")
    assert ranked(desk)[UNIVERSITY] == 150
    # whatever is not a plain no leaves the safe side
    assert organiser.post("/console/alma-maters", data={}).status_code == 302
    assert ranked(desk) == {}
    with reading() as session:
        assert verify_ledger(session, congress_by_slug(session, "2036")) == []


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("accept"), st.integers(0, 2), st.integers(1, 10**13)),
        st.tuples(st.just("reverse"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("judge"), st.integers(0, 5), st.sampled_from([ClaimState.CONFIRMED, ClaimState.REFUSED])),
        st.tuples(st.just("claim"), st.integers(0, 1), st.integers(0, 3)),
        st.tuples(st.just("switch"), st.integers(0, 1), st.just(0)),
    ),
    max_size=16,
)
SCHOOLS = (UNIVERSITY, OTHER_UNIVERSITY)


class Story:
    """Two people of two universities, an intention through each and one through both."""

    def __init__(self, session: Session) -> None:
        self.session, self.now, self.waits = session, START, True
        self.congress = congress_by_slug(session, "2036")
        switch_alma_maters(session, self.congress, waits=True, by=SYSTEM, now=START)
        self.schools = [resolve_school(session, code) for code in SCHOOLS]
        self.people = [self._person(number) for number in range(2)]
        self.intentions = [self._intention(number, through) for number, through in enumerate(([0], [1], [0, 1]))]
        self.outcomes: dict[str, tuple[int, int]] = {}
        self.reversed: set[str] = set()

    def _person(self, number: int) -> tuple[int, int]:
        guest = category_by_slug(self.session, self.congress.id, "guest")
        facts = PersonFacts(name=f"示例校友{number}", email=f"{number}@example.test")
        schools = [Learned(school, 2000) for school in self.schools]
        wish = Wish(person=facts, category=guest, language="zh", schools=schools)
        made = register_person(self.session, self.congress, wish, by=SYSTEM, now=self.now, walk_in=True)
        return made.person_id, made.id

    def _intention(self, number: int, through: list[int]) -> Intention:
        made = Intention(
            public_id=f"i{number}", congress_id=self.congress.id, title="示例项目", category="investment",
            amount_fen=1, division=resolve_division(self.session, COUNTY), created_at=START,
        )  # fmt: skip
        made.alumni = [IntentionAlumnus(registration_id=self.people[one][1], name="示例校友") for one in through]
        made.schools = [IntentionSchool(school=one, share=500_000, from_alumni=True) for one in self.schools]
        self.session.add(made)
        self.session.flush()
        return made

    def _whole(self, which: int) -> Person:
        person = person_by_id(self.session, self.people[which][0])
        assert person is not None
        return person

    def _claims(self) -> list[Education]:
        return [one for which in range(2) for one in self._whole(which).educations]

    def accept(self, which: int, amount: int) -> None:
        milestone = f"m{len(self.outcomes)}"
        event = OutcomeAccepted(
            congress_id=self.congress.id, milestone=milestone, intention=self.intentions[which].public_id,
            kind="capital_arrived", amount_fen=amount, currency="CNY", count=0, occurred_on=date(2036, 2, 1),
            accepted_at=self.now, evidence=("e",),
            claimants=tuple(Claimant(kind="university", code=code, share=500_000) for code in SCHOOLS),
        )  # fmt: skip
        credit_outcome(self.session, event)
        self.outcomes[milestone] = (which, amount)

    def reverse(self, which: int, _more: int) -> None:
        standing = [one for one in self.outcomes if one not in self.reversed]
        if standing:
            milestone = standing[which % len(standing)]
            self.reversed.add(milestone)
            event = OutcomeReversed(congress_id=self.congress.id, milestone=milestone, reversed_at=self.now)
            counter_outcome(self.session, event)

    def judge(self, which: int, state: ClaimState) -> None:
        claims = self._claims()
        if claims:
            claim = claims[which % len(claims)]
            if state in CLAIM_TRANSITIONS[ClaimState(claim.state)]:
                judge_education(self.session, claim, state, reason="示例", by=1, now=self.now)

    def claim(self, which: int, schools: int) -> None:
        """Name none, one or both schools, each time with another year."""
        chosen = [school for position, school in enumerate(self.schools) if schools & (1 << position)]
        told = [Learned(school, 1950 + self.now.hour) for school in chosen]
        replace_education(self.session, self._whole(which), told, now=self.now)

    def switch(self, waits: int, _more: int) -> None:
        self.waits = bool(waits)
        switch_alma_maters(self.session, self.congress, waits=self.waits, by=SYSTEM, now=self.now)

    def check(self) -> None:
        """Whatever ranks came through a confirmed claim, or nothing had to wait; and nothing else is held back."""
        self.session.flush()
        confirmed = {
            (one.person_id, one.school_id) for one in self._claims() if one.state == ClaimState.CONFIRMED
        }  # fmt: skip
        counted: dict[str, int] = defaultdict(int)
        entries = list(self.session.scalars(ledger_statement(self.congress.id, entities=None)))
        frozen = frozen_at(self.session, self.congress.id, self.now)
        for entry in entries:
            people = [0, 1] if entry.intention == "i2" else [int(entry.intention[1])]
            school = self.schools[SCHOOLS.index(entry.entity_code)]
            is_free = not self.waits or any((self.people[one][0], school.id) in confirmed for one in people)
            assert ((entry.intention, entry.entity_kind, entry.entity_code) in frozen) is not is_free
            counted[entry.entity_code] += entry.amount_fen if is_free else 0
        assert dict(self.shown_at(self.now)) == {code: fen for code, fen in counted.items() if fen > 0}
        for milestone, (_which, amount) in self.outcomes.items():
            total = sum(entry.amount_fen for entry in entries if entry.milestone == milestone)
            assert total == (0 if milestone in self.reversed else amount)

    def shown_at(self, moment: datetime) -> list[tuple[str, int]]:
        board = compute_board(
            self.session, self.congress, "investment-university", as_of=moment, period=2036, zone=ZONE
        )  # fmt: skip
        return [(one.code, one.total) for one in board.standings]


# the database does not matter to what is asked; both see each path in the other tests
@pytest.mark.one_database
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_frozen_amounts_never_rank_whatever_is_claimed_decided_and_accepted(
    app: Flask, steps: list[tuple[str, int, Any]]
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
        for moment, shown in seen:
            assert story.shown_at(moment) == shown
        assert verify_ledger(session, story.congress) == []
    finally:
        session.rollback()
