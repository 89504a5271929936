"""For a delegation's contact, by a link or signed in for the unit; and for whoever is nominated, by a link."""

from contextlib import suppress

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_division, is_school
from congress.delegations.actions import (
    Nomination,
    change_nominee,
    complete_nominee,
    nominate,
    replace_nominee,
    withdraw_nominee,
)
from congress.delegations.exports import delegation_list, noticed_link
from congress.delegations.forms import CompleteForm, DataForm, ListForm, NominateForm, NomineeForm, ReplaceForm
from congress.delegations.lists import import_nominees
from congress.delegations.models import Delegation
from congress.delegations.queries import (
    delegation_for,
    delegations_of,
    nominee_by_id,
    nominee_by_link,
    nominees_of,
    progress_of,
)
from congress.foundation import clock
from congress.foundation.access import Actor, current_actor, public, requires
from congress.foundation.audit import record
from congress.foundation.db import reading, unit_of_work
from congress.foundation.documents.xlsx import XLSX
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.limits import limiter
from congress.foundation.pages import flash_done
from congress.foundation.tables import ImportRefused, ImportReport, read_upload
from congress.programme.queries import the_congress
from congress.registration.roster_rows import guessed_field

blueprint = Blueprint("delegations", __name__)
# who acts by the link alone
CONTACT = Actor(display_name="contact")
PER_MINUTE = limiter.shared_limit("120 per minute", scope="delegations")


class Rehearsed(Exception):
    """Raised at the end of a trial, so that what it wrote is rolled back."""


def _acting() -> Actor:
    actor = current_actor()
    return actor if actor.is_authenticated else CONTACT


def _found(session: Session, key: str) -> Delegation:
    return delegation_for(session, the_congress(session).id, key, current_actor())


@blueprint.get("/delegations")
@requires(is_school | is_division)
def own() -> ResponseReturnValue:
    """The delegations of one's school or place."""
    with reading() as session:
        congress = the_congress(session)
        found = delegations_of(session, congress.id, current_actor())
        progress = progress_of(session, congress.id)
        return render_template("delegations/own.html", found=found, progress=progress, now=clock.now())


def _page(key: str, form: ListForm, report: ImportReport | None = None, status: int = 200) -> ResponseReturnValue:
    noticed = noticed_link(form.file.data, report) if report and report.problems else None
    with reading() as session:
        found = _found(session, key)
        page = render_template(
            "delegations/delegation.html", key=key, delegation=found, nominees=nominees_of(session, found.id),
            form=form, report=report, noticed=noticed, now=clock.now(),
        )  # fmt: skip
        return page, status


@blueprint.get("/delegation/<delegation>")
@public
@PER_MINUTE
def delegation(delegation: str) -> ResponseReturnValue:
    """Places, used places, and everybody named."""
    return _page(delegation, ListForm(formdata=None))


@blueprint.post("/delegation/<delegation>")
@public
@PER_MINUTE
def bring_list(delegation: str) -> ResponseReturnValue:
    """Store a list whole, or only see what it would do."""
    form, report, tried = ListForm(), ImportReport(), request.form.get("then") == "try"
    try:
        if not submitted(form) or not form.file.data:
            raise Invalid.field("file", _("Choose a file."))
        with suppress(Rehearsed), unit_of_work() as session:
            _store_list(session, _found(session, delegation), form, report)
            if tried:
                raise Rehearsed
    except ImportRefused as refused:
        return _page(delegation, form, refused.report, 422)
    except DomainError as error:
        form.show(error)
        return _page(delegation, form, status=error.status)
    if tried:
        return _page(delegation, form, report)
    flash_done(
        _("The list is stored: %(created)s new, %(changed)s changed, %(unchanged)s as before.",
          created=report.created, changed=report.changed, unchanged=report.unchanged)
    )  # fmt: skip
    return redirect(url_for("delegations.delegation", delegation=delegation))


def _store_list(session: Session, found: Delegation, form: ListForm, report: ImportReport) -> None:
    table = read_upload(form.file.data, report, guessed_field)
    congress, by, now = the_congress(session), _acting(), clock.now()
    import_nominees(session, congress, found, table.columns, table.rows, report, by=by, now=now)


