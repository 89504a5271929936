"""Delegations in the console: who may send whom, how far they are, and giving places to one more."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.delegations.actions import Terms, change_delegation, grant_delegation, renew_link
from congress.delegations.forms import PLACES, TermsForm, terms_form
from congress.delegations.models import Delegation
from congress.delegations.queries import delegation_for, delegations_of, progress_of
from congress.delegations.states import UNIT_NAMES, Unit
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, public_link, zone
from congress.programme.queries import categories_of, the_congress

blueprint = Blueprint("delegations_staff", __name__)


@blueprint.get("/console/delegations")
@requires(is_organiser)
def delegations() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        found = delegations_of(session, congress.id, current_actor())
        return render_template(
            "delegations/staff_list.html", found=found, progress=progress_of(session, congress.id),
            units=UNIT_NAMES, now=clock.now(),
        )  # fmt: skip


def _form(session: Session, **given: Any) -> TermsForm:
    return terms_form(categories_of(session, the_congress(session).id), **given)


def _terms(session: Session, form: TermsForm) -> Terms:
    return Terms(
        unit=Unit(form.unit.data), name=form.name.data, contact_name=form.contact_name.data,
        email=form.email.data or None, phone=form.phone.data or None, language=form.language.data,
        deadline=form.deadline.data.replace(tzinfo=zone()),
        places=form.places(categories_of(session, the_congress(session).id)),
    )  # fmt: skip


def _page(form: TermsForm, delegation: Delegation | None = None, status: int = 200) -> ResponseReturnValue:
    return render_template("delegations/staff_terms.html", form=form, delegation=delegation), status


def _link_page(delegation: Delegation, code: str) -> ResponseReturnValue:
    """This answer alone shows the link."""
    link = public_link("delegations.delegation", delegation=code)
    return render_template("delegations/staff_link.html", name=delegation.name, link=link)


@blueprint.get("/console/delegations/new")
@requires(is_organiser)
def new() -> ResponseReturnValue:
    with reading() as session:
        closes = the_congress(session).registration_closes_at.astimezone(zone())
        return _page(_form(session, formdata=None, deadline=closes.replace(tzinfo=None)))


@blueprint.post("/console/delegations/new")
@requires(is_organiser)
def grant() -> ResponseReturnValue:
    with reading() as session:
        form = _form(session)
    if not submitted(form):
        return _page(form, status=422)
    try:
        with unit_of_work() as session:
            congress, by, now = the_congress(session), current_actor(), clock.now()
            made, code = grant_delegation(session, congress, _terms(session, form), by=by, now=now)
            return _link_page(made, code)
    except DomainError as error:
        form.show(error)
        return _page(form, status=error.status)


def _found(session: Session, delegation: str) -> Delegation:
    return delegation_for(session, the_congress(session).id, delegation, current_actor())


@blueprint.get("/console/delegations/<delegation>/edit")
@requires(is_organiser)
def edit(delegation: str) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, delegation)
        given = {PLACES + quota.category.slug: quota.places for quota in found.quotas}
        for name in ("unit", "name", "contact_name", "email", "phone", "language"):
            given[name] = getattr(found, name)
        deadline = found.deadline.astimezone(zone()).replace(tzinfo=None)
        return _page(_form(session, formdata=None, deadline=deadline, **given), found)


@blueprint.post("/console/delegations/<delegation>/edit")
@requires(is_organiser)
def save(delegation: str) -> ResponseReturnValue:
    with reading() as session:
        form, found = _form(session), _found(session, delegation)
        if not submitted(form):
            return _page(form, found, 422)
    try:
        with unit_of_work() as session:
            found, by = _found(session, delegation), current_actor()
            change_delegation(session, found, _terms(session, form), by=by, now=clock.now())
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(form, _found(session, delegation), error.status)
    flash_done(_("The delegation is saved."))
    return redirect(url_for("delegations_staff.delegations"))


@blueprint.post("/console/delegations/<delegation>/link")
@requires(is_organiser)
def renew(delegation: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found, by = _found(session, delegation), current_actor()
        return _link_page(found, renew_link(session, found, the_congress(session), by=by, now=clock.now()))
