"""What payments do by themselves."""

from datetime import timedelta

from flask import current_app

from congress.foundation import clock
from congress.foundation.db import reading, unit_of_work
from congress.foundation.jobs import job
from congress.payments.checkout import close_checkouts
from congress.payments.checkout import send_refunds as send_all_refunds
from congress.payments.errors import PaymentServiceDown
from congress.payments.gateway import settings_here, the_gateway
from congress.payments.orders import GRACE, expire_order
from congress.payments.queries import due_orders
from congress.payments.reconciling import reconcile_day
from congress.settings import Settings


def _has_key() -> bool:
    return bool(settings_here().stripe_secret_key)


@job("payments.release_orders", every=60)
def release_orders() -> int:
    """Free the places of orders that nobody paid. Safe to run twice: each is released once."""
    now = clock.now()
    with reading() as session:
        due = list(due_orders(session, before=now - GRACE))
    released = 0
    for order_id in due:
        with unit_of_work() as session:
            released += expire_order(session, order_id, now=now)
    return released


@job("payments.close_checkouts", every=60)
def close_sessions() -> int:
    """End the sessions of closed orders at Stripe. Safe to run twice: a session ends once."""
    try:
        return close_checkouts(the_gateway(), now=clock.now()) if _has_key() else 0
    except PaymentServiceDown:
        return 0


@job("payments.send_refunds", every=60)
def send_refunds() -> int:
    """Send what was decided to go back. Safe to run twice: each carries the key of its refund."""
    try:
        return send_all_refunds(the_gateway(), now=clock.now()) if _has_key() else 0
    except PaymentServiceDown:
        return 0


@job("payments.reconcile", every=3600)
def reconcile() -> int:
    """Hold yesterday's ledger against Stripe, once. Safe to run twice: a day that was done is left alone."""
    if not _has_key():
        return 0
    settings: Settings = current_app.extensions["settings"]
    yesterday = clock.local_day(clock.now(), settings.timezone) - timedelta(days=1)
    try:
        return int(reconcile_day(the_gateway(), yesterday, zone=settings.timezone, now=clock.now()))
    except PaymentServiceDown:
        return 0
