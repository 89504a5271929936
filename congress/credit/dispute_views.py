"""Disputes over credit in the console: opened, stated, decided by somebody outside."""

from decimal import Decimal, InvalidOperation

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_division, is_organiser, is_school
from congress.credit.dispute_queries import dispute_for, seen_disputes
from congress.credit.disputes import decide_dispute, open_dispute, shares_of, state_in_dispute
from congress.credit.forms import DisputeDecisionForm, DisputeForm, StatementForm
from congress.credit.models import Dispute
from congress.credit.permissions import judges_boards, own_entities, sees_credit
from congress.credit.queries import entity_names
from congress.credit.resolving import resolve_entities
from congress.credit.states import EntityKind
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid, NotFound
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, zone
from congress.programme.queries import the_congress
from congress.signing.queries import intention_for, intention_of_congress

blueprint = Blueprint("credit_disputes", __name__)
opens = is_organiser | is_school | is_division
PER_CENT = 10_000


@blueprint.get("/console/disputes")
@requires(sees_credit)
def disputes() -> ResponseReturnValue:
    with reading() as session:
        found = seen_disputes(session, current_actor(), the_congress(session).id)
        return render_template("credit/disputes.html", disputes=found, names=entity_names(session))


@blueprint.get("/console/disputes/new")
@requires(opens)
def new_dispute() -> ResponseReturnValue:
    form = DisputeForm(formdata=None, intention=request.args.get("intention", "")[:26])
    return render_template("credit/new_dispute.html", form=form)


@blueprint.post("/console/disputes/new")
@requires(opens)
def create_dispute() -> ResponseReturnValue:
    """Open a dispute; what the parties have of the intention is frozen from now on."""
    form = DisputeForm()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                congress, kind = the_congress(session), EntityKind(form.kind.data)
                intention = intention_for(session, current_actor(), congress.slug, form.intention.data)
                opened = open_dispute(
                    session, congress, intention, kind, resolve_entities(session, kind, form.names()),
                    form.reason.data, statements_until=None, zone=zone(), by=current_actor(), now=clock.now(),
                ).public_id  # fmt: skip
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("The dispute is open; what is claimed is frozen."))
            return redirect(url_for(".dispute", dispute=opened))
    return render_template("credit/new_dispute.html", form=form), status


def _page(session: Session, public_id: str, status: int = 200, **typed: BaseForm) -> ResponseReturnValue:
    actor, congress = current_actor(), the_congress(session)
    found = _seen(session, public_id)
    names, own = entity_names(session), own_entities(actor)
    statement = typed.get("statement") or StatementForm(formdata=None)
    speaks_for = [code for code in found.parties if own is not None and (found.entity_kind, code) in own]
    statement["entity"].choices = [(code, pick(*names.get(code, (code, "")))) for code in speaks_for]
    intention = intention_of_congress(session, congress.id, found.intention)
    page = render_template(
        "credit/dispute.html", dispute=found, names=names, now=clock.now(), speaks_for=speaks_for,
        statement=statement, decision=typed.get("decision") or DisputeDecisionForm(formdata=None),
        judges=judges_boards(actor), shares=shares_of(session, congress, intention, found.entity_kind),
        typed=request.form,
    )  # fmt: skip
    return page, status


def _seen(session: Session, public_id: str) -> Dispute:
    found = dispute_for(session, current_actor(), public_id)
    if found.congress_id != the_congress(session).id:
        raise NotFound
    return found


@blueprint.get("/console/disputes/<dispute>")
@requires(sees_credit)
def dispute(dispute: str) -> ResponseReturnValue:
    with reading() as session:
        return _page(session, dispute)


@blueprint.post("/console/disputes/<dispute>/statements")
@requires(is_school | is_division)
def add_statement(dispute: str) -> ResponseReturnValue:
    form = StatementForm()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                found, by = _seen(session, dispute), current_actor()
                state_in_dispute(session, found, form.entity.data, form.text.data, by=by, now=clock.now())
        except DomainError as error:
            if isinstance(error, NotFound):
                raise
            form.show(error)
            status = error.status
        else:
            flash_done(_("The statement is filed."))
            return redirect(url_for(".dispute", dispute=dispute))
    with reading() as session:
        return _page(session, dispute, status, statement=form)


def _typed_shares(found: Dispute) -> dict[str, int]:
    """The shares as they were typed, in per cent with four decimals at most; raises Invalid."""
    shares = {}
    for code in found.parties:
        try:
            typed = Decimal(request.form.get(f"share-{code}", "").strip().rstrip("%") or "0") * PER_CENT
            whole = int(typed) if abs(typed) <= PER_CENT * 100 else -1
        except InvalidOperation:
            whole, typed = -1, Decimal(0)
        if whole < 0 or whole != typed:
            raise Invalid.field("verdict", _("A share is a number of per cent, with four decimals at most."))
        shares[code] = whole
    return shares


@blueprint.post("/console/disputes/<dispute>/decide")
@requires(judges_boards)
def decide(dispute: str) -> ResponseReturnValue:
    form = DisputeDecisionForm()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                found, congress = _seen(session, dispute), the_congress(session)
                shares = _typed_shares(found) if form.verdict.data == "divided" else None
                decide_dispute(
                    session, congress, found, intention_of_congress(session, congress.id, found.intention),
                    form.reason.data, shares=shares, by=current_actor(), now=clock.now(),
                )  # fmt: skip
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("The dispute is decided; nothing is frozen any more."))
            return redirect(url_for(".dispute", dispute=dispute))
    with reading() as session:
        return _page(session, dispute, status, decision=form)
