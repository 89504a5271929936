"""Rooms, the ways between venues, speakers, sponsors, and how much a clash weighs: changed by hand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session as DbSession

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.programme.errors import NameTaken, NoSuchRoom, NoSuchSpeaker, NoSuchSponsor
from congress.programme.models import Congress, Room, Speaker, Sponsor, VenueDistance
from congress.programme.plan_queries import distances_of, room_by_id, speaker_by_id, sponsor_by_id
from congress.programme.states import Clash, Level

T = TypeVar("T", Room, Speaker, Sponsor)


def save_room(
    session: DbSession, congress: Congress, room_id: int | None, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> Room:
    """Make a room, or change one.

    Raises:
        NoSuchRoom, NameTaken: as their names say.
    """
    found = Room(congress_id=congress.id) if room_id is None else room_by_id(session, congress.id, room_id)
    if found is None:
        raise NoSuchRoom
    return _save(session, congress, "room", found, facts, by=by, now=now)


def save_speaker(
    session: DbSession, congress: Congress, speaker_id: int | None, facts: Mapping[str, Any], *, by: Actor,
    now: datetime,
) -> Speaker:  # fmt: skip
    """Make a speaker, or change one.

    Raises:
        NoSuchSpeaker, NameTaken: as their names say.
    """
    found = Speaker(congress_id=congress.id) if speaker_id is None else speaker_by_id(session, congress.id, speaker_id)
    if found is None:
        raise NoSuchSpeaker
    return _save(session, congress, "speaker", found, facts, by=by, now=now)


def save_sponsor(
    session: DbSession, congress: Congress, sponsor_id: int | None, facts: Mapping[str, Any], *, by: Actor,
    now: datetime,
) -> Sponsor:  # fmt: skip
    """Make a sponsor, or change one.

    Raises:
        NoSuchSponsor, NameTaken: as their names say.
    """
    found = Sponsor(congress_id=congress.id) if sponsor_id is None else sponsor_by_id(session, congress.id, sponsor_id)
    if found is None:
        raise NoSuchSponsor
    return _save(session, congress, "sponsor", found, facts, by=by, now=now)


def remove_sponsor(session: DbSession, congress: Congress, sponsor_id: int, *, by: Actor, now: datetime) -> None:
    """Raises NoSuchSponsor."""
    found = sponsor_by_id(session, congress.id, sponsor_id)
    if found is None:
        raise NoSuchSponsor
    record(session, by, "sponsor.removed", "sponsor", str(found.id), now=now, congress=congress.slug)
    session.delete(found)


def _save(
    session: DbSession, congress: Congress, kind: str, found: T, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> T:
    with unique_or(session, NameTaken()):
        for name, value in facts.items():
            setattr(found, name, value)
        session.add(found)
    record(session, by, f"{kind}.saved", kind, str(found.id), now=now, congress=congress.slug)
    return found


def set_distance(
    session: DbSession, congress: Congress, venues: tuple[str, str], minutes: int, *, by: Actor, now: datetime
) -> None:
    """How long the way between two venues takes; none at all forgets it."""
    first, second = sorted(venues)
    known = {(one.venue_a, one.venue_b): one for one in distances_of(session, congress.id)}
    found = known.get((first, second))
    if found is not None and not minutes:
        session.delete(found)
    elif found is not None:
        found.minutes = minutes
    elif minutes:
        session.add(VenueDistance(congress_id=congress.id, venue_a=first, venue_b=second, minutes=minutes))
    record(session, by, "venue.distance", "congress", congress.slug, now=now, minutes=minutes)


def set_clash_rules(
    session: DbSession, congress: Congress, levels: Mapping[Clash, Level], *, day_break: int, by: Actor, now: datetime
) -> None:
    """What each kind of clash does from now on, and when a day of the programme ends."""
    congress.clash_levels = {kind.value: level.value for kind, level in levels.items()}
    congress.day_break = day_break
    record(session, by, "clash.rules", "congress", congress.slug, now=now, **congress.clash_levels)
