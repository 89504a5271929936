"""Disputes over credit as JSON: opened, stated, decided."""

from datetime import datetime

from flask import Blueprint
from pydantic import AwareDatetime, Field

from congress.accounts.permissions import is_division, is_organiser, is_school
from congress.credit.dispute_queries import dispute_for, seen_disputes
from congress.credit.disputes import decide_dispute, open_dispute, state_in_dispute
from congress.credit.errors import NoOutsider
from congress.credit.models import Dispute
from congress.credit.permissions import judges_boards, sees_credit
from congress.credit.resolving import resolve_entities
from congress.credit.states import EntityKind
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Forbidden, NotFound, StateRefused
from congress.foundation.pages import zone
from congress.foundation.texts import NonEmptyLine, Paragraphs
from congress.programme.queries import congress_by_id, congress_by_slug
from congress.signing.queries import intention_for, intention_of_congress

blueprint = Blueprint("credit_disputes_api", __name__)
ONE = "/disputes/<dispute>"
opens = is_organiser | is_school | is_division


class NewDispute(Body):
    """Who claims the credit of one intention; entities are codes or names of one kind."""

    intention: NonEmptyLine
    kind: EntityKind
    entities: list[NonEmptyLine] = Field(min_length=2, max_length=20)
    reason: Paragraphs = Field(min_length=1)
    statements_until: AwareDatetime | None = None


class NewStatement(Body):
    entity: NonEmptyLine
    text: Paragraphs = Field(min_length=1)


class Decision(Body):
    """`shares` by code, in parts per million; without them the shares stay as they are."""

    reason: Paragraphs = Field(min_length=1)
    shares: dict[str, int] | None = Field(default=None, max_length=20)


class StatementOut(Answer):
    entity: str
    text: str
    at: datetime


class DisputeOut(Answer):
    id: str
    intention: str
    kind: str
    entities: list[str]
    reason: str
    state: str
    opened_at: datetime
    statements_until: datetime
    statements: list[StatementOut]
    decision: str
    shares: dict[str, int]


class DisputeHead(Answer):
    id: str
    intention: str
    kind: str
    entities: list[str]
    state: str


class DisputeList(Answer):
    items: list[DisputeHead]
    next: str | None


def dispute_out(dispute: Dispute) -> DisputeOut:
    return DisputeOut(
        id=dispute.public_id,
        intention=dispute.intention,
        kind=dispute.entity_kind,
        entities=list(dispute.parties),
        reason=dispute.reason,
        state=dispute.state,
        opened_at=dispute.opened_at.astimezone(zone()),
        statements_until=dispute.statements_until.astimezone(zone()),
        statements=[
            StatementOut(entity=one.entity_code, text=one.text, at=one.at.astimezone(zone()))
            for one in dispute.statements
        ],
        decision=dispute.decision,
        shares=dict(dispute.shares),
    )


@endpoint(
    blueprint, "GET", "/congresses/<slug>/disputes", access=sees_credit, scope="credit:read", answer=DisputeList,
    errors=[NotFound],
)  # fmt: skip
def list_disputes(call: Call) -> DisputeList:
    """Disputes over credit, open ones first; a school or place sees those it is a party of."""
    congress = congress_by_slug(call.session, call.path["slug"])
    items = [
        DisputeHead(
            id=one.public_id, intention=one.intention, kind=one.entity_kind, entities=list(one.parties),
            state=one.state,
        )
        for one in seen_disputes(call.session, call.actor, congress.id)
    ]  # fmt: skip
    return DisputeList(items=items, next=None)


@endpoint(blueprint, "GET", ONE, access=sees_credit, scope="credit:read", answer=DisputeOut, errors=[NotFound])
def get_dispute(call: Call) -> DisputeOut:
    """One dispute with its statements and its decision."""
    return dispute_out(dispute_for(call.session, call.actor, call.path["dispute"]))


@endpoint(
    blueprint, "POST", "/congresses/<slug>/disputes", access=opens, scope="credit:dispute", body=NewDispute,
    answer=DisputeOut, status=201, errors=[NotFound, Forbidden, StateRefused],
)  # fmt: skip
def post_dispute(call: Call) -> DisputeOut:
    """Open a dispute: what the parties have of the intention is frozen until it is decided."""
    congress, body = congress_by_slug(call.session, call.path["slug"]), call.body
    intention = intention_for(call.session, call.actor, congress.slug, body.intention)
    codes = resolve_entities(call.session, body.kind, body.entities)
    opened = open_dispute(
        call.session, congress, intention, body.kind, codes, body.reason,
        statements_until=body.statements_until, zone=zone(), by=call.actor, now=call.now,
    )  # fmt: skip
    return dispute_out(opened)


@endpoint(
    blueprint, "POST", f"{ONE}/statements", access=is_school | is_division, scope="credit:dispute",
    body=NewStatement, answer=DisputeOut, status=201, errors=[NotFound, Forbidden, StateRefused],
)  # fmt: skip
def post_statement(call: Call) -> DisputeOut:
    """A party states its case."""
    found = dispute_for(call.session, call.actor, call.path["dispute"])
    state_in_dispute(call.session, found, call.body.entity, call.body.text, by=call.actor, now=call.now)
    return dispute_out(dispute_for(call.session, call.actor, found.public_id))


@endpoint(
    blueprint, "POST", f"{ONE}/decide", access=judges_boards, scope="credit:dispute", body=Decision,
    answer=DisputeOut, errors=[NotFound, NoOutsider, StateRefused],
)  # fmt: skip
def post_dispute_decision(call: Call) -> DisputeOut:
    """Somebody outside decides, with a reason; shares are then those of the parties, in parts per million."""
    found = dispute_for(call.session, call.actor, call.path["dispute"])
    congress = congress_by_id(call.session, found.congress_id)
    intention = intention_of_congress(call.session, congress.id, found.intention)
    decided = decide_dispute(
        call.session, congress, found, intention, call.body.reason, shares=call.body.shares, by=call.actor,
        now=call.now,
    )  # fmt: skip
    return dispute_out(decided)
