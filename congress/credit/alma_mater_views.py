"""What of a congress's credit waits for alma maters to be confirmed, and whether it has to."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.credit.alma_mater_queries import waiting_credit, waits_for_alma_maters
from congress.credit.alma_maters import switch_alma_maters
from congress.credit.queries import entity_names
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress

blueprint = Blueprint("credit_alma_maters", __name__)


@blueprint.get("/console/alma-maters")
@requires(is_organiser)
def waiting() -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        return render_template(
            "credit/alma_maters.html", waiting=waiting_credit(session, congress.id), names=entity_names(session),
            waits=waits_for_alma_maters(session, congress.id),
        )  # fmt: skip


@blueprint.post("/console/alma-maters")
@requires(is_organiser)
def switch() -> ResponseReturnValue:
    """Let credit wait, or count at once; on the audit trail."""
    # anything else that may be sent leaves the safe side
    waits = request.form.get("waits") != "no"
    with unit_of_work() as session:
        switch_alma_maters(session, the_congress(session), waits=waits, by=current_actor(), now=clock.now())
    if waits:
        flash_done(_("Credit through alumni waits until their school has confirmed them."))
    else:
        flash_done(_("Credit through alumni counts at once, confirmed or not."))
    return redirect(url_for(".waiting"))
