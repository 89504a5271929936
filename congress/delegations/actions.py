"""Granting a delegation, naming its people, completing, replacing and withdrawing them. Start at `nominate`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from congress.accounts.states import Role
from congress.alumni.actions import PersonFacts
from congress.delegations.errors import DelegationClosed, QuotaFull
from congress.delegations.messages import remind_contact, remind_nominee, tell_contact, tell_nominee
from congress.delegations.models import Delegation, Nominee, Quota
from congress.delegations.queries import (
    delegations_to_remind,
    lock_quotas,
    no_other_head,
    nominee_of_registration,
    nominees_to_remind,
    progress_of,
    rename_delegation,
)
from congress.delegations.states import Unit
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import digest, new_id, random_text
from congress.programme.models import Category, Congress
from congress.registration.actions import cancel_registration, change_registration, register_person
from congress.registration.deputies import send_deputy
from congress.registration.messages import tell_received
from congress.registration.queries import lock_registration
from congress.registration.wish import Wish
from congress.schools.models import Division, School
from congress.schools.queries import resolve_division, resolve_school

LINK_LENGTH = 16  # of five bits each
# before the deadline, and after somebody was named
REMINDED_AFTER = REMINDED_BEFORE = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an organiser gives a unit: places by category, until when, and to whom to turn."""

    unit: Unit
    name: str
    contact_name: str
    email: str | None
    phone: str | None
    language: str
    deadline: datetime
    places: Mapping[Category, int]


@dataclass(frozen=True, kw_only=True)
class Nomination:
    """Whom the contact names, and how they stand in the delegation."""

    person: PersonFacts
    category: Category
    language: str = "zh"
    is_head: bool = False
    rank: int | None = None


def grant_delegation(
    session: Session, congress: Congress, terms: Terms, *, by: Actor, now: datetime
) -> tuple[Delegation, str]:  # fmt: skip
    """A new delegation and the code of its contact's link, which is told this once.

    Raises:
        Invalid: there is no such school or place, the deadline has passed, or no place is given.
    """
    delegation = Delegation(public_id=new_id(), congress_id=congress.id, link_digest="", created_at=now, quotas=[])
    _write_terms(session, delegation, terms, now=now)
    code = _new_link(delegation)
    session.add(delegation)
    session.flush()
    record(session, by, "delegation.granted", "delegation", delegation.public_id, now=now)
    tell_contact(session, delegation, congress, code, now=now)
    return delegation, code


def change_delegation(session: Session, delegation: Delegation, terms: Terms, *, by: Actor, now: datetime) -> None:
    """Raises Invalid as `grant_delegation` does, and for fewer places than are used."""
    before = delegation.name, delegation.deadline
    # whoever is named at this moment waits until the new numbers stand, or has taken their place already
    lock_quotas(session, delegation.id)
    _write_terms(session, delegation, terms, now=now)
    if delegation.deadline != before[1]:
        delegation.reminded_at = None
    session.flush()
    if delegation.name != before[0]:
        rename_delegation(session, delegation)
    record(session, by, "delegation.changed", "delegation", delegation.public_id, now=now)


def renew_link(session: Session, delegation: Delegation, congress: Congress, *, by: Actor, now: datetime) -> str:
    """Another link for the contact; the old one ends."""
    code = _new_link(delegation)
    delegation.reminder_digest = None
    session.flush()
    record(session, by, "delegation.link_renewed", "delegation", delegation.public_id, now=now)
    tell_contact(session, delegation, congress, code, now=now)
    return code


def _new_link(thing: Delegation | Nominee, name: str = "link_digest") -> str:
    code = random_text(LINK_LENGTH)
    setattr(thing, name, digest(code))
    return code


def _write_terms(session: Session, delegation: Delegation, terms: Terms, *, now: datetime) -> None:
    if terms.deadline <= now:
        raise Invalid.field("deadline", _("This moment has passed."))
    known = _unit(session, terms)
    delegation.unit = terms.unit
    delegation.unit_code = known.code if known else ""
    delegation.name = known.name if known else terms.name
    for name in ("contact_name", "email", "phone", "language", "deadline"):
        setattr(delegation, name, getattr(terms, name))
    _write_quotas(delegation, terms.places)


