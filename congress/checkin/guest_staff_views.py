"""In the console: who comes together, and whom a liaison brings in."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.checkin.forms import GuestForm, PartyForm, allowed_form, allowed_numbers
from congress.checkin.guest_queries import guest_by_id, guests_of, parties_of, party_by_id, staff_users
from congress.checkin.models import CompanionGroup
from congress.checkin.parties import allow_companions, keep_party, remove_party
from congress.checkin.protocol import entrust_guest, release_guest
from congress.checkin.queries import gate_by_slug, gates_of
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.programme.queries import categories_of, the_congress
from congress.registration.queries import registration_by_code

blueprint = Blueprint("checkin_guests_staff", __name__)


def _parties_page(form: PartyForm, status: int = 200, allowed: BaseForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        congress_id = the_congress(session).id
        page = render_template(
            "checkin/staff_parties.html", parties=parties_of(session, congress_id), form=form,
            allowed=allowed or allowed_form(categories_of(session, congress_id), formdata=None),
        )  # fmt: skip
        return page, status


@blueprint.get("/console/parties")
@requires(is_organiser)
def parties() -> ResponseReturnValue:
    return _parties_page(PartyForm(formdata=None))


@blueprint.post("/console/parties")
@requires(is_organiser)
def add_party() -> ResponseReturnValue:
    form = PartyForm()
    return _kept(form, None) or _parties_page(form, 422)


@blueprint.post("/console/parties/allowed")
@requires(is_organiser)
def allow() -> ResponseReturnValue:
    """How many companions each category may bring."""
    with reading() as session:
        form = allowed_form(categories_of(session, the_congress(session).id))
    if not submitted(form):
        return _parties_page(PartyForm(formdata=None), 422, form)
    with unit_of_work() as session:
        numbers = allowed_numbers(form)
        allow_companions(session, the_congress(session), numbers, by=current_actor(), now=clock.now())
    flash_done(_("Saved."))
    return redirect(url_for("checkin_guests_staff.parties"))


def _kept(form: PartyForm, group_id: int | None) -> ResponseReturnValue | None:
    """None where the form has to be shown once more."""
    if not submitted(form):
        return None
    try:
        with unit_of_work() as session:
            congress_id = the_congress(session).id
            party = party_by_id(session, congress_id, group_id) if group_id is not None else None
            keep_party(
                session, congress_id, party, name=form.name.data, leader=form.leader.data, members=form.members.data,
                by=current_actor(), now=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        form.show(error)
        return None
    flash_done(_("The party is saved."))
    return redirect(url_for("checkin_guests_staff.parties"))


def _party_page(form: PartyForm, party: CompanionGroup, status: int = 200) -> ResponseReturnValue:
    return render_template("checkin/staff_party.html", party=party, form=form), status


@blueprint.get("/console/parties/<int:party>")
@requires(is_organiser)
def edit_party(party: int) -> ResponseReturnValue:
    with reading() as session:
        found = party_by_id(session, the_congress(session).id, party)
        members = "\n".join(member.registration.code for member in found.members)
        form = PartyForm(formdata=None, name=found.name, leader=found.leader.code, members=members)
        return _party_page(form, found)


@blueprint.post("/console/parties/<int:party>")
@requires(is_organiser)
def save_party(party: int) -> ResponseReturnValue:
    form = PartyForm()
    with reading() as session:
        party_by_id(session, the_congress(session).id, party)
    saved = _kept(form, party)
    if saved is not None:
        return saved
    with reading() as session:
        return _party_page(form, party_by_id(session, the_congress(session).id, party), 422)


@blueprint.post("/console/parties/<int:party>/remove")
@requires(is_organiser)
def drop_party(party: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = party_by_id(session, the_congress(session).id, party)
        remove_party(session, found, by=current_actor(), now=clock.now())
    flash_done(_("The party is removed; its people come one by one."))
    return redirect(url_for("checkin_guests_staff.parties"))


def _guests_page(form: GuestForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        congress_id = the_congress(session).id
        form.offer(
            [(str(user.id), user.name or user.email or user.phone or "") for user in staff_users(session)],
            [(gate.slug, gate.name) for gate in gates_of(session, congress_id)],
        )
        return render_template("checkin/staff_guests.html", guests=guests_of(session, congress_id), form=form), status


@blueprint.get("/console/protocol")
@requires(is_organiser)
def guests() -> ResponseReturnValue:
    return _guests_page(GuestForm(formdata=None))


@blueprint.post("/console/protocol")
@requires(is_organiser)
def add_guest() -> ResponseReturnValue:
    form = GuestForm()
    with reading() as session:
        congress_id = the_congress(session).id
        form.offer(
            [(str(user.id), user.name) for user in staff_users(session)],
            [(gate.slug, gate.name) for gate in gates_of(session, congress_id)],
        )
    if not submitted(form):
        return _guests_page(form, 422)
    try:
        with unit_of_work() as session:
            found = registration_by_code(session, congress_id, form.code.data.upper())
            gate = gate_by_slug(session, congress_id, form.gate.data)
            entrust_guest(session, found, int(form.liaison.data), gate, by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _guests_page(form, error.status)
    flash_done(_("The guest has a liaison."))
    return redirect(url_for("checkin_guests_staff.guests"))


@blueprint.post("/console/protocol/<int:guest>/remove")
@requires(is_organiser)
def drop_guest(guest: int) -> ResponseReturnValue:
    with unit_of_work() as session:
        found = guest_by_id(session, the_congress(session).id, guest)
        release_guest(session, found, by=current_actor(), now=clock.now())
    flash_done(_("The guest comes like everybody else."))
    return redirect(url_for("checkin_guests_staff.guests"))
