"""Planned dates as JSON."""

from datetime import date, datetime
from typing import Literal

from flask import Blueprint
from pydantic import Field

from congress.deadlines.actions import drop_date, move_date, plan_date
from congress.deadlines.errors import NotConcerned
from congress.deadlines.models import PlannedDate
from congress.deadlines.permissions import plans
from congress.deadlines.queries import date_for, dates_statement, standings_of
from congress.deadlines.states import Show
from congress.foundation.clock import local_day
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, paginate
from congress.foundation.texts import Paragraphs
from congress.outcomes.states import Kind
from congress.programme.queries import congress_by_slug
from congress.signing.permissions import sees_at_a_desk
from congress.signing.queries import intention_for

blueprint = Blueprint("deadlines_api", __name__)
BASE = "/congresses/<slug>"
ONE = f"{BASE}/planned-dates/<planned>"
LARGEST = 10**16


class NewDate(Body):
    kind: Kind
    due_on: date
    amount_fen: int | None = Field(default=None, ge=0, le=LARGEST)


class DateMove(Body):
    due_on: date
    reason: Paragraphs = Field(min_length=1)


class DateDrop(Body):
    reason: Paragraphs = Field(min_length=1)


class DateQuery(ListQuery):
    show: Literal["overdue", "coming", "moved", "open"] = "open"


class DateStepOut(Answer):
    act: str
    was_due_on: date
    due_on: date
    reason: str
    at: datetime


class NoticeOut(Answer):
    level: str
    due_on: date
    at: datetime


class DateOut(Answer):
    id: str
    intention: str
    kind: str
    amount_fen: int
    currency: str
    due_on: date
    first_due_on: date
    standing: str
    steps: list[DateStepOut]
    told: list[NoticeOut]


class DateList(Answer):
    items: list[DateOut]
    next: str | None


def _outs(call: Call, found: list[PlannedDate]) -> list[DateOut]:
    standings = standings_of(call.session, found, local_day(call.now, zone()))
    return [
        DateOut(
            id=one.public_id,
            intention=one.intention.public_id,
            kind=one.kind,
            amount_fen=one.amount_fen,
            currency=one.intention.currency,
            due_on=one.due_on,
            first_due_on=one.first_due_on,
            standing=standings[one.public_id],
            steps=[
                DateStepOut(act=step.act, was_due_on=step.was_due_on, due_on=step.due_on, reason=step.text, at=step.at)
                for step in one.steps
            ],
            told=[NoticeOut(level=told.level, due_on=told.due_on, at=told.at) for told in one.notices],
        )
        for one in found
    ]


def _found(call: Call) -> PlannedDate:
    congress = congress_by_slug(call.session, call.path["slug"])
    return date_for(call.session, call.actor, congress, call.path["planned"])


@endpoint(
    blueprint, "POST", f"{BASE}/intentions/<intention>/planned-dates", access=plans, scope="intentions:write",
    body=NewDate, answer=DateOut, status=201, errors=[NotFound, NotConcerned, StateRefused],
)  # fmt: skip
def post_date(call: Call) -> DateOut:
    """Plan a kind of milestone for a day; of money perhaps how much has to be there in total by then."""
    intention = intention_for(call.session, call.actor, call.path["slug"], call.path["intention"])
    planned = plan_date(call.session, intention, call.body.model_dump(), by=call.actor, now=call.now)
    return _outs(call, [planned])[0]


@endpoint(
    blueprint, "GET", f"{BASE}/planned-dates", access=sees_at_a_desk, scope="intentions:read", query=DateQuery,
    answer=DateList, errors=[NotFound],
)  # fmt: skip
def list_dates(call: Call) -> DateList:
    """What is planned and not reached, by its day; `show` narrows it to what is overdue, coming or was moved."""
    congress, wish = congress_by_slug(call.session, call.path["slug"]), call.query
    today = local_day(call.now, zone())
    statement = dates_statement(call.actor, congress.id, show=Show(wish.show), today=today)
    order = [PlannedDate.due_on, PlannedDate.id]
    page = paginate(call.session, statement, order, limit=wish.limit, cursor=wish.cursor)
    return DateList(items=_outs(call, list(page.items)), next=page.next)


@endpoint(blueprint, "GET", ONE, access=sees_at_a_desk, scope="intentions:read", answer=DateOut, errors=[NotFound])
def get_date(call: Call) -> DateOut:
    """One planned date with its moves and who was told."""
    return _outs(call, [_found(call)])[0]


@endpoint(
    blueprint, "POST", f"{ONE}/move", access=plans, scope="intentions:write", body=DateMove, answer=DateOut,
    errors=[NotFound, NotConcerned, StateRefused],
)  # fmt: skip
def post_move(call: Call) -> DateOut:
    """Acknowledge a delay: a new day with its reason; the first one stays in `first_due_on`."""
    found = _found(call)
    move_date(call.session, found, call.body.due_on, call.body.reason, zone=zone(), by=call.actor, now=call.now)
    return _outs(call, [found])[0]


@endpoint(
    blueprint, "POST", f"{ONE}/drop", access=plans, scope="intentions:write", body=DateDrop, answer=DateOut,
    errors=[NotFound, NotConcerned, StateRefused],
)  # fmt: skip
def post_drop(call: Call) -> DateOut:
    """Say why this milestone is no longer planned."""
    found = _found(call)
    drop_date(call.session, found, call.body.reason, by=call.actor, now=call.now)
    return _outs(call, [found])[0]
