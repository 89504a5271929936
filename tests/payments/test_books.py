"""Invoices, pledges, lists, and the ledger held against Stripe."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from congress.foundation import clock
from congress.foundation.db import db, reading
from congress.payments.books_queries import reconciliations
from congress.payments.gateway import the_gateway
from congress.payments.models import Pledge, StripeFact
from congress.payments.reconciling import reconcile_day
from congress.payments.tasks import close_sessions, reconcile, release_orders, send_refunds
from tests.factories.exports import take_out
from tests.factories.office import PDF
from tests.factories.payments import INVOICE_XML
from tests.payments.desk import DINNER, Life, Shop, event
from tests.payments.stripe_double import StripeDouble
from tests.payments.test_orders import checkout

USCC = "91430000MA4XXXXX06"
ZONE = ZoneInfo("Asia/Shanghai")


def ofd() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("OFD.xml", "<ofd/>")
    return out.getvalue()


@pytest.fixture
def paid(shop: Shop) -> str:
    order = shop.order()
    shop.tell(event("checkout.session.completed", Life(shop.look(order)).checkout()))
    return order


def hand_over(shop: Shop, order: str, content: bytes) -> Any:
    invoice = shop.look(order).invoices[-1].public_id
    data = {"issue-number": "示例号码", "issue-file": (io.BytesIO(content), "fapiao")}
    return shop.browser("organiser").post(f"/console/payments/{order}/invoices/{invoice}/issue", data=data)


@pytest.mark.parametrize("content", [PDF, ofd(), INVOICE_XML], ids=["pdf", "ofd", "xml"])
def test_an_invoice_is_asked_for_issued_fetched_and_reversed(shop: Shop, paid: str, content: bytes) -> None:
    page = f"/me/{shop.code}/orders/{paid}"
    me, office = shop.browser("alumnus"), shop.browser("organiser")
    ask = {"title": "示例（虚构）公司", "tax_number": USCC}
    assert me.post(f"{page}/invoice", data=ask | {"tax_number": "123"}).status_code == 422
    assert me.post(f"{page}/invoice", data=ask).status_code == 302
    # one at a time
    assert me.post(f"{page}/invoice", data=ask).status_code == 409
    assert shop.look(paid).invoices[0].tax_number == USCC
    assert hand_over(shop, paid, content).status_code == 302
    invoice = shop.look(paid).invoices[0]
    assert me.get(f"{page}/invoices/{invoice.public_id}").data == content
    reverse = f"/console/payments/{paid}/invoices/{invoice.public_id}/reverse"
    assert office.post(reverse, data={"reversal-reason": "红字发票示例号"}).status_code == 302
    assert shop.look(paid).invoices[0].state == "reversed"
    assert [shop.told().count(event) for event in ("payments.invoice", "payments.invoice_reversed")] == [1, 1]
    assert me.post(f"{page}/invoice", data=ask).status_code == 302


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"PK\x03\x04 no archive", b"<?xml version='1.0'?><open"])
def test_what_is_no_electronic_invoice_is_refused(shop: Shop, paid: str, content: bytes) -> None:
    shop.browser("alumnus").post(f"/me/{shop.code}/orders/{paid}/invoice", data={"title": "示例"})
    assert hand_over(shop, paid, content).status_code == 422
    assert shop.look(paid).invoices[0].state == "requested"


def test_an_order_that_is_not_paid_has_no_invoice(shop: Shop) -> None:
    order = shop.order()
    answer = shop.browser("alumnus").post(f"/me/{shop.code}/orders/{order}/invoice", data={"title": "示例"})
    assert answer.status_code == 409


def test_a_donation_is_a_pledge_and_never_a_checkout(shop: Shop, double: StripeDouble) -> None:
    me, office = shop.browser("alumnus"), shop.browser("organiser")
    page = f"/me/{shop.code}/pledges"
    sent = me.post(page, data={"recipient": "示例大学教育基金会", "purpose": "奖学金", "amount": "100000"})
    assert sent.status_code == 302
    with reading() as session:
        [pledge] = session.scalars(select(Pledge))
        assert (pledge.amount_fen, pledge.state) == (10_000_000, "made")
    assert double.asked == []
    assert office.post(f"/console/pledges/{pledge.public_id}/pass-on").status_code == 302
    assert me.post(f"{page}/{pledge.public_id}/withdraw").status_code == 409


def test_the_list_comes_as_a_spreadsheet_whose_text_is_no_formula(shop: Shop, paid: str) -> None:
    shop.order(code=shop.register("evil@example.test", "=示例公式"), hotel=1)
    answer = take_out(shop.browser("organiser"), "orders", "state=open", form="xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows[1:]] == ["=示例公式"]
    assert rows[1][7] == 450
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_the_list_is_found_by_reference_and_by_name(shop: Shop, paid: str) -> None:
    browser = shop.browser("organiser")
    reference = shop.look(paid).reference
    for asked in (reference.lower(), "示例校友", shop.code):
        assert reference in browser.get("/console/payments", query_string={"q": asked}).text
    assert reference not in browser.get("/console/payments?state=expired").text


@pytest.mark.parametrize("statement", ["UPDATE money_entries SET amount_fen = 1", "DELETE FROM money_entries"])
def test_the_ledger_only_grows(shop: Shop, paid: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text(statement))


def compare_today() -> bool:
    now = datetime.now(UTC)
    return reconcile_day(the_gateway(), clock.local_day(now, ZONE), zone=ZONE, now=now)


def found_differences() -> list[tuple[str, int | None, int | None, str]]:
    with reading() as session:
        [day] = reconciliations(session)
        return [(one.kind, one.ours_fen, one.theirs_fen, one.note) for one in day.differences]


class TestReconciling:
    """Once a day our ledger is held against Stripe's."""

    def test_a_day_that_fits_shows_nothing_and_is_done_once(self, shop: Shop, double: StripeDouble) -> None:
        double.pay(checkout(shop, shop.order()))
        assert [compare_today(), compare_today()] == [True, False]
        assert found_differences() == []
        assert "全部相符" in shop.browser("organiser").get("/console/money").text

    def test_a_payment_that_no_event_told_of_is_taken_over_and_shown(self, shop: Shop, double: StripeDouble) -> None:
        order = shop.order()
        double.pay(checkout(shop, order), tells=False)
        compare_today()
        assert found_differences() == [("missing_here", None, DINNER, "taken over")]
        assert shop.look(order).state == "paid"

    @pytest.mark.usefixtures("double", "paid")
    def test_a_payment_that_stripe_knows_nothing_of_is_shown_until_somebody_settles_it(self, shop: Shop) -> None:
        compare_today()
        assert found_differences() == [("missing_there", DINNER, None, "")]
        browser = shop.browser("organiser")
        assert browser.post("/console/money/differences/1", data={"reason": ""}).status_code == 422
        assert browser.post("/console/money/differences/1", data={"reason": "示例说明"}).status_code == 302
        assert "示例说明" in browser.get("/console/money").text

    def test_another_amount_is_shown(self, shop: Shop, double: StripeDouble) -> None:
        charge = double.pay(checkout(shop, shop.order()))
        charge["amount"] = 7
        compare_today()
        assert found_differences() == [("amount", DINNER, 7, "amount")]

    def test_what_another_shop_took_under_the_same_key_is_none_of_our_business(
        self, shop: Shop, double: StripeDouble
    ) -> None:
        charge = double.pay(checkout(shop, shop.order()), tells=False)
        charge["metadata"], charge["payment_intent"] = {}, "pi_of_another_shop"
        compare_today()
        assert found_differences() == []


def test_the_jobs_do_their_work_and_rest_without_a_key(shop: Shop, double: StripeDouble) -> None:
    order = shop.order(now=datetime.now(UTC) - timedelta(hours=3))
    assert release_orders() == 1
    assert [close_sessions(), send_refunds(), reconcile()] == [0, 0, 1]
    assert shop.look(order).state == "expired"
    double.down = True
    assert reconcile() == 0
    with reading() as session:
        assert session.scalars(select(StripeFact)).all() == []
