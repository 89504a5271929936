"""The books in the console: the money ledger, what reconciling found, invoices, pledges."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.foundation.paging import paginate
from congress.payments.books_queries import (
    LIST_SIZE,
    difference_by_id,
    entries_statement,
    events_to_look_at,
    invoices_statement,
    pledge_by_public_id,
    pledges_statement,
    reconciliations,
)
from congress.payments.forms import ReasonForm
from congress.payments.models import Invoice, MoneyEntry, Pledge
from congress.payments.pledging import move_pledge
from congress.payments.queries import money_left, open_disputes
from congress.payments.reconciling import settle_difference
from congress.payments.states import (
    DIFFERENCE_NAMES,
    ENTRY_NAMES,
    EVENT_NAMES,
    INVOICE_NAMES,
    METHOD_NAMES,
    PledgeState,
)
from congress.programme.queries import the_congress

blueprint = Blueprint("books_staff", __name__)
RECENTLY = timedelta(days=90)


def _ledger_page(form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        page = paginate(
            session, entries_statement(congress.id), [MoneyEntry.id], limit=LIST_SIZE,
            cursor=request.args.get("cursor"), descending=True,
        )  # fmt: skip
        return render_template(
            "payments/staff_ledger.html", page=page, left=money_left(session, congress.id), form=form,
            days=reconciliations(session), events=events_to_look_at(session, since=clock.now() - RECENTLY),
            kinds=ENTRY_NAMES, methods=METHOD_NAMES, outcomes=EVENT_NAMES, differences=DIFFERENCE_NAMES,
            disputes=open_disputes(session, congress.id),
        ), status  # fmt: skip


@blueprint.get("/console/money")
@requires(is_organiser)
def ledger() -> ResponseReturnValue:
    return _ledger_page(ReasonForm(formdata=None))


@blueprint.post("/console/money/differences/<int:difference>")
@requires(is_organiser)
def settle(difference: int) -> ResponseReturnValue:
    form = ReasonForm()
    if not submitted(form):
        return _ledger_page(form, 422)
    with unit_of_work() as session:
        found = difference_by_id(session, difference)
        settle_difference(session, found, form.reason.data, by=current_actor(), now=clock.now())
    flash_done(_("Saved."))
    return redirect(url_for("books_staff.ledger"))


@blueprint.get("/console/invoices")
@requires(is_organiser)
def invoices() -> ResponseReturnValue:
    state = request.args.get("state") if request.args.get("state") in {*INVOICE_NAMES} else None
    with reading() as session:
        statement = invoices_statement(the_congress(session).id, state)
        page = paginate(session, statement, [Invoice.id], limit=LIST_SIZE, cursor=request.args.get("cursor"))
        return render_template("payments/staff_invoices.html", page=page, state=state, states=INVOICE_NAMES)


@blueprint.get("/console/pledges")
@requires(is_organiser)
def pledges() -> ResponseReturnValue:
    with reading() as session:
        statement = pledges_statement(the_congress(session).id)
        page = paginate(session, statement, [Pledge.id], limit=LIST_SIZE, cursor=request.args.get("cursor"))
        return render_template("payments/staff_pledges.html", page=page)


@blueprint.post("/console/pledges/<pledge>/pass-on")
@requires(is_organiser)
def pass_on(pledge: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = pledge_by_public_id(session, the_congress(session).id, pledge)
        move_pledge(session, found, PledgeState.PASSED_ON, by=current_actor(), now=clock.now())
    flash_done(_("The pledge is marked as passed on."))
    return redirect(url_for("books_staff.pledges"))
