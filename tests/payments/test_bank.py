"""对公转账: a statement matches by reference and amount, all or nothing, and may be loaded again."""

import io
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import select

from congress.foundation.db import reading
from congress.foundation.ids import ALPHABET
from congress.payments.models import BankLine
from congress.payments.rules import is_reference, new_reference, read_fen, references_in
from congress.payments.states import Method
from tests.payments.desk import DINNER, Shop

HEAD = ("交易日期", "交易流水号", "对方户名", "收入金额", "支出金额", "附言")


@pytest.fixture
def shop(app: Flask) -> Shop:
    return Shop(app)


def as_csv(rows: list[tuple[str, ...]], encoding: str = "gb18030") -> bytes:
    return "\n".join(",".join(row) for row in [HEAD, *rows]).encode(encoding)


def as_xlsx(rows: list[tuple[str, ...]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in [HEAD, *rows]:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def line(number: int, amount: str, remark: str, payer: str = "示例（虚构）公司") -> tuple[str, ...]:
    return ("2036-11-01", f"S{number}", payer, amount, "", remark)


def load(shop: Shop, content: bytes, *, dry: bool = False) -> Any:
    data: dict[str, Any] = {"file": (io.BytesIO(content), "statement.csv")} | ({"dry_run": "y"} if dry else {})
    return shop.browser("organiser").post("/console/bank", data=data)


def lines() -> dict[str, str]:
    with reading() as session:
        return {one.transaction: one.state for one in session.scalars(select(BankLine))}


@pytest.mark.parametrize("make", [as_csv, lambda rows: as_csv(rows, "utf-8-sig"), as_xlsx], ids=["gb", "utf-8", "xlsx"])
def test_a_transfer_with_reference_and_amount_pays_its_order_once(shop: Shop, make: Any) -> None:
    order = shop.order(method=Method.TRANSFER)
    reference = shop.look(order).reference
    # as people write it: small, with spaces and a word before it
    remark = f"大会费用 {reference[:4].lower()}-{reference[4:]}"
    content = make([line(1, "300.00", remark), line(2, "", "手续费")])
    for _time in range(2):
        assert load(shop, content).status_code == 302
    assert shop.look(order).state == "paid"
    assert shop.ledger(order) == [("payment", DINNER)]
    assert lines() == {"S1": "matched"}
    assert shop.told().count("payments.paid") == 1


def test_a_dry_run_tells_and_stores_nothing(shop: Shop) -> None:
    order = shop.order(method=Method.TRANSFER)
    page = load(shop, as_csv([line(1, "300", shop.look(order).reference)]), dry=True)
    assert "S1: 已匹配" in page.text
    assert (lines(), shop.look(order).state) == ({}, "open")


def test_one_wrong_value_stops_the_whole_statement_and_is_named(shop: Shop) -> None:
    order = shop.order(method=Method.TRANSFER)
    rows = [line(1, "300", shop.look(order).reference), line(2, "三百", ""), ("昨天", "S3", "", "5", "", "")]
    page = load(shop, as_csv(rows))
    assert page.status_code == 422
    assert "row 3, column 收入金额" in page.text
    assert "row 4, column 交易日期" in page.text
    assert (lines(), shop.look(order).state) == ({}, "open")


def test_what_nearly_fits_waits_for_a_person_with_a_reason(shop: Shop) -> None:
    short, named = (shop.order(method=Method.TRANSFER) for _order in range(2))
    shop.order(code=shop.register("b@example.test", "示例校友乙"), method=Method.TRANSFER, hotel=1)
    rows = [
        line(1, "299.50", shop.look(short).reference),
        line(2, "450", "", payer="示例校友乙"),
        line(3, "7", "谁也不知道", payer="示例陌生人"),
    ]
    load(shop, as_csv(rows))
    assert lines() == {"S1": "near", "S2": "near", "S3": "unmatched"}
    browser = shop.browser("organiser")
    decide = {"reference": shop.look(short).reference, "reason": "银行扣手续费 0.50 元"}
    assert browser.post("/console/bank/1/confirm", data=decide | {"reason": ""}).status_code == 422
    assert browser.post("/console/bank/1/confirm", data=decide).status_code == 302
    found = shop.look(short)
    assert (found.state, found.paid_fen) == ("paid", 29_950)
    assert browser.post("/console/bank/1/confirm", data=decide).status_code == 409
    assert browser.post("/console/bank/3/aside", data={"reason": "不是我们的"}).status_code == 302
    assert lines()["S3"] == "set_aside"
    assert shop.look(named).state == "open"


def test_a_transaction_that_comes_back_with_another_amount_is_an_error(shop: Shop) -> None:
    load(shop, as_csv([line(1, "5", "")]))
    assert load(shop, as_csv([line(1, "6", "")])).status_code == 422


def test_money_for_an_order_that_is_paid_already_is_shown_and_not_booked(shop: Shop) -> None:
    order = shop.order(method=Method.TRANSFER)
    reference = shop.look(order).reference
    load(shop, as_csv([line(1, "300", reference), line(2, "300", reference)]))
    assert lines() == {"S1": "matched", "S2": "near"}
    assert shop.look(order).paid_fen == DINNER


@given(st.integers(2, 10), st.sampled_from(ALPHABET))
def test_a_reference_with_one_wrong_character_is_no_reference(at: int, other: str) -> None:
    reference = new_reference()
    assert references_in(f"大会{reference}谢谢") == [reference]
    spoilt = reference[:at] + other + reference[at + 1 :]
    assert is_reference(spoilt) == (spoilt == reference)


@given(st.integers(2, 9))
def test_a_reference_with_two_neighbours_swapped_is_no_reference(at: int) -> None:
    reference = new_reference()
    swapped = reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :]
    assert is_reference(swapped) == (swapped == reference)


AMOUNTS = [("1,234.50", 123_450), ("￥300", 30_000), ("0.01", 1)]
NO_AMOUNTS = ["1.005", "", "1e999", "NaN", "三百", "99999999999999"]


@pytest.mark.parametrize(("typed", "fen"), AMOUNTS)
def test_amounts_are_read_to_the_fen(typed: str, fen: int) -> None:
    assert read_fen(typed) == fen


@pytest.mark.parametrize("typed", NO_AMOUNTS)
def test_what_is_no_amount_is_never_guessed(typed: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 -- the message is the text itself
        read_fen(typed)
    assert str(refused.value) == typed
