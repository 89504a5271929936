"""Asking the investor whether a promise was kept: a one-time link by one way, its code by another."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.queries import is_staff_address
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _, pick
from congress.foundation.ids import digest, new_secret
from congress.foundation.pages import local_time, public_link
from congress.promises.actions import may_work
from congress.promises.errors import NotTheOwner
from congress.promises.messages import CODE, LINK
from congress.promises.models import Promise, PromiseLink
from congress.promises.queries import hold_promise, link_by_digest, open_links_of, whole_promise
from congress.promises.states import PromiseState
from congress.signing.errors import LinkRefused
from congress.signing.links import LIVES, Ways, is_open, new_digits


def ask_investor(session: Session, promise: Promise, ways: Ways, *, by: Actor, now: datetime) -> str | None:
    """Ask the investor by a link; earlier ones die. Answers the code when it is to be told by mouth.

    Raises:
        NotTheOwner: another place's promise.
        StateRefused: its office does not call it kept.
        Invalid: the address is that of somebody who files or organises here.
    """
    if not may_work(by, promise.office):
        raise NotTheOwner
    hold_promise(session, promise)
    if promise.state != PromiseState.KEPT:
        raise StateRefused
    addresses = [one for way in (ways.link, ways.code) if way for one in (way.email, way.phone) if one]
    if is_staff_address(session, addresses):
        raise Invalid.field("email", _("This is the address of somebody who works here, not the investor's."))
    for earlier in open_links_of(session, promise.id):
        earlier.closed_at = now
    secret, code, expires = new_secret(), new_digits(), now + LIVES
    session.add(
        PromiseLink(
            promise_id=promise.id, link_sha256=digest(secret), code_sha256=digest(secret + code), expires_at=expires,
            created_at=now,
        )
    )  # fmt: skip
    office = pick(promise.office.name, promise.office.name_en)
    link = public_link("promises.link", secret=secret)
    asked = LINK.text(title=promise.intention.told_title, office=office, link=link, time=local_time(expires))
    ways.send(session, "promises", asked, CODE.text(code=code), now=now)
    record(session, by, "promise.asked", "promise", promise.public_id, now=now)
    session.flush()
    return None if ways.code is not None else code


def open_link(session: Session, secret: str, *, now: datetime, lock: bool = False) -> tuple[PromiseLink, Promise]:
    """The link and the promise that it asks about. Raises LinkRefused: unknown, used up, too old, tried too often."""
    link = link_by_digest(session, digest(secret), lock=lock)
    if link is None or not is_open(link, now=now):
        raise LinkRefused
    promise = whole_promise(session, link.promise_id)
    if promise.state != PromiseState.KEPT:
        raise LinkRefused
    return link, promise
