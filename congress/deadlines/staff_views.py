"""Planned dates in the console: what is overdue, the dates of a project, one date with its history, the rule."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.deadlines.actions import drop_date, may_plan, move_date, plan_date, set_rule
from congress.deadlines.forms import DateForm, DropForm, MoveDateForm, RuleForm
from congress.deadlines.models import PlannedDate
from congress.deadlines.permissions import plans
from congress.deadlines.queries import date_for, dates_of, dates_statement, rule_of, standings_of
from congress.deadlines.rules import kinds_of
from congress.deadlines.states import ACT_NAMES, LEVEL_NAMES, SHOW_NAMES, STANDING_NAMES, Show
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.clock import local_day
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import paginate
from congress.programme.queries import the_congress
from congress.signing.models import Intention
from congress.signing.permissions import sees_at_a_desk
from congress.signing.queries import intention_for
from congress.signing.states import State

blueprint = Blueprint("deadlines_staff", __name__)
LIST_SIZE = 50
WORDS = {"levels": LEVEL_NAMES, "standings": STANDING_NAMES, "acts": ACT_NAMES}


def _today() -> date:
    return local_day(clock.now(), zone())


@blueprint.get("/console/overdue")
@requires(sees_at_a_desk)
def overdue() -> ResponseReturnValue:
    """Planned dates of what the reader sees: at first those that have passed."""
    asked = request.args.get("show", "")
    show = Show(asked) if asked in {*Show} else Show.OVERDUE
    with reading() as session:
        congress, today = the_congress(session), _today()
        statement = dates_statement(current_actor(), congress.id, show=show, today=today)
        order = [PlannedDate.due_on, PlannedDate.id]
        page = paginate(session, statement, order, limit=LIST_SIZE, cursor=request.args.get("cursor"))
        return render_template(
            "deadlines/staff_list.html", page=page, show=show, shows=SHOW_NAMES, today=today,
            where=standings_of(session, page.items, today), rule=rule_of(session, congress.id), words=WORDS,
        )  # fmt: skip


def _intention(session: Session, public_id: str) -> Intention:
    return intention_for(session, current_actor(), the_congress(session).slug, public_id)


def _intention_page(session: Session, found: Intention, form: DateForm, status: int = 200) -> ResponseReturnValue:
    form.offer(kinds_of(found.category))
    planned, today = dates_of(session, found.id), _today()
    page = render_template(
        "deadlines/staff_intention.html", intention=found, planned=planned, form=form, today=today,
        where=standings_of(session, planned, today), ended=found.state == State.ENDED,
        may_plan=may_plan(current_actor(), found), words=WORDS,
    )  # fmt: skip
    return page, status


@blueprint.get("/console/intentions/<intention>/dates")
@requires(sees_at_a_desk)
def of_intention(intention: str) -> ResponseReturnValue:
    with reading() as session:
        return _intention_page(session, _intention(session, intention), DateForm(formdata=None))


@blueprint.post("/console/intentions/<intention>/dates")
@requires(plans)
def add_date(intention: str) -> ResponseReturnValue:
    form = DateForm()
    with reading() as session:
        found = _intention(session, intention)
        form.offer(kinds_of(found.category))
        if not submitted(form):
            return _intention_page(session, found, form, 422)
    try:
        with unit_of_work() as session:
            plan_date(session, _intention(session, intention), form.facts(), by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        with reading() as session:
            return _intention_page(session, _intention(session, intention), form, error.status)
    flash_done(_("The date is planned."))
    return redirect(url_for(".of_intention", intention=intention))


def _planned(session: Session, public_id: str) -> PlannedDate:
    return date_for(session, current_actor(), the_congress(session), public_id)


def _page(
    session: Session, found: PlannedDate, *, move: BaseForm | None = None, drop: BaseForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    today = _today()
    page = render_template(
        "deadlines/staff_one.html", found=found, today=today, where=standings_of(session, [found], today),
        move=move or MoveDateForm(formdata=None), drop=drop or DropForm(formdata=None),
        may_plan=found.needed and may_plan(current_actor(), found.intention), words=WORDS,
    )  # fmt: skip
    return page, status


@blueprint.get("/console/dates/<planned>")
@requires(sees_at_a_desk)
def planned(planned: str) -> ResponseReturnValue:
    with reading() as session:
        return _page(session, _planned(session, planned))


@blueprint.post("/console/dates/<planned>")
@requires(plans)
def move(planned: str) -> ResponseReturnValue:
    """Acknowledge a delay with its reason and a new date."""
    form, status = MoveDateForm(), 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                move_date(
                    session, _planned(session, planned), form.due_on.data, form.reason.data, zone=zone(),
                    by=current_actor(), now=clock.now(),
                )  # fmt: skip
            flash_done(_("The new date stands; the old one stays to be read."))
            return redirect(url_for(".planned", planned=planned))
        except DomainError as error:
            form.show(error)
            status = error.status
    with reading() as session:
        return _page(session, _planned(session, planned), move=form, status=status)


@blueprint.post("/console/dates/<planned>/drop")
@requires(plans)
def drop(planned: str) -> ResponseReturnValue:
    form, status = DropForm(), 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                drop_date(session, _planned(session, planned), form.why.data, by=current_actor(), now=clock.now())
            flash_done(_("The date is no longer planned."))
            return redirect(url_for(".planned", planned=planned))
        except DomainError as error:
            form.show(error)
            status = error.status
    with reading() as session:
        return _page(session, _planned(session, planned), drop=form, status=status)


@blueprint.get("/console/overdue/rule")
@requires(is_organiser)
def rule() -> ResponseReturnValue:
    with reading() as session:
        stands = rule_of(session, the_congress(session).id)
        days = {level.value: number for level, number in stands.items()}
        return render_template("deadlines/staff_rule.html", form=RuleForm(formdata=None, data=days))


@blueprint.post("/console/overdue/rule")
@requires(is_organiser)
def save_rule() -> ResponseReturnValue:
    form, status = RuleForm(), 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                set_rule(session, the_congress(session), form.days(), by=current_actor(), now=clock.now())
            flash_done(_("The rule is saved; it holds for what is told from now on."))
            return redirect(url_for(".overdue"))
        except DomainError as error:
            form.show(error)
            status = error.status
    return render_template("deadlines/staff_rule.html", form=form), status
