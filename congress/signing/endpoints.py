"""Intentions as JSON."""

from datetime import date, datetime
from typing import Any, Literal

from flask import Blueprint, Response, current_app
from pydantic import Field, field_validator

from congress.accounts.permissions import is_organiser
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Invalid, NotFound, StateRefused
from congress.foundation.i18n import _
from congress.foundation.paging import ListQuery, paginate
from congress.foundation.shares import MILLION
from congress.foundation.texts import Line, NonEmptyLine, Paragraphs
from congress.programme.queries import congress_by_slug
from congress.registration.names import check_printable
from congress.settings import Settings
from congress.signing.actions import Yes, change_intention, end_intention, record_intention, sign_intention
from congress.signing.agreements import agreement_file
from congress.signing.models import Intention
from congress.signing.permissions import files, sees
from congress.signing.queries import congress_of, intention_for, intentions_statement
from congress.signing.shapes import LARGEST_AMOUNT, CreditCode, Currency, Printable
from congress.signing.states import Category, PartyRole, Secrecy, State

blueprint = Blueprint("signing_api", __name__)
BASE = "/congresses/<slug>/intentions"
ONE = f"{BASE}/<intention>"
Share = Field(default=None, gt=0, le=1_000_000)


class PartyIn(Body):
    role: PartyRole
    name: Printable
    uscc: CreditCode = None


class AlumnusIn(Body):
    registration: str | None = Field(default=None, max_length=20)
    name: Printable | None = None
    share: int | None = Share


class SchoolShareIn(Body):
    code: NonEmptyLine
    share: int | None = Share


class NewIntention(Body):
    title: NonEmptyLine
    category: Category
    parties: list[PartyIn] = Field(min_length=1, max_length=20)
    alumni: list[AlumnusIn] = Field(default=[], max_length=50)
    schools: list[SchoolShareIn] = Field(default=[], max_length=50)
    division: NonEmptyLine
    industry: NonEmptyLine | None = None
    amount_fen: int = Field(ge=0, le=LARGEST_AMOUNT)
    currency: Currency = "CNY"
    planned: Paragraphs = ""
    platform: Line = Field(default="", max_length=40)
    framework: bool = False
    follows: str | None = Field(default=None, max_length=26)
    secrecy: Secrecy = Secrecy.INTERNAL
    # yuan for one of the other currency, of which day, said by whom
    rate: str | None = Field(default=None, max_length=20)
    rate_on: date | None = None
    rate_source: Line = Field(default="", max_length=120)

    @field_validator("title", "planned", "platform", "rate_source")
    @classmethod
    def _printable(cls, value: str | None) -> str | None:
        for line in (value or "").split("\n"):
            check_printable(line)
        return value

    @field_validator("alumni")
    @classmethod
    def _named(cls, value: list[AlumnusIn] | None) -> list[AlumnusIn] | None:
        if any(not alumnus.registration and not alumnus.name for alumnus in value or []):
            raise ValueError(str(_("Each alumnus needs a registration or a name.")))
        shares = [alumnus.share for alumnus in value or []]
        if any(shares) and sum(share or 0 for share in shares) != MILLION:
            raise ValueError(str(_("The shares of the alumni must sum to 1,000,000 parts per million.")))
        return value


class IntentionChange(NewIntention):
    title: NonEmptyLine | None = None  # type: ignore[assignment]  # a change may leave anything out
    category: Category | None = None  # type: ignore[assignment]  # as above
    parties: list[PartyIn] | None = Field(default=None, min_length=1, max_length=20)  # type: ignore[assignment]  # as above
    alumni: list[AlumnusIn] | None = Field(default=None, max_length=50)  # type: ignore[assignment]  # as above
    schools: list[SchoolShareIn] | None = Field(default=None, max_length=50)  # type: ignore[assignment]  # as above
    division: NonEmptyLine | None = None  # type: ignore[assignment]  # as above
    amount_fen: int | None = Field(default=None, ge=0, le=LARGEST_AMOUNT)  # type: ignore[assignment]  # as above
    currency: Currency | None = None  # type: ignore[assignment]  # as above
    planned: Paragraphs | None = None  # type: ignore[assignment]  # as above
    platform: Line | None = Field(default=None, max_length=40)  # type: ignore[assignment]  # as above
    framework: bool | None = None  # type: ignore[assignment]  # as above
    secrecy: Secrecy | None = None  # type: ignore[assignment]  # as above
    rate_source: Line | None = Field(default=None, max_length=120)  # type: ignore[assignment]  # as above


