"""Events of all platforms and schools, entered by the organisers."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.coordination.desk import Desk
from congress.foundation.access import requires

blueprint = Blueprint("coordination_staff", __name__)
DESK = Desk("coordination_staff", own_only=False)


@blueprint.get("/console/dates")
@requires(is_organiser)
def events() -> ResponseReturnValue:
    return DESK.list_page()


@blueprint.get("/console/dates/new")
@requires(is_organiser)
def new_event() -> ResponseReturnValue:
    return DESK.new_page()


@blueprint.post("/console/dates/new")
@requires(is_organiser)
def add_event() -> ResponseReturnValue:
    return DESK.submit(None)


@blueprint.get("/console/dates/<int:event>")
@requires(is_organiser)
def edit_event(event: int) -> ResponseReturnValue:
    return DESK.edit_page(event)


@blueprint.post("/console/dates/<int:event>")
@requires(is_organiser)
def change_event(event: int) -> ResponseReturnValue:
    return DESK.submit(event)


@blueprint.post("/console/dates/<int:event>/remove")
@requires(is_organiser)
def drop_event(event: int) -> ResponseReturnValue:
    return DESK.remove(event)