@blueprint.get("/delegation/<delegation>/list.xlsx")
@public
@PER_MINUTE
def members_list(delegation: str) -> ResponseReturnValue:
    """Everybody named, as a spreadsheet; that it was taken is in the trail."""
    with unit_of_work() as session:
        found, now = _found(session, delegation), clock.now()
        content, count = delegation_list(session, found)
        record(session, _acting(), "delegation.exported", "delegation", found.public_id, now=now, count=count)
    response = Response(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="delegation-{found.public_id}.xlsx"'
    return response


def _nominate_page(key: str, form: NominateForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, key)
        return render_template(
            "delegations/nominee.html", key=key, delegation=found, form=form, heading=_("Name somebody"),
            verb=_("Name"),
        ), status  # fmt: skip


def _offer(key: str, form: NominateForm) -> None:
    with reading() as session:
        form.offer([quota.category for quota in _found(session, key).quotas if quota.places])


@blueprint.get("/delegation/<delegation>/new")
@public
@PER_MINUTE
def new(delegation: str) -> ResponseReturnValue:
    form = NominateForm(formdata=None)
    _offer(delegation, form)
    return _nominate_page(delegation, form)


@blueprint.post("/delegation/<delegation>/new")
@public
@PER_MINUTE
def add(delegation: str) -> ResponseReturnValue:
    form = NominateForm()
    _offer(delegation, form)
    if not submitted(form):
        return _nominate_page(delegation, form, 422)
    try:
        with unit_of_work() as session:
            found = _found(session, delegation)
            wanted = Nomination(
                person=form.facts(found.name), language=form.language.data, is_head=form.is_head.data,
                rank=form.rank.data,
                category=next(one.category for one in found.quotas if one.category.slug == form.category.data),
            )  # fmt: skip
            nominate(session, the_congress(session), found, wanted, by=_acting(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _nominate_page(delegation, form, error.status)
    flash_done(_("Named. Whoever has an address is written to."))
    return redirect(url_for("delegations.delegation", delegation=delegation))


def _nominee_page(key: str, nominee: int, form: DataForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, key)
        name = nominee_by_id(session, found.id, nominee).registration.name
        replacing = isinstance(form, ReplaceForm)
        return render_template(
            "delegations/nominee.html", key=key, delegation=found, form=form,
            heading=_("Somebody else in the place of %(name)s", name=name) if replacing else name,
            verb=_("Hand over the place") if replacing else _("Save"),
        ), status  # fmt: skip


@blueprint.get("/delegation/<delegation>/<int:nominee>")
@public
@PER_MINUTE
def edit(delegation: str, nominee: int) -> ResponseReturnValue:
    with reading() as session:
        found = nominee_by_id(session, _found(session, delegation).id, nominee)
        form = NomineeForm(formdata=None, obj=found.registration, is_head=found.is_head, rank=found.rank)
    return _nominee_page(delegation, nominee, form)


@blueprint.post("/delegation/<delegation>/<int:nominee>")
@public
@PER_MINUTE
def save(delegation: str, nominee: int) -> ResponseReturnValue:
    form = NomineeForm()
    if not submitted(form):
        return _nominee_page(delegation, nominee, form, 422)
    try:
        with unit_of_work() as session:
            found = nominee_by_id(session, _found(session, delegation).id, nominee)
            wanted = Nomination(
                person=form.facts(found.delegation.name), language=form.language.data, is_head=form.is_head.data,
                rank=form.rank.data, category=found.quota.category,
            )  # fmt: skip
            change_nominee(session, found, wanted, by=_acting(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _nominee_page(delegation, nominee, form, error.status)
    flash_done(_("The details are saved."))
    return redirect(url_for("delegations.delegation", delegation=delegation))


@blueprint.get("/delegation/<delegation>/<int:nominee>/replace")
@public
@PER_MINUTE
def choose(delegation: str, nominee: int) -> ResponseReturnValue:
    return _nominee_page(delegation, nominee, ReplaceForm(formdata=None))


@blueprint.post("/delegation/<delegation>/<int:nominee>/replace")
@public
@PER_MINUTE
def replace(delegation: str, nominee: int) -> ResponseReturnValue:
    form = ReplaceForm()
    if not submitted(form):
        return _nominee_page(delegation, nominee, form, 422)
    try:
        with unit_of_work() as session:
            found = nominee_by_id(session, _found(session, delegation).id, nominee)
            person = form.facts(found.delegation.name)
            replace_nominee(session, found, person, language=form.language.data, by=_acting(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _nominee_page(delegation, nominee, form, error.status)
    flash_done(_("The place has passed on; the old badge is void from now on."))
    return redirect(url_for("delegations.delegation", delegation=delegation))


@blueprint.post("/delegation/<delegation>/<int:nominee>/withdraw")
@public
@PER_MINUTE
def withdraw(delegation: str, nominee: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = nominee_by_id(session, _found(session, delegation).id, nominee)
        withdraw_nominee(session, found, by=_acting(), now=clock.now())
    flash_done(_("Withdrawn; the place is free again."))
    return redirect(url_for("delegations.delegation", delegation=delegation))


@blueprint.get("/nomination/<nomination>")
@public
@PER_MINUTE
def nomination(nomination: str) -> ResponseReturnValue:
    """One's own data as the contact gave them; once completed, thanks and the way to one's page."""
    with reading() as session:
        found = nominee_by_link(session, nomination)
        if found.completed_at is not None:
            return render_template("delegations/completed.html", nominee=found)
        form = CompleteForm(formdata=None, obj=found.registration)
        return render_template("delegations/complete.html", nominee=found, form=form)


@blueprint.post("/nomination/<nomination>")
@public
@PER_MINUTE
def complete(nomination: str) -> ResponseReturnValue:
    form = CompleteForm()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                found = nominee_by_link(session, nomination)
                complete_nominee(session, found, form.changes(), by=current_actor(), now=clock.now())
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            return redirect(url_for("delegations.nomination", nomination=nomination))
    with reading() as session:
        found = nominee_by_link(session, nomination)
        return render_template("delegations/complete.html", nominee=found, form=form), status
