"""Requests about personal data, numbers of identity documents, and dates of retention, in the console."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser, is_system_admin
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.foundation.personal import find_subject
from congress.foundation.sealed import FieldSeal
from congress.privacy.actions import close_request, open_request, set_identity_terms, view_identity
from congress.privacy.erasing import announced, erase_person
from congress.privacy.errors import AlreadyClosed
from congress.privacy.exporting import FORMATS, make_export, queue_export
from congress.privacy.forms import AnswerForm, LetterForm, ReasonForm, RetentionForm, TermsForm
from congress.privacy.models import IdentityNumber, RightsRequest
from congress.privacy.queries import (
    identities_statement,
    identity_of,
    identity_terms,
    person_of_request,
    request_by_public_id,
    requests_statement,
)
from congress.privacy.retention import question_dates, retention_report, set_retention
from congress.privacy.rules import ELSEWHERE
from congress.privacy.states import Channel, Kept, RequestState, Right, ViewReason
from congress.programme.queries import the_congress
from congress.registration.queries import find_registration, registration_by_code

blueprint = Blueprint("privacy_staff", __name__)
LIST_SIZE = 50


@blueprint.get("/console/rights")
@requires(is_organiser)
def requests() -> ResponseReturnValue:
    state = request.args.get("state", RequestState.OPEN)
    state = state if state in set(RequestState) else ""
    with reading() as session:
        keys = [RightsRequest.answer_by, RightsRequest.id]
        cursor = request.args.get("cursor")
        page = paginate(session, requests_statement(state), keys, limit=LIST_SIZE, cursor=cursor)
        today = clock.local_day(clock.now(), zone())
        return render_template("privacy/staff_requests.html", page=page, state=state, today=today)


@blueprint.get("/console/rights/new")
@requires(is_organiser)
def new_request() -> ResponseReturnValue:
    return render_template("privacy/staff_letter.html", form=LetterForm(formdata=None))


@blueprint.post("/console/rights/new")
@requires(is_organiser)
def add_request() -> ResponseReturnValue:
    """A request that came by letter; its fifteen working days began with the day on which it came."""
    form = LetterForm()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                opened = open_request(
                    session, Right(form.claim.data), channel=Channel.LETTER,
                    person_id=_person_by_code(session, form.code.data), sender=form.sender.data, note=form.note.data,
                    received_on=form.received_on.data, by=current_actor(), now=clock.now(),
                )  # fmt: skip
                public_id = opened.public_id
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("The request is written down."))
            return redirect(url_for("privacy_staff.show", request_id=public_id))
    return render_template("privacy/staff_letter.html", form=form), status


def _person_by_code(session: Session, code: str) -> int | None:
    """Whom a registration's code names; a letter without a code waits until it is known whom it is about."""
    if not code:
        return None
    found = find_registration(session, the_congress(session).id, code.upper())
    if found is None:
        raise Invalid.field("code", _("There is no registration with this code."))
    return found.person_id


@blueprint.get("/console/rights/<request_id>")
@requires(is_organiser)
def show(request_id: str) -> ResponseReturnValue:
    return _page(request_id, AnswerForm(formdata=None))


