"""Every question about registrations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from congress.accounts.permissions import is_organiser
from congress.alumni.models import Education, Person
from congress.foundation.access import Actor
from congress.programme.models import Category, Forum, Track
from congress.programme.queries import congress_by_slug
from congress.registration.errors import NoSuchRegistration
from congress.registration.models import Badge, Holding, Registration
from congress.registration.states import HoldingStatus, Status
from congress.schools.models import School

T = TypeVar("T")
TAIL = 4  # the last digits of a phone that a gate asks for
STANDING = (Status.PENDING, Status.CONFIRMED)
# more than so many are not counted when somebody looks for them
MOST_COUNTED = 1000


def _whole() -> Select[tuple[Registration]]:
    return select(Registration).options(
        joinedload(Registration.category),
        joinedload(Registration.congress),
        selectinload(Registration.holdings).joinedload(Holding.forum),
        selectinload(Registration.badges),
    )


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a list of registrations is narrowed by; true when it is narrowed at all."""

    q: str | None = None
    status: str | None = None
    forum: str | None = None
    category: str | None = None
    track: str | None = None
    school: str | None = None

    def __bool__(self) -> bool:
        return any((self.q, self.status, self.forum, self.category, self.track, self.school))


def registrations_statement(congress_id: int, wish: Filter) -> Select[tuple[Registration]]:
    """The whole registrations of a congress that fit; `q` looks at code, name, sound, unit and address."""
    return _narrowed(_whole(), congress_id, wish)


def listed_registrations(congress_id: int, wish: Filter) -> Select[tuple[Registration]]:
    """As `registrations_statement`, with no more of each than a list shows: itself and its category."""
    return _narrowed(select(Registration).options(joinedload(Registration.category)), congress_id, wish)


def _narrowed(statement: Select[tuple[T]], congress_id: int, wish: Filter) -> Select[tuple[T]]:
    statement = statement.where(Registration.congress_id == congress_id)
    if wish.status:
        statement = statement.where(Registration.status == wish.status)
    if wish.category:
        category = select(Category.id).where(Category.congress_id == congress_id, Category.slug == wish.category)
        statement = statement.where(Registration.category_id == category.scalar_subquery())
    if wish.forum:
        forum = select(Forum.id).where(Forum.congress_id == congress_id, Forum.slug == wish.forum)
        statement = statement.where(_holds_one_of(forum))
    if wish.track:
        forums = select(Forum.id).join(Track, Track.id == Forum.track_id)
        of_track = forums.where(Track.congress_id == congress_id, Track.slug == wish.track)
        statement = statement.where(_holds_one_of(of_track))
    if wish.school:
        learned = select(Education.person_id).join(School, School.id == Education.school_id)
        statement = statement.where(Registration.person_id.in_(learned.where(School.code == wish.school)))
    if wish.q:
        statement = statement.where(or_(*_signs_of(wish.q.strip())))
    return statement


def _holds_one_of(forums: Select[tuple[int]]) -> ColumnElement[bool]:
    """Asked of each registration: the first page is full long before everybody who holds one has been collected."""
    return exists().where(Holding.registration_id == Registration.id, Holding.forum_id.in_(forums))


def _signs_of(q: str) -> Iterator[ColumnElement[bool]]:
    """Anything by which somebody may be meant."""
    yield Registration.email == q.lower()
    if "@" in q:
        return
    yield Registration.code == q.upper()
    yield Registration.name.contains(q, autoescape=True)
    # holds what of the name has large and small letters, in small ones
    yield Registration.sound.contains(q.lower(), autoescape=True)
    # to fold a hundred thousand texts takes longer than to read them, and Chinese has no case
    holds = Registration.organisation.contains if q.lower() == q.upper() else Registration.organisation.icontains
    yield holds(q, autoescape=True)
    if q.isdigit() and len(q) >= TAIL:
        yield Registration.phone_tail == q[-TAIL:]


@dataclass(frozen=True)
class Found:
    """Who fits a wish, to be read page by page, and how many they are: None where they are not few."""

    statement: Select[tuple[Registration]]
    count: int | None


def find_registrations(session: Session, congress_id: int, wish: Filter, *, whole: bool) -> Found:
    """Whoever fits; `whole`, or with no more of each than a list shows.

    A few are collected first, from an index that holds what is looked at, and then put in order; many are come across
    soon enough in the order of the list.
    """
    shown = registrations_statement if whole else listed_registrations
    if not wish:
        return Found(shown(congress_id, wish), None)
    ids = session.scalars(_narrowed(select(Registration.id), congress_id, wish).limit(MOST_COUNTED + 1)).all()
    if len(ids) > MOST_COUNTED:
        return Found(shown(congress_id, wish), None)
    return Found(shown(congress_id, Filter()).where(Registration.id.in_(ids)), len(ids))


