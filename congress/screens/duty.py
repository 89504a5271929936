"""What the duty officer watches: conflicts, silent devices, how fast each gate works, what still waits on devices."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from congress.checkin.conflicts import conflicts_of
from congress.checkin.device_queries import devices_of
from congress.checkin.drills import gates_in_drill
from congress.checkin.queries import attendance_by_forum, gates_of, standing_at
from congress.checkin.rules import SILENT_AFTER
from congress.foundation.i18n import pick
from congress.screens.duty_queries import gate_rates, quarantined_count

RATE_OVER = timedelta(minutes=5)


@dataclass(frozen=True)
class Device:
    """One in service; `waiting` scans lie on it, as it told when it last spoke."""

    name: str
    gate: str
    seen_at: datetime | None
    waiting: int
    silent: bool


@dataclass(frozen=True)
class Door:
    """How a gate worked over the last minutes."""

    slug: str
    name: str
    per_minute: float
    admitted: int
    refused: int


@dataclass(frozen=True)
class Hall:
    """A forum: who is expected, who is there; `gate` is one whose list of the missing can be opened."""

    zh: str
    en: str
    expected: int
    present: int
    gate: str | None

    @property
    def title(self) -> str:
        return pick(self.zh, self.en)

    @property
    def missing(self) -> int:
        return max(0, self.expected - self.present)


@dataclass(frozen=True)
class Duty:
    """The whole of it at one moment."""

    conflicts: int
    quarantined: int
    devices: tuple[Device, ...]
    doors: tuple[Door, ...]
    halls: tuple[Hall, ...]
    # names of gates that rehearse
    drills: tuple[str, ...]

    @property
    def silent(self) -> int:
        return sum(one.silent for one in self.devices)

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.devices)


def watch_the_day(session: Session, congress_id: int, *, now: datetime) -> Duty:
    """Silent devices first, then those on which most waits."""
    in_service = [one for one in devices_of(session, congress_id) if one.paired_at and not one.revoked_at]
    devices = [
        Device(
            one.name, one.gate.name, one.last_seen_at, one.waiting,
            one.last_seen_at is None or one.last_seen_at < now - SILENT_AFTER,
        )
        for one in in_service
    ]  # fmt: skip
    minutes = RATE_OVER / timedelta(minutes=1)
    doors = [
        Door(row.slug, row.name, row.scans / minutes, row.admitted, row.refused)
        for row in gate_rates(session, congress_id, now=now, within=RATE_OVER)
    ]
    here = standing_at(session, congress_id, now)
    gates = {gate.forum.slug: gate.slug for gate in gates_of(session, congress_id) if gate.forum}
    halls = [
        Hall(zh, en, expected, present, gates.get(slug))
        for slug, zh, en, expected, present in attendance_by_forum(session, congress_id, here)
    ]
    return Duty(
        sum(not one.settled for one in conflicts_of(session, congress_id)),
        quarantined_count(session, congress_id),
        tuple(sorted(devices, key=lambda one: (not one.silent, -one.waiting, one.name))),
        tuple(doors),
        tuple(halls),
        tuple(gates_in_drill(session, congress_id, now=now)),
    )
