"""A liaison's page on the phone: the guests who were entrusted to them, present in one tap."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_staff
from congress.checkin.guest_queries import guest_by_id, guests_of
from congress.checkin.presence_queries import has_come
from congress.checkin.protocol import mark_present
from congress.checkin.queries import counted_day
from congress.checkin.states import RESULT_NAMES, Result
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress

blueprint = Blueprint("checkin_liaison", __name__)


@blueprint.get("/liaison/")
@requires(is_staff)
def guests() -> ResponseReturnValue:
    with reading() as session:
        found = guests_of(session, the_congress(session).id, current_actor().user_id or 0)
        now = clock.now()
        shown = [
            (guest, has_come(session, guest.gate, guest.registration_id, counted_day(session, guest.gate, now)))
            for guest in found
        ]
        return render_template("checkin/liaison.html", guests=shown)


@blueprint.post("/liaison/<int:guest>")
@requires(is_staff)
def present(guest: int) -> ResponseReturnValue:
    actor = current_actor()
    with unit_of_work() as session:
        found = guest_by_id(session, the_congress(session).id, guest, actor.user_id or 0)
        result = mark_present(session, found, by=actor, now=clock.now())
        if result is not Result.ADMITTED:
            raise DomainError(_("Not entered: %(why)s.", why=RESULT_NAMES[result]))
        name = found.registration.name
    flash_done(_("Present: %(name)s", name=name))
    return redirect(url_for("checkin_liaison.guests"))
