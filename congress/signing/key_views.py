"""The offices' keys in the console: the list out, the list in, tried first if wished."""

from io import BytesIO

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.documents.xlsx import XLSX
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.tables import ImportRefused, ImportReport, read_upload
from congress.programme.queries import the_congress
from congress.signing.forms import KeysForm
from congress.signing.office_keys import load_keys, write_keys

blueprint = Blueprint("signing_keys", __name__)
SHOWN = 200


def _page(form: KeysForm, status: int = 200, *, report: ImportReport | None = None) -> ResponseReturnValue:
    return render_template("signing/staff_keys.html", form=form, report=report, shown=SHOWN), status


@blueprint.get("/console/intentions/keys")
@requires(is_organiser)
def keys() -> ResponseReturnValue:
    return _page(KeysForm(formdata=None))


@blueprint.get("/console/intentions/keys.xlsx")
@requires(is_organiser)
def sheet() -> ResponseReturnValue:
    out = BytesIO()
    with reading() as session:
        write_keys(out, session, the_congress(session))
    response = Response(out.getvalue(), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="intentions.xlsx"'
    return response


@blueprint.post("/console/intentions/keys")
@requires(is_organiser)
def load() -> ResponseReturnValue:
    """Take what the sheet says, or say what would change, or everything that is wrong with it."""
    form, report = KeysForm(), ImportReport()
    try:
        if not submitted(form) or not form.file.data:
            raise Invalid.field("file", _("Choose a file."))
        with unit_of_work() as session:
            table, trial = read_upload(form.file.data, report), form.trial.data
            load_keys(session, the_congress(session), table, report, trial=trial, by=current_actor(), now=clock.now())
    except ImportRefused as refused:
        return _page(form, 422, report=refused.report)
    except DomainError as error:
        form.show(error)
        return _page(form, error.status)
    return _page(form, report=report)
