"""A school's decisions on claims, and what its roll says to them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from congress.almamater.errors import ClaimChanged, OwnClaim
from congress.almamater.messages import tell_decided
from congress.almamater.queries import locked_claims, roll_lines, rolls_of
from congress.almamater.rules import Trace, compare, trace_of
from congress.almamater.states import LIKELIHOOD, Likelihood, Match
from congress.alumni.actions import judge_education
from congress.alumni.models import Education
from congress.alumni.states import CLAIM_TRANSITIONS, ClaimState
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused, TooLarge
from congress.foundation.i18n import _

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Compared:
    """A claim beside what the school's roll says to it."""

    claim: Education
    match: Match

    @property
    def likelihood(self) -> Likelihood:
        return LIKELIHOOD[self.match]


def compare_claims(session: Session, claims: Sequence[Education], *, key: bytes) -> list[Compared]:
    """Each claim with its match, in the same order."""
    rolls = rolls_of(session, {claim.school_id for claim in claims})
    traces = [
        trace_of(key, claim.school.code, claim.person.name, claim.graduated, claim.degree) for claim in claims
    ]  # fmt: skip
    lines = roll_lines(session, rolls, {told for trace in traces for told in _hashes(trace)}) if rolls else {}
    return [
        Compared(
            claim,
            compare(trace, lines, has_roll=claim.school_id in rolls, year=claim.graduated, degree=claim.degree),
        )
        for claim, trace in zip(claims, traces, strict=True)
    ]


def _hashes(trace: Trace) -> tuple[str, ...]:
    return trace.by_name, trace.by_year, trace.by_degree, trace.by_no_degree


def decide_claims(
    session: Session, codes: Collection[str], seen: Mapping[int, datetime | None], state: ClaimState, reason: str, *,
    by: Actor, now: datetime,
) -> Sequence[Education]:  # fmt: skip
    """Confirm or refuse claims to the schools of `codes`, all or none; `seen` says since when each was claimed as
    the school saw it (None: as it stands).

    Raises:
        NoSuchClaim: one is no claim to one of the schools.
        ClaimChanged: the person has changed one since.
        OwnClaim: one is the actor's own.
        StateRefused: one is decided so already.
        Invalid: a refusal without a reason, no claim at all.
        TooLarge: more than two hundred claims.
    """
    if not seen:
        raise Invalid.field("claims", _("Choose at least one claim."))
    if len(seen) > MOST_AT_ONCE:
        raise TooLarge
    if state is ClaimState.REFUSED and not reason:
        raise Invalid.field("reason", _("Say why: the person reads it."))
    claims = locked_claims(session, codes, seen)
    for claim in claims:
        if seen[claim.id] not in {None, claim.claimed_at}:
            raise ClaimChanged
        if by.user_id is not None and claim.person.user_id == by.user_id:
            raise OwnClaim
        if state not in CLAIM_TRANSITIONS[ClaimState(claim.state)]:
            raise StateRefused
        judge_education(session, claim, state, reason=reason, by=by.user_id, now=now)
        tell_decided(session, claim, now=now)
        record(session, by, f"claim.{state}", "claim", claim.id, now=now, school=claim.school.code)
    return claims
