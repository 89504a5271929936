"""Change slips in the console: what is open, what is done, one slip, on paper."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.changes.actions import tick_off
from congress.changes.models import ChangeSlip
from congress.changes.queries import open_count, slip_by_id, slips_statement
from congress.changes.rules import FIELD_NAMES, KIND_NAMES, PAPER_NAMES
from congress.changes.slip_pdf import draw_slip
from congress.changes.words import titles_of, value_words
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.foundation.paging import paginate
from congress.programme.queries import the_congress

blueprint = Blueprint("changes_staff", __name__)
LIST_SIZE = 50


@blueprint.get("/console/changes")
@requires(is_organiser)
def slips() -> ResponseReturnValue:
    """What is to be done, what waits longest first; or what is done, the newest first."""
    closed = request.args.get("state") == "done"
    with reading() as session:
        congress = the_congress(session)
        page = paginate(
            session, slips_statement(congress.id, closed=closed), [ChangeSlip.id], limit=LIST_SIZE,
            cursor=request.args.get("cursor"), descending=closed,
        )  # fmt: skip
        return render_template(
            "changes/staff_slips.html", page=page, closed=closed, count=open_count(session, congress.id),
            kinds=KIND_NAMES, fields=FIELD_NAMES,
        )  # fmt: skip


@blueprint.get("/console/changes/<int:slip>")
@requires(is_organiser)
def show(slip: int) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        return render_template(
            "changes/staff_slip.html", slip=slip_by_id(session, congress.id, slip), kinds=KIND_NAMES,
            fields=FIELD_NAMES, papers=PAPER_NAMES, titles=titles_of(session, congress.id), words=value_words,
        )  # fmt: skip


@blueprint.get("/console/changes/<int:slip>.pdf")
@requires(is_organiser)
def paper(slip: int) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        found = slip_by_id(session, congress.id, slip)
        titles = titles_of(session, congress.id)
        content = draw_slip(found, congress, titles, organiser=current_app.extensions["settings"].organiser_name)
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="change-slip-{slip}.pdf"'
    return response


@blueprint.post("/console/changes/<int:slip>/tasks/<int:task>")
@requires(is_organiser)
def tick(slip: int, task: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = slip_by_id(session, the_congress(session).id, slip, hold=True)
        tick_off(session, found, task, by=current_actor(), now=clock.now())
        is_done = found.closed_at is not None
    flash_done(_("Everything on this slip is done.") if is_done else _("Ticked off."))
    return redirect(url_for("changes_staff.show", slip=slip))
