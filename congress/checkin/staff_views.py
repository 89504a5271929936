"""Gates, attendance and conflicts in the console."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser, is_viewer
from congress.checkin.actions import change_gate, create_gate
from congress.checkin.forms import GateChangeForm, GateForm
from congress.checkin.models import WHOLE_CONGRESS
from congress.checkin.queries import (
    admission_times,
    attendance_by_category,
    attendance_by_forum,
    attendance_by_gate,
    attendance_by_track,
    contradicting_scans,
    gate_by_slug,
    gates_of,
    people_present,
    quarantined_scans,
)
from congress.checkin.rules import arrivals_by_quarter
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, zone
from congress.programme.queries import forum_by_slug, forums_of, the_congress, tracks_of

blueprint = Blueprint("checkin_staff", __name__)


@blueprint.get("/console/gates")
@requires(is_organiser)
def gates() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        counts = {slug: count for slug, _name, count in attendance_by_gate(session, congress.id)}
        return render_template("checkin/staff_gates.html", gates=gates_of(session, congress.id), counts=counts)


def _form_page(form: GateForm, status: int = 200) -> ResponseReturnValue:
    return render_template("checkin/staff_gate.html", form=form, gate=None), status


def _offer(form: GateForm) -> None:
    with reading() as session:
        forums = forums_of(session, the_congress(session).id)
        form.offer([(forum.slug, pick(forum.title_zh, forum.title_en)) for forum in forums])


@blueprint.get("/console/gates/new")
@requires(is_organiser)
def new_gate() -> ResponseReturnValue:
    form = GateForm(formdata=None)
    _offer(form)
    return _form_page(form)


@blueprint.post("/console/gates/new")
@requires(is_organiser)
def add_gate() -> ResponseReturnValue:
    form = GateForm()
    _offer(form)
    if not submitted(form):
        return _form_page(form, 422)
    try:
        with unit_of_work() as session:
            congress = the_congress(session)
            forum = forum_by_slug(session, congress.id, form.forum.data) if form.forum.data else None
            create_gate(
                session, congress, slug=form.slug.data, name=form.name.data, forum=forum, re_entry=form.re_entry.data,
                by=current_actor(), now=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        form.show(error)
        return _form_page(form, error.status)
    flash_done(_("The gate is there."))
    return redirect(url_for("checkin_staff.gates"))


@blueprint.get("/console/gates/<slug>")
@requires(is_organiser)
def edit_gate(slug: str) -> ResponseReturnValue:
    with reading() as session:
        gate = gate_by_slug(session, the_congress(session).id, slug)
        return render_template("checkin/staff_gate.html", form=GateChangeForm(formdata=None, obj=gate), gate=gate)


@blueprint.post("/console/gates/<slug>")
@requires(is_organiser)
def save_gate(slug: str) -> ResponseReturnValue:
    form = GateChangeForm()
    if not submitted(form):
        with reading() as session:
            gate = gate_by_slug(session, the_congress(session).id, slug)
            return render_template("checkin/staff_gate.html", form=form, gate=gate), 422
    with unit_of_work() as session:
        gate = gate_by_slug(session, the_congress(session).id, slug)
        change_gate(
            session, gate, name=form.name.data, re_entry=form.re_entry.data, by=current_actor(), now=clock.now()
        )
    flash_done(_("The gate is saved."))
    return redirect(url_for("checkin_staff.gates"))


@blueprint.get("/console/attendance")
@requires(is_organiser | is_viewer)
def attendance() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        titles = {track.slug: pick(track.title_zh, track.title_en) for track in tracks_of(session, congress.id)}
        return render_template(
            "checkin/staff_attendance.html",
            present=people_present(session, congress.id),
            gates=attendance_by_gate(session, congress.id),
            forums=attendance_by_forum(session, congress.id),
            tracks=[(titles[slug], count) for slug, count in attendance_by_track(session, congress.id)],
            categories=attendance_by_category(session, congress.id),
            quarters=arrivals_by_quarter(admission_times(session, congress.id, WHOLE_CONGRESS), zone()),
        )


@blueprint.get("/console/conflicts")
@requires(is_organiser)
def conflicts() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        return render_template(
            "checkin/staff_conflicts.html",
            conflicts=contradicting_scans(session, congress.id),
            quarantined=quarantined_scans(session, congress.id),
        )
