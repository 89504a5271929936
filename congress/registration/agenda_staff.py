"""Which forums clash in people's agendas, in the console."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation.access import requires
from congress.foundation.db import reading
from congress.programme.queries import the_congress
from congress.registration.agenda_queries import agenda_clashes

blueprint = Blueprint("agenda_staff", __name__)


@blueprint.get("/console/agenda-clashes")
@requires(is_organiser)
def clashes() -> ResponseReturnValue:
    """Pairs of forums that the same people hold, since one of them was moved."""
    with reading() as session:
        rows = agenda_clashes(session, the_congress(session).id)
        return render_template("registration/staff_agenda_clashes.html", rows=rows)
