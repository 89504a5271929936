"""A phone becomes a gate's device, and what a paired device asks of the server from then on.

The calls under /gate/device/ need no token of a form: a browser sends the cookie to us alone (SameSite), and
another site's page cannot add the header that names the device.
"""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from congress.checkin.actions import known_gates
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
from congress.checkin.devices import (
    COOKIE,
    COOKIE_AGE,
    COOKIE_PATH,
    SECRET_HEADER,
    Known,
    check_trusted,
    for_device,
    note_contact,
    open_link,
    pair_device,
)
from congress.checkin.errors import NoSuchDevice
from congress.checkin.intake import Batch, told_scans
from congress.checkin.manifest import build_manifest
from congress.checkin.queries import facts_of
from congress.checkin.rules import Drill, read_time
from congress.checkin.states import Flag
from congress.checkin.worker_script import worker_script
from congress.foundation import clock
from congress.foundation.access import public
from congress.foundation.answers import conditional_json, json_response
from congress.foundation.db import reading, unit_of_work
from congress.foundation.endpoint import Body
from congress.foundation.limits import limiter
from congress.programme.queries import congress_by_id
from congress.settings import Settings

pages = Blueprint("checkin_pairing", __name__)
calls = Blueprint("checkin_device", __name__)


@pages.get("/gate/pair/<secret>")
@public
def pair(secret: str) -> ResponseReturnValue:
    """What the QR in the console leads to; opening it changes nothing, so that a preview does not use it up."""
    with reading() as session:
        place = open_link(session, secret, now=clock.now())
        return render_template("checkin/pair.html", device=place, gate=place.gate)


@pages.post("/gate/pair/<secret>")
@public
@limiter.limit("30 per minute")
def take_place(secret: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        device, own = pair_device(session, secret, already=request.cookies.get(COOKIE, ""), now=clock.now())
        slug = device.gate.slug
    return _remember(current_app.make_response(redirect(url_for("checkin.gate", slug=slug))), own)


def _remember(response: Response, secret: str) -> Response:
    settings: Settings = current_app.extensions["settings"]
    response.set_cookie(
        COOKIE, secret, max_age=COOKIE_AGE, path=COOKIE_PATH, httponly=True, samesite="Lax",
        secure=settings.secure_cookies,
    )  # fmt: skip
    return response


@pages.get("/gate/worker.js")
@public
def worker() -> Response:
    """The service worker; it stands under /gate/ so that it may keep those pages."""
    return Response(worker_script(current_app), content_type="text/javascript; charset=utf-8")


class Hello(Body):
    """What a device tells of itself."""

    waiting: int = Field(ge=0, le=1_000_000)
    sent_at: str = Field(max_length=40)


@calls.post("/gate/device/hello")
@for_device
def hello(device: Known) -> Response:
    """The device says that it is there and how much it holds, and learns what has changed for it.

    Its secret lies in the cookie and in its page's store: a browser that dies soon after pairing loses the
    cookie, one that is short of space may clear the other. Each brings the other back.
    """
    told: Hello = sent_body(Hello)
    now = clock.now()
    sent = read_time(told.sent_at) or now
    with unit_of_work() as session:
        found = device_by_id(session, device.congress_id, device.public_id)
        note_contact(found, waiting=told.waiting, clock_offset=sent - now, now=now)
        answer = _state(found, facts_of(found.gate, congress_by_id(session, device.congress_id)).drill, now)
    cookie, kept = request.cookies.get(COOKIE), request.headers.get(SECRET_HEADER)
    counts = counts_at(device.congress_id, answer["gate"]["slug"])
    response = json_response(answer | {"counts": counts, "secret": None if kept else cookie})
    return response if cookie or not kept else _remember(response, kept)


def _state(found: Any, drill: Drill | None, now: datetime) -> dict[str, Any]:
    gate = shown_gate(found.gate)
    return {
        "now": now.isoformat(),
        "kiosk": found.kiosk_pin is not None and found.revoked_at is None,
        "revoked": found.revoked_at is not None,
        "device": {"id": found.public_id, "name": found.name, "lane": found.lane, "lanes": found.lanes},
        "gate": {
            "slug": gate.slug, "name": gate.name, "forum": gate.forum_title, "re_entry": found.gate.re_entry,
            "drill": _shown_drill(drill), "counting": gate.counting,
        },
    }  # fmt: skip


def _shown_drill(drill: Drill | None) -> dict[str, str | None] | None:
    if drill is None:
        return None
    return {"since": drill.since.isoformat(), "until": drill.until.isoformat() if drill.until else None}


@calls.post("/gate/device/scans")
@for_device
def scans(device: Known) -> Response:
    """Scans of this device; a gate it never worked at, and a device that was revoked, are kept in quarantine."""
    batch: Batch = sent_body(Batch)
    with reading() as session:
        gates = {
            slug: facts for slug, facts in known_gates(session, device.congress_id).items() if slug in device.gates_held
        }
    mark = Flag.REVOKED_DEVICE if device.revoked else None
    answer = take_scans(
        device.congress_id, gates, told_scans(batch.scans), device=device.public_id, sent_at=batch.sent_at, mark=mark
    )
    return json_response(answer | {"revoked": device.revoked})


@calls.get("/gate/device/manifest")
@for_device
def manifest(device: Known) -> Response:
    check_trusted(device)
    with reading() as session:
        found = device_by_id(session, device.congress_id, device.public_id)
        congress = congress_by_id(session, device.congress_id)
        document = build_manifest(session, congress, found.gate, since=request.args.get("since"))
        return conditional_json(document | {"gate": {"slug": found.gate.slug, "re_entry": found.gate.re_entry}})


@calls.get("/gate/device/search")
@for_device
def search(device: Known) -> Response:
    """People this gate may admit: name, category and the last digits, nothing else."""
    check_trusted(device)
    with reading() as session:
        return json_response(people_found(session, device_by_id(session, device.congress_id, device.public_id).gate))


@calls.post("/gate/device/admit")
@for_device
def admit(device: Known) -> Response:
    """Let somebody in who was found by name."""
    check_trusted(device)
    wish: Admit = sent_body(Admit)
    if wish.gate != device.gate:
        raise NoSuchDevice
    with reading() as session:
        found = device_by_id(session, device.congress_id, device.public_id)
        told = scan_by_name(session, found.gate, wish)
        gates = known_gates(session, device.congress_id)
    return json_response(take_scans(device.congress_id, gates, [told], device=device.public_id, sent_at=None))


@calls.post("/gate/device/party")
@for_device
def party(device: Known) -> Response:
    """Let in everybody who comes with the one whose badge was just read."""
    check_trusted(device)
    wish: AdmitParty = sent_body(AdmitParty)
    if wish.gate != device.gate:
        raise NoSuchDevice
    with reading() as session:
        found = device_by_id(session, device.congress_id, device.public_id).gate
        gates = known_gates(session, device.congress_id)
    return json_response(admit_party(device.congress_id, gates, found, wish, device=device.public_id))
