"""Promises as JSON."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint
from pydantic import Field

from congress.foundation.clock import local_day
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Invalid, NotFound, StateRefused
from congress.foundation.i18n import _
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, paginate
from congress.foundation.texts import Line, NonEmptyLine, Paragraphs
from congress.programme.queries import congress_by_slug
from congress.promises.actions import change_promise, move_promise, record_promise
from congress.promises.errors import NotTheOwner
from congress.promises.links import ask_investor
from congress.promises.models import Promise
from congress.promises.permissions import works
from congress.promises.queries import promise_for, promises_statement
from congress.promises.states import PromiseState
from congress.signing.links import typed_ways
from congress.signing.permissions import sees_at_a_desk
from congress.signing.queries import intention_for

blueprint = Blueprint("promises_api", __name__)
BASE = "/congresses/<slug>"
ONE = f"{BASE}/promises/<promise>"
LARGEST = 10**16


class NewPromise(Body):
    text: Paragraphs = Field(min_length=1)
    office: NonEmptyLine
    due_on: date
    amount_fen: int | None = Field(default=None, gt=0, le=LARGEST)
    basis: NonEmptyLine
    review_number: Line = Field(default="", max_length=120)


class PromiseChange(NewPromise):
    text: Paragraphs | None = Field(default=None, min_length=1)  # type: ignore[assignment]  # a change may leave anything out
    office: NonEmptyLine | None = None  # type: ignore[assignment]  # as above
    due_on: date | None = None  # type: ignore[assignment]  # as above
    basis: NonEmptyLine | None = None  # type: ignore[assignment]  # as above


class PromiseMove(Body):
    state: PromiseState
    reason: Paragraphs = ""
    evidence: list[str] = Field(default=[], max_length=20)


class PromiseQuery(ListQuery):
    state: PromiseState | None = None
    overdue: bool = False


class FileOut(Answer):
    id: str
    sha256: str
    media_type: str


class StepOut(Answer):
    state: str
    reason: str
    at: datetime
    evidence: list[FileOut]


class WordOut(Answer):
    confirmed: bool
    text: str
    at: datetime


class ToldOut(Answer):
    level: str
    due_on: date
    at: datetime


class PromiseAsking(Body):
    email: Line = ""
    phone: Line = ""


class PromiseAsked(Answer):
    """The code where no other way leads to it: it is told by mouth."""

    code: str | None


class PromiseOut(Answer):
    id: str
    intention: str
    text: str
    office: str
    due_on: date
    first_due_on: date
    amount_fen: int | None
    currency: str
    basis: str
    review_number: str
    state: str
    overdue: bool
    steps: list[StepOut]
    # the investor's own word on what the office calls kept
    investor: list[WordOut]
    # the levels above the office that were told
    told: list[ToldOut]


class PromiseList(Answer):
    items: list[PromiseOut]
    next: str | None


def promise_out(call: Call, found: Promise) -> PromiseOut:
    return PromiseOut(
        id=found.public_id,
        intention=found.intention.public_id,
        text=found.text,
        office=found.office.code,
        due_on=found.due_on,
        first_due_on=found.first_due_on,
        amount_fen=found.amount_fen,
        currency="CNY",
        basis=found.basis,
        review_number=found.review_number,
        state=found.state,
        overdue=found.is_overdue(local_day(call.now, zone())),
        steps=[
            StepOut(
                state=one.state,
                reason=one.text,
                at=one.at,
                evidence=[
                    FileOut(id=file.upload.public_id, sha256=file.upload.sha256, media_type=file.upload.media_type)
                    for file in one.evidence
                ],
            )
            for one in found.steps
        ],
        investor=[WordOut(confirmed=one.confirmed, text=one.text, at=one.at) for one in found.words],
        told=[ToldOut(level=one.level, due_on=one.due_on, at=one.at) for one in found.notices],
    )


def _found(call: Call) -> Promise:
    congress = congress_by_slug(call.session, call.path["slug"])
    return promise_for(call.session, call.actor, congress, call.path["promise"])


@endpoint(
    blueprint, "POST", f"{BASE}/intentions/<intention>/promises", access=works, scope="intentions:write",
    body=NewPromise, answer=PromiseOut, status=201, errors=[NotFound, NotTheOwner, StateRefused],
)  # fmt: skip
def post_promise(call: Call) -> PromiseOut:
    """Record what was promised to the investor; a place records what it has to keep itself."""
    intention = intention_for(call.session, call.actor, call.path["slug"], call.path["intention"])
    return promise_out(
        call, record_promise(call.session, intention, call.body.model_dump(), by=call.actor, now=call.now)
    )


@endpoint(
    blueprint, "GET", f"{BASE}/promises", access=sees_at_a_desk, scope="intentions:read", query=PromiseQuery,
    answer=PromiseList, errors=[NotFound],
)  # fmt: skip
def list_promises(call: Call) -> PromiseList:
    """The promises one may see, by the day on which they are due."""
    congress = congress_by_slug(call.session, call.path["slug"])
    wish = call.query
    before = local_day(call.now, zone()) if wish.overdue else None
    statement = promises_statement(call.actor, congress.id, state=wish.state, before=before)
    page = paginate(call.session, statement, [Promise.due_on, Promise.id], limit=wish.limit, cursor=wish.cursor)
    return PromiseList(items=[promise_out(call, found) for found in page.items], next=page.next)


@endpoint(blueprint, "GET", ONE, access=sees_at_a_desk, scope="intentions:read", answer=PromiseOut, errors=[NotFound])
def get_promise(call: Call) -> PromiseOut:
    """One promise with what happened to it."""
    return promise_out(call, _found(call))


@endpoint(
    blueprint, "PATCH", ONE, access=works, scope="intentions:write", body=PromiseChange, answer=PromiseOut,
    errors=[NotFound, NotTheOwner, StateRefused],
)  # fmt: skip
def patch_promise(call: Call) -> PromiseOut:
    """Merge fields while the promise is open; the date promised at first stays in `first_due_on`."""
    facts: dict[str, Any] = call.body.model_dump(exclude_unset=True)
    empty = next((name for name, value in facts.items() if value is None and name != "amount_fen"), None)
    if empty:
        raise Invalid.field(empty, _("This field is needed."))
    found = _found(call)
    change_promise(call.session, found, facts, by=call.actor, now=call.now)
    return promise_out(call, found)


@endpoint(
    blueprint, "POST", f"{ONE}/state", access=works, scope="intentions:write", body=PromiseMove, answer=PromiseOut,
    errors=[NotFound, NotTheOwner, StateRefused],
)  # fmt: skip
def post_promise_state(call: Call) -> PromiseOut:
    """Take it up, keep it or refuse it; `reason` is needed for all but taking it up first."""
    found = _found(call)
    move_promise(
        call.session, found, call.body.state, call.body.reason, by=call.actor, now=call.now,
        evidence=call.body.evidence,
    )  # fmt: skip
    return promise_out(call, found)


@endpoint(
    blueprint, "POST", f"{ONE}/ask", access=works, scope="intentions:write", body=PromiseAsking, answer=PromiseAsked,
    errors=[NotFound, NotTheOwner, StateRefused],
)  # fmt: skip
def post_promise_asking(call: Call) -> PromiseAsked:
    """Ask the investor by a one-time link whether it was kept; with both addresses the code goes by SMS."""
    found, ways = _found(call), typed_ways(call.body.email, call.body.phone)
    return PromiseAsked(code=ask_investor(call.session, found, ways, by=call.actor, now=call.now))
