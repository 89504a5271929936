"""Making two records one, and telling two people apart. Start reading at `merge_people`."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from congress.alumni.actions import add_keys
from congress.alumni.models import Education, Person
from congress.alumni.rules import sameness_keys, sound_of
from congress.alumni.states import ClaimState, Purpose
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.db import unique_or
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.foundation.moves import move_rows
from congress.people.errors import BeingErased
from congress.people.models import NotDouble
from congress.people.places import better_place, join_places
from congress.people.queries import asks_erasure, consents_of, forget_pair, pair_of, places_of, remove_person
from congress.people.rules import FIELD_NAMES
from congress.privacy.rules import ERASED
from congress.registration.models import Registration

# which of two claims to one school stays
BEST_CLAIM = (ClaimState.CONFIRMED, ClaimState.CLAIMED, ClaimState.REFUSED)


def merge_people(
    session: Session, kept: str, gone: str, taken_over: Collection[str], *, by: Actor, now: datetime
) -> Person:
    """Make two records one: `kept` stays, with the fields that are `taken_over` as `gone` has them.

    No entry of any ledger changes: money hangs on places, which move; credit hangs on schools, whose shares stand.

    Raises:
        NoSuchPair: one of them is not there, or somebody else has merged them meanwhile.
        BeingErased: one of them asked for it, or is erased.
    """
    stays, goes = pair_of(session, kept, gone, hold=True)
    ids = [stays.id, goes.id]
    if asks_erasure(session, ids) or any(one.name.startswith(f"{ERASED} ") for one in (stays, goes)):
        raise BeingErased
    places = _join_all_places(session, stays.id, goes.id, taken_over, by=by, now=now)
    stays, goes = pair_of(session, kept, gone, hold=True)
    facts = {name: getattr(goes, name) for name in FIELD_NAMES if name in taken_over}
    keys = [
        key
        for one in (stays, goes)
        for key in sameness_keys(one.name, email=one.email, phone=one.phone, organisation=one.organisation)
    ]
    _join_claims(session, stays, goes)
    _join_consents(session, stays.id, goes.id, now=now)
    account = goes.user_id
    goes.user_id = None
    session.flush()
    forget_pair(session, ids)
    moved = move_rows(session, "person", ids[1], ids[0])
    remove_person(session, ids[1])
    person = session.get_one(Person, ids[0])
    for name, value in facts.items():
        setattr(person, name, value)
    person.sound = sound_of(person.name)
    if person.user_id is None:
        person.user_id = account
    add_keys(session, person, keys)
    record(
        session, by, "person.merged", "person", kept, now=now, gone=gone, fields=sorted(facts), places=places,
        rows=moved,
    )  # fmt: skip
    session.flush()
    return person


def _join_all_places(
    session: Session, kept: int, gone: int, taken_over: Collection[str], *, by: Actor, now: datetime
) -> list[str]:  # fmt: skip
    """One place for each congress where both have one; answers which went into which."""
    joined = []
    mine = {place.congress_id: place for place in places_of(session, [kept])}
    for theirs in places_of(session, [gone]):
        own = mine.get(theirs.congress_id)
        if own is None:
            continue
        stays, goes = better_place(own, theirs)
        # what is taken over comes from the place of the record that goes, whichever place stays
        fields = set(taken_over) if stays is own else set(FIELD_NAMES) - set(taken_over)
        joined.append(f"{goes.code}>{stays.code}")
        stays_id = stays.id
        join_places(session, stays, goes, fields, by=by, now=now)
        session.get_one(Registration, stays_id).person_id = kept
        session.flush()
    return joined


def _join_claims(session: Session, stays: Person, goes: Person) -> None:
    """Of two claims to one school the one stays that the school thinks better of."""
    mine = {claim.school_id: claim for claim in stays.educations}
    for theirs in goes.educations:
        own = mine.get(theirs.school_id)
        if own is not None and _rank(theirs) < _rank(own):
            stays.educations.remove(own)
    session.flush()


def _rank(claim: Education) -> int:
    return BEST_CLAIM.index(ClaimState(claim.state))


def _join_consents(session: Session, kept: int, gone: int, *, now: datetime) -> None:
    """The latest word on a purpose counts; of two that stand the earlier one is enough."""
    said = consents_of(session, [kept, gone])
    for purpose in Purpose:
        words = [consent for consent in said if consent.purpose == purpose]
        standing = [consent for consent in words if consent.withdrawn_at is None]
        latest_yes = max((consent.granted_at for consent in standing), default=None)
        latest_no = max((consent.withdrawn_at for consent in words if consent.withdrawn_at), default=None)
        is_no = latest_yes is not None and latest_no is not None and latest_no > latest_yes
        for consent in standing if is_no else standing[1:]:
            consent.withdrawn_at = now


def tell_apart(session: Session, person: str, other: str, reason: str, *, by: Actor, now: datetime) -> None:
    """Remember that these are two people, and why.

    Raises:
        NoSuchPair: one of them is not there.
        Invalid: no reason is given, or somebody said so already.
    """
    one, two = pair_of(session, person, other, hold=True)
    if not reason:
        raise Invalid.field("reason", _("Say how you know that these are two people."))
    with unique_or(session, Invalid.field("reason", _("That has been said already."))):
        session.add(NotDouble(person_id=one.id, other_id=two.id, reason=reason, said_by=by.user_id, said_at=now))
    record(session, by, "person.told_apart", "person", person, now=now, other=other)
