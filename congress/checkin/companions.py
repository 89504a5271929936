"""随行人员: whom somebody brings along. Each is registered, wears a badge of their own, and comes in with the other."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.alumni.actions import PersonFacts
from congress.checkin.errors import InAnotherParty, TooManyCompanions
from congress.checkin.guest_queries import brought_by, brought_ids, companionship_of, party_led_by
from congress.checkin.models import Companion, CompanionGroup
from congress.foundation.access import SYSTEM, Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.programme.queries import category_by_slug
from congress.registration.actions import cancel_registration, register_person
from congress.registration.models import Registration
from congress.registration.queries import STANDING, lock_registration, registration_by_id
from congress.registration.wish import Wish

# only an organiser or an invitation makes somebody more
CATEGORY = "guest"


@dataclass(frozen=True, kw_only=True)
class Brought:
    """Who comes along. They are reached by the address of whoever brings them."""

    name: str
    organisation: str = ""
    language: str = "zh"
    under_age: bool = False


def places_left(session: Session, host: Registration) -> int:
    """How many more somebody may bring; whoever was brought brings nobody."""
    if host.status not in STANDING or brought_ids(session, [host.id]):
        return 0
    return max(0, host.category.companions - len(brought_by(session, host.id)))


def bring_along(session: Session, host: Registration, who: Brought, *, by: Actor, now: datetime) -> Registration:
    """Register a companion of somebody who is registered, and let them in by the same scan.

    Raises:
        StateRefused: the one who brings them does not come.
        TooManyCompanions: their category allows no more.
        RegistrationClosed, AlreadyRegistered: as for everybody.
    """
    lock_registration(session, host.id)
    if host.status not in STANDING:
        raise StateRefused
    if places_left(session, host) <= 0:
        raise TooManyCompanions
    category = category_by_slug(session, host.congress_id, CATEGORY)
    if category is None:
        raise Invalid(_("There is no such category."))
    facts = PersonFacts(
        name=who.name, email=host.email, phone=host.phone, organisation=who.organisation, title=""
    )  # fmt: skip
    wish = Wish(person=facts, category=category, language=who.language)
    made = register_person(session, host.congress, wish, by=by, now=now, walk_in=is_organiser(by))
    party = party_led_by(session, host.congress_id, host.code)
    if party is None:
        party = CompanionGroup(congress_id=host.congress_id, name=host.name[:120], leader_id=host.id)
        session.add(party)
        session.flush()
    companion = companionship_of(session, made.id) or Companion(group_id=party.id, registration_id=made.id)
    # who had called off and comes again is in the party still
    if companion.group_id != party.id:
        raise InAnotherParty
    companion.brought, companion.under_age = True, who.under_age
    session.add(companion)
    record(
        session, by, "companion.brought", "registration", host.code, now=now, registration=made.code,
        under_age=who.under_age,
    )  # fmt: skip
    return made


def call_off_companions(session: Session, host_id: int, *, now: datetime) -> None:
    """Who does not come brings nobody."""
    for companion in brought_by(session, host_id):
        registration = registration_by_id(session, companion.registration_id)
        if registration is not None:
            cancel_registration(session, registration, by=SYSTEM, now=now)
