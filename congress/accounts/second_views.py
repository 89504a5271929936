"""The second step at the door: a passkey, or a code of the app, of the phone or of the paper."""

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.entry import begin_session, code_key, user_at_second_step
from congress.accounts.errors import SecondStepRefused
from congress.accounts.factors import factors_of, issue_second_code, proves_second
from congress.accounts.forms import SecondCodeForm
from congress.accounts.lockout import admits
from congress.accounts.messages import second_code_text
from congress.accounts.passkeys import ask_for_known, proves_passkey
from congress.accounts.sessions import here
from congress.accounts.states import Factor
from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid, Unauthenticated
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, language
from congress.foundation.limits import limiter
from congress.foundation.pages import flash_done
from congress.notifications.actions import Recipient, send_message

blueprint = Blueprint("second_step", __name__)


def _page(form: SecondCodeForm, status: int = 200) -> ResponseReturnValue:
    with reading() as database:
        user = user_at_second_step(database)
        if user is None:
            return redirect(url_for("accounts.login"))
        factors = factors_of(database, user)
        return render_template("accounts/second_step.html", form=form, factors=factors, Factor=Factor), status


@blueprint.get("/login/second")
@public
def ask() -> ResponseReturnValue:
    return _page(SecondCodeForm(formdata=None))


@blueprint.post("/login/second")
@public
@limiter.limit("30 per minute")
def check() -> ResponseReturnValue:
    form = SecondCodeForm()
    if not submitted(form):
        return _page(form, 422)
    with unit_of_work() as database:
        user, now = user_at_second_step(database, lock=True), clock.now()
        if user is None:
            return redirect(url_for("accounts.login"))
        code = form.code.data
        if admits(
            database, user, here(), lambda: proves_second(database, user, code, key=code_key(), now=now), now=now
        ):
            return redirect(begin_session(database, user, session["second"]["next"]))
    form.show(SecondStepRefused())
    return _page(form, 422)


@blueprint.post("/login/second/sms")
@public
@limiter.limit("10 per minute")
def send() -> ResponseReturnValue:
    try:
        with unit_of_work() as database:
            user, now = user_at_second_step(database), clock.now()
            if user is None:
                return redirect(url_for("accounts.login"))
            if Factor.SMS in factors_of(database, user):
                code = issue_second_code(database, user, key=code_key(), now=now)
                to = Recipient(email=None, phone=user.second_phone, language=language())
                send_message(database, to, "accounts.second_code", second_code_text(code), now=now)
    except DomainError as error:
        form = SecondCodeForm(formdata=None)
        form.show(error)
        return _page(form, error.status)
    flash_done(_("A code is on its way to your phone."))
    return redirect(url_for("second_step.ask"))


@blueprint.post("/login/second/passkey/options")
@public
@limiter.limit("30 per minute")
def passkey_options() -> ResponseReturnValue:
    with unit_of_work() as database:
        user = user_at_second_step(database)
        if user is None:
            raise Unauthenticated
        return jsonify(ask_for_known(database, user, now=clock.now()))


@blueprint.post("/login/second/passkey")
@public
@limiter.limit("30 per minute")
def passkey() -> ResponseReturnValue:
    """Answers where to go on: the page's script asks, not a form."""
    answer = request.get_json(silent=True)
    if not isinstance(answer, dict):
        raise Invalid
    with unit_of_work() as database:
        user, now = user_at_second_step(database, lock=True), clock.now()
        if user is None:
            raise Unauthenticated
        if admits(database, user, here(), lambda: proves_passkey(database, user, answer, now=now), now=now):
            return jsonify(onward=begin_session(database, user, session["second"]["next"]))
    raise SecondStepRefused
