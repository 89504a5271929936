"""What an office has to say a word on: a school, a county's or prefecture's education office, the province's."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_division, is_school, is_verifier
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import ngettext
from congress.foundation.pages import flash_done, zone
from congress.programme.queries import the_congress
from congress.review.chain_queries import is_turn_of, marks_of, turns_of
from congress.review.chains import speak_for_office
from congress.review.errors import BatchRefused
from congress.review.forms import BatchForm
from congress.review.queries import registrations_by_ids
from congress.review.rules import OFFICE_NAMES

blueprint = Blueprint("review_office", __name__)
# what one page shows; when these are worked off, the next ones come
AT_ONCE = 100


def _page(form: BatchForm, status: int = 200, refused: BatchRefused | None = None) -> ResponseReturnValue:
    with reading() as session:
        mine = [turn for turn in turns_of(session, the_congress(session).id) if is_turn_of(current_actor(), turn)]
        shown = registrations_by_ids(session, [turn.registration_id for turn in mine[:AT_ONCE]])
        today = clock.local_day(clock.now(), zone())
        return render_template(
            "review/office.html", found=shown, total=len(mine), form=form, refused=refused,
            turns={turn.registration_id: turn for turn in mine}, marks=marks_of(session, [one.id for one in shown]),
            offices=OFFICE_NAMES, chosen=set(request.form.getlist("codes")),
            days={one.id: (today - clock.local_day(one.created_at, zone())).days for one in shown},
        ), status  # fmt: skip


@blueprint.get("/review")
@requires(is_school | is_division | is_verifier)
def turns() -> ResponseReturnValue:
    """Whoever waits for the actor's office, longest first."""
    return _page(BatchForm(formdata=None))


@blueprint.post("/review")
@requires(is_school | is_division | is_verifier)
def speak() -> ResponseReturnValue:
    form = BatchForm()
    agrees = request.form.get("decision") != "refuse"
    if not submitted(form):
        return _page(form, 422)
    try:
        with unit_of_work() as session:
            codes = list(dict.fromkeys(request.form.getlist("codes")))
            congress, by, now = the_congress(session), current_actor(), clock.now()
            count = speak_for_office(session, congress, codes, agrees=agrees, reason=form.reason.data, by=by, now=now)
    except BatchRefused as error:
        return _page(form, error.status, error)
    except DomainError as error:
        form.show(error)
        return _page(form, error.status)
    flash_done(ngettext("Your word on one person is kept.", "Your word on %(num)s people is kept.", count))
    return redirect(url_for("review_office.turns"))
