"""One's own second factors: an authenticator app, passkeys, codes by SMS, and codes on paper."""

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.addresses import normal_phone
from congress.accounts.entry import after_duty, code_key, needs_proof, own_user, tell_of_change
from congress.accounts.errors import CodeWrong
from congress.accounts.factors import (
    begin_totp,
    confirm_totp,
    factors_of,
    issue_second_code,
    may_use_sms,
    must_have_factor,
    new_recovery_codes,
    remove_factor,
    set_second_phone,
)
from congress.accounts.forms import PhoneForm, SecondCodeForm
from congress.accounts.messages import second_code_text
from congress.accounts.models import User
from congress.accounts.passkeys import add_passkey, ask_for_new
from congress.accounts.permissions import staff_in_a_browser
from congress.accounts.queries import passkeys_of, recovery_codes_left
from congress.accounts.states import Factor
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, language
from congress.foundation.limits import limiter
from congress.foundation.link_codes import link_code
from congress.foundation.pages import flash_done
from congress.foundation.texts import clean_line
from congress.notifications.actions import Recipient, send_message

blueprint = Blueprint("factors", __name__)
LONGEST_NAME = 100


def _page(form: PhoneForm | None = None, status: int = 200) -> ResponseReturnValue:
    with reading() as database:
        user = own_user(database)
        page = render_template(
            "accounts/factors.html",
            user=user,
            factors=factors_of(database, user),
            passkeys=passkeys_of(database, user.id),
            codes_left=recovery_codes_left(database, user.id),
            may_use_sms=may_use_sms(user),
            is_due=session.get("duty") == "factors.overview",
            must=must_have_factor(user),
            form=form or PhoneForm(formdata=None),
            Factor=Factor,
        )
    return page, status


def _added(database: Session, user: User, what: str) -> ResponseReturnValue:
    """What follows on a new factor: word to the owner, and codes on paper if there are none yet."""
    after_duty(database, user)
    tell_of_change(database, user, what)
    if recovery_codes_left(database, user.id):
        flash_done(_("It is done."))
        return redirect(url_for("factors.overview"))
    codes = new_recovery_codes(database, user, by=current_actor(), now=clock.now())
    return render_template("accounts/recovery_codes.html", codes=codes)


@blueprint.get("/account/factors")
@requires(staff_in_a_browser)
@needs_proof
def overview() -> ResponseReturnValue:
    return _page()


def _app_page(database: Session, form: SecondCodeForm) -> str:
    set_up = begin_totp(database, own_user(database))
    return render_template("accounts/totp.html", set_up=set_up, code=link_code(set_up.link), form=form)


@blueprint.post("/account/factors/app/new")
@requires(staff_in_a_browser)
@needs_proof
def new_app() -> ResponseReturnValue:
    with unit_of_work() as database:
        return _app_page(database, SecondCodeForm(formdata=None))


@blueprint.post("/account/factors/app")
@requires(staff_in_a_browser)
@needs_proof
@limiter.limit("20 per minute")
def add_app() -> ResponseReturnValue:
    form = SecondCodeForm()
    if submitted(form):
        try:
            with unit_of_work() as database:
                user = own_user(database)
                typed = form.code.data.replace(" ", "")
                confirm_totp(database, user, typed, by=current_actor(), now=clock.now())
                return _added(database, user, _("an authenticator app was added"))
        except Invalid as error:
            form.show(error)
    with unit_of_work() as database:
        return _app_page(database, form), 422


def _phone_page(form: SecondCodeForm, status: int = 200) -> ResponseReturnValue:
    return render_template("accounts/second_phone.html", form=form, phone=session["second_phone"]), status


@blueprint.post("/account/factors/phone")
@requires(staff_in_a_browser)
@needs_proof
@limiter.limit("10 per minute")
def new_phone() -> ResponseReturnValue:
    form = PhoneForm()
    if not submitted(form):
        return _page(form, 422)
    try:
        phone = normal_phone(form.phone.data)
        with unit_of_work() as database:
            user, now = own_user(database), clock.now()
            code = issue_second_code(database, user, key=code_key(), now=now)
            to = Recipient(email=None, phone=phone, language=language())
            send_message(database, to, "accounts.second_code", second_code_text(code), now=now)
    except ValueError as error:
        form.phone.errors = [str(error)]
        return _page(form, 422)
    except DomainError as error:
        form.show(error)
        return _page(form, error.status)
    session["second_phone"] = phone
    return _phone_page(SecondCodeForm(formdata=None))


@blueprint.post("/account/factors/phone/confirm")
@requires(staff_in_a_browser)
@needs_proof
@limiter.limit("20 per minute")
def add_phone() -> ResponseReturnValue:
    form, phone = SecondCodeForm(), session.get("second_phone")
    if phone is None:
        return redirect(url_for("factors.overview"))
    if submitted(form):
        with unit_of_work() as database:
            user, code = own_user(database), form.code.data.replace(" ", "")
            if set_second_phone(database, user, phone, code, key=code_key(), by=current_actor(), now=clock.now()):
                del session["second_phone"]
                return _added(database, user, _("codes by SMS were added"))
        form.show(CodeWrong())
    return _phone_page(form, 422)


@blueprint.post("/account/factors/passkeys/options")
@requires(staff_in_a_browser)
@needs_proof
def passkey_options() -> ResponseReturnValue:
    with unit_of_work() as database:
        return jsonify(ask_for_new(database, own_user(database), now=clock.now()))


@blueprint.post("/account/factors/passkeys")
@requires(staff_in_a_browser)
@needs_proof
@limiter.limit("20 per minute")
def add_key() -> ResponseReturnValue:
    """Answers where to go on: the page's script asks, not a form."""
    answer: Any = request.get_json(silent=True)
    if not isinstance(answer, dict) or not isinstance(answer.get("credential"), dict):
        raise Invalid
    name = clean_line(str(answer.get("name", "")))[:LONGEST_NAME]
    with unit_of_work() as database:
        user, now = own_user(database), clock.now()
        add_passkey(database, user, answer["credential"], name=name, by=current_actor(), now=now)
        after_duty(database, user)
        tell_of_change(database, user, _("a passkey was added"))
    return jsonify(onward=url_for("factors.overview"))


@blueprint.post("/account/factors/remove")
@requires(staff_in_a_browser)
@needs_proof
def remove() -> ResponseReturnValue:
    asked = request.form.get("factor", "")
    if asked not in {*Factor}:
        raise Invalid
    with unit_of_work() as database:
        user = own_user(database)
        remove_factor(
            database, user, Factor(asked), passkey_id=request.form.get("passkey", type=int),
            by=current_actor(), now=clock.now(),
        )  # fmt: skip
        tell_of_change(database, user, _("a second factor was taken away"))
    flash_done(_("It is done."))
    return redirect(url_for("factors.overview"))


@blueprint.post("/account/factors/codes")
@requires(staff_in_a_browser)
@needs_proof
def new_codes() -> ResponseReturnValue:
    """Ten codes on paper; this answer alone shows them."""
    with unit_of_work() as database:
        user = own_user(database)
        if not factors_of(database, user):
            return redirect(url_for("factors.overview"))
        codes = new_recovery_codes(database, user, by=current_actor(), now=clock.now())
    return render_template("accounts/recovery_codes.html", codes=codes)
