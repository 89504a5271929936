"""Likely doubles of projects in the console: the list, two records side by side, made one or told apart."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress
from congress.signing.double_queries import likely_doubles, pair_of, signs_of
from congress.signing.doubles import merge_intentions, tell_projects_apart
from congress.signing.forms import ApartForm, MergeForm
from congress.signing.likeness import SIGN_NAMES, likelihood

blueprint = Blueprint("signing_doubles", __name__)


@blueprint.get("/console/intentions/doubles")
@requires(is_organiser)
def doubles() -> ResponseReturnValue:
    with reading() as session:
        found = likely_doubles(session, the_congress(session).id)
        return render_template("signing/staff_doubles.html", doubles=found, names=SIGN_NAMES)


def _pair(intention: str, other: str, merge: MergeForm, apart: ApartForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        one, two = pair_of(session, the_congress(session).id, intention, other)
        merge.offer(one, two)
        signs = signs_of(one, two)
        page = render_template(
            "signing/staff_pair.html", one=one, two=two, form=merge, apart=apart, signs=signs, names=SIGN_NAMES,
            likelihood=likelihood(signs),
        )  # fmt: skip
    return page, status


@blueprint.get("/console/intentions/<intention>/doubles/<other>")
@requires(is_organiser)
def pair(intention: str, other: str) -> ResponseReturnValue:
    return _pair(intention, other, MergeForm(formdata=None), ApartForm(formdata=None))


@blueprint.post("/console/intentions/<intention>/doubles/<other>/merge")
@requires(is_organiser)
def merge(intention: str, other: str) -> ResponseReturnValue:
    form = MergeForm()
    with reading() as session:
        form.offer(*pair_of(session, the_congress(session).id, intention, other))
    if not submitted(form):
        return _pair(intention, other, form, ApartForm(formdata=None), 422)
    kept, gone = (intention, other) if form.kept.data == intention else (other, intention)
    try:
        with unit_of_work() as session:
            congress, by = the_congress(session), current_actor()
            merge_intentions(session, congress, kept, gone, form.reason.data, by=by, now=clock.now())
    except DomainError as error:
        form.show(error)
        return _pair(intention, other, form, ApartForm(formdata=None), error.status)
    flash_done(_("The two records are one project; it counts once."))
    return redirect(url_for("signing_doubles.doubles"))


@blueprint.post("/console/intentions/<intention>/doubles/<other>/apart")
@requires(is_organiser)
def part(intention: str, other: str) -> ResponseReturnValue:
    form, status = ApartForm(), 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                congress, by = the_congress(session), current_actor()
                tell_projects_apart(session, congress, intention, other, form.reason.data, by=by, now=clock.now())
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("They are not proposed again."))
            return redirect(url_for("signing_doubles.doubles"))
    return _pair(intention, other, MergeForm(formdata=None), form, status)
