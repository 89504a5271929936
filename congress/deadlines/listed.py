"""Planned dates of projects as a file."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select
from sqlalchemy.orm import Session

from congress.deadlines.models import PlannedDate
from congress.deadlines.queries import dates_statement, standings_of
from congress.deadlines.states import SHOW_NAMES, STANDING_NAMES, Show
from congress.foundation.clock import local_day
from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope
from congress.foundation.money import FEN
from congress.foundation.pages import zone
from congress.outcomes.states import KIND_NAMES, Kind
from congress.signing.permissions import sees_at_a_desk


def _dates(scope: Scope) -> Select[tuple[PlannedDate]]:
    show, today = Show(scope.wish.get("show", Show.OVERDUE)), local_day(scope.now, zone())
    return dates_statement(scope.actor, scope.congress_id, show=show, today=today).order_by(
        PlannedDate.due_on, PlannedDate.id
    )  # fmt: skip


def _lines(session: Session, scope: Scope, found: Sequence[PlannedDate]) -> Iterator[list[object]]:
    where = standings_of(session, found, local_day(scope.now, zone()))
    for one in found:
        yield [
            one.public_id, KIND_NAMES[Kind(one.kind)], one.intention.title,
            pick(one.intention.division.name, one.intention.division.name_en),
            one.amount_fen / FEN if one.amount_fen else None, one.due_on, one.first_due_on,
            STANDING_NAMES[where[one.public_id]],
        ]  # fmt: skip


LISTS = [
    ListedRows(
        name="planned-dates",
        title=_l("Planned dates"),
        order=_l("What is due first stands first"),
        access=sees_at_a_desk,
        columns=[
            Column(_l("Number")),
            Column(_l("What is to be reached")),
            Column(_l("Project")),
            Column(_l("Place")),
            Column(_l("Amount")),
            Column(_l("By which day")),
            Column(_l("At first by")),
            Column(_l("State")),
        ],
        narrowed_by={"show": Narrowing(_l("Which dates"), SHOW_NAMES)},
        statement=_dates,
        cells=_lines,
    )
]
