"""The arrival desk in the console: find the person, print, hand over, see what happened to the badge."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.checkin.models import Gate
from congress.checkin.queries import search_at_gate
from congress.desk.actions import hand_over, print_at_desk
from congress.desk.queries import desks_of
from congress.desk.story import Kind, events_of
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.handbook.papers import badge_file
from congress.programme.queries import the_congress
from congress.registration.queries import registration_by_code, standing_badge

blueprint = Blueprint("desk_staff", __name__)
LONGEST_QUESTION = 80


@blueprint.get("/console/desk")
@requires(is_organiser)
def find() -> ResponseReturnValue:
    """The desk that one stands at is part of the address, so that each computer keeps its own as a bookmark."""
    q = request.args.get("q", "").strip()[:LONGEST_QUESTION]
    with reading() as session:
        congress = the_congress(session)
        desks = desks_of(session, congress.id)
        desk = _desk(session, congress.id, request.args.get("desk")) if desks else None
        people = search_at_gate(session, congress.id, None, q) if q else []
        rows = [(one, events_of(session, one.id)) for one in people]
        return render_template("desk/staff_find.html", desks=desks, desk=desk, q=q, rows=rows)


def _desk(session: Session, congress_id: int, slug: str | None) -> Gate:
    """The desk of that name, or the first; NotFound where there is none."""
    for desk in desks_of(session, congress_id):
        if slug in {None, "", desk.slug}:
            return desk
    raise NotFound


def _person_page(desk_slug: str, code: str, refused: DomainError | None = None) -> ResponseReturnValue:
    with reading() as session:
        congress = the_congress(session)
        found = registration_by_code(session, congress.id, code)
        events = events_of(session, found.id)
        page = render_template(
            "desk/staff_person.html", desk=_desk(session, congress.id, desk_slug), registration=found,
            badge=standing_badge(found), events=events, refused=refused,
            printed=next((one for one in reversed(events) if one.kind is Kind.PRINTED), None),
            handed_over=any(one.kind is Kind.HANDED_OVER for one in events),
        )  # fmt: skip
    return page, refused.status if refused else 200


@blueprint.get("/console/desk/<desk>/<code>")
@requires(is_organiser)
def person(desk: str, code: str) -> ResponseReturnValue:
    return _person_page(desk, code)


@blueprint.post("/console/desk/<desk>/<code>/print")
@requires(is_organiser)
def print_badge(desk: str, code: str) -> ResponseReturnValue:
    """The PDF, which the browser prints on any printer; the page again where it was printed before."""
    try:
        with unit_of_work() as session:
            congress_id = the_congress(session).id
            found = registration_by_code(session, congress_id, code)
            print_at_desk(
                session, _desk(session, congress_id, desk), found, again=request.form.get("again") == "yes",
                by=current_actor(), now=clock.now(),
            )  # fmt: skip
            content = badge_file(session, found)
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        return _person_page(desk, code, error)
    return Response(content, content_type="application/pdf")


@blueprint.post("/console/desk/<desk>/<code>/hand-over")
@requires(is_organiser)
def give(desk: str, code: str) -> ResponseReturnValue:
    try:
        with unit_of_work() as session:
            congress_id = the_congress(session).id
            found = registration_by_code(session, congress_id, code)
            hand_over(session, _desk(session, congress_id, desk), found, by=current_actor(), now=clock.now())
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        return _person_page(desk, code, error)
    flash_done(_("Badge and bag are handed over."))
    return redirect(url_for("desk_staff.find", desk=desk))
