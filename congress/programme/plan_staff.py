"""The day grid to drag and stretch in, the clashes of the plan, and the rules that weigh them."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid, wants_json
from congress.foundation.forms import submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import day_title, flash_done, zone
from congress.programme.chosen import planned_congress, show_choice
from congress.programme.clash_words import about, clash_line
from congress.programme.clashes import level_of, sessions_named, worth_telling
from congress.programme.forms import ClashRulesForm, MoveForm
from congress.programme.pages import speaker_name
from congress.programme.places import set_clash_rules
from congress.programme.plan import Plan, PlanItem
from congress.programme.published import draft_plan
from congress.programme.sessions import clashes_now, move_session
from congress.programme.states import CLASH_NAMES, LEVEL_NAMES, Clash, Level

blueprint = Blueprint("plan_staff", __name__)
show_choice(blueprint)
MOST_LINES = 300


@blueprint.get("/console/plan")
@requires(is_organiser)
def grid() -> ResponseReturnValue:
    """One day of the plan as columns of rooms."""
    with reading() as session:
        congress = planned_congress(session)
        plan = draft_plan(session, congress)
        found = worth_telling(clashes_now(session, congress, plan), congress.clash_levels)
    days = list(plan.days(zone())) or [congress.starts_on]
    day = _asked_day(days)
    items = plan.days(zone()).get(day, [])
    columns = [
        (room.id, pick(room.name, room.name_en), [_block(plan, item, day) for item in items if item.room == room.id])
        for room in plan.rooms
    ]
    without = [_block(plan, item, day) for item in items if item.room not in plan.room]
    clashing = sessions_named(found)
    return render_template(
        "programme/staff_plan.html",
        day=day, days=[(one.isoformat(), day_title(one)) for one in days], columns=columns, without=without,
        clashing=clashing, count=len(found), form=MoveForm(formdata=None),
    )  # fmt: skip


def _asked_day(days: list[date]) -> date:
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return days[0]
    return asked if asked in days else days[0]


def _block(plan: Plan, item: PlanItem, day: date) -> dict[str, Any]:
    """What the grid needs of one session: minutes since midnight of the day, and its length."""
    start, end = item.starts_at.astimezone(zone()), item.ends_at.astimezone(zone())
    since = start.replace(tzinfo=None) - datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- the clock on the wall
    return {
        "id": item.id, "key": item.key, "title": pick(item.zh, item.en), "start": int(since.total_seconds()) // 60,
        "minutes": int((item.ends_at - item.starts_at).total_seconds()) // 60, "when": f"{start:%H:%M}–{end:%H:%M}",
        "people": "、".join(speaker_name(plan.speaker[one]) for one in item.people if one in plan.speaker),
    }  # fmt: skip


@blueprint.post("/console/plan/<int:item>/move")
@requires(is_organiser)
def move(item: int) -> ResponseReturnValue:
    """Another time, length or room; what it now clashes with is the answer."""
    form = MoveForm()
    if not submitted(form):
        faults = {name: " ".join(str(one) for one in messages) for name, messages in form.errors.items() if name}
        raise Invalid(errors=[{"field": name, "message": message} for name, message in faults.items()])
    with unit_of_work() as session:
        starts_at = form.start.data.replace(tzinfo=zone())
        stored = move_session(
            session, planned_congress(session), item, starts_at=starts_at, minutes=form.minutes.data or 0,
            room=form.room.data or None, by=current_actor(), now=clock.now(),
        )  # fmt: skip
        lines, clashing = stored.lines(), sorted(sessions_named(stored.clashes) | {item})
    if wants_json():
        return jsonify({"clashes": lines, "clashing": clashing if lines else []})
    for line in lines:
        flash(line, "warning")
    return redirect(url_for("plan_staff.grid", day=request.form.get("day")))


@blueprint.get("/console/clashes")
@requires(is_organiser)
def clashes() -> ResponseReturnValue:
    return _clashes_page(None)


def _clashes_page(form: ClashRulesForm | None, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress = planned_congress(session)
        plan = draft_plan(session, congress)
        found = clashes_now(session, congress, plan)
        levels = {kind: level_of(congress.clash_levels, kind) for kind in Clash}
        if form is None:
            now = {kind.value: level.value for kind, level in levels.items()}
            form = ClashRulesForm(formdata=None, data=now | {"day_break": str(congress.day_break)})
    counts = [
        (str(CLASH_NAMES[kind]), str(LEVEL_NAMES[levels[kind]]), sum(one.kind is kind for one in found))
        for kind in Clash
        if kind is not Clash.AGENDA
    ]
    lines = [
        (one.kind.value, str(CLASH_NAMES[one.kind]), about(plan, one), clash_line(plan, one), plan.item.get(one.second))
        for one in worth_telling(found, congress.clash_levels)[:MOST_LINES]
    ]
    page = render_template("programme/staff_clashes.html", form=form, counts=counts, lines=lines, total=len(found))
    return page, status


@blueprint.post("/console/clashes")
@requires(is_organiser)
def save_rules() -> ResponseReturnValue:
    form = ClashRulesForm()
    if not submitted(form):
        return _clashes_page(form, 422)
    with unit_of_work() as session:
        levels = {kind: Level(form[kind.value].data) for kind in Clash}
        set_clash_rules(
            session, planned_congress(session), levels, day_break=int(form.day_break.data), by=current_actor(),
            now=clock.now(),
        )  # fmt: skip
    flash_done(_("The rules are saved."))
    return redirect(url_for("plan_staff.clashes"))
