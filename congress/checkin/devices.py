"""Devices at the gates: paired by a one-time link, known by a secret of their own, revoked at once.

A device works at one gate at a time. What it scanned at an earlier gate it may still hand in. A revoked device
is told so; what it hands in after that is kept in quarantine, never lost (SAFETY.md threat 4).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.checkin.device_queries import device_by_link, device_by_secret
from congress.checkin.errors import DeviceRevoked, LinkSpent
from congress.checkin.models import Gate, GateDevice
from congress.foundation.access import NOBODY, Actor, Grant, has_role, requires
from congress.foundation.audit import record
from congress.foundation.db import db
from congress.foundation.errors import Forbidden
from congress.foundation.ids import digest, new_id, new_secret

COOKIE = "gate_device"
COOKIE_PATH = "/gate/"
SECRET_HEADER = "X-Gate-Secret"
HEADER = "X-Gate-Device"
# a congress and the weeks around it; the console ends it before
COOKIE_AGE = 60 * 24 * 3600
LINK_LIVES = timedelta(minutes=15)
CACHED_FOR = 2.0
MOST_CACHED = 1000
DEVICE_ROLE = "gate_device"
is_device = has_role(DEVICE_ROLE)
_devices: dict[str, tuple[float, "Known | None"]] = {}


@dataclass(frozen=True)
class Known:
    """A device as a request knows it, at most two seconds old."""

    id: int
    public_id: str
    name: str
    congress_id: int
    gate: str
    gates_held: frozenset[str]
    lane: int
    lanes: int
    revoked: bool


def invite_device(
    session: Session, gate: Gate, *, name: str, lane: int, lanes: int, by: Actor, now: datetime
) -> tuple[GateDevice, str]:
    """A place for a device at the gate, and the secret of the link that a phone takes it with."""
    secret = new_secret()
    device = GateDevice(
        congress_id=gate.congress_id, gate_id=gate.id, public_id=new_id(), name=name, link_hash=digest(secret),
        link_until=now + LINK_LIVES, created_at=now, lane=lane, lanes=lanes, gates_held=[gate.slug],
    )  # fmt: skip
    session.add(device)
    session.flush()
    record(session, by, "device.invited", "gate_device", device.public_id, now=now, gate=gate.slug)
    return device, secret


def open_link(session: Session, secret: str, *, now: datetime, lock: bool = False) -> GateDevice:
    """The place that the link leads to; raises LinkSpent."""
    found = device_by_link(session, digest(secret), lock=lock)
    if found is None or found.link_until <= now or found.revoked_at is not None:
        raise LinkSpent
    return found


def pair_device(session: Session, link: str, *, already: str, now: datetime) -> tuple[GateDevice, str]:
    """Take the link's place; gives the device and its secret.

    A phone that is a device already stays the one it was and moves to the new gate, so that what it still holds
    goes out under its own name and no phone is two devices.
    """
    place = open_link(session, link, now=now, lock=True)
    device = place
    before = device_by_secret(session, digest(already)) if already else None
    if before is not None and before.revoked_at is None and before.congress_id == place.congress_id:
        device = before
        move_device(session, device, place.gate, name=place.name, lane=place.lane, lanes=place.lanes)
        session.delete(place)
    secret = new_secret()
    device.link_hash, device.secret_hash, device.paired_at = None, digest(secret), now
    forget_devices()
    by = Actor(display_name=f"device:{device.public_id}")
    record(session, by, "device.paired", "gate_device", device.public_id, now=now, gate=place.gate.slug)
    return device, secret


def move_device(session: Session, device: GateDevice, gate: Gate, *, name: str, lane: int, lanes: int) -> None:
    device.gate, device.gate_id = gate, gate.id
    device.name, device.lane, device.lanes = name, lane, lanes
    if gate.slug not in device.gates_held:
        device.gates_held = [*device.gates_held, gate.slug]
    session.flush()
    forget_devices()


def change_device(
    session: Session, device: GateDevice, gate: Gate, *, name: str, lane: int, lanes: int, by: Actor, now: datetime
) -> None:
    """Another name, gate or lane; the device learns it at its next contact."""
    move_device(session, device, gate, name=name, lane=lane, lanes=lanes)
    record(
        session, by, "device.changed", "gate_device", device.public_id, now=now, gate=gate.slug, lane=lane, lanes=lanes
    )


def revoke_device(session: Session, device: GateDevice, *, by: Actor, now: datetime) -> None:
    """From now on what the device sends is quarantined; a second time changes nothing."""
    if device.revoked_at is not None:
        return
    device.revoked_at, device.link_hash = now, None
    forget_devices()
    record(session, by, "device.revoked", "gate_device", device.public_id, now=now)


def note_contact(device: GateDevice, *, waiting: int, clock_offset: timedelta, now: datetime) -> None:
    """What a device tells of itself whenever it reaches the server."""
    device.last_seen_at, device.waiting = now, waiting
    device.clock_offset = max(-(2**31), min(2**31 - 1, round(clock_offset.total_seconds())))


def forget_devices() -> None:
    _devices.clear()


def presented_device() -> Known | None:
    """The device behind this request: by its cookie, else by what its page kept, since browsers lose fresh cookies.

    Cached for two seconds in each process: so long a revoked one may go on.
    """
    kept = (request.cookies.get(COOKIE, ""), request.headers.get(SECRET_HEADER, ""))
    return next((found for secret in kept if secret and (found := _known(secret)) is not None), None)


def _known(secret: str) -> Known | None:
    hashed, moment = digest(secret), time.monotonic()
    cached = _devices.get(hashed)
    if cached is None or cached[0] < moment:
        if len(_devices) > MOST_CACHED:
            _devices.clear()
        cached = (moment + CACHED_FOR, _read(hashed))
        _devices[hashed] = cached
    return cached[1]


def _read(hashed: str) -> Known | None:
    session = db.session()
    # the read must not hold a transaction open under the view's own
    try:
        found = device_by_secret(session, hashed)
        if found is None:
            return None
        return Known(
            found.id, found.public_id, found.name, found.congress_id, found.gate.slug, frozenset(found.gates_held),
            found.lane, found.lanes, found.revoked_at is not None,
        )  # fmt: skip
    finally:
        session.rollback()


def for_device(view: Callable[..., Response]) -> Callable[..., ResponseReturnValue]:
    """Hand the paired device to the call; raises Forbidden for a request that the device's own page did not make."""

    @wraps(view)
    def asked() -> Response:
        device = presented_device()
        if device is None or request.headers.get(HEADER) != device.public_id:
            raise Forbidden
        return view(device)

    return requires(is_device)(asked)


def check_trusted(device: Known) -> None:
    """Raises DeviceRevoked."""
    if device.revoked:
        raise DeviceRevoked


def actor_of_device(device: Known) -> Actor:
    """A device that is trusted has its gate's role; a revoked one may only hand in what it holds."""
    own = Grant(DEVICE_ROLE, "device", device.public_id)
    grants = (own,) if device.revoked else (own, Grant("gate", "gate", device.gate))
    return Actor(display_name=f"device:{device.public_id}", grants=grants)


def configure_devices(app: Flask) -> None:
    """Under /gate/ a paired device is who asks; where it is not trusted any more, whoever is signed in."""
    signed_in = app.extensions["actor_loader"]

    def load() -> Actor:
        device = presented_device() if request.path.startswith(COOKIE_PATH) else None
        if device is None:
            person: Actor = signed_in()
            return person
        if device.revoked and not request.path.startswith(f"{COOKIE_PATH}device/"):
            person = signed_in()
            return person if person != NOBODY else actor_of_device(device)
        return actor_of_device(device)

    app.extensions["actor_loader"] = load
