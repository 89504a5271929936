"""Milestones in the console: file with evidence, verify as somebody else, reverse."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from congress.accounts.permissions import is_auditor, is_organiser, is_verifier
from congress.foundation import clock
from congress.foundation.access import Actor, current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid, NotFound
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.foundation.uploads import keep_uploads, path_of
from congress.outcomes.actions import file_milestone, refile_milestone, reverse_milestone, verify_milestone
from congress.outcomes.forms import (
    CallForm,
    ChainsForm,
    FavourForm,
    InterestForm,
    JointForm,
    MilestoneForm,
    RefileForm,
    ReversalForm,
    VerdictForm,
)
from congress.outcomes.levels import level_name, levels_of
from congress.outcomes.models import Milestone
from congress.outcomes.permissions import files, sees
from congress.outcomes.queries import (
    acceptances,
    evidence_for,
    may_verify,
    milestone_for,
    milestones_of,
    milestones_statement,
)
from congress.outcomes.review_queries import (
    chain_for,
    chain_of,
    doubts_about,
    favour_requests,
    has_interest,
    joint_reviews_of,
    next_step,
)
from congress.outcomes.reviews import call_joint_review, decide_joint_review, declare_interest, record_favour, set_chain
from congress.outcomes.rules import STANDARD_CHAINS
from congress.outcomes.states import FAMILY_NAMES, LEVEL_NAMES, MILESTONE_NAMES, Decision, Family, MilestoneState
from congress.programme.queries import the_congress
from congress.settings import Settings
from congress.signing.models import Intention
from congress.signing.queries import intention_for
from congress.signing.states import State

blueprint = Blueprint("outcomes_staff", __name__)
LIST_SIZE = 50
REVIEW_FORMS: Mapping[str, type[BaseForm]] = {
    "call": CallForm,
    "joint": JointForm,
    "interest": InterestForm,
    "favour": FavourForm,
}


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
    levels = levels_of(session, found.congress_id)
    form.offer(levels)
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
    with reading() as session:
        found = _intention(session, intention)
        form.offer(levels_of(session, found.congress_id))
        if not submitted(form):
            return _intention_page(session, found, form, 422)
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
    settings = _settings()
    folder, largest = settings.instance_dir / "uploads", settings.max_upload_bytes
    return keep_uploads(session, files or [], current_actor(), folder=folder, largest=largest, now=clock.now())


def _found(session: Session, public_id: str) -> Milestone:
    return milestone_for(session, current_actor(), the_congress(session).slug, public_id)


def _page(
    session: Session, found: Milestone, *, verdict: VerdictForm | None = None, reversal: ReversalForm | None = None,
    refile: RefileForm | None = None, status: int = 200, **typed: BaseForm,
) -> ResponseReturnValue:  # fmt: skip
    actor, chain, step = current_actor(), chain_for(session, found), next_step(session, found)
    stranger = found.filed_by != actor.user_id and not has_interest(session, actor.user_id, found.intention_id)
    level = step.level if step and found.state == MilestoneState.FILED else None
    if chain and found.state != MilestoneState.FILED:
        level = chain[-1].level
    forms = {name: typed.get(name) or form(formdata=None) for name, form in REVIEW_FORMS.items()}
    page = render_template(
        "outcomes/staff_one.html",
        milestone=found,
        level=level_name(levels_of(session, found.congress_id), found.level),
        verdict=verdict or VerdictForm(formdata=None),
        reversal=reversal or ReversalForm(formdata=None),
        refile=refile or RefileForm(formdata=None, note=found.note),
        may_decide=stranger and may_verify(actor, found, level),
        chain=chain,
        given=len(acceptances(session, found)),
        doubts=doubts_about(session, found),
        joint_reviews=joint_reviews_of(session, found.id),
        forms=forms,
    )
    return page, status


@blueprint.get("/console/milestones/<milestone>")
@requires(sees)
def milestone(milestone: str) -> ResponseReturnValue:
    with reading() as session:
        return _page(session, _found(session, milestone))


@blueprint.post("/console/milestones/<milestone>/verify")
@requires(is_verifier)
def verify(milestone: str) -> ResponseReturnValue:
    form = VerdictForm()
    if not submitted(form):
        with reading() as session:
            return _page(session, _found(session, milestone), verdict=form, status=422)
    try:
        with unit_of_work() as session:
            found, decision = _found(session, milestone), Decision(form.decision.data)
            if decision is Decision.ACCEPT and not form.basis.data and doubts_about(session, found).any:
                raise Invalid.field("basis", _("Something speaks against it: cite what the acceptance rests on."))
            _decided, stands = verify_milestone(
                session, found, decision, form.reason.data, basis=form.basis.data,
                two_above_fen=_settings().verify_with_two_above_fen, by=current_actor(), now=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(session, _found(session, milestone), verdict=form, status=error.status)
    flash_done(_("It is decided.") if stands else _("Your decision is noted; another verifier is needed."))
    return redirect(url_for("outcomes_staff.milestone", milestone=milestone))


@blueprint.post("/console/milestones/<milestone>/reverse")
@requires(is_verifier)
def reverse(milestone: str) -> ResponseReturnValue:
    form = ReversalForm()
    if not submitted(form):
        with reading() as session:
            return _page(session, _found(session, milestone), reversal=form, status=422)
    try:
        with unit_of_work() as session:
            by, now = current_actor(), clock.now()
            reverse_milestone(session, _found(session, milestone), form.reason.data, by=by, now=now)
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(session, _found(session, milestone), reversal=form, status=error.status)
    flash_done(_("The outcome is reversed; counter-entries are written."))
    return redirect(url_for("outcomes_staff.milestone", milestone=milestone))


Act = Callable[[Session, Milestone, Actor], None]


def _review(milestone: str, name: str, form: BaseForm, act: Act, done: str) -> ResponseReturnValue:
    """One act beside the decision; what was typed stays when it is refused."""
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                act(session, _found(session, milestone), current_actor())
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(done)
            return redirect(url_for("outcomes_staff.milestone", milestone=milestone))
    with reading() as session:
        return _page(session, _found(session, milestone), status=status, **{name: form})


@blueprint.post("/console/milestones/<milestone>/joint-review")
@requires(is_verifier)
def call_review(milestone: str) -> ResponseReturnValue:
    form = CallForm()

    def act(session: Session, found: Milestone, by: Actor) -> None:
        call_joint_review(session, found, form.reason.data, by=by, now=clock.now())

    return _review(milestone, "call", form, act, _("A joint review is called."))


@blueprint.post("/console/milestones/<milestone>/joint-review/decide")
@requires(is_verifier)
def decide_review(milestone: str) -> ResponseReturnValue:
    form = JointForm()

    def act(session: Session, found: Milestone, by: Actor) -> None:
        decide_joint_review(
            session, found, Decision(form.decision.data), form.reason.data, participants=form.participants.data,
            minutes=form.minutes.data, by=by, now=clock.now(),
        )  # fmt: skip

    return _review(milestone, "joint", form, act, _("It is decided."))


@blueprint.post("/console/milestones/<milestone>/interest")
@requires(is_verifier)
def interest(milestone: str) -> ResponseReturnValue:
    form = InterestForm()

    def act(session: Session, found: Milestone, by: Actor) -> None:
        declare_interest(session, found, form.text.data, by=by, now=clock.now())

    return _review(milestone, "interest", form, act, _("Your interest is declared; somebody else decides."))


@blueprint.post("/console/milestones/<milestone>/favour")
@requires(is_verifier)
def favour(milestone: str) -> ResponseReturnValue:
    form = FavourForm()

    def act(session: Session, found: Milestone, by: Actor) -> None:
        record_favour(
            session, found, who=form.who.data, asked_on=form.asked_on.data, text=form.text.data, by=by, now=clock.now()
        )

    return _review(milestone, "favour", form, act, _("It is recorded; auditors see it."))


@blueprint.get("/console/favours")
@requires(is_auditor)
def favours() -> ResponseReturnValue:
    """Who asked verifiers for favours; auditors alone read it."""
    with reading() as session:
        return render_template("outcomes/staff_favours.html", rows=favour_requests(session, the_congress(session).id))


def _chains_page(form: ChainsForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "outcomes/staff_chains.html", form=form, levels=LEVEL_NAMES, families=FAMILY_NAMES, standard=STANDARD_CHAINS
    ), status


@blueprint.get("/console/chains")
@requires(is_organiser)
def chains() -> ResponseReturnValue:
    """Along which offices each family is verified; an empty one needs a single verifier."""
    with reading() as session:
        congress = the_congress(session)
        known = {
            family.value: "\n".join(f"{one.level} | {one.office}" for one in chain_of(session, congress.id, family))
            for family in Family
        }
    return _chains_page(ChainsForm(formdata=None, **known))


@blueprint.post("/console/chains")
@requires(is_organiser)
def save_chains() -> ResponseReturnValue:
    form = ChainsForm()
    if not submitted(form):
        return _chains_page(form, 422)
    try:
        with unit_of_work() as session:
            congress = the_congress(session)
            for family in Family:
                set_chain(session, congress.id, family, form[family.value].data, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _chains_page(form, error.status)
    flash_done(_("The chains are saved; what waits goes on along them."))
    return redirect(url_for("outcomes_staff.chains"))


@blueprint.post("/console/milestones/<milestone>/refile")
@requires(files)
def refile(milestone: str) -> ResponseReturnValue:
    form = RefileForm()
    if not submitted(form):
        with reading() as session:
            return _page(session, _found(session, milestone), refile=form, status=422)
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
