"""Rates as JSON, each with what it divides by."""

from flask import Blueprint

from congress.foundation.endpoint import Answer, Call, endpoint
from congress.foundation.errors import NotFound
from congress.foundation.pages import zone
from congress.foundation.paging import ListQuery, page_of
from congress.programme.queries import congress_by_slug
from congress.reports.queries import projects_of
from congress.reports.rules import Figures, figures_of
from congress.reports.states import MEANINGS, By, Rate
from congress.reports.tables import known_names, lines_of
from congress.signing.permissions import sees_at_a_desk

blueprint = Blueprint("reports_api", __name__)


class RatesQuery(ListQuery):
    by: By = By.PREFECTURE


class ByNumber(Answer):
    """Projects above the line and below it; `divides` says which."""

    part: int
    whole: int
    rate: str
    divides: str


class ByMoney(Answer):
    part_fen: int
    whole_fen: int
    rate: str
    divides: str


class RateOut(Answer):
    by_number: ByNumber
    by_money: ByMoney


class FiguresOut(Answer):
    signed: int
    signed_fen: int
    currency: str
    rates: dict[Rate, RateOut]


class GroupOut(FiguresOut):
    key: str
    name: str


class RatesOut(Answer):
    """`all` is the whole that the caller may see, `items` its groups in official order."""

    by: By
    all: FiguresOut
    items: list[GroupOut]
    next: str | None


def _figures(figures: Figures) -> FiguresOut:
    return FiguresOut(
        signed=figures.signed, signed_fen=figures.signed_fen, currency="CNY",
        rates={
            which: RateOut(
                by_number=ByNumber(
                    part=figures.by_number[which], whole=figures.signed, rate=figures.rate_by_number(which),
                    divides=str(MEANINGS[which][0]),
                ),
                by_money=ByMoney(
                    part_fen=figures.by_money[which], whole_fen=figures.signed_fen, rate=figures.rate_by_money(which),
                    divides=str(MEANINGS[which][1]),
                ),
            )
            for which in Rate
        },
    )  # fmt: skip


@endpoint(
    blueprint, "GET", "/congresses/<slug>/rates", access=sees_at_a_desk, scope="reports:read", query=RatesQuery,
    answer=RatesOut, errors=[NotFound],
)  # fmt: skip
def get_rates(call: Call) -> RatesOut:
    """Fulfilment, start, arrival and production of the investment projects one may see, by number and by money."""
    congress, by = congress_by_slug(call.session, call.path["slug"]), call.query.by
    projects = projects_of(call.session, call.actor, None if by is By.YEAR else congress.id, zone=zone())
    lines = lines_of(projects, by, known_names(call.session))
    page = page_of(lines, limit=call.query.limit, cursor=call.query.cursor)
    groups = [
        GroupOut(key=line.key, name=line.name, **_figures(line.figures).model_dump()) for line in page.items
    ]  # fmt: skip
    return RatesOut(by=by, all=_figures(figures_of(projects)), items=groups, next=page.next)
