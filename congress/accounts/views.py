"""The door: codes for alumni, passwords for staff, and the way out."""

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.actions import (
    alumnus_user,
    check_login,
    is_staff_user,
    issue_login_code,
    proven_hash,
    use_login_code,
    use_login_link,
)
from congress.accounts.addresses import Address, read_address
from congress.accounts.entry import code_key, let_in
from congress.accounts.errors import CodeRefused, LoginRefused
from congress.accounts.forms import AddressForm, CodeForm, PasswordForm
from congress.accounts.messages import login_code_text
from congress.accounts.queries import user_by_address
from congress.accounts.sessions import here, sign_out
from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import language
from congress.foundation.limits import limiter
from congress.foundation.pages import public_link, safe_next
from congress.notifications.actions import Recipient, send_message

blueprint = Blueprint("accounts", __name__)


def _page(address: AddressForm, password: PasswordForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "accounts/login.html",
        address_form=address,
        password_form=password,
        next=safe_next(request.values.get("next")),
        campus_logins=current_app.extensions["settings"].campus_logins,
    )
    return page, status


@blueprint.get("/login")
@public
def login() -> ResponseReturnValue:
    return _page(AddressForm(formdata=None), PasswordForm(formdata=None))


@blueprint.post("/login")
@public
@limiter.limit("60 per minute")
def login_with_password() -> ResponseReturnValue:
    form = PasswordForm()
    if not submitted(form):
        return _page(AddressForm(formdata=None), form, 422)
    email, place, now = form.email.data.lower(), here(), clock.now()
    with reading() as database:
        proven = proven_hash(database, email, form.password.data)
    with unit_of_work() as database:
        user = check_login(database, email, proven, place, now=now)
        if user is not None:
            return let_in(database, user)
    form.show(LoginRefused())
    return _page(AddressForm(formdata=None), form, 422)


@blueprint.post("/login/code")
@public
@limiter.limit("20 per minute")
def send_code() -> ResponseReturnValue:
    """Send a code; the answer is the same whether or not anybody is known at the address."""
    form = AddressForm()
    if not submitted(form):
        return _page(form, PasswordForm(formdata=None), 422)
    try:
        address = read_address(form.address.data)
    except ValueError as error:
        form.address.errors = [str(error)]
        return _page(form, PasswordForm(formdata=None), 422)
    try:
        send_login_code(address)
    except DomainError as error:
        form.show(error)
        return _page(form, PasswordForm(formdata=None), error.status)
    session["code_for"] = address.text
    return redirect(url_for("accounts.enter_code", next=safe_next(request.values.get("next"))))


def send_login_code(address: Address) -> None:
    """Issue a code and put it into the outbox, for alumni alone: staff have passwords."""
    with unit_of_work() as database:
        now = clock.now()
        code, link = issue_login_code(database, address, key=code_key(), now=now)
        known = user_by_address(database, address.text)
        if known is not None and is_staff_user(known):
            return
        to = Recipient(email=address.email, phone=address.phone, language=language())
        href = public_link("accounts.follow_link", secret=link)
        send_message(database, to, "accounts.login_code", login_code_text(code, href), now=now)


@blueprint.get("/login/code")
@public
def enter_code() -> ResponseReturnValue:
    if "code_for" not in session:
        return redirect(url_for("accounts.login"))
    return render_template("accounts/enter_code.html", form=CodeForm(formdata=None), address=session["code_for"])


@blueprint.post("/login/code/check")
@public
@limiter.limit("30 per minute")
def check_code() -> ResponseReturnValue:
    form, asked = CodeForm(), session.get("code_for")
    if asked is None:
        return redirect(url_for("accounts.login"))
    if submitted(form):
        address = read_address(asked)
        try:
            with unit_of_work() as database:
                now = clock.now()
                if use_login_code(database, address, form.code.data.replace(" ", ""), key=code_key(), now=now):
                    return let_in(database, alumnus_user(database, address, now=now))
            raise CodeRefused
        except CodeRefused as error:
            form.show(error)
    return render_template("accounts/enter_code.html", form=form, address=asked), 422


@blueprint.get("/login/link/<secret>")
@public
def follow_link(secret: str) -> ResponseReturnValue:
    """A page with one button: link previews of mail programs must not use the link up."""
    return render_template("accounts/follow_link.html", form=CodeForm(formdata=None), secret=secret)


@blueprint.post("/login/link/<secret>")
@public
@limiter.limit("30 per minute")
def use_link(secret: str) -> ResponseReturnValue:
    with unit_of_work() as database:
        now = clock.now()
        address = read_address(use_login_link(database, secret, now=now))
        return let_in(database, alumnus_user(database, address, now=now))


@blueprint.post("/logout")
@public
def logout() -> ResponseReturnValue:
    with unit_of_work() as database:
        sign_out(database, now=clock.now())
    return redirect(url_for("portal.home"))
