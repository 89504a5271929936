"""Binding one's WeChat to one's own account: by a link or its code, opened in WeChat, and a word there.

The link names the account and opens nothing of it: whoever opens it only lets their own WeChat be read to by it.
"""

import re
from datetime import datetime

from flask import Blueprint, current_app, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.entry import own_user
from congress.accounts.models import User
from congress.accounts.one_time import is_open, note_challenge, take_challenge
from congress.accounts.permissions import in_a_browser
from congress.accounts.queries import user_by_id
from congress.foundation import clock
from congress.foundation.access import current_actor, public, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import NotFound
from congress.foundation.i18n import _
from congress.foundation.ids import random_text, same
from congress.foundation.limits import limiter
from congress.foundation.link_codes import link_code
from congress.foundation.pages import flash_done, public_link
from congress.notifications.errors import WeChatRefused
from congress.notifications.queries import wechat_links_of
from congress.notifications.wechat import OfficialAccount, login_address, official_account
from congress.notifications.wechat_links import link_wechat, unlink_wechat

blueprint = Blueprint("wechat", __name__)
_NUMBER = re.compile(r"[0-9]{1,9}")


def _account() -> OfficialAccount:
    account = official_account(current_app.extensions["settings"])
    if account is None:
        raise NotFound
    return account


def _purpose(user_id: int) -> str:
    return f"wechat {user_id}"


def _user_of(database: Session, state: str, now: datetime) -> User:
    """Whose link it is; raises WeChatRefused for one that we did not make, that was used, or is too old."""
    number = state.partition("x")[0]
    user = user_by_id(database, int(number)) if _NUMBER.fullmatch(number) else None
    if user is None or not user.is_active or not is_open(database, _purpose(user.id), state, now=now):
        raise WeChatRefused
    return user


@blueprint.get("/account/wechat")
@requires(in_a_browser)
def overview() -> ResponseReturnValue:
    with reading() as database:
        links = wechat_links_of(database, own_user(database).id)
    is_on = official_account(current_app.extensions["settings"]) is not None
    return render_template("accounts/wechat.html", links=links, is_on=is_on, link=None)


@blueprint.post("/account/wechat/bind")
@requires(in_a_browser)
@limiter.limit("10 per minute")
def bind() -> ResponseReturnValue:
    """A link for five minutes, as a button and as a code."""
    _account()
    with unit_of_work() as database:
        user = own_user(database)
        # WeChat takes letters and digits back alone
        state = f"{user.id}x{random_text(40)}"
        note_challenge(database, _purpose(user.id), state, now=clock.now())
        links = wechat_links_of(database, user.id)
    link = public_link("wechat.begin", state=state)
    return render_template("accounts/wechat.html", links=links, is_on=True, link=link, code=link_code(link))


@blueprint.post("/account/wechat/unbind")
@requires(in_a_browser)
def unbind() -> ResponseReturnValue:
    with unit_of_work() as database:
        unlink_wechat(database, own_user(database).id, by=current_actor(), now=clock.now())
    flash_done(_("Unbound: nothing more goes to your WeChat."))
    return redirect("/account/wechat")


@blueprint.get("/wechat/<state>")
@public
@limiter.limit("30 per minute")
def begin(state: str) -> ResponseReturnValue:
    session["wechat"] = {"state": state}
    return redirect(login_address(_account(), public_link("wechat.back"), state))


@blueprint.get("/wechat/back")
@public
@limiter.limit("30 per minute")
def back() -> ResponseReturnValue:
    """Only in the browser that set out; nothing is bound before its owner says so."""
    account, memory = _account(), session.pop("wechat", None)
    state, code = request.args.get("state", ""), request.args.get("code", "")
    if memory is None or not code or not same(memory["state"], state):
        raise WeChatRefused
    with reading() as database:
        name = _user_of(database, state, clock.now()).name
    session["wechat"] = {"state": state, "openid": account.openid_of(code)}
    return render_template("accounts/wechat_confirm.html", name=name)


@blueprint.post("/wechat/back")
@public
@limiter.limit("30 per minute")
def confirm() -> ResponseReturnValue:
    _account()
    memory = session.pop("wechat", None)
    if memory is None or "openid" not in memory:
        raise WeChatRefused
    now = clock.now()
    with unit_of_work() as database:
        user = _user_of(database, memory["state"], now)
        if not take_challenge(database, _purpose(user.id), memory["state"], now=now):
            raise WeChatRefused
        addresses = [address for address in (user.email, user.phone) if address]
        link_wechat(database, user.id, addresses, memory["openid"], by=current_actor(), now=now)
    return render_template("accounts/wechat_confirm.html", name=None)
