"""What an organiser decides about prices: the terms of a congress and its extras."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.payments.models import Extra, PaymentTerms
from congress.payments.queries import terms_of
from congress.programme.models import Congress

FIELDS = (
    "kind", "title_zh", "title_en", "price_fen", "capacity", "most_each", "sale_from", "sale_until", "allowed_by",
    "on_sale",
)  # fmt: skip


def set_terms(
    session: Session, congress: Congress, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> PaymentTerms:  # fmt: skip
    """Switch selling on or off, and say whose account takes transfers; what is not named stays."""
    terms = terms_of(session, congress.id)
    session.add(terms)
    for name in ("is_open", "payee", "bank", "account", "transfer_days"):
        if name in facts:
            setattr(terms, name, facts[name])
    record(session, by, "payments.terms", "congress", congress.slug, now=now, open=terms.is_open)
    session.flush()
    return terms


def offer_extra(
    session: Session, congress: Congress, slug: str, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> Extra:
    """A new extra; raises Invalid where the slug is taken or the facts contradict each other."""
    extra = Extra(congress_id=congress.id, slug=slug, taken=0, **{name: facts[name] for name in FIELDS})
    _check(extra)
    with unique_or(session, Invalid.field("slug", _("This name is taken."))):
        session.add(extra)
    record(session, by, "extra.created", "extra", slug, now=now, fen=extra.price_fen)
    return extra


def change_extra(session: Session, extra: Extra, facts: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    """What is ordered already keeps the price that it had; raises Invalid."""
    for name in FIELDS:
        if name in facts:
            setattr(extra, name, facts[name])
    _check(extra)
    record(session, by, "extra.changed", "extra", extra.slug, now=now, fen=extra.price_fen)
    session.flush()


def _check(extra: Extra) -> None:
    if extra.sale_until <= extra.sale_from:
        raise Invalid.field("sale_until", _("The sale ends before it begins."))
    if extra.capacity < extra.taken:
        raise Invalid.field("capacity", _("%(count)s are taken already.", count=extra.taken))
    if extra.on_sale and not extra.allowed_by:
        raise Invalid.field("allowed_by", _("What is charged needs the number of the document that allows it."))