# what a change may take away; an industry of null is left as it is
MAY_BE_EMPTY = frozenset({"industry", "follows", "rate", "rate_on"})


def _facts(body: dict[str, Any]) -> dict[str, Any]:
    """What is told, under the names that it is stored by."""
    facts = {name: value for name, value in body.items() if name != "industry" or value is not None}
    return facts | ({"is_framework": facts.pop("framework")} if "framework" in facts else {})


class NewSignature(Body):
    signatory: Printable
    party: NonEmptyLine
    signature_png: str | None = Field(default=None, max_length=1_500_000)
    upload: str | None = Field(default=None, max_length=40)


class Ending(Body):
    reason: Printable


class PartyOut(Answer):
    role: str
    name: str
    uscc: str | None


class AlumnusOut(Answer):
    registration: str | None
    name: str
    share: int | None


class SchoolShareOut(Answer):
    code: str
    name: str
    kind: Literal["university", "school"]
    share: int


class SignatureOut(Answer):
    party: str
    signatory: str
    how: str
    at: datetime
    text_sha256: str


class IntentionOut(Answer):
    id: str
    title: str
    category: str
    state: str
    parties: list[PartyOut]
    alumni: list[AlumnusOut]
    schools: list[SchoolShareOut]
    division: str
    industry: str | None
    amount_fen: int
    currency: str
    cny_fen: int | None
    rate: str | None
    rate_on: date | None
    rate_source: str
    planned: str
    framework: bool
    follows: str | None
    platform: str
    # another record of the same project, which counts in this one's place
    same_as: str | None
    secrecy: str
    ended_reason: str | None
    signatures: list[SignatureOut]
    agreement_pdf: str


class IntentionList(Answer):
    items: list[IntentionOut]
    next: str | None


class IntentionQuery(ListQuery):
    q: str | None = Field(default=None, max_length=200)
    state: State | None = None
    category: Category | None = None


def intention_out(call: Call, found: Intention) -> IntentionOut:
    return IntentionOut(
        id=found.public_id,
        title=found.title,
        category=found.category,
        state=found.state,
        parties=[PartyOut(role=party.role, name=party.name, uscc=party.uscc) for party in found.parties],
        alumni=[
            AlumnusOut(registration=one.registration.code if one.registration else None, name=one.name, share=one.share)
            for one in found.alumni
        ],
        schools=[
            SchoolShareOut(code=one.school.code, name=one.school.name, kind=one.school.kind, share=one.share)
            for one in found.schools
        ],
        division=found.division.code,
        industry=found.industry.code if found.industry else None,
        amount_fen=found.amount_fen,
        currency=found.currency,
        cny_fen=found.cny_fen,
        rate=found.rate,
        rate_on=found.rate_on,
        rate_source=found.rate_source,
        planned=found.planned,
        framework=found.is_framework,
        follows=found.follows.public_id if found.follows else None,
        platform=found.platform,
        same_as=found.same_as.public_id if found.same_as else None,
        secrecy=found.secrecy,
        ended_reason=found.ended_reason,
        signatures=[
            SignatureOut(
                party=one.party.name, signatory=one.signatory, how=one.how, at=one.at, text_sha256=one.text_sha256
            )
            for one in found.signatures
        ],
        agreement_pdf=f"/api/v1/congresses/{call.path['slug']}/intentions/{found.public_id}/agreement.pdf",
    )