def _unit(session: Session, terms: Terms) -> School | Division | None:
    if terms.unit == Unit.OTHER:
        return None
    known = (resolve_school if terms.unit == Unit.SCHOOL else resolve_division)(session, terms.name)
    if known is None:
        raise Invalid.field("name", _("No school or place of this name or code is known."))
    return known


def _write_quotas(delegation: Delegation, places: Mapping[Category, int]) -> None:
    if not any(places.values()):
        raise Invalid(_("At least one place is needed."))
    held = {quota.category_id: quota for quota in delegation.quotas}
    for category, count in places.items():
        quota = held.get(category.id)
        if quota is None:
            if count:
                delegation.quotas.append(Quota(category_id=category.id, places=count, used=0))
            continue
        if count < quota.used:
            raise Invalid.field(
                f"places_{category.slug}", _("%(used)s of these places are used already.", used=quota.used)
            )
        quota.places = count


def check_deadline(delegation: Delegation, *, by: Actor, now: datetime) -> None:
    """Raises DelegationClosed; an organiser may go on."""
    if now >= delegation.deadline and not by.has(Role.ORGANISER):
        raise DelegationClosed


def nominate(
    session: Session, congress: Congress, delegation: Delegation, nomination: Nomination, *, by: Actor, now: datetime
) -> Nominee:
    """Register somebody on a place of the delegation; with an address they get a link to complete their own data.

    Raises:
        DelegationClosed: the deadline has passed.
        QuotaFull: no place of the category is left.
        AlreadyRegistered: the person has a place at the congress.
    """
    check_deadline(delegation, by=by, now=now)
    quota = next((one for one in delegation.quotas if one.category_id == nomination.category.id), None)
    if quota is None or not _take_place(session, quota):
        raise QuotaFull
    wish = Wish(
        person=nomination.person, category=nomination.category, language=nomination.language, nominated=True
    )  # fmt: skip
    registration = register_person(session, congress, wish, by=by, now=now)
    nominee = nominee_of_registration(session, registration.id)
    if nominee is None:
        nominee = Nominee(registration=registration)
        session.add(nominee)
    nominee.delegation, nominee.quota = delegation, quota
    registration.delegation = delegation.name
    nominee.nominated_at, nominee.withdrawn_at = now, None
    _place(session, nominee, nomination)
    record(session, by, "nominee.named", "delegation", delegation.public_id, now=now, registration=registration.code)
    _ask_to_complete(session, nominee, delegation, congress, now=now)
    return nominee


def _take_place(session: Session, quota: Quota) -> bool:
    """One statement that cannot overshoot, guarded again by the table's CHECK."""
    taken = session.execute(
        update(Quota).where(Quota.id == quota.id, Quota.used < Quota.places).values(used=Quota.used + 1)
        .returning(Quota.id).execution_options(synchronize_session=False)
    ).scalar_one_or_none()  # fmt: skip
    return taken is not None


def _place(session: Session, nominee: Nominee, nomination: Nomination) -> None:
    """How they stand in the delegation; it has one head."""
    nominee.is_head, nominee.rank = nomination.is_head, nomination.rank
    session.flush()
    if nominee.is_head:
        no_other_head(session, nominee.delegation_id, nominee.id)


def _ask_to_complete(
    session: Session, nominee: Nominee, delegation: Delegation, congress: Congress, *, now: datetime
) -> None:
    """Who has an address completes their own data; of others the contact's word is all there will be."""
    registration = nominee.registration
    nominee.completed_at = nominee.link_digest = nominee.reminder_digest = nominee.reminded_at = None
    if registration.email or registration.phone:
        tell_nominee(session, registration, delegation, congress, _new_link(nominee), now=now)
    else:
        nominee.completed_at = now
    session.flush()


