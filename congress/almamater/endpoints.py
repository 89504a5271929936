"""Claims to alma maters as JSON: seen by their school, confirmed or refused."""

from datetime import datetime

from flask import Blueprint, current_app
from pydantic import AwareDatetime, Field

from congress.accounts.permissions import is_organiser, is_school
from congress.almamater.actions import compare_claims, decide_claims
from congress.almamater.errors import OwnClaim
from congress.almamater.permissions import own_schools, seen_schools
from congress.almamater.queries import ClaimFilter, claims_statement
from congress.almamater.rules import claim_number
from congress.alumni.models import Education
from congress.alumni.states import ClaimState, Degree
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.keys import field_key
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, paginate
from congress.foundation.texts import NonEmptyLine
from congress.programme.queries import congress_by_slug

blueprint = Blueprint("almamater_api", __name__)
BASE = "/congresses/<slug>/claims"
ERRORS = [NotFound, StateRefused, OwnClaim]


class ClaimQuery(ListQuery):
    """`state`, `school` (a code), and `q`: a part of the name or its pinyin."""

    state: ClaimState | None = None
    school: str | None = Field(default=None, max_length=20)
    q: str | None = Field(default=None, max_length=200)


class Confirmation(Body):
    """`claimed_at` as it was read: a claim that was changed since is then not confirmed unseen."""

    claimed_at: AwareDatetime | None = None


class Refusal(Confirmation):
    reason: NonEmptyLine


class ClaimOut(Answer):
    """`match` is what the school's own roll says, in one word."""

    id: str
    school: str
    name: str
    graduated: int | None
    degree: Degree | None
    state: ClaimState
    reason: str
    claimed_at: datetime
    confirmed_at: datetime | None
    match: str
    likelihood: str


class ClaimList(Answer):
    items: list[ClaimOut]
    next: str | None


def claims_out(call: Call, claims: list[Education]) -> list[ClaimOut]:
    return [
        ClaimOut(
            id=str(one.claim.id), school=one.claim.school.code, name=one.claim.person.name,
            graduated=one.claim.graduated, degree=Degree(one.claim.degree) if one.claim.degree else None,
            state=ClaimState(one.claim.state), reason=one.claim.reason,
            claimed_at=one.claim.claimed_at.astimezone(zone()),
            confirmed_at=one.claim.confirmed_at and one.claim.confirmed_at.astimezone(zone()),
            match=one.match, likelihood=one.likelihood,
        )
        for one in compare_claims(call.session, claims, key=field_key(current_app.extensions["settings"]))
    ]  # fmt: skip


@endpoint(
    blueprint, "GET", BASE, access=is_school | is_organiser, scope="claims:read", query=ClaimQuery, answer=ClaimList,
    errors=[NotFound],
)  # fmt: skip
def list_claims(call: Call) -> ClaimList:
    """Claims to alma maters, whoever waits longest first; a school sees those to itself alone."""
    congress_by_slug(call.session, call.path["slug"])
    wish = ClaimFilter(state=call.query.state, q=call.query.q or None, school=call.query.school)
    statement = claims_statement(seen_schools(call.actor), wish)
    keys = [Education.claimed_at, Education.id]
    page = paginate(call.session, statement, keys, limit=call.query.limit, cursor=call.query.cursor)
    return ClaimList(items=claims_out(call, list(page.items)), next=page.next)


def _decide(call: Call, state: ClaimState, reason: str) -> ClaimOut:
    congress_by_slug(call.session, call.path["slug"])
    seen = {claim_number(call.path["claim"]): call.body.claimed_at}
    decided = decide_claims(
        call.session, own_schools(call.actor), seen, state, reason, by=call.actor, now=call.now
    )  # fmt: skip
    return claims_out(call, list(decided))[0]


@endpoint(
    blueprint, "POST", f"{BASE}/<claim>/confirm", access=is_school, scope="claims:decide", body=Confirmation,
    answer=ClaimOut, errors=ERRORS,
)  # fmt: skip
def post_confirmation(call: Call) -> ClaimOut:
    """The school confirms: credit that waited for it counts from this moment."""
    return _decide(call, ClaimState.CONFIRMED, "")


@endpoint(
    blueprint, "POST", f"{BASE}/<claim>/refuse", access=is_school, scope="claims:decide", body=Refusal,
    answer=ClaimOut, errors=ERRORS,
)  # fmt: skip
def post_refusal(call: Call) -> ClaimOut:
    """The school refuses, with a reason that the person reads."""
    return _decide(call, ClaimState.REFUSED, call.body.reason)
