"""What Stripe tells changes an order once, whatever comes first, twice, or from somebody else."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from congress.foundation.db import reading, unit_of_work
from congress.payments.books_queries import events_to_look_at
from congress.payments.incoming import Event, take_event
from congress.payments.queries import books_of, lock_order
from congress.payments.rules import Fact, told_by
from congress.payments.states import EntryKind, EventOutcome, FactKind, Method
from tests.payments.desk import DINNER, SECRET, Life, Shop, event, signed

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def end_of(session: Session, order_id: int) -> tuple[object, ...]:
    """Everything that an order has come to."""
    found = lock_order(session, order_id)
    books = books_of(session, order_id)
    sums = tuple(books[kind, Method.STRIPE] for kind in EntryKind)
    return (
        found.state, found.closed, found.has_places, found.paid_fen, found.refunded_fen, found.checkout_session,
        found.payment_intent, found.checkout_open, sums,
    )  # fmt: skip


def take(session: Session, told: dict[str, Any]) -> EventOutcome:
    checked = Event(told["id"], told["type"], told["livemode"], told["data"]["object"])
    return take_event(session, checked, expects_live=False, now=datetime.now(UTC))


def ends_of_all_orders(session: Session, order_id: int, events: list[dict[str, Any]]) -> Counter[tuple[object, ...]]:
    """How often each end is reached; what begins alike is played once, and every event comes again on the way."""
    ends: Counter[tuple[object, ...]] = Counter()

    def play(done: list[dict[str, Any]], left: list[dict[str, Any]]) -> None:
        if not left:
            assert take(session, done[0]) == "ignored"
            ends[end_of(session, order_id)] += 1
        for told in left:
            with session.begin_nested() as attempt:
                take(session, told)
                if done:
                    assert take(session, done[-1]) == "ignored"
                play([*done, told], [other for other in left if other is not told])
                attempt.rollback()

    play([], events)
    return ends


def ends_of_a_life(shop: Shop, *, whole: bool) -> list[tuple[tuple[object, ...], int]]:
    """Each end that the six events of a payment lead to, with the number of orders that lead there."""
    found = shop.look(shop.order())
    life = Life(found)
    events = life.events(10_000)
    if not whole:
        events[4] = event("refund.updated", life.refund(10_000))
    with unit_of_work() as session:
        ends = ends_of_all_orders(session, found.id, events)
    session_and_payment = (f"cs_test_{life.number}", life.payment, False)
    assert all(end[5:8] == session_and_payment for end in ends)
    return [((*end[:5], *end[8]), times) for end, times in ends.items()]


@pytest.mark.stricter_database
def test_a_payment_given_back_whole_ends_the_same_in_each_of_720_orders(shop: Shop) -> None:
    assert ends_of_a_life(shop, whole=True) == [
        (("refunded", "cancelled", False, DINNER, DINNER, DINNER, -DINNER, 0), 720)
    ]


@pytest.mark.one_database
def test_a_payment_given_back_in_part_ends_the_same_in_each_of_720_orders(shop: Shop) -> None:
    assert ends_of_a_life(shop, whole=False) == [
        (("partly_refunded", None, True, DINNER, 10_000, DINNER, -10_000, 0), 720)
    ]


facts = st.lists(st.builds(Fact, st.sampled_from(FactKind), st.integers(0, 1000), st.booleans()), max_size=8)


@given(known=facts, chance=st.randoms(use_true_random=False))
def test_what_facts_come_to_does_not_hang_on_their_order(known: list[Fact], chance: Random) -> None:
    shuffled = chance.sample(known, len(known))
    assert told_by(shuffled) == told_by(known)
    assert 0 <= told_by(known).refunded_fen <= told_by(known).paid_fen


def test_an_event_is_acted_on_once(shop: Shop) -> None:
    order = shop.order(dinner=2)
    told = event("checkout.session.completed", Life(shop.look(order)).checkout())
    answers = [shop.tell(told) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.json["outcome"] for answer in answers] == ["taken", "ignored", "ignored"]
    assert shop.ledger(order) == [("payment", 2 * DINNER)]
    assert shop.told().count("payments.paid") == 1


@pytest.mark.parametrize(
    "spoil",
    ["another secret", "too old", "altered", "no signature", "nonsense", "not ascii", "no text"],
)
def test_what_is_not_signed_by_stripe_now_is_refused_and_leaves_nothing(shop: Shop, spoil: str) -> None:
    order = shop.order()
    told = event("checkout.session.completed", Life(shop.look(order)).checkout())
    body = json.dumps(told).encode()
    headers = signed(body)
    if spoil == "another secret":
        headers = signed(body, secret="whsec_of_somebody_else")
    elif spoil == "too old":
        headers = signed(body, at=datetime.now(UTC) - timedelta(seconds=330))
    elif spoil == "altered":
        body = body.replace(b"30000", b"30001")
    elif spoil == "no signature":
        headers = {}
    elif spoil == "nonsense":
        headers = {"Stripe-Signature": "t=,v1=,,=="}
    elif spoil == "not ascii":
        headers = {"Stripe-Signature": f"t={int(datetime.now(UTC).timestamp())},v1=é"}
    else:
        body = b"\xff\xfe" + body
    answer = shop.app.test_client().post("/webhooks/stripe", data=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json["type"].endswith("bad-signature")
    assert shop.look(order).state == "open"
    # the true one is taken afterwards: the false one was not stored
    assert shop.tell(told).json["outcome"] == "taken"


def test_a_signature_of_just_within_five_minutes_is_taken(shop: Shop) -> None:
    told = event("checkout.session.completed", Life(shop.look(shop.order())).checkout())
    assert shop.tell(told, at=datetime.now(UTC) - timedelta(seconds=280)).status_code == 200


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b"null", b"{", b'{"id": 7, "type": [], "livemode": 0, "data": {"object": 1}}']
)
def test_what_is_signed_and_no_event_is_refused(shop: Shop, body: bytes) -> None:
    answer = shop.app.test_client().post("/webhooks/stripe", data=body, headers=signed(body))
    assert answer.status_code == 400


def test_without_a_secret_no_signature_fits(app: Flask) -> None:
    body = json.dumps(event("charge.succeeded", {"id": "ch_1"})).encode()
    answer = app.test_client().post("/webhooks/stripe", data=body, headers=signed(body, secret=SECRET))
    assert answer.status_code == 400


def test_unknown_kinds_and_other_peoples_payments_are_left_alone(shop: Shop) -> None:
    assert shop.tell(event("customer.created", {"id": "cus_1"})).json["outcome"] == "ignored"
    foreign = Life(shop.look(shop.order())).charge() | {"metadata": {}, "payment_intent": "pi_of_another_shop"}
    assert shop.tell(event("charge.succeeded", foreign)).json["outcome"] == "foreign"


@pytest.mark.parametrize("odd", ["amount", "currency", "livemode", "payment"])
def test_a_payment_that_does_not_fit_its_order_is_shown_and_not_taken(shop: Shop, odd: str) -> None:
    order = shop.order()
    found = shop.look(order)
    life = Life(found, amount=1) if odd == "amount" else Life(found, currency="usd" if odd == "currency" else "cny")
    if odd == "payment":
        shop.tell(event("checkout.session.completed", Life(found).checkout()))
        life.payment = "pi_another"
    answer = shop.tell(event("payment_intent.succeeded", life.intent(), livemode=odd == "livemode"))
    assert answer.json["outcome"] == "mismatch"
    assert shop.look(order).paid_fen == (DINNER if odd == "payment" else 0)
    with reading() as session:
        [shown] = events_to_look_at(session, since=LONG_AGO)
        assert shown.note == odd


def test_a_refund_that_fails_is_money_that_is_with_us_again(shop: Shop) -> None:
    order = shop.order()
    life = Life(shop.look(order))
    shop.tell(event("checkout.session.completed", life.checkout()))
    shop.tell(event("charge.refunded", life.charge(10_000)))
    shop.tell(event("refund.failed", life.refund(10_000, status="failed")))
    found = shop.look(order)
    assert (found.state, found.refunded_fen) == ("paid", 0)
    assert shop.ledger(order) == [("payment", DINNER), ("refund", -10_000), ("refund", 10_000)]
