"""The steps of a publication in the console: review, signing off, notice, objections, decision, release, correction."""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.credit.forms import (
    AnnounceForm,
    CorrectionForm,
    DecisionForm,
    ObjectionForm,
    ReviewForm,
    SignOffForm,
    WithdrawForm,
)
from congress.credit.keys import board_key
from congress.credit.models import Objection, Publication
from congress.credit.objections import decide_objection, object_to
from congress.credit.permissions import judges_boards, sees_all_credit, sees_boards
from congress.credit.publication_queries import last_notice, objection_by_id, publication_by_id, publication_of
from congress.credit.publishing import (
    announce_publication,
    correct_publication,
    finalise_publication,
    review_publication,
    sign_off_publication,
    withdraw_publication,
)
from congress.credit.states import RELEASED
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.programme.queries import the_congress

blueprint = Blueprint("credit_publications", __name__)
FORMS: dict[str, type[BaseForm]] = {
    "review": ReviewForm, "sign_off": SignOffForm, "announce": AnnounceForm, "withdraw": WithdrawForm,
    "correction": CorrectionForm, "objection": ObjectionForm, "decision": DecisionForm,
}  # fmt: skip


def _published(session: Session, public_id: str) -> Publication:
    """The congress's publication; one in preparation only for those who prepare it."""
    found = publication_by_id(session, public_id)
    hidden = found.published_at is None and not sees_all_credit(current_actor())
    if hidden or found.congress_id != the_congress(session).id:
        raise NotFound
    return found


def _page(session: Session, public_id: str, status: int = 200, **typed: BaseForm) -> ResponseReturnValue:
    publication, actor = _published(session, public_id), current_actor()
    forms: dict[str, Any] = {name: typed.get(name) or form(formdata=None) for name, form in FORMS.items()}
    if "announce" not in typed:
        for name, value in last_notice(session, publication.congress_id).items():
            forms["announce"][name].data = value
    page = render_template(
        "credit/staff_publication.html", publication=publication, file=json.loads(publication.document), forms=forms,
        now=clock.now(),
        congress=the_congress(session), is_public=publication.state in RELEASED, judges=judges_boards(actor),
        heard=[one for one in publication.objections if judges_boards(actor) or _is_own(one)],
    )  # fmt: skip
    return page, status


def _is_own(objection: Objection) -> bool:
    return objection.filed_by is not None and objection.filed_by == current_actor().user_id


def _step(
    publication: str, name: str, act: Callable[[Session, Publication, Any], None], done: str
) -> ResponseReturnValue:  # fmt: skip
    """Take the form of this step, do it, and come back to the page; a refusal is shown in the form."""
    form = FORMS[name]()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                act(session, _published(session, publication), form)
        except DomainError as error:
            if isinstance(error, NotFound):
                raise
            form.show(error)
            status = error.status
        else:
            flash_done(done)
            return redirect(url_for("credit_publications.publication", publication=publication))
    with reading() as session:
        return _page(session, publication, status, **{name: form})


@blueprint.get("/console/publications/<publication>")
@requires(sees_boards)
def publication(publication: str) -> ResponseReturnValue:
    with reading() as session:
        return _page(session, publication)


@blueprint.post("/console/publications/<publication>/review")
@requires(judges_boards)
def review(publication: str) -> ResponseReturnValue:
    def act(session: Session, found: Publication, form: Any) -> None:
        review_publication(session, found, form.note.data, by=current_actor(), now=clock.now())

    return _step(publication, "review", act, _("The joint review is noted."))


@blueprint.post("/console/publications/<publication>/sign-off")
@requires(is_organiser)
def sign_off(publication: str) -> ResponseReturnValue:
    def act(session: Session, found: Publication, form: Any) -> None:
        number, note = form.document_number.data, form.note.data
        sign_off_publication(session, found, number, note, by=current_actor(), now=clock.now())

    return _step(publication, "sign_off", act, _("The board is signed off."))


@blueprint.post("/console/publications/<publication>/announce")
@requires(is_organiser)
def announce(publication: str) -> ResponseReturnValue:
    def act(session: Session, found: Publication, form: Any) -> None:
        notice = {name: form[name].data for name in ("authority", "phone", "address")}
        announce_publication(
            session, found, notice, objections_until=None, key=board_key(), zone=zone(), by=current_actor(),
            now=clock.now(),
        )  # fmt: skip

    return _step(publication, "announce", act, _("The board is announced; objections are open."))


@blueprint.post("/console/publications/<publication>/withdraw")
@requires(is_organiser)
def withdraw(publication: str) -> ResponseReturnValue:
    def act(session: Session, found: Publication, form: Any) -> None:
        withdraw_publication(session, found, form.reason.data, by=current_actor(), now=clock.now())

    return _step(publication, "withdraw", act, _("The publication is withdrawn."))


@blueprint.post("/console/publications/<publication>/corrections")
@requires(is_organiser)
def correct(publication: str) -> ResponseReturnValue:
    def act(session: Session, found: Publication, form: Any) -> None:
        zh, en = form.text_zh.data, form.text_en.data
        correct_publication(session, found, zh, en, key=board_key(), by=current_actor(), now=clock.now())

    return _step(publication, "correction", act, _("The notice stands beside the board."))


@blueprint.post("/console/publications/<publication>/objections")
@requires(sees_boards)
def add_objection(publication: str) -> ResponseReturnValue:
    def act(session: Session, found: Publication, form: Any) -> None:
        object_to(session, found, form.grievance(), by=current_actor(), now=clock.now())

    return _step(publication, "objection", act, _("The objection is filed."))


@blueprint.post("/console/objections/<objection>/decide")
@requires(judges_boards)
def decide(objection: str) -> ResponseReturnValue:
    with reading() as session:
        publication = _publication_of(session, objection)

    def act(session: Session, _found: Publication, form: Any) -> None:
        found = objection_by_id(session, objection)
        if found is None:
            raise NotFound
        uphold, by = form.verdict.data == "upheld", current_actor()
        decide_objection(session, found, uphold=uphold, answer=form.answer.data, by=by, now=clock.now())

    return _step(publication, "decision", act, _("The objection is decided."))


def _publication_of(session: Session, objection: str) -> str:
    """The public id of what an objection is about, if it is the congress's; else NotFound."""
    found = objection_by_id(session, objection)
    if found is None:
        raise NotFound
    publication = publication_of(session, found)
    if publication.congress_id != the_congress(session).id:
        raise NotFound
    return publication.public_id


@blueprint.post("/console/publications/<publication>/finalise")
@requires(is_organiser)
def finalise(publication: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = _published(session, publication)
        done = finalise_publication(session, found, by=current_actor(), now=clock.now())
        withdrawn = done.state == "withdrawn"
    flash_done(_("The publication is withdrawn.") if withdrawn else _("The board is final."))
    return redirect(url_for("credit_publications.publication", publication=publication))
