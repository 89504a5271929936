"""Storing an imported programme: all or nothing, and the same file twice changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as DbSession

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.i18n import _
from congress.foundation.tables import ImportRefused, ImportReport
from congress.programme.imports.parsed import ParsedSession, keys_of
from congress.programme.models import Congress, Forum, Room, Session, Speaker
from congress.programme.queries import forums_of, rooms_of, sessions_of, speakers_of
from congress.programme.rules import Slot, clashing_pairs

FACTS = ("title_zh", "title_en", "label", "abstract", "starts_at", "ends_at")


@dataclass
class ProgrammeReport(ImportReport):
    """An import's report with how many pairs of sessions of the file clash."""

    room_clashes: int = 0
    speaker_clashes: int = 0

    def as_json(self) -> dict[str, object]:
        return super().as_json() | {"clashes": {"room": self.room_clashes, "speaker": self.speaker_clashes}}


def count_clashes(found: Sequence[ParsedSession], report: ProgrammeReport) -> None:
    """Count the unordered pairs that overlap in one room, and those with a speaker in common."""
    by_room: dict[str, list[Slot]] = {}
    by_speaker: dict[str, list[Slot]] = {}
    for position, one in enumerate(found):
        slot = Slot(str(position), one.starts_at, one.ends_at)
        if one.room:
            by_room.setdefault(one.room, []).append(slot)
        for speaker in one.speakers:
            by_speaker.setdefault(speaker, []).append(slot)
    report.room_clashes = sum(1 for slots in by_room.values() for _pair in clashing_pairs(slots))
    # two sessions with two speakers in common are one pair
    report.speaker_clashes = len({pair for slots in by_speaker.values() for pair in clashing_pairs(slots)})


@dataclass
class _Known:
    """What the congress has already, by what a file calls it."""

    sessions: dict[str, Session]
    rooms: dict[str, Room]
    speakers: dict[str, Speaker]
    forums: dict[str, Forum]


def import_programme(
    session: DbSession, congress: Congress, found: Sequence[ParsedSession], report: ProgrammeReport, *, by: Actor,
    now: datetime,
) -> ProgrammeReport:  # fmt: skip
    """Make or change the sessions of a file, each known by its key; what the file does not speak of stays.

    Raises:
        ImportRefused: the report has an error; nothing is stored.
    """
    count_clashes(found, report)
    known = _Known(
        sessions={item.key: item for item in sessions_of(session, congress.id)},
        rooms={room.name: room for room in rooms_of(session, congress.id)},
        speakers={speaker.name: speaker for speaker in speakers_of(session, congress.id)},
        forums={forum.slug: forum for forum in forums_of(session, congress.id)},
    )
    for one in found:
        if one.forum and one.forum not in known.forums:
            report.error(one.item, _("There is no such forum."))
    if report.failed:
        raise ImportRefused(report)
    if not found:
        report.note(congress.slug, _("The file has no sessions."))
    _add_missing(session, congress, found, known)
    for key, one in zip(keys_of(found), found, strict=True):
        item = known.sessions.get(key)
        made = item is None
        if item is None:
            item = Session(congress_id=congress.id, key=key, speakers=[])
            session.add(item)
        report.count(created=made, changed=_fill(item, one, known))
    session.flush()
    record(
        session, by, "programme.imported", "congress", congress.slug, now=now,
        created=report.created, changed=report.changed, unchanged=report.unchanged,
    )  # fmt: skip
    return report


def _add_missing(session: DbSession, congress: Congress, found: Sequence[ParsedSession], known: _Known) -> None:
    for one in found:
        if one.room and one.room not in known.rooms:
            known.rooms[one.room] = Room(congress_id=congress.id, name=one.room)
            session.add(known.rooms[one.room])
        for name in one.speakers:
            if name not in known.speakers:
                known.speakers[name] = Speaker(congress_id=congress.id, name=name)
                session.add(known.speakers[name])
    session.flush()


def _fill(item: Session, one: ParsedSession, known: _Known) -> bool:
    """Give the session what the file says; answers whether that is news."""
    changed = False
    for name, value in _facts(one, known):
        if getattr(item, name, None) != value:
            setattr(item, name, value)
            changed = True
    speakers = [known.speakers[name] for name in one.speakers]
    if {speaker.id for speaker in item.speakers} != {speaker.id for speaker in speakers}:
        item.speakers = speakers
        changed = True
    return changed


def _facts(one: ParsedSession, known: _Known) -> Iterator[tuple[str, Any]]:
    for name in FACTS:
        yield name, one.title if name == "title_zh" else getattr(one, name)
    yield "room_id", known.rooms[one.room].id if one.room else None
    # most files know nothing of forums: then a session stays where the organiser put it
    if one.forum:
        yield "forum_id", known.forums[one.forum].id
