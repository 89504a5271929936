"""A school's work: claims to it beside its roll, decided one by one or many at once; and the roll itself."""

import tempfile
from pathlib import Path

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from congress.accounts.permissions import is_school
from congress.almamater.actions import Compared, compare_claims, decide_claims
from congress.almamater.forms import DecisionForm, DropForm, RollForm
from congress.almamater.permissions import own_schools
from congress.almamater.queries import ClaimFilter, claims_in_line, count_claims, rolls_of, schools_of_codes
from congress.almamater.rolls import add_to_roll, delete_roll
from congress.almamater.states import LIKELIHOOD_NAMES, MATCH_NAMES, Likelihood
from congress.alumni.states import CLAIM_NAMES, ClaimState
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound, TooLarge
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, ngettext, pick
from congress.foundation.keys import field_key
from congress.foundation.pages import flash_done
from congress.foundation.paging import paginate_values
from congress.foundation.tables import ImportRefused, ImportReport, Problem, read_table
from congress.schools.models import School

blueprint = Blueprint("almamater_school", __name__)
LIST_SIZE = 50
MOST_LINES = 300


class Rehearsed(Exception):
    """Raised at the end of a trial, so that what it wrote is rolled back."""


def read_filter() -> ClaimFilter:
    """The filter of the address: what waits, unless another state or all are asked for."""
    asked = request.args
    state = asked.get("state", ClaimState.CLAIMED)
    return ClaimFilter(
        state=state if state in {*ClaimState} else None,
        q=(asked.get("q") or "").strip()[:200] or None,
        school=asked.get("school") or None,
    )


def _place_in_line(one: Compared) -> tuple[object, ...]:
    return one.claim.claimed_at, one.claim.id


def _claims_page(form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    codes, wish = own_schools(current_actor()), read_filter()
    likelihood = request.args.get("likelihood")
    with reading() as session:
        schools = schools_of_codes(session, codes)
        compared = compare_claims(
            session, claims_in_line(session, codes, wish), key=field_key(current_app.extensions["settings"])
        )
        if likelihood in {*Likelihood}:
            compared = [one for one in compared if one.likelihood == likelihood]
        page = render_template(
            "almamater/school_claims.html",
            page=paginate_values(compared, _place_in_line, limit=LIST_SIZE, cursor=request.args.get("cursor")),
            total=len(compared), counts=count_claims(session, codes), wish=wish, likelihood=likelihood,
            states=CLAIM_NAMES, likelihoods=LIKELIHOOD_NAMES, matches=MATCH_NAMES, schools=schools, form=form,
            rolls=rolls_of(session, [school.id for school in schools]),
        )  # fmt: skip
    return page, status


@blueprint.get("/school/claims")
@requires(is_school)
def claims() -> ResponseReturnValue:
    return _claims_page(DecisionForm(formdata=None))


@blueprint.post("/school/claims")
@requires(is_school)
def decide() -> ResponseReturnValue:
    """Decide on the claims that are ticked, all or none; what was typed stays where that is refused."""
    form = DecisionForm()
    if not submitted(form):
        return _claims_page(form, 422)
    by, now = current_actor(), clock.now()
    try:
        with unit_of_work() as session:
            decided = decide_claims(
                session, own_schools(by), form.seen(), ClaimState(form.verdict.data), form.reason.data,
                by=by, now=now,
            )  # fmt: skip
            count = len(decided)
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        form.show(error)
        return _claims_page(form, error.status)
    flash_done(
        ngettext(
            "%(num)s claim is decided; the person is told.", "%(num)s claims are decided; the people are told.", count
        )
    )
    return redirect(request.full_path)


def _roll_page(
    form: RollForm, status: int = 200, problems: list[Problem] | None = None, tried: ImportReport | None = None
) -> ResponseReturnValue:
    with reading() as session:
        schools = _offered(session, form)
        page = render_template(
            "almamater/school_roll.html", form=form, schools=schools, tried=tried,
            rolls=rolls_of(session, [school.id for school in schools]), problems=(problems or [])[:MOST_LINES],
        )  # fmt: skip
    return page, status


def _offered(session: Session, form: RollForm) -> list[School]:
    schools = list(schools_of_codes(session, own_schools(current_actor())))
    form.offer([SelectChoice(school.code, pick(school.name, school.name_en)) for school in schools])
    return schools


@blueprint.get("/school/roll")
@requires(is_school)
def roll() -> ResponseReturnValue:
    return _roll_page(RollForm(formdata=None))


@blueprint.post("/school/roll")
@requires(is_school)
def add_roll() -> ResponseReturnValue:
    """Add a file's lines to the roll, all or nothing; or only tell what would be added."""
    form, report = RollForm(), ImportReport()
    with reading() as session:
        _offered(session, form)
    if not submitted(form):
        return _roll_page(form, 422)
    try:
        with unit_of_work() as session:
            _add(session, form, report)
            if form.dry_run.data:
                raise Rehearsed
    except Rehearsed:
        return _roll_page(form, 200, report.problems, report)
    except ImportRefused as refusal:
        form.show(DomainError(str(refusal)))
        return _roll_page(form, 422, report.problems)
    except DomainError as error:
        form.show(error)
        return _roll_page(form, error.status)
    flash_done(
        _("The roll has %(created)s new lines; %(unchanged)s were there already.",
          created=report.created, unchanged=report.unchanged)
    )  # fmt: skip
    return redirect(url_for(".claims"))


def _add(session: Session, form: RollForm, report: ImportReport) -> None:
    content = form.file.data.read()
    if len(content) > current_app.extensions["settings"].max_upload_bytes:
        raise TooLarge
    [school] = schools_of_codes(session, [form.school.data])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roll"
        path.write_bytes(content)
        table = read_table(path, report)
    add_to_roll(
        session,
        school,
        table,
        report,
        key=field_key(current_app.extensions["settings"]),
        by=current_actor(),
        now=clock.now(),
    )


@blueprint.post("/school/roll/delete")
@requires(is_school)
def drop_roll() -> ResponseReturnValue:
    form = DropForm()
    with unit_of_work() as session:
        for school in schools_of_codes(session, own_schools(current_actor()) & {form.school.data}):
            delete_roll(session, school, by=current_actor(), now=clock.now())
    flash_done(_("The roll is deleted; what was decided stays decided."))
    return redirect(url_for(".roll"))
