"""A forgotten password: a link by mail, good once, and never a word about who has an account."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.actions import is_staff_user, issue_reset_link, reset_link, reset_password
from congress.accounts.entry import tell_of_change
from congress.accounts.forms import ForgottenForm, OwnPasswordForm
from congress.accounts.lockout import welcome
from congress.accounts.messages import reset_text
from congress.accounts.models import User
from congress.accounts.queries import user_by_address
from congress.accounts.sessions import here
from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, language
from congress.foundation.limits import limiter
from congress.foundation.pages import flash_done, public_link
from congress.notifications.actions import Recipient, send_message

blueprint = Blueprint("reset", __name__)


@blueprint.get("/login/forgotten")
@public
def forgotten() -> ResponseReturnValue:
    return render_template("accounts/forgotten.html", form=ForgottenForm(formdata=None))


@blueprint.post("/login/forgotten")
@public
@limiter.limit("10 per minute")
def send_link() -> ResponseReturnValue:
    form = ForgottenForm()
    if not submitted(form):
        return render_template("accounts/forgotten.html", form=form), 422
    with unit_of_work() as database:
        user, now = user_by_address(database, form.email.data.lower()), clock.now()
        secret = issue_reset_link(database, user, now=now) if user is not None and _may_reset(user) else None
        if user is not None and secret is not None:
            to = Recipient(email=user.email, phone=None, language=language())
            link = public_link("reset.choose", secret=secret)
            send_message(database, to, "accounts.reset", reset_text(link), now=now)
    flash_done(_("If this is the address of an account, a link is on its way to it."))
    return redirect(url_for("accounts.login"))


def _may_reset(user: User) -> bool:
    return user.is_active and is_staff_user(user) and user.email is not None


@blueprint.get("/login/reset/<secret>")
@public
def choose(secret: str) -> ResponseReturnValue:
    try:
        with reading() as database:
            reset_link(database, secret, now=clock.now())
    except DomainError as error:
        return render_template("layout/error.html", error=error), error.status
    return render_template("accounts/reset.html", form=OwnPasswordForm(formdata=None), secret=secret)


@blueprint.post("/login/reset/<secret>")
@public
@limiter.limit("10 per minute")
def save(secret: str) -> ResponseReturnValue:
    """Set the password; the login, with its second step, follows. This browser is the owner's, so it need not wait."""
    form = OwnPasswordForm()
    if not submitted(form):
        return render_template("accounts/reset.html", form=form, secret=secret), 422
    try:
        with unit_of_work() as database:
            now = clock.now()
            user = reset_password(database, secret, form.password.data, now=now)
            welcome(database, user, here(), now=now)
            tell_of_change(database, user, _("a new password"))
    except DomainError as error:
        form.show(error)
        return render_template("accounts/reset.html", form=form, secret=secret), error.status
    flash_done(_("The new password is set; please log in with it."))
    return redirect(url_for("accounts.login"))
