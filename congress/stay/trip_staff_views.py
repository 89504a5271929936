"""Cars in the console: trips, who rides in them, the proposal, late trains, the driver's list and link."""

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.audit import record
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import Invalid
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _, ngettext
from congress.foundation.link_codes import link_code
from congress.foundation.pages import flash_done, public_link, zone
from congress.programme.queries import the_congress
from congress.registration.queries import find_registration, registration_by_code
from congress.stay.acting import act_by_form
from congress.stay.forms import LateForm, RiderForm, TripForm
from congress.stay.lists import driver_sheet, hand_over
from congress.stay.papers import sheet_file
from congress.stay.queries import handed_list
from congress.stay.states import Direction, ListKind
from congress.stay.transfer_queries import rides_of, trip_by_id, trips_of
from congress.stay.transfers import (
    fill_cars,
    make_link,
    note_late,
    proposed_rides,
    revoke_link,
    save_trip,
    seat_person,
    unseat_person,
)

blueprint = Blueprint("trip_staff", __name__)


def _trips_page(form: LateForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        found = trips_of(session, the_congress(session).id)
        return render_template("stay/staff_trips.html", trips=found, form=form), status


@blueprint.get("/console/trips")
@requires(is_organiser)
def trips() -> ResponseReturnValue:
    return _trips_page(LateForm(formdata=None))


@blueprint.post("/console/trips/late")
@requires(is_organiser)
def late() -> ResponseReturnValue:
    """A train or flight comes at another time: whose car does not wait is moved, or told that there is none."""
    form = LateForm()
    if not submitted(form):
        return _trips_page(form, 422)
    with unit_of_work() as session:
        at = form.arrives_at.data.replace(tzinfo=zone())
        told = note_late(
            session, the_congress(session), form.service.data, at, zone(), by=current_actor(), now=clock.now()
        )
    flash_done(_("%(people)s come by it; %(moved)s changed cars, %(without)s have none now.", **vars(told)))
    return redirect(url_for("trip_staff.trips"))


@blueprint.get("/console/trips/new")
@requires(is_organiser)
def new_trip() -> ResponseReturnValue:
    return _new_trip_page(TripForm(formdata=None, window_minutes=60, seats=4))


def _new_trip_page(form: TripForm, status: int = 200) -> ResponseReturnValue:
    facts = {"title": _("Add a trip"), "over": _("Cars"), "back": url_for("trip_staff.trips")}
    return render_template("stay/staff_new.html", form=form, **facts), status


@blueprint.post("/console/trips/new")
@requires(is_organiser)
def add_trip() -> ResponseReturnValue:
    form = TripForm()

    def act(session: Session) -> str:
        made = save_trip(session, the_congress(session), None, form.facts(), by=current_actor(), now=clock.now())
        return url_for("trip_staff.trip", trip=made.id)

    return act_by_form(form, act, partial(_new_trip_page, form), said=_("Saved."))


def _trip_page(
    trip: int, status: int = 200, refused: BaseForm | None = None, link: str | None = None
) -> ResponseReturnValue:
    with reading() as session:
        found = trip_by_id(session, the_congress(session).id, trip)
        form = refused if isinstance(refused, TripForm) else TripForm(formdata=None)
        if form is not refused:
            form.fill(found)
        rider = refused if isinstance(refused, RiderForm) else RiderForm(formdata=None)
        page = render_template(
            "stay/staff_trip.html", trip=found, form=form, rider=rider, riders=rides_of(session, found), link=link,
            code=link_code(link) if link else None, handed=handed_list(session, ListKind.DRIVER, trip),
        )  # fmt: skip
    return page, status


@blueprint.get("/console/trips/<int:trip>")
@requires(is_organiser)
def trip(trip: int) -> ResponseReturnValue:
    return _trip_page(trip)


@blueprint.post("/console/trips/<int:trip>")
@requires(is_organiser)
def save(trip: int) -> ResponseReturnValue:
    form = TripForm()

    def act(session: Session) -> str:
        congress = the_congress(session)
        found = trip_by_id(session, congress.id, trip)
        save_trip(session, congress, found, form.facts(), by=current_actor(), now=clock.now())
        return url_for("trip_staff.trip", trip=trip)

    return act_by_form(form, act, partial(_trip_page, trip, refused=form), said=_("Saved."))


@blueprint.post("/console/trips/<int:trip>/riders")
@requires(is_organiser)
def seat(trip: int) -> ResponseReturnValue:
    form = RiderForm()

    def act(session: Session) -> str:
        congress = the_congress(session)
        found = trip_by_id(session, congress.id, trip)
        who = find_registration(session, congress.id, form.code.data)
        if who is None:
            raise Invalid.field("code", _("Nobody who comes has this code."))
        seat_person(session, who, found, by=current_actor(), now=clock.now())
        return url_for("trip_staff.trip", trip=trip)

    again = partial(_trip_page, trip, refused=form)
    return act_by_form(form, act, again, said=_("The seat is given, and the person is told."))


@blueprint.post("/console/trips/<int:trip>/riders/<code>/remove")
@requires(is_organiser)
def unseat(trip: int, code: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        congress = the_congress(session)
        found = trip_by_id(session, congress.id, trip)
        who = registration_by_code(session, congress.id, code)
        unseat_person(session, who, Direction(found.direction), by=current_actor(), now=clock.now())
    return redirect(url_for("trip_staff.trip", trip=trip))


@blueprint.get("/console/trips/<int:trip>/list.pdf")
@requires(is_organiser)
def driver_list(trip: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        congress = the_congress(session)
        sheet = driver_sheet(session, congress, trip_by_id(session, congress.id, trip))
        record(session, current_actor(), "stay.exported", "trip", trip, now=clock.now(), lines=len(sheet.lines))
        return sheet_file(sheet, f"driver-{trip}", "pdf", now=clock.now())


@blueprint.post("/console/trips/<int:trip>/handed")
@requires(is_organiser)
def handed(trip: int) -> ResponseReturnValue:
    """The driver has the list: from now on changes against it are marked."""
    with unit_of_work() as session:
        congress = the_congress(session)
        sheet = driver_sheet(session, congress, trip_by_id(session, congress.id, trip))
        hand_over(session, congress, ListKind.DRIVER, trip, sheet, by=current_actor(), now=clock.now())
    flash_done(_("Noted. The next list marks what changes from now on."))
    return redirect(url_for("trip_staff.trip", trip=trip))


@blueprint.post("/console/trips/<int:trip>/link")
@requires(is_organiser)
def link(trip: int) -> ResponseReturnValue:
    """A link for the driver, shown this once; an earlier one leads nowhere any more."""
    with unit_of_work() as session:
        found = trip_by_id(session, the_congress(session).id, trip)
        secret = make_link(session, found, by=current_actor(), now=clock.now())
    return _trip_page(trip, link=public_link("stay.ride", secret=secret))


@blueprint.post("/console/trips/<int:trip>/revoke")
@requires(is_organiser)
def revoke(trip: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        revoke_link(session, trip_by_id(session, the_congress(session).id, trip), by=current_actor(), now=clock.now())
    flash_done(_("The link leads nowhere any more."))
    return redirect(url_for("trip_staff.trip", trip=trip))


@blueprint.get("/console/trips/proposal")
@requires(is_organiser)
def proposal() -> ResponseReturnValue:
    """The seats that the rules would give; nothing is given yet."""
    with reading() as session:
        return render_template(
            "stay/staff_ride_proposal.html", proposed=proposed_rides(session, the_congress(session))
        )  # fmt: skip


@blueprint.post("/console/trips/proposal")
@requires(is_organiser)
def fill() -> ResponseReturnValue:
    with unit_of_work() as session:
        seats = len(fill_cars(session, the_congress(session), by=current_actor(), now=clock.now()).given)
    flash_done(ngettext("%(num)s seat is given.", "%(num)s seats are given.", seats))
    return redirect(url_for("trip_staff.trips"))
