"""Every question about the handbook's own rows."""

from collections.abc import Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from congress.accounts.models import User
from congress.alumni.models import Consent, Person
from congress.alumni.states import Purpose
from congress.handbook.models import AgendaFeed, HandbookReview, HandbookText
from congress.handbook.states import ReviewState
from congress.registration.models import Registration


def feed_of(session: Session, registration_id: int) -> AgendaFeed | None:
    return session.scalars(select(AgendaFeed).where(AgendaFeed.registration_id == registration_id)).one_or_none()


def feeds_of(session: Session, registration_ids: Sequence[int]) -> dict[int, str]:
    """Registration → its secret."""
    found = session.scalars(select(AgendaFeed).where(AgendaFeed.registration_id.in_(registration_ids)))
    return {feed.registration_id: feed.secret for feed in found}


def feed_by_secret(session: Session, secret: str) -> AgendaFeed | None:
    return session.scalars(select(AgendaFeed).where(AgendaFeed.secret == secret)).one_or_none()


def texts_of(session: Session, congress_id: int) -> dict[str, HandbookText]:
    """Chapter → what somebody wrote for it."""
    found = session.scalars(select(HandbookText).where(HandbookText.congress_id == congress_id))
    return {text.chapter: text for text in found}


def reviews_of(session: Session, congress_id: int) -> Sequence[HandbookReview]:
    """Every round in which somebody read the handbook, the latest first."""
    return session.scalars(
        select(HandbookReview).where(HandbookReview.congress_id == congress_id).order_by(HandbookReview.number.desc())
    ).all()


def review_to_decide(session: Session, congress_id: int) -> HandbookReview | None:
    """What waits for its second reader, locked so that two of them follow one another."""
    return session.scalars(
        select(HandbookReview)
        .where(HandbookReview.congress_id == congress_id, HandbookReview.state == ReviewState.FIRST)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def user_of(session: Session, registration: Registration) -> int | None:
    """The account whose marks belong on this agenda: the person's own, else that of the address.

    An address under which several people are registered is a secretary's, whose marks are nobody else's.
    """
    own = session.scalars(select(Person.user_id).where(Person.id == registration.person_id)).one_or_none()
    if own is not None:
        return own
    ways = [
        (column, value)
        for column, value in (("email", registration.email), ("phone", registration.phone))
        if value is not None
    ]
    if not ways:
        return None
    same = or_(*(getattr(Registration, column) == value for column, value in ways))
    sharing = select(func.count()).where(Registration.congress_id == registration.congress_id, same)
    if session.scalar(sharing) != 1:
        return None
    return session.scalars(
        select(User.id).where(or_(*(getattr(User, column) == value for column, value in ways))).limit(1)
    ).first()


def registrations_of_users(session: Session, congress_id: int, user_ids: Sequence[int]) -> dict[int, Registration]:
    """User → the standing registration of the person that the user is, or the only one made with its address."""
    found: dict[int, Registration] = {}
    rows = session.execute(
        select(User.id, Registration)
        .join(Person, Person.id == Registration.person_id)
        .join(
            User,
            or_(Person.user_id == User.id, Registration.email == User.email, Registration.phone == User.phone),
        )
        .where(
            Registration.congress_id == congress_id, User.id.in_(user_ids),
            Registration.status.in_(("pending", "confirmed")),
        )
        .options(joinedload(Registration.congress), joinedload(Registration.person))
        .order_by(User.id, Registration.id)
    )  # fmt: skip
    by_user: dict[int, list[Registration]] = {}
    for user, registration in rows:
        by_user.setdefault(user, []).append(registration)
    for user, own in by_user.items():
        themselves = [one for one in own if one.person.user_id == user]
        if themselves or len(own) == 1:
            found[user] = (themselves or own)[0]
    return found


def consenting_participants(session: Session, congress_id: int) -> list[tuple[str, str]]:
    """(name, office) of everybody confirmed who agrees to be named in public, by the strokes of the surname."""
    agreed = exists().where(
        Consent.person_id == Registration.person_id,
        Consent.purpose == Purpose.PUBLISH,
        Consent.withdrawn_at.is_(None),
    )
    rows = session.execute(
        select(Registration.name, Registration.organisation, Registration.title)
        .where(Registration.congress_id == congress_id, Registration.status == "confirmed", agreed)
        .order_by(Registration.stroke_key, Registration.id)
    )
    return [(name, " ".join(part for part in (unit, title) if part)) for name, unit, title in rows]
