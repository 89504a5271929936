"""How an outcome becomes credit, in the transaction that accepted it."""

from flask import current_app
from sqlalchemy.orm import Session

from congress.alumni.events import AlmaMaterMoved
from congress.credit.actions import Writing, append_entries
from congress.credit.alma_mater_queries import intentions_through
from congress.credit.alma_maters import settle_holds
from congress.credit.dispute_queries import decided_shares
from congress.credit.queries import entries_of_milestone
from congress.credit.rule_queries import rules_at
from congress.credit.rules import Part, apportion_outcome, counting_period, with_decisions
from congress.foundation.errors import StateRefused
from congress.foundation.i18n import _
from congress.outcomes.events import OutcomeAccepted, OutcomeReversed
from congress.programme.queries import congress_by_id


def credit_outcome(session: Session, event: OutcomeAccepted) -> None:
    """Write each claimant's share; kinds of milestones that no measure counts write nothing."""
    rules = rules_at(session, event.accepted_at)
    measure = rules.measures.get(event.kind)
    if measure is None:
        return
    if rules.evidence_required and not event.evidence:
        raise StateRefused(_("The rules ask for evidence."))
    zone = current_app.extensions["settings"].timezone
    decided = decided_shares(session, event.congress_id, event.intention)
    claimants = with_decisions(event.claimants, decided)
    parts = apportion_outcome(event.amount_fen, event.count, claimants, measure)
    writing = Writing(
        milestone=event.milestone,
        intention=event.intention,
        measure=measure,
        rule_version=rules.version,
        period=counting_period(event.occurred_on, event.accepted_at, rules, zone),
        evidence=event.evidence,
    )
    congress = congress_by_id(session, event.congress_id)
    append_entries(session, congress, writing, parts, reverses=[None] * len(parts), now=event.accepted_at)
    settle_holds(session, congress, event.intention, now=event.accepted_at)


def counter_outcome(session: Session, event: OutcomeReversed) -> None:
    """Write the exact negatives, in the period of the entries they take back."""
    entries = entries_of_milestone(session, event.milestone)
    undone = {entry.reverses for entry in entries if entry.reverses is not None}
    standing = [entry for entry in entries if entry.reverses is None and entry.seq not in undone]
    if not standing:
        return
    first = standing[0]
    writing = Writing(
        milestone=event.milestone, intention=first.intention, measure=first.measure,
        rule_version=first.rule_version, period=first.period, evidence=tuple(first.evidence),
    )  # fmt: skip
    parts = [
        Part(entry.entity_kind, entry.entity_code, entry.share, -entry.amount_fen, -entry.count) for entry in standing
    ]
    congress = congress_by_id(session, event.congress_id)
    reverses = [entry.seq for entry in standing]
    append_entries(session, congress, writing, parts, reverses=reverses, now=event.reversed_at)


def settle_alma_mater(session: Session, event: AlmaMaterMoved) -> None:
    """Free or freeze what came to a school through this person, wherever it has been credited."""
    for congress_id, intention in intentions_through(session, event.person_id, event.school_id):
        settle_holds(session, congress_by_id(session, congress_id), intention, now=event.moved_at)
