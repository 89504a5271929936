"""What is good once: login codes, links, and challenges that a browser or another site answers."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from congress.accounts.models import LoginCode
from congress.accounts.queries import newest_code
from congress.foundation.ids import digest, new_secret

CHALLENGE_LIVES = timedelta(minutes=5)


def use_up(session: Session, code: LoginCode, *, now: datetime) -> bool:
    """Take a one-time code, link or challenge; of two who try at once, one gets it."""
    taken = session.execute(
        update(LoginCode)
        .where(LoginCode.id == code.id, LoginCode.used_at.is_(None))
        .values(used_at=now)
        .returning(LoginCode.id)
        .execution_options(synchronize_session=False)
    )
    return taken.scalar_one_or_none() is not None


def note_challenge(session: Session, purpose: str, challenge: str, *, now: datetime) -> None:
    """Remember a challenge for five minutes, as its hash. The purpose is a name that nobody can type at the door."""
    session.add(
        LoginCode(
            # the link's secret is known to nobody
            address=purpose, code_hash=digest(challenge), link_hash=digest(new_secret()),
            expires_at=now + CHALLENGE_LIVES, created_at=now,
        )
    )  # fmt: skip


def is_open(session: Session, purpose: str, challenge: str, *, now: datetime) -> bool:
    """Whether `take_challenge` would take it now."""
    found = newest_code(session, purpose)
    return found is not None and _fits(found, challenge, now) and found.used_at is None


def _fits(found: LoginCode, challenge: str, now: datetime) -> bool:
    return found.code_hash == digest(challenge) and found.expires_at > now


def take_challenge(session: Session, purpose: str, challenge: str, *, now: datetime) -> bool:
    """Whether it is the newest one for the purpose, in time and not answered before; it is used up."""
    found = newest_code(session, purpose)
    if found is None or not _fits(found, challenge, now):
        return False
    return use_up(session, found, now=now)
