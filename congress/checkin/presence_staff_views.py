"""Who is expected at a gate and has not come 未到名单, and late entry by hand 补签, in the console."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.checkin.forms import LateEntryForm
from congress.checkin.late_entries import enter_by_hand
from congress.checkin.missing import WAY_NAMES, Way, missing_groups
from congress.checkin.presence_queries import expected_at, missing_count
from congress.checkin.queries import gate_by_slug, today_at
from congress.checkin.rules import ONCE, number_of_day
from congress.checkin.states import RESULT_NAMES, Result
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.audit import record
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import all_days, asked_day, flash_done, zone
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code

blueprint = Blueprint("checkin_presence_staff", __name__)
MOST_SHOWN = 500


@blueprint.get("/console/gates/<slug>/missing")
@requires(is_organiser)
def missing(slug: str) -> ResponseReturnValue:
    """Names and phones of those who have not come; each look is in the audit trail."""
    asked = request.args.get("by")
    way = Way(asked) if asked in set(Way) else Way.DELEGATION
    with unit_of_work() as session:
        congress, now = the_congress(session), clock.now()
        gate = gate_by_slug(session, congress.id, slug)
        nearest = min(max(today_at(session, congress.id, now), congress.starts_on), congress.ends_on)
        day = (gate.day or asked_day(congress) or nearest) if gate.daily else None
        counted = number_of_day(day) if day else ONCE
        groups = missing_groups(session, gate, way, day=counted, most=MOST_SHOWN)
        shown = sum(len(group.people) for group in groups)
        record(session, current_actor(), "missing.listed", "gate", slug, now=now, people=shown)
        expected, count = expected_at(session, gate), missing_count(session, gate, counted)
        return render_template(
            "checkin/staff_missing.html", gate=gate, groups=groups, ways=WAY_NAMES, by=way, expected=expected,
            count=count, most=MOST_SHOWN, day=day, days=[] if gate.day or not gate.daily else all_days(congress),
        )  # fmt: skip


def _late_page(slug: str, form: LateEntryForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        gate = gate_by_slug(session, the_congress(session).id, slug)
        return render_template("checkin/staff_late.html", gate=gate, form=form), status


@blueprint.get("/console/gates/<slug>/late")
@requires(is_organiser)
def late(slug: str) -> ResponseReturnValue:
    now = clock.now().astimezone(zone()).replace(tzinfo=None, second=0, microsecond=0)
    return _late_page(slug, LateEntryForm(formdata=None, code=request.args.get("code", "")[:20], at=now))


@blueprint.post("/console/gates/<slug>/late")
@requires(is_organiser)
def enter_late(slug: str) -> ResponseReturnValue:
    form = LateEntryForm()
    if not submitted(form):
        return _late_page(slug, form, 422)
    try:
        with unit_of_work() as session:
            gate = gate_by_slug(session, the_congress(session).id, slug)
            found = registration_by_code(session, gate.congress_id, form.code.data.upper())
            at = form.at.data.replace(tzinfo=zone())
            result = enter_by_hand(
                session, gate, found, at=at, reason=form.reason.data, by=current_actor(), now=clock.now()
            )
    except DomainError as error:
        form.show(error)
        return _late_page(slug, form, error.status)
    if result is not Result.ADMITTED:
        form.form_errors.append(str(_("Not entered: %(why)s.", why=RESULT_NAMES[result])))
        return _late_page(slug, form, 409)
    flash_done(_("The entry is recorded."))
    return redirect(url_for("checkin_presence_staff.missing", slug=slug))
