"""Monthly returns in the console: open a month, see who is late and whom to call, and what it sums to."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.queries import holders_of
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.clock import local_day
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done, zone
from congress.foundation.paging import page_of
from congress.programme.queries import the_congress
from congress.returns.actions import open_period
from congress.returns.forms import PeriodForm, SheetForm
from congress.returns.permissions import decides
from congress.returns.queries import FILERS, filers_of, period_of, periods_of, returns_of, totals_of
from congress.returns.rules import STANDARD, month_before, read_month, write_lines
from congress.returns.states import STATE_NAMES, UNIT_NAMES

blueprint = Blueprint("returns_staff", __name__)
LIST_SIZE = 50
WORKING_DAYS = 5
LATE = "late"


@blueprint.get("/console/returns")
@requires(decides)
def months() -> ResponseReturnValue:
    """Month by month: who filed in time, what is late; and the form that opens the next."""
    return _months_page()


def _months_page(form: PeriodForm | None = None, status: int = 200) -> ResponseReturnValue:
    now, actor = clock.now(), current_actor()
    with reading() as session:
        today, periods = local_day(now, zone()), periods_of(session, the_congress(session).id)
        if form is None:
            form = PeriodForm(
                formdata=None, month=f"{month_before(today):%Y-%m}", working_days=WORKING_DAYS,
                university=True, prefecture=True, county=True, functional=True,
                template=write_lines(periods[0].template if periods else STANDARD),
            )  # fmt: skip
        shown = [(one, totals_of(returns_of(session, actor, one.id), today)) for one in periods]
        page = render_template("returns/staff_months.html", shown=shown, form=form)
    return page, status


@blueprint.post("/console/returns")
@requires(decides)
def open_month() -> ResponseReturnValue:
    form = PeriodForm()
    if not submitted(form):
        return _months_page(form, 422)
    try:
        with unit_of_work() as session:
            by, now = current_actor(), clock.now()
            month = open_period(session, the_congress(session), form.facts(), zone=zone(), by=by, now=now).slug
    except DomainError as error:
        form.show(error)
        return _months_page(form, error.status)
    flash_done(_("The month is open; every unit sees its return."))
    return redirect(url_for("returns_staff.month", month=month))


@blueprint.get("/console/returns/<month>")
@requires(decides)
def month(month: str) -> ResponseReturnValue:
    """One month: totals by kind of unit, and the units, the late ones with whom to call."""
    actor, today = current_actor(), local_day(clock.now(), zone())
    asked, kind = request.args.get("state", ""), request.args.get("kind", "")
    with reading() as session:
        period = period_of(session, the_congress(session).id, read_month(month))
        rows, known = returns_of(session, actor, period.id), holders_of(session, FILERS)
        listed = [
            one
            for one in rows
            if (not kind or one.unit_kind == kind)
            and (not asked or one.state == asked or (asked == LATE and one.is_late(today)))
        ]
        page = page_of(listed, limit=LIST_SIZE, cursor=request.args.get("cursor"))
        return render_template(
            "returns/staff_month.html", period=period, lines=period.template, totals=totals_of(rows, today), page=page,
            accounts={one.id: filers_of(known, one) for one in page.items}, asked=asked, kind=kind,
            states=STATE_NAMES, kinds=UNIT_NAMES, today=today, form=SheetForm(formdata=None),
        )  # fmt: skip
