"""Giving back one item of an order, or some of it: its place is free again and its price goes back."""

from itertools import permutations
from uuid import uuid4

import pytest

from congress.changes.queries import slips_statement
from congress.foundation.db import reading
from congress.foundation.errors import Invalid
from congress.payments.checkout import send_refunds
from congress.payments.gateway import the_gateway
from congress.payments.queries import order_by_public_id
from congress.payments.states import Method
from congress.programme.queries import the_congress
from tests.payments.desk import DINNER, HOTEL, Shop, event
from tests.payments.stripe_double import StripeDouble
from tests.payments.test_orders import checkout, give_back, now


@pytest.fixture
def paid(shop: Shop, double: StripeDouble) -> str:
    order = shop.order(dinner=3, hotel=1)
    double.pay(checkout(shop, order))
    return order


def held(order: str) -> dict[str, int]:
    with reading() as session:
        found = order_by_public_id(session, the_congress(session).id, order)
        return {item.extra.slug: item.held for item in found.items}


def test_one_of_three_dinners_goes_back_and_the_rest_stays(
    shop: Shop, double: StripeDouble, paid: str
) -> None:  # fmt: skip
    browser = shop.browser("organiser")
    form = {"quantity-dinner": "1", "quantity-hotel": "0", "refund-amount": "", "refund-reason": "示例：少来一人",
            "refund-method": "stripe", "refund-request_key": "b" * 26}  # fmt: skip
    for _click in range(2):
        assert browser.post(f"/console/payments/{paid}/refund", data=form).status_code == 302
    send_refunds(the_gateway(), now=now())
    assert [one["amount"] for one in double.refunds.values()] == [DINNER]
    assert (held(paid), shop.taken(), shop.taken("hotel")) == ({"dinner": 2, "hotel": 1}, 2, 1)
    assert shop.ledger(paid) == [("payment", 3 * DINNER + HOTEL), ("refund", -DINNER)]
    page = shop.browser("alumnus").get(f"/me/{shop.code}/orders/{paid}").text
    assert "3，其中已退 1" in page
    assert "欢迎晚宴 × 1 · 示例：少来一人" in " ".join(page.split())
    assert shop.told().count("payments.given_back") == 1


def test_a_part_of_the_price_goes_back_by_transfer_where_a_fee_is_kept(shop: Shop, paid: str) -> None:
    give_back(shop, paid, 20_000, "one", Method.TRANSFER, hotel=1)
    assert (held(paid), shop.taken("hotel")) == ({"dinner": 3, "hotel": 0}, 0)
    assert shop.look(paid).refunded_fen == 20_000
    # each refund is told, not the first alone
    give_back(shop, paid, None, "two", Method.TRANSFER, dinner=1)
    assert shop.told().count("payments.given_back") == 2
    # what was given back may be ordered again
    shop.order(method=Method.TRANSFER, hotel=4)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("fen", "items"), [(None, {}), (None, {"dinner": 4}), (30_001, {"dinner": 1}), (1, {"yacht": 1})]
)
def test_what_the_order_does_not_hold_or_is_not_worth_is_refused(
    shop: Shop, paid: str, fen: int | None, items: dict[str, int]
) -> None:
    with pytest.raises(Invalid):
        give_back(shop, paid, fen, "one", **items)
    assert (shop.taken(), shop.look(paid).refunds) == (3, [])


@pytest.mark.one_database
def test_what_was_typed_stays_where_it_is_refused(shop: Shop, paid: str) -> None:
    form = {"quantity-dinner": "2", "refund-amount": "700", "refund-reason": "示例理由", "refund-method": "stripe",
            "refund-request_key": "c" * 26}  # fmt: skip
    browser = shop.browser("organiser")
    answer = browser.post(f"/console/payments/{paid}/refund", data=form)
    assert (answer.status_code, "该金额高于所退项目的价格" in answer.text) == (422, True)
    assert '<option value="2" selected' in " ".join(answer.text.split())
    answer = browser.post(f"/console/payments/{paid}/refund", data=form | {"quantity-dinner": "-1"})
    assert answer.status_code == 422


def test_all_items_one_after_the_other_are_the_whole_order(shop: Shop, paid: str) -> None:
    for key, items in (("one", {"dinner": 3}), ("two", {"hotel": 1})):
        give_back(shop, paid, None, key, **items)
    found = shop.look(paid)
    assert (found.state, found.has_places, shop.taken(), shop.taken("hotel")) == ("refunded", False, 0, 0)


def test_the_rest_of_the_money_frees_only_what_is_still_held(shop: Shop, paid: str) -> None:
    give_back(shop, paid, None, "one", dinner=2)
    shop.order(code=shop.register("more@example.test", "示例校友丙"), dinner=1)
    give_back(shop, paid, DINNER + HOTEL, "two")
    assert (shop.look(paid).state, shop.taken(), shop.taken("hotel")) == ("refunded", 1, 0)


@pytest.mark.one_database
def test_what_stripe_tells_of_it_in_any_order_changes_nothing_more(shop: Shop, double: StripeDouble, paid: str) -> None:
    double.tell = lambda _told: None
    give_back(shop, paid, None, "one", dinner=1)
    [refund] = double.refunds.values()
    [charge] = double.charges.values()
    told = [event("charge.refunded", charge), event("refund.created", refund), event("refund.updated", refund)]
    for told_in_order in permutations(told):
        for one in told_in_order:
            shop.tell(one | {"id": f"evt_{uuid4().hex}"})
    assert shop.ledger(paid) == [("payment", 3 * DINNER + HOTEL), ("refund", -DINNER)]
    assert (shop.taken(), held(paid)["dinner"]) == (2, 2)


def test_a_dinner_less_is_told_to_the_kitchen_by_a_slip(shop: Shop, paid: str) -> None:
    give_back(shop, paid, None, "one", dinner=1, hotel=1)
    give_back(shop, paid, 2 * DINNER, "two")
    with reading() as session:
        slips = session.scalars(slips_statement(the_congress(session).id, closed=False)).all()
        changes = sorted((one.before["extras"], one.after["extras"]) for one in slips)
        assert [[task.paper for task in one.tasks] for one in slips] == [["kitchen"], ["kitchen"]]
        first = slips[-1].id
    assert "欢迎晚宴 x" in shop.browser("organiser").get(f"/console/changes/{first}").text
    assert changes == [("欢迎晚宴 x 2", "欢迎晚宴 x 0"), ("欢迎晚宴 x 3", "欢迎晚宴 x 2")]
