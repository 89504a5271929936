"""The next edition from the last one: rooms, ways, tracks, forums and sessions on the days of the new congress."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import inspect
from sqlalchemy.orm import Session as DbSession

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import Base, unique_or
from congress.programme.errors import SlugTaken
from congress.programme.models import Category, Congress, Forum, Room, Session, Track, VenueDistance
from congress.programme.plan_queries import distances_of, rooms_in_order
from congress.programme.queries import categories_of, forums_of, sessions_of, tracks_of

# what a new edition begins afresh
AFRESH = {
    "id", "congress_id", "taken", "released", "key", "stamp", "starts_at", "ends_at", "room_id", "track_id", "forum_id",
}  # fmt: skip


def copy_congress(
    session: DbSession, source: Congress, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> Congress:
    """A new, unreleased congress with the plan of `source`, moved to its days; speakers and people stay behind.

    `facts`: `slug`, `title_zh`, `title_en`, `starts_on`.

    Raises:
        SlugTaken: there is such a congress.
    """
    first: date = facts["starts_on"]
    shift = first - source.starts_on
    target = Congress(
        slug=facts["slug"], title_zh=facts["title_zh"], title_en=facts["title_en"], slogan_zh=source.slogan_zh,
        slogan_en=source.slogan_en, place_zh=source.place_zh, place_en=source.place_en, starts_on=first,
        ends_on=source.ends_on + shift, registration_closes_at=source.registration_closes_at + shift,
        is_demo=source.is_demo, approval=source.approval, day_break=source.day_break,
        clash_levels=dict(source.clash_levels),
    )  # fmt: skip
    with unique_or(session, SlugTaken()):
        session.add(target)
    for category in categories_of(session, source.id):
        session.add(_copy(category, Category, target))
    rooms = {room.id: _copy(room, Room, target) for room in rooms_in_order(session, source.id)}
    tracks = {track.id: _copy(track, Track, target) for track in tracks_of(session, source.id)}
    session.add_all([*rooms.values(), *tracks.values()])
    for way in distances_of(session, source.id):
        session.add(VenueDistance(congress_id=target.id, venue_a=way.venue_a, venue_b=way.venue_b, minutes=way.minutes))
    session.flush()
    forums = _copy_forums(session, source, target, shift, rooms, tracks)
    for item in sessions_of(session, source.id):
        copied = _copy(item, Session, target)
        copied.key, copied.released = f"guid:{uuid4()}", False
        copied.starts_at, copied.ends_at = item.starts_at + shift, item.ends_at + shift
        copied.room_id = rooms[item.room_id].id if item.room_id else None
        copied.forum_id = forums[item.forum_id].id if item.forum_id else None
        session.add(copied)
    record(session, by, "congress.copied", "congress", target.slug, now=now, source=source.slug)
    return target


def _copy_forums(
    session: DbSession, source: Congress, target: Congress, shift: timedelta, rooms: Mapping[int, Room],
    tracks: Mapping[int, Track],
) -> dict[int, Forum]:  # fmt: skip
    forums = {}
    for forum in forums_of(session, source.id):
        copied = _copy(forum, Forum, target)
        copied.taken, copied.released = 0, False
        copied.starts_at, copied.ends_at = forum.starts_at + shift, forum.ends_at + shift
        copied.room_id = rooms[forum.room_id].id
        copied.track_id = tracks[forum.track_id].id if forum.track_id else None
        forums[forum.id] = copied
    session.add_all(forums.values())
    session.flush()
    return forums


def _copy(row: Base, kind: Any, target: Congress) -> Any:
    """A new row with what the old one says, at another congress."""
    columns = [column.key for column in inspect(kind).columns if column.key not in AFRESH]
    return kind(congress_id=target.id, **{name: getattr(row, name) for name in columns})


def open_congress(session: DbSession, congress: Congress, *, by: Actor, now: datetime) -> None:
    """Let pages that name no congress speak of this one."""
    congress.released = True
    record(session, by, "congress.opened", "congress", congress.slug, now=now)
