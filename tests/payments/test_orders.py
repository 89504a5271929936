"""Placing, paying, releasing and giving back, with a Stripe that answers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from congress.foundation.access import SYSTEM
from congress.foundation.db import db, reading, unit_of_work
from congress.foundation.errors import Invalid, StateRefused
from congress.payments.checkout import close_checkouts, open_checkout, send_refunds
from congress.payments.errors import NotOnSale, PaymentServiceDown, PaymentsOff, SoldOut, TooMuchBack
from congress.payments.gateway import the_gateway
from congress.payments.models import Order
from congress.payments.orders import cancel_order, expire_order
from congress.payments.queries import extra_by_slug, order_by_public_id
from congress.payments.selling import change_extra, set_terms
from congress.payments.settling import request_refund
from congress.payments.states import Method
from congress.programme.queries import the_congress
from congress.registration.actions import cancel_registration
from congress.registration.queries import registration_by_code
from tests.payments.desk import DINNER, HOTEL, C, Life, Shop, event
from tests.payments.stripe_double import StripeDouble


def now() -> datetime:
    return datetime.now(UTC)


def change(**facts: Any) -> None:
    """Another dinner than was offered."""
    with unit_of_work() as session:
        change_extra(session, extra_by_slug(session, the_congress(session).id, "dinner"), facts, by=SYSTEM, now=now())


def checkout(shop: Shop, order: str) -> str:
    """The session in which the order is paid."""
    open_checkout(the_gateway(), shop.look(order).id, now=now())
    return str(shop.look(order).checkout_session)


def give_back(
    shop: Shop, order: str, fen: int | None, key: str, method: Method = Method.STRIPE, **items: int
) -> None:  # fmt: skip
    with unit_of_work() as session:
        found = order_by_public_id(session, the_congress(session).id, order)
        request_refund(
            session, found, fen, "示例理由", key=key, method=method, returned=items, by=SYSTEM, now=now()
        )  # fmt: skip
    send_refunds(the_gateway(), now=now())


def release(shop: Shop, order: str) -> bool:
    with unit_of_work() as session:
        return expire_order(session, shop.look(order).id, now=now() + timedelta(hours=3))


def test_the_server_alone_says_what_it_costs(shop: Shop, double: StripeDouble) -> None:
    order = shop.order(dinner=2, hotel=1)
    checkout(shop, order)
    [(path, asked)] = double.asked
    assert path == "/v1/checkout/sessions"
    assert shop.look(order).amount_fen == 2 * DINNER + HOTEL
    assert {asked[f"payment_method_types[{at}]"] for at in range(3)} == {"card", "alipay", "wechat_pay"}
    assert asked["line_items[0][price_data][unit_amount]"] == str(DINNER)
    assert asked["success_url"].startswith("http://congress.test/me/")


def test_an_order_has_one_session_however_often_it_is_asked_for(shop: Shop, double: StripeDouble) -> None:
    order = shop.order()
    first = checkout(shop, order)
    with unit_of_work() as session:
        # as after a crash between Stripe's answer and our note of it
        order_by_public_id(session, the_congress(session).id, order).checkout_session = None
    assert checkout(shop, order) == first
    assert list(double.sessions) == [first]


def test_a_session_that_says_another_amount_is_not_shown(shop: Shop, double: StripeDouble) -> None:
    order = shop.order()
    double.answers[f"checkout-{order}"] = {"id": "cs_odd", "object": "checkout.session", "amount_total": 1,
                                           "currency": "cny", "url": "http://127.0.0.1/odd"}  # fmt: skip
    with pytest.raises(PaymentServiceDown):
        checkout(shop, order)
    assert shop.look(order).checkout_url is None


def test_while_stripe_is_down_the_order_stands_and_can_be_paid_later(shop: Shop, double: StripeDouble) -> None:
    double.down = True
    browser = shop.browser("alumnus")
    answer = browser.post(f"/me/{shop.code}/orders", data={"quantity-dinner": "1", "method": "stripe"})
    assert answer.status_code == 302
    assert browser.post(f"{answer.location}/pay").status_code == 503
    double.down = False
    assert browser.post(f"{answer.location}/pay").status_code == 302
    assert f"{double.address}/pay/" in browser.get(answer.location).text


def test_paying_makes_it_paid_and_coming_back_alone_does_not(shop: Shop, double: StripeDouble) -> None:
    order = shop.order()
    session = checkout(shop, order)
    page = f"/me/{shop.code}/orders/{order}"
    assert "待付款" in shop.browser("alumnus").get(page).text
    double.pay(session)
    assert "已支付" in shop.browser("alumnus").get(page).text
    assert shop.ledger(order) == [("payment", DINNER)]


def test_places_are_never_sold_twice(app: Flask, shop: Shop) -> None:
    codes = [shop.register(f"n{number}@example.test", f"示例校友{number}") for number in range(24)]

    def buy(code: str) -> str:
        with app.app_context():
            try:
                shop.order(code=code)
                return "held"
            except SoldOut:
                return "sold out"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(buy, codes))
    assert (answers.count("held"), answers.count("sold out")) == (10, 14)
    assert shop.taken() == 10


def test_an_order_that_cannot_be_whole_holds_nothing(shop: Shop) -> None:
    for number in range(2):
        shop.order(code=shop.register(f"m{number}@example.test", f"示例校友{number}"), dinner=4)
    with pytest.raises(SoldOut):
        shop.order(hotel=1, dinner=3)
    assert (shop.taken(), shop.taken("hotel")) == (8, 0)


@pytest.mark.parametrize("why", ["too many", "too many in two orders", "nothing", "unknown", "over", "switched off"])
def test_what_cannot_be_bought_is_refused(shop: Shop, why: str) -> None:
    refusals: dict[str, type[Exception]] = {
        "unknown": NotOnSale, "over": NotOnSale, "switched off": PaymentsOff,
    }  # fmt: skip
    wanted = {"too many": {"dinner": 5}, "nothing": {"dinner": 0}, "unknown": {"yacht": 1}}.get(why, {"dinner": 2})
    if why == "too many in two orders":
        shop.order(dinner=3)
    with unit_of_work() as session:
        congress = the_congress(session)
        if why == "switched off":
            set_terms(session, congress, {"is_open": False}, by=SYSTEM, now=now())
    if why == "over":
        change(sale_until=now() - timedelta(hours=1))
    with pytest.raises(refusals.get(why, Invalid)):
        shop.order(**wanted)


def test_what_is_on_sale_names_the_document_that_allows_it(shop: Shop) -> None:
    with pytest.raises(Invalid):
        change(allowed_by="")


def test_what_nobody_pays_is_released_once_and_its_session_ends(shop: Shop, double: StripeDouble) -> None:
    order = shop.order(dinner=2)
    session = checkout(shop, order)
    assert [release(shop, order), release(shop, order)] == [True, False]
    assert shop.look(order).state == "expired"
    assert shop.taken() == 0
    close_checkouts(the_gateway(), now=now())
    assert double.sessions[session]["status"] == "expired"
    assert shop.told().count("payments.released") == 1


def test_a_payment_that_comes_late_is_taken_while_there_is_a_place(shop: Shop, double: StripeDouble) -> None:
    order = shop.order()
    session = checkout(shop, order)
    release(shop, order)
    double.pay(session)
    assert shop.look(order).state == "paid"
    assert shop.taken() == 1


def test_a_payment_that_comes_after_the_place_is_gone_goes_back_and_is_told(
    shop: Shop, double: StripeDouble
) -> None:  # fmt: skip
    order = shop.order()
    session = checkout(shop, order)
    release(shop, order)
    with unit_of_work() as opened:
        change_extra(
            opened, extra_by_slug(opened, the_congress(opened).id, "dinner"), {"capacity": 0}, by=SYSTEM, now=now()
        )
    double.pay(session)
    assert shop.look(order).state == "expired"
    send_refunds(the_gateway(), now=now())
    found = shop.look(order)
    assert (found.state, found.refunded_fen, shop.taken()) == ("refunded", DINNER, 0)
    assert shop.told().count("payments.too_late") == 1


def test_a_last_second_payment_that_no_event_told_of_is_found_when_the_session_is_closed(
    shop: Shop, double: StripeDouble
) -> None:
    order = shop.order()
    double.pay(checkout(shop, order), tells=False)
    release(shop, order)
    close_checkouts(the_gateway(), now=now())
    assert shop.look(order).state == "paid"


def test_a_payment_for_an_order_that_was_called_off_goes_back(shop: Shop, double: StripeDouble) -> None:
    order = shop.order()
    session = checkout(shop, order)
    with unit_of_work() as opened:
        cancel_order(opened, order_by_public_id(opened, the_congress(opened).id, order), by=SYSTEM, now=now())
    double.pay(session)
    assert shop.taken() == 0
    send_refunds(the_gateway(), now=now())
    assert shop.look(order).state == "refunded"


def test_who_cancels_the_registration_calls_off_what_is_not_paid(shop: Shop) -> None:
    order = shop.order()
    with unit_of_work() as session:
        found = registration_by_code(session, the_congress(session).id, shop.code)
        cancel_registration(session, found, by=SYSTEM, now=now())
    assert shop.look(order).state == "cancelled"
    assert shop.taken() == 0


class TestGivingBack:
    """Refunds: never more than was paid, and never twice."""

    @pytest.fixture
    def paid(self, shop: Shop, double: StripeDouble) -> str:
        order = shop.order(dinner=2)
        double.pay(checkout(shop, order))
        return order

    def test_two_clicks_give_back_once(self, shop: Shop, double: StripeDouble, paid: str) -> None:
        browser = shop.browser("organiser")
        form = {"refund-amount": "100", "refund-reason": "示例", "refund-method": "stripe",
                "refund-request_key": "a" * 26}  # fmt: skip
        for _click in range(2):
            assert browser.post(f"/console/payments/{paid}/refund", data=form).status_code == 302
        send_refunds(the_gateway(), now=now())
        send_refunds(the_gateway(), now=now())
        assert len(double.refunds) == 1
        found = shop.look(paid)
        assert (found.state, found.refunded_fen, found.has_places) == ("partly_refunded", 10_000, True)

    def test_a_worker_that_died_after_asking_asks_for_the_same_refund(
        self, shop: Shop, double: StripeDouble, paid: str
    ) -> None:
        give_back(shop, paid, 10_000, "one")
        with unit_of_work() as session:
            session.connection().exec_driver_sql("UPDATE refunds SET state = 'requested', stripe_id = NULL")
        send_refunds(the_gateway(), now=now())
        assert len(double.refunds) == 1
        assert shop.look(paid).refunded_fen == 10_000

    @pytest.mark.parametrize("method", list(Method))
    def test_nobody_gets_more_than_was_paid(self, shop: Shop, paid: str, method: Method) -> None:
        give_back(shop, paid, 40_000, "one")
        with pytest.raises(TooMuchBack):
            give_back(shop, paid, 20_001, "two", method)
        give_back(shop, paid, 20_000, "three", method)
        assert (shop.look(paid).state, shop.taken()) == ("refunded", 0)
        with pytest.raises(TooMuchBack):
            give_back(shop, paid, 1, "four", method)

    def test_what_is_on_its_way_counts(self, shop: Shop, double: StripeDouble, paid: str) -> None:
        double.down = True
        for key, fen in (("one", 50_000), ("two", 10_001)):
            refused: Any = pytest.raises(PaymentServiceDown if key == "one" else TooMuchBack)
            with refused:
                give_back(shop, paid, fen, key)
        double.down = False
        send_refunds(the_gateway(), now=now())
        assert shop.look(paid).refunded_fen == 50_000

    def test_a_refund_that_stripe_refuses_is_shown_as_failed_and_may_go_by_hand(
        self, shop: Shop, double: StripeDouble, paid: str
    ) -> None:
        double.refuses_refunds = True
        give_back(shop, paid, 60_000, "one")
        assert "失败" in shop.browser("organiser").get(f"/console/payments/{paid}").text
        assert shop.look(paid).state == "paid"
        give_back(shop, paid, 60_000, "two", Method.TRANSFER)
        assert shop.look(paid).state == "refunded"


def test_a_transfer_is_never_given_back_through_stripe(shop: Shop, double: StripeDouble) -> None:
    order = shop.order(method=Method.TRANSFER)
    browser = shop.browser("organiser")
    confirm = {"confirm-amount": "300", "confirm-reason": "示例已见到账", "confirm-source": "示例流水"}
    assert browser.post(f"/console/payments/{order}/confirm", data=confirm).status_code == 302
    with pytest.raises(TooMuchBack):
        give_back(shop, order, DINNER, "one")


def test_without_a_key_transfers_work_and_the_console_says_what_is_missing(app: Flask) -> None:
    shop = Shop(app)
    browser = shop.browser("alumnus")
    page = browser.get(f"/me/{shop.code}/orders").text
    assert 'value="transfer"' in page
    assert 'value="stripe"' not in page
    assert browser.post(f"/me/{shop.code}/orders", data={"quantity-dinner": "1", "method": "stripe"}).status_code == 422
    answer = browser.post(f"/me/{shop.code}/orders", data={"quantity-dinner": "1", "method": "transfer"})
    assert shop.look(answer.location.rpartition("/")[2]).reference in browser.get(answer.location).text
    assert "STRIPE_SECRET_KEY" in shop.browser("organiser").get("/console/extras").text


def test_free_stays_free_of_any_step_of_paying(app: Flask) -> None:
    shop = Shop(app)
    browser = shop.browser("alumnus")
    assert f"/me/{shop.code}/orders" in browser.get("/me").text
    with unit_of_work() as session:
        set_terms(session, the_congress(session), {"is_open": False}, by=SYSTEM, now=now())
    assert f"/me/{shop.code}/orders" not in browser.get("/me").text


def test_programs_order_for_themselves_alone(shop: Shop, double: StripeDouble) -> None:
    other = shop.register("other@example.test", "示例校友乙")
    client = shop.app.test_client()
    body = {"registration": shop.code, "items": [{"extra": "dinner", "quantity": 2}], "method": "stripe"}
    token = shop.tokens["alumnus"]
    assert client.post(f"{C}/orders", json=body | {"registration": other}, headers=token).status_code == 404
    made = client.post(f"{C}/orders", json=body, headers=token)
    assert (made.status_code, made.json["amount_fen"]) == (201, 2 * DINNER)
    one = f"{C}/orders/{made.json['id']}"
    paying = client.post(f"{one}/checkout", headers=token)
    assert paying.json["checkout_url"].startswith(double.address)
    double.pay("cs_test_0")
    assert client.get(one, headers=token).json["state"] == "paid"
    assert client.post(f"{one}/cancel", headers=token).json["type"].endswith("state-refused")
    key = shop.tokens["organiser"] | {"Idempotency-Key": "one"}
    for _time in range(2):
        refund = client.post(f"{one}/refunds", json={"amount_fen": 5, "reason": "示例"}, headers=key)
        assert refund.status_code == 201
    send_refunds(the_gateway(), now=now())
    assert client.get(one, headers=token).json["refunded_fen"] == 5
    item = {"extra": "dinner", "quantity": 1}
    back = client.post(f"{one}/refunds", json={"items": [item], "reason": "示例"}, headers=shop.tokens["organiser"])
    assert (back.json["amount_fen"], back.json["items"]) == (DINNER, [item])
    assert client.get(one, headers=token).json["items"][0]["returned"] == 1
    twice = {"items": [item, item], "reason": "示例"}
    assert client.post(f"{one}/refunds", json=twice, headers=shop.tokens["organiser"]).status_code == 422
    listed = client.get(f"{C}/orders?state=partly_refunded", headers=shop.tokens["organiser"]).json["items"]
    assert [item["id"] for item in listed] == [made.json["id"]]


def test_each_step_that_the_table_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="cancelled does not lead to paid"):
        Order(state="cancelled").move_to("paid")  # type: ignore[arg-type]


def test_a_paid_order_cannot_be_called_off(shop: Shop) -> None:
    order = shop.order()
    shop.tell(event("checkout.session.completed", Life(shop.look(order)).checkout()))
    with pytest.raises(StateRefused), unit_of_work() as session:
        cancel_order(session, order_by_public_id(session, the_congress(session).id, order), by=SYSTEM, now=now())


@pytest.mark.one_database
def test_an_extra_that_is_saved_as_it_is_shown_keeps_its_times(app: Flask) -> None:
    shop = Shop(app)
    page = shop.browser("organiser").get("/console/extras/dinner").text
    with reading() as session:
        begins = extra_by_slug(session, the_congress(session).id, "dinner").sale_from
    local = begins.astimezone(app.extensions["settings"].timezone)
    assert f'value="{local:%Y-%m-%dT%H:%M}"' in page