def change_nominee(session: Session, nominee: Nominee, nomination: Nomination, *, by: Actor, now: datetime) -> bool:
    """What the contact corrects; whether anything changed. Who gets another address is sent a link there.

    Raises:
        StateRefused: they are withdrawn.
        DelegationClosed: the deadline has passed.
    """
    delegation, registration = nominee.delegation, nominee.registration
    check_deadline(delegation, by=by, now=now)
    if nominee.withdrawn_at is not None:
        raise StateRefused
    facts = nomination.person
    wanted = {name: getattr(facts, name) for name in ("name", "organisation", "title", "email", "phone")}
    wanted["language"] = nomination.language
    changes = {name: value for name, value in wanted.items() if value != getattr(registration, name)}
    moved = (nomination.is_head, nomination.rank) != (nominee.is_head, nominee.rank)
    _place(session, nominee, nomination)
    if changes:
        change_registration(session, registration, changes, by=by, now=now)
    if changes.keys() & {"email", "phone"}:
        _ask_to_complete(session, nominee, delegation, registration.congress, now=now)
    if moved:
        record(
            session, by, "nominee.placed", "delegation", delegation.public_id, now=now, registration=registration.code
        )  # fmt: skip
    return bool(changes) or moved


def replace_nominee(
    session: Session, nominee: Nominee, person: PersonFacts, *, language: str, by: Actor, now: datetime
) -> None:
    """Another person takes over the place; the old badge is void, and the new person is asked to complete.

    Raises:
        DelegationClosed: the deadline has passed.
        StateRefused: the nominee is withdrawn.
        AlreadyRegistered: the new person has a place of their own.
    """
    delegation, registration = nominee.delegation, nominee.registration
    check_deadline(delegation, by=by, now=now)
    reason = str(_("Replaced by the delegation"))
    send_deputy(session, registration, person, reason=reason, letter=None, agreed=False, by=by, now=now)
    registration.language = language
    nominee.is_head, nominee.rank, nominee.nominated_at = False, None, now
    _ask_to_complete(session, nominee, delegation, registration.congress, now=now)


def withdraw_nominee(session: Session, nominee: Nominee, *, by: Actor, now: datetime) -> None:
    """Their registration is cancelled, which gives the place back (`reactions`). Raises StateRefused if it was."""
    if nominee.withdrawn_at is not None:
        raise StateRefused
    cancel_registration(session, nominee.registration, by=by, now=now)


def give_back_place(session: Session, nominee: Nominee, *, now: datetime) -> None:
    """Whoever is cancelled leaves the delegation; the place is free again."""
    nominee.withdrawn_at, nominee.is_head = now, False
    nominee.link_digest = nominee.reminder_digest = None
    nominee.registration.delegation = ""
    session.execute(
        update(Quota).where(Quota.id == nominee.quota_id).values(used=Quota.used - 1)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    session.flush()


def complete_nominee(
    session: Session, nominee: Nominee, changes: Mapping[str, Any], *, by: Actor, now: datetime
) -> None:
    """The person's own word, given once: data and consents; then badge and agenda go out.

    Raises:
        StateRefused: it was given, somebody else took over the place, or the registration does not stand any more.
    """
    asked = nominee.link_digest
    lock_registration(session, nominee.registration_id)
    session.refresh(nominee, ["completed_at", "link_digest"])
    if nominee.completed_at is not None or nominee.link_digest != asked:
        raise StateRefused
    registration = change_registration(session, nominee.registration, changes, by=by, now=now)
    nominee.completed_at = now
    session.flush()
    tell_received(session, registration, now=now)


def remind_delegations(session: Session, *, today: date, now: datetime) -> int:
    """Remind whoever has not completed their own data, and contacts whose deadline is near while something is open.

    Each is told once; a contact again when the deadline is moved. Answers how many are told.
    """
    told = 0
    for nominee in nominees_to_remind(session, named_before=now - REMINDED_AFTER, today=today):
        nominee.reminded_at = now
        code = _new_link(nominee, "reminder_digest")
        remind_nominee(session, nominee.registration, nominee.delegation, code, now=now)
        told += 1
    due = delegations_to_remind(session, after=now, until=now + REMINDED_BEFORE)
    progress = {known_as: progress_of(session, known_as) for known_as in {one.congress_id for one in due}}
    for delegation in due:
        done = progress[delegation.congress_id].get(delegation.id)
        free = sum(quota.places - quota.used for quota in delegation.quotas)
        waiting = done.nominated - done.completed if done else 0
        delegation.reminded_at = now
        if free or waiting:
            code = _new_link(delegation, "reminder_digest")
            remind_contact(session, delegation, code, free=free, waiting=waiting, now=now)
            told += 1
    session.flush()
    return told
