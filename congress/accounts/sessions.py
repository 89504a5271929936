"""Who is behind a request: the session cookie of a browser or the bearer token of a program."""

import time
from datetime import UTC, datetime, timedelta

from flask import (
    Flask,
    Response,
    after_this_request,
    current_app,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import delete
from sqlalchemy.orm import Session

from congress.accounts.lockout import Place, network_of, welcome
from congress.accounts.models import RoleGrant, User, UserSession
from congress.accounts.queries import session_by_id, session_by_secret, token_with_user, user_with_session
from congress.foundation import clock
from congress.foundation.access import NOBODY, Actor, Grant, current_actor
from congress.foundation.db import db, unit_of_work
from congress.foundation.errors import Unauthenticated
from congress.foundation.ids import digest, new_secret
from congress.settings import Settings

TOKEN_CACHED_FOR = 2.0
MOST_CACHED = 10_000
# how often a session's row learns that it is in use
WRITTEN_EVERY = timedelta(minutes=5)
BROWSER_COOKIE = "browser"
BROWSER_LIVES = timedelta(days=365)
LONGEST_SECRET = 100
PROOF_LASTS = timedelta(minutes=15)
# where a request remembers its session, and that its use is not written down yet
OWN_SESSION = "congress.session"
UNWRITTEN = "congress.session.unwritten"
# what somebody with a duty may open all the same: the door, and the pages where duties are done
OPEN_BEFORE_DUTY = {"accounts", "campus", "reset", "second_step", "account", "factors"}
_tokens: dict[str, tuple[float, Actor]] = {}


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def here() -> Place:
    """Where this request comes from; a browser that has no secret of its own yet gets one."""
    secret = request.cookies.get(BROWSER_COOKIE, "")[:LONGEST_SECRET]
    if not secret:
        secret = new_secret()

        @after_this_request
        def remember(response: Response) -> Response:
            response.set_cookie(
                BROWSER_COOKIE, secret, max_age=BROWSER_LIVES, httponly=True, samesite="Lax",
                secure=_settings().secure_cookies,
            )  # fmt: skip
            return response

    return Place(secret, network_of(request.remote_addr or ""))


def sign_in(database: Session, user: User, *, now: datetime, duty: str | None = None) -> None:
    """Begin a session for the user; whatever the browser held before is gone (no fixation).

    With a `duty`, the name of a page, nothing else opens before that is done.
    """
    language, place, secret = session.get("lang"), here(), new_secret()
    welcome(database, user, place, now=now)
    user.last_login_at = now
    database.execute(
        delete(UserSession).where(UserSession.user_id == user.id, UserSession.created_at < now - longest_session())
    )
    database.add(
        UserSession(
            user_id=user.id, secret_hash=digest(secret), device=(request.user_agent.string or "")[:200],
            network=place.network, created_at=now, seen_at=now, proven_at=now,
        )
    )  # fmt: skip
    session.clear()
    session.permanent = True
    session["user"], session["epoch"], session["seen"] = user.id, user.session_epoch, int(time.time())
    session["sid"] = secret
    if duty:
        session["duty"] = duty
    if language:
        session["lang"] = language


def sign_out(database: Session, *, now: datetime) -> None:
    """End this browser's session, in each copy of its cookie."""
    own = session_by_secret(database, digest(session.get("sid", "")))
    if own is not None:
        own.ended_at = now
    session.clear()


def idle_limit() -> timedelta:
    return timedelta(minutes=_settings().session_idle_minutes)


def longest_session() -> timedelta:
    return timedelta(hours=_settings().session_hours)


def own_session_id() -> int | None:
    """The session that this request belongs to; None for a token."""
    current_actor()
    own: int | None = request.environ.get(OWN_SESSION)
    return own


def is_proven_lately(database: Session) -> bool:
    """Whether this browser's owner proved who they are a moment ago; changes of an account ask for that."""
    own = session_by_id(database, own_session_id() or 0)
    return own is not None and clock.now() - own.proven_at < PROOF_LASTS


def lead_to_duty() -> ResponseReturnValue | None:
    """Whoever has something to do first, such as a new password, gets no other page before."""
    if request.endpoint in {None, "static"} or request.blueprint in OPEN_BEFORE_DUTY or "duty" not in session:
        return None
    return redirect(url_for(session["duty"]))


def note_use(response: Response) -> Response:
    """Write down, now and then, that a session is in use."""
    own = request.environ.pop(UNWRITTEN, None)
    if own is not None:
        with unit_of_work() as database:
            found = session_by_id(database, own)
            if found is not None:
                found.seen_at = clock.now()
    return response


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
    found = user_with_session(db.session(), user_id, digest(session.get("sid", "")))
    if found is None or not _is_live(*found, clock.now()) or moment - seen > idle_limit().total_seconds():
        session.clear()
        return NOBODY
    user, own = found
    if moment - seen > 60:  # noqa: PLR2004 -- the cookie is rewritten once a minute at most
        session["seen"] = moment
    if own is not None:
        request.environ[OWN_SESSION] = own.id
        if clock.now() - own.seen_at > WRITTEN_EVERY:
            request.environ[UNWRITTEN] = own.id
    return actor_of(user)


def _is_live(user: User, own: UserSession | None, now: datetime) -> bool:
    if not user.is_active or user.session_epoch != session.get("epoch"):
        return False
    if own is None:
        # a cookie of the release before has no row; it ends when it rests
        return "sid" not in session
    is_used = now - own.seen_at < idle_limit() + WRITTEN_EVERY
    return own.ended_at is None and is_used and now - own.created_at < longest_session()


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
    app.before_request(lead_to_duty)
    app.after_request(note_use)
