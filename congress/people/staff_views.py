"""Likely doubles in the console: the list, two records side by side, made one or told apart."""

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
from congress.people.actions import merge_people, tell_apart
from congress.people.forms import ApartForm, MergeForm, PairForm
from congress.people.queries import likely_doubles, pair_of, person_at, places_of, signs_of
from congress.people.rules import SIGN_NAMES, score
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code

blueprint = Blueprint("people_doubles", __name__)


def _list(form: PairForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        doubles = likely_doubles(session)
        return render_template("people/staff_doubles.html", doubles=doubles, names=SIGN_NAMES, form=form), status


@blueprint.get("/console/people/doubles")
@requires(is_organiser)
def doubles() -> ResponseReturnValue:
    return _list(PairForm(formdata=None))


@blueprint.post("/console/people/doubles")
@requires(is_organiser)
def find_pair() -> ResponseReturnValue:
    """Any two people who are registered at this congress, for who knows more than the list."""
    form = PairForm()
    if not submitted(form):
        return _list(form, 422)
    try:
        with reading() as session:
            congress = the_congress(session)
            codes = (form.one.data.upper(), form.two.data.upper())
            found = [person_at(session, registration_by_code(session, congress.id, code)).public_id for code in codes]
            pair_of(session, *found)
    except DomainError as error:
        form.show(error)
        return _list(form, 422)
    return redirect(url_for("people_doubles.pair", who=found[0], other=found[1]))


def _pair(who: str, other: str, merge: MergeForm, apart: ApartForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        one, two = pair_of(session, who, other)
        merge.offer(one, two)
        signs = signs_of(session, one, two)
        page = render_template(
            "people/staff_pair.html", one=one, two=two, form=merge, apart=apart, signs=signs, names=SIGN_NAMES,
            score=score(signs), places=places_of(session, [one.id, two.id]),
        )  # fmt: skip
    return page, status


@blueprint.get("/console/people/<who>/doubles/<other>")
@requires(is_organiser)
def pair(who: str, other: str) -> ResponseReturnValue:
    return _pair(who, other, MergeForm(formdata=None), ApartForm(formdata=None))


@blueprint.post("/console/people/<who>/doubles/<other>/merge")
@requires(is_organiser)
def merge(who: str, other: str) -> ResponseReturnValue:
    form = MergeForm()
    with reading() as session:
        form.offer(*pair_of(session, who, other))
    if not submitted(form):
        return _pair(who, other, form, ApartForm(formdata=None), 422)
    try:
        with unit_of_work() as session:
            merge_people(session, who, other, form.taken_over, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _pair(who, other, form, ApartForm(formdata=None), error.status)
    flash_done(_("The two records are one."))
    return redirect(url_for("people_doubles.doubles"))


@blueprint.post("/console/people/<who>/doubles/<other>/apart")
@requires(is_organiser)
def part(who: str, other: str) -> ResponseReturnValue:
    form = ApartForm()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                tell_apart(session, who, other, form.reason.data, by=current_actor(), now=clock.now())
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("They are not proposed again."))
            return redirect(url_for("people_doubles.doubles"))
    return _pair(who, other, MergeForm(formdata=None), form, status)
