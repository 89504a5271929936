"""The whole programme in a handful of statements, and whether it has changed since it was read."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session as DbSession

from congress.programme.models import (
    Forum,
    Picture,
    ProgrammeRelease,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Sponsor,
    Star,
    Track,
    VenueDistance,
    WaitingFile,
)
from congress.programme.states import Part, ReleaseState, SponsorLevel


def standing_release(session: DbSession, congress_id: int) -> ProgrammeRelease | None:
    """The release that the public sees: the latest that two people let out."""
    return session.scalars(
        select(ProgrammeRelease)
        .where(ProgrammeRelease.congress_id == congress_id, ProgrammeRelease.state == ReleaseState.RELEASED)
        .order_by(ProgrammeRelease.version.desc())
        .limit(1)
    ).one_or_none()


def standing_release_mark(session: DbSession, congress_id: int) -> tuple[Any, ...] | None:
    """What it is known by, without the whole programme that it holds."""
    row = session.execute(
        select(ProgrammeRelease.id, ProgrammeRelease.decided_at)
        .where(ProgrammeRelease.congress_id == congress_id, ProgrammeRelease.state == ReleaseState.RELEASED)
        .order_by(ProgrammeRelease.version.desc())
        .limit(1)
    ).one_or_none()
    return tuple(row) if row else None


def releases_of(session: DbSession, congress_id: int) -> Sequence[Row[Any]]:
    """The releases, latest first, without what they hold."""
    wanted = [column for column in ProgrammeRelease.__table__.columns if column.name != "content"]
    return session.execute(
        select(*wanted).where(ProgrammeRelease.congress_id == congress_id).order_by(ProgrammeRelease.version.desc())
    ).all()


def release_by_version(session: DbSession, congress_id: int, version: int) -> ProgrammeRelease | None:
    return session.scalars(
        select(ProgrammeRelease).where(ProgrammeRelease.congress_id == congress_id, ProgrammeRelease.version == version)
    ).one_or_none()


def last_version(session: DbSession, congress_id: int) -> int:
    return (
        session.scalar(select(func.max(ProgrammeRelease.version)).where(ProgrammeRelease.congress_id == congress_id))
        or 0
    )


def waiting_release(session: DbSession, congress_id: int) -> ProgrammeRelease | None:
    """The proposal that waits for its second person."""
    return session.scalars(
        select(ProgrammeRelease).where(
            ProgrammeRelease.congress_id == congress_id, ProgrammeRelease.state == ReleaseState.PROPOSED
        )
    ).first()


def programme_stamp(session: DbSession, congress_id: int) -> tuple[Any, ...]:
    """Another value after each change to sessions, speakers, rooms, tracks or forums; seats count for nothing."""
    links = (
        select(
            func.count(),
            func.sum(SessionSpeaker.session_id * SessionSpeaker.speaker_id),
            func.sum(case((SessionSpeaker.role == Part.HOST, SessionSpeaker.session_id), else_=0)),
        )
        .join(Session, Session.id == SessionSpeaker.session_id)
        .where(Session.congress_id == congress_id)
    )
    sums = [
        session.execute(links).one(),
        *(
            session.execute(select(func.count(), func.sum(table.stamp)).where(table.congress_id == congress_id)).one()
            for table in (Session, Speaker)
        ),
    ]
    rows = [*_rooms(session, congress_id), *_tracks(session, congress_id), *_forums(session, congress_id)]
    return (*(tuple(one) for one in sums), *(tuple(row) for row in rows))


def _rooms(session: DbSession, congress_id: int) -> Sequence[Row[Any]]:
    return session.execute(
        select(
            Room.id,
            Room.name,
            Room.name_en,
            Room.venue,
            Room.venue_en,
            Room.capacity,
            Room.shared,
            Room.position,
            Room.plan,
        )
        .where(Room.congress_id == congress_id)
        .order_by(Room.position, Room.id)
    ).all()


def _tracks(session: DbSession, congress_id: int) -> Sequence[Row[Any]]:
    return session.execute(
        select(Track.slug, Track.title_zh, Track.title_en)
        .where(Track.congress_id == congress_id)
        .order_by(Track.position, Track.id)
    ).all()


def _forums(session: DbSession, congress_id: int) -> Sequence[Row[Any]]:
    return session.execute(
        select(
            Forum.id, Forum.slug, Forum.title_zh, Forum.title_en, Forum.starts_at, Forum.ends_at, Forum.room_id,
            Track.slug, Forum.capacity, Forum.released, Forum.summary_zh, Forum.summary_en,
        )
        .outerjoin(Track, Track.id == Forum.track_id)
        .where(Forum.congress_id == congress_id)
        .order_by(Forum.starts_at, Forum.id)
    ).all()  # fmt: skip


def plan_rows(session: DbSession, congress_id: int) -> dict[str, Sequence[Row[Any]]]:
    """Everything a plan is made of, as plain rows: sessions by time, speakers by rank."""
    items = (
        select(
            Session.id, Session.key, Session.title_zh, Session.title_en, Session.kind, Session.starts_at,
            Session.ends_at, Session.room_id, Forum.slug, Track.slug, Session.label, Session.abstract,
            Session.abstract_en, Session.released,
        )
        .outerjoin(Forum, Forum.id == Session.forum_id)
        .outerjoin(Track, Track.id == Forum.track_id)
        .where(Session.congress_id == congress_id)
        .order_by(Session.starts_at, Session.id)
    )  # fmt: skip
    speakers = (
        select(
            Speaker.id, Speaker.name, Speaker.name_en, Speaker.title, Speaker.title_en, Speaker.organisation,
            Speaker.organisation_en, Speaker.biography, Speaker.biography_en, Speaker.photo,
        )
        .where(Speaker.congress_id == congress_id)
        .order_by(Speaker.position, Speaker.id)
    )  # fmt: skip
    links = (
        select(SessionSpeaker.session_id, SessionSpeaker.speaker_id, SessionSpeaker.role)
        .join(Session, Session.id == SessionSpeaker.session_id)
        .join(Speaker, Speaker.id == SessionSpeaker.speaker_id)
        .where(Session.congress_id == congress_id)
        .order_by(Speaker.position, Speaker.id)
    )
    return {
        "rooms": _rooms(session, congress_id),
        "tracks": _tracks(session, congress_id),
        "forums": _forums(session, congress_id),
        "speakers": session.execute(speakers).all(),
        "links": session.execute(links).all(),
        "items": session.execute(items).all(),
    }


def distances_of(session: DbSession, congress_id: int) -> Sequence[VenueDistance]:
    return session.scalars(
        select(VenueDistance)
        .where(VenueDistance.congress_id == congress_id)
        .order_by(VenueDistance.venue_a, VenueDistance.venue_b)
    ).all()


def starred_sessions(session: DbSession, user_id: int | None, congress_id: int) -> set[int]:
    """The ids of the sessions that somebody marked."""
    if user_id is None:
        return set()
    return set(
        session.scalars(
            select(Star.session_id)
            .join(Session, Session.id == Star.session_id)
            .where(Star.user_id == user_id, Session.congress_id == congress_id)
        )
    )


def star_of(session: DbSession, user_id: int, session_id: int) -> Star | None:
    return session.scalars(select(Star).where(Star.user_id == user_id, Star.session_id == session_id)).one_or_none()


def users_who_starred(session: DbSession, session_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """(user, session) for the given sessions."""
    return session.execute(select(Star.user_id, Star.session_id).where(Star.session_id.in_(session_ids))).all()


def sessions_by_ids(session: DbSession, ids: Sequence[int]) -> Sequence[Session]:
    return session.scalars(select(Session).where(Session.id.in_(ids))).all()


def room_by_id(session: DbSession, congress_id: int, room_id: int) -> Room | None:
    return session.scalars(select(Room).where(Room.congress_id == congress_id, Room.id == room_id)).one_or_none()


def speaker_by_id(session: DbSession, congress_id: int, speaker_id: int) -> Speaker | None:
    return session.scalars(
        select(Speaker).where(Speaker.congress_id == congress_id, Speaker.id == speaker_id)
    ).one_or_none()


def links_of(session: DbSession, session_id: int) -> Sequence[SessionSpeaker]:
    return session.scalars(select(SessionSpeaker).where(SessionSpeaker.session_id == session_id)).all()


def picture_by_name(session: DbSession, name: str) -> Picture | None:
    return session.scalars(select(Picture).where(Picture.name == name)).one_or_none()


def pictures_named(session: DbSession, names: Collection[str]) -> dict[str, bytes]:
    """The content of those of the pictures that there are."""
    found = session.execute(select(Picture.name, Picture.content).where(Picture.name.in_(names)))
    return dict(found.tuples().all())


def sponsors_of(session: DbSession, congress_id: int) -> list[Sponsor]:
    """The sponsors from the highest level down, within one by hand."""
    order = list(SponsorLevel)
    found = session.scalars(
        select(Sponsor).where(Sponsor.congress_id == congress_id).order_by(Sponsor.position, Sponsor.id)
    )
    return sorted(found, key=lambda one: order.index(SponsorLevel(one.level)))


def sponsor_by_id(session: DbSession, congress_id: int, sponsor_id: int) -> Sponsor | None:
    return session.scalars(
        select(Sponsor).where(Sponsor.congress_id == congress_id, Sponsor.id == sponsor_id)
    ).one_or_none()


def waiting_file(session: DbSession, congress_id: int, user_id: int) -> WaitingFile | None:
    return session.scalars(
        select(WaitingFile).where(WaitingFile.congress_id == congress_id, WaitingFile.user_id == user_id)
    ).one_or_none()


def taken_seats(session: DbSession, congress_id: int) -> dict[str, int]:
    """Forum → how many seats have been given away."""
    rows = session.execute(select(Forum.slug, Forum.taken).where(Forum.congress_id == congress_id))
    return dict(rows.tuples().all())


def rooms_in_order(session: DbSession, congress_id: int) -> Sequence[Room]:
    """The rooms in the order of the grid's columns."""
    return session.scalars(select(Room).where(Room.congress_id == congress_id).order_by(Room.position, Room.id)).all()


def speakers_in_order(session: DbSession, congress_id: int) -> Sequence[Speaker]:
    return session.scalars(speakers_statement(congress_id)).all()


def speakers_statement(congress_id: int) -> Select[tuple[Speaker]]:
    """The speakers by the rank set by hand."""
    return select(Speaker).where(Speaker.congress_id == congress_id).order_by(Speaker.position, Speaker.id)
