"""Competing claims to the credit of one intention: frozen while they are open, decided by somebody outside.

A decision either leaves the shares as they are or divides anew what the parties hold together; what was credited
so far is taken back and written again in the same transaction, so that the sum of every outcome stays what it is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.credit.actions import Writing, append_entries, append_holds
from congress.credit.dispute_queries import decided_shares, dispute_for, lock_dispute, open_dispute_over
from congress.credit.errors import NoOutsider
from congress.credit.models import Dispute, DisputeStatement, LedgerEntry
from congress.credit.permissions import own_entities
from congress.credit.queries import official_order, standing_entries
from congress.credit.rules import Part
from congress.credit.states import DISPUTE_TRANSITIONS, DisputeState, HoldAct
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.clock import day_bounds, local_day
from congress.foundation.errors import Forbidden, Invalid, StateRefused
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.shares import MILLION, apportion
from congress.foundation.workdays import work_calendar
from congress.outcomes.rules import claimants_of
from congress.programme.models import Congress
from congress.signing.models import Intention

STATEMENT_WORKING_DAYS = 10
FEWEST = 2


def open_dispute(
    session: Session, congress: Congress, intention: Intention, kind: str, codes: Sequence[str], reason: str, *,
    statements_until: datetime | None, zone: ZoneInfo, by: Actor, now: datetime,
) -> Dispute:  # fmt: skip
    """Open a dispute between entities of one kind and freeze what they have, or will have, of the intention.

    Raises:
        Invalid: fewer than two parties, a time for statements that has passed.
        Forbidden: a school or place that is none of the parties.
        StateRefused: one is open already about this kind.
    """
    order = official_order(session)
    parties = sorted(set(codes), key=lambda code: (order.get(code, 1 << 30), code))
    if len(parties) < FEWEST:
        raise Invalid.field("entities", _("A dispute has at least two parties."))
    own = own_entities(by)
    if own is not None and not any((kind, code) in own for code in parties):
        raise Forbidden(_("A school or place opens a dispute for itself alone."))
    last = work_calendar(session).after(local_day(now, zone), STATEMENT_WORKING_DAYS)
    until = statements_until or day_bounds(last, zone)[1]
    if until <= now:
        raise Invalid.field("statements_until", _("This moment has passed."))
    if open_dispute_over(session, congress.id, intention.public_id, kind) is not None:
        raise StateRefused(_("A dispute about this is open already."))
    dispute = Dispute(
        public_id=new_id(), congress_id=congress.id, intention=intention.public_id, title=intention.title,
        entity_kind=kind, parties=parties, reason=reason, state=DisputeState.OPEN, statements_until=until,
        opened_by=by.user_id, opened_at=now, shares={}, statements=[],
    )  # fmt: skip
    session.add(dispute)
    entities = [(kind, code) for code in parties]
    append_holds(
        session, congress, intention.public_id, entities, HoldAct.FREEZE, cause=dispute.public_id, now=now
    )  # fmt: skip
    record(session, by, "dispute.opened", "dispute", dispute.public_id, now=now, entity_kind=kind)
    session.flush()
    return dispute


def state_in_dispute(
    session: Session, dispute: Dispute, code: str, text: str, *, by: Actor, now: datetime
) -> DisputeStatement:
    """A party's statement, in time; raises Forbidden for somebody else's, StateRefused afterwards."""
    own = own_entities(by)
    if code not in dispute.parties or own is None or (dispute.entity_kind, code) not in own:
        raise Forbidden(_("Only a party states its case, and only for itself."))
    lock_dispute(session, dispute.id)
    session.refresh(dispute, ["state"])
    if dispute.state != DisputeState.OPEN or now >= dispute.statements_until:
        raise StateRefused(_("The time for statements is over."))
    statement = DisputeStatement(dispute_id=dispute.id, entity_code=code, text=text, filed_by=by.user_id, at=now)
    session.add(statement)
    record(session, by, "dispute.stated", "dispute", dispute.public_id, now=now, entity=code)
    session.flush()
    return statement


def decide_dispute(
    session: Session, congress: Congress, dispute: Dispute, intention: Intention, reason: str, *,
    shares: Mapping[str, int] | None, by: Actor, now: datetime,
) -> Dispute:  # fmt: skip
    """Decide with a reason: leave the shares (None), or divide what the parties hold together by `shares`.

    Raises:
        NoOutsider: whoever opened it, stated a case in it, or speaks for one of the parties.
        Invalid: shares that are not those of the parties, or do not add up to what they hold together.
        StateRefused: it is decided, or the time for statements runs.
    """
    lock_dispute(session, dispute.id)
    dispute = dispute_for(session, by, dispute.public_id)
    _demand_outsider(dispute, by)
    if DisputeState.DECIDED not in DISPUTE_TRANSITIONS[DisputeState(dispute.state)]:
        raise StateRefused
    if now < dispute.statements_until and {one.entity_code for one in dispute.statements} < set(dispute.parties):
        raise StateRefused(_("The time for statements still runs, and not every party has stated its case."))
    current = shares_of(session, congress, intention, dispute.entity_kind)
    if shares is not None:
        dispute.shares = _divided(dispute, current, shares)
    dispute.move_to(DisputeState.DECIDED)
    dispute.decision, dispute.decided_by, dispute.decided_at = reason, by.user_id, now
    if shares is not None:
        _write_anew(session, congress, dispute, now=now)
    entities = [(dispute.entity_kind, code) for code in dispute.parties]
    append_holds(
        session, congress, dispute.intention, entities, HoldAct.RELEASE, cause=dispute.public_id, now=now
    )  # fmt: skip
    record(session, by, "dispute.decided", "dispute", dispute.public_id, now=now, divided=shares is not None)
    session.flush()
    return dispute


def _demand_outsider(dispute: Dispute, by: Actor) -> None:
    involved = {dispute.opened_by, *(one.filed_by for one in dispute.statements)}
    speaks_for = {grant.scope_code for grant in by.grants if grant.scope_code}
    if (by.user_id is not None and by.user_id in involved) or speaks_for & set(dispute.parties):
        raise NoOutsider


def shares_of(session: Session, congress: Congress, intention: Intention, kind: str) -> dict[str, int]:
    """Who has which share of the intention within a kind: by the last decision, else by the intention itself."""
    decided = decided_shares(session, congress.id, intention.public_id).get(kind)
    if decided:
        return decided
    division = intention.division
    parent = (division.parent.code, division.parent.kind) if division.parent else None
    schools = [(one.school.code, one.school.kind, one.share) for one in intention.schools]
    claimants = claimants_of(schools, (division.code, division.kind), parent)
    return {one.code: one.share for one in claimants if one.kind == kind}


def _divided(dispute: Dispute, current: Mapping[str, int], shares: Mapping[str, int]) -> dict[str, int]:
    """Everybody's share of the kind after the decision."""
    held = sum(current.get(code, 0) for code in dispute.parties) if current else MILLION
    if set(shares) != set(dispute.parties) or any(share < 0 for share in shares.values()):
        raise Invalid.field("shares", _("Give each party its share, and nobody else."))
    if sum(shares.values()) != held or held == 0:
        message = _(
            "The shares must add up to what the parties hold together: %(share)s parts per million.", share=held
        )
        raise Invalid.field("shares", message)
    others = {code: share for code, share in current.items() if code not in dispute.parties}
    return {code: share for code, share in (others | dict(shares)).items() if share}


