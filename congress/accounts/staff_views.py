"""Users, roles and tokens: the security administrator's pages."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.actions import change_password, create_user, issue_token, revoke_token, set_active, set_grants
from congress.accounts.addresses import Address, normal_email
from congress.accounts.entry import tell_of_change
from congress.accounts.errors import OwnAccount
from congress.accounts.factors import factors_of, reset_factors
from congress.accounts.forms import GrantsForm, NewPasswordForm, NewUserForm, ReasonForm, TokenForm
from congress.accounts.models import User
from congress.accounts.permissions import is_security_admin
from congress.accounts.queries import token_by_id, tokens_of, user_by_id, users_with_roles
from congress.accounts.sessions import forget_cached_tokens
from congress.accounts.states import ROLE_NAMES, STAFF
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.foundation.paging import paginate

blueprint = Blueprint("accounts_staff", __name__)
LIST_SIZE = 50
LARGEST_ID = 2**63 - 1


@blueprint.get("/console/users")
@requires(is_security_admin)
def users() -> ResponseReturnValue:
    asked = request.args
    role = asked.get("role") if asked.get("role") in {*STAFF} else None
    q = (asked.get("q") or "").strip()[:200] or None
    with reading() as session:
        statement = users_with_roles(q=q, role=role)
        page = paginate(session, statement, [User.id], limit=LIST_SIZE, cursor=asked.get("cursor"))
        roles = {role: name for role, name in ROLE_NAMES.items() if role in STAFF}
        return render_template("accounts/staff_users.html", page=page, q=q, role=role, roles=roles)


@blueprint.get("/console/users/new")
@requires(is_security_admin)
def new_user() -> ResponseReturnValue:
    return render_template("accounts/staff_new_user.html", form=NewUserForm(formdata=None))


@blueprint.post("/console/users/new")
@requires(is_security_admin)
def add_user() -> ResponseReturnValue:
    form = NewUserForm()
    if not submitted(form):
        return render_template("accounts/staff_new_user.html", form=form), 422
    try:
        with unit_of_work() as session:
            made = create_user(
                session, Address(email=normal_email(form.email.data)), name=form.name.data,
                password=form.password.data, grants=form.grants(), by=current_actor(), now=clock.now(),
            )  # fmt: skip
            user_id = made.id
    except DomainError as error:
        form.show(error)
        return render_template("accounts/staff_new_user.html", form=form), error.status
    flash_done(_("The account is there."))
    return redirect(url_for("accounts_staff.user", user=user_id))


def _found(session: Session, user_id: int) -> User:
    found = user_by_id(session, min(user_id, LARGEST_ID))
    if found is None or not any(grant.role in STAFF for grant in found.grants):
        raise NotFound
    return found


def _other(session: Session, user_id: int) -> User:
    """Somebody else: nobody changes their own roles, password or tokens here."""
    found = _found(session, user_id)
    if found.id == current_actor().user_id:
        raise OwnAccount
    return found


def _page(
    session: Session, found: User, *, grants: GrantsForm | None = None, token: TokenForm | None = None,
    password: NewPasswordForm | None = None, reason: ReasonForm | None = None,
    secret: str | None = None, status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    page = render_template(
        "accounts/staff_user.html",
        user=found,
        tokens=tokens_of(session, found.id),
        grants=grants or GrantsForm.of(found),
        token=token or TokenForm(formdata=None),
        password=password or NewPasswordForm(formdata=None),
        factors=factors_of(session, found),
        reason=reason or ReasonForm(formdata=None),
        secret=secret,
        own=found.id == current_actor().user_id,
    )
    return page, status


@blueprint.get("/console/users/<int:user>")
@requires(is_security_admin)
def user(user: int) -> ResponseReturnValue:
    with reading() as session:
        return _page(session, _found(session, user))


@blueprint.post("/console/users/<int:user>/roles")
@requires(is_security_admin)
def save_roles(user: int) -> ResponseReturnValue:
    form = GrantsForm()
    if not submitted(form):
        with reading() as session:
            return _page(session, _found(session, user), grants=form, status=422)
    try:
        with unit_of_work() as session:
            set_grants(session, _other(session, user), form.grants(), by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(session, _found(session, user), grants=form, status=error.status)
    forget_cached_tokens()
    flash_done(_("The roles are saved; the user signs in anew."))
    return redirect(url_for("accounts_staff.user", user=user))


@blueprint.post("/console/users/<int:user>/active")
@requires(is_security_admin)
def save_active(user: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = _other(session, user)
        set_active(session, found, active=not found.is_active, by=current_actor(), now=clock.now())
    forget_cached_tokens()
    flash_done(_("It is done."))
    return redirect(url_for("accounts_staff.user", user=user))


@blueprint.post("/console/users/<int:user>/password")
@requires(is_security_admin)
def save_password(user: int) -> ResponseReturnValue:
    form = NewPasswordForm()
    if not submitted(form):
        with reading() as session:
            return _page(session, _found(session, user), password=form, status=422)
    try:
        with unit_of_work() as session:
            change_password(session, _other(session, user), form.password.data, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(session, _found(session, user), password=form, status=error.status)
    flash_done(_("The password is set; the user signs in anew."))
    return redirect(url_for("accounts_staff.user", user=user))


@blueprint.post("/console/users/<int:user>/factors")
@requires(is_security_admin)
def remove_factors(user: int) -> ResponseReturnValue:
    """For somebody who lost their phone and their paper; they enrol anew after the next login."""
    form = ReasonForm()
    if not submitted(form):
        with reading() as session:
            return _page(session, _found(session, user), reason=form, status=422)
    with unit_of_work() as session:
        found = _other(session, user)
        reset_factors(session, found, form.reason.data, by=current_actor(), now=clock.now())
        tell_of_change(session, found, _("the security administrator took the second factors away"))
    flash_done(_("The second factors are gone; the user signs in anew."))
    return redirect(url_for("accounts_staff.user", user=user))


@blueprint.post("/console/users/<int:user>/tokens")
@requires(is_security_admin)
def add_token(user: int) -> ResponseReturnValue:
    """Issue a token; this answer alone shows it."""
    form = TokenForm()
    if not submitted(form):
        with reading() as session:
            return _page(session, _found(session, user), token=form, status=422)
    with unit_of_work() as session:
        found, by, now = _other(session, user), current_actor(), clock.now()
        secret = issue_token(session, found, label=form.label.data, scopes=form.scopes(), by=by, now=now)
    with reading() as session:
        return _page(session, _found(session, user), secret=secret)


@blueprint.post("/console/users/<int:user>/tokens/<int:token>/revoke")
@requires(is_security_admin)
def end_token(user: int, token: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = token_by_id(session, min(token, LARGEST_ID))
        if found is None or found.user_id != user:
            raise NotFound
        revoke_token(session, found, by=current_actor(), now=clock.now())
    forget_cached_tokens()
    flash_done(_("The token is revoked."))
    return redirect(url_for("accounts_staff.user", user=user))
