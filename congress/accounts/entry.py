"""From a proven password, code or campus login to a session: the second step, duties, and the desk."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.actions import password_is_due
from congress.accounts.factors import factors_of, must_have_factor
from congress.accounts.messages import changed_text
from congress.accounts.models import User
from congress.accounts.queries import user_by_id
from congress.accounts.sessions import is_proven_lately, sign_in
from congress.accounts.states import Role
from congress.foundation import clock
from congress.foundation.access import current_actor
from congress.foundation.db import reading
from congress.foundation.errors import Unauthenticated
from congress.foundation.i18n import language
from congress.foundation.pages import safe_next
from congress.notifications.actions import Recipient, send_message

# seconds between the password and the second step
SECOND_STEP_WITHIN = 600
DESKS = {
    Role.GATE: "/gate/", Role.SCHOOL: "/school/", Role.DIVISION: "/division/",
    Role.OFFICER: "/service/", Role.ALUMNUS: "/me",
}  # fmt: skip


def code_key() -> bytes:
    """What one-time codes are hashed with."""
    return str(current_app.secret_key).encode()


def let_in(database: Session, user: User, wanted: str | None = None) -> ResponseReturnValue:
    """One proof is there: begin the session, or ask for the second one."""
    onward = safe_next(wanted or request.values.get("next"))
    if not factors_of(database, user):
        return redirect(begin_session(database, user, onward))
    session["second"] = {
        "user": user.id, "epoch": user.session_epoch, "since": int(time.time()), "next": onward,
    }  # fmt: skip
    return redirect(url_for("second_step.ask"))


def user_at_second_step(database: Session, *, lock: bool = False) -> User | None:
    """Who proved the first half in this browser a moment ago; `lock` holds the row while tries are counted."""
    half = session.get("second")
    if half is None or time.time() - half["since"] > SECOND_STEP_WITHIN:
        return None
    user = user_by_id(database, half["user"], lock=lock)
    if user is None or not user.is_active or user.session_epoch != half["epoch"]:
        return None
    return user


def begin_session(database: Session, user: User, onward: str | None) -> str:
    """Sign in; the answer is the page to go on to: what is due first, else what somebody wanted, else their desk."""
    duty = _duty_of(database, user)
    sign_in(database, user, now=clock.now(), duty=duty)
    return url_for(duty) if duty else onward or desk_of(user)


def _duty_of(database: Session, user: User) -> str | None:
    if password_is_due(user, now=clock.now()):
        return "account.password"
    if must_have_factor(user) and not factors_of(database, user):
        return "factors.overview"
    return None


def own_user(database: Session) -> User:
    """Whoever asks."""
    user = user_by_id(database, current_actor().user_id or 0)
    if user is None:
        raise Unauthenticated
    return user


def needs_proof(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Changes of an account are made shortly after a proof; else the password is asked for once more."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        with reading() as database:
            proven = is_proven_lately(database)
        if proven:
            return view(*args, **kwargs)
        return redirect(url_for("account.prove", next=request.path if request.method == "GET" else None))

    return guarded


def tell_of_change(database: Session, user: User, what: str) -> None:
    """Write to the account's owner, who may not be the one who changed it."""
    to = Recipient(email=user.email, phone=user.phone, language=language())
    if user.email or user.phone:
        send_message(database, to, "accounts.changed", changed_text(what), now=clock.now())


def after_duty(database: Session, user: User) -> None:
    """Once something due is done: the next duty, or none."""
    session.pop("duty", None)
    duty = _duty_of(database, user)
    if duty:
        session["duty"] = duty


def desk_of(user: User) -> str:
    roles = {grant.role for grant in user.grants}
    return next((path for role, path in DESKS.items() if role in roles), "/console/")
