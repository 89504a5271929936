"""Devices of a gate in the console: pair one by a QR, move it, give it a lane, revoke it."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.checkin.device_queries import device_by_id, devices_of
from congress.checkin.devices import change_device, invite_device, revoke_device
from congress.checkin.forms import DeviceForm, DeviceMoveForm, KioskForm
from congress.checkin.models import Gate, GateDevice
from congress.checkin.queries import gate_by_slug, gates_of
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import NotFound
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.link_codes import link_code
from congress.foundation.pages import flash_done
from congress.programme.queries import the_congress
from congress.settings import Settings

blueprint = Blueprint("checkin_devices_staff", __name__)


def _gate(session: Session, slug: str) -> Gate:
    return gate_by_slug(session, the_congress(session).id, slug)


def _device(session: Session, slug: str, public_id: str) -> GateDevice:
    """Raises NoSuchGate, or NotFound for a device of another gate."""
    found = device_by_id(session, the_congress(session).id, public_id)
    if found.gate.slug != slug:
        raise NotFound
    return found


def _page(form: DeviceForm, slug: str, status: int = 200, **shown: Any) -> ResponseReturnValue:
    with reading() as session:
        gate = _gate(session, slug)
        devices = devices_of(session, gate.congress_id, gate.id)
        shown = {"link": None, "invited": None, "code": None} | shown
        return render_template(
            "checkin/staff_devices.html", gate=gate, devices=devices, form=form, now=clock.now(), **shown
        ), status


@blueprint.get("/console/gates/<slug>/devices")
@requires(is_organiser)
def devices(slug: str) -> ResponseReturnValue:
    return _page(DeviceForm(formdata=None), slug)


@blueprint.post("/console/gates/<slug>/devices")
@requires(is_organiser)
def add_device(slug: str) -> ResponseReturnValue:
    """Make a place for a device; this answer alone shows the link that takes it."""
    form = DeviceForm()
    if not submitted(form):
        return _page(form, slug, 422)
    with unit_of_work() as session:
        gate, now = _gate(session, slug), clock.now()
        lane, lanes = form.lane_of()
        invited, secret = invite_device(
            session, gate, name=form.name.data, lane=lane, lanes=lanes, by=current_actor(), now=now
        )
    settings: Settings = current_app.extensions["settings"]
    link = settings.public_url + url_for("checkin_pairing.pair", secret=secret)
    return _page(DeviceForm(formdata=None), slug, link=link, invited=invited, code=link_code(link))


@blueprint.get("/console/gates/<slug>/devices/<device>")
@requires(is_organiser)
def edit_device(slug: str, device: str) -> ResponseReturnValue:
    with reading() as session:
        found = _device(session, slug, device)
        form = DeviceMoveForm(formdata=None, obj=found, gate=slug, lane=found.lane + 1)
        return _device_page(session, form, found)


def _device_page(session: Session, form: DeviceMoveForm, found: GateDevice, status: int = 200) -> ResponseReturnValue:
    form.offer([(gate.slug, gate.name) for gate in gates_of(session, found.congress_id)])
    return render_template(
        "checkin/staff_device.html", form=form, device=found, gate=found.gate, kiosk=KioskForm(formdata=None)
    ), status


@blueprint.post("/console/gates/<slug>/devices/<device>")
@requires(is_organiser)
def save_device(slug: str, device: str) -> ResponseReturnValue:
    form = DeviceMoveForm()
    with reading() as session:
        found = _device(session, slug, device)
        form.offer([(gate.slug, gate.name) for gate in gates_of(session, found.congress_id)])
        if not submitted(form):
            return _device_page(session, form, found, 422)
    with unit_of_work() as session:
        found, gate = _device(session, slug, device), _gate(session, form.gate.data)
        lane, lanes = form.lane_of()
        change_device(
            session, found, gate, name=form.name.data, lane=lane, lanes=lanes, by=current_actor(), now=clock.now()
        )
    flash_done(_("The device is saved; it learns it at its next contact."))
    return redirect(url_for("checkin_devices_staff.devices", slug=form.gate.data))


@blueprint.post("/console/gates/<slug>/devices/<device>/revoke")
@requires(is_organiser)
def end_device(slug: str, device: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        revoke_device(session, _device(session, slug, device), by=current_actor(), now=clock.now())
    flash_done(_("The device is revoked."))
    return redirect(url_for("checkin_devices_staff.devices", slug=slug))
