"""The calls as the public sees them, one's own proposal, the reviewers' desk, and the speakers' answer."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.calls.actions import (
    PROPOSAL_FACTS,
    answer_invitation,
    change_proposal,
    propose_topic,
    score_proposal,
    stands_too_near,
    withdraw_proposal,
)
from congress.calls.forms import AnswerForm, ProposalForm, ScoreBase, score_form
from congress.calls.models import Proposal
from congress.calls.queries import (
    call_by_slug,
    own_proposal,
    proposal_to_review,
    proposals_of_user,
    proposals_to_review,
    public_calls,
    speaker_by_code,
)
from congress.calls.states import CALL_NAMES, PROPOSAL_NAMES, SPEAKER_NAMES, ProposalState, SpeakerState
from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, public, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, language
from congress.foundation.limits import limiter
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress
from congress.programme.states import KIND_NAMES
from congress.schools.queries import all_schools

blueprint = Blueprint("calls", __name__)


@blueprint.get("/calls")
@public
def calls() -> ResponseReturnValue:
    """What is asked for, one's own proposals, and the way to one by its code."""
    code = request.args.get("code", "").strip()[:40]
    if code:
        return redirect(url_for("calls.own", key=code))
    with reading() as session:
        congress, now = the_congress(session), clock.now()
        return render_template(
            "calls/list.html", calls=public_calls(session, congress.id, now=now), now=now, names=PROPOSAL_NAMES,
            mine=proposals_of_user(session, current_actor(), congress.id),
        )  # fmt: skip


