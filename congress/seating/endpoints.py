"""Seating plans as JSON."""

from typing import Any

from flask import Blueprint
from pydantic import Field

from congress.accounts.permissions import is_organiser
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import Invalid, NotFound
from congress.foundation.i18n import _
from congress.foundation.texts import Line, NonEmptyLine
from congress.programme.queries import category_by_slug, congress_by_slug, forum_by_slug
from congress.seating.actions import make_plan, place_guest, propose_seats, remove_block, save_block
from congress.seating.charts import Chart, chart_of
from congress.seating.errors import SeatOutOfUse
from congress.seating.models import SeatingPlan
from congress.seating.queries import find_plan, plan_of
from congress.seating.states import BlockKind

blueprint = Blueprint("seating_api", __name__)
BASE = "/congresses/<slug>/forums/<forum>/seating"
MOST_BLOCKS = 200


class NewBlock(Body):
    kind: str = Field(pattern="^(platform|signing|rows|table)$")
    name: NonEmptyLine = Field(max_length=60)
    name_en: Line = ""
    rows: int = Field(default=1, ge=1, le=60)
    columns: int = Field(ge=1, le=60)
    category: str | None = Field(default=None, max_length=20)
    most_rank: int | None = Field(default=None, ge=1, le=9_999)


class NewPlan(Body):
    blocks: list[NewBlock] = Field(max_length=MOST_BLOCKS)


class Proposal(Body):
    afresh: bool = False


class NewSeat(Body):
    """`person` as the plan names it; without a block somebody stands up."""

    person: str = Field(max_length=20)
    block: str | None = Field(default=None, pattern="^[0-9]{1,15}$")
    row: int = Field(default=1, ge=1, le=60)
    column: int = Field(default=1, ge=1, le=60)


class BlockOut(Answer):
    id: str
    kind: str
    name: dict[str, str]
    rows: int
    columns: int
    category: str | None
    most_rank: int | None
    closed: list[list[int]]


class SeatOut(Answer):
    person: str
    code: str
    name: str
    rank: int | None
    place: str
    block: str | None
    row: int | None
    column: int | None


class PlanOut(Answer):
    forum: str
    state: str
    blocks: list[BlockOut]
    # everybody of the forum by precedence, with the seat they have
    people: list[SeatOut]


def _out(chart: Chart, forum: str) -> PlanOut:
    seats: dict[str, tuple[str, int, int]] = {
        cell.person.key: (str(block.id), cell.row, cell.column)
        for block in chart.blocks for row in block.rows for cell in row if cell.person is not None
    }  # fmt: skip
    people = []
    for one in chart.everybody:
        block, row, column = seats.get(one.person.key, (None, None, None))
        people.append(
            SeatOut(
                person=one.person.key, code=one.person.code, name=one.person.name, rank=one.guest.rank,
                place=one.guest.place, block=block, row=row, column=column,
            )
        )  # fmt: skip
    blocks = [
        BlockOut(
            id=str(one.id), kind=one.kind, name={"zh": one.name, "en": one.name_en}, rows=one.block.seat_rows,
            columns=one.block.seat_columns, category=one.block.category.slug if one.block.category else None,
            most_rank=one.block.most_rank, closed=sorted([row, column] for row, column in one.block.closed_spots),
        )
        for one in chart.blocks
    ]  # fmt: skip
    return PlanOut(forum=forum, state=chart.plan.state, blocks=blocks, people=people)


def _answer(call: Call, plan: SeatingPlan) -> PlanOut:
    return _out(chart_of(call.session, plan_of(call.session, plan.forum_id)), call.path["forum"])


def _plan(call: Call) -> SeatingPlan:
    congress = congress_by_slug(call.session, call.path["slug"])
    return plan_of(call.session, forum_by_slug(call.session, congress.id, call.path["forum"]).id)


@endpoint(
    blueprint, "GET", BASE, access=is_organiser, scope="registrations:read", answer=PlanOut, errors=[NotFound]
)  # fmt: skip
def get_seating(call: Call) -> PlanOut:
    """Who sits where in a forum, drafts too."""
    return _answer(call, _plan(call))


@endpoint(
    blueprint, "POST", BASE, access=is_organiser, scope="registrations:write", body=NewPlan, answer=PlanOut,
    status=201, errors=[NotFound],
)  # fmt: skip
def post_seating(call: Call) -> PlanOut:
    """Lay a plan out afresh with these blocks, in their order; who had a seat stands up."""
    congress = congress_by_slug(call.session, call.path["slug"])
    forum = forum_by_slug(call.session, congress.id, call.path["forum"])
    by: dict[str, Any] = {"by": call.actor, "now": call.now}
    plan = find_plan(call.session, forum.id) or make_plan(call.session, congress, forum, **by)
    for block in list(plan.blocks):
        remove_block(call.session, plan, block.id, **by)
    for position, wish in enumerate(call.body.blocks):
        plan = plan_of(call.session, forum.id)
        category = category_by_slug(call.session, congress.id, wish.category) if wish.category else None
        if wish.category and category is None:
            raise Invalid.field(f"blocks.{position}.category", _("There is no such category."))
        facts = {
            "kind": BlockKind(wish.kind), "name": wish.name, "name_en": wish.name_en, "seat_rows": wish.rows,
            "seat_columns": wish.columns, "category_id": category.id if category else None,
            "most_rank": wish.most_rank, "position": position,
        }  # fmt: skip
        save_block(call.session, plan, None, facts, **by)
    return _answer(call, plan)


@endpoint(
    blueprint, "POST", f"{BASE}/propose", access=is_organiser, scope="registrations:write", body=Proposal,
    answer=PlanOut, errors=[NotFound],
)  # fmt: skip
def post_proposal(call: Call) -> PlanOut:
    """Seat everybody of the forum by the rules; seats chosen by hand stay unless it is asked `afresh`."""
    plan = _plan(call)
    propose_seats(call.session, plan, afresh=call.body.afresh, by=call.actor, now=call.now)
    return _answer(call, plan)


@endpoint(
    blueprint, "POST", f"{BASE}/seats", access=is_organiser, scope="registrations:write", body=NewSeat,
    answer=PlanOut, errors=[NotFound, SeatOutOfUse],
)  # fmt: skip
def post_seat(call: Call) -> PlanOut:
    """Seat one person, or let them stand up; whoever sat there changes places with them."""
    plan, wish = _plan(call), call.body
    seat = (int(wish.block), wish.row, wish.column) if wish.block else None
    place_guest(call.session, plan, wish.person, seat, by=call.actor, now=call.now)
    return _answer(call, plan)