def found_intention(call: Call) -> Intention:
    return intention_for(call.session, call.actor, call.path["slug"], call.path["intention"])


@endpoint(
    blueprint, "POST", BASE, access=files, scope="intentions:write", body=NewIntention, answer=IntentionOut,
    status=201, errors=[NotFound],
)  # fmt: skip
def post_intention(call: Call) -> IntentionOut:
    """Record an intention; without schools it is split equally over the alumni's schools, by kind."""
    congress = congress_by_slug(call.session, call.path["slug"])
    facts = _facts(call.body.model_dump(exclude_none=True))
    return intention_out(call, record_intention(call.session, congress, facts, by=call.actor, now=call.now))


@endpoint(
    blueprint, "GET", BASE, access=sees, scope="intentions:read", query=IntentionQuery, answer=IntentionList,
    errors=[NotFound],
)  # fmt: skip
def list_intentions(call: Call) -> IntentionList:
    """The intentions one may see, in the order in which they were recorded."""
    congress = congress_by_slug(call.session, call.path["slug"])
    wish = call.query
    statement = intentions_statement(call.actor, congress.id, q=wish.q, state=wish.state, category=wish.category)
    page = paginate(call.session, statement, [Intention.id], limit=wish.limit, cursor=wish.cursor)
    return IntentionList(items=[intention_out(call, found) for found in page.items], next=page.next)


@endpoint(blueprint, "GET", ONE, access=sees, scope="intentions:read", answer=IntentionOut, errors=[NotFound])
def get_intention(call: Call) -> IntentionOut:
    """One intention."""
    return intention_out(call, found_intention(call))


@endpoint(
    blueprint, "PATCH", ONE, access=files, scope="intentions:write", body=IntentionChange, answer=IntentionOut,
    errors=[NotFound, StateRefused],
)  # fmt: skip
def patch_intention(call: Call) -> IntentionOut:
    """Merge fields, until a party has signed."""
    facts: dict[str, Any] = call.body.model_dump(exclude_unset=True)
    empty = next((name for name, value in facts.items() if value is None and name not in MAY_BE_EMPTY), None)
    if empty:
        raise Invalid.field(empty, _("This field is needed."))
    return intention_out(
        call, change_intention(call.session, found_intention(call), _facts(facts), by=call.actor, now=call.now)
    )


@endpoint(
    blueprint, "POST", f"{ONE}/sign", access=files, scope="intentions:write", body=NewSignature, answer=IntentionOut,
    errors=[NotFound, StateRefused],
)  # fmt: skip
def post_signature(call: Call) -> IntentionOut:
    """Take a party's signature; with the last one the agreement is sealed."""
    settings: Settings = current_app.extensions["settings"]
    yes = Yes(**call.body.model_dump())
    signed = sign_intention(call.session, found_intention(call), yes, settings, by=call.actor, now=call.now)
    return intention_out(call, signed)


@endpoint(
    blueprint, "POST", f"{ONE}/end", access=is_organiser, scope="intentions:write", body=Ending, answer=IntentionOut,
    errors=[NotFound, StateRefused],
)  # fmt: skip
def post_end(call: Call) -> IntentionOut:
    """End what came to nothing, with the reason; what was accepted stays in the ledger."""
    return intention_out(
        call, end_intention(call.session, found_intention(call), call.body.reason, by=call.actor, now=call.now)
    )


@endpoint(
    blueprint, "GET", f"{ONE}/agreement.pdf", access=sees, scope="intentions:read", media_type="application/pdf",
    errors=[NotFound],
)  # fmt: skip
def get_agreement(call: Call) -> Response:
    """The agreement; sealed with PAdES once it is signed."""
    found = found_intention(call)
    settings: Settings = current_app.extensions["settings"]
    content = agreement_file(found, congress_of(call.session, found), settings, now=call.now)
    return Response(content, content_type="application/pdf")