def registration_by_code(session: Session, congress_id: int, code: str) -> Registration:
    """The whole registration; raises NoSuchRegistration."""
    found = session.scalars(
        _whole().where(Registration.congress_id == congress_id, Registration.code == code)
    ).one_or_none()
    if found is None:
        raise NoSuchRegistration
    return found


def registration_for(session: Session, actor: Actor, congress_id: int, code: str, *, see_all: bool) -> Registration:
    """The registration, if it is the actor's own or the actor may see all; else NoSuchRegistration."""
    statement = _whole().where(Registration.congress_id == congress_id, Registration.code == code)
    if not see_all:
        statement = statement.where(_belongs_to(actor))
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NoSuchRegistration
    return found


def visible_registration(session: Session, actor: Actor, slug: str, code: str) -> Registration:
    """The registration of a path: the actor's own, or any for an organiser; raises NotFound otherwise."""
    congress = congress_by_slug(session, slug)
    return registration_for(session, actor, congress.id, code, see_all=is_organiser(actor))


def _belongs_to(actor: Actor) -> ColumnElement[bool]:
    """Made with an address that the actor has proven, or of the person that the actor is."""
    # a NULL would be everybody who has no account
    person = select(Person.id).where(Person.user_id == actor.user_id, Person.user_id.is_not(None))
    addresses = list(actor.addresses)
    return or_(Registration.email.in_(addresses), Registration.phone.in_(addresses), Registration.person_id.in_(person))


def find_registration(session: Session, congress_id: int, code: str) -> Registration | None:
    return session.scalars(
        select(Registration).where(Registration.congress_id == congress_id, Registration.code == code)
    ).one_or_none()


def person_of(session: Session, registration_id: int) -> int:
    """The id of the registration's person."""
    return session.scalars(select(Registration.person_id).where(Registration.id == registration_id)).one()


def own_registrations(session: Session, actor: Actor, congress_id: int) -> Sequence[Registration]:
    """The actor's registrations at this congress: a secretary has several."""
    return session.scalars(
        _whole().where(Registration.congress_id == congress_id, _belongs_to(actor)).order_by(Registration.id)
    ).all()


def registrations_of_people(session: Session, congress_id: int, person_ids: Sequence[int]) -> Sequence[Registration]:
    return session.scalars(
        _whole().where(Registration.congress_id == congress_id, Registration.person_id.in_(person_ids))
    ).all()


def first_registrations(session: Session, congress_id: int, count: int) -> Sequence[Registration]:
    """The first that came and stand."""
    standing = _whole().where(Registration.congress_id == congress_id, Registration.status == Status.CONFIRMED)
    return session.scalars(standing.order_by(Registration.id).limit(count)).all()


def registration_by_id(session: Session, registration_id: int) -> Registration | None:
    return session.scalars(_whole().where(Registration.id == registration_id)).one_or_none()