def _write_anew(session: Session, congress: Congress, dispute: Dispute, *, now: datetime) -> None:
    """Take back what the parties were credited with, outcome by outcome, and credit the same sum by the decision."""
    standing = standing_entries(session, congress.id, dispute.intention)
    for _milestone, group in groupby(sorted(standing, key=lambda one: (one.milestone, one.seq)), _milestone_of):
        entries = list(group)
        of_kind = [one for one in entries if one.entity_kind == dispute.entity_kind]
        own = [one for one in of_kind if one.entity_code in dispute.parties]
        # without a claimant of the kind nobody was credited yet; the whole is what any other kind was
        source = own if of_kind else [one for one in entries if one.entity_kind == entries[0].entity_kind]
        if not source:
            continue
        parts = [Part(one.entity_kind, one.entity_code, one.share, -one.amount_fen, -one.count) for one in own]
        parts += _parts(dispute, sum(one.amount_fen for one in source), sum(one.count for one in source))
        reverses = [*(one.seq for one in own), *([None] * (len(parts) - len(own)))]
        append_entries(session, congress, _writing(entries[0]), parts, reverses=reverses, now=now)


def _milestone_of(entry: LedgerEntry) -> str:
    return entry.milestone


def _parts(dispute: Dispute, amount_fen: int, count: int) -> list[Part]:
    codes = sorted(code for code in dispute.parties if code in dispute.shares)
    weights = [dispute.shares[code] for code in codes]
    rows = zip(codes, weights, apportion(amount_fen, weights), apportion(count, weights), strict=True)
    return [Part(dispute.entity_kind, code, share, fen, heads) for code, share, fen, heads in rows]


def _writing(entry: LedgerEntry) -> Writing:
    return Writing(
        milestone=entry.milestone, intention=entry.intention, measure=entry.measure, rule_version=entry.rule_version,
        period=entry.period, evidence=tuple(entry.evidence),
    )  # fmt: skip
