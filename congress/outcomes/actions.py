"""Filing, verifying and reversing. Start reading at `file_milestone`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.clock import local_day
from congress.foundation.errors import Forbidden, Invalid, StateRefused
from congress.foundation.events import publish
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.uploads import uploads_of
from congress.outcomes.errors import Interested, SamePerson
from congress.outcomes.events import OutcomeAccepted, OutcomeReversed
from congress.outcomes.models import Evidence, JointReview, Milestone, Verification
from congress.outcomes.queries import (
    acceptances,
    has_outcome,
    lock_milestone,
    may_verify,
    talent_levels,
    whole_milestone,
)
from congress.outcomes.review_queries import chain_for, has_interest, next_step
from congress.outcomes.rules import STANDARD_LEVELS, claimants_of, missing_fact
from congress.outcomes.states import NEEDS_COUNT, RESULT_OF, TRANSITIONS, Decision, Kind, MilestoneState
from congress.signing.actions import progress_intention
from congress.signing.models import Intention
from congress.signing.rates import counted_in_yuan, refuse_rate
from congress.signing.states import State


def file_milestone(
    session: Session,
    intention: Intention,
    facts: Mapping[str, Any],
    evidence: Sequence[str],
    *,
    zone: ZoneInfo,
    by: Actor,
    now: datetime,
) -> Milestone:
    """File a fact with its evidence (ids of the actor's uploads); without evidence it is taken with its note.

    Of foreign money `amount_fen` is in hundredths of `currency`; its rate with day and source says what counts.

    Raises:
        StateRefused: the intention has ended, or is a framework agreement.
        Invalid: an amount, a count or a date that the kind does not allow; foreign money without its rate;
            evidence that is not the actor's.
    """
    _refuse_uncounted(intention)
    kind = Kind(facts["kind"])
    fault = missing_fact(
        kind, amount_fen=facts.get("amount_fen"), count=facts.get("count"), occurred_on=facts["occurred_on"],
        today=local_day(now, zone),
    )  # fmt: skip
    if fault == "occurred_on":
        raise Invalid.field(fault, _("The day lies in the future."))
    if fault is not None:
        raise Invalid.field(fault, _("This kind of milestone needs it, and more than zero."))
    level = facts.get("level") or ""
    known = {one.key for one in talent_levels(session, intention.congress_id) or STANDARD_LEVELS}
    if level and (kind not in NEEDS_COUNT or level not in known):
        raise Invalid.field("level", _("There is no such level of talent, or nobody is counted here."))
    amount = facts.get("amount_fen") or 0
    milestone = Milestone(
        level=level, public_id=new_id(), congress_id=intention.congress_id, intention_id=intention.id, kind=kind,
        occurred_on=facts["occurred_on"], count=facts.get("count") or 0, note=facts["note"],
        state=MilestoneState.FILED, filed_by=by.user_id, filed_at=now,
        **_money(amount, facts, today=local_day(now, zone)),
    )  # fmt: skip
    session.add(milestone)
    session.flush()
    for upload in uploads_of(session, by, evidence):
        upload.attached = True
        session.add(Evidence(milestone_id=milestone.id, upload_id=upload.id))
    session.flush()
    record(session, by, "milestone.filed", "milestone", milestone.public_id, now=now, fact=kind)
    return whole_milestone(session, milestone.id)


def _money(amount: int, facts: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """What counts, and of foreign money what it is counted from."""
    currency, rate, rate_on = facts.get("currency") or "CNY", facts.get("rate") or None, facts.get("rate_on")
    source = facts.get("rate_source") or ""
    if currency == "CNY":
        refuse_rate(rate)
        return {"amount_fen": amount}
    if rate_on is not None and rate_on > today:
        raise Invalid.field("rate_on", _("The day lies in the future."))
    counted = counted_in_yuan(amount, rate, rate_on, source)
    if counted is None:
        raise Invalid.field("rate", _("Foreign money counts in yuan: say the rate with its day and source."))
    told = {"foreign_fen": amount, "currency": currency, "rate": rate, "rate_on": rate_on, "rate_source": source}
    return told | {"amount_fen": counted}


def refile_milestone(session: Session, milestone: Milestone, note: str, *, by: Actor, now: datetime) -> Milestone:
    """Send a returned milestone in again; raises StateRefused."""
    lock_milestone(session, milestone.id)
    milestone = whole_milestone(session, milestone.id)
    if milestone.state != MilestoneState.RETURNED:
        raise StateRefused
    milestone.move_to(MilestoneState.FILED)
    milestone.note, milestone.filed_by, milestone.filed_at = note, by.user_id, now
    record(session, by, "milestone.refiled", "milestone", milestone.public_id, now=now)
    session.flush()
    return whole_milestone(session, milestone.id)


def verify_milestone(
    session: Session,
    milestone: Milestone,
    decision: Decision,
    reason: str,
    *,
    two_above_fen: int | None,
    by: Actor,
    now: datetime,
    basis: str = "",
) -> tuple[Milestone, bool]:
    """Accept, reject or return; whether the decision stands (False: another verifier is still needed).

    Along a chain each step is accepted by somebody of its own scope, the last one makes it an outcome; who rejects
    what others have accepted calls a joint review. The row is held, so that of two verifiers at once one decides.

    Raises:
        SamePerson: whoever filed it, or accepted it before.
        Interested: whoever declared an interest.
        Forbidden: its place or step is not in the verifier's scope.
        StateRefused: it is not waiting for a decision, or its intention has ended.
    """
    milestone = held_milestone(session, milestone, by)
    steps, given, step = chain_for(session, milestone), acceptances(session, milestone), next_step(session, milestone)
    if not may_verify(by, milestone, step.level if step else None):
        raise Forbidden(_("This place is not in your scope."))
    # a joint review ends by its minutes alone
    if (
        milestone.state == MilestoneState.JOINT
        or RESULT_OF[decision] not in TRANSITIONS[MilestoneState(milestone.state)]
    ):
        raise StateRefused
    if decision is Decision.ACCEPT:
        _refuse_uncounted(milestone.intention)
        if by.user_id in {one.user_id for one in given}:
            raise SamePerson
    office = step.office if step else ""
    add_verification(session, milestone, decision, reason, basis=basis, office=office, by=by, now=now)
    needs_two = two_above_fen is not None and milestone.amount_fen > two_above_fen
    if decision is Decision.ACCEPT and len(given) + 1 < max(len(steps), 2 if needs_two else 1):
        session.flush()
        return whole_milestone(session, milestone.id), False
    if decision is Decision.REJECT and steps and given:
        open_joint_review(session, milestone, reason, by=by, now=now)
        return whole_milestone(session, milestone.id), False
    return settle_milestone(session, milestone, decision, by=by, now=now), True


def held_milestone(session: Session, milestone: Milestone, by: Actor) -> Milestone:
    """The milestone, its row held, for somebody who may decide it: neither who filed it nor who is interested."""
    lock_milestone(session, milestone.id)
    milestone = whole_milestone(session, milestone.id)
    if milestone.filed_by is not None and milestone.filed_by == by.user_id:
        raise SamePerson
    if has_interest(session, by.user_id, milestone.intention_id):
        raise Interested
    return milestone


def _refuse_uncounted(intention: Intention) -> None:
    # a fact may come true beside the signing; what it is credited by is fixed from then on (OutcomesStand)
    if intention.state == State.ENDED:
        raise StateRefused(_("The intention has ended."))
    if intention.is_framework:
        raise StateRefused(_("A framework agreement is no contract: record the contract that follows, and file there."))


def add_verification(
    session: Session, milestone: Milestone, decision: str, reason: str, *, by: Actor, now: datetime, basis: str = "",
    office: str = "",
) -> None:  # fmt: skip
    session.add(
        Verification(
            milestone_id=milestone.id, decision=decision, reason=reason, basis=basis, office=office,
            user_id=by.user_id, at=now,
        )
    )  # fmt: skip
    record(session, by, f"milestone.{decision}", "milestone", milestone.public_id, now=now)


def open_joint_review(session: Session, milestone: Milestone, reason: str, *, by: Actor, now: datetime) -> None:
    milestone.move_to(MilestoneState.JOINT)
    session.add(JointReview(milestone_id=milestone.id, reason=reason, called_by=by.user_id, called_at=now))
    record(session, by, "milestone.joint_review", "milestone", milestone.public_id, now=now)
    session.flush()


def settle_milestone(
    session: Session, milestone: Milestone, decision: Decision, *, by: Actor, now: datetime
) -> Milestone:
    """The decision takes effect; an acceptance writes the ledger in the same transaction."""
    if decision is Decision.ACCEPT:
        _refuse_uncounted(milestone.intention)
    milestone.move_to(RESULT_OF[decision])
    if decision is Decision.ACCEPT:
        milestone.accepted_by, milestone.accepted_at = by.user_id, now
        session.flush()
        progress_intention(session, milestone.intention, has_outcomes=True, by=by, now=now)
        publish(session, _accepted(milestone, now))
    session.flush()
    return whole_milestone(session, milestone.id)


def _accepted(milestone: Milestone, now: datetime) -> OutcomeAccepted:
    intention, division = milestone.intention, milestone.intention.division
    parent = (division.parent.code, division.parent.kind) if division.parent else None
    schools = [(share.school.code, share.school.kind, share.share) for share in intention.schools]
    return OutcomeAccepted(
        congress_id=milestone.congress_id,
        milestone=milestone.public_id,
        intention=intention.public_id,
        kind=milestone.kind,
        amount_fen=milestone.amount_fen,
        currency="CNY",
        count=milestone.count,
        occurred_on=milestone.occurred_on,
        accepted_at=now,
        claimants=claimants_of(schools, (division.code, division.kind), parent),
        evidence=tuple(evidence.upload.sha256 for evidence in milestone.evidence),
    )


def reverse_milestone(session: Session, milestone: Milestone, reason: str, *, by: Actor, now: datetime) -> Milestone:
    """Take an outcome back; the credit slice writes counter-entries in the same transaction.

    Raises:
        SamePerson, Forbidden, StateRefused: as for verifying.
    """
    milestone = held_milestone(session, milestone, by)
    steps = chain_for(session, milestone)
    if not may_verify(by, milestone, steps[-1].level if steps else None):
        raise Forbidden(_("This place is not in your scope."))
    if milestone.state != MilestoneState.ACCEPTED:
        raise StateRefused
    milestone.move_to(MilestoneState.REVERSED)
    session.add(Verification(milestone_id=milestone.id, decision="reverse", reason=reason, user_id=by.user_id, at=now))
    session.flush()
    record(session, by, "milestone.reversed", "milestone", milestone.public_id, now=now)
    publish(
        session,
        OutcomeReversed(congress_id=milestone.congress_id, milestone=milestone.public_id, reversed_at=now),
    )
    still = has_outcome(session, milestone.intention_id)
    progress_intention(session, milestone.intention, has_outcomes=still, by=by, now=now)
    session.flush()
    return whole_milestone(session, milestone.id)
