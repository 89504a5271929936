"""The ledger down to its evidence, the boards as they stand, and their publications, in the console."""

import json

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.credit.actions import (
    compute_board,
    decide_objection,
    finalise_publication,
    object_to,
    publish_board,
    verify_ledger,
)
from congress.credit.errors import NoSuchBoard
from congress.credit.forms import DecisionForm, EmptyForm, ObjectionForm
from congress.credit.keys import board_key
from congress.credit.models import LedgerEntry, Objection, Publication
from congress.credit.permissions import own_entities, sees_boards, sees_credit
from congress.credit.queries import (
    board_entries,
    entity_names,
    entry_by_seq,
    head_of,
    ledger_statement,
    measure_totals,
    objection_by_id,
    publication_by_id,
    publications_of,
)
from congress.credit.rules import board_by_slug, rule_set
from congress.credit.states import COUNTED_MEASURES, MEASURE_NAMES, Measure
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.outcomes.queries import seen_milestone
from congress.programme.queries import the_congress

blueprint = Blueprint("credit_staff", __name__)
LIST_SIZE = 50


@blueprint.get("/console/ledger")
@requires(sees_credit)
def ledger() -> ResponseReturnValue:
    asked = request.args
    measure = asked.get("measure") if asked.get("measure") in {*Measure} else None
    with reading() as session:
        congress, own = the_congress(session), own_entities(current_actor())
        names = entity_names(session)
        entity, milestone = asked.get("entity"), asked.get("milestone")
        statement = ledger_statement(
            congress.id, entities=own, measure=measure, milestone=milestone, entity_code=entity
        )
        cursor = asked.get("cursor")
        page = paginate(session, statement, [LedgerEntry.seq], limit=LIST_SIZE, cursor=cursor, descending=True)
        return render_template(
            "credit/staff_ledger.html", page=page, names=names, measure=measure, measures=MEASURE_NAMES,
            counted=COUNTED_MEASURES, head=head_of(session, congress.id), entity=entity,
            totals=measure_totals(session, statement),
        )  # fmt: skip


@blueprint.get("/console/ledger/<int:seq>")
@requires(sees_credit)
def entry(seq: int) -> ResponseReturnValue:
    """One entry with what it was made from; the milestone's page for those who may see it."""
    with reading() as session:
        congress = the_congress(session)
        found = entry_by_seq(session, congress.id, seq, entities=own_entities(current_actor()))
        if found is None:
            raise NotFound
        return render_template(
            "credit/staff_entry.html", entry=found, names=entity_names(session), counted=COUNTED_MEASURES,
            milestone=seen_milestone(session, current_actor(), congress.slug, found.milestone),
        )  # fmt: skip


@blueprint.post("/console/ledger/verify")
@requires(sees_credit)
def verify() -> ResponseReturnValue:
    """Walk the whole chain and say what is wrong with it, if anything."""
    with reading() as session:
        congress = the_congress(session)
        findings = verify_ledger(session, congress)
        return render_template("credit/staff_chain.html", findings=findings, head=head_of(session, congress.id))


@blueprint.get("/console/boards")
@requires(sees_boards)
def boards() -> ResponseReturnValue:
    with reading() as session:
        publications = publications_of(session, the_congress(session).id)
        newest: dict[str, Publication] = {}
        for publication in publications:
            newest.setdefault(publication.board, publication)
        return render_template("credit/staff_boards.html", boards=rule_set().boards, newest=newest, rules=rule_set())


def _board_page(session: Session, slug: str) -> ResponseReturnValue:
    congress, now = the_congress(session), clock.now()
    if board_by_slug(slug, rule_set()) is None:
        raise NoSuchBoard
    computed = compute_board(session, congress, slug, as_of=now, period=None, zone=zone())
    return render_template(
        "credit/staff_board.html",
        computed=computed,
        names=entity_names(session),
        traces=board_entries(session, congress.id, computed.board, computed.period, now),
        counted=computed.board.measure in COUNTED_MEASURES,
        publications=[one for one in publications_of(session, congress.id) if one.board == slug],
        form=EmptyForm(formdata=None),
        congress=congress,
    )


@blueprint.get("/console/boards/<board>")
@requires(sees_boards)
def board(board: str) -> ResponseReturnValue:
    with reading() as session:
        return _board_page(session, board)


@blueprint.post("/console/boards/<board>/publications")
@requires(is_organiser)
def publish(board: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        publish_board(
            session, the_congress(session), board, as_of=None, objections_until=None, key=board_key(), zone=zone(),
            by=current_actor(), now=clock.now(),
        )  # fmt: skip
    flash_done(_("The board is announced; objections are open."))
    return redirect(url_for("credit_staff.board", board=board))


def _publication_page(
    publication: Publication, *, objection: ObjectionForm | None = None, decision: DecisionForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    page = render_template(
        "credit/staff_publication.html",
        publication=publication,
        file=json.loads(publication.document),
        objection=objection or ObjectionForm(formdata=None),
        decision=decision or DecisionForm(formdata=None),
        now=clock.now(),
    )
    return page, status


@blueprint.get("/console/publications/<publication>")
@requires(sees_boards)
def publication(publication: str) -> ResponseReturnValue:
    with reading() as session:
        return _publication_page(_published(session, publication))


def _published(session: Session, public_id: str) -> Publication:
    found = publication_by_id(session, public_id)
    if found.congress_id != the_congress(session).id:
        raise NotFound
    return found


@blueprint.post("/console/publications/<publication>/objections")
@requires(sees_boards)
def add_objection(publication: str) -> ResponseReturnValue:
    form = ObjectionForm()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                by, now = current_actor(), clock.now()
                object_to(session, _published(session, publication), form.objector.data, form.text.data, by=by, now=now)
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("The objection is filed."))
            return redirect(url_for("credit_staff.publication", publication=publication))
    with reading() as session:
        return _publication_page(_published(session, publication), objection=form, status=status)


@blueprint.post("/console/objections/<objection>/decide")
@requires(is_organiser)
def decide(objection: str) -> ResponseReturnValue:
    form = DecisionForm()
    with reading() as session:
        publication = _publication_of(session, objection)
        if not submitted(form):
            return _publication_page(publication, decision=form, status=422)
    with unit_of_work() as session:
        found = _objection(session, objection)
        uphold, by = form.verdict.data == "upheld", current_actor()
        decide_objection(session, found, uphold=uphold, answer=form.answer.data, by=by, now=clock.now())
    flash_done(_("The objection is decided."))
    return redirect(url_for("credit_staff.publication", publication=publication.public_id))


def _objection(session: Session, public_id: str) -> Objection:
    found = objection_by_id(session, public_id)
    if found is None:
        raise NotFound
    return found


def _publication_of(session: Session, objection: str) -> Publication:
    owner = _objection(session, objection).publication_id
    found = next((one for one in publications_of(session, the_congress(session).id) if one.id == owner), None)
    if found is None:
        raise NotFound
    return found


@blueprint.post("/console/publications/<publication>/finalise")
@requires(is_organiser)
def finalise(publication: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = _published(session, publication)
        done = finalise_publication(session, found, by=current_actor(), now=clock.now())
        withdrawn = done.state == "withdrawn"
    flash_done(_("The publication is withdrawn.") if withdrawn else _("The board is final."))
    return redirect(url_for("credit_staff.publication", publication=publication))
