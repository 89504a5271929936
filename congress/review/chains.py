"""Setting the chains, and an office's word."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.programme.models import Congress
from congress.registration.errors import NoSuchRegistration
from congress.review.chain_queries import county_of_school, forget_chains, is_turn_of, turns_of
from congress.review.deciding import decide_each, hold_chosen
from congress.review.models import ReviewMark, ReviewStep, SchoolCounty
from congress.review.rules import Office
from congress.schools.models import Division, School


def set_chains(
    session: Session, congress: Congress, chains: Mapping[str, Sequence[Office]], *, by: Actor, now: datetime
) -> None:
    """Say along which offices each kind of school is reviewed; what offices have said already stays said."""
    forget_chains(session, congress.id)
    session.add_all(
        ReviewStep(congress_id=congress.id, school_kind=kind, office=office)
        for kind, offices in chains.items()
        for office in offices
    )
    session.flush()
    facts = {kind: list(offices) for kind, offices in chains.items()}
    record(session, by, "review.chains", "congress", congress.slug, now=now, chains=facts)


def put_under_county(
    session: Session, school: School, county: Division | None, *, by: Actor, now: datetime
) -> None:  # fmt: skip
    """Say whose education office a school is under; none for the prefecture's own."""
    known = county_of_school(session, school.id)
    if county is None:
        if known is not None:
            session.delete(known)
    elif known is None:
        session.add(SchoolCounty(school_id=school.id, division_id=county.id))
    else:
        known.division_id = county.id
    session.flush()
    record(session, by, "review.county", "school", school.code, now=now, county=county.code if county else "")


def speak_for_office(
    session: Session, congress: Congress, codes: Collection[str], *, agrees: bool, reason: str = "", by: Actor,
    now: datetime,
) -> int:  # fmt: skip
    """The actor's office agrees to everybody named, who go on to the next one or are let in; or refuses them all.

    Raises:
        Invalid: nobody is named, or somebody is refused without a reason.
        NoSuchRegistration: it is not this office's turn with one of them.
        BatchRefused: with each of those whom no seat was left for.
    """
    found = hold_chosen(session, congress.id, codes, accept=agrees, reason=reason)
    turns = {turn.registration_id: turn for turn in turns_of(session, congress.id, codes) if is_turn_of(by, turn)}
    if len(turns) != len(set(codes)):
        raise NoSuchRegistration
    for each in found:
        office = turns[each.id].office
        if agrees:
            session.add(ReviewMark(registration_id=each.id, office=office, said_by=by.user_id, said_at=now))
            record(session, by, "review.agreed", "registration", each.code, now=now, office=office)
    session.flush()
    waiting = {turn.registration_id for turn in turns_of(session, congress.id, codes)} if agrees else set()
    settled = [each for each in found if each.id not in waiting]
    decide_each(session, settled, [], accept=agrees, reason=reason, by=by, now=now)
    return len(found)
