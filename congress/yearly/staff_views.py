"""Yearly reports in the console: freeze, read in both editions, release as a second person, take out as files."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.credit.keys import board_key
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.programme.queries import the_congress
from congress.yearly.actions import freeze_report, release_report, withdraw_report
from congress.yearly.book import book_of
from congress.yearly.files import FILES
from congress.yearly.forms import FreezeForm, ReleaseForm, ReportWithdrawalForm
from congress.yearly.models import YearReport
from congress.yearly.permissions import makes_reports, reads_reports
from congress.yearly.queries import report_by_id, reports_of
from congress.yearly.states import EDITION_NAMES, REPORT_NAMES, Edition

blueprint = Blueprint("yearly_staff", __name__)


def _edition() -> Edition:
    asked = request.args.get("edition", "")
    return Edition(asked) if asked in {*Edition} else Edition.INTERNAL


def _found(session: Session, public_id: str) -> YearReport:
    return report_by_id(session, the_congress(session).id, public_id)


def _list_page(form: FreezeForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        reports = reports_of(session, the_congress(session).id)
        page = render_template(
            "yearly/staff_list.html", reports=reports, form=form, states=REPORT_NAMES,
            may_freeze=makes_reports(current_actor()),
        )  # fmt: skip
    return page, status


@blueprint.get("/console/yearly-reports")
@requires(reads_reports)
def reports() -> ResponseReturnValue:
    return _list_page(FreezeForm(formdata=None))


@blueprint.post("/console/yearly-reports")
@requires(makes_reports)
def freeze() -> ResponseReturnValue:
    form = FreezeForm()
    if not submitted(form):
        return _list_page(form, 422)
    try:
        with unit_of_work() as session:
            made = freeze_report(
                session, the_congress(session), form.period.data, key=board_key(), zone=zone(), by=current_actor(),
                now=clock.now(),
            )  # fmt: skip
            report = made.public_id
    except DomainError as error:
        form.show(error)
        return _list_page(form, error.status)
    flash_done(_("The report is frozen; somebody else can release it."))
    return redirect(url_for("yearly_staff.report", report=report))


def _page(public_id: str, status: int = 200, **typed: BaseForm) -> ResponseReturnValue:
    actor, edition = current_actor(), _edition()
    with reading() as session:
        found = _found(session, public_id)
        page = render_template(
            "yearly/staff_report.html", report=found, book=book_of(found, edition), edition=edition,
            editions=EDITION_NAMES, states=REPORT_NAMES, kinds=list(FILES), may_decide=makes_reports(actor),
            is_own=found.frozen_by == actor.user_id,
            release_form=typed.get("release") or ReleaseForm(formdata=None),
            withdrawal_form=typed.get("withdrawal") or ReportWithdrawalForm(formdata=None),
        )  # fmt: skip
    return page, status


@blueprint.get("/console/yearly-reports/<report>")
@requires(reads_reports)
def report(report: str) -> ResponseReturnValue:
    return _page(report)


@blueprint.get("/console/yearly-reports/<report>.<any(pdf,docx):kind>")
@requires(reads_reports)
def file(report: str, kind: str) -> ResponseReturnValue:
    """The edition that is asked for, in the reader's language."""
    media_type, make = FILES[kind]
    with reading() as session:
        book = book_of(_found(session, report), _edition())
    response = Response(make(book), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="yearly-report-{book.number}.{kind}"'
    return response


@blueprint.post("/console/yearly-reports/<report>/release")
@requires(makes_reports)
def release(report: str) -> ResponseReturnValue:
    form = ReleaseForm()
    if not submitted(form):
        return _page(report, 422, release=form)
    try:
        with unit_of_work() as session:
            number, by = form.document_number.data, current_actor()
            release_report(session, _found(session, report), number, by=by, now=clock.now())
    except DomainError as error:
        return _refused(report, error, release=form)
    flash_done(_("The report is released; the public edition is on the page of reports."))
    return redirect(url_for("yearly_staff.report", report=report))


@blueprint.post("/console/yearly-reports/<report>/withdraw")
@requires(makes_reports)
def withdraw(report: str) -> ResponseReturnValue:
    form = ReportWithdrawalForm()
    if not submitted(form):
        return _page(report, 422, withdrawal=form)
    try:
        with unit_of_work() as session:
            withdraw_report(session, _found(session, report), form.reason.data, by=current_actor(), now=clock.now())
    except DomainError as error:
        return _refused(report, error, withdrawal=form)
    flash_done(_("The report is withdrawn."))
    return redirect(url_for("yearly_staff.report", report=report))


def _refused(public_id: str, error: DomainError, **typed: BaseForm) -> ResponseReturnValue:
    if isinstance(error, NotFound):
        raise error
    for form in typed.values():
        form.show(error)
    return _page(public_id, error.status, **typed)
