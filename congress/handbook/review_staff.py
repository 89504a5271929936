"""Reading the handbook and letting it out, in the console: who read what, and what has changed since."""

from flask import Blueprint, redirect, render_template, request, url_for
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
from congress.handbook.content import Matter
from congress.handbook.forms import ReadingForm, SendBackForm
from congress.handbook.production import matter_of
from congress.handbook.review import (
    PART_NAMES,
    mark_of,
    pass_first,
    release_edition,
    send_back,
    standing_of,
)
from congress.handbook.speech import Tongue
from congress.handbook.states import REVIEW_NAMES, ReviewState
from congress.programme.chosen import planned_congress, show_choice
from congress.programme.models import Congress

blueprint = Blueprint("handbook_review", __name__)
show_choice(blueprint)


def _matter(session: Session, congress: Congress) -> Matter:
    return matter_of(session, congress, Tongue.BOTH, now=clock.now())


@blueprint.get("/console/handbook-review")
@requires(is_organiser)
def review() -> ResponseReturnValue:
    return _page()


def _page(form: ReadingForm | None = None, back: SendBackForm | None = None, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress = planned_congress(session)
        matter = _matter(session, congress)
        standing = standing_of(session, congress, matter)
        page = render_template(
            "handbook/staff_review.html",
            form=form or ReadingForm(formdata=None), back=back or SendBackForm(formdata=None), reviews=standing.reviews,
            waiting=standing.waiting, released=standing.released, edition=standing.edition, plan=matter.plan,
            seen=mark_of(standing.parts), changed=[PART_NAMES[name] for name in standing.changed], names=REVIEW_NAMES,
            states=ReviewState, own=current_actor().user_id,
        )  # fmt: skip
    return page, status


@blueprint.post("/console/handbook-review")
@requires(is_organiser)
def read_first() -> ResponseReturnValue:
    form = ReadingForm()
    if not submitted(form):
        return _page(form, status=422)
    try:
        with unit_of_work() as session:
            congress = planned_congress(session)
            matter, seen, note = _matter(session, congress), form.seen.data or "", form.note.data or ""
            pass_first(session, congress, matter, seen, note, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _page(form, status=error.status)
    flash_done(_("The first reading is noted; somebody else can release the handbook."))
    return redirect(url_for("handbook_review.review"))


@blueprint.post("/console/handbook-review/release")
@requires(is_organiser)
def release() -> ResponseReturnValue:
    with unit_of_work() as session:
        congress = planned_congress(session)
        matter, seen = _matter(session, congress), request.form.get("seen", "")
        release_edition(session, congress, matter, seen, by=current_actor(), now=clock.now())
    flash_done(_("The handbook is released; prints made from now on say so."))
    return redirect(url_for("handbook_review.review"))


@blueprint.post("/console/handbook-review/send-back")
@requires(is_organiser)
def give_back() -> ResponseReturnValue:
    form = SendBackForm()
    if not submitted(form):
        return _page(back=form, status=422)
    with unit_of_work() as session:
        send_back(session, planned_congress(session), form.reason.data or "", by=current_actor(), now=clock.now())
    flash_done(_("The handbook went back to those who write it."))
    return redirect(url_for("handbook_review.review"))
