"""Filings as JSON."""

from datetime import datetime, timedelta

from flask import Blueprint, current_app
from pydantic import Field

from congress.filings.actions import file_project, follow_up, withdraw_filing
from congress.filings.errors import FiledAlready, NotTheFiler, TooMany, TooSoon
from congress.filings.links import ask_investor
from congress.filings.models import Filing
from congress.filings.permissions import files, sees
from congress.filings.queries import filing_for, filings_statement
from congress.filings.states import FilingState
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.paging import ListQuery, paginate
from congress.foundation.texts import Line, NonEmptyLine, Paragraphs
from congress.programme.queries import congress_by_slug
from congress.signing.links import typed_ways
from congress.signing.shapes import LARGEST_AMOUNT, CreditCode, Printable

blueprint = Blueprint("filings_api", __name__)
BASE = "/congresses/<slug>/filings"
ONE = f"{BASE}/<project>"


class NewFiling(Body):
    filer: NonEmptyLine | None = None
    title: Printable
    investor: Printable
    uscc: CreditCode = None
    hint: Line = ""
    division: NonEmptyLine
    industry: NonEmptyLine
    amount_fen: int = Field(gt=0, le=LARGEST_AMOUNT)


class Asking(Body):
    email: Line = ""
    phone: Line = ""


class NewFollowUp(Body):
    text: Paragraphs = Field(min_length=1)
    evidence: list[str] = Field(default=[], max_length=20)


class Withdrawal(Body):
    reason: Printable


class FilingQuery(ListQuery):
    state: FilingState | None = None
    intention: str | None = Field(default=None, max_length=26)


class FilingStepOut(Answer):
    act: str
    text: str
    at: datetime


class FilingOut(Answer):
    id: str
    number: int
    filer: str
    title: str
    investor: str
    uscc: str | None
    hint: str
    division: str
    industry: str
    amount_fen: int
    currency: str
    state: str
    filed_at: datetime
    good_until: datetime
    prolonged: bool
    intention: str | None
    previous_hash: str
    hash: str
    steps: list[FilingStepOut]


class NewFilingOut(FilingOut):
    # an earlier filing of what seems to be the same project exists; never whose
    earlier: bool


class FilingList(Answer):
    items: list[FilingOut]
    next: str | None


class Asked(Answer):
    # to be told by mouth, where no second way leads to the investor
    code: str | None


def filing_out(found: Filing) -> FilingOut:
    standing = found.standing
    return FilingOut(
        id=found.public_id,
        number=found.number,
        filer=found.filer_code,
        title=found.title,
        investor=found.investor,
        uscc=found.uscc,
        hint=found.hint,
        division=found.division.code,
        industry=found.industry.code,
        amount_fen=found.amount_fen,
        currency="CNY",
        state=standing.state,
        filed_at=found.filed_at,
        good_until=standing.good_until,
        prolonged=standing.prolonged,
        intention=standing.intention.public_id if standing.intention else None,
        previous_hash=found.previous_hash,
        hash=found.hash,
        steps=[FilingStepOut(act=one.act, text=one.text, at=one.at) for one in found.steps],
    )


def _found(call: Call) -> Filing:
    congress = congress_by_slug(call.session, call.path["slug"])
    return filing_for(call.session, call.actor, congress, call.path["project"])


@endpoint(
    blueprint, "POST", BASE, access=files, scope="intentions:write", body=NewFiling, answer=NewFilingOut, status=201,
    errors=[NotFound, FiledAlready, TooSoon, TooMany],
)  # fmt: skip
def post_filing(call: Call) -> NewFilingOut:
    """File an expected project before the deal; `filer` where one files for several schools or places."""
    congress = congress_by_slug(call.session, call.path["slug"])
    made, earlier = file_project(call.session, congress, call.body.model_dump(), by=call.actor, now=call.now)
    return NewFilingOut(**filing_out(made).model_dump(), earlier=earlier)


@endpoint(
    blueprint, "GET", BASE, access=sees, scope="intentions:read", query=FilingQuery, answer=FilingList,
    errors=[NotFound],
)  # fmt: skip
def list_filings(call: Call) -> FilingList:
    """One's own filings, the newest first; organisers and the province's verifiers see all."""
    congress, wish = congress_by_slug(call.session, call.path["slug"]), call.query
    statement = filings_statement(call.actor, congress.id, state=wish.state, intention=wish.intention)
    page = paginate(call.session, statement, [Filing.number], limit=wish.limit, cursor=wish.cursor, descending=True)
    return FilingList(items=[filing_out(found) for found in page.items], next=page.next)


@endpoint(blueprint, "GET", ONE, access=sees, scope="intentions:read", answer=FilingOut, errors=[NotFound])
def get_filing(call: Call) -> FilingOut:
    """One filing with what happened to it."""
    return filing_out(_found(call))


@endpoint(
    blueprint, "POST", f"{ONE}/ask", access=files, scope="intentions:write", body=Asking, answer=Asked,
    errors=[NotFound, NotTheFiler, StateRefused],
)  # fmt: skip
def post_asking(call: Call) -> Asked:
    """Ask the investor by a one-time link; with an e-mail address and a phone the code goes by SMS."""
    found, ways = _found(call), typed_ways(call.body.email, call.body.phone)
    return Asked(code=ask_investor(call.session, found, ways, by=call.actor, now=call.now))


@endpoint(
    blueprint, "POST", f"{ONE}/follow-ups", access=files, scope="intentions:write", body=NewFollowUp,
    answer=FilingOut, status=201, errors=[NotFound, NotTheFiler, StateRefused],
)  # fmt: skip
def post_follow_up(call: Call) -> FilingOut:
    """Write down a follow-up; the first with evidence prolongs the protection, once."""
    protection = timedelta(days=current_app.extensions["settings"].filing_protection_days)
    wish = call.body
    return filing_out(
        follow_up(
            call.session, _found(call), wish.text, wish.evidence, protection=protection, by=call.actor, now=call.now
        )
    )


@endpoint(
    blueprint, "POST", f"{ONE}/withdraw", access=files, scope="intentions:write", body=Withdrawal, answer=FilingOut,
    errors=[NotFound, NotTheFiler, StateRefused],
)  # fmt: skip
def post_withdrawal(call: Call) -> FilingOut:
    """Take back what comes to nothing."""
    return filing_out(withdraw_filing(call.session, _found(call), call.body.reason, by=call.actor, now=call.now))
