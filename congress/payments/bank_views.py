"""对公转账 in the console: loading a statement, and deciding what nearly fits."""

import tempfile
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.foundation.paging import paginate
from congress.foundation.tables import ImportRefused, ImportReport, read_table
from congress.payments.bank import confirm_line, import_statement, set_aside
from congress.payments.books_queries import LIST_SIZE, line_by_id, lines_statement
from congress.payments.forms import LineForm, ReasonForm, StatementForm
from congress.payments.models import BankLine
from congress.payments.queries import order_by_reference
from congress.payments.rules import references_in
from congress.payments.states import LINE_NAMES, LineState
from congress.programme.queries import the_congress

blueprint = Blueprint("bank_staff", __name__)


class _DryRun(Exception):
    """Raised inside the unit of work, so that nothing is stored."""


def _page(
    form: StatementForm, status: int = 200, *, report: ImportReport | None = None, would: list[str] | None = None,
    decided: ReasonForm | None = None,
) -> ResponseReturnValue:  # fmt: skip
    state = request.args.get("state") if request.args.get("state") in {*LINE_NAMES} else None
    with reading() as session:
        statement = lines_statement(the_congress(session).id, state)
        page = paginate(
            session, statement, [BankLine.id], limit=LIST_SIZE, cursor=request.args.get("cursor"), descending=True
        )
        return render_template(
            "payments/staff_bank.html", page=page, form=form, report=report, would=would, state=state,
            states=LINE_NAMES, line_form=LineForm(formdata=None), decided=decided,
        ), status  # fmt: skip


@blueprint.get("/console/bank")
@requires(is_organiser)
def lines() -> ResponseReturnValue:
    return _page(StatementForm(formdata=None, dry_run=True))


@blueprint.post("/console/bank")
@requires(is_organiser)
def load() -> ResponseReturnValue:
    """Load a statement: all of it or nothing; a dry run tells what would happen to each line."""
    form, report, would = StatementForm(), ImportReport(), []
    if not submitted(form):
        return _page(form, 422)
    try:
        with unit_of_work() as session:
            would = _load(session, form, report)
            if form.dry_run.data:
                raise _DryRun
    except _DryRun:
        return _page(form, report=report, would=would)
    except ImportRefused as refused:
        return _page(form, 422, report=refused.report)
    except DomainError as error:
        form.show(error)
        return _page(form, error.status)
    flash_done(_("%(count)s new lines are loaded.", count=report.created))
    return redirect(url_for("bank_staff.lines"))


def _load(session: Session, form: StatementForm, report: ImportReport) -> list[str]:
    if not form.file.data:
        raise Invalid.field("file", _("Please choose a file."))
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(form.file.data.read())
        kept.flush()
        table = read_table(Path(kept.name), report)
    congress, by = the_congress(session), current_actor()
    found = import_statement(session, congress.id, table, report, by=by, now=clock.now())
    return [f"{line.transaction}: {LINE_NAMES[LineState(line.state)]}" for line in found]


@blueprint.post("/console/bank/<int:line>/confirm")
@requires(is_organiser)
def confirm(line: int) -> ResponseReturnValue:
    form = LineForm()
    if not submitted(form):
        return _page(StatementForm(formdata=None), 422, decided=form)
    try:
        with unit_of_work() as session:
            congress = the_congress(session)
            order = order_by_reference(session, congress.id, references_in(form.reference.data))
            found = line_by_id(session, congress.id, line)
            if order is None:
                raise Invalid.field("reference", _("There is no such order."))
            confirm_line(session, found, order, form.reason.data, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _page(StatementForm(formdata=None), error.status, decided=form)
    flash_done(_("The payment is confirmed, and the person is told."))
    return redirect(url_for("bank_staff.lines"))


@blueprint.post("/console/bank/<int:line>/aside")
@requires(is_organiser)
def aside(line: int) -> ResponseReturnValue:
    form = ReasonForm()
    if not submitted(form):
        return _page(StatementForm(formdata=None), 422, decided=form)
    with unit_of_work() as session:
        found = line_by_id(session, the_congress(session).id, line)
        set_aside(session, found, form.reason.data, by=current_actor(), now=clock.now())
    flash_done(_("The line is set aside."))
    return redirect(url_for("bank_staff.lines"))
