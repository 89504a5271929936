"""A unit's returns: the list, one return with its figures proposed, and a month as a sheet."""

import tempfile
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.clock import local_day
from congress.foundation.db import reading, unit_of_work
from congress.foundation.documents.xlsx import XLSX
from congress.foundation.errors import DomainError, Forbidden, Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.foundation.tables import ImportRefused, ImportReport, read_table
from congress.programme.queries import the_congress
from congress.returns.actions import KEPT, accept_return, file_return, send_back
from congress.returns.forms import QuestionForm, ReturnForm, SheetForm, return_form
from congress.returns.models import MonthlyReturn
from congress.returns.permissions import decides, files
from congress.returns.queries import (
    ledger_of_month,
    may_file,
    next_to_file,
    own_returns,
    period_of,
    return_for,
)
from congress.returns.rules import proposed, read_month
from congress.returns.sheets import load_month, write_month
from congress.returns.states import OPEN_STATES, STATE_NAMES, STEP_NAMES, UNIT_NAMES, ReturnState

blueprint = Blueprint("returns", __name__)


@blueprint.get("/returns")
@requires(files)
def returns() -> ResponseReturnValue:
    """The actor's own returns; an organiser's are in the console."""
    if decides(current_actor()):
        return redirect(url_for("returns_staff.months"))
    return _list_page(SheetForm(formdata=None))


def _list_page(
    form: SheetForm, status: int = 200, *, report: ImportReport | None = None, month: str = ""
) -> ResponseReturnValue:
    """The list, with the sheet of `month` or of the first return in it."""
    with reading() as session:
        rows = own_returns(session, current_actor(), the_congress(session).id)
        page = render_template(
            "returns/list.html", rows=rows, form=form, month=month or (rows[0].period.slug if rows else ""),
            report=report, states=STATE_NAMES,
            today=local_day(clock.now(), zone()),
        )  # fmt: skip
    return page, status


def _found(session: Session, public_id: str) -> MonthlyReturn:
    return return_for(session, current_actor(), the_congress(session).id, public_id)


def _page(
    session: Session, found: MonthlyReturn, *, form: ReturnForm | None = None, questions: QuestionForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    actor, now, lines = current_actor(), clock.now(), found.period.template
    known = ledger_of_month(session, found.period.congress_id, found.period.month, zone=zone(), now=now)
    ledger = proposed(lines, known.get(found.code, {}))
    if form is None:
        texts = {name: getattr(found, name) for name in ("nil", "note", *KEPT)}
        form = return_form(lines, found.figures if found.filed_at else ledger, **texts)
    page = render_template(
        "returns/one.html", found=found, form=form, questions=questions or QuestionForm(formdata=None), lines=lines,
        ledger=ledger, states=STATE_NAMES, steps=STEP_NAMES, kinds=UNIT_NAMES,
        late=found.is_late(local_day(now, zone())),
        may_file=may_file(actor, found) and found.state != ReturnState.ACCEPTED,
        may_decide=decides(actor) and found.state not in OPEN_STATES and found.filed_by != actor.user_id,
    )  # fmt: skip
    return page, status


@blueprint.get("/returns/<filing>")
@requires(files)
def filing(filing: str) -> ResponseReturnValue:
    with reading() as session:
        return _page(session, _found(session, filing))


@blueprint.post("/returns/<filing>")
@requires(files)
def file(filing: str) -> ResponseReturnValue:
    with reading() as session:
        found = _found(session, filing)
        if not may_file(current_actor(), found):
            raise Forbidden
        lines = found.period.template
        form = return_form(lines)
        if not submitted(form):
            return _page(session, found, form=form, status=422)
    try:
        with unit_of_work() as session:
            by, now = current_actor(), clock.now()
            file_return(session, _found(session, filing), form.facts(lines), zone=zone(), by=by, now=now)
            more = next_to_file(session, by, the_congress(session).id)
            following = more.public_id if more else None
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _page(session, _found(session, filing), form=form, status=error.status)
    if following:
        flash_done(_("The return is filed; this one is still to be filed."))
        return redirect(url_for("returns.filing", filing=following))
    flash_done(_("The return is filed; nothing is due any more."))
    return redirect(url_for("returns.returns"))


@blueprint.post("/returns/<filing>/accept")
@requires(decides)
def accept(filing: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = _found(session, filing)
        accept_return(session, found, by=current_actor(), now=clock.now())
        month = found.period.slug
    flash_done(_("The return is accepted."))
    return redirect(url_for("returns_staff.month", month=month))


@blueprint.post("/returns/<filing>/questions")
@requires(decides)
def ask(filing: str) -> ResponseReturnValue:
    form = QuestionForm()
    if not submitted(form):
        with reading() as session:
            return _page(session, _found(session, filing), questions=form, status=422)
    with unit_of_work() as session:
        found = _found(session, filing)
        send_back(session, found, form.questions.data, zone=zone(), by=current_actor(), now=clock.now())
        month = found.period.slug
    flash_done(_("The return is sent back, and the unit is told."))
    return redirect(url_for("returns_staff.month", month=month))


@blueprint.get("/returns/sheets/<month>.xlsx")
@requires(files)
def sheet(month: str) -> ResponseReturnValue:
    out = BytesIO()
    with reading() as session:
        period = period_of(session, the_congress(session).id, read_month(month))
        write_month(out, session, current_actor(), period)
    response = Response(out.getvalue(), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="returns-{period.slug}.xlsx"'
    return response


@blueprint.post("/returns/sheets/<month>")
@requires(files)
def load(month: str) -> ResponseReturnValue:
    """File what a sheet says of every unit that the actor files for, or say everything that is wrong with it."""
    form, report, by = SheetForm(), ImportReport(), current_actor()
    try:
        if not submitted(form) or not form.file.data:
            raise Invalid.field("file", _("Choose a file."))
        with unit_of_work() as session, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sheet"
            form.file.data.save(path)
            period = period_of(session, the_congress(session).id, read_month(month))
            report = load_month(session, period, read_table(path, report), zone=zone(), by=by, now=clock.now())
    except ImportRefused as refused:
        return _list_page(form, 422, report=refused.report, month=month)
    except Invalid as error:
        form.show(error)
        return _list_page(form, error.status, month=month)
    flash_done(
        _("%(filed)s returns filed, %(same)s as before.", filed=report.created + report.changed, same=report.unchanged)
    )
    return redirect(url_for("returns.returns"))
