"""Beside the single decision: setting chains, 会审, interests, favours. Start reading at `set_chain`."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Forbidden, Invalid, StateRefused
from congress.foundation.i18n import _
from congress.outcomes.actions import add_verification, held_milestone, open_joint_review, settle_milestone
from congress.outcomes.models import ChainStep, FavourRequest, Interest, Milestone
from congress.outcomes.queries import may_verify
from congress.outcomes.review_queries import chain_for, chain_of, joint_reviews_of
from congress.outcomes.rules import read_chain
from congress.outcomes.states import Decision, Family, MilestoneState


def set_chain(session: Session, congress_id: int, family: Family, text: str, *, by: Actor, now: datetime) -> None:
    """Replace the chain of a family; without a line one verifier decides. Raises Invalid naming the line."""
    try:
        steps = read_chain(text)
    except ValueError as bad:
        raise Invalid.field(family, _("Line %(number)s cannot be read.", number=bad.args[0])) from None
    for known in chain_of(session, congress_id, family):
        session.delete(known)
    session.flush()
    session.add_all(
        ChainStep(congress_id=congress_id, family=family, position=position, level=level, office=office)
        for position, (level, office) in enumerate(steps)
    )
    record(session, by, "chain.set", "chain", family, now=now)
    session.flush()


def _demand_scope(session: Session, milestone: Milestone, by: Actor) -> None:
    """Whoever speaks for the place or for any step of the chain."""
    levels = [None, *(step.level for step in chain_for(session, milestone))]
    if not any(may_verify(by, milestone, level) for level in levels):
        raise Forbidden(_("This place is not in your scope."))


def call_joint_review(session: Session, milestone: Milestone, reason: str, *, by: Actor, now: datetime) -> None:
    """Ask for a joint review 会审 of what is filed; raises Forbidden, Interested, SamePerson, StateRefused."""
    milestone = held_milestone(session, milestone, by)
    _demand_scope(session, milestone, by)
    if milestone.state != MilestoneState.FILED:
        raise StateRefused
    open_joint_review(session, milestone, reason, by=by, now=now)


def decide_joint_review(
    session: Session, milestone: Milestone, decision: Decision, reason: str, *, participants: str, minutes: str,
    by: Actor, now: datetime,
) -> None:  # fmt: skip
    """What the review decided, with its participants and the number of its minutes; the last step records it.

    Raises:
        Forbidden, Interested, SamePerson, StateRefused: as for verifying.
    """
    milestone = held_milestone(session, milestone, by)
    steps = chain_for(session, milestone)
    if not may_verify(by, milestone, steps[-1].level if steps else None):
        raise Forbidden(_("The last step of the chain records what the joint review decided."))
    if milestone.state != MilestoneState.JOINT:
        raise StateRefused
    review = joint_reviews_of(session, milestone.id)[-1]
    review.participants, review.minutes, review.decision = participants, minutes, decision
    review.decided_by, review.decided_at = by.user_id, now
    add_verification(session, milestone, decision, reason, basis=minutes, office=str(_("Joint review")), by=by, now=now)
    settle_milestone(session, milestone, decision, by=by, now=now)


def declare_interest(session: Session, milestone: Milestone, text: str, *, by: Actor, now: datetime) -> None:
    """Say what binds one to an intention; from then on somebody else decides everything about it."""
    session.add(Interest(intention_id=milestone.intention_id, user_id=by.user_id, text=text, at=now))
    record(session, by, "interest.declared", "milestone", milestone.public_id, now=now)
    session.flush()


def record_favour(
    session: Session, milestone: Milestone, *, who: str, asked_on: date, text: str, by: Actor, now: datetime
) -> None:
    """Keep that somebody asked for a favour 打招呼; the audit trail says that there is one, not what it says."""
    session.add(
        FavourRequest(
            milestone_id=milestone.id, who=who, asked_on=asked_on, text=text, recorded_by=by.user_id, recorded_at=now
        )
    )
    record(session, by, "favour.recorded", "milestone", milestone.public_id, now=now)
    session.flush()
