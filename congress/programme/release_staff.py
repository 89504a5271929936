"""Releases of the programme with what they change, and the next congress from this one, in the console."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, safe_next
from congress.programme.chosen import choose_congress, planned_congress, show_choice
from congress.programme.copying import copy_congress, open_congress
from congress.programme.difference import differences
from congress.programme.difference_words import CHANGE_NAMES, before_and_after
from congress.programme.forms import CopyForm, ReleaseForm
from congress.programme.plan_queries import releases_of, waiting_release
from congress.programme.queries import all_congresses, congress_by_slug
from congress.programme.releases import (
    compared,
    propose_release,
    release_version,
    unreleased_differences,
    withdraw_release,
)
from congress.programme.states import RELEASE_NAMES, ReleaseState

blueprint = Blueprint("release_staff", __name__)
show_choice(blueprint)


@blueprint.get("/console/releases")
@requires(is_organiser)
def releases() -> ResponseReturnValue:
    return _releases_page(ReleaseForm(formdata=None))


def _releases_page(form: ReleaseForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress = planned_congress(session)
        since = unreleased_differences(session, congress)
        page = render_template(
            "programme/staff_releases.html",
            form=form, releases=releases_of(session, congress.id), since=since,
            changes=[(pick(one.item.zh, one.item.en), [str(CHANGE_NAMES[change]) for change in one.changes])
                     for one in (since or [])[:100]],
            waiting=waiting_release(session, congress.id), names=RELEASE_NAMES, states=ReleaseState,
            own=current_actor().user_id,
        )  # fmt: skip
    return page, status


@blueprint.post("/console/releases")
@requires(is_organiser)
def propose() -> ResponseReturnValue:
    form = ReleaseForm()
    if not submitted(form):
        return _releases_page(form, 422)
    try:
        with unit_of_work() as session:
            propose_release(
                session, planned_congress(session), form.note.data or "", by=current_actor(), now=clock.now()
            )
    except DomainError as error:
        form.show(error)
        return _releases_page(form, error.status)
    flash_done(_("The version is proposed; somebody else can release it."))
    return redirect(url_for("release_staff.releases"))


@blueprint.get("/console/releases/<int:version>")
@requires(is_organiser)
def difference(version: int) -> ResponseReturnValue:
    """What a version changes, in words."""
    before = request.args.get("before", "")
    with reading() as session:
        congress = planned_congress(session)
        number = int(before) if before.isdecimal() and len(before) < 10 else None  # noqa: PLR2004 -- no version is longer
        old, new = compared(session, congress, version, number)
    rows = [(pick(one.item.zh, one.item.en), before_and_after(old, new, one)) for one in differences(old, new)]
    return render_template("programme/staff_release.html", version=version, old=old, rows=rows)


@blueprint.post("/console/releases/<int:version>/release")
@requires(is_organiser)
def release(version: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        release_version(session, planned_congress(session), version, by=current_actor(), now=clock.now())
    flash_done(_("The version is released."))
    return redirect(url_for("release_staff.releases"))


@blueprint.post("/console/releases/<int:version>/withdraw")
@requires(is_organiser)
def withdraw(version: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        withdraw_release(session, planned_congress(session), version, by=current_actor(), now=clock.now())
    flash_done(_("The proposal is withdrawn."))
    return redirect(url_for("release_staff.releases"))


@blueprint.get("/console/congresses")
@requires(is_organiser)
def congresses() -> ResponseReturnValue:
    return _congresses_page(CopyForm(formdata=None))


def _congresses_page(form: CopyForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        page = render_template("programme/staff_congresses.html", form=form, congresses=all_congresses(session))
    return page, status


@blueprint.post("/console/congresses")
@requires(is_organiser)
def copy() -> ResponseReturnValue:
    """The next congress with the plan of this one."""
    form = CopyForm()
    if not submitted(form):
        return _congresses_page(form, 422)
    facts = {name: form[name].data for name in ("slug", "title_zh", "title_en", "starts_on")}
    try:
        with unit_of_work() as session:
            made = copy_congress(session, planned_congress(session), facts, by=current_actor(), now=clock.now())
            choose_congress(made)
    except DomainError as error:
        form.show(error)
        return _congresses_page(form, error.status)
    flash_done(_("The new congress has the plan of this one; nobody sees it yet, and the console plans it now."))
    return redirect(url_for("release_staff.congresses"))


@blueprint.post("/console/congresses/choose")
@requires(is_organiser)
def choose() -> ResponseReturnValue:
    """Plan another congress from now on, in this browser."""
    with reading() as session:
        choose_congress(congress_by_slug(session, request.values.get("congress", "")))
    return redirect(safe_next(request.form.get("next")) or url_for("release_staff.congresses"))


@blueprint.post("/console/congresses/<slug>/open")
@requires(is_organiser)
def make_current(slug: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        open_congress(session, congress_by_slug(session, slug), by=current_actor(), now=clock.now())
    flash_done(_("The congress is public."))
    return redirect(url_for("release_staff.congresses"))
