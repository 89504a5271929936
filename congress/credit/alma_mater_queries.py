"""Every question about credit that waits for alma maters to be confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import Session

from congress.alumni.models import Education
from congress.alumni.states import ClaimState
from congress.credit.models import AlmaMaterSwitch, CreditHold, LedgerEntry
from congress.credit.states import ALMA_MATER, HoldAct
from congress.registration.models import Registration
from congress.schools.models import School
from congress.signing.models import Intention, IntentionAlumnus, IntentionSchool


def waits_for_alma_maters(session: Session, congress_id: int) -> bool:
    """Whether credit of this congress waits for confirmed alma maters; an organiser switches it on."""
    found = session.get(AlmaMaterSwitch, congress_id)
    return found is not None and found.waits


def intentions_through(session: Session, person_id: int, school_id: int) -> Sequence[tuple[int, str]]:
    """(congress, intention) of all credited intentions that name the school only because this person learned there,
    or says so.
    """
    rows = session.execute(
        _credited()
        .join(IntentionSchool, IntentionSchool.intention_id == Intention.id)
        .join(IntentionAlumnus, IntentionAlumnus.intention_id == Intention.id)
        .join(Registration, Registration.id == IntentionAlumnus.registration_id)
        .where(
            IntentionSchool.from_alumni,
            IntentionSchool.school_id == school_id,
            Registration.person_id == person_id,
        )
    )
    return rows.tuples().all()


def intentions_from_alumni(session: Session, congress_id: int) -> Sequence[tuple[int, str]]:
    """(congress, intention) of all credited intentions of a congress whose schools follow from alumni."""
    derived = exists().where(IntentionSchool.intention_id == Intention.id, IntentionSchool.from_alumni)
    rows = session.execute(_credited().where(Intention.congress_id == congress_id, derived))
    return rows.tuples().all()


def _credited() -> Select[tuple[int, str]]:
    has_credit = exists().where(
        LedgerEntry.congress_id == Intention.congress_id, LedgerEntry.intention == Intention.public_id
    )
    statement = select(Intention.congress_id, Intention.public_id).where(has_credit)
    return statement.distinct().order_by(Intention.congress_id, Intention.public_id)


def unconfirmed_schools(session: Session, intention: str) -> set[tuple[str, str]]:
    """(kind, code) of the schools that an intention names only through alumni none of whom it has confirmed.

    Read column by column: what the session holds of a claim may be older than the head's lock.
    """
    confirmed = (
        exists()
        .where(
            IntentionAlumnus.intention_id == Intention.id,
            Registration.id == IntentionAlumnus.registration_id,
            Education.person_id == Registration.person_id,
            Education.school_id == IntentionSchool.school_id,
            Education.state == ClaimState.CONFIRMED,
        )
        .correlate(Intention, IntentionSchool)
    )
    rows = session.execute(
        select(School.kind, School.code)
        .join(IntentionSchool, IntentionSchool.school_id == School.id)
        .join(Intention, Intention.id == IntentionSchool.intention_id)
        .where(Intention.public_id == intention, IntentionSchool.from_alumni, ~confirmed)
    )
    return set(rows.tuples().all())


def _held(congress_id: int) -> Select[tuple[str, str, str]]:
    """What is held now because an alma mater is not confirmed, whatever else is held for another cause."""
    step = case((CreditHold.act == HoldAct.FREEZE, 1), else_=-1)
    return (
        select(CreditHold.intention, CreditHold.entity_kind, CreditHold.entity_code)
        .where(CreditHold.congress_id == congress_id, CreditHold.cause == ALMA_MATER)
        .group_by(CreditHold.intention, CreditHold.entity_kind, CreditHold.entity_code)
        .having(func.sum(step) > 0)
    )


def held_schools(session: Session, congress_id: int, intention: str) -> set[tuple[str, str]]:
    rows = session.execute(_held(congress_id).where(CreditHold.intention == intention))
    return {(kind, code) for _intention, kind, code in rows}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Credit of one school from one intention that waits, and how the claims behind it stand."""

    intention: str
    title: str
    code: str
    amount_fen: int
    count: int
    # (name of the alumnus, state of the claim, reason of a refusal); empty once nobody claims it any more
    claims: list[tuple[str, str, str]]

    @property
    def is_refused(self) -> bool:
        """Whether no claim behind it can still be confirmed without the school thinking again."""
        return all(state == ClaimState.REFUSED for _name, state, _reason in self.claims)


def waiting_credit(session: Session, congress_id: int) -> list[Waiting]:
    """Everything of a congress that waits for an alma mater, refused first, then by the intention's title; not what
    was reversed, or given to others by a dispute.
    """
    held = _held(congress_id).subquery()
    rows = session.execute(
        select(
            Intention.public_id,
            Intention.title,
            held.c.entity_code,
            func.sum(LedgerEntry.amount_fen),
            func.sum(LedgerEntry.count),
        )
        .join(held, held.c.intention == Intention.public_id)
        .join(
            LedgerEntry,
            (LedgerEntry.congress_id == congress_id)
            & (LedgerEntry.intention == held.c.intention)
            & (LedgerEntry.entity_kind == held.c.entity_kind)
            & (LedgerEntry.entity_code == held.c.entity_code),
        )
        .group_by(Intention.public_id, Intention.title, held.c.entity_code)
    ).all()
    claims = _claims_behind(session, {row[0] for row in rows})
    found = [
        Waiting(
            intention=intention, title=title, code=code, amount_fen=int(fen), count=int(people),
            claims=claims.get((intention, code), []),
        )
        for intention, title, code, fen, people in rows
        if fen or people
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.is_refused, one.title, one.intention, one.code))


def _claims_behind(
    session: Session, intentions: set[str]
) -> dict[tuple[str, str], list[tuple[str, str, str]]]:  # fmt: skip
    rows = session.execute(
        select(
            Intention.public_id, School.code, IntentionAlumnus.name, Education.state, Education.reason
        )
        .join(IntentionSchool, IntentionSchool.intention_id == Intention.id)
        .join(School, School.id == IntentionSchool.school_id)
        .join(IntentionAlumnus, IntentionAlumnus.intention_id == Intention.id)
        .join(Registration, Registration.id == IntentionAlumnus.registration_id)
        .join(
            Education, (Education.person_id == Registration.person_id) & (Education.school_id == School.id)
        )
        .where(Intention.public_id.in_(intentions), IntentionSchool.from_alumni)
        .order_by(IntentionAlumnus.id)
    )  # fmt: skip
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for intention, code, name, state, reason in rows:
        found.setdefault((intention, code), []).append((name, state, reason))
    return found
