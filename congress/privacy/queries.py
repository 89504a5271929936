"""Every question about rights, documents and dates."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from congress.accounts.models import User
from congress.alumni.models import Consent, Person
from congress.alumni.states import Purpose
from congress.foundation.access import Actor
from congress.foundation.batches import Batch
from congress.notifications.models import Message
from congress.privacy.errors import NobodyOfYours, NoSuchRequest
from congress.privacy.models import IdentityNumber, IdentityTerms, PolicePass, RetentionDate, RightsRequest
from congress.privacy.rules import ERASED
from congress.programme.models import Congress
from congress.registration.models import Registration
from congress.registration.queries import STANDING
from congress.screens.models import Screen
from congress.screens.states import Scene


def own_people(session: Session, actor: Actor) -> Sequence[Person]:
    """Who the actor is, and those who were registered with an address that the actor has proven."""
    addresses = list(actor.addresses)
    registered = select(Registration.person_id).where(
        or_(Registration.email.in_(addresses), Registration.phone.in_(addresses))
    )
    theirs = or_(Person.email.in_(addresses), Person.phone.in_(addresses), Person.id.in_(registered))
    # whoever has an account of their own is nobody else's to look after
    reachable = (Person.user_id == actor.user_id) | (Person.user_id.is_(None) & theirs)
    return session.scalars(select(Person).where(reachable).order_by(Person.id)).all()


def own_person(session: Session, actor: Actor, public_id: str) -> Person:
    for person in own_people(session, actor):
        if person.public_id == public_id:
            return person
    raise NobodyOfYours


def registrations_of(session: Session, person_id: int) -> Sequence[Registration]:
    """Everything that the person registered for, whole, the newest congress first."""
    return session.scalars(
        select(Registration)
        .where(Registration.person_id == person_id)
        .join(Congress, Congress.id == Registration.congress_id)
        .options(
            joinedload(Registration.congress),
            joinedload(Registration.category),
            selectinload(Registration.holdings),
            selectinload(Registration.badges),
        )
        .order_by(Congress.starts_on.desc())
    ).all()


def holds_office(session: Session, user_ids: Sequence[int]) -> bool:
    """Whether one of the accounts may do more than look after itself."""
    users = session.scalars(select(User).where(User.id.in_(user_ids)).options(selectinload(User.grants)))
    return any(grant.role != "alumnus" for user in users for grant in user.grants)


def requests_statement(state: str | None) -> Select[tuple[RightsRequest]]:
    statement = select(RightsRequest)
    return statement.where(RightsRequest.state == state) if state else statement


def request_by_public_id(session: Session, public_id: str) -> RightsRequest:
    found = session.scalars(select(RightsRequest).where(RightsRequest.public_id == public_id)).one_or_none()
    if found is None:
        raise NoSuchRequest
    return found


def person_of_request(session: Session, request: RightsRequest) -> Person | None:
    return session.get(Person, request.person_id) if request.person_id else None


def exports_of(session: Session, work: str, user_id: int, *, since: datetime) -> Sequence[Batch]:
    """The exports that a user asked for since then, the newest first."""
    return session.scalars(
        select(Batch)
        .where(Batch.work == work, Batch.user_id == user_id, Batch.created_at > since)
        .order_by(Batch.id.desc())
    ).all()


def naming_screens(session: Session) -> Sequence[Screen]:
    """Screens that stand still on something, and those that welcome people by name."""
    return session.scalars(select(Screen).where(or_(Screen.frozen.is_not(None), Screen.live == Scene.WELCOME))).all()


def identity_terms(session: Session, congress_id: int) -> IdentityTerms | None:
    return session.get(IdentityTerms, congress_id)


def identity_of(session: Session, registration_id: int) -> IdentityNumber | None:
    return session.scalars(
        select(IdentityNumber).where(IdentityNumber.registration_id == registration_id)
    ).one_or_none()


def identities_statement(congress_id: int, *, digest: str | None = None) -> Select[tuple[IdentityNumber]]:
    """The masked numbers of a congress; with a digest only that one."""
    statement = (
        select(IdentityNumber)
        .join(Registration, Registration.id == IdentityNumber.registration_id)
        .where(Registration.congress_id == congress_id)
        .options(joinedload(IdentityNumber.registration))
    )
    return statement.where(IdentityNumber.digest == digest) if digest else statement


def all_congresses(session: Session) -> Sequence[Congress]:
    return session.scalars(select(Congress).order_by(Congress.starts_on.desc(), Congress.id.desc())).all()


def retention_dates(session: Session, congress_id: int) -> dict[str, date]:
    rows = session.execute(
        select(RetentionDate.kind, RetentionDate.until).where(RetentionDate.congress_id == congress_id)
    )
    return dict(rows.tuples().all())


def identity_ids(session: Session, congress_id: int) -> Sequence[int]:
    return session.scalars(
        select(IdentityNumber.id)
        .join(Registration, Registration.id == IdentityNumber.registration_id)
        .where(Registration.congress_id == congress_id)
    ).all()


def answered_ids(session: Session, congress_id: int) -> Sequence[int]:
    """Registrations that still hold answers."""
    rows = session.execute(
        select(Registration.id, Registration.answers).where(Registration.congress_id == congress_id)
    ).tuples()
    return [registration_id for registration_id, answers in rows if answers]


def _agreed_to_stay() -> ColumnElement[bool]:
    return exists().where(
        Consent.person_id == Person.id, Consent.purpose == Purpose.KEEP_AFTER, Consent.withdrawn_at.is_(None)
    )


def people_at(session: Session, congress_id: int, *, agreed: bool) -> Sequence[int]:
    """Those of a congress who still have a name, with or without a consent to be kept."""
    stay = _agreed_to_stay() if agreed else ~_agreed_to_stay()
    return session.scalars(
        select(Person.id)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.congress_id == congress_id, Person.name.not_like(f"{ERASED} %"), stay)
        .order_by(Person.id)
    ).all()


def congresses_of(session: Session, person_id: int) -> Sequence[int]:
    return session.scalars(select(Registration.congress_id).where(Registration.person_id == person_id)).all()


def message_ids(session: Session, first: datetime, last: datetime) -> Sequence[int]:
    """Messages written from the first to before the last moment."""
    return session.scalars(
        select(Message.id).where(Message.created_at >= first, Message.created_at < last).order_by(Message.id)
    ).all()


def files_made(session: Session, congress_id: int) -> Sequence[Batch]:
    return session.scalars(select(Batch).where(Batch.congress_id == congress_id, Batch.file.is_not(None))).all()


def _to_check(congress_id: int) -> Select[tuple[IdentityNumber]]:
    """The numbers of everybody who may come."""
    return (
        select(IdentityNumber)
        .join(Registration, Registration.id == IdentityNumber.registration_id)
        .where(Registration.congress_id == congress_id, Registration.status.in_(STANDING))
    )


def _passed() -> ColumnElement[bool]:
    return exists().where(PolicePass.registration_id == IdentityNumber.registration_id)


def unchecked_identities(session: Session, congress_id: int) -> Sequence[IdentityNumber]:
    """Of those who may come and have not passed the police check, by the strokes of the surname."""
    statement = _to_check(congress_id).where(~_passed()).options(joinedload(IdentityNumber.registration))
    return session.scalars(statement.order_by(Registration.stroke_key, Registration.id)).all()


def codes_and_passes(session: Session, congress_id: int) -> dict[str, tuple[int, PolicePass | None]]:
    """Code → the registration's id, and its pass."""
    rows = session.execute(
        select(Registration.code, Registration.id, PolicePass)
        .outerjoin(PolicePass, PolicePass.registration_id == Registration.id)
        .where(Registration.congress_id == congress_id)
    )
    return {code: (registration_id, kept) for code, registration_id, kept in rows.tuples()}


def police_counts(session: Session, congress_id: int) -> dict[str, int]:
    """Of those who gave a number: how many passed, and how many are still to be checked."""
    passed, open_ = (
        session.scalar(_to_check(congress_id).where(condition).with_only_columns(func.count())) or 0
        for condition in (_passed(), ~_passed())
    )
    return {"passed": passed, "open": open_}