def _call_page(topics: str, form: ProposalForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        now = clock.now()
        found = call_by_slug(session, the_congress(session).id, topics, public_at=now)
        schools = [school.name for school in all_schools(session)]
        page = render_template(
            "calls/call.html", call=found, form=form, schools=schools, is_open=found.takes_proposals(now)
        )
    return page, status


@blueprint.get("/calls/<topics>")
@public
def call(topics: str) -> ResponseReturnValue:
    actor = current_actor()
    contact = next(iter(sorted(actor.addresses)), "")
    return _call_page(topics, ProposalForm(formdata=None, proposer=actor.display_name, contact=contact))


@blueprint.post("/calls/<topics>")
@public
@limiter.limit("30 per minute")
def send_proposal(topics: str) -> ResponseReturnValue:
    form = ProposalForm()
    if not submitted(form):
        return _call_page(topics, form, 422)
    try:
        with unit_of_work() as session:
            now = clock.now()
            found = call_by_slug(session, the_congress(session).id, topics, public_at=now)
            propose_topic(session, found, _facts(form), form.named(), by=current_actor(), now=now)
    except DomainError as error:
        form.show(error)
        return _call_page(topics, form, error.status)
    flash_done(_("Thank you. The way back to your proposal is on its way to %(address)s.", address=form.contact.data))
    return redirect(url_for("calls.calls"))


def _facts(form: ProposalForm) -> dict[str, str]:
    return {name: form[name].data for name in (*PROPOSAL_FACTS, "school", "contact")} | {"language": language()}


@blueprint.get("/calls/proposals/<key>")
@public
@limiter.limit("60 per minute")
def own(key: str) -> ResponseReturnValue:
    with reading() as session:
        found = own_proposal(session, current_actor(), key)
        form = ProposalForm(formdata=None, obj=found)
        form.fill(found)
        return _own_page(found, key, form)


def _own_page(found: Proposal, key: str, form: ProposalForm, status: int = 200) -> ResponseReturnValue:
    may_change = found.state == ProposalState.SUBMITTED and found.call.takes_proposals(clock.now())
    page = render_template(
        "calls/own.html", proposal=found, key=key, form=form, may_change=may_change, names=PROPOSAL_NAMES,
        kinds=KIND_NAMES, speaker_names=SPEAKER_NAMES,
    )  # fmt: skip
    return page, status


@blueprint.post("/calls/proposals/<key>")
@public
@limiter.limit("60 per minute")
def save_own(key: str) -> ResponseReturnValue:
    form = ProposalForm()
    refused: DomainError | None = None
    if submitted(form):
        try:
            with unit_of_work() as session:
                found = own_proposal(session, current_actor(), key)
                change_proposal(session, found, _facts(form), form.named(), by=current_actor(), now=clock.now())
        except DomainError as error:
            form.show(error)
            refused = error
        else:
            flash_done(_("Saved."))
            return redirect(url_for("calls.own", key=key))
    with reading() as session:
        return _own_page(own_proposal(session, current_actor(), key), key, form, refused.status if refused else 422)


@blueprint.post("/calls/proposals/<key>/withdraw")
@public
@limiter.limit("60 per minute")
def withdraw(key: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = own_proposal(session, current_actor(), key)
        withdraw_proposal(session, found, by=current_actor(), now=clock.now())
    flash_done(_("The proposal is taken back."))
    return redirect(url_for("calls.own", key=key))


@blueprint.get("/calls/speaking/<code>")
@public
@limiter.limit("60 per minute")
def speaking(code: str) -> ResponseReturnValue:
    return _speaking_page(code, AnswerForm(formdata=None))


def _speaking_page(code: str, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        speaker = speaker_by_code(session, code)
        page = render_template("calls/speaking.html", speaker=speaker, form=form, names=SPEAKER_NAMES)
    return page, status


@blueprint.post("/calls/speaking/<code>")
@public
@limiter.limit("60 per minute")
def answer(code: str) -> ResponseReturnValue:
    """The speaker's answer; the link says afterwards only what was answered."""
    form = AnswerForm()
    if not submitted(form):
        return _speaking_page(code, form, 422)
    try:
        with unit_of_work() as session:
            speaker, state = speaker_by_code(session, code), SpeakerState(form.answer.data)
            answer_invitation(session, speaker, state, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _speaking_page(code, form, error.status)
    flash_done(_("Thank you for your answer."))
    return redirect(url_for("calls.speaking", code=code))


@blueprint.get("/reviews")
@requires(anybody_signed_in)
def reviews() -> ResponseReturnValue:
    """What waits for one's own scores."""
    with reading() as session:
        actor = current_actor()
        found = proposals_to_review(session, actor, the_congress(session).id)
        return render_template(
            "calls/reviews.html", proposals=found, names=PROPOSAL_NAMES, kinds=KIND_NAMES,
            near={one.id for one in found if stands_too_near(actor, one)},
            scored={one.id for one in found if any(review.user_id == actor.user_id for review in one.reviews)},
        )  # fmt: skip


def _review_page(found: Proposal, form: ScoreBase, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "calls/review.html", proposal=found, form=form, kinds=KIND_NAMES, names=PROPOSAL_NAMES,
        near=stands_too_near(current_actor(), found), calls=CALL_NAMES,
    )  # fmt: skip
    return page, status


@blueprint.get("/reviews/<proposal>")
@requires(anybody_signed_in)
def review(proposal: str) -> ResponseReturnValue:
    with reading() as session:
        actor = current_actor()
        found = proposal_to_review(session, actor, the_congress(session).id, proposal)
        own = next((one for one in found.reviews if one.user_id == actor.user_id), None)
        given = {f"score_{number}": score for number, score in enumerate(own.scores)} if own else {}
        form = score_form(found.call.judged)(formdata=None, data=given | {"comment": own.comment if own else ""})
        return _review_page(found, form)


@blueprint.post("/reviews/<proposal>")
@requires(anybody_signed_in)
def score(proposal: str) -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        found = proposal_to_review(session, actor, the_congress(session).id, proposal)
        form = score_form(found.call.judged)()
        if not submitted(form):
            return _review_page(found, form, 422)
    with unit_of_work() as session:
        found = proposal_to_review(session, actor, the_congress(session).id, proposal)
        score_proposal(session, found, form.scores(), form.comment.data, by=actor, now=clock.now())
    flash_done(_("Your scores are saved."))
    return redirect(url_for("calls.reviews"))
