"""Items of the programme: made, changed and moved by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session as DbSession

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.programme.actions import find_or_make_room
from congress.programme.clash_words import clash_line
from congress.programme.clashes import Found, blocked, clashes_of, find_clashes, worth_telling
from congress.programme.errors import ClashRefused, NoSuchRoom, NoSuchSession
from congress.programme.models import Congress, Session, Speaker, new_stamp
from congress.programme.plan import Plan
from congress.programme.plan_queries import (
    distances_of,
    links_of,
    room_by_id,
    sessions_by_ids,
    standing_release,
    taken_seats,
)
from congress.programme.published import draft_plan
from congress.programme.queries import forum_by_slug, session_by_key, speakers_by_name
from congress.programme.states import Kind, Part

LONGEST = timedelta(days=3)
FACTS = ("title_zh", "title_en", "kind", "starts_at", "ends_at", "abstract", "abstract_en", "released")


@dataclass(frozen=True)
class StoredSession:
    """A session as stored, and what the rules of the congress warn about."""

    item: Session
    plan: Plan
    clashes: list[Found]

    def lines(self) -> list[str]:
        return [clash_line(self.plan, one) for one in self.clashes]


def save_session(
    session: DbSession, congress: Congress, key: str | None, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> StoredSession:
    """Make a session, or change the one of this key: the columns of FACTS that are given, `forum` and `room` by name,
    `speakers` and `hosts` by name.

    Raises:
        Invalid: it ends before it starts.
        NoSuchForum, NoSuchSession: as their names say.
        ClashRefused: it clashes in a way that this congress does not take.
    """
    if facts["starts_at"] > facts["ends_at"]:
        raise Invalid.field("ends_at", _("The end must be after the start."))
    if key is None:
        item = Session(congress_id=congress.id, key=f"guid:{uuid4()}", kind=Kind.TALK, speakers=[])
    else:
        item = session_by_key(session, congress.id, key)
    for name in FACTS:
        if name in facts:
            setattr(item, name, facts[name])
    item.forum_id = forum_by_slug(session, congress.id, facts["forum"]).id if facts["forum"] else None
    item.room_id = find_or_make_room(session, congress, facts["room"]).id if facts["room"] else None
    hosts: Sequence[str] = facts.get("hosts", ())
    item.speakers = _people(session, congress, [*hosts, *facts["speakers"]])
    session.add(item)
    session.flush()
    set_hosts(session, item, {speaker.id for speaker in item.speakers if speaker.name in set(hosts)})
    act = "session.created" if key is None else "session.changed"
    record(session, by, act, "session", item.key[:60], now=now, congress=congress.slug)
    return _checked(session, congress, item)


def _people(session: DbSession, congress: Congress, names: Sequence[str]) -> list[Speaker]:
    known = speakers_by_name(session, congress.id, names)
    return [known.get(name) or Speaker(congress_id=congress.id, name=name) for name in dict.fromkeys(names)]


def set_hosts(session: DbSession, item: Session, hosts: set[int]) -> None:
    """Who of a session's people leads through it, and who speaks."""
    for link in links_of(session, item.id):
        part = Part.HOST if link.speaker_id in hosts else Part.SPEAKER
        if link.role != part:
            link.role = part
    item.stamp = new_stamp()
    session.flush()


def move_session(
    session: DbSession, congress: Congress, item_id: int, *, starts_at: datetime, minutes: int, room: int | None,
    by: Actor, now: datetime,
) -> StoredSession:  # fmt: skip
    """Give a session another time, length or room, as one drags it in the grid.

    Raises:
        NoSuchSession, NoSuchRoom, ClashRefused: as their names say.
        Invalid: it would last no time or several days.
    """
    item = next((one for one in sessions_by_ids(session, [item_id]) if one.congress_id == congress.id), None)
    if item is None:
        raise NoSuchSession
    if not 0 < minutes <= LONGEST.total_seconds() // 60:
        raise Invalid.field("minutes", _("The end must be after the start."))
    if room is not None and room_by_id(session, congress.id, room) is None:
        raise NoSuchRoom
    item.starts_at, item.ends_at, item.room_id = starts_at, starts_at + timedelta(minutes=minutes), room
    session.flush()
    record(session, by, "session.changed", "session", item.key[:60], now=now, congress=congress.slug)
    return _checked(session, congress, item)


def remove_session(session: DbSession, congress: Congress, key: str, *, by: Actor, now: datetime) -> bool:
    """Take a session out of the plan; answers whether it is gone.

    What the standing release shows stays, not public any more, until another version is out: whoever marked it
    hears then that it does not take place, and would be forgotten with it now.
    """
    item = session_by_key(session, congress.id, key)
    record(session, by, "session.removed", "session", item.key[:60], now=now, congress=congress.slug)
    standing = standing_release(session, congress.id)
    if standing is not None and any(shown["id"] == item.id for shown in standing.content["items"]):
        item.released = False
        return False
    session.delete(item)
    return True


def clashes_now(session: DbSession, congress: Congress, plan: Plan) -> list[Found]:
    """Every clash of what is planned."""
    distances = {(one.venue_a, one.venue_b): one.minutes for one in distances_of(session, congress.id)}
    return find_clashes(plan, taken=taken_seats(session, congress.id), distances=distances)


def _checked(session: DbSession, congress: Congress, item: Session) -> StoredSession:
    plan = draft_plan(session, congress)
    found = clashes_of(clashes_now(session, congress, plan), item.id)
    refused = blocked(found, congress.clash_levels)
    if refused:
        raise ClashRefused(" ".join([str(ClashRefused.message), *(clash_line(plan, one) for one in refused)]))
    return StoredSession(item, plan, worth_telling(found, congress.clash_levels))
