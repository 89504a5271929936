"""Calls for topics in the console: opening them, the ranking, the decision, and who has said that they will speak."""

from datetime import datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.calls.actions import CALL_FACTS, accept_proposal, move_call, reject_proposal, save_call
from congress.calls.forms import CallForm, DecisionForm, RejectForm
from congress.calls.models import TopicCall
from congress.calls.queries import call_by_slug, calls_of, proposal_by_id, proposal_counts
from congress.calls.ranking import ranking_of
from congress.calls.rules import score_of
from congress.calls.states import CALL_NAMES, PROPOSAL_NAMES, SPEAKER_NAMES, CallState
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, zone
from congress.programme.chosen import planned_congress, show_choice
from congress.programme.models import Congress
from congress.programme.queries import forums_of, track_by_slug, tracks_of
from congress.programme.states import KIND_NAMES

blueprint = Blueprint("calls_staff", __name__)
show_choice(blueprint)
USUAL_MINUTES = 30
USUAL_CRITERIA = "契合主题, Fits the theme, 40\n质量, Quality, 40\n可行性, Feasible, 20"


@blueprint.get("/console/topic-calls")
@requires(is_organiser)
def calls() -> ResponseReturnValue:
    with reading() as session:
        congress = planned_congress(session)
        return render_template(
            "calls/staff_calls.html", calls=calls_of(session, congress.id), states=CALL_NAMES,
            counts=proposal_counts(session, congress.id),
        )  # fmt: skip


def _offer(session: Session, congress: Congress, form: CallForm) -> None:
    form.offer([(one.slug, pick(one.title_zh, one.title_en)) for one in tracks_of(session, congress.id)])


def _edit_page(form: CallForm, call: TopicCall | None, status: int = 200) -> ResponseReturnValue:
    return render_template("calls/staff_edit.html", form=form, call=call), status


@blueprint.get("/console/topic-calls/new")
@requires(is_organiser)
def new_call() -> ResponseReturnValue:
    form = CallForm(formdata=None, criteria=USUAL_CRITERIA)
    with reading() as session:
        _offer(session, planned_congress(session), form)
        return _edit_page(form, None)


@blueprint.post("/console/topic-calls/new")
@requires(is_organiser)
def add_call() -> ResponseReturnValue:
    return _save(None)


@blueprint.get("/console/topic-calls/<topics>/edit")
@requires(is_organiser)
def edit_call(topics: str) -> ResponseReturnValue:
    with reading() as session:
        congress = planned_congress(session)
        found = call_by_slug(session, congress.id, topics)
        form = CallForm(formdata=None, obj=found)
        for field in (form.opens_at, form.closes_at):
            field.data = field.data.astimezone(zone()).replace(tzinfo=None)
        form.fill(found)
        _offer(session, congress, form)
        return _edit_page(form, found)


@blueprint.post("/console/topic-calls/<topics>/edit")
@requires(is_organiser)
def change_call(topics: str) -> ResponseReturnValue:
    return _save(topics)


def _save(topics: str | None) -> ResponseReturnValue:
    form = CallForm()
    with reading() as session:
        congress = planned_congress(session)
        known = call_by_slug(session, congress.id, topics) if topics else None
        _offer(session, congress, form)
        if not submitted(form):
            return _edit_page(form, known, 422)
    try:
        with unit_of_work() as session:
            congress = planned_congress(session)
            track = track_by_slug(session, congress.id, form.track.data) if form.track.data else None
            facts = {name: form[name].data for name in CALL_FACTS if name != "track_id"}
            facts |= {name: facts[name].replace(tzinfo=zone()) for name in ("opens_at", "closes_at")}
            call = call_by_slug(session, congress.id, topics) if topics else None
            saved = save_call(
                session, congress, call, facts | {"track_id": track.id if track else None}, form.judged(),
                form.addresses(), by=current_actor(), now=clock.now(),
            )  # fmt: skip
            slug = saved.slug
    except DomainError as error:
        form.show(error)
        return _edit_page(form, known, error.status)
    flash_done(_("Saved."))
    return redirect(url_for("calls_staff.call", topics=slug))


