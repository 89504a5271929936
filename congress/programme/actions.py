"""Every change to the programme."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid
from congress.foundation.events import publish
from congress.foundation.i18n import _
from congress.programme.errors import CapacityBelowTaken, NoSuchSession, NothingChanged, SlugTaken
from congress.programme.events import CapacityRaised, ForumMoved
from congress.programme.models import Congress, Forum, Room, Star
from congress.programme.plan_queries import sessions_by_ids, star_of
from congress.programme.queries import forum_with_room, forums_in_room, room_by_name, track_by_slug
from congress.programme.rules import Slot, overlaps


@dataclass(frozen=True)
class Stored:
    """A forum as stored, and the slugs of forums that clash with it in its room: a warning, never a refusal."""

    forum: Forum
    room_clashes: list[str]


def find_or_make_room(session: Session, congress: Congress, name: str) -> Room:
    room = room_by_name(session, congress.id, name)
    if room is None:
        room = Room(congress_id=congress.id, name=name)
        session.add(room)
        session.flush()
    return room


def create_forum(session: Session, congress: Congress, facts: Mapping[str, Any], *, by: Actor, now: datetime) -> Stored:
    """A new forum from the fields of CONTRACT.md (`track` and `room` by name).

    Raises:
        SlugTaken, Invalid: the slug is in use; no such track; it ends before it starts.
    """
    forum = Forum(congress_id=congress.id, taken=0, slug=facts["slug"])
    _fill(session, congress, forum, facts)
    with unique_or(session, SlugTaken()):
        session.add(forum)
    record(session, by, "forum.created", "forum", forum.slug, now=now, congress=congress.slug)
    return _stored(session, forum)


def change_forum(
    session: Session, congress: Congress, forum: Forum, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> Stored:
    """Merge the given fields into the forum.

    Raises:
        CapacityBelowTaken: fewer seats than are taken.
        SlugTaken, Invalid: as for a new one.
    """
    before = (forum.starts_at, forum.ends_at, forum.room_id, forum.capacity)
    if facts.get("capacity", forum.capacity) < forum.taken:
        raise CapacityBelowTaken
    with unique_or(session, SlugTaken()):
        _fill(session, congress, forum, facts)
    record(session, by, "forum.changed", "forum", forum.slug, now=now, fields=sorted(facts))
    if forum.capacity > before[3]:
        publish(session, CapacityRaised(forum_id=forum.id, at=now))
    if (forum.starts_at, forum.ends_at, forum.room_id) != before[:3]:
        publish(session, ForumMoved(forum_id=forum.id, at=now))
    return _stored(session, forum)


def _fill(session: Session, congress: Congress, forum: Forum, facts: Mapping[str, Any]) -> None:
    for name in ("slug", "starts_at", "ends_at", "capacity", "waitlist", "approval", "promotion", "released"):
        if name in facts:
            setattr(forum, name, facts[name])
    if "title" in facts:
        forum.title_zh, forum.title_en = facts["title"]["zh"], facts["title"]["en"]
    if "track" in facts:
        track = track_by_slug(session, congress.id, facts["track"]) if facts["track"] else None
        if facts["track"] and track is None:
            raise Invalid.field("track", _("There is no such track."))
        forum.track_id = track.id if track else None
    if "room" in facts:
        forum.room_id = find_or_make_room(session, congress, facts["room"]).id
    if forum.starts_at >= forum.ends_at:
        raise Invalid.field("ends_at", _("The end must be after the start."))


def _stored(session: Session, forum: Forum) -> Stored:
    session.flush()
    session.expire(forum, ["track", "room"])
    loaded = forum_with_room(session, forum.id)
    own = Slot(loaded.slug, loaded.starts_at, loaded.ends_at)
    others = forums_in_room(session, loaded.room_id, besides=loaded.id)
    clashes = [other.slug for other in others if overlaps(own, Slot(other.slug, other.starts_at, other.ends_at))]
    return Stored(loaded, clashes)


def set_registration_open(session: Session, congress: Congress, *, is_open: bool, by: Actor, now: datetime) -> None:
    congress.registration_open = is_open
    record(session, by, "congress.registration", "congress", congress.slug, now=now, open=is_open)


def set_star(session: Session, by: Actor, item: int, *, wanted: bool) -> None:
    """Mark a session for somebody's own agenda, or take the mark away; asking twice changes nothing.

    Raises:
        NoSuchSession: it is in the released version, but has been taken out of the plan since.
    """
    known = star_of(session, by.user_id or 0, item)
    if wanted and known is None:
        if not sessions_by_ids(session, [item]):
            raise NoSuchSession
        with suppress(NothingChanged), unique_or(session, NothingChanged()):
            session.add(Star(user_id=by.user_id, session_id=item))
    elif not wanted and known is not None:
        session.delete(known)
