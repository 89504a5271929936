"""Invented extras, a few orders of the first guests, and a pledge."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from congress.foundation.access import SYSTEM
from congress.payments.bank import confirm_payment
from congress.payments.invoicing import request_invoice
from congress.payments.orders import place_order
from congress.payments.pledging import make_pledge
from congress.payments.selling import offer_extra, set_terms
from congress.payments.settling import request_refund
from congress.payments.states import Method
from congress.programme.models import Congress
from congress.registration.queries import first_registrations

TERMS = {"is_open": True, "payee": "示例承办单位（虚构）", "bank": "示例银行长沙分行", "account": "0000 0000 0000 0000"}
DOCUMENT = "示例价费〔2026〕1号（虚构）"
# slug and kind, titles, yuan, places, at most for one person
EXTRAS = (
    ("dinner", "欢迎晚宴", "Welcome dinner", 300, 200, 2),
    ("hotel", "示例酒店一晚（双人间）", "One night at a sample hotel (twin room)", 450, 80, 3),
    ("booth", "成果展示展位", "Exhibition booth", 2000, 20, 1),
)
# what is ordered, and how far it has come
ORDERS = (("dinner", "open"), ("hotel", "paid"), ("dinner", "invoice"), ("booth", "refund"), ("dinner", "returned"))

# fen without an item, or an item at its price
BACK: dict[str, tuple[int | None, dict[str, int], str]] = {
    "refund": (50_000, {}, "示例：展位缩小"), "returned": (None, {"dinner": 1}, "示例：少来一人"),
}  # fmt: skip


def load_payments(session: Session, congress: Congress, *, now: datetime) -> None:
    """Nothing here moves money: everything was transferred, and confirmed by hand."""
    set_terms(session, congress, TERMS, by=SYSTEM, now=now)
    for slug, zh, en, yuan, capacity, most in EXTRAS:
        facts = {
            "kind": slug, "title_zh": zh, "title_en": en, "price_fen": yuan * 100, "capacity": capacity,
            "most_each": most, "sale_from": now - timedelta(days=30), "sale_until": now + timedelta(days=25),
            "allowed_by": DOCUMENT, "on_sale": True,
        }  # fmt: skip
        offer_extra(session, congress, slug, facts, by=SYSTEM, now=now)
    guests = first_registrations(session, congress.id, len(ORDERS))
    for guest, (slug, reached) in zip(guests, ORDERS, strict=False):
        order = place_order(
            session, guest, {slug: 2 if reached == "returned" else 1}, Method.TRANSFER, methods=[Method.TRANSFER], by=SYSTEM, now=now
        )  # fmt: skip
        if reached == "open":
            make_pledge(session, guest, "示例大学教育基金会（虚构）", "示例奖学金", 10_000_000, by=SYSTEM, now=now)
            continue
        confirm_payment(session, order, order.amount_fen, "示例流水", "示例：已见到账", by=SYSTEM, now=now)
        if reached == "invoice":
            request_invoice(session, order, guest.organisation, "", by=SYSTEM, now=now)
        elif reached in BACK:
            amount, returned, reason = BACK[reached]
            request_refund(
                session, order, amount, reason, key=f"demo-{order.public_id}", method=Method.TRANSFER,
                returned=returned, by=SYSTEM, now=now,
            )  # fmt: skip
