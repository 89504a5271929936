"""Drills in the console: start and end them, and print test badges."""

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.badges.sheets import Sheet, draw_badges
from congress.checkin.drill_queries import drill_counts
from congress.checkin.drills import drill_cards, end_drill, is_rehearsing, start_drill
from congress.checkin.models import Gate
from congress.checkin.queries import gates_of
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import _, language
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress

blueprint = Blueprint("checkin_drill_staff", __name__)


@blueprint.get("/console/drill")
@requires(is_organiser)
def drill() -> ResponseReturnValue:
    now = clock.now()
    with reading() as session:
        congress = the_congress(session)
        found = gates_of(session, congress.id)
        return render_template(
            "checkin/staff_drill.html",
            gates=found,
            running={gate.id for gate in found if is_rehearsing(gate, now)},
            counts=drill_counts(session, congress.id),
        )


def _chosen(session: Session) -> Sequence[Gate]:
    """The gate that was sent, or all of them."""
    slug = request.form.get("gate")
    return [gate for gate in gates_of(session, the_congress(session).id) if not slug or gate.slug == slug]


@blueprint.post("/console/drill/start")
@requires(is_organiser)
def start() -> ResponseReturnValue:
    with unit_of_work() as session:
        start_drill(session, _chosen(session), by=current_actor(), now=clock.now())
    flash_done(_("The drill has begun: nothing that is scanned there counts."))
    return redirect(url_for("checkin_drill_staff.drill"))


@blueprint.post("/console/drill/end")
@requires(is_organiser)
def end() -> ResponseReturnValue:
    with unit_of_work() as session:
        end_drill(session, _chosen(session), by=current_actor(), now=clock.now())
    flash_done(_("The drill is over and wiped: from now on everything counts."))
    return redirect(url_for("checkin_drill_staff.drill"))


@blueprint.get("/console/drill/badges.pdf")
@requires(is_organiser)
def badges() -> Response:
    out = BytesIO()
    with reading() as session:
        cards = drill_cards(the_congress(session))
    draw_badges(out, cards, Sheet.A4_8, title=str(_("Test badges for the drill")), language=language())
    return Response(out.getvalue(), content_type="application/pdf")
