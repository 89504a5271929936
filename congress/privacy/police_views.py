"""The police check in the console: the list out, the results in."""

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.documents.xlsx import XLSX
from congress.foundation.errors import Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.foundation.sealed import FieldSeal
from congress.foundation.tables import ImportRefused, ImportReport, read_upload
from congress.privacy.forms import PoliceListForm, PoliceResultsForm
from congress.privacy.police import police_list, take_results
from congress.privacy.queries import police_counts
from congress.programme.queries import the_congress

blueprint = Blueprint("police_staff", __name__)


def _page(
    listing: PoliceListForm, results: PoliceResultsForm, status: int = 200, report: ImportReport | None = None
) -> ResponseReturnValue:
    with reading() as session:
        counts = police_counts(session, the_congress(session).id)
        return render_template(
            "privacy/staff_police.html", counts=counts, listing=listing, results=results, report=report
        ), status


@blueprint.get("/console/identity/police")
@requires(is_organiser)
def overview() -> ResponseReturnValue:
    return _page(PoliceListForm(formdata=None), PoliceResultsForm(formdata=None))


@blueprint.post("/console/identity/police/list")
@requires(is_organiser)
def take_out() -> ResponseReturnValue:
    form = PoliceListForm()
    if not submitted(form):
        return _page(form, PoliceResultsForm(formdata=None), 422)
    with unit_of_work() as session:
        congress = the_congress(session)
        seal = FieldSeal(current_app.extensions["settings"])
        content = police_list(session, congress, form.letter.data, seal, by=current_actor(), now=clock.now())
        name = f"police-check-{congress.slug}.xlsx"
    response = Response(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/console/identity/police/results")
@requires(is_organiser)
def bring_in() -> ResponseReturnValue:
    form, report = PoliceResultsForm(), ImportReport()
    try:
        if not submitted(form) or not form.file.data:
            raise Invalid.field("file", _("Choose a file."))
        with unit_of_work() as session:
            table = read_upload(form.file.data, report)
            report = take_results(session, the_congress(session), table, by=current_actor(), now=clock.now())
    except ImportRefused as refused:
        return _page(PoliceListForm(formdata=None), form, 422, refused.report)
    except Invalid as error:
        form.show(error)
        return _page(PoliceListForm(formdata=None), form, error.status)
    flash_done(
        _("%(passed)s more passed, %(back)s taken back.", passed=report.created, back=report.changed)
    )  # fmt: skip
    return redirect(url_for("police_staff.overview"))
