"""Who supervises a gate, in the console."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.checkin.door_queries import people_of_gate
from congress.checkin.queries import gate_by_slug
from congress.checkin.supervision import appoint_supervisor, end_supervision
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress

blueprint = Blueprint("checkin_supervisors_staff", __name__)


@blueprint.get("/console/gates/<slug>/supervisors")
@requires(is_organiser)
def supervisors(slug: str) -> ResponseReturnValue:
    with reading() as session:
        gate = gate_by_slug(session, the_congress(session).id, slug)
        return render_template("checkin/staff_supervisors.html", gate=gate, people=people_of_gate(session, gate))


@blueprint.post("/console/gates/<slug>/supervisors/<int:user>")
@requires(is_organiser)
def appoint(slug: str, user: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        gate = gate_by_slug(session, the_congress(session).id, slug)
        appoint_supervisor(session, gate, user, by=current_actor(), now=clock.now())
    flash_done(_("The supervisor is appointed."))
    return redirect(url_for("checkin_supervisors_staff.supervisors", slug=slug))


@blueprint.post("/console/gates/<slug>/supervisors/<int:user>/end")
@requires(is_organiser)
def end(slug: str, user: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        gate = gate_by_slug(session, the_congress(session).id, slug)
        end_supervision(session, gate, user, by=current_actor(), now=clock.now())
    flash_done(_("It is an ordinary account of the gate again."))
    return redirect(url_for("checkin_supervisors_staff.supervisors", slug=slug))
