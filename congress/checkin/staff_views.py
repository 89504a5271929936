"""Gates, attendance and conflicts in the console."""

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser, is_viewer
from congress.checkin.actions import change_gate, create_gate
from congress.checkin.conflict_queries import count_in_quarantine
from congress.checkin.conflicts import conflicts_of, settle_conflict
from congress.checkin.device_queries import device_names, devices_of
from congress.checkin.errors import NoSuchConflict
from congress.checkin.forms import GateChangeForm, GateForm, RulingForm
from congress.checkin.judging import Key
from congress.checkin.models import WHOLE_CONGRESS
from congress.checkin.queries import (
    ANY,
    admission_times,
    attendance_by_category,
    attendance_by_forum,
    attendance_by_gate,
    attendance_by_track,
    gate_by_slug,
    gates_of,
    let_in_on,
    people_present,
)
from congress.checkin.rules import SILENT_AFTER, arrivals_by_quarter, read_time
from congress.checkin.states import GATE_KIND_NAMES, GateKind
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import all_days, asked_day, flash_done, zone
from congress.programme.queries import forum_by_slug, forums_of, the_congress, tracks_of

blueprint = Blueprint("checkin_staff", __name__)


@blueprint.get("/console/gates")
@requires(is_organiser)
def gates() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        counts = {slug: count for slug, _name, count in attendance_by_gate(session, congress.id)}
        return render_template(
            "checkin/staff_gates.html", gates=gates_of(session, congress.id), counts=counts, kinds=GATE_KIND_NAMES
        )


def _form_page(form: GateForm, status: int = 200) -> ResponseReturnValue:
    return render_template("checkin/staff_gate.html", form=form, gate=None), status


def _offer(form: GateForm) -> None:
    with reading() as session:
        congress = the_congress(session)
        form.offer_days(congress)
        forums = forums_of(session, congress.id)
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
                kind=GateKind(form.kind.data), opens_at=_moment(form.opens_at.data),
                closes_at=_moment(form.closes_at.data), **form.counting, by=current_actor(), now=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        form.show(error)
        return _form_page(form, error.status)
    flash_done(_("The gate is there."))
    return redirect(url_for("checkin_staff.gates"))


def _moment(local: datetime | None) -> datetime | None:
    """What was typed, in the congress's place."""
    return local.replace(tzinfo=zone()) if local else None


def _change_form(session: Session, slug: str, **more: Any) -> GateChangeForm:
    """Raises NoSuchGate."""
    form, congress = GateChangeForm(**more), the_congress(session)
    form.offer_days(congress, gate_by_slug(session, congress.id, slug))
    return form


def _change_page(session: Session, form: GateChangeForm, slug: str, status: int = 200) -> ResponseReturnValue:
    gate = gate_by_slug(session, the_congress(session).id, slug)
    return render_template("checkin/staff_gate.html", form=form, gate=gate), status


@blueprint.get("/console/gates/<slug>")
@requires(is_organiser)
def edit_gate(slug: str) -> ResponseReturnValue:
    with reading() as session:
        gate = gate_by_slug(session, the_congress(session).id, slug)
        times = {
            name: moment.astimezone(zone()) if moment else None
            for name, moment in (("opens_at", gate.opens_at), ("closes_at", gate.closes_at))
        }
        now = {"name": gate.name, "re_entry": gate.re_entry, "daily": GateChangeForm.shown(gate)}
        return _change_page(session, _change_form(session, slug, formdata=None, data=now | times), slug)


@blueprint.post("/console/gates/<slug>")
@requires(is_organiser)
def save_gate(slug: str) -> ResponseReturnValue:
    with reading() as session:
        form = _change_form(session, slug)
    if not submitted(form):
        with reading() as session:
            return _change_page(session, form, slug, 422)
    try:
        with unit_of_work() as session:
            congress = the_congress(session)
            change_gate(
                session, congress, gate_by_slug(session, congress.id, slug), name=form.name.data,
                re_entry=form.re_entry.data, opens_at=_moment(form.opens_at.data),
                closes_at=_moment(form.closes_at.data), **form.counting, by=current_actor(), now=clock.now(),
            )  # fmt: skip
    except Invalid as error:
        form.show(error)
        with reading() as session:
            return _change_page(session, form, slug, error.status)
    flash_done(_("The gate is saved."))
    return redirect(url_for("checkin_staff.gates"))


@blueprint.get("/console/attendance")
@requires(is_organiser | is_viewer)
def attendance() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        day = asked_day(congress)
        which = let_in_on(session, congress.id, day) if day else ANY
        titles = {track.slug: pick(track.title_zh, track.title_en) for track in tracks_of(session, congress.id)}
        return render_template(
            "checkin/staff_attendance.html",
            days=all_days(congress),
            day=day,
            present=people_present(session, congress.id, which),
            gates=attendance_by_gate(session, congress.id, which),
            forums=attendance_by_forum(session, congress.id, which),
            tracks=[(titles[slug], count) for slug, count in attendance_by_track(session, congress.id, which)],
            categories=attendance_by_category(session, congress.id, which),
            quarters=arrivals_by_quarter(admission_times(session, congress.id, WHOLE_CONGRESS, which), zone()),
        )


def _conflicts_page(form: RulingForm, status: int = 200, *, about: Key | None = None) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        return render_template(
            "checkin/staff_conflicts.html",
            conflicts=conflicts_of(session, congress.id),
            in_quarantine=count_in_quarantine(session, congress.id),
            devices=device_names(session, congress.id),
            in_service=[one for one in devices_of(session, congress.id) if one.paired_at and not one.revoked_at],
            silent_since=clock.now() - SILENT_AFTER,
            gates={gate.slug: gate.name for gate in gates_of(session, congress.id)},
            told=read_time,
            ruling=form,
            about=about,
        ), status


@blueprint.get("/console/conflicts")
@requires(is_organiser)
def conflicts() -> ResponseReturnValue:
    return _conflicts_page(RulingForm(formdata=None))


@blueprint.post("/console/conflicts/<int:badge>/<int(signed=True):target>/<int:day>")
@requires(is_organiser)
def settle(badge: int, target: int, day: int) -> ResponseReturnValue:
    form, key = RulingForm(), (badge, target, day)
    with reading() as session:
        if not conflicts_of(session, the_congress(session).id, key=key):
            raise NoSuchConflict
    if not submitted(form):
        return _conflicts_page(form, 422, about=key)
    with unit_of_work() as session:
        settle_conflict(
            session, the_congress(session).id, key, reason=form.reason.data, by=current_actor(), now=clock.now()
        )
    flash_done(_("The conflict is settled."))
    return redirect(url_for("checkin_staff.conflicts"))
