"""Who is behind a request: the session cookie of a browser or the bearer token of a program."""

import time
from datetime import UTC, datetime, timedelta

from flask import Flask, request, session
from sqlalchemy.orm import Session

from congress.accounts.models import RoleGrant, User
from congress.accounts.queries import token_with_user, user_by_id
from congress.foundation import clock
from congress.foundation.access import NOBODY, Actor, Grant
from congress.foundation.db import db
from congress.foundation.errors import Unauthenticated
from congress.foundation.ids import digest

IDLE = timedelta(hours=12)
TOKEN_CACHED_FOR = 2.0
MOST_CACHED = 10_000
_tokens: dict[str, tuple[float, Actor]] = {}


def sign_in(user: User) -> None:
    """Begin a session for the user; whatever the browser held before is gone (no fixation)."""
    language = session.get("lang")
    session.clear()
    session.permanent = True
    session["user"], session["epoch"], session["seen"] = user.id, user.session_epoch, int(time.time())
    if language:
        session["lang"] = language


def sign_out() -> None:
    session.clear()


def forget_cached_tokens() -> None:
    _tokens.clear()


def load_actor() -> Actor:
    """The actor of this request; a bad bearer token is refused rather than taken for nobody."""
    header = request.headers.get("Authorization", "")
    if header:
        kind, _space, secret = header.partition(" ")
        if kind.lower() != "bearer" or not secret:
            raise Unauthenticated
        return _token_actor(secret.strip())
    if request.path.startswith("/api/"):
        return NOBODY
    return _session_actor()


def _session_actor() -> Actor:
    user_id, seen = session.get("user"), session.get("seen", 0)
    if user_id is None:
        return NOBODY
    moment = int(time.time())
    user = user_by_id(db.session(), user_id)
    if user is None or not user.is_active or user.session_epoch != session.get("epoch") or moment - seen > IDLE.seconds:
        session.clear()
        return NOBODY
    if moment - seen > 60:  # noqa: PLR2004 -- the cookie is rewritten once a minute at most
        session["seen"] = moment
    return actor_of(user)


def actor_of(user: User, *, token_id: int | None = None, scopes: frozenset[str] | None = None) -> Actor:
    return Actor(
        user_id=user.id,
        display_name=user.name or user.email or user.phone or "",
        grants=tuple(_grant(row) for row in user.grants),
        token_id=token_id,
        token_scopes=scopes,
        addresses=frozenset(filter(None, (user.email, user.phone))),
    )


def _grant(row: RoleGrant) -> Grant:
    return Grant(row.role, row.scope_kind or None, row.scope_code or None)


def _token_actor(secret: str) -> Actor:
    """Cached for two seconds in each process: that is how long a revoked token may still work."""
    hashed = digest(secret)
    moment = time.monotonic()
    cached = _tokens.get(hashed)
    if cached is not None and cached[0] > moment:
        return cached[1]
    actor = _read_token(db.session(), hashed, clock.now())
    if len(_tokens) > MOST_CACHED:
        _tokens.clear()
    _tokens[hashed] = (moment + TOKEN_CACHED_FOR, actor)
    return actor


def _read_token(database: Session, hashed: str, now: datetime) -> Actor:
    found = token_with_user(database, hashed)
    # the read must not hold a transaction open under the call's own
    try:
        if found is None:
            raise Unauthenticated
        token, user = found
        expired = token.expires_at is not None and token.expires_at.astimezone(UTC) <= now
        if token.revoked_at or expired or not user.is_active:
            raise Unauthenticated
        return actor_of(user, token_id=token.id, scopes=frozenset(token.scopes) or None)
    finally:
        database.rollback()


def configure_sessions(app: Flask) -> None:
    app.extensions["actor_loader"] = load_actor