def _page(request_id: str, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        found = request_by_public_id(session, request_id)
        person = person_of_request(session, found)
        today = clock.local_day(clock.now(), zone())
        is_erasing = found.claim == Right.ERASE and found.state == RequestState.OPEN and person is not None
        fates = announced(find_subject(session, person=person.id), today=today) if person and is_erasing else []
        page = render_template(
            "privacy/staff_request.html", request_=found, person=person, form=form, fates=fates, elsewhere=ELSEWHERE,
            today=today,
        )  # fmt: skip
    return page, status


@blueprint.post("/console/rights/<request_id>/answer")
@requires(is_organiser)
def answer(request_id: str) -> ResponseReturnValue:
    form = AnswerForm()
    state = RequestState.REFUSED if request.form.get("decision") == "refuse" else RequestState.DONE
    if not submitted(form):
        return _page(request_id, form, 422)
    try:
        with unit_of_work() as session:
            found = request_by_public_id(session, request_id)
            close_request(session, found, state, form.answer.data, by=current_actor(), now=clock.now())
    except Invalid as error:
        form.show(error)
        return _page(request_id, form, error.status)
    flash_done(_("The request is answered."))
    return redirect(url_for("privacy_staff.show", request_id=request_id))


@blueprint.post("/console/rights/<request_id>/export")
@requires(is_organiser)
def export(request_id: str) -> ResponseReturnValue:
    """Everything about the person, to be sent by letter; who took it out stands in the trail."""
    form = request.form.get("format", "pdf")
    with unit_of_work() as session:
        found = request_by_public_id(session, request_id)
        if form not in FORMATS or found.person_id is None:
            raise NotFound
        if found.state != RequestState.OPEN:
            raise AlreadyClosed
        batch = queue_export(session, {"person": found.person_id}, form, 0, by=current_actor(), now=clock.now())
        batch_id, public_id = batch.id, batch.public_id
    make_export(batch_id)
    return redirect(url_for("privacy.exported", export=public_id))


@blueprint.post("/console/rights/<request_id>/erase")
@requires(is_organiser)
def erase(request_id: str) -> ResponseReturnValue:
    """Do what a letter asks; the page has said what goes and what stays."""
    by, now = current_actor(), clock.now()
    with unit_of_work() as session:
        found = request_by_public_id(session, request_id)
        if found.claim != Right.ERASE or found.person_id is None:
            raise NotFound
        close_request(session, found, RequestState.DONE, "", by=by, now=now)
        start = {"person": found.person_id}
        erase_person(session, start, found.public_id[:8], zone=zone(), by=by, cause=Right.ERASE, now=now)
    flash_done(_("The person is erased."))
    return redirect(url_for("privacy_staff.show", request_id=request_id))


@blueprint.get("/console/identity")
@requires(is_organiser)
def identities() -> ResponseReturnValue:
    with reading() as session:
        return _identities(session, TermsForm(formdata=None, obj=identity_terms(session, the_congress(session).id)))


@blueprint.post("/console/identity/find")
@requires(is_organiser)
def find_identity() -> ResponseReturnValue:
    """Whose a whole number is, by its digest; posted, so that no number stands in an address or a log."""
    sought = "".join(request.form.get("number", "").upper().split())[:40]
    with reading() as session:
        terms = TermsForm(formdata=None, obj=identity_terms(session, the_congress(session).id))
        return _identities(session, terms, sought=sought)


def _identities(session: Session, form: TermsForm, status: int = 200, sought: str = "") -> ResponseReturnValue:
    """Masked numbers, or the one that is sought."""
    digest = FieldSeal(current_app.extensions["settings"]).digest(sought) if sought else None
    statement = identities_statement(the_congress(session).id, digest=digest)
    page = paginate(session, statement, [IdentityNumber.id], limit=LIST_SIZE, cursor=request.args.get("cursor"))
    reason = ReasonForm(formdata=None)
    return render_template("privacy/staff_identities.html", page=page, form=form, reason=reason), status


@blueprint.post("/console/identity")
@requires(is_organiser)
def save_terms() -> ResponseReturnValue:
    form = TermsForm()
    status = 422
    if submitted(form):
        facts = {name: form[name].data for name in ("is_asked", "why_zh", "why_en")}
        try:
            with unit_of_work() as session:
                set_identity_terms(session, the_congress(session), facts, by=current_actor(), now=clock.now())
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("Saved."))
            return redirect(url_for("privacy_staff.identities"))
    with reading() as session:
        return _identities(session, form, status)


@blueprint.post("/console/identity/<code>")
@requires(is_organiser)
def whole_number(code: str) -> ResponseReturnValue:
    """One whole number, on a page that is not kept, for a reason that is."""
    form = ReasonForm()
    with unit_of_work() as session:
        registration = registration_by_code(session, the_congress(session).id, code)
        kept = identity_of(session, registration.id)
        if kept is None:
            raise NotFound
        if not submitted(form):
            raise Invalid.field("reason", _("Say why you need the whole number."))
        kept.registration = registration
        seal = FieldSeal(current_app.extensions["settings"])
        number = view_identity(session, kept, ViewReason(form.reason.data), seal, by=current_actor(), now=clock.now())
        return render_template(
            "privacy/staff_number.html", number=number, kept=kept, registration=registration, reason=form.reason.data
        )


@blueprint.get("/console/retention")
@requires(is_organiser | is_system_admin)
def retention() -> ResponseReturnValue:
    """What the next run would let go: counts alone."""
    return _retention_page(RetentionForm(formdata=None))


def _retention_page(form: RetentionForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        now = clock.now()
        return render_template(
            "privacy/staff_retention.html", report=retention_report(session, zone=zone(), now=now),
            questions=question_dates(session, zone=zone(), now=now), form=form,
        ), status  # fmt: skip


@blueprint.post("/console/retention")
@requires(is_organiser)
def save_retention() -> ResponseReturnValue:
    form = RetentionForm()
    if submitted(form):
        with unit_of_work() as session:
            set_retention(
                session, the_congress(session), Kept(form.kind.data), form.until.data, by=current_actor(),
                now=clock.now(),
            )  # fmt: skip
        flash_done(_("Saved."))
        return redirect(url_for("privacy_staff.retention"))
    return _retention_page(form, 422)