def cancelled_registration(session: Session, congress_id: int, person_id: int) -> Registration | None:
    """The person's registration at this congress, if it was cancelled; its row is held."""
    return session.scalars(
        select(Registration)
        .where(
            Registration.congress_id == congress_id,
            Registration.person_id == person_id,
            Registration.status == Status.CANCELLED,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def last_serial(session: Session, registration_id: int) -> int:
    """The serial of the registration's latest badge, 0 before the first."""
    return session.scalar(select(func.max(Badge.serial)).where(Badge.registration_id == registration_id)) or 0


def lock_registration(session: Session, registration_id: int) -> None:
    """Hold the registration's row, so that two changes to it follow one another, and read it whole afresh.

    What was read before the wait may be what the other change has just replaced.
    """
    session.execute(select(Registration.id).where(Registration.id == registration_id).with_for_update())
    session.execute(
        _whole().where(Registration.id == registration_id).execution_options(populate_existing=True)
    ).unique().one()


def lock_forum(session: Session, forum_id: int) -> Forum:
    """Hold the forum's row and read it afresh."""
    return session.scalars(
        select(Forum).where(Forum.id == forum_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def first_waiting(session: Session, forum_id: int) -> Holding | None:
    """Who stands first on the waitlist, if their registration still stands."""
    return session.scalars(
        select(Holding)
        .join(Registration, Registration.id == Holding.registration_id)
        .where(
            Holding.forum_id == forum_id,
            Holding.status == HoldingStatus.WAITLISTED,
            Registration.status == Status.CONFIRMED,
        )
        .order_by(Holding.id)
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def line_of(session: Session, forum_id: int) -> tuple[int, int, int]:
    """Of a forum: how many wait, how many of them are under no review, and how many have an offer."""
    waits = Holding.status == HoldingStatus.WAITLISTED
    row = session.execute(
        select(
            func.count().filter(waits),
            func.count().filter(waits, Registration.status == Status.CONFIRMED),
            func.count().filter(Holding.status == HoldingStatus.OFFERED),
        )
        .join(Registration, Registration.id == Holding.registration_id)
        .where(Holding.forum_id == forum_id)
    ).one()
    return row[0], row[1], row[2]


def standing_holding(session: Session, holding_id: int) -> Holding | None:
    """The holding as it stands now, read afresh; None when it has ended."""
    return session.get(Holding, holding_id, populate_existing=True)


def waitlist_positions(session: Session, holdings: Sequence[Holding]) -> dict[int, int]:
    """For each waitlisted holding of the given ones: its place in the line, from 1."""
    waiting = [holding.id for holding in holdings if holding.status == HoldingStatus.WAITLISTED]
    if not waiting:
        return {}
    ahead = aliased(Holding)
    stands_before = and_(
        ahead.forum_id == Holding.forum_id, ahead.status == HoldingStatus.WAITLISTED, ahead.id <= Holding.id
    )
    places = select(Holding.id, func.count()).join(ahead, stands_before).where(Holding.id.in_(waiting))
    return dict(session.execute(places.group_by(Holding.id)).tuples().all())


def expired_offers(session: Session, *, now: datetime) -> Sequence[tuple[int, int]]:
    """(registration, forum) of each offer that was not taken in time."""
    rows = session.execute(
        select(Holding.registration_id, Holding.forum_id)
        .where(Holding.status == HoldingStatus.OFFERED, Holding.offered_until <= now)
        .order_by(Holding.id)
    )
    return rows.tuples().all()


def holders_of(session: Session, forum_id: int) -> Sequence[Registration]:
    """Registrations that hold or wait for the forum."""
    return session.scalars(
        _whole()
        .join(Holding, Holding.registration_id == Registration.id)
        .where(Holding.forum_id == forum_id, Registration.status.in_(STANDING))
        .order_by(Registration.id)
    ).all()


def holding_of(session: Session, registration_id: int, forum_id: int) -> Holding | None:
    return session.scalars(
        select(Holding).where(Holding.registration_id == registration_id, Holding.forum_id == forum_id)
    ).one_or_none()


def standing_badge(registration: Registration) -> Badge | None:
    """The badge that is valid now, of a registration whose badges are loaded."""
    return next((badge for badge in reversed(registration.badges) if badge.revoked_at is None), None)


def _to_print(congress_id: int, wish: Filter) -> Select[tuple[Registration]]:
    return registrations_statement(congress_id, wish).where(
        Registration.status == Status.CONFIRMED, Registration.number.is_not(None)
    )


def registrations_to_print(
    session: Session, congress_id: int, wish: Filter, *, after: int, limit: int
) -> Sequence[Registration]:
    """The next `limit` confirmed registrations beyond the badge number `after`, by number, for a long print."""
    statement = _to_print(congress_id, wish).where(Registration.number > after)
    return session.scalars(statement.order_by(Registration.number).limit(limit)).all()


def count_to_print(session: Session, congress_id: int, wish: Filter) -> int:
    return session.scalar(_to_print(congress_id, wish).with_only_columns(func.count()).order_by(None)) or 0


def badge_counts(session: Session, congress_id: int) -> tuple[int, int]:
    """How many valid badges were printed, and how many there are."""
    row = session.execute(
        select(func.count(Badge.printed_at), func.count()).where(
            Badge.congress_id == congress_id, Badge.revoked_at.is_(None)
        )
    ).one()
    return row[0], row[1]


def holding_counts(session: Session, registration_ids: Sequence[int]) -> dict[int, int]:
    """How many forums each of these registrations holds or asks for; who has none is not there."""
    rows = session.execute(
        select(Holding.registration_id, func.count())
        .where(Holding.registration_id.in_(registration_ids))
        .group_by(Holding.registration_id)
    )
    return dict(rows.tuples().all())


def status_counts(session: Session, congress_id: int) -> dict[str, int]:
    rows = session.execute(
        select(Registration.status, func.count())
        .where(Registration.congress_id == congress_id)
        .group_by(Registration.status)
    )
    return dict(rows.tuples().all())


def registration_times(session: Session, congress_id: int) -> Sequence[datetime]:
    """When each registration that stands was made."""
    return session.scalars(
        select(Registration.created_at).where(
            Registration.congress_id == congress_id, Registration.status.in_(STANDING)
        )
    ).all()


def waiting_count(session: Session, congress_id: int) -> int:
    """How many places on waitlists are taken."""
    waiting = (
        select(func.count())
        .select_from(Holding)
        .join(Forum, Forum.id == Holding.forum_id)
        .where(Forum.congress_id == congress_id, Holding.status == HoldingStatus.WAITLISTED)
    )
    return session.scalar(waiting) or 0
