"""The security of one's own account: where one is signed in, and the password."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.actions import change_password, check_login, end_sessions, is_staff_user, proven_hash
from congress.accounts.entry import after_duty, desk_of, needs_proof, own_user, tell_of_change
from congress.accounts.errors import LoginRefused
from congress.accounts.factors import factors_of
from congress.accounts.forms import OwnPasswordForm, ProofForm
from congress.accounts.permissions import in_a_browser, staff_in_a_browser
from congress.accounts.queries import open_sessions, session_by_id
from congress.accounts.sessions import here, idle_limit, longest_session, own_session_id, sign_in
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.audit import record
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.limits import limiter
from congress.foundation.pages import flash_done, safe_next

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@requires(in_a_browser)
def overview() -> ResponseReturnValue:
    now = clock.now()
    with reading() as database:
        user = own_user(database)
        return render_template(
            "accounts/account.html",
            user=user,
            is_staff=is_staff_user(user),
            factors=factors_of(database, user),
            sessions=open_sessions(
                database, user.id, seen_after=now - idle_limit(), made_after=now - longest_session()
            ),
            own=own_session_id(),
        )


@blueprint.post("/account/sessions/end")
@requires(in_a_browser)
def end_others() -> ResponseReturnValue:
    with unit_of_work() as database:
        user, now = own_user(database), clock.now()
        end_sessions(database, user, now=now)
        sign_in(database, user, now=now)
        record(database, current_actor(), "user.sessions_ended", "user", user.id, now=now)
    flash_done(_("You are signed in here alone."))
    return redirect(url_for("account.overview"))


@blueprint.post("/account/sessions/<int:session>/end")
@requires(in_a_browser)
def end_one(session: int) -> ResponseReturnValue:
    with unit_of_work() as database:
        found, now = session_by_id(database, session), clock.now()
        if found is None or found.user_id != current_actor().user_id:
            raise NotFound
        found.ended_at = found.ended_at or now
        record(database, current_actor(), "user.sessions_ended", "user", found.user_id, now=now)
    flash_done(_("It is done."))
    return redirect(url_for("account.overview"))


def _prove_page(form: ProofForm, status: int = 200) -> ResponseReturnValue:
    with reading() as database:
        has_password = own_user(database).password_hash is not None
    onward = safe_next(request.values.get("next"))
    return render_template("accounts/prove.html", form=form, next=onward, has_password=has_password), status


@blueprint.get("/account/prove")
@requires(in_a_browser)
def prove() -> ResponseReturnValue:
    return _prove_page(ProofForm(formdata=None))


@blueprint.post("/account/prove")
@requires(in_a_browser)
@limiter.limit("20 per minute")
def check_proof() -> ResponseReturnValue:
    form = ProofForm()
    if not submitted(form):
        return _prove_page(form, 422)
    own, place, now = own_session_id(), here(), clock.now()
    with reading() as database:
        address = own_user(database).email or ""
        proven = proven_hash(database, address, form.password.data)
    with unit_of_work() as database:
        found = session_by_id(database, own or 0)
        if found is not None and check_login(database, address, proven, place, now=now):
            found.proven_at = now
            return redirect(safe_next(request.values.get("next")) or url_for("account.overview"))
    form.show(LoginRefused())
    return _prove_page(form, 422)


@blueprint.get("/account/password")
@requires(staff_in_a_browser)
@needs_proof
def password() -> ResponseReturnValue:
    return render_template("accounts/password.html", form=OwnPasswordForm(formdata=None))


@blueprint.post("/account/password")
@requires(staff_in_a_browser)
@needs_proof
def save_password() -> ResponseReturnValue:
    """Set it; every other browser is signed out."""
    form = OwnPasswordForm()
    if not submitted(form):
        return render_template("accounts/password.html", form=form), 422
    try:
        with unit_of_work() as database:
            user, now = own_user(database), clock.now()
            change_password(database, user, form.password.data, by=current_actor(), now=now)
            sign_in(database, user, now=now)
            after_duty(database, user)
            tell_of_change(database, user, _("a new password"))
            onward = desk_of(user)
    except DomainError as error:
        form.show(error)
        return render_template("accounts/password.html", form=form), error.status
    flash_done(_("The password is changed; you are signed in here alone."))
    return redirect(onward)
