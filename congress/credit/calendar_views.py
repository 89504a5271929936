"""The way to the congress in working days, and the table of days, in the console."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.credit.forms import DayForm
from congress.credit.plan import STAGES, Plan, plan_backwards
from congress.credit.rule_queries import rules_at
from congress.credit.rules import RuleSet, last_day_of, period_before
from congress.credit.states import STAGE_NAMES
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.clock import local_day
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.foundation.workdays import (
    WorkCalendar,
    clear_day,
    day_settings,
    days_between,
    set_day,
    work_calendar,
)
from congress.programme.models import Congress
from congress.programme.queries import the_congress

blueprint = Blueprint("credit_calendar", __name__)
LONGEST_STAGE = 60
# how much of the table one page shows
SHOWN = timedelta(days=42)


def _lengths(standard: Mapping[str, int]) -> dict[str, int]:
    """The stages' lengths of the rules, or what was typed to try others."""
    lengths = {}
    for key in STAGES:
        typed = request.args.get(key, "")
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= 2  # noqa: PLR2004 -- two digits
        lengths[key] = min(int(typed), LONGEST_STAGE) if is_number else standard[key]
    return lengths


def _plan(congress: Congress, rules: RuleSet, calendar: WorkCalendar, today: date) -> Plan:
    cut_off = last_day_of(period_before(congress.starts_on, rules), rules)
    # the past cannot be planned; a congress that is over is planned as it could have been
    starts_after = max(cut_off, today) if today < congress.starts_on else cut_off
    return plan_backwards(
        opens_on=congress.starts_on, starts_after=starts_after, lengths=_lengths(rules.plan), calendar=calendar
    )


def _page(session: Session, form: DayForm, status: int = 200) -> ResponseReturnValue:
    congress, calendar = the_congress(session), work_calendar(session)
    today = local_day(clock.now(), zone())
    rules = rules_at(session, clock.now())
    plan = _plan(congress, rules, calendar, today)
    first = _shown_from(request.args.get("since"), min(today, plan.starts_after))
    return render_template(
        "credit/calendar.html", congress=congress, plan=plan, stages=STAGE_NAMES, form=form,
        settings=day_settings(session),
        days=list(days_between(first, first + SHOWN)), calendar=calendar, today=today, first=first,
        before=first - SHOWN, after=first + SHOWN, lengths=_lengths(rules.plan),
    ), status  # fmt: skip


def _shown_from(typed: str | None, otherwise: date) -> date:
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        day = otherwise
    earliest, latest = date(2004, 1, 1), date(2200, 1, 1)
    day = min(max(day, earliest), latest)
    return day - timedelta(days=day.weekday())


@blueprint.get("/console/calendar")
@requires(is_organiser)
def calendar() -> ResponseReturnValue:
    with reading() as session:
        return _page(session, DayForm(formdata=None))


@blueprint.post("/console/calendar")
@requires(is_organiser)
def change_day() -> ResponseReturnValue:
    """Say of one day whether it is worked."""
    form = DayForm()
    if submitted(form):
        with unit_of_work() as session:
            set_day(
                session, form.day.data, working=form.working.data == "yes", note=form.note.data, by=current_actor(),
                now=clock.now(),
            )  # fmt: skip
        flash_done(_("The day is set."))
        return redirect(url_for("credit_calendar.calendar", since=form.day.data.isoformat()))
    with reading() as session:
        return _page(session, form, 422)


@blueprint.post("/console/calendar/<day>/clear")
@requires(is_organiser)
def clear(day: str) -> ResponseReturnValue:
    """Leave a day to the announced holidays again."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise NotFound from None
    with unit_of_work() as session:
        clear_day(session, chosen, by=current_actor(), now=clock.now())
    flash_done(_("The day follows the announced holidays again."))
    return redirect(url_for("credit_calendar.calendar", since=chosen.isoformat()))
