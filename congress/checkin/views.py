"""The gate on a phone: choose a gate, scan, search, count."""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_gate, is_organiser
from congress.checkin.actions import gates_for, known_gates
from congress.checkin.answers import (
    Admit,
    AdmitParty,
    admit_party,
    counts_at,
    people_found,
    scan_by_name,
    sent_body,
    shown_gate,
    take_scans,
)
from congress.checkin.device_queries import device_by_id
from congress.checkin.devices import Known, is_device, presented_device
from congress.checkin.door_queries import gates_supervised
from congress.checkin.intake import ScanBatch, told_scans
from congress.checkin.judging import Told
from congress.checkin.models import Gate
from congress.checkin.queries import gate_by_slug, gates_of
from congress.foundation.access import current_actor, requires
from congress.foundation.answers import json_response
from congress.foundation.db import reading
from congress.foundation.errors import NotFound
from congress.foundation.pages import zone
from congress.programme.queries import the_congress

blueprint = Blueprint("checkin", __name__)
may_scan = is_gate | is_organiser


def _may_use(slug: str) -> bool:
    actor = current_actor()
    return is_organiser(actor) or slug in actor.scopes("gate", "gate")


def _device() -> Known | None:
    """The device whose page this is; somebody who signed in on a revoked one sees their own."""
    return presented_device() if is_device(current_actor()) else None


@blueprint.get("/gate/")
@requires(may_scan | is_device)
def choose() -> ResponseReturnValue:
    device = _device()
    if device is not None:
        return _device_page(device)
    with reading() as session:
        actor, congress_id = current_actor(), the_congress(session).id
        found = [shown_gate(gate) for gate in gates_of(session, congress_id) if _may_use(gate.slug)]
        supervises = is_organiser(actor) or bool(gates_supervised(session, congress_id, actor.user_id))
        return render_template("checkin/choose.html", gates=found, supervises=supervises)


@blueprint.get("/gate/<slug>")
@requires(may_scan | is_device)
def gate(slug: str) -> ResponseReturnValue:
    device = _device()
    if device is not None and slug == device.gate:
        return _device_page(device)
    with reading() as session:
        found = _own_gate(session, slug)
        return render_template("checkin/gate.html", gate=shown_gate(found), device=None, time_zone=zone().key)


def _device_page(device: Known) -> ResponseReturnValue:
    """The scanner or the kiosk; the browser keeps one of them, so that it opens without a network."""
    with reading() as session:
        found = device_by_id(session, device.congress_id, device.public_id)
        name = "checkin/kiosk.html" if found.kiosk_pin is not None and not device.revoked else "checkin/gate.html"
        page = render_template(name, gate=shown_gate(found.gate), device=device, time_zone=zone().key)
    # a revoked one is kept no longer than it has scans to hand in
    return Response(page, headers={} if device.revoked else {"X-Gate-Shell": "1"})


def _own_gate(session: Session, slug: str) -> Gate:
    if not _may_use(slug):
        raise NotFound
    return gate_by_slug(session, the_congress(session).id, slug)


@blueprint.post("/gate/scans")
@requires(may_scan)
def scans() -> Response:
    batch: ScanBatch = sent_body(ScanBatch)
    return _take(told_scans(batch.scans), device=batch.device, sent_at=batch.sent_at)


@blueprint.post("/gate/admit")
@requires(may_scan)
def admit() -> Response:
    """Let somebody in who was found by name: their badge's printed code is taken as read."""
    wish: Admit = sent_body(Admit)
    with reading() as session:
        told = scan_by_name(session, _own_gate(session, wish.gate), wish)
    return _take([told], device="search", sent_at=None)


@blueprint.post("/gate/party")
@requires(may_scan)
def party() -> Response:
    """Let in everybody who comes with the one whose badge was just read."""
    wish: AdmitParty = sent_body(AdmitParty)
    with reading() as session:
        found = _own_gate(session, wish.gate)
        gates = known_gates(session, found.congress_id)
    return json_response(admit_party(found.congress_id, gates, found, wish, device="party"))


def _take(told: Sequence[Told], *, device: str, sent_at: object) -> Response:
    with reading() as session:
        congress_id = the_congress(session).id
        gates = gates_for(current_actor(), known_gates(session, congress_id), [one.gate for one in told])
    return json_response(take_scans(congress_id, gates, told, device=device, sent_at=sent_at))


@blueprint.get("/gate/counts")
@requires(may_scan)
def counts() -> Response:
    slug = request.args.get("gate", "")
    if not _may_use(slug):
        raise NotFound
    with reading() as session:
        congress_id = the_congress(session).id
    found = counts_at(congress_id, slug)
    if found is None:
        raise NotFound
    return json_response(found)


@blueprint.get("/gate/search")
@requires(may_scan)
def search() -> Response:
    """People this gate may admit: name, category and the last digits, nothing else."""
    with reading() as session:
        return json_response(people_found(session, _own_gate(session, request.args.get("gate", ""))))
