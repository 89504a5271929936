"""The levels of talent of a congress, edited as lines."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.outcomes.forms import LevelsForm
from congress.outcomes.levels import levels_of, people_by_level, set_levels
from congress.outcomes.rules import STANDARD_LEVELS, write_levels
from congress.programme.queries import the_congress

blueprint = Blueprint("outcomes_levels", __name__)


def _page(session: Session, form: LevelsForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "outcomes/staff_levels.html", form=form, standard=write_levels(STANDARD_LEVELS),
        people=people_by_level(session, the_congress(session).id),
    )  # fmt: skip
    return page, status


@blueprint.get("/console/talent-levels")
@requires(is_organiser)
def levels() -> ResponseReturnValue:
    with reading() as session:
        text = write_levels(levels_of(session, the_congress(session).id))
        return _page(session, LevelsForm(formdata=None, levels=text))


@blueprint.post("/console/talent-levels")
@requires(is_organiser)
def save() -> ResponseReturnValue:
    form, status = LevelsForm(), 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                set_levels(session, the_congress(session), form.levels.data, by=current_actor(), now=clock.now())
            flash_done(_("The levels are saved; what was filed keeps its own."))
            return redirect(url_for(".levels"))
        except DomainError as error:
            form.show(error)
            status = error.status
    with reading() as session:
        return _page(session, form, status)
