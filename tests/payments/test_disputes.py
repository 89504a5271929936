"""拒付: a payer's bank wants the money back. What is at stake and until when is shown and told, a loss is booked."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from congress.foundation.db import reading, unit_of_work
from congress.notifications.models import Message
from congress.notifications.queries import messages_to
from tests.payments.desk import DINNER, SHAPES, C, Life, Shop, event
from tests.payments.stripe_double import StripeDouble
from tests.payments.test_books import compare_today, found_differences
from tests.payments.test_orders import checkout
from tests.payments.test_webhooks import ends_of_all_orders

OFFICE = "organiser@congress.test"
# 18 May 2033, 11:33 in Changsha
DUE = 2_000_000_000


@pytest.fixture
def order(shop: Shop) -> str:
    """Two dinners, paid."""
    order = shop.order(dinner=2)
    shop.tell(event("checkout.session.completed", Life(shop.look(order)).checkout()))
    return order


def dispute(shop: Shop, order: str, kind: str, status: str, *, amount: int | None = None) -> str:
    """Stripe tells a step of it; what became of the event."""
    thing = Life(shop.look(order)).dispute(status, amount=amount, due_by=DUE)
    outcome: str = shop.tell(event(f"charge.dispute.{kind}", thing)).json["outcome"]
    return outcome


def letters(kind: str) -> list[Message]:
    with reading() as session:
        return [one for one in messages_to(session, [OFFICE]) if one.event == f"payments.{kind}"]


@pytest.mark.one_database
@pytest.mark.parametrize("status", ["lost", "won"])
def test_the_steps_of_a_dispute_end_the_same_in_each_of_their_orders(shop: Shop, status: str) -> None:
    found = shop.look(shop.order())
    life = Life(found)
    steps = [("created", "needs_response"), ("closed", status)]
    if status == "lost":
        steps.insert(1, ("updated", "under_review"))
    events = [event("payment_intent.succeeded", life.intent(), name="evt_paid")]
    events += [event(f"charge.dispute.{kind}", life.dispute(word), name=f"evt_{kind}") for kind, word in steps]
    with unit_of_work() as session:
        ends = ends_of_all_orders(session, found.id, events)
    [(end, times)] = ends.items()
    state, closed, has_places, *_rest, sums = end
    ended = (state, closed, has_places, sums)
    if status == "lost":
        assert (times, ended) == (24, ("charged_back", "cancelled", False, (DINNER, 0, -DINNER)))
    else:
        assert (times, ended) == (6, ("paid", None, True, (DINNER, 0, 0)))


@pytest.mark.one_database
def test_what_is_at_stake_and_until_when_is_shown_and_told_once(shop: Shop, order: str) -> None:
    for kind in ("created", "funds_withdrawn"):
        assert dispute(shop, order, kind, "needs_response") == "taken"
    found = shop.look(order)
    assert (found.state, found.at_stake_fen, found.left_fen) == ("disputed", 2 * DINNER, 2 * DINNER)
    [letter] = letters("disputed")
    assert "¥600.00" in letter.text
    assert "5月18日（周三）11:33" in letter.text
    assert f"/console/payments/{order}" in letter.text
    office = shop.browser("organiser")
    for page in (f"/console/payments/{order}", "/console/money", "/console/money?lang=en"):
        assert 'datetime="2033-05-18T03:33' in office.get(page).text
    assert found.reference in office.get("/console/payments?state=disputed").text
    assert "银行拒付争议中" in shop.browser("alumnus").get(f"/me/{shop.code}/orders/{order}?lang=zh").text
    one = shop.app.test_client().get(f"{C}/orders/{order}", headers=shop.tokens["organiser"]).json["disputes"][0]
    assert (one["amount_fen"], one["state"], one["reason"]) == (2 * DINNER, "answer", "product_not_received")


def test_what_a_bank_disputes_is_not_given_back_a_second_time(shop: Shop, order: str) -> None:
    dispute(shop, order, "created", "needs_response", amount=DINNER)
    client, token = shop.app.test_client(), shop.tokens["organiser"]
    for method in ("stripe", "transfer"):
        body = {"amount_fen": DINNER + 1, "reason": "示例", "method": method}
        answer = client.post(f"{C}/orders/{order}/refunds", json=body, headers=token)
        assert (answer.status_code, answer.json["type"].rpartition("/")[2]) == (409, "payment-disputed")
    form = {"refund-amount": "600", "refund-reason": "示例", "refund-method": "stripe", "refund-request_key": "d" * 26}
    page = shop.browser("organiser").post(f"/console/payments/{order}/refund", data=form)
    assert (page.status_code, "可能重复退还" in page.text) == (409, True)
    # what nobody disputes can go back
    body = {"items": [{"extra": "dinner", "quantity": 1}], "reason": "示例", "method": "transfer"}
    assert client.post(f"{C}/orders/{order}/refunds", json=body, headers=token).status_code == 201


def test_a_loss_is_booked_and_the_places_are_free(shop: Shop, order: str) -> None:
    dispute(shop, order, "created", "needs_response")
    for _time in range(2):
        dispute(shop, order, "closed", "lost")
    found = shop.look(order)
    assert (found.state, found.charged_back_fen, found.at_stake_fen, shop.taken()) == ("charged_back", 60_000, 0, 0)
    assert shop.ledger(order) == [("payment", 60_000), ("chargeback", -60_000)]
    [letter] = letters("dispute_closed")
    assert "败诉" in letter.text
    page = shop.browser("organiser").get("/console/money").text
    assert "已被银行扣回" in page
    assert f"dp_{order[:10]}" in page


@pytest.mark.one_database
def test_a_loss_of_a_part_leaves_the_rest(shop: Shop, order: str) -> None:
    dispute(shop, order, "closed", "lost", amount=DINNER)
    found = shop.look(order)
    assert (found.state, found.left_fen, found.has_places, shop.taken()) == ("partly_refunded", DINNER, True, 2)
    # nothing was refunded by us, and nobody is told so
    assert "payments.given_back" not in shop.told()


@pytest.mark.one_database
def test_what_is_won_is_paid_as_before(shop: Shop, order: str) -> None:
    dispute(shop, order, "created", "needs_response")
    dispute(shop, order, "closed", "won")
    found = shop.look(order)
    assert (found.state, found.at_stake_fen, shop.ledger(order)) == ("paid", 0, [("payment", 60_000)])
    assert "胜诉" in letters("dispute_closed")[0].text


@pytest.mark.one_database
def test_a_bank_that_only_asks_can_be_answered_by_giving_the_money_back(shop: Shop, order: str) -> None:
    dispute(shop, order, "created", "warning_needs_response")
    assert (shop.look(order).state, len(letters("disputed"))) == ("paid", 1)
    form = {"refund-amount": "600", "refund-reason": "示例", "refund-method": "transfer",
            "refund-request_key": "e" * 26}  # fmt: skip
    assert shop.browser("organiser").post(f"/console/payments/{order}/refund", data=form).status_code == 302


@pytest.mark.one_database
def test_a_word_that_nobody_knows_yet_is_looked_at_and_odd_values_do_no_harm(shop: Shop, order: str) -> None:
    odd = Life(shop.look(order)).dispute("a_word_of_tomorrow") | {"amount": "60000", "evidence_details": None}
    assert shop.tell(event("charge.dispute.created", odd)).json["outcome"] == "taken"
    assert len(letters("disputed")) == 1
    blind = SHAPES["dispute"] | {"payment_intent": None}
    assert shop.tell(event("charge.dispute.created", blind)).json["outcome"] == "look"
    assert blind["charge"] in shop.browser("organiser").get("/console/money").text
    foreign = blind | {"payment_intent": "pi_of_another_shop", "id": "dp_other"}
    assert shop.tell(event("charge.dispute.created", foreign)).json["outcome"] == "foreign"


class TestReconcilingDisputes:
    """The day's comparison knows disputes, also those that began long before."""

    def test_one_that_no_event_told_of_is_taken_over(self, shop: Shop, double: StripeDouble) -> None:
        order = shop.order()
        charge = double.pay(checkout(shop, order))
        double.dispute(charge, "needs_response")
        compare_today()
        assert found_differences() == [("missing_here", None, DINNER, "taken over")]
        assert shop.look(order).state == "disputed"
        assert "1 笔拒付" in shop.browser("organiser").get("/console/money").text

    def test_an_end_that_no_event_told_of_is_found_months_later(self, shop: Shop, double: StripeDouble) -> None:
        order = shop.order()
        told = double.dispute(double.pay(checkout(shop, order)), "under_review")
        shop.tell(event("charge.dispute.updated", told))
        told["created"] -= int(timedelta(days=70).total_seconds())
        told["status"] = "lost"
        with unit_of_work() as session:
            session.connection().execute(
                text("UPDATE payment_disputes SET opened_at = :then"), {"then": datetime.now(UTC) - timedelta(days=70)}
            )
        compare_today()
        assert found_differences() == [("step", DINNER, DINNER, "taken over")]
        assert shop.ledger(order)[-1] == ("chargeback", -DINNER)
