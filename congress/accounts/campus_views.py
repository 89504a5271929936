"""Logging in by one's own school: off to its server, and back with its word."""

from flask import Blueprint, current_app, redirect, request, session
from flask.typing import ResponseReturnValue

from congress.accounts import cas, oidc
from congress.accounts.actions import campus_user
from congress.accounts.addresses import normal_email
from congress.accounts.entry import let_in
from congress.accounts.errors import CampusNameless, CampusStale
from congress.accounts.one_time import note_challenge, take_challenge
from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.db import unit_of_work
from congress.foundation.errors import NotFound
from congress.foundation.ids import new_secret, same
from congress.foundation.limits import limiter
from congress.foundation.pages import public_link, safe_next
from congress.settings import CampusLogin

blueprint = Blueprint("campus", __name__)
PROTOCOLS = {"oidc": oidc, "cas": cas}


def _login(campus: str) -> CampusLogin:
    logins: tuple[CampusLogin, ...] = current_app.extensions["settings"].campus_logins
    found = next((one for one in logins if one.slug == campus), None)
    if found is None:
        raise NotFound
    return found


@blueprint.get("/login/campus/<campus>")
@public
@limiter.limit("30 per minute")
def begin(campus: str) -> ResponseReturnValue:
    login, state = _login(campus), new_secret()
    url, memory = PROTOCOLS[login.kind].begin(login, public_link("campus.back", campus=campus), state)
    with unit_of_work() as database:
        note_challenge(database, _purpose(campus, state), state, now=clock.now())
    onward = safe_next(request.args.get("next"))
    session["campus"] = memory | {"campus": campus, "state": state, "next": onward}
    return redirect(url)


@blueprint.get("/login/campus/<campus>/back")
@public
@limiter.limit("30 per minute")
def back(campus: str) -> ResponseReturnValue:
    """Only in the browser that set out, and once: another's answer, or the same again, is refused."""
    login, memory = _login(campus), session.pop("campus", None)
    state = request.args.get("state", "")
    if memory is None or memory["campus"] != campus or not same(memory["state"], state):
        raise CampusStale
    with unit_of_work() as database:
        is_first = take_challenge(database, _purpose(campus, state), state, now=clock.now())
    if not is_first:
        raise CampusStale
    told = PROTOCOLS[login.kind].finish(login, public_link("campus.back", campus=campus), memory, request.args)
    try:
        email = normal_email(told)
    except ValueError:
        raise CampusNameless from None
    with unit_of_work() as database:
        return let_in(database, campus_user(database, email, school=login.school), memory["next"])


def _purpose(campus: str, state: str) -> str:
    return f"campus {campus} {state}"
