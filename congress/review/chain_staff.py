"""Along which offices a review runs, set by the organisers."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress
from congress.review.chain_queries import chains_of, school_counties
from congress.review.chains import put_under_county, set_chains
from congress.review.forms import ChainsForm, CountyForm
from congress.schools.queries import resolve_division, resolve_school
from congress.schools.states import DivisionKind

blueprint = Blueprint("review_chains", __name__)


def _page(county: CountyForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        chains = ChainsForm(formdata=None, data=dict(chains_of(session, the_congress(session).id)))
        return render_template(
            "review/staff_chains.html", chains=chains, county=county, known=school_counties(session)
        ), status  # fmt: skip


@blueprint.get("/console/review/chains")
@requires(is_organiser)
def chains() -> ResponseReturnValue:
    return _page(CountyForm(formdata=None))


@blueprint.post("/console/review/chains")
@requires(is_organiser)
def save() -> ResponseReturnValue:
    form = ChainsForm()
    if not submitted(form):
        return _page(CountyForm(formdata=None), 422)
    with unit_of_work() as session:
        set_chains(session, the_congress(session), form.chains(), by=current_actor(), now=clock.now())
    flash_done(_("Saved."))
    return redirect(url_for("review_chains.chains"))


@blueprint.post("/console/review/counties")
@requires(is_organiser)
def put() -> ResponseReturnValue:
    form = CountyForm()
    if not submitted(form):
        return _page(form, 422)
    try:
        with unit_of_work() as session:
            school = resolve_school(session, form.school.data)
            if school is None:
                raise Invalid.field("school", _("There is no such school."))
            county = resolve_division(session, form.county.data) if form.county.data else None
            if form.county.data and (county is None or county.kind == DivisionKind.PREFECTURE):
                raise Invalid.field("county", _("There is no such county."))
            put_under_county(session, school, county, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _page(form, error.status)
    flash_done(_("Saved."))
    return redirect(url_for("review_chains.chains"))
