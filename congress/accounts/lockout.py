"""Wrong tries at the door: whoever guesses waits, and nobody else.

Tries are counted where they come from: a browser that the account's owner was signed in with before, or else a
network address. All strange addresses together have a count too, against guessing from many; it never holds back a
browser that is known. From a new browser in the middle of an attack the way in is a new password by mail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network

from sqlalchemy import delete
from sqlalchemy.orm import Session

from congress.accounts.models import LoginPlace, User
from congress.accounts.queries import place_of
from congress.accounts.rules import FORGOTTEN_AFTER, FREE_TRIES, FREE_TRIES_OF_STRANGERS, wait_after
from congress.foundation.ids import digest


@dataclass(frozen=True)
class Place:
    """Where a try comes from: the secret in the browser's cookie, if it has one, and the network address."""

    browser: str
    network: str


def network_of(address: str) -> str:
    """The address as it is counted: one household or office of IPv6 is a /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ip_network(f"{found}/64", strict=False))  # noqa: PLR2004 -- IPv4


def admits(session: Session, user: User, place: Place, proves: Callable[[], bool], *, now: datetime) -> bool:
    """Whether a try is taken: nobody has to wait there, and it proves who it is. A wrong one is counted.

    The user's row is locked by the caller, so that parallel guesses are counted one after the other.
    """
    counters = _counters(session, user, place, now)
    if any(counter.locked_until and counter.locked_until > now for counter, _free in counters):
        return False
    right = proves()
    if not right:
        for counter, free in counters:
            counter.failed_logins += 1
            wait = wait_after(counter.failed_logins, free)
            counter.locked_until = now + wait if wait else None
    return right


def welcome(session: Session, user: User, place: Place, *, now: datetime) -> None:
    """A whole login: its browser is known from now on, and what was counted there is forgotten."""
    known = place_of(session, user.id, digest(place.browser))
    if known is None:
        known = LoginPlace(user_id=user.id, place_hash=digest(place.browser), seen_at=now)
        session.add(known)
        user.failed_logins, user.locked_until = 0, None
    known.is_known, known.seen_at = True, now
    known.failed_logins, known.locked_until = 0, None
    strange = LoginPlace.is_known.is_(False), LoginPlace.seen_at < now - FORGOTTEN_AFTER
    session.execute(delete(LoginPlace).where(LoginPlace.user_id == user.id, *strange))


def _counters(session: Session, user: User, place: Place, now: datetime) -> list[tuple[LoginPlace | User, int]]:
    """What counts a try from this place, with the tries that are free there."""
    browser = place_of(session, user.id, digest(place.browser)) if place.browser else None
    if browser is not None and browser.is_known:
        return [(browser, FREE_TRIES)]
    strangers = (user, FREE_TRIES_OF_STRANGERS)
    # a flood from many addresses leaves no row for each
    if user.locked_until and user.locked_until > now:
        return [strangers]
    return [strangers, (_at_address(session, user, place, now), FREE_TRIES)]


def _at_address(session: Session, user: User, place: Place, now: datetime) -> LoginPlace:
    hashed = digest(f"network {place.network}")
    found = place_of(session, user.id, hashed)
    if found is None:
        found = LoginPlace(user_id=user.id, place_hash=hashed, failed_logins=0)
        session.add(found)
    elif found.seen_at < now - FORGOTTEN_AFTER:
        found.failed_logins = 0
    found.seen_at = now
    return found
