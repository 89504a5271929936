"""Making gates, and passing scans to the hot path."""

import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.checkin.errors import GateTaken, NotYourGate
from congress.checkin.judging import GateFacts
from congress.checkin.models import Gate
from congress.checkin.queries import gate_facts, gates_beside, has_entries
from congress.checkin.states import GateKind
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.programme.models import Congress, Forum
from congress.programme.queries import congress_by_slug

CACHED_FOR = 2.0
_congresses: dict[str, tuple[float, int]] = {}
_gates: dict[int, tuple[float, dict[str, GateFacts]]] = {}


def create_gate(
    session: Session,
    congress: Congress,
    *,
    slug: str,
    name: str,
    forum: Forum | None,
    re_entry: bool,
    by: Actor,
    now: datetime,
    kind: GateKind = GateKind.ENTRY,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    daily: bool = False,
    day: date | None = None,
) -> Gate:
    """A new gate, `daily` where everybody enters once a day, as at any gate that is for one day alone.

    Raises:
        GateTaken
        Invalid: times in the wrong order, a day that is none of the congress's, or entries that other gates of the
            same place count otherwise.
    """
    _check_times(opens_at, closes_at)
    _check_day(congress, day)
    gate = Gate(
        congress_id=congress.id, slug=slug, name=name, forum_id=forum.id if forum else None, re_entry=re_entry,
        kind=kind, opens_at=opens_at, closes_at=closes_at, daily=daily or day is not None, day=day,
    )  # fmt: skip
    with unique_or(session, GateTaken()):
        session.add(gate)
    if kind is not GateKind.EXIT and any(one.daily != gate.daily for one in gates_beside(session, gate)):
        raise Invalid.field("daily", _("Other gates of the same place count entries otherwise."))
    forget_gates()
    record(session, by, "gate.created", "gate", slug, now=now, congress=congress.slug)
    return gate


def change_gate(
    session: Session, congress: Congress, gate: Gate, *, name: str, re_entry: bool, opens_at: datetime | None,
    closes_at: datetime | None, daily: bool, day: date | None, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """A gate keeps its slug, kind and target; scans stand under them.

    Raises:
        Invalid: times in the wrong order, a wrong day, or another way to count once somebody has come in.
    """
    _check_times(opens_at, closes_at)
    if day != gate.day:
        _check_day(congress, day)
    _count_entries(session, gate, daily=daily or day is not None)
    gate.day = day
    gate.name, gate.re_entry, gate.opens_at, gate.closes_at = name, re_entry, opens_at, closes_at
    forget_gates()
    record(session, by, "gate.changed", "gate", gate.slug, now=now)


def _count_entries(session: Session, gate: Gate, *, daily: bool) -> None:
    """Once a day, or once, for all gates of the place."""
    if gate.daily == daily:
        return
    beside = gates_beside(session, gate)
    if not daily and any(one.day for one in beside):
        raise Invalid.field("daily", _("Another gate of the same place is for one day alone."))
    if has_entries(session, gate.congress_id, gate.target):
        raise Invalid.field("daily", _("Somebody has come in already: entries go on being counted as they are."))
    for one in (gate, *beside):
        one.daily = daily


def _check_day(congress: Congress, day: date | None) -> None:
    if day and not congress.starts_on <= day <= congress.ends_on:
        raise Invalid.field("day", _("The congress does not take place on that day."))


def _check_times(opens_at: datetime | None, closes_at: datetime | None) -> None:
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid.field("closes_at", _("A gate closes after it opens."))


def known_gates(session: Session, congress_id: int) -> dict[str, GateFacts]:
    """The congress's gates, at most two seconds old in each process."""
    cached = _gates.get(congress_id)
    if cached is None or cached[0] < time.monotonic():
        cached = (time.monotonic() + CACHED_FOR, gate_facts(session, congress_id))
        _gates[congress_id] = cached
    return cached[1]


def forget_gates() -> None:
    _gates.clear()
    _congresses.clear()


def gates_for(actor: Actor, gates: Mapping[str, GateFacts], slugs: Sequence[str]) -> Mapping[str, GateFacts]:
    """The gates at which this account scans; what it tells of any other is kept in quarantine, like an unknown one.

    Raises:
        NotYourGate: all that was told is of other gates; the device keeps it and can send it under the right account.
    """
    if actor.has("organiser"):
        return gates
    own = actor.scopes("gate", "gate")
    if all(slug in gates and slug not in own for slug in slugs):
        raise NotYourGate
    return {slug: facts for slug, facts in gates.items() if slug in own}


def shown_category(registration: dict[str, Any]) -> dict[str, str]:
    return {
        "slug": registration["category"],
        "zh": registration["category_zh"],
        "en": registration["category_en"],
        "colour": registration["colour"],
    }


def known_congress(session: Session, slug: str) -> int:
    """The congress's id, at most two seconds old in each process; raises NoSuchCongress."""
    cached = _congresses.get(slug)
    if cached is None or cached[0] < time.monotonic():
        cached = (time.monotonic() + CACHED_FOR, congress_by_slug(session, slug).id)
        _congresses[slug] = cached
    return cached[1]
