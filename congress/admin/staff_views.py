"""The console's first page, its search, the audit trail, and the components in every state."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_auditor, is_organiser, is_system_admin, is_viewer, may_open_console
from congress.accounts.states import Role
from congress.admin.acts import ACT_NAMES
from congress.admin.component_samples import sample_page
from congress.admin.listed import user_number
from congress.admin.overview import organiser_overview
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.audit import AuditEntry, audit_statement
from congress.foundation.db import reading
from congress.foundation.paging import paginate
from congress.programme.queries import current_congress, forums_of, the_congress
from congress.registration.models import Registration
from congress.registration.queries import Filter, find_registrations
from congress.signing.models import Intention
from congress.signing.queries import intentions_statement

blueprint = Blueprint("admin_staff", __name__)
LIST_SIZE = 50
FOUND = 20
sees_figures = is_organiser | is_viewer
# where somebody who has no business with figures begins
DESKS = {
    Role.VERIFIER: "outcomes_staff.milestones",
    Role.SECURITY_ADMIN: "accounts_staff.users",
    Role.AUDITOR: "admin_staff.audit",
    Role.SYSTEM_ADMIN: "admin_staff.components",
}


@blueprint.get("/console/")
@requires(may_open_console)
def dashboard() -> ResponseReturnValue:
    """The day at a glance for those who may see figures; others are taken to their own work."""
    actor = current_actor()
    if not sees_figures(actor):
        desk = next(endpoint for role, endpoint in DESKS.items() if actor.has(role))
        return redirect(url_for(desk))
    with reading() as session:
        congress = current_congress(session)
        if congress is None:
            return render_template("admin/no_congress.html")
        return render_template(
            "admin/dashboard.html",
            congress=congress,
            overview=organiser_overview(session, congress),
            forums=forums_of(session, congress.id),
            now=clock.now(),
        )


@blueprint.get("/console/search")
@requires(is_organiser)
def search() -> ResponseReturnValue:
    """People and intentions that hold what was typed."""
    q = request.args.get("q", "").strip()[:200]
    people: list[Registration] = []
    projects: list[Intention] = []
    if q:
        with reading() as session:
            congress = the_congress(session)
            found = find_registrations(session, congress.id, Filter(q=q), whole=True).statement
            people = list(session.scalars(found.order_by(Registration.stroke_key, Registration.id).limit(FOUND)))
            named = intentions_statement(current_actor(), congress.id, q=q).order_by(Intention.id.desc())
            projects = list(session.scalars(named.limit(FOUND)))
    return render_template("admin/search.html", q=q, people=people, projects=projects, most=FOUND)


@blueprint.get("/console/audit")
@requires(is_auditor)
def audit() -> ResponseReturnValue:
    asked = request.args
    act = asked.get("act") if asked.get("act") in ACT_NAMES else None
    thing = (asked.get("thing") or "").strip()[:60] or None
    with reading() as session:
        statement = audit_statement(act=act, who=user_number(asked.get("who")), thing=thing)
        cursor = asked.get("cursor")
        page = paginate(session, statement, [AuditEntry.id], limit=LIST_SIZE, cursor=cursor, descending=True)
        return render_template(
            "admin/audit.html", page=page, act=act, who=asked.get("who", ""), thing=thing, acts=ACT_NAMES
        )


@blueprint.get("/console/components")
@requires(is_organiser | is_system_admin)
def components() -> ResponseReturnValue:
    """Each component in each state, as a reference for whoever builds a page."""
    return render_template("admin/components.html", **sample_page(clock.now()))
