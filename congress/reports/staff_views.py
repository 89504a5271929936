"""Rates at the desks and in the console, each down to the projects behind it; and as a workbook."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.foundation.access import Actor, current_actor, requires
from congress.foundation.db import reading
from congress.foundation.documents.xlsx import XLSX
from congress.foundation.pages import zone
from congress.foundation.paging import page_of
from congress.programme.queries import the_congress
from congress.reports.queries import projects_of
from congress.reports.rules import Project, figures_of, signed_of
from congress.reports.states import BY_NAMES, MEANINGS, RATE_NAMES, By, Rate
from congress.reports.tables import DRAWN, charts_of, known_names, lines_of, maps_of, rates_xlsx
from congress.signing.permissions import sees_at_a_desk
from congress.signing.queries import sees_all

blueprint = Blueprint("reports_staff", __name__)
LIST_SIZE = 50


def _by() -> By:
    asked = request.args.get("by", "")
    return By(asked) if asked in {*By} else By.PREFECTURE


def _projects(session: Session, actor: Actor, by: By) -> list[Project]:
    """Years are compared over all congresses, everything else within this one."""
    congress_id = None if by is By.YEAR else the_congress(session).id
    return projects_of(session, actor, congress_id, zone=zone())


@blueprint.get("/console/rates")
@requires(sees_at_a_desk)
def rates() -> ResponseReturnValue:
    """Four rates of all that the reader may see, then of each group."""
    by, actor = _by(), current_actor()
    with reading() as session:
        found, names = _projects(session, actor, by), known_names(session)
    lines = lines_of(found, by, names)
    return render_template(
        "reports/staff_rates.html", by=by, ways=BY_NAMES, rates=RATE_NAMES, meanings=MEANINGS,
        figures=figures_of(found), lines=lines, charts=charts_of(lines), drawn=DRAWN, whole=sees_all(actor),
        maps=maps_of(lines, names) if by is By.PREFECTURE else [],
    )  # fmt: skip


@blueprint.get("/console/rates/projects")
@requires(sees_at_a_desk)
def projects() -> ResponseReturnValue:
    """The projects behind a figure: of one group or of units, and with a rate those above its line."""
    by, asked, key = _by(), request.args.get("rate", ""), request.args.get("key", "")
    which = Rate(asked) if asked in {*Rate} else None
    with reading() as session:
        found, names = _projects(session, current_actor(), by), known_names(session)
    units = frozenset(request.args.getlist("unit"))
    behind = [
        one
        for one in signed_of(found)
        if ("key" not in request.args or key in one.keys(by))
        and (not units or one.is_of(units))
        and (which is None or one.counts_in(which))
    ]
    return render_template(
        "reports/staff_projects.html", by=by, rate=which, rates=RATE_NAMES, names=names,
        group=names.name(by, key) if "key" in request.args else "",
        figures=figures_of(behind), page=page_of(behind, limit=LIST_SIZE, cursor=request.args.get("cursor")),
    )  # fmt: skip


@blueprint.get("/console/rates.xlsx")
@requires(sees_at_a_desk)
def rates_file() -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        congress = the_congress(session)
        here, everywhere = (_projects(session, actor, by) for by in (By.PREFECTURE, By.YEAR))
        content = rates_xlsx({by: everywhere if by is By.YEAR else here for by in By}, known_names(session))
    response = Response(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="rates-{congress.slug}.xlsx"'
    return response
