"""A self-service kiosk: guests check in by themselves and print their badge; a PIN leads back to the scanner."""

from datetime import datetime
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from congress.badges.sheets import badge_png
from congress.checkin.devices import forget_devices
from congress.checkin.door_queries import registration_at_door
from congress.checkin.errors import NoStandingBadge, WrongPin
from congress.checkin.models import GateDevice
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import NotFound
from congress.foundation.ids import digest, same
from congress.registration.badges import note_printed
from congress.registration.models import Badge, Registration
from congress.registration.queries import registration_by_code, standing_badge
from congress.seating.cards import badges_of

TICKET_LIVES = 120


def set_kiosk(session: Session, device: GateDevice, pin: str, *, by: Actor, now: datetime) -> None:
    """With a PIN the device is a kiosk from its next contact, without one a scanner again."""
    device.kiosk_pin = _hashed(device, pin) if pin else None
    forget_devices()
    record(session, by, "kiosk.set" if pin else "kiosk.ended", "gate_device", device.public_id, now=now)


def leave_kiosk(session: Session, device: GateDevice, pin: str, *, now: datetime) -> None:
    """Raises WrongPin."""
    if device.kiosk_pin is None or not same(device.kiosk_pin, _hashed(device, pin)):
        raise WrongPin
    set_kiosk(session, device, "", by=Actor(display_name=f"device:{device.public_id}"), now=now)


def _hashed(device: GateDevice, pin: str) -> str:
    return digest(f"{device.public_id}.{pin}")


def badge_of_guest(session: Session, congress_id: int, *, code: str, phone: str) -> Badge:
    """The badge of whoever knows both; raises NotFound, the same for either of them wrong."""
    found = registration_at_door(session, congress_id, code)
    if not found.phone or not same(found.phone, phone):
        raise NotFound
    badge = standing_badge(found)
    if badge is None:
        raise NotFound
    return badge


def print_ticket(registration: dict[str, Any], device: str) -> str:
    """What lets this device print this guest's badge, for two minutes."""
    return _tickets().dumps([registration["code"], device])


def ticket_holder(session: Session, congress_id: int, ticket: str, device: str) -> Registration:
    """Raises NotFound for a ticket that is old, forged or another device's."""
    try:
        code, holder = _tickets().loads(ticket, max_age=TICKET_LIVES)
    except (BadData, ValueError):
        raise NotFound from None
    if holder != device:
        raise NotFound
    return registration_by_code(session, congress_id, code)


def _tickets() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="kiosk-badge")


def printed_badge(session: Session, registration: Registration, *, now: datetime) -> bytes:
    """The badge as a picture for the kiosk's printer, noted as printed; raises NoStandingBadge."""
    found = badges_of(session, [registration])
    if not found:
        raise NoStandingBadge
    [(badge, card)] = found
    note_printed(session, [badge.id], now=now)
    return badge_png(card, language=registration.language)
