"""Seats, waitlists and offers: what is taken is what is held, whatever people do."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from congress.alumni.actions import PersonFacts
from congress.foundation import clock
from congress.foundation.access import SYSTEM
from congress.foundation.db import db, unit_of_work
from congress.foundation.errors import StateRefused
from congress.notifications.models import Message
from congress.programme.actions import change_forum
from congress.programme.models import Category, Congress, Forum
from congress.registration.actions import (
    accept_offer,
    approve_forum,
    cancel_registration,
    change_registration,
    decide_registration,
    register_person,
)
from congress.registration.badges import reissue_badge
from congress.registration.errors import (
    AlreadyRegistered,
    ForumFull,
    ForumPast,
    ForumsOverlap,
    NoOffer,
    RegistrationClosed,
)
from congress.registration.models import Registration
from congress.registration.queries import registration_by_id
from congress.registration.rules import why_nobody_moves_up
from congress.registration.seats import OFFER_LASTS
from congress.registration.states import STUCK_NAMES, Stuck
from congress.registration.tasks import expire_offers
from congress.registration.waiting import waiting_line
from congress.registration.wish import Wish
from tests.factories.accounts import make_user, signed_in
from tests.factories.programme import OPENING, make_congress, make_forum

NOW = OPENING - timedelta(days=30)


class House:
    """A congress in one open transaction, and people who come and go in it."""

    def __init__(self, session: Session, *, approval: bool = False) -> None:
        self.session = session
        self.congress: Congress = make_congress(session, approval=approval)
        self.category = session.scalars(select(Category).where(Category.slug == "guest")).one()

    def forum(self, slug: str, **more: Any) -> Forum:
        return make_forum(self.session, self.congress, slug, **more)

    def register(self, number: int, forums: Sequence[str] = (), *, now: datetime = NOW, **more: Any) -> Registration:
        facts = PersonFacts(name=f"示例校友{number}", email=f"n{number}@example.test")
        wish = Wish(person=facts, category=self.category, forums=forums)
        return register_person(self.session, self.congress, wish, by=SYSTEM, now=now, **more)

    def cancel(self, registration: Registration) -> None:
        cancel_registration(self.session, registration, by=SYSTEM, now=NOW)

    def change(self, registration: Registration, forums: Sequence[str], now: datetime = NOW) -> Registration:
        return change_registration(self.session, registration, {"forums": forums}, by=SYSTEM, now=now)

    def states(self, *registrations: Registration) -> list[list[tuple[str, str]]]:
        self.session.flush()
        self.session.expire_all()
        return [
            [(held.forum.slug, held.status) for held in found.holdings]
            for found in (whole(self.session, one.id) for one in registrations)
        ]

    def told(self, event: str) -> list[str]:
        self.session.flush()
        return list(self.session.scalars(select(Message.address).where(Message.event == event).order_by(Message.id)))


def whole(session: Session, registration_id: int) -> Registration:
    found = registration_by_id(session, registration_id)
    assert found is not None
    return found


@pytest.fixture
def house(session: Session) -> House:
    return House(session)


def test_a_freed_seat_goes_to_whoever_asked_first_and_they_are_told(house: House) -> None:
    forum = house.forum("talk", capacity=1, waitlist=True)
    first, second, third = (house.register(n, ["talk"]) for n in (1, 2, 3))
    house.cancel(first)
    assert house.states(first, second, third) == [[], [("talk", "confirmed")], [("talk", "waitlisted")]]
    assert house.told("registration.promoted") == ["n2@example.test"]
    house.cancel(third)
    house.cancel(second)
    house.session.refresh(forum)
    assert forum.taken == 0


def test_whoever_leaves_the_line_frees_no_seat(house: House) -> None:
    forum = house.forum("talk", capacity=1, waitlist=True)
    first, second, third = (house.register(n, ["talk"]) for n in (1, 2, 3))
    house.change(second, [])
    house.session.refresh(forum)
    assert forum.taken == 1
    house.cancel(first)
    assert house.states(third) == [[("talk", "confirmed")]]


def test_more_seats_are_passed_on_in_the_order_of_asking(house: House) -> None:
    forum = house.forum("talk", capacity=1, waitlist=True)
    people = [house.register(n, ["talk"]) for n in range(5)]
    change_forum(house.session, house.congress, forum, {"capacity": 3}, by=SYSTEM, now=NOW)
    assert [held[0][1] for held in house.states(*people)] == ["confirmed"] * 3 + ["waitlisted"] * 2


def test_no_seat_is_offered_once_the_forum_has_begun(app: Flask) -> None:
    with unit_of_work() as session:
        house = House(session)
        forum = house.forum("talk", capacity=1, waitlist=True, promotion="offer")
        ids = [house.register(n, ["talk"]).id for n in (1, 2)]
        starts = forum.starts_at
        cancel_registration(session, whole(session, ids[0]), by=SYSTEM, now=starts)
        assert [held.status for held in whole(session, ids[1]).holdings] == ["waitlisted"]
        line = waiting_line(session, session.get_one(Forum, forum.id, populate_existing=True), now=starts)
        assert line is not None
        assert (line.waiting, str(line.why)) == (1, str(STUCK_NAMES[Stuck.CLOSED]))


@pytest.mark.one_database
def test_the_list_of_a_forum_says_how_many_wait_and_why(app: Flask) -> None:
    with unit_of_work() as session:
        house = House(session)
        house.forum("talk", capacity=1, waitlist=True)
        for number in (1, 2):
            house.register(number, ["talk"])
        make_user(session, "organiser")
    page = signed_in(app, "organiser@congress.test").get("/console/registrations?forum=talk&lang=zh").text
    assert "1 人候补。 暂不递补：席位已满。" in " ".join(page.split())


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, Stuck.NEXT), ({"seats_left": 0}, Stuck.FULL), ({"seats_left": 0, "offered": 1}, Stuck.OFFERED),
        ({"ready": 0}, Stuck.REVIEW), ({"until": NOW, "seats_left": 0}, Stuck.CLOSED),
    ],
)  # fmt: skip
def test_a_line_says_why_nobody_moves_up(facts: dict[str, Any], why: Stuck) -> None:
    usual: dict[str, Any] = {"ready": 1, "offered": 0, "seats_left": 1, "until": NOW + timedelta(days=1), "now": NOW}
    assert why_nobody_moves_up(**usual | facts) is why


def test_an_offered_seat_is_kept_for_a_day_and_then_goes_to_the_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work() as session:
        house = House(session)
        house.forum("talk", capacity=1, waitlist=True, promotion="offer")
        ids = [house.register(n, ["talk"]).id for n in (1, 2, 3)]
        house.cancel(whole(session, ids[0]))
        assert [house.states(whole(session, one))[0][0][1] for one in ids[1:]] == ["offered", "waitlisted"]
    monkeypatch.setattr(clock, "now", lambda: NOW + OFFER_LASTS - timedelta(seconds=1))
    assert expire_offers() == 0
    monkeypatch.setattr(clock, "now", lambda: NOW + OFFER_LASTS)
    assert expire_offers() == 1
    assert expire_offers() == 0
    with unit_of_work() as session:
        late, next_one = (whole(session, one) for one in ids[1:])
        assert late.holdings == []
        assert [held.status for held in next_one.holdings] == ["offered"]
        forum = next_one.holdings[0].forum
        assert forum.taken == 1
        with pytest.raises(NoOffer):
            accept_offer(session, late, forum, now=NOW)
        with pytest.raises(NoOffer):
            accept_offer(session, next_one, forum, now=NOW + 3 * OFFER_LASTS)
        accept_offer(session, next_one, forum, now=NOW + OFFER_LASTS + timedelta(hours=1))
        assert whole(session, ids[2]).holdings[0].status == "confirmed"
        with pytest.raises(NoOffer):
            accept_offer(session, whole(session, ids[2]), forum, now=NOW)


@pytest.mark.parametrize(
    ("other", "clashes"),
    [
        ({"hour": 1}, False), ({"hour": 0}, True), ({"hour": 0, "hours": 4}, True), ({"hour": 3}, False),
        ({"hour": 1, "capacity": 0, "waitlist": True}, False), ({"hour": 0, "capacity": 0, "waitlist": True}, True),
    ],
)  # fmt: skip
def test_forums_that_overlap_are_never_asked_for_together(house: House, other: dict[str, Any], clashes: bool) -> None:
    house.forum("one", hour=0, hours=1)
    house.forum("two", **other)
    if clashes:
        with pytest.raises(ForumsOverlap) as refused:
            house.register(1, ["one", "two"])
        assert set(refused.value.extra["forums"]) == {"one", "two"}
        assert "专场one" in str(refused.value)
        assert "专场two" in str(refused.value)
    else:
        assert len(house.register(1, ["one", "two"]).holdings) == 2


def test_what_one_holds_already_counts_when_one_asks_for_more(house: House) -> None:
    house.forum("one", hour=0, hours=2)
    house.forum("two", hour=1)
    found = house.register(1, ["one"])
    with pytest.raises(ForumsOverlap):
        house.change(found, ["one", "two"])
    assert house.states(found) == [[("one", "confirmed")]]
    assert [held.forum.slug for held in house.change(found, ["two"]).holdings] == ["two"]


def test_a_forum_that_is_over_takes_nobody_but_keeps_whom_it_had(house: House) -> None:
    house.forum("early")
    house.forum("late", hour=30)
    after = OPENING + timedelta(hours=2)
    found = house.register(1, ["early"])
    with pytest.raises(ForumPast):
        house.register(2, ["early"], now=after, walk_in=True)
    assert [held.forum.slug for held in house.change(found, ["early", "late"], now=after).holdings] == ["early", "late"]


def test_the_closing_time_is_the_first_moment_that_is_too_late(house: House) -> None:
    closes = house.congress.registration_closes_at
    house.register(1, now=closes - timedelta(microseconds=1))
    with pytest.raises(RegistrationClosed):
        house.register(2, now=closes)
    assert house.register(2, now=closes, walk_in=True).status == "confirmed"
    with pytest.raises(AlreadyRegistered):
        house.register(1, walk_in=True)


def test_a_reissue_keeps_the_number_and_ends_every_badge_before_it(house: House) -> None:
    found = house.register(1)
    for serial in (2, 3):
        made = reissue_badge(house.session, found, found.category, reason="遗失", by=SYSTEM, now=NOW)
        assert (made.number, made.serial) == (1, serial)
        house.session.expire(found, ["badges"])
        found = whole(house.session, found.id)
    assert [badge.revoked_at is None for badge in found.badges] == [False, False, True]
    assert len({badge.code for badge in found.badges}) == 3


def test_another_category_means_another_badge_and_the_same_one_means_none(house: House) -> None:
    found = house.register(1)
    vip = house.session.scalars(select(Category).where(Category.slug == "vip")).one()
    for category, badges in ((found.category, 1), (vip, 2), (vip, 2)):
        found = change_registration(house.session, found, {"category": category}, by=SYSTEM, now=NOW)
        assert len(found.badges) == badges
    assert [badge.category_letter for badge in found.badges] == ["G", "V"]


def test_cancelling_twice_changes_nothing_the_second_time(house: House) -> None:
    forum = house.forum("talk", capacity=2)
    found, _other = house.register(1, ["talk"]), house.register(2, ["talk"])
    house.cancel(found)
    house.cancel(whole(house.session, found.id))
    house.session.refresh(forum)
    assert forum.taken == 1
    assert house.told("registration.cancelled") == ["n1@example.test"]
    with pytest.raises(StateRefused):
        house.change(whole(house.session, found.id), ["talk"])


def test_under_review_nobody_holds_a_seat_or_a_badge_until_accepted(session: Session) -> None:
    house = House(session, approval=True)
    forum = house.forum("talk", capacity=1, waitlist=True)
    one, two, three = (house.register(n, ["talk"]) for n in (1, 2, 3))
    assert (one.status, one.badges, one.holdings[0].status) == ("pending", [], "pending")
    session.refresh(forum)
    assert forum.taken == 0
    two = decide_registration(session, two, accept=True, by=SYSTEM, now=NOW)
    one = decide_registration(session, one, accept=True, by=SYSTEM, now=NOW)
    three = decide_registration(session, three, accept=False, by=SYSTEM, now=NOW)
    assert [two.holdings[0].status, one.holdings[0].status, three.holdings] == ["confirmed", "waitlisted", []]
    assert (two.number, one.number, three.number) == (1, 2, None)
    assert house.told("registration.refused") == ["n3@example.test"]
    with pytest.raises(StateRefused):
        decide_registration(session, two, accept=True, by=SYSTEM, now=NOW)


def test_a_forum_with_approval_gives_its_seats_one_by_one(house: House) -> None:
    forum = house.forum("closed", capacity=1, approval=True)
    one, two = house.register(1, ["closed"]), house.register(2, ["closed"])
    assert (one.status, one.holdings[0].status) == ("confirmed", "pending")
    approve_forum(house.session, one, forum, by=SYSTEM, now=NOW)
    with pytest.raises(ForumFull):
        approve_forum(house.session, two, forum, by=SYSTEM, now=NOW)
    assert house.states(one) == [[("closed", "confirmed")]]


def meanwhile(act: Callable[[Session], object]) -> None:
    """Done by somebody else, committed before the test goes on."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def work() -> None:
        with app.app_context():
            with unit_of_work() as session:
                act(session)
            db.session.remove()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


