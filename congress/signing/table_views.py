"""All intentions as a table of the offices, as it is read again."""

from io import BytesIO

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation.access import requires
from congress.foundation.db import reading
from congress.foundation.documents.xlsx import XLSX
from congress.programme.queries import the_congress
from congress.signing.tables import write_intentions

blueprint = Blueprint("signing_tables", __name__)


@blueprint.get("/console/intentions.xlsx")
@requires(is_organiser)
def table() -> ResponseReturnValue:
    out = BytesIO()
    with reading() as session:
        write_intentions(out, session, the_congress(session))
    response = Response(out.getvalue(), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="intentions.xlsx"'
    return response
