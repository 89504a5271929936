"""Milestones in the console: file with evidence, verify as somebody else, reverse."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from congress.accounts.permissions import is_verifier
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.foundation.uploads import keep_upload, path_of
from congress.outcomes.actions import file_milestone, refile_milestone, reverse_milestone, verify_milestone
from congress.outcomes.forms import MilestoneForm, RefileForm, ReversalForm, VerdictForm
from congress.outcomes.models import Milestone
from congress.outcomes.permissions import files, sees
from congress.outcomes.queries import (
    evidence_for,
    may_verify,
    milestone_for,
    milestones_of,
    milestones_statement,
)
from congress.outcomes.states import MILESTONE_NAMES, Decision, MilestoneState
from congress.programme.queries import the_congress
from congress.settings import Settings
from congress.signing.models import Intention
from congress.signing.queries import intention_for
from congress.signing.states import State

blueprint = Blueprint("outcomes_staff", __name__)
LIST_SIZE = 50


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@blueprint.get("/console/milestones")
@requires(sees)
def milestones() -> ResponseReturnValue:
    asked = request.args.get("state", MilestoneState.FILED)
    state = asked if asked in {*MilestoneState} else None
    with reading() as session:
        congress = the_congress(session)
        statement = milestones_statement(current_actor(), congress.id, state=state)
        cursor = request.args.get("cursor")
        page = paginate(session, statement, [Milestone.filed_at, Milestone.id], limit=LIST_SIZE, cursor=cursor)
        return render_template("outcomes/staff_list.html", page=page, state=state, states=MILESTONE_NAMES)


def _intention(session: Session, public_id: str) -> Intention:
    return intention_for(session, current_actor(), the_congress(session).slug, public_id)


def _intention_page(session: Session, found: Intention, form: MilestoneForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "outcomes/staff_intention.html", intention=found, milestones=milestones_of(session, found.id), form=form,
        ended=found.state == State.ENDED,
    )  # fmt: skip
    return page, status


@blueprint.get("/console/intentions/<intention>/milestones")
@requires(sees)
def of_intention(intention: str) -> ResponseReturnValue:
    with reading() as session:
        return _intention_page(session, _intention(session, intention), MilestoneForm(formdata=None))


@blueprint.post("/console/intentions/<intention>/milestones")
@requires(files)
def add_milestone(intention: str) -> ResponseReturnValue:
    form = MilestoneForm()
    if not submitted(form):
        with reading() as session:
            return _intention_page(session, _intention(session, intention), form, 422)
    try:
        with unit_of_work() as session:
            found = _intention(session, intention)
            evidence = _keep(session, form.evidence.data)
            file_milestone(session, found, form.facts(), evidence, zone=zone(), by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(_at_field(error))
        with reading() as session:
            return _intention_page(session, _intention(session, intention), form, error.status)
    flash_done(_("The milestone is filed; somebody else verifies it."))
    return redirect(url_for("outcomes_staff.of_intention", intention=intention))


def _at_field(error: DomainError) -> DomainError:
    """The page asks for an amount in another unit than the API, and so under another name."""
    for fault in error.errors or []:
        fault["field"] = {"amount_fen": "amount", "file": "evidence"}.get(fault["field"], fault["field"])
    return error


def _keep(session: Session, files: list[FileStorage]) -> list[str]:
    """The uploads' ids; raises Invalid at the field of the evidence, naming the file."""
    settings, ids = _settings(), []
    for file in files or []:
        if not isinstance(file, FileStorage) or not file.filename:
            continue
        try:
            kept = keep_upload(
                session, file.read(), file.filename, current_actor(), folder=settings.instance_dir / "uploads",
                largest=settings.max_upload_bytes, now=clock.now(),
            )  # fmt: skip
        except DomainError as error:
            told = (error.errors or [{"message": str(error)}])[0]["message"]
            raise Invalid.field("evidence", f"{file.filename}: {told}") from None
        ids.append(kept.public_id)
    return ids


def _found(session: Session, public_id: str) -> Milestone:
    return milestone_for(session, current_actor(), the_congress(session).slug, public_id)


def _page(
    found: Milestone, *, verdict: VerdictForm | None = None, reversal: ReversalForm | None = None,
    refile: RefileForm | None = None, status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    actor = current_actor()
    may_decide = is_verifier(actor) and may_verify(actor, found) and found.filed_by != actor.user_id
    page = render_template(
        "outcomes/staff_one.html",
        milestone=found,
        verdict=verdict or VerdictForm(formdata=None),
        reversal=reversal or ReversalForm(formdata=None),
        refile=refile or RefileForm(formdata=None, note=found.note),
        may_decide=may_decide,
    )
    return page, status


@blueprint.get("/console/milestones/<milestone>")
@requires(sees)
def milestone(milestone: str) -> ResponseReturnValue:
    with reading() as session:
        return _page(_found(session, milestone))


@blueprint.post("/console/milestones/<milestone>/verify")
@requires(is_verifier)
def verify(milestone: str) -> ResponseReturnValue:
    form = VerdictForm()
    if not submitted(form):
        with reading() as session:
            return _page(_found(session, milestone), verdict=form, status=422)
    try:
        with unit_of_work() as session:
            _decided, stands = verify_milestone(
                session, _found(session, milestone), Decision(form.decision.data), form.reason.data,
                two_above_fen=_settings().verify_with_two_above_fen, by=current_actor(), now=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(_found(session, milestone), verdict=form, status=error.status)
    flash_done(_("It is decided.") if stands else _("Your acceptance is noted; a second verifier is needed."))
    return redirect(url_for("outcomes_staff.milestone", milestone=milestone))


@blueprint.post("/console/milestones/<milestone>/reverse")
@requires(is_verifier)
def reverse(milestone: str) -> ResponseReturnValue:
    form = ReversalForm()
    if not submitted(form):
        with reading() as session:
            return _page(_found(session, milestone), reversal=form, status=422)
    try:
        with unit_of_work() as session:
            by, now = current_actor(), clock.now()
            reverse_milestone(session, _found(session, milestone), form.reason.data, by=by, now=now)
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(_found(session, milestone), reversal=form, status=error.status)
    flash_done(_("The outcome is reversed; counter-entries are written."))
    return redirect(url_for("outcomes_staff.milestone", milestone=milestone))


@blueprint.post("/console/milestones/<milestone>/refile")
@requires(files)
def refile(milestone: str) -> ResponseReturnValue:
    form = RefileForm()
    if not submitted(form):
        with reading() as session:
            return _page(_found(session, milestone), refile=form, status=422)
    with unit_of_work() as session:
        by, now = current_actor(), clock.now()
        refile_milestone(session, _found(session, milestone), form.note.data, by=by, now=now)
    flash_done(_("The milestone is filed; somebody else verifies it."))
    return redirect(url_for("outcomes_staff.milestone", milestone=milestone))


@blueprint.get("/console/uploads/<upload>")
@requires(sees)
def upload_file(upload: str) -> ResponseReturnValue:
    """A file of evidence, for those who may see what it is attached to; always a download."""
    with reading() as session:
        found = evidence_for(session, current_actor(), upload)
        if found is None:
            raise NotFound
        content = path_of(_settings().instance_dir / "uploads", found).read_bytes()
        response = Response(content, content_type=found.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.public_id}"'
    return response