@pytest.fixture
def two_at_once(backend: str, app: Flask) -> list[int]:
    """Registrations of a forum with one seat: the first holds it, the others wait."""
    if backend == "sqlite":
        pytest.skip("SQLite lets one write at a time: nobody can come in between")
    with unit_of_work() as session:
        house = House(session)
        house.forum("talk", capacity=1, waitlist=True)
        house.forum("spare", hour=5, capacity=5)
        return [house.register(n, ["talk"]).id for n in (1, 2, 3)]


def seats_of(slug: str) -> tuple[int, list[str]]:
    with unit_of_work() as session:
        forum = session.scalars(select(Forum).where(Forum.slug == slug)).one()
        held = [one for found in session.scalars(select(Registration.id)) for one in whole(session, found).holdings]
        return forum.taken, sorted(one.status for one in held if one.forum_id == forum.id)


def test_whoever_cancels_while_moving_up_passes_the_seat_on(two_at_once: list[int]) -> None:
    first, second, _third = two_at_once
    with unit_of_work() as session:
        waiting = whole(session, second)
        assert waiting.holdings[0].status == "waitlisted"
        meanwhile(lambda other: cancel_registration(other, whole(other, first), by=SYSTEM, now=NOW))
        cancel_registration(session, waiting, by=SYSTEM, now=NOW)
    assert seats_of("talk") == (1, ["confirmed"])


def test_whoever_cancels_gives_back_what_was_added_meanwhile(two_at_once: list[int]) -> None:
    first = two_at_once[0]
    with unit_of_work() as session:
        known = whole(session, first)
        meanwhile(
            lambda other: change_registration(
                other, whole(other, first), {"forums": ["talk", "spare"]}, by=SYSTEM, now=NOW
            )
        )
        cancel_registration(session, known, by=SYSTEM, now=NOW)
    assert seats_of("spare") == (0, [])
    assert seats_of("talk") == (1, ["confirmed", "waitlisted"])


def test_two_desks_that_reissue_one_badge_make_two_issues(two_at_once: list[int]) -> None:
    first = two_at_once[0]

    def reissue(session: Session, found: Registration) -> None:
        reissue_badge(session, found, found.category, reason="遗失", by=SYSTEM, now=NOW)

    with unit_of_work() as session:
        known = whole(session, first)
        meanwhile(lambda other: reissue(other, whole(other, first)))
        reissue(session, known)
    with unit_of_work() as session:
        badges = whole(session, first).badges
        assert [(badge.serial, badge.revoked_at is None) for badge in badges] == [(1, False), (2, False), (3, True)]
