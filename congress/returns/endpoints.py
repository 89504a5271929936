"""Monthly returns as JSON: the months with their totals, the returns one may see, filing and deciding."""

from datetime import date, datetime

from flask import Blueprint
from pydantic import Field

from congress.foundation.clock import local_day
from congress.foundation.endpoint import Answer, Body, Call, Query, endpoint
from congress.foundation.errors import Forbidden, Invalid, NotFound, StateRefused
from congress.foundation.i18n import _
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, paginate
from congress.foundation.texts import Line, NonEmptyLine, Paragraphs
from congress.programme.queries import congress_by_slug
from congress.returns.actions import accept_return, file_return, send_back
from congress.returns.errors import SamePerson
from congress.returns.forms import PHONE
from congress.returns.models import MonthlyReturn, ReturnPeriod
from congress.returns.permissions import decides, files
from congress.returns.queries import period_of, periods_of, return_for, returns_of, returns_statement, totals_of
from congress.returns.rules import read_month
from congress.returns.states import ReturnState

blueprint = Blueprint("returns_api", __name__)
BASE = "/congresses/<slug>"
ONE = f"{BASE}/returns/<filing>"
LARGEST = 10**16


class Filing(Body):
    """Fen for lines of money, a number for the others; `nil` says that there is nothing to report 零报告."""

    figures: dict[str, int] = Field(default={}, max_length=30)
    nil: bool = False
    note: Paragraphs = Field(default="", max_length=2000)
    signed_by: NonEmptyLine = Field(max_length=100)
    signed_post: Line = Field(default="", max_length=100)
    contact: NonEmptyLine = Field(max_length=100)
    phone: NonEmptyLine = Field(pattern=f"^{PHONE.pattern}$")


class Questions(Body):
    questions: Paragraphs = Field(min_length=1, max_length=2000)


class ReturnsQuery(ListQuery):
    month: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}$")
    state: ReturnState | None = None
    late: bool = False


class LineOut(Answer):
    key: str
    title: dict[str, str]
    unit: str


class TotalsOut(Answer):
    kind: str
    units: int
    filed: int
    accepted: int
    nil: int
    late: int
    in_time: int
    figures: dict[str, int]


class MonthOut(Answer):
    month: str
    due_on: date
    lines: list[LineOut]
    totals: list[TotalsOut]


class MonthList(Answer):
    items: list[MonthOut]
    next: None = None


class ReturnStepOut(Answer):
    step: str
    text: str
    at: datetime


class ReturnOut(Answer):
    id: str
    month: str
    unit: dict[str, str]
    state: str
    due_on: date
    late: bool
    figures: dict[str, int]
    nil: bool
    note: str
    signed_by: str
    filed_at: datetime | None
    steps: list[ReturnStepOut]


class ReturnList(Answer):
    items: list[ReturnOut]
    next: str | None


def _out(found: MonthlyReturn, today: date) -> ReturnOut:
    return ReturnOut(
        id=found.public_id, month=found.period.slug,
        unit={"kind": found.unit_kind, "code": found.code, "name": found.name},
        state=found.state, due_on=found.due_on, late=found.is_late(today), figures=found.figures, nil=found.nil,
        note=found.note, signed_by=found.signed_by, filed_at=found.filed_at,
        steps=[ReturnStepOut(step=one.step, text=one.text, at=one.at) for one in found.steps],
    )  # fmt: skip


def _found(call: Call) -> MonthlyReturn:
    return return_for(
        call.session, call.actor, congress_by_slug(call.session, call.path["slug"]).id, call.path["filing"]
    )  # fmt: skip


def _again(call: Call) -> ReturnOut:
    """The return as it stands after an act."""
    call.session.flush()
    return _out(_found(call), local_day(call.now, zone()))


def _month(call: Call, period: ReturnPeriod) -> MonthOut:
    totals = totals_of(returns_of(call.session, call.actor, period.id), local_day(call.now, zone()))
    return MonthOut(
        month=period.slug, due_on=period.due_on,
        lines=[LineOut(key=one.key, title={"zh": one.zh, "en": one.en}, unit=one.unit) for one in period.template],
        totals=[TotalsOut.model_validate(one) for one in totals],
    )  # fmt: skip


@endpoint(
    blueprint, "GET", f"{BASE}/return-months", access=files, scope="returns:read", query=Query, answer=MonthList,
    errors=[NotFound],
)  # fmt: skip
def list_return_months(call: Call) -> MonthList:
    """The months, newest first, with their lines and the totals by kind of unit of the returns one may see."""
    congress = congress_by_slug(call.session, call.path["slug"])
    return MonthList(items=[_month(call, one) for one in periods_of(call.session, congress.id)])


@endpoint(
    blueprint, "GET", f"{BASE}/returns", access=files, scope="returns:read", query=ReturnsQuery, answer=ReturnList,
    errors=[NotFound],
)  # fmt: skip
def list_returns(call: Call) -> ReturnList:
    """The returns one may see; with `late` those whose day has passed and that are not filed."""
    congress, wish, today = congress_by_slug(call.session, call.path["slug"]), call.query, local_day(call.now, zone())
    period = period_of(call.session, congress.id, read_month(wish.month)) if wish.month else None
    statement = returns_statement(
        call.actor, congress.id, period_id=period.id if period else None, state=wish.state,
        late_on=today if wish.late else None,
    )  # fmt: skip
    page = paginate(call.session, statement, [MonthlyReturn.id], limit=wish.limit, cursor=wish.cursor)
    return ReturnList(items=[_out(one, today) for one in page.items], next=page.next)


@endpoint(blueprint, "GET", ONE, access=files, scope="returns:read", answer=ReturnOut, errors=[NotFound])
def get_return(call: Call) -> ReturnOut:
    """One return with what happened to it."""
    return _out(_found(call), local_day(call.now, zone()))


@endpoint(
    blueprint, "POST", f"{ONE}/file", access=files, scope="returns:write", body=Filing, answer=ReturnOut,
    errors=[NotFound, Forbidden, StateRefused],
)  # fmt: skip
def post_filing(call: Call) -> ReturnOut:
    """File it, or correct it until it is accepted; signed off by the name of the leader in charge."""
    found = _found(call)
    known = {line.key for line in found.period.template}
    for key, value in call.body.figures.items():
        if key not in known:
            raise Invalid.field(f"figures.{key}", _("The template has no such line."))
        if not 0 <= value <= LARGEST:
            raise Invalid.field(f"figures.{key}", _("This number is not possible."))
    file_return(call.session, found, call.body.model_dump(), zone=zone(), by=call.actor, now=call.now)
    return _again(call)


@endpoint(
    blueprint, "POST", f"{ONE}/accept", access=decides, scope="returns:write", answer=ReturnOut,
    errors=[NotFound, SamePerson, StateRefused],
)  # fmt: skip
def post_acceptance(call: Call) -> ReturnOut:
    """Take the figures as they are; whoever filed does not accept."""
    accept_return(call.session, _found(call), by=call.actor, now=call.now)
    return _again(call)


@endpoint(
    blueprint, "POST", f"{ONE}/questions", access=decides, scope="returns:write", body=Questions, answer=ReturnOut,
    errors=[NotFound, SamePerson, StateRefused],
)  # fmt: skip
def post_questions(call: Call) -> ReturnOut:
    """Send it back with questions and a new day."""
    send_back(call.session, _found(call), call.body.questions, zone=zone(), by=call.actor, now=call.now)
    return _again(call)
