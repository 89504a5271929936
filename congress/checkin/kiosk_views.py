"""What a self-service kiosk asks of the server, and how the console makes a device one."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from congress.accounts.addresses import normal_phone
from congress.accounts.permissions import is_organiser
from congress.checkin.actions import known_gates
from congress.checkin.answers import LET_IN, sent_body, take_scans
from congress.checkin.device_queries import device_by_id
from congress.checkin.devices import Known, check_trusted, for_device
from congress.checkin.forms import KioskForm
from congress.checkin.judging import Told
from congress.checkin.kiosk import badge_of_guest, leave_kiosk, print_ticket, printed_badge, set_kiosk, ticket_holder
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.answers import json_response
from congress.foundation.db import reading, unit_of_work
from congress.foundation.endpoint import Body
from congress.foundation.errors import NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.limits import limiter
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress

calls = Blueprint("checkin_kiosk", __name__)
pages = Blueprint("checkin_kiosk_staff", __name__)


class Arrival(Body):
    """A guest: by the badge's text, or by code and phone; `id` is the scan's, so that sending it again adds none."""

    id: str = Field(default="", max_length=60, pattern=r"^[!-~]*$")
    token: str = Field(default="", max_length=300)
    code: str = Field(default="", max_length=20)
    phone: str = Field(default="", max_length=40)


class Ticket(Body):
    ticket: str = Field(max_length=300)


class Pin(Body):
    pin: str = Field(max_length=12)


@calls.post("/gate/device/kiosk")
@limiter.limit("60 per minute")
@for_device
def arrive(device: Known) -> Response:
    """Check the guest in; answers with the first name on the badge and a ticket to print it."""
    check_trusted(device)
    guest: Arrival = sent_body(Arrival)
    token = guest.token
    with reading() as session:
        gates = known_gates(session, device.congress_id)
        if not token:
            try:
                phone = normal_phone(guest.phone)
            except ValueError:
                raise NotFound from None
            token = badge_of_guest(session, device.congress_id, code=guest.code, phone=phone).code
    told = Told(guest.id or new_id(), token, device.gate, clock.now().isoformat(), 0, offline=False)
    [result] = take_scans(device.congress_id, gates, [told], device=device.public_id, sent_at=None)["results"]
    if result["result"] not in LET_IN or "registration" not in result:
        return json_response({"result": result["result"]})
    person = result["registration"]
    return json_response(
        {"result": result["result"], "name": person["name"], "ticket": print_ticket(person, device.public_id)}
    )


@calls.post("/gate/device/kiosk/badge")
@for_device
def badge(device: Known) -> Response:
    """The badge of the guest who has just checked in here, as a picture."""
    check_trusted(device)
    asked: Ticket = sent_body(Ticket)
    with unit_of_work() as session:
        guest = ticket_holder(session, device.congress_id, asked.ticket, device.public_id)
        return Response(printed_badge(session, guest, now=clock.now()), content_type="image/png")


@calls.post("/gate/device/kiosk/leave")
@limiter.limit("6 per minute")
@for_device
def leave(device: Known) -> Response:
    asked: Pin = sent_body(Pin)
    with unit_of_work() as session:
        found = device_by_id(session, device.congress_id, device.public_id)
        leave_kiosk(session, found, asked.pin, now=clock.now())
    return json_response({})


@pages.post("/console/gates/<slug>/devices/<device>/kiosk")
@requires(is_organiser)
def become(slug: str, device: str) -> ResponseReturnValue:
    """Make the device a kiosk with this PIN, or a scanner again."""
    form = KioskForm()
    with unit_of_work() as session:
        found = device_by_id(session, the_congress(session).id, device)
        if found.gate.slug != slug:
            raise NotFound
        if submitted(form):
            set_kiosk(session, found, form.pin.data, by=current_actor(), now=clock.now())
            flash_done(_("The device is saved; it learns it at its next contact."))
        else:
            flash_done(_("A PIN has four to eight digits."))
    return redirect(url_for("checkin_devices_staff.edit_device", slug=slug, device=device))
