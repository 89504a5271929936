"""Items of the programme: made and changed by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session as DbSession

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.programme.actions import find_or_make_room
from congress.programme.models import Congress, Session, Speaker
from congress.programme.queries import forum_by_slug, session_by_key, sessions_of, speakers_by_name
from congress.programme.rules import Slot, overlaps


@dataclass(frozen=True)
class StoredSession:
    """A session as stored, and the titles of sessions that clash with it: a warning, never a refusal."""

    item: Session
    room_clashes: list[str]
    speaker_clashes: list[str]


def save_session(
    session: DbSession, congress: Congress, key: str | None, facts: Mapping[str, Any], *, by: Actor, now: datetime
) -> StoredSession:
    """Make a session, or change the one of this key: `title_zh`, `title_en`, `forum` and `room` by name, times,
    `speakers` by name, `abstract`, `released`.

    Raises:
        Invalid: it ends before it starts.
        NoSuchForum, NoSuchSession: as their names say.
    """
    if facts["starts_at"] > facts["ends_at"]:
        raise Invalid.field("ends_at", _("The end must be after the start."))
    if key is None:
        item = Session(congress_id=congress.id, key=f"guid:{uuid4()}", speakers=[])
    else:
        item = session_by_key(session, congress.id, key)
    for name in ("title_zh", "title_en", "starts_at", "ends_at", "abstract", "released"):
        setattr(item, name, facts[name])
    item.forum_id = forum_by_slug(session, congress.id, facts["forum"]).id if facts["forum"] else None
    item.room_id = find_or_make_room(session, congress, facts["room"]).id if facts["room"] else None
    item.speakers = _speakers(session, congress, facts["speakers"])
    session.add(item)
    session.flush()
    act = "session.created" if key is None else "session.changed"
    record(session, by, act, "session", item.key, now=now, congress=congress.slug)
    return _clashes(session, congress, item)


def _speakers(session: DbSession, congress: Congress, names: Sequence[str]) -> list[Speaker]:
    known = speakers_by_name(session, congress.id, names)
    return [known.get(name) or Speaker(congress_id=congress.id, name=name) for name in names]


def _clashes(session: DbSession, congress: Congress, item: Session) -> StoredSession:
    own = Slot(item.key, item.starts_at, item.ends_at)
    speakers = {speaker.id for speaker in item.speakers}
    at_once = [
        other
        for other in sessions_of(session, congress.id)
        if other.id != item.id and overlaps(own, Slot(other.key, other.starts_at, other.ends_at))
    ]
    return StoredSession(
        item,
        [other.title_zh for other in at_once if item.room_id is not None and other.room_id == item.room_id],
        [other.title_zh for other in at_once if speakers & {speaker.id for speaker in other.speakers}],
    )
