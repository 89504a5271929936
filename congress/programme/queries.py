"""Every question about the programme."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import joinedload, selectinload

from congress.programme.errors import NoSuchCongress, NoSuchForum, NoSuchSession
from congress.programme.models import Category, Congress, Forum, Room, Session, Speaker, Track


def congress_by_slug(session: DbSession, slug: str) -> Congress:
    """Raises NoSuchCongress."""
    found = session.scalars(select(Congress).where(Congress.slug == slug)).one_or_none()
    if found is None:
        raise NoSuchCongress
    return found


def released_congress(session: DbSession, slug: str) -> Congress:
    """The congress if the public may see it; raises NoSuchCongress."""
    found = congress_by_slug(session, slug)
    if not found.released:
        raise NoSuchCongress
    return found


def the_congress(session: DbSession) -> Congress:
    """The one that pages speak of; raises NoSuchCongress where there is none yet."""
    congress = current_congress(session)
    if congress is None:
        raise NoSuchCongress
    return congress


def current_congress(session: DbSession) -> Congress | None:
    """The edition that pages without a slug speak of: the latest released one."""
    return session.scalars(
        select(Congress).where(Congress.released).order_by(Congress.starts_on.desc(), Congress.id.desc()).limit(1)
    ).one_or_none()


def all_congresses(session: DbSession) -> Sequence[Congress]:
    return session.scalars(select(Congress).order_by(Congress.starts_on.desc())).all()


def categories_of(session: DbSession, congress_id: int) -> Sequence[Category]:
    return session.scalars(
        select(Category).where(Category.congress_id == congress_id).order_by(Category.position)
    ).all()


def category_by_slug(session: DbSession, congress_id: int, slug: str) -> Category | None:
    return session.scalars(
        select(Category).where(Category.congress_id == congress_id, Category.slug == slug)
    ).one_or_none()


def tracks_of(session: DbSession, congress_id: int) -> Sequence[Track]:
    return session.scalars(
        select(Track).where(Track.congress_id == congress_id).order_by(Track.position, Track.id)
    ).all()


def track_by_slug(session: DbSession, congress_id: int, slug: str) -> Track | None:
    return session.scalars(select(Track).where(Track.congress_id == congress_id, Track.slug == slug)).one_or_none()


def forums_statement(congress_id: int, *, released_only: bool) -> Select[tuple[Forum]]:
    statement = (
        select(Forum).where(Forum.congress_id == congress_id).options(joinedload(Forum.track), joinedload(Forum.room))
    )
    return statement.where(Forum.released) if released_only else statement


def forums_of(session: DbSession, congress_id: int, *, released_only: bool = False) -> Sequence[Forum]:
    """Forums by time, with track and room."""
    statement = forums_statement(congress_id, released_only=released_only)
    return session.scalars(statement.order_by(Forum.starts_at, Forum.id)).all()


def forums_by_slug(session: DbSession, congress_id: int, slugs: Iterable[str]) -> list[Forum]:
    """The named forums in the order of their ids (the order in which their rows are locked).

    Raises:
        NoSuchForum: one of them does not exist.
    """
    wanted = set(slugs)
    if not wanted:
        return []
    found = session.scalars(
        select(Forum).where(Forum.congress_id == congress_id, Forum.slug.in_(wanted)).order_by(Forum.id)
    ).all()
    if len(found) != len(wanted):
        raise NoSuchForum
    return list(found)


def forum_by_slug(session: DbSession, congress_id: int, slug: str) -> Forum:
    """The forum with track and room; raises NoSuchForum."""
    found = session.scalars(forums_statement(congress_id, released_only=False).where(Forum.slug == slug)).one_or_none()
    if found is None:
        raise NoSuchForum
    return found


def forum_with_room(session: DbSession, forum_id: int) -> Forum:
    return session.scalars(
        select(Forum).where(Forum.id == forum_id).options(joinedload(Forum.track), joinedload(Forum.room))
    ).one()


def forums_with_rooms(session: DbSession, forum_ids: Iterable[int]) -> dict[int, Forum]:
    """Forum id → the forum with track and room."""
    found = session.scalars(
        select(Forum).where(Forum.id.in_(list(forum_ids))).options(joinedload(Forum.track), joinedload(Forum.room))
    )
    return {forum.id: forum for forum in found}


def room_by_name(session: DbSession, congress_id: int, name: str) -> Room | None:
    return session.scalars(select(Room).where(Room.congress_id == congress_id, Room.name == name)).one_or_none()


def rooms_of(session: DbSession, congress_id: int) -> Sequence[Room]:
    return session.scalars(select(Room).where(Room.congress_id == congress_id).order_by(Room.id)).all()


def sessions_statement(congress_id: int, *, released_only: bool) -> Select[tuple[Session]]:
    statement = (
        select(Session)
        .where(Session.congress_id == congress_id)
        .options(
            joinedload(Session.room),
            joinedload(Session.forum).joinedload(Forum.track),
            selectinload(Session.speakers),
            selectinload(Session.hosts),
        )
    )
    return statement.where(Session.released) if released_only else statement


def sessions_of(session: DbSession, congress_id: int, *, released_only: bool = False) -> Sequence[Session]:
    """Sessions by time, with room, forum and speakers."""
    statement = sessions_statement(congress_id, released_only=released_only)
    return session.scalars(statement.order_by(Session.starts_at, Session.id)).unique().all()


def session_by_key(session: DbSession, congress_id: int, key: str) -> Session:
    """The item with room, forum and speakers; raises NoSuchSession."""
    found = session.scalars(sessions_statement(congress_id, released_only=False).where(Session.key == key)).unique()
    item = found.one_or_none()
    if item is None:
        raise NoSuchSession
    return item


def speakers_by_name(session: DbSession, congress_id: int, names: Iterable[str]) -> dict[str, Speaker]:
    found = session.scalars(select(Speaker).where(Speaker.congress_id == congress_id, Speaker.name.in_(list(names))))
    return {speaker.name: speaker for speaker in found}


def speakers_of(session: DbSession, congress_id: int) -> Sequence[Speaker]:
    return session.scalars(select(Speaker).where(Speaker.congress_id == congress_id)).all()


def forums_in_room(session: DbSession, room_id: int, *, besides: int) -> Sequence[Forum]:
    return session.scalars(select(Forum).where(Forum.room_id == room_id, Forum.id != besides)).all()


def congress_by_id(session: DbSession, congress_id: int) -> Congress:
    return session.scalars(select(Congress).where(Congress.id == congress_id)).one()