@blueprint.get("/console/topic-calls/<topics>")
@requires(is_organiser)
def call(topics: str) -> ResponseReturnValue:
    """The proposals by their scores, and how the scores are made."""
    with reading() as session:
        found = call_by_slug(session, planned_congress(session).id, topics)
        return render_template(
            "calls/staff_call.html",
            call=found,
            lines=ranking_of(session, found),
            states=CALL_NAMES,
            names=PROPOSAL_NAMES,
            kinds=KIND_NAMES,
        )


@blueprint.post("/console/topic-calls/<topics>/<any(open,closed):state>")
@requires(is_organiser)
def move(topics: str, state: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = call_by_slug(session, planned_congress(session).id, topics)
        move_call(session, found, CallState(state), by=current_actor(), now=clock.now())
    flash_done(_("Saved."))
    return redirect(url_for("calls_staff.call", topics=topics))


def _proposal_page(
    proposal: str, *, accept: DecisionForm | None = None, reject: BaseForm | None = None, status: int = 200
) -> ResponseReturnValue:
    with reading() as session:
        congress = planned_congress(session)
        found = proposal_by_id(session, congress.id, proposal)
        page = render_template(
            "calls/staff_proposal.html", proposal=found, accept=accept or _accept_form(session, congress, asked=False),
            reject=reject or RejectForm(formdata=None, prefix="no-"), names=PROPOSAL_NAMES, kinds=KIND_NAMES,
            speaker_names=SPEAKER_NAMES, score=score_of(found.call.judged, [one.scores for one in found.reviews]),
        )  # fmt: skip
    return page, status


def _accept_form(session: Session, congress: Congress, *, asked: bool) -> DecisionForm:
    """What was typed, or the first morning, to be moved in the day grid."""
    if asked:
        form = DecisionForm()
    else:
        first = datetime.combine(congress.starts_on, time(9), zone()).replace(tzinfo=None)
        form = DecisionForm(formdata=None, starts_at=first, minutes=USUAL_MINUTES)
    form.offer([(one.slug, pick(one.title_zh, one.title_en)) for one in forums_of(session, congress.id)])
    return form


@blueprint.get("/console/proposals/<proposal>")
@requires(is_organiser)
def proposal(proposal: str) -> ResponseReturnValue:
    return _proposal_page(proposal)


@blueprint.post("/console/proposals/<proposal>/accept")
@requires(is_organiser)
def accept(proposal: str) -> ResponseReturnValue:
    """Into the plan as a draft; what it clashes with is told."""
    with reading() as session:
        form = _accept_form(session, planned_congress(session), asked=True)
    if not submitted(form):
        return _proposal_page(proposal, accept=form, status=422)
    try:
        with unit_of_work() as session:
            congress = planned_congress(session)
            starts_at = form.starts_at.data.replace(tzinfo=zone())
            slot = {
                "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=form.minutes.data or USUAL_MINUTES),
                "room": form.room.data, "forum": form.forum.data,
            }  # fmt: skip
            found = proposal_by_id(session, congress.id, proposal)
            stored = accept_proposal(
                session, congress, found, form.reason.data, slot, by=current_actor(), now=clock.now()
            )  # fmt: skip
            lines = stored.lines()
    except DomainError as error:
        form.show(error)
        return _proposal_page(proposal, accept=form, status=error.status)
    flash_done(_("Accepted: a draft stands in the plan, and the speakers are asked."))
    for line in lines:
        flash(line, "warning")
    return redirect(url_for("calls_staff.proposal", proposal=proposal))


@blueprint.post("/console/proposals/<proposal>/reject")
@requires(is_organiser)
def reject(proposal: str) -> ResponseReturnValue:
    form = RejectForm(prefix="no-")
    if not submitted(form):
        return _proposal_page(proposal, reject=form, status=422)
    with unit_of_work() as session:
        found = proposal_by_id(session, planned_congress(session).id, proposal)
        reject_proposal(session, found, form.reason.data, by=current_actor(), now=clock.now())
    flash_done(_("The proposer is told."))
    return redirect(url_for("calls_staff.proposal", proposal=proposal))
