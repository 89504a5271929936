"""Storing an imported programme: all or nothing, and the same file twice changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as DbSession

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.i18n import _
from congress.foundation.tables import ImportRefused, ImportReport
from congress.programme.exports.common import guid_of_key
from congress.programme.imports.parsed import GUID, ParsedSession, keys_of
from congress.programme.models import Congress, Forum, Room, Session, Speaker
from congress.programme.queries import forums_of, rooms_of, sessions_of, speakers_of, tracks_of
from congress.programme.rules import Slot, clashing_pairs
from congress.programme.sessions import set_hosts


@dataclass
class ProgrammeReport(ImportReport):
    """An import's report with how many pairs of sessions of the file clash, and which sessions it no longer holds."""

    room_clashes: int = 0
    speaker_clashes: int = 0
    vanished: list[Session] = field(default_factory=list)
    withdrawn: bool = False

    def as_json(self) -> dict[str, object]:
        """What every import tells, and only where sessions have vanished, how many and whether they were withdrawn."""
        gone = {"vanished": len(self.vanished), "withdrawn": len(self.vanished) if self.withdrawn else 0}
        return (
            super().as_json()
            | {"clashes": {"room": self.room_clashes, "speaker": self.speaker_clashes}}
            | (gone if self.vanished else {})
        )


def count_clashes(found: Sequence[ParsedSession], report: ProgrammeReport) -> None:
    """Count the unordered pairs that overlap in one room, and those with a speaker in common."""
    by_room: dict[str, list[Slot]] = {}
    by_speaker: dict[str, list[Slot]] = {}
    for position, one in enumerate(found):
        slot = Slot(str(position), one.starts_at, one.ends_at)
        if one.room:
            by_room.setdefault(one.room, []).append(slot)
        for speaker in {*one.hosts, *one.speakers}:
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
    # what a track is called in the reader's languages, by its slug
    tracks: dict[str, set[str]]


def _known(session: DbSession, congress: Congress) -> _Known:
    items = sessions_of(session, congress.id)
    rooms, speakers = rooms_of(session, congress.id), speakers_of(session, congress.id)
    return _Known(
        # a session made here comes back from our own exports under the id that they gave it
        sessions={f"{GUID}{guid_of_key(congress.slug, item.key)}": item for item in items}
        | {item.key: item for item in items},
        rooms={room.name_en: room for room in rooms if room.name_en} | {room.name: room for room in rooms},
        speakers={one.name_en: one for one in speakers if one.name_en} | {one.name: one for one in speakers},
        forums={forum.slug: forum for forum in forums_of(session, congress.id)},
        tracks={track.slug: {track.title_zh, track.title_en} for track in tracks_of(session, congress.id)},
    )


def import_programme(
    session: DbSession, congress: Congress, found: Sequence[ParsedSession], report: ProgrammeReport, *, by: Actor,
    now: datetime, withdraw: bool = False,
) -> ProgrammeReport:  # fmt: skip
    """Make or change the sessions of a file, each known by its key. What an earlier import of the same programme
    brought and the file no longer holds is told, and with `withdraw` taken from the public.

    Raises:
        ImportRefused: the report has an error; nothing is stored.
    """
    count_clashes(found, report)
    known = _known(session, congress)
    for one in found:
        if one.forum and one.forum not in known.forums:
            report.error(one.item, _("There is no such forum."))
    if report.failed:
        raise ImportRefused(report)
    if not found:
        report.note(congress.slug, _("The file has no sessions."))
    _add_missing(session, congress, found, known)
    held: set[int] = set()
    parts: dict[Session, set[int]] = {}
    for key, one in zip(keys_of(found), found, strict=True):
        item = known.sessions.get(key)
        made = item is None
        if item is None:
            item = Session(congress_id=congress.id, key=key, speakers=[], hosts=[])
            session.add(item)
        else:
            held.add(item.id)
        report.count(created=made, changed=_fill(item, one, known, parts))
    session.flush()
    for item, hosts in parts.items():
        set_hosts(session, item, hosts)
    _tell_vanished(known, found, held, report, now=now if withdraw else None)
    record(
        session, by, "programme.imported", "congress", congress.slug, now=now,
        created=report.created, changed=report.changed, unchanged=report.unchanged,
        withdrawn=len(report.vanished) if withdraw else 0,
    )  # fmt: skip
    return report


def _add_missing(session: DbSession, congress: Congress, found: Sequence[ParsedSession], known: _Known) -> None:
    english = dict(pair for one in found for pair in one.english)
    for one in found:
        if one.room and one.room not in known.rooms:
            known.rooms[one.room] = Room(congress_id=congress.id, name=one.room, name_en=english.get(one.room, ""))
            session.add(known.rooms[one.room])
        for name in (*one.hosts, *one.speakers):
            if name not in known.speakers:
                known.speakers[name] = Speaker(congress_id=congress.id, name=name, name_en=english.get(name, ""))
                session.add(known.speakers[name])
    session.flush()


def _tell_vanished(
    known: _Known, found: Sequence[ParsedSession], held: set[int], report: ProgrammeReport, *, now: datetime | None
) -> None:
    """Note each session of the file's programme that the file does not hold; with `now`, take it from the public."""
    sources = {one.source for one in found} - {""}
    items = {item.id: item for item in known.sessions.values() if item.id is not None}
    for item in items.values():
        if item.source in sources and item.id not in held and item.vanished_at is None:
            report.vanished.append(item)
            report.note(item.title_zh, _("It came from this programme before and is no longer in the file."))
            if now is not None:
                item.released, item.vanished_at, report.withdrawn = False, now, True


def _fill(item: Session, one: ParsedSession, known: _Known, parts: dict[Session, set[int]]) -> bool:
    """Give the session what the file says; answers whether that is news. `parts` gathers who is to lead where."""
    changed = False
    for name, value in _facts(item, one, known):
        if getattr(item, name, None) != value:
            setattr(item, name, value)
            changed = True
    # where it comes from is no news to anybody who reads the programme
    item.source = one.source
    people = [known.speakers[name] for name in dict.fromkeys((*one.hosts, *one.speakers))]
    before = {speaker.id for speaker in item.speakers}
    hosts = {known.speakers[name].id for name in one.hosts}
    # most formats do not say who leads: then those who led before still do
    leading = {host.id for host in item.hosts} if item.id else set()
    wanted = hosts or (leading & {speaker.id for speaker in people})
    if before != {speaker.id for speaker in people}:
        item.speakers = people
        changed = True
    if changed or wanted != leading:
        parts[item] = wanted
    return changed or wanted != leading


def _facts(item: Session, one: ParsedSession, known: _Known) -> Iterator[tuple[str, Any]]:
    """What a file says, by column; a text that stands there in the other language already is no news."""
    yield "starts_at", one.starts_at
    yield "ends_at", one.ends_at
    yield "room_id", known.rooms[one.room].id if one.room else None
    if one.title_en or one.title != item.title_en:
        yield "title_zh", one.title
    if one.abstract_en or one.abstract != item.abstract_en:
        yield "abstract", one.abstract
    track = item.forum.track.slug if item.forum and item.forum.track else item.label
    if one.label not in known.tracks.get(track or "", ()):
        yield "label", one.label
    # what a file leaves empty stays as the organiser set it
    for name in ("title_en", "abstract_en", "kind"):
        if getattr(one, name):
            yield name, getattr(one, name)
    if one.forum:
        yield "forum_id", known.forums[one.forum].id
    if item.vanished_at is not None:
        yield "released", True
        yield "vanished_at", None
