"""A school's own events, entered by the school."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_school
from congress.coordination.desk import Desk
from congress.foundation.access import requires

blueprint = Blueprint("coordination_school", __name__)
DESK = Desk("coordination_school", own_only=True)


@blueprint.get("/school/dates")
@requires(is_school)
def events() -> ResponseReturnValue:
    return DESK.list_page()


@blueprint.get("/school/dates/new")
@requires(is_school)
def new_event() -> ResponseReturnValue:
    return DESK.new_page()


@blueprint.post("/school/dates/new")
@requires(is_school)
def add_event() -> ResponseReturnValue:
    return DESK.submit(None)


@blueprint.get("/school/dates/<int:event>")
@requires(is_school)
def edit_event(event: int) -> ResponseReturnValue:
    return DESK.edit_page(event)


@blueprint.post("/school/dates/<int:event>")
@requires(is_school)
def change_event(event: int) -> ResponseReturnValue:
    return DESK.submit(event)


@blueprint.post("/school/dates/<int:event>/remove")
@requires(is_school)
def drop_event(event: int) -> ResponseReturnValue:
    return DESK.remove(event)
