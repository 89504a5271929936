"""Milestones as JSON."""

from datetime import date, datetime

from flask import Blueprint, Response, current_app
from pydantic import Field

from congress.accounts.permissions import is_division, is_organiser, is_school, is_verifier
from congress.foundation.access import anybody_signed_in
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, paginate
from congress.foundation.texts import Line, NonEmptyLine, Paragraphs
from congress.foundation.uploads import path_of
from congress.outcomes.actions import file_milestone, reverse_milestone, verify_milestone
from congress.outcomes.errors import SamePerson
from congress.outcomes.models import Milestone
from congress.outcomes.queries import evidence_for, milestone_for, milestones_statement
from congress.outcomes.states import Decision, Kind, MilestoneState
from congress.programme.queries import congress_by_slug
from congress.settings import Settings
from congress.signing.queries import intention_for
from congress.signing.shapes import Currency

blueprint = Blueprint("outcomes_api", __name__)
BASE = "/congresses/<slug>"
files = is_organiser | is_school | is_division
LARGEST = 10**16


class NewMilestone(Body):
    kind: Kind
    occurred_on: date
    amount_fen: int | None = Field(default=None, gt=0, le=LARGEST)
    # of foreign money the amount is in hundredths of it; yuan for one, of which day, said by whom
    currency: Currency = "CNY"
    rate: str | None = Field(default=None, max_length=20)
    rate_on: date | None = None
    rate_source: Line = Field(default="", max_length=120)
    count: int | None = Field(default=None, gt=0, le=1_000_000)
    # of people: a level of talent of this congress
    level: Line = Field(default="", max_length=20)
    note: Paragraphs = Field(min_length=1)
    evidence: list[str] = Field(default=[], max_length=50)


class Verdict(Body):
    decision: Decision
    reason: NonEmptyLine


class Reason(Body):
    reason: NonEmptyLine


class EvidenceOut(Answer):
    id: str
    sha256: str
    size: int
    media_type: str


class VerificationOut(Answer):
    decision: str
    reason: str
    at: datetime


class MilestoneOut(Answer):
    id: str
    intention: str
    kind: str
    state: str
    occurred_on: date
    amount_fen: int | None
    count: int | None
    level: str
    currency: str
    # what counts of foreign money, in fen of CNY, and by which rate
    cny_fen: int | None
    rate: str | None
    rate_on: date | None
    rate_source: str
    note: str
    evidence: list[EvidenceOut]
    verifications: list[VerificationOut]


class MilestoneList(Answer):
    items: list[MilestoneOut]
    next: str | None


class MilestoneQuery(ListQuery):
    state: MilestoneState | None = None


def milestone_out(found: Milestone) -> MilestoneOut:
    return MilestoneOut(
        id=found.public_id,
        intention=found.intention.public_id,
        kind=found.kind,
        state=found.state,
        occurred_on=found.occurred_on,
        amount_fen=found.told_fen or None,
        count=found.count or None,
        level=found.level,
        currency=found.currency,
        cny_fen=None if found.foreign_fen is None else found.amount_fen,
        rate=found.rate,
        rate_on=found.rate_on,
        rate_source=found.rate_source,
        note=found.note,
        evidence=[
            EvidenceOut(
                id=one.upload.public_id, sha256=one.upload.sha256, size=one.upload.size,
                media_type=one.upload.media_type,
            )
            for one in found.evidence
        ],
        verifications=[
            VerificationOut(decision=one.decision, reason=one.reason, at=one.at) for one in found.verifications
        ],
    )  # fmt: skip


@endpoint(
    blueprint, "POST", f"{BASE}/intentions/<intention>/milestones", access=files, scope="outcomes:write",
    body=NewMilestone, answer=MilestoneOut, status=201, errors=[NotFound, StateRefused],
)  # fmt: skip
def post_milestone(call: Call) -> MilestoneOut:
    """File a milestone with evidence; without any it is taken with its note."""
    intention = intention_for(call.session, call.actor, call.path["slug"], call.path["intention"])
    facts = call.body.model_dump()
    filed = file_milestone(
        call.session, intention, facts, facts.pop("evidence"), zone=zone(), by=call.actor, now=call.now
    )
    return milestone_out(filed)


@endpoint(
    blueprint, "GET", f"{BASE}/milestones", access=files | is_verifier, scope="outcomes:read", query=MilestoneQuery,
    answer=MilestoneList, errors=[NotFound],
)  # fmt: skip
def list_milestones(call: Call) -> MilestoneList:
    """The milestones one may see, in the order in which they were filed."""
    congress = congress_by_slug(call.session, call.path["slug"])
    statement = milestones_statement(call.actor, congress.id, state=call.query.state)
    page = paginate(call.session, statement, [Milestone.id], limit=call.query.limit, cursor=call.query.cursor)
    return MilestoneList(items=[milestone_out(found) for found in page.items], next=page.next)


@endpoint(
    blueprint, "GET", f"{BASE}/milestones/<milestone>", access=files | is_verifier, scope="outcomes:read",
    answer=MilestoneOut, errors=[NotFound],
)  # fmt: skip
def get_milestone(call: Call) -> MilestoneOut:
    """One milestone."""
    return milestone_out(milestone_for(call.session, call.actor, call.path["slug"], call.path["milestone"]))


@endpoint(
    blueprint, "POST", f"{BASE}/milestones/<milestone>/verify", access=is_verifier, scope="outcomes:verify",
    body=Verdict, answer=MilestoneOut, also=202, errors=[NotFound, SamePerson, StateRefused],
)  # fmt: skip
def post_verdict(call: Call) -> tuple[MilestoneOut, int]:
    """Accept, reject or return; 202 where a second verifier is still needed."""
    settings: Settings = current_app.extensions["settings"]
    found = milestone_for(call.session, call.actor, call.path["slug"], call.path["milestone"])
    decided, stands = verify_milestone(
        call.session, found, call.body.decision, call.body.reason,
        two_above_fen=settings.verify_with_two_above_fen, by=call.actor, now=call.now,
    )  # fmt: skip
    return milestone_out(decided), 200 if stands else 202


@endpoint(
    blueprint, "POST", f"{BASE}/milestones/<milestone>/reverse", access=is_verifier, scope="outcomes:verify",
    body=Reason, answer=MilestoneOut, errors=[NotFound, SamePerson, StateRefused],
)  # fmt: skip
def post_reversal(call: Call) -> MilestoneOut:
    """Take an outcome back; counter-entries are written, nothing is removed."""
    found = milestone_for(call.session, call.actor, call.path["slug"], call.path["milestone"])
    return milestone_out(reverse_milestone(call.session, found, call.body.reason, by=call.actor, now=call.now))


@endpoint(
    blueprint, "GET", "/uploads/<upload>", access=anybody_signed_in, scope="uploads:read",
    media_type="application/octet-stream", errors=[NotFound],
)  # fmt: skip
def get_upload(call: Call) -> Response:
    """A file: its uploader's, and of those who may see what it is attached to."""
    settings: Settings = current_app.extensions["settings"]
    found = evidence_for(call.session, call.actor, call.path["upload"])
    if found is None:
        raise NotFound
    content = path_of(settings.instance_dir / "uploads", found).read_bytes()
    response = Response(content, content_type=found.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.public_id}"'
    return response
